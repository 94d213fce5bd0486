"""The approver's day in a browser: fifty in one go, sent back, reported, taken down and gone everywhere."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.test_gallery import violations
from tests.e2e.waiting import eventually
from tests.works_in_demo import a_picture, add_rows, agree, children_of, copy_photo, post_photo
from tools.demo_server import DemoServer

SECTION = "书法一班"
EVERYTHING = 15


def ask(server: DemoServer, query: str, *values: Any) -> list[Any]:
    with sqlite3.connect(server.data / "schoolapp.db", timeout=20) as db:
        return db.execute(query, values).fetchall()


def clear(server: DemoServer) -> None:
    """The demo's own works wait for nobody."""
    with sqlite3.connect(server.data / "schoolapp.db", timeout=20) as db:
        db.execute("UPDATE work SET state = 'taken_down', audience = 0, approved_for = 0, shown_at = NULL")
        db.execute("UPDATE work_report SET settled_at = '2026-11-23 00:00:00.000000' WHERE settled_at IS NULL")
        db.execute("UPDATE kind_word SET state = 'hidden'")


def prepared(server: DemoServer, teacher: BrowserContext, count: int) -> tuple[str, list[int]]:
    """Works of the teacher's section that wait, their families having agreed to everything; the first one's photo."""
    clear(server)
    _section, children = children_of(server, SECTION)
    for child in children:
        agree(server, child, EVERYTHING)
    photo = post_photo(teacher, server, a_picture())
    return photo, add_rows(server, SECTION, [photo, *copy_photo(server, photo, count - 1)], children)


def open_queue(context: BrowserContext) -> tuple[Page, list[str]]:
    page, errors = context.new_page(), []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto("/works/approve")
    page.wait_for_selector(".wk-waiting")
    return page, errors


def states(server: DemoServer, ids: list[int]) -> dict[str, int]:
    marks = ", ".join("?" * len(ids))
    return dict(ask(server, f"SELECT state, count(*) FROM work WHERE id IN ({marks}) GROUP BY state", *ids))


def test_fifty_in_one_go_by_keyboard_and_back(
    own_server: Callable[..., DemoServer], context_as: Callable[..., BrowserContext]
) -> None:
    server = own_server()
    context = context_as("teacher", server=server)
    _photo, ids = prepared(server, context, 50)
    page, errors = open_queue(context)
    assert page.locator(".wk-waiting").count() == 50
    page.get_by_role("button", name="全选").press("Enter")
    page.get_by_role("button", name="通过 50").press("Enter")
    page.wait_for_selector(".wk-toast >> text=通过了 50 件")
    assert states(server, ids) == {"approved": 50}
    assert ask(server, "SELECT count(*) FROM work WHERE audience = 3")[0][0] == 50
    eventually(page, "document.querySelectorAll('.k-nav .k-count').length", 0)
    page.get_by_role("button", name="撤销").press("Enter")
    page.wait_for_selector(".wk-waiting")
    assert states(server, ids) == {"waiting": 50}
    assert errors == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_escape_closes_the_opened_work_and_focus_returns(
    context_as: Callable[..., BrowserContext], scheme: str
) -> None:
    context = context_as("teacher", color_scheme=scheme, bypass_csp=True, reduced_motion="reduce")
    page, errors = open_queue(context)
    opener = page.locator(".wk-open").first
    opener.press("Enter")
    expect(page.locator(".k-sheet button[data-escape]")).to_be_focused()
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(page.locator(".k-sheet")).to_have_count(0)
    expect(opener).to_be_focused()
    opener.press("Enter")
    page.locator("button[data-escape]").press("Enter")
    expect(opener).to_be_focused()
    assert errors == []


def test_sent_back_with_a_quick_reason(
    own_server: Callable[..., DemoServer], context_as: Callable[..., BrowserContext]
) -> None:
    server = own_server()
    _photo, ids = prepared(server, context_as("teacher", server=server), 2)
    page, errors = open_queue(context_as("office", server=server))
    page.locator(".wk-waiting").first.get_by_role("button", name="退回").click()
    reason = page.locator(".k-sheet").get_by_role("button", name="照片糊了")
    expect(reason).to_be_focused()  # one tap, and no way down past the picture
    expect(reason).to_be_in_viewport()
    reason.click()
    page.wait_for_selector(".wk-toast >> text=已退回")
    assert states(server, ids) == {"returned": 1, "waiting": 1}
    told = "SELECT n.note FROM notice n JOIN account a ON a.id = n.account_id WHERE a.login = 'teacher' AND kind = ?"
    assert ("照片糊了",) in ask(server, told, "work_returned")
    assert page.locator(".wk-waiting").count() == 1
    assert errors == []


def test_reported_taken_down_and_gone_everywhere(
    own_server: Callable[..., DemoServer], context_as: Callable[..., BrowserContext]
) -> None:
    server = own_server()
    teacher, visitor = context_as("teacher", server=server), context_as("visitor", server=server)
    family = context_as("guardian", server=server)
    photo, (work,) = prepared(server, teacher, 1)
    addresses = [f"/media/photos/{photo}/{width}" for width in (480, 960, 1920)]

    def answers(who: BrowserContext) -> set[int]:
        return {who.request.get(address).status for address in addresses}

    assert answers(visitor) == answers(family) == {404}, "nobody approved it yet, and it is another family's child"
    page, errors = open_queue(teacher)
    page.get_by_role("button", name="可以公开").click()
    eventually(page, "document.querySelector('.wk-facts b').textContent", "所有人（公开）")
    page.locator(".wk-waiting").get_by_role("button", name="通过").click()
    page.wait_for_selector(".wk-toast")
    assert answers(visitor) == answers(family) == {200}

    with sqlite3.connect(server.data / "schoolapp.db", timeout=20) as db:
        (account,) = db.execute("SELECT id FROM account WHERE login = 'leader'").fetchone()
        row = (work, account, "看得到别人的名字", "2026-11-23 08:40:00.000000")
        db.execute("INSERT INTO work_report (work_id, account_id, reason, at) VALUES (?, ?, ?, ?)", row)
    page.goto("/works/approve")
    page.get_by_role("button", name="反映 1").click()
    page.get_by_role("button", name="看看再定").click()
    page.wait_for_selector(".k-sheet >> text=看得到别人的名字")
    page.locator(".k-sheet summary", has_text="撤下").click()
    page.locator("#why-down").fill("先遮住名字")
    page.locator("#why-down").press("Enter")
    page.wait_for_selector(".wk-toast >> text=已撤下")
    assert answers(visitor) == answers(family) == {404}
    assert answers(teacher) == {200}, "its teacher still answers for it"
    assert ask(server, "SELECT kind FROM notice WHERE account_id = ?", account) == [("report_taken_down",)]
    page.wait_for_selector("text=没有人反映问题")
    assert errors == []


def test_who_has_no_work_yet_leads_to_the_camera(
    own_server: Callable[..., DemoServer], context_as: Callable[..., BrowserContext]
) -> None:
    server = own_server()
    context = context_as("teacher", server=server)
    _photo, _ids = prepared(server, context, 3)
    page = context.new_page()
    page.goto("/works")
    page.get_by_role("button", name=SECTION, exact=True).click()
    page.locator("summary", has_text="这个月还没有作品").wait_for()
    shifts = (
        "new Promise((done) => { let sum = 0; new PerformanceObserver((list) => { for (const one of list.getEntries())"
    )
    moved = page.evaluate(
        f"{shifts} sum += one.hadRecentInput ? 0 : one.value; }}).observe({{type: 'layout-shift', buffered: true}});"
        " setTimeout(() => done(sum), 400); })"
    )
    assert moved <= 0.02
    section, children = children_of(server, SECTION)
    names = page.locator(".wk-without a")
    assert names.count() == len(children) - 3, section
    assert (names.first.get_attribute("href") or "").startswith("/shoot?student=")


def test_five_entries_on_a_phone(context_as: Callable[..., BrowserContext]) -> None:
    for role, words in (("teacher", "今天点名作品看板我的"), ("office", "今天作品看板我的课服办")):
        page = context_as(role, viewport={"width": 360, "height": 740}).new_page()
        page.goto("/works")
        page.wait_for_selector(".wk-tile")
        entries = "[...document.querySelectorAll('.k-nav a')].filter((entry) => entry.offsetWidth > 0)"
        seen = f"{entries}.map((entry) => entry.children[1].textContent)"
        eventually(page, f"{seen}.join('')", words)
        assert page.evaluate("document.documentElement.scrollWidth") == 360
