"""Applause and kind words: a way in for visitors, and what becomes of words that somebody of the school reads first."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tools.demo_server import PASSWORD, DemoServer

PUBLIC = "SELECT id FROM work WHERE audience & 8 AND kind = 'work' ORDER BY shown_at DESC LIMIT 1 OFFSET ?"
SECTION = "SELECT w.id FROM work w JOIN section s ON s.id = w.section_id WHERE s.name = '书法一班' AND w.audience & 2"


def one(server: DemoServer, query: str, *values: object) -> int:
    with sqlite3.connect(server.data / "schoolapp.db", timeout=20) as db:
        return int(db.execute(query, values).fetchone()[0])


def sign_in_as_a_family(page: Page) -> None:
    page.locator("input[name=login]").fill("guardian")
    page.locator("input[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")


def test_a_visitor_finds_a_way_in_and_comes_back_to_the_work(
    context_as: Callable[..., BrowserContext], server: DemoServer
) -> None:
    work = one(server, PUBLIC, 3)
    page = context_as("visitor").new_page()
    page.goto(f"/gallery?work={work}")
    way_in = page.locator(".gl-box .gl-way-in")
    expect(way_in).to_contain_text("家长和老师登录以后")
    way_in.get_by_role("link", name="登录").click()
    sign_in_as_a_family(page)
    page.wait_for_url(re.compile(rf"/gallery\?work={work}$"))
    expect(page.locator(".gl-box button.gl-heart")).to_be_visible()
    expect(page.locator(".gl-way-in")).to_have_count(0)


def test_applause_from_a_shared_page_when_the_login_has_ended(
    context_as: Callable[..., BrowserContext], server: DemoServer
) -> None:
    work = one(server, PUBLIC, 4)
    teacher = context_as("teacher")
    made = teacher.request.post(f"/api/gallery/works/{work}/link", data={}, headers={"Origin": server.url})
    link = made.json()["link"]
    context = context_as("guardian")
    page = context.new_page()
    page.goto(link)
    context.clear_cookies()
    page.get_by_role("button", name="鼓掌").click()
    page.get_by_role("link", name="登录").click()
    sign_in_as_a_family(page)
    page.wait_for_url(link)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.get_by_role("button", name="鼓掌").click()
    page.wait_for_url(link)
    expect(page.get_by_role("button", name="已鼓掌")).to_be_disabled()


def test_a_visitor_of_a_shared_page_signs_in_from_there(
    context_as: Callable[..., BrowserContext], server: DemoServer
) -> None:
    work = one(server, PUBLIC, 5)
    made = context_as("teacher").request.post(
        f"/api/gallery/works/{work}/link", data={}, headers={"Origin": server.url}
    )
    page = context_as("visitor").new_page()
    page.goto(made.json()["link"])
    page.get_by_role("link", name="登录").click()
    sign_in_as_a_family(page)
    page.wait_for_url(made.json()["link"])
    expect(page.get_by_role("button", name="鼓掌")).to_be_enabled()


def say(family: BrowserContext, work: int, text: str) -> Page:
    page = family.new_page()
    page.goto(f"/gallery?work={work}")
    page.get_by_role("button", name="说句话").click()
    page.get_by_label("对孩子说句话").fill(text)
    page.get_by_role("button", name="发送").click()
    expect(page.locator(".gl-words li", has_text=text)).to_contain_text("老师先看")
    return page


def words_seen(who: BrowserContext, work: int) -> list[tuple[str, bool]]:
    """Text, and whether it still waits."""
    answer = who.request.get(f"/api/gallery/works/{work}").json()
    return [(word["text"], word["is_waiting"]) for word in answer["words"]]


@pytest.mark.parametrize(("decision", "becomes"), [("展示", True), ("不展示", False)])
def test_kind_words_are_read_by_the_teacher_first(
    own_server: Callable[..., DemoServer], context_as: Callable[..., BrowserContext], decision: str, *, becomes: bool
) -> None:
    server = own_server()
    with sqlite3.connect(server.data / "schoolapp.db", timeout=20) as db:
        db.execute("DELETE FROM kind_word")
    work, text = one(server, SECTION), "这一横写得真有力气"
    family, teacher, other = (context_as(role, server=server) for role in ("guardian", "teacher", "leader"))
    page = say(family, work, text)
    assert words_seen(family, work) == [(text, True)]
    assert words_seen(other, work) == [], "nobody else reads what nobody has read yet"

    desk = teacher.new_page()
    desk.goto("/works/approve")
    desk.get_by_role("button", name="留言 1").click()
    line = desk.locator(".wk-list li", has_text=text)
    expect(line).to_contain_text("陈")
    line.get_by_role("button", name=decision, exact=True).click()
    expect(desk.get_by_text("没有待看的留言")).to_be_visible()
    expect(desk.get_by_role("button", name="留言 0")).to_be_visible()

    page.reload()
    page.locator(".gl-box button.gl-heart").wait_for()
    expect(page.locator(".gl-words li", has_text=text)).to_have_count(1 if becomes else 0)
    expect(page.locator(".gl-words li", has_text="老师先看")).to_have_count(0)
    expected = [(text, False)] if becomes else []
    assert words_seen(other, work) == words_seen(family, work) == expected
