"""From the tap on the shutter to the picture on the section's wall: camera, corners, phone's queue, server, wall.

A demo school on this machine, the page's processor at full speed. The sheet is kept as soon as its corners are shown,
as a teacher's second tap does; the wall in another tab is loaded anew when the phone says that all is sent.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Page, Playwright, sync_playwright

from bench import needs
from bench.figures import Figure
from tools.cards_in_hand import film, flags
from tools.demo_server import PASSWORD, DemoServer, demo_server
from tools.sheets import on_table, sheet

GROUP = "works"
ROUNDS = 7
PHONE: Any = {"width": 390, "height": 844}
ALL_SENT = "() => !localStorage.getItem('schoolapp.unsent.works')"
IS_SEEN = """(known) => [...document.querySelectorAll("main img")].some(
  (image) => image.complete && image.naturalWidth > 0 && !known.includes(image.getAttribute("src")))"""
PICTURES = """() => [...document.querySelectorAll("main img")].map((image) => image.getAttribute("src"))"""


def measure() -> Iterator[Figure]:
    needs.chromium()
    with demo_server() as server, sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        rounds = _rounds(playwright, server, Path(folder))
    sent, seen = (statistics.median(one[place] for one in rounds) for place in (0, 1))
    yield Figure("shutter to all sent", sent, "s")
    yield Figure("shutter to seen in the section's wall", seen, "s", "<= 1.5")


def _rounds(playwright: Playwright, server: DemoServer, folder: Path) -> list[tuple[float, float]]:
    """Seconds until sent and until seen, a pair a round; the first one warms up and does not count."""
    camera = flags(film(folder / "sheet.mjpeg", [on_table(sheet())]))
    browser = playwright.chromium.launch(executable_path=needs.chromium(), args=["--no-sandbox", *camera])
    context = browser.new_context(
        base_url=server.url, viewport=PHONE, locale="zh-CN", timezone_id="Asia/Shanghai", permissions=["camera"]
    )
    body = {"login": "teacher", "password": PASSWORD}
    context.request.post("/api/login", data=body, headers={"Origin": server.url})
    lesson = _lesson(context)
    phone, wall = context.new_page(), context.new_page()
    found = [_round(phone, wall, lesson, child) for child in lesson["expected"][: ROUNDS + 1]]
    browser.close()
    return found[1:]


def _lesson(context: BrowserContext) -> dict[str, Any]:
    """The teacher's own section that meets now."""
    pack = context.request.get("/api/checkin/pack").json()
    now = pack["server_time"]
    return next(
        one
        for one in pack["sessions"]
        if one["kind"] == "section" and one["mine"] and one["opens_at"] <= now <= one["closes_at"]
    )


def _round(phone: Page, wall: Page, lesson: dict[str, Any], child: int) -> tuple[float, float]:
    address = f"/works?wall=s{lesson['section_id']}"
    wall.goto(address)
    wall.wait_for_selector("main img")
    known = wall.evaluate(PICTURES)
    phone.goto(f"/shoot?session={lesson['id']}&student={child}")
    phone.wait_for_selector(f"[data-maker='{child}']")
    phone.wait_for_function("() => document.querySelector('video')?.videoWidth > 0")
    phone.bring_to_front()
    began = time.perf_counter()
    phone.get_by_role("button", name="拍照", exact=True).click()
    phone.get_by_role("button", name="好了，下一个").click()
    phone.get_by_text("已存：").wait_for()
    phone.wait_for_function(ALL_SENT)
    sent = time.perf_counter() - began
    wall.bring_to_front()
    wall.goto(address)
    wall.wait_for_function(IS_SEEN, arg=known)
    return sent, time.perf_counter() - began
