"""The few pictures that the README, the guide and the install dialogue show: assets/pictures/*.webp.

`python -m tools.pictures [PATTERN]`, after the look of a page changed. Taken from the demo school, with cards and a
work before the camera.
"""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Callable
from fnmatch import fnmatch
from io import BytesIO
from pathlib import Path
from uuid import UUID

from PIL import Image
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

from schoolapp.build import ROOT
from schoolapp.school.cards.qr import png
from tools import browser as chromium
from tools.cards_in_hand import codes_of, film, flags
from tools.demo_server import PASSWORD, DemoServer, demo_server
from tools.sheets import on_table
from tools.shots import AFTER_THE_BELL, FLAGS, Shot, cards_at_the_door, signed_in

OUT = ROOT / "assets" / "pictures"
SETTLE_MS = 5000
ON_THE_DESK = ((0.44, 0.07), (0.68, 0.11), (0.70, 0.93), (0.40, 0.88))
"""Corners of the work in the camera's frame, whose middle half a phone held upright shows."""
CARD_AT = (345, 60)


def _just_look(page: Page) -> None:
    page.wait_for_timeout(SETTLE_MS)


def _hand_in(page: Page) -> None:
    page.wait_for_timeout(SETTLE_MS)
    page.get_by_role("button", name="交名单").click()
    page.wait_for_timeout(1000)


def _card_seen(page: Page) -> None:
    page.locator("[data-maker]").wait_for()
    page.wait_for_timeout(1000)


def _straighten(page: Page) -> None:
    _card_seen(page)
    page.get_by_role("button", name="拍照", exact=True).click()
    page.locator("[data-corner='0']").wait_for()
    page.wait_for_timeout(1500)


def _scroll_to_the_words(page: Page) -> None:
    page.wait_for_timeout(SETTLE_MS)
    page.locator("main article, main section").nth(1).scroll_into_view_if_needed()
    page.mouse.wheel(0, 300)
    page.wait_for_timeout(500)


Pictures = dict[str, tuple[Shot, Callable[[Page], None]]]
AT_THE_DOOR: Pictures = {
    "narrow-today": (Shot("/today", "teacher", 390, "light"), _just_look),
    "narrow-scan": (Shot("/scan", "teacher", 390, "light"), _just_look),
    "guide-hand-in": (Shot("/scan", "teacher", 390, "light"), _hand_in),
    "guide-seats": (Shot("/scan", "homeroom", 390, "light"), _just_look),
    "guide-approve": (Shot("/works/approve", "teacher", 390, "light"), _scroll_to_the_words),
    "guide-consents": (Shot("/works/consents", "teacher", 390, "light"), _just_look),
    "narrow-board": (Shot("/board", "leader", 390, "light"), _just_look),
    "narrow-gallery": (Shot("/gallery", "guardian", 390, "light"), _just_look),
    "narrow-home": (Shot("/home", "guardian", 390, "light"), _just_look),
    "narrow-works": (Shot("/works", "teacher", 390, "light"), _just_look),
    "wide-board": (Shot("/board", "leader", 1280, "light"), _just_look),
}

AT_THE_DESK: Pictures = {
    "guide-shoot": (Shot("/shoot", "teacher", 390, "light"), _card_seen),
    "guide-straighten": (Shot("/shoot", "teacher", 390, "light"), _straighten),
}


def work_on_a_desk(playwright: Playwright, server: DemoServer, folder: Path) -> list[str]:
    """Flags that show the camera a work of the teacher's class on a table, its child's card beside it."""
    with sqlite3.connect(f"file:{server.data / 'schoolapp.db'}?mode=ro", uri=True) as db:
        query = "select photo_id, student_id from work join work_maker on work_id = work.id where title = '明德'"
        photo, child = db.execute(query).fetchone()
    client = playwright.request.new_context(base_url=server.url, extra_http_headers={"Origin": server.url})
    client.post("/api/login", data={"login": "teacher", "password": PASSWORD})
    work = Image.open(BytesIO(client.get(f"/media/photos/{UUID(photo)}/960").body())).convert("RGB")
    client.dispose()
    table = on_table(work, ON_THE_DESK)
    card = Image.open(BytesIO(png(codes_of(server, [child])[0], 5))).convert("RGB")
    table.paste(card, CARD_AT)
    return flags(film(folder / "desk.mjpeg", [table]))


def _take(browser: Browser, server: DemoServer, shot: Shot, act: Callable[[Page], None], file: Path) -> None:
    context = signed_in(browser, server.url, shot)
    page = context.new_page()
    page.goto(shot.address)
    act(page)
    with Image.open(BytesIO(page.screenshot(animations="disabled"))) as picture:
        picture.convert("RGB").save(file, "WEBP", quality=80, method=6)
    context.close()


def main(only: str = "*") -> None:
    OUT.mkdir(parents=True, exist_ok=True)
    with demo_server(clock=AFTER_THE_BELL, SCHOOLAPP_DEMO_LIFE="1") as server, sync_playwright() as playwright:
        for pictures, camera in ((AT_THE_DESK, work_on_a_desk), (AT_THE_DOOR, cards_at_the_door)):
            shown = camera(playwright, server, server.data)
            browser = playwright.chromium.launch(executable_path=chromium.find(), args=[*FLAGS, *shown])
            for name in filter(lambda each: fnmatch(each, only), pictures):
                _take(browser, server, *pictures[name], OUT / f"{name}.webp")
            browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
