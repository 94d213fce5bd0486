"""One work from the desk to the gallery and back: card, shutter, corners, approved, seen, consent withdrawn, gone."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.e2e.test_scan import Phone, lesson_of, pack_of
from tests.e2e.test_shoot import GOOD, all_works_sent, maker_chip, opened, shot
from tools.cards_in_hand import codes_of, film, flags, frame
from tools.demo_server import DemoServer
from tools.sheets import on_table, sheet

WIDTHS = (480, 960, 1920)


def _ask(server: DemoServer, query: str, *values: object) -> list[tuple]:
    with sqlite3.connect(f"file:{server.data / 'schoolapp.db'}?mode=ro", uri=True) as db:
        return db.execute(query, values).fetchall()


def _grandchild(server: DemoServer, expected: list[int]) -> int:
    """The child of the demo's grandmother who is expected in this lesson."""
    query = """SELECT g.student_id FROM guardianship g JOIN account a ON a.guardian_id = g.guardian_id
      WHERE a.login = 'guardian'"""
    [child] = {row[0] for row in _ask(server, query)} & set(expected)
    return child


def _answers(who: BrowserContext, photo_id: str) -> set[int]:
    return {who.request.get(f"/media/photos/{photo_id}/{width}").status for width in WIDTHS}


def _say(page: Page, choice: str) -> None:
    """The grandmother's choice about what the child makes."""
    page.goto("/consents")
    works = page.get_by_role("group", name="孩子的作品")
    works.get_by_role("radio", name=re.compile(choice)).click()
    expect(page.get_by_role("status").filter(has_text="已保存")).to_be_visible()


def test_from_the_desk_to_the_gallery_and_gone(
    own_server: Callable[..., DemoServer],
    context_as: Callable[..., BrowserContext],
    browser: Browser,
    launch: Callable[..., Browser],
    tmp_path: Path,
) -> None:
    server = own_server()
    lesson = lesson_of(pack_of(server, browser))
    child = _grandchild(server, lesson["expected"])
    [(newest,)] = _ask(server, "SELECT max(id) FROM work")
    family, visitor = context_as("guardian", server=server), context_as("visitor", server=server)
    home = family.new_page()
    _say(home, "可以公开")

    pictures = [frame(codes_of(server, [child])), on_table(sheet())]
    phone = Phone(launch(*flags(film(tmp_path / "camera.mjpeg", pictures, 3.0))), server)
    shoot = opened(phone, lesson)
    expect(maker_chip(shoot, child)).to_be_visible()
    shot(shoot)
    shoot.get_by_role("button", name=GOOD).click()
    all_works_sent(shoot, 1)
    [(work_id,)] = _ask(server, "SELECT id FROM work WHERE id > ?", newest)
    photo_id = phone.context.request.get(f"/api/works/{work_id}").json()["photo_id"]
    assert _answers(visitor, photo_id) == {404}, "nobody has approved it"
    assert _answers(family, photo_id) == {200}, "what the own child made is the family's from the start"

    queue = phone.context.new_page()
    queue.goto("/works/approve")
    queue.wait_for_selector(".wk-waiting")
    card = queue.locator(".wk-waiting").filter(has=queue.locator(f"img[src*='{photo_id}']"))
    queue.get_by_role("button", name="可以公开").click()
    expect(card).to_contain_text("所有人（公开）")
    card.get_by_role("button", name="通过").click()
    queue.wait_for_selector(".wk-toast >> text=通过")
    assert _answers(visitor, photo_id) == {200}

    look = visitor.new_page()
    look.goto("/gallery")
    expect(look.locator(f"img[src*='{photo_id}']")).to_be_visible()
    home.goto("/home")
    expect(home.locator(f"img[src*='{photo_id}']").first).to_be_visible()

    _say(home, "只老师看")
    assert _answers(visitor, photo_id) == {404}, "withdrawn works at once, on every rendition"
    look.reload()
    look.wait_for_selector(".gl-work img")
    expect(look.locator(f"img[src*='{photo_id}']")).to_have_count(0)
    look.goto(f"/gallery?work={work_id}")
    look.wait_for_selector(".gl-work img")
    expect(look.locator(f"img[src*='{photo_id}']")).to_have_count(0)
    assert _answers(family, photo_id) == {200}, "the own child's work stays with the family"
    phone.context.close()
