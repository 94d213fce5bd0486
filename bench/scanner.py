"""The scanner in a browser: how soon a verdict stands after its frame, and how many cards of a moving door are read.

Chromium throttles the page and not its workers, so the figure the goal speaks of has the codes read at full speed. Two
stricter ones stand beside it: until the verdict is painted, and with the worker held back as much as the page.
"""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, Playwright, Route, sync_playwright

from bench import needs
from bench.figures import Figure
from tools.cards_in_hand import codes_of, every_student, flags, video
from tools.demo_server import PASSWORD, DemoServer, demo_server

GROUP = "checkin"
RUNS = 3
PHONE: Any = {"width": 390, "height": 844}
THROTTLED = 6
"""A cheap phone: the page's processor made that much slower."""
HELD_BACK = """
{
  const read = globalThis.onmessage, answer = globalThis.postMessage.bind(globalThis);
  let began = 0;
  globalThis.onmessage = (event) => { began = performance.now(); return read(event); };
  globalThis.postMessage = (message) => {
    const until = performance.now() + (performance.now() - began) * (RATE - 1);
    while (performance.now() < until);
    answer(message);
  };
}"""
"""Behind the worker's own script: it answers RATE times as late."""
READ_CARDS = """async () => {
  const open = indexedDB.open("schoolapp-scan");
  const db = await new Promise((done) => { open.onsuccess = () => done(open.result); });
  const asked = db.transaction("records").objectStore("records").getAll();
  const records = await new Promise((done) => { asked.onsuccess = () => done(asked.result); });
  db.close();
  return new Set(records.filter(({ tag }) => tag).map(({ tag }) => tag)).size;
}"""


def measure() -> Iterator[Figure]:
    needs.chromium()
    with demo_server() as server, sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        codes = codes_of(server, every_student(server)[:180])
        eights = video(Path(folder) / "eights.mjpeg", groups(codes[:120], 8), seconds=0.8)
        runs = [scan(playwright, server, eights, seconds=16, throttled=THROTTLED) for _ in range(RUNS)]
        name = f"frame to verdict, 8 cards, p95 of {len(runs[0]['verdict'])}, CPU / {THROTTLED}"
        yield Figure(name, p95(runs, "verdict"), "ms", "<= 150")
        yield Figure("  until it is painted", p95(runs, "paint"), "ms", "<= 150")
        slow = scan(playwright, server, eights, seconds=16, throttled=THROTTLED, worker=THROTTLED)
        yield Figure(f"  until it is painted, reading in the worker / {THROTTLED} too", p95([slow], "paint"), "ms")
        fours = video(Path(folder) / "fours.mjpeg", groups(codes[:60], 4), seconds=0.5, blur=1.2)
        read = scan(playwright, server, fours, seconds=12)["cards"]
        yield Figure("cards read of 60, 4 at a time for 0.5 s, turned and blurred", read, "cards", ">= 58")


def groups(codes: list[str], size: int) -> list[list[str]]:
    return [codes[start : start + size] for start in range(0, len(codes), size)]


def p95(runs: list[dict[str, Any]], name: str) -> float:
    """The median of the runs' own p95: of two dozen waits in one run a single disturbance is the p95."""
    return statistics.median(sorted(run[name])[int(len(run[name]) * 0.95)] for run in runs)


def hold_back(page: Page, rate: int) -> None:
    """Let the reading take `rate` times as long, measured and waited out in the worker itself."""

    def serve(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text() + HELD_BACK.replace("RATE", str(rate)))

    page.route("**/decoder.worker-*.js", serve)


def scan(
    playwright: Playwright, server: DemoServer, file: Path, *, seconds: float, throttled: int = 1, worker: int = 1
) -> dict[str, Any]:
    """Hold the film up to the scanner; milliseconds from frame to verdict and paint, and how many cards were read."""
    browser = playwright.chromium.launch(executable_path=needs.chromium(), args=["--no-sandbox", *flags(file)])
    context = browser.new_context(base_url=server.url, viewport=PHONE, permissions=["camera"], service_workers="block")
    body = {"login": "teacher", "password": PASSWORD}
    context.request.post("/api/login", data=body, headers={"Origin": server.url})
    page = context.new_page()
    if worker > 1:
        hold_back(page, worker)
    page.goto("/scan")
    page.wait_for_selector("[data-verdict]", timeout=20_000)
    page.evaluate("performance.clearMeasures()")
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": throttled})
    page.wait_for_timeout(seconds * 1000)
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 1})
    measured = "(name) => performance.getEntriesByName(`frame-to-${name}`).map(({ duration }) => duration)"
    found = {name: page.evaluate(measured, name) for name in ("verdict", "paint")}
    found["cards"] = page.evaluate(READ_CARDS)
    browser.close()
    return found
