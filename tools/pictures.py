"""The few pictures that the README, the guide and the install dialogue show: assets/pictures/*.webp.

`python -m tools.pictures`, after the look of a page changed. Taken from the demo school with cards before the camera.
"""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from schoolapp.build import ROOT
from tools import browser as chromium
from tools.demo_server import DemoServer, demo_server
from tools.shots import AFTER_THE_BELL, FLAGS, Shot, cards_at_the_door, signed_in

OUT = ROOT / "assets" / "pictures"
SETTLE_MS = 5000


def _just_look(page: Page) -> None:
    page.wait_for_timeout(SETTLE_MS)


def _hand_in(page: Page) -> None:
    page.wait_for_timeout(SETTLE_MS)
    page.get_by_role("button", name="交名单").click()
    page.wait_for_timeout(1000)


PICTURES: dict[str, tuple[Shot, Callable[[Page], None]]] = {
    "narrow-today": (Shot("/today", "teacher", 390, "light"), _just_look),
    "narrow-scan": (Shot("/scan", "teacher", 390, "light"), _just_look),
    "guide-hand-in": (Shot("/scan", "teacher", 390, "light"), _hand_in),
    "guide-seats": (Shot("/scan", "homeroom", 390, "light"), _just_look),
    "narrow-board": (Shot("/board", "leader", 390, "light"), _just_look),
    "narrow-gallery": (Shot("/gallery", "guardian", 390, "light"), _just_look),
    "narrow-home": (Shot("/home", "guardian", 390, "light"), _just_look),
    "narrow-works": (Shot("/works", "teacher", 390, "light"), _just_look),
    "wide-board": (Shot("/board", "leader", 1280, "light"), _just_look),
}


def _take(browser: Browser, server: DemoServer, shot: Shot, act: Callable[[Page], None], file: Path) -> None:
    context = signed_in(browser, server.url, shot)
    page = context.new_page()
    page.goto(shot.address)
    act(page)
    with Image.open(BytesIO(page.screenshot(animations="disabled"))) as picture:
        picture.convert("RGB").save(file, "WEBP", quality=80, method=6)
    context.close()


def main() -> None:
    OUT.mkdir(parents=True, exist_ok=True)
    with demo_server(clock=AFTER_THE_BELL, SCHOOLAPP_DEMO_LIFE="1") as server, sync_playwright() as playwright:
        camera = cards_at_the_door(playwright, server, server.data)
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=[*FLAGS, *camera])
        for name, (shot, act) in PICTURES.items():
            _take(browser, server, shot, act, OUT / f"{name}.webp")
        browser.close()


if __name__ == "__main__":
    main()
