"""The board in a browser: a scan shows within two seconds, a child is found, leaving the page ends its questions."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from playwright.sync_api import BrowserContext, Page

from tests.e2e.waiting import eventually
from tools.demo_server import AFTER_THE_BELL, PASSWORD, DemoServer

HERE = "Number(document.querySelector('.b-tile .b-number').textContent)"


def phone(launch: Callable[..., Any], server: DemoServer, role: str) -> BrowserContext:
    context = launch().new_context(base_url=server.url, viewport={"width": 390, "height": 844})
    answer = context.request.post(
        "/api/login", data={"login": role, "password": PASSWORD}, headers={"Origin": server.url}
    )
    assert answer.ok
    return context


def session_of(server: DemoServer, name: str) -> tuple[int, list[int]]:
    """Today's session of a section and the children on its list who have no leave."""
    with sqlite3.connect(server.data / "schoolapp.db") as db:
        query = (
            "SELECT s.id FROM session s JOIN section x ON x.id = s.section_id WHERE s.day = '2026-11-23' AND x.name = ?"
        )
        (session,) = db.execute(query, (name,)).fetchone()
        leaves = "SELECT student_id FROM leave"
        listed = f"SELECT student_id FROM session_student WHERE session_id = ? AND student_id NOT IN ({leaves})"
        return session, [row[0] for row in db.execute(listed, (session,))]


def mark(context: BrowserContext, server: DemoServer, session: int, student: int) -> str:
    pack = context.request.get("/api/checkin/pack").json()
    event = {
        "id": str(uuid4()),
        "kind": "mark",
        "choice": "present",
        "actor_id": pack["actor"]["id"],
        "student_id": student,
        "session_id": session,
        "scanned_at": pack["server_time"],
        "method": "name",
    }
    body = {"device_id": "e2e-board", "sent_at": pack["server_time"], "unsent": 0, "events": [event]}
    answer = context.request.post("/api/checkin/events", data=body, headers={"Origin": server.url})
    return answer.json()["results"][0]["verdict"]


def open_board(context: BrowserContext) -> tuple[Page, list[str]]:
    page, errors = context.new_page(), []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto("/board")
    page.wait_for_selector(".b-tile")
    page.wait_for_selector(".b-pulse")
    return page, errors


def test_a_scan_shows_within_two_seconds(own_server: Callable[..., DemoServer], launch: Callable[..., Any]) -> None:
    server = own_server(clock=AFTER_THE_BELL)
    page, errors = open_board(phone(launch, server, "leader"))
    teacher = phone(launch, server, "teacher")
    session, children = session_of(server, "书法一班")
    waited = []
    for child in children[:5]:
        before = page.evaluate(HERE)
        assert mark(teacher, server, session, child) in ("on_time", "late", "already_here")
        started = time.monotonic()
        eventually(page, f"{HERE} > {before}", seconds=10)
        waited.append(time.monotonic() - started)
    assert sorted(waited)[-2] <= 2, waited
    assert errors == []


def test_found_by_keyboard_and_quiet_after_leaving(
    own_server: Callable[..., DemoServer], launch: Callable[..., Any]
) -> None:
    server = own_server(clock=AFTER_THE_BELL)
    page, errors = open_board(phone(launch, server, "leader"))
    # Whether a roll was begun by then is the played day's affair: take whichever of the two has somebody.
    page.locator(".b-tile:not(:has(.b-number:text-is('0')))").last.press("Enter")
    page.locator(".b-reveal .b-row").first.press("Enter")
    page.wait_for_selector("dialog[open]")
    assert page.evaluate("document.querySelector('dialog').contains(document.activeElement)")
    assert page.locator("dialog a[href^='tel:']").count() > 0, "whom to call, one tap away"
    page.locator("dialog input[name=place]").fill("校医室")
    page.locator("dialog input[name=place]").press("Enter")
    page.wait_for_selector("dialog .b-event >> text=校医室")
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog", state="detached")
    page.goto("/me")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.wait_for_timeout(2500)
    assert not [url for url in asked if "/api/board/version" in url]
    assert errors == []
