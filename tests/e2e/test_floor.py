"""The floor: a real Chromium 109 shows the pages as the current one does and can photograph; older ones are told.

Colours are the first thing to go there: Tailwind and daisyUI write oklch and color-mix, which 109 does not know, and a
page then is black on white without anybody being told. So computed colours are compared, element by element.
"""

from __future__ import annotations

import json
import subprocess
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageChops
from playwright.sync_api import Browser, BrowserContext, expect

from tests.e2e.npm import FLOOR, need_packages, own_node
from tests.e2e.ways_in import letter_code, shared_address
from tools.demo_server import DemoServer

PAGES = {
    "/sign-in": "visitor",
    "/today": "teacher",
    "/scan": "teacher",
    "/board": "leader",
    "/shoot": "teacher",
    "/gallery": "visitor",
    "/join": "visitor",
}
WITH_CAMERA = {"/scan", "/shoot"}
SETTLE_MS = 2000
CAMERA = ("--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream")
ROUNDING = 3
"""Steps of 255 by which a converted colour may differ."""
Look = list[dict[str, str]]


def in_chromium_109(
    context: BrowserContext, pages: list[dict[str, Any]], scheme: str = "light", settle_ms: int = SETTLE_MS
) -> list[dict[str, Any]]:
    """The pages as Chromium 109 shows them, with the login of `context`, each after its steps: see chromium109.mjs."""
    need_packages()
    cookies = [{**cookie, "url": pages[0]["url"]} for cookie in context.cookies()]
    for cookie in cookies:
        cookie.pop("domain"), cookie.pop("path"), cookie.pop("partitionKey", None)
    task = {
        "pages": pages,
        "cookies": cookies,
        "viewport": {"width": 390, "height": 844},
        "colorScheme": scheme,
        "settle_ms": settle_ms,
    }
    command = [own_node(), "chromium109.mjs"]
    done = subprocess.run(command, cwd=FLOOR, input=json.dumps(task).encode(), capture_output=True, timeout=300)
    assert done.returncode == 0, done.stderr.decode(errors="replace")[-2000:]
    answer = json.loads(done.stdout)
    assert answer["version"].startswith("109.")
    return answer["pages"]


def _colours(look: Look) -> dict[str, set[tuple[int, ...]]]:
    """Kind of element → the text and background colours it is seen in."""
    found: dict[str, set[tuple[int, ...]]] = defaultdict(set)
    for item in look:
        for part in ("text", "background"):
            if item[part]:
                found[f"{item['what']} {part}"].add(tuple(int(value) for value in item[part].split(",")))
    return found


def differing_colours(old: Look, new: Look) -> list[str]:
    """Kinds of element whose colours one browser shows and the other does not."""
    old_colours, new_colours = _colours(old), _colours(new)
    return [
        f"{kind}: {sorted(old_colours[kind])} instead of {sorted(new_colours[kind])}"
        for kind in sorted(old_colours.keys() & new_colours.keys())
        if not _alike(old_colours[kind], new_colours[kind])
    ]


def _alike(one: set[tuple[int, ...]], other: set[tuple[int, ...]]) -> bool:
    def near(colour: tuple[int, ...], among: set[tuple[int, ...]]) -> bool:
        return any(all(abs(a - b) <= ROUNDING for a, b in zip(colour, each, strict=True)) for each in among)

    return all(near(colour, other) for colour in one) or all(near(colour, one) for colour in other)


def picture_difference(one: Path, other: Path) -> float:
    """Share of pixels, 0 to 1, that differ visibly between two pictures of the same size."""
    with Image.open(one) as first, Image.open(other) as second:
        grey = ImageChops.difference(first.convert("RGB"), second.convert("RGB")).convert("L")
    histogram = grey.histogram()
    return sum(histogram[48:]) / sum(histogram)


@pytest.fixture(scope="module")
def with_camera(launch: Callable[..., Browser]) -> Browser:
    return launch(*CAMERA)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("address", list(PAGES))
def test_chromium_109_looks_the_same(
    address: str, scheme: str, context_as: Callable[..., BrowserContext], server: DemoServer, with_camera: Browser,
    tmp_path: Path,
) -> None:  # fmt: skip
    context = context_as(PAGES[address], browser=with_camera, color_scheme=scheme)
    page = context.new_page()
    page.goto(address)
    expect(page.locator(".k-wait")).to_have_count(0)
    page.wait_for_timeout(SETTLE_MS)
    page.screenshot(path=tmp_path / "before.png", animations="disabled")
    new_look: Look = page.evaluate((FLOOR / "look.js").read_text(encoding="utf-8"))
    task = {"url": server.url + address, "picture": str(tmp_path / "old.png")}
    [old] = in_chromium_109(context, [task], scheme)
    assert old["at"].removeprefix(server.url).startswith(address), old["errors"]
    assert old["errors"] == []
    assert len(old["look"]) >= 0.8 * len(new_look), "much of the page is missing"
    assert differing_colours(old["look"], new_look) == []
    page.screenshot(path=tmp_path / "after.png", animations="disabled")
    if address not in WITH_CAMERA:  # there the picture moves; elsewhere the school does, a bell may have rung meanwhile
        pictures = (tmp_path / "before.png", tmp_path / "after.png")
        assert min(picture_difference(tmp_path / "old.png", picture) for picture in pictures) < 0.04


def test_works_and_families_in_chromium_109(
    context_as: Callable[..., BrowserContext], server: DemoServer, tmp_path: Path
) -> None:
    """The gallery shows works and opens one; a letter leads to the six digits; a shared page needs no JavaScript; a
    picture is taken, straightened and kept in the phone's queue, which sends nothing here.
    """
    letter = letter_code(context_as("homeroom"), server)
    teacher = context_as("teacher")
    gallery = [["picture", ".gl-work img"], ["click", ".gl-open"], ["picture", ".gl-box img"]]
    joining = [["see", "text=的家人"], ["click", "button:has-text('奶奶')"], ["see", "#digits"]]
    shooting = [["block", "**/api/photos*"], ["see", "video"], ["click", "[aria-label='拍照']"]]
    shooting += [["see", "[data-corner='0']"], ["click", "text=看效果"], ["picture", "img[alt='看效果']"]]
    asked = [
        {"url": f"{server.url}/gallery", "steps": gallery},
        {"url": f"{server.url}/join#{letter}", "steps": joining},
        {"url": shared_address(teacher, server), "steps": [["picture", ".gl-mat"], ["see", "h1"]], "script": False},
        {
            "url": f"{server.url}/shoot",
            "steps": [*shooting, ["click", "text=好了，下一个"], ["see", "[data-works='1']"]],
        },
    ]
    pages = [{**page, "picture": str(tmp_path / f"{number}.png")} for number, page in enumerate(asked)]
    seen = in_chromium_109(teacher, pages, settle_ms=300)
    assert [[error for error in page["errors"] if "ERR_FAILED" not in error] for page in seen] == [[], [], [], []]


def test_the_comparison_notices_lost_colours() -> None:
    green = [
        {"what": "a.k-btn", "text": "255,255,255,255", "background": "11,107,93,255", "size": "16px", "radius": "0"}
    ]
    lost = [{**green[0], "background": "0,0,0,0"}]
    assert differing_colours(green, green) == []
    assert differing_colours(lost, green) != []


OLDER = "delete window.structuredClone; delete Object.hasOwn;"


def test_an_older_browser_is_told_what_to_open(context_as: Callable[..., BrowserContext]) -> None:
    context = context_as("visitor")
    context.add_init_script(OLDER)
    page = context.new_page()
    page.goto("/today")
    page.wait_for_url("**/old-browser.html")
    assert "太旧" in page.inner_text("h1")
    assert "Safari" in page.inner_text("body")
