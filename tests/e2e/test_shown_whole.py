"""Scrolls and banners hang whole, a booklet can be read on a phone, a notice stands beside its pill."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.works_in_demo import a_picture, add_rows, agree, post_photo
from tools.demo_server import DemoServer

SECTION = "书法一班"
SCROLL, BANNER = (600, 2400), (2400, 500)
WATCH_SHIFTS = """() => { window.shift = 0; new PerformanceObserver((list) => list.getEntries().forEach(
  (entry) => { window.shift += entry.value; })).observe({ type: 'layout-shift', buffered: false }); }"""
FRAMES = """(images) => images.map((image) => {
  const box = image.getBoundingClientRect(), style = getComputedStyle(image);
  return { ratio: box.height / box.width, fit: style.objectFit, whole: image.naturalHeight / image.naturalWidth }; })"""


def hung(server: DemoServer, teacher: BrowserContext) -> list[int]:
    """A scroll and a banner of the demo family's child, approved for all; the newest of all works."""
    with sqlite3.connect(server.data / "schoolapp.db", timeout=20) as db:
        (child,) = db.execute("SELECT id FROM student WHERE name = '陈小禾'").fetchone()
    agree(server, child, 15)
    photos = [post_photo(teacher, server, a_picture(0, size)) for size in (SCROLL, BANNER)]
    works = add_rows(server, SECTION, photos, [child], title="长卷")
    shown = "state = 'approved', approved_for = 15, audience = 15, shown_at = '2026-11-23 08:31:00.000000'"
    with sqlite3.connect(server.data / "schoolapp.db", timeout=20) as db:
        db.executemany(f"UPDATE work SET {shown} WHERE id = ?", [(work,) for work in works])
    return works


def frames(page: Page, tile: str) -> list[dict[str, float]]:
    """How the two hang, after their pictures have come."""
    images = page.locator(tile, has_text="长卷").locator("img")
    expect(images).to_have_count(2)
    for place in (0, 1):
        images.nth(place).scroll_into_view_if_needed()
        expect(images.nth(place)).not_to_have_js_property("naturalWidth", 0)
    return images.evaluate_all(FRAMES)


def test_scrolls_and_banners_hang_whole_and_move_nothing(
    own_server: Callable[..., DemoServer], context_as: Callable[..., BrowserContext]
) -> None:
    server = own_server()
    teacher, family = context_as("teacher", server=server), context_as("guardian", server=server)
    hung(server, teacher)
    for who, address, tile in (
        (teacher, "/works", ".wk-tile"),
        (family, "/home", ".f-work"),
        (family, "/gallery", ".gl-work"),
    ):
        page = who.new_page()
        page.goto(address)
        page.locator(tile).first.wait_for()
        page.evaluate(WATCH_SHIFTS)
        found = frames(page, tile)
        assert {round(one["whole"], 1) for one in found} == {4.0, 0.2}, address
        assert {one["fit"] for one in found} == {"contain"}, address
        assert min(one["ratio"] for one in found) <= 0.51, address
        assert max(one["ratio"] for one in found) <= 1.9, address
        assert page.evaluate("window.shift") <= 0.02, address


def children(server: DemoServer) -> dict[str, int]:
    with sqlite3.connect(server.data / "schoolapp.db") as db:
        return dict(db.execute("SELECT name, id FROM student WHERE name IN ('陈小禾', '陈小苗')"))


@pytest.mark.parametrize("width", [360, 390])
def test_a_booklet_is_read_on_a_phone_and_printed_on_a4(
    context_as: Callable[..., BrowserContext], server: DemoServer, width: int
) -> None:
    page = context_as("guardian", viewport={"width": width, "height": 844}).new_page()
    page.goto(f"/print/booklet/{children(server)['陈小禾']}")
    page.wait_for_load_state("networkidle")
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert page.title() == "作品册 · 2026 年秋季学期", "no name in the phone's list of windows"
    expect(page.locator(".booklet.cover h2")).to_have_text("陈小禾")
    assert page.locator(".booklet .line").first.evaluate("(line) => parseFloat(getComputedStyle(line).fontSize)") >= 16
    page.emulate_media(media="print")
    size = page.locator(".sheet").nth(1).bounding_box()
    assert size is not None
    assert (round(size["width"]), round(size["height"])) == (794, 1123)


@pytest.mark.parametrize("width", [360, 390])
def test_a_notice_stands_beside_its_pill(
    own_server: Callable[..., DemoServer], context_as: Callable[..., BrowserContext], width: int
) -> None:
    server = own_server()
    with sqlite3.connect(server.data / "schoolapp.db", timeout=20) as db:
        (account,) = db.execute("SELECT id FROM account WHERE login = 'guardian'").fetchone()
        work, child = db.execute("SELECT work_id, student_id FROM work_maker LIMIT 1").fetchone()
        row = (account, "kind_word", child, work, "2026-11-23 08:00:00.000000")
        db.execute(
            "INSERT INTO notice (account_id, kind, student_id, work_id, at, note) VALUES (?, ?, ?, ?, ?, '')", row
        )
    page = context_as("guardian", server=server, viewport={"width": width, "height": 844}).new_page()
    page.goto("/notices")
    told = page.locator(".f-told").first
    pill, link = told.locator(".k-pill").bounding_box(), told.get_by_role("link").bounding_box()
    assert pill is not None
    assert link is not None
    assert link["x"] >= pill["x"] + pill["width"]
    assert link["y"] <= pill["y"]
    assert link["height"] >= 44
    assert page.evaluate("document.documentElement.scrollWidth") == width
