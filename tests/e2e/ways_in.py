"""Ways into the demo school that need no sign-in: a family's letter, the link to a shared work."""

from __future__ import annotations

import re
import sqlite3

from playwright.sync_api import BrowserContext

from tools.demo_server import DemoServer


def letter_code(homeroom_teacher: BrowserContext, server: DemoServer) -> str:
    """The twelve characters on a letter of a child in the demo's homeroom, nobody of whose family joined."""
    with sqlite3.connect(f"file:{server.data / 'schoolapp.db'}?mode=ro", uri=True) as db:
        query = (
            "select student_id from homeroom_membership m join homeroom h on h.id = m.homeroom_id"
            " where h.grade = 3 and h.number = 2 and m.seat_number = 8"
        )
        [(child,)] = db.execute(query)
    sheet = homeroom_teacher.request.get(f"/print/letters?student={child}").text()
    found = re.search(r'class="code">([^<]+)<', sheet)
    assert found, sheet[-600:]
    return found[1].replace(" ", "")


def shared_address(teacher: BrowserContext, server: DemoServer) -> str:
    """The link to the newest public work."""
    with sqlite3.connect(f"file:{server.data / 'schoolapp.db'}?mode=ro", uri=True) as db:
        query = "select id from work where audience & 8 and kind = 'work' order by shown_at desc limit 1"
        [(work,)] = db.execute(query)
    answer = teacher.request.post(f"/api/gallery/works/{work}/link", headers={"Origin": server.url})
    assert answer.ok, answer.text()
    return answer.json()["link"]
