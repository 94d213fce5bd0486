"""The scanner in a browser: how soon a verdict stands after its frame, and how many cards of a moving door are read."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import Playwright, sync_playwright

from bench.figures import Figure
from tools import browser as chromium
from tools.cards_in_hand import codes_of, every_student, flags, video
from tools.demo_server import PASSWORD, DemoServer, demo_server

GROUP = "checkin"
THROTTLED = 6
"""A cheap phone: the page's processor made that much slower."""
READ_CARDS = """async () => {
  const open = indexedDB.open("schoolapp-scan");
  const db = await new Promise((done) => { open.onsuccess = () => done(open.result); });
  const asked = db.transaction("records").objectStore("records").getAll();
  const records = await new Promise((done) => { asked.onsuccess = () => done(asked.result); });
  db.close();
  return new Set(records.filter(({ tag }) => tag).map(({ tag }) => tag)).size;
}"""


def measure() -> Iterator[Figure]:
    with demo_server() as server, sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        codes = codes_of(server, every_student(server)[:180])
        eights = video(Path(folder) / "eights.mjpeg", groups(codes[:120], 8), seconds=0.8)
        waits = scan(playwright, server, eights, seconds=16, throttled=THROTTLED)["waits"]
        name = f"frame to verdict, 8 cards, p95 of {len(waits)}, CPU / {THROTTLED}"
        yield Figure(name, sorted(waits)[int(len(waits) * 0.95)], "ms", "<= 150")
        fours = video(Path(folder) / "fours.mjpeg", groups(codes[:60], 4), seconds=0.5, blur=1.2)
        read = scan(playwright, server, fours, seconds=12)["cards"]
        yield Figure("cards read of 60, 4 at a time for 0.5 s, turned and blurred", read, "cards", ">= 58")


def groups(codes: list[str], size: int) -> list[list[str]]:
    return [codes[start : start + size] for start in range(0, len(codes), size)]


def scan(
    playwright: Playwright, server: DemoServer, file: Path, *, seconds: float, throttled: int = 1
) -> dict[str, Any]:
    """Hold the film up to the scanner; milliseconds from frame to verdict, and how many cards were read."""
    browser = playwright.chromium.launch(executable_path=chromium.find(), args=["--no-sandbox", *flags(file)])
    context = browser.new_context(base_url=server.url, viewport={"width": 390, "height": 844}, permissions=["camera"])
    body = {"login": "teacher", "password": PASSWORD}
    context.request.post("/api/login", data=body, headers={"Origin": server.url})
    page = context.new_page()
    page.goto("/scan")
    page.wait_for_selector("[data-verdict]", timeout=20_000)
    page.evaluate("performance.clearMeasures()")
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": throttled})
    page.wait_for_timeout(seconds * 1000)
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 1})
    waits = page.evaluate("performance.getEntriesByName('frame-to-verdict').map(({ duration }) => duration)")
    found = {"waits": waits, "cards": page.evaluate(READ_CARDS)}
    browser.close()
    return found
