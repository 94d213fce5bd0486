"""How soon a scan shows on a duty leader's open board: from the phone's request to the painted number, in a browser.

The scans come one by one at uneven times, as at a door, so that each meets the board's asking at another moment. Two
boards are open, and the school holds its whole interest period.
"""

from __future__ import annotations

import random
import sqlite3
import statistics
import time
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from bench import needs
from bench.figures import Figure
from tools.demo_server import AFTER_THE_BELL, PASSWORD, DemoServer, demo_server

GROUP = "checkin"
SCANS = 60
GIVE_UP = 10
"""Seconds after which a scan counts as not shown."""
WATCH = """() => {
  const here = document.querySelector(".b-tile .b-number");
  const read = () => Number(here.textContent);
  globalThis.shown = [];
  new MutationObserver(() => requestAnimationFrame(() => globalThis.shown.push([read(), Date.now()])))
    .observe(here, { characterData: true, childList: true, subtree: true });
  return read();
}"""
"""Notes each number of children who are here with the time at which it was painted; gives the first one."""
OPEN_ROLLS = """
SELECT m.session_id, m.student_id FROM session_student m JOIN session s ON s.id = m.session_id
WHERE s.day = '2026-11-23' AND s.slot_number = (SELECT min(slot_number) FROM session WHERE day = '2026-11-23')
AND m.student_id NOT IN (SELECT student_id FROM leave)
AND m.student_id NOT IN (SELECT student_id FROM checkin_event WHERE student_id IS NOT NULL AND session_id = s.id)
"""


def measure() -> Iterator[Figure]:
    needs.chromium()
    with demo_server(clock=AFTER_THE_BELL) as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=needs.chromium(), args=["--no-sandbox"])
        boards = [_board(_phone(browser, server, role)) for role in ("leader", "office")]
        waits = sorted(_waits(_phone(browser, server, "leader"), server, boards[0]))
        browser.close()
    late = sum(wait >= GIVE_UP * 1000 for wait in waits)
    yield Figure(f"a scan shows on an open board, p95 of {len(waits)}", waits[int(len(waits) * 0.95)], "ms", "<= 2000")
    yield Figure("  the median", statistics.median(waits), "ms")
    yield Figure(f"  not shown within {GIVE_UP} s", late, "scans", "<= 0")


def _phone(browser: Browser, server: DemoServer, role: str) -> BrowserContext:
    context = browser.new_context(base_url=server.url, viewport={"width": 390, "height": 844})
    body = {"login": role, "password": PASSWORD}
    answer = context.request.post("/api/login", data=body, headers={"Origin": server.url})
    assert answer.ok, answer.status
    return context


def _board(context: BrowserContext) -> Page:
    page = context.new_page()
    page.goto("/board")
    page.wait_for_selector(".b-pulse")
    return page


def _waits(phone: BrowserContext, server: DemoServer, board: Page) -> Iterator[float]:
    """Milliseconds that each of the scans took to show."""
    with sqlite3.connect(server.data / "schoolapp.db") as db:
        children = random.Random(1).sample(list(db.execute(OPEN_ROLLS)), SCANS)
    number = board.evaluate(WATCH)
    pauses = random.Random(2)
    for session, child in children:
        board.wait_for_timeout(200 + pauses.random() * 1200)
        pack = phone.request.get("/api/checkin/pack").json()
        sent = time.time() * 1000
        assert _mark(phone, server, pack, session, child) in ("on_time", "late")
        number += 1
        yield _shown(board, number) - sent


def _mark(phone: BrowserContext, server: DemoServer, pack: Any, session: int, child: int) -> str:
    now = pack["server_time"]
    event = {"id": str(uuid4()), "kind": "mark", "choice": "present", "method": "name", "scanned_at": now}
    event |= {"actor_id": pack["actor"]["id"], "student_id": child, "session_id": session}
    body = {"device_id": "bench-board", "sent_at": now, "unsent": 0, "events": [event]}
    answer = phone.request.post("/api/checkin/events", data=body, headers={"Origin": server.url})
    return answer.json()["results"][0]["verdict"]


def _shown(board: Page, number: int) -> float:
    """When the board painted that number, in milliseconds; the time of giving up when it does not."""
    until = time.time() + GIVE_UP
    while time.time() < until:
        for seen, at in board.evaluate("globalThis.shown"):
            if seen >= number:
                return at
        board.wait_for_timeout(50)
    return until * 1000
