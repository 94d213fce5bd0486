"""The gallery in a browser: narrowing, scrolling without a jump, a work by keys and fingers, applause, sharing."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, expect

from tests.e2e.npm import need_packages
from tests.e2e.test_axe import RUN
from tests.e2e.waiting import eventually
from tools.demo_server import PASSWORD, DemoServer

PHONE = {"viewport": {"width": 390, "height": 844}, "locale": "zh-CN", "has_touch": True, "service_workers": "block"}
WATCH_SHIFTS = """() => { window.shift = 0; new PerformanceObserver((list) => list.getEntries().forEach(
  (entry) => { window.shift += entry.value; })).observe({ type: 'layout-shift', buffered: true }); }"""


@pytest.fixture
def visit(browser: Browser, server: DemoServer) -> Iterator[Callable[..., Page]]:
    """`visit("/gallery", "guardian")`: a phone signed in as that login; as nobody without one."""
    contexts: list[BrowserContext] = []

    def make(address: str, login: str = "", **more: object) -> Page:
        context = browser.new_context(base_url=server.url, **{**PHONE, **more})  # type: ignore[arg-type]
        contexts.append(context)
        if login:
            body = {"login": login, "password": PASSWORD}
            assert context.request.post("/api/login", data=body, headers={"Origin": server.url}).ok
        page = context.new_page()
        page.goto(address)
        return page

    yield make
    for context in contexts:
        context.close()


def opened(page: Page, place: int = 0) -> str:
    """Open the work at this place; its title."""
    page.wait_for_selector(".gl-work img")
    page.locator(".gl-open").nth(place).click()
    return title_of(page)


def title_of(page: Page) -> str:
    page.wait_for_selector(".gl-box .gl-title")
    return page.locator(".gl-box .gl-title").inner_text()


def test_visitors_see_public_works_and_a_way_in(visit: Callable[..., Page]) -> None:
    page = visit("/gallery")
    page.wait_for_selector(".gl-work img")
    expect(page.get_by_role("link", name="登录")).to_be_visible()
    page.get_by_role("button", name="查找").click()
    expect(page.get_by_label("班级", exact=True)).to_have_count(0)
    names = page.locator(".gl-from").all_inner_texts()
    assert names
    assert not any("陈小禾" in name for name in names)


def test_without_javascript_the_gallery_says_what_to_do(visit: Callable[..., Page]) -> None:
    page = visit("/gallery", java_script_enabled=False)
    said = page.locator("noscript p")
    expect(said).to_be_visible()
    assert "这个页面需要 JavaScript" in (said.text_content() or "")


def test_a_filter_narrows_and_stands_in_the_address(visit: Callable[..., Page]) -> None:
    page = visit("/gallery", "teacher")
    page.wait_for_selector(".gl-work img")
    page.get_by_role("button", name="剪纸", exact=True).click()
    expect(page).to_have_url(re.compile(r"course=\d+"))
    expect(page.locator(".gl-from").first).to_contain_text("剪纸")
    assert all("剪纸" in text or "…" in text for text in page.locator(".gl-from").all_inner_texts())
    page.reload()
    expect(page.get_by_role("button", name="剪纸", exact=True)).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="全部", exact=True).click()
    expect(page).not_to_have_url(re.compile("course"))


def test_a_search_finds_and_says_when_nothing_does(visit: Callable[..., Page]) -> None:
    page = visit("/gallery", "teacher")
    page.get_by_role("button", name="查找").click()
    page.get_by_label("搜索").fill("永")
    expect(page.locator(".gl-name").first).to_contain_text("永")
    page.get_by_label("搜索").fill("没有这样的东西")
    expect(page.get_by_text("没有这样的作品")).to_be_visible()
    page.get_by_role("button", name="看全部作品").click()
    expect(page.locator(".gl-work").first).to_be_visible()


def test_scrolling_without_end_moves_nothing(visit: Callable[..., Page]) -> None:
    page = visit("/gallery", "teacher")
    page.evaluate(WATCH_SHIFTS)
    page.wait_for_selector(".gl-work img")
    seen: set[str] = set()
    for _ in range(250):
        seen |= set(page.eval_on_selector_all(".gl-open", "all => all.map((one) => one.dataset.work)"))
        if page.get_by_text("就这些啦").is_visible():
            break
        page.mouse.wheel(0, 700)
        page.wait_for_timeout(50)
    expect(page.get_by_text("就这些啦")).to_be_attached()
    assert len(seen) > 100
    assert page.locator(".gl-work").count() < 60, "what is far away is not in the page"
    assert page.evaluate("window.shift") <= 0.02


def test_a_work_by_keys(visit: Callable[..., Page]) -> None:
    page = visit("/gallery", "guardian")
    page.wait_for_selector(".gl-work img")
    page.locator(".gl-open").first.focus()
    page.keyboard.press("Enter")
    first = title_of(page)
    address = page.url
    page.keyboard.press("ArrowRight")
    expect(page).not_to_have_url(address)
    page.keyboard.press("ArrowLeft")
    expect(page).to_have_url(address)
    assert title_of(page) == first
    page.keyboard.press("Escape")
    expect(page.locator(".gl-box")).to_have_count(0)
    expect(page.locator(".gl-open").first).to_be_focused()
    expect(page).to_have_url(re.compile(r"/gallery$"))


def test_the_back_key_closes_the_work(visit: Callable[..., Page]) -> None:
    page = visit("/gallery", "guardian")
    opened(page, 1)
    page.go_back()
    expect(page.locator(".gl-box")).to_have_count(0)
    expect(page.locator(".gl-work").first).to_be_visible()


def _touch(wire: CDPSession, kind: str, *points: tuple[float, float]) -> None:
    fingers = [{"x": x, "y": y, "id": number} for number, (x, y) in enumerate(points)]
    wire.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": fingers})


def _swipe(page: Page, wire: CDPSession) -> None:
    """From right to left; again where a busy browser had not drawn the work yet: the wall below got the finger."""
    address = page.url
    for _ in range(3):
        _touch(wire, "touchStart", (300, 300))
        for x in (240, 180, 120):
            _touch(wire, "touchMove", (x, 302))
        _touch(wire, "touchEnd")
        page.wait_for_timeout(1_000)
        if page.url != address:
            return


def test_swiping_and_pinching(visit: Callable[..., Page]) -> None:
    page = visit("/gallery", "guardian")
    opened(page)
    address, wire = page.url, page.context.new_cdp_session(page)
    _swipe(page, wire)
    expect(page).not_to_have_url(address)
    stage = page.locator(".gl-stage")
    expect(stage).to_have_attribute("data-scale", "1.00")
    _touch(wire, "touchStart", (180, 300), (220, 300))
    _touch(wire, "touchMove", (140, 300), (260, 300))
    _touch(wire, "touchMove", (100, 300), (300, 300))
    _touch(wire, "touchEnd")
    eventually(page, "Number(document.querySelector('.gl-stage').dataset.scale) > 2")


def test_applause_and_kind_words(visit: Callable[..., Page]) -> None:
    page = visit("/gallery", "guardian")
    opened(page, 2)
    heart = page.locator("button.gl-heart")
    before = int(re.sub(r"\D", "", heart.inner_text()) or 0)
    heart.click()
    expect(heart).to_have_attribute("aria-pressed", "true")
    expect(heart).to_contain_text(str(before + 1))
    page.get_by_role("button", name="说句话").click()
    expect(page.get_by_role("button", name="发送")).to_be_in_viewport(ratio=1)
    page.get_by_label("对孩子说句话").fill("看 http://x.cn")
    page.get_by_role("button", name="发送").click()
    expect(page.get_by_role("alert")).to_contain_text("网址")
    page.get_by_label("对孩子说句话").fill("真好看！")
    page.get_by_role("button", name="发送").click()
    expect(page.locator(".gl-words")).to_contain_text("真好看！")
    expect(page.locator(".gl-words")).to_contain_text("老师先看")
    page.reload()
    expect(page.locator("button.gl-heart")).to_have_attribute("aria-pressed", "true")


def test_reporting(visit: Callable[..., Page]) -> None:
    page = visit("/gallery", "guardian")
    opened(page, 3)
    page.get_by_text("觉得不该展出？").click()
    page.get_by_label("哪里不合适？").fill("名字写错了")
    page.get_by_role("button", name="告诉老师").click()
    expect(page.get_by_role("status").filter(has_text="谢谢")).to_be_visible()


def test_a_shared_page_needs_no_javascript_and_dies_with_the_consent(
    visit: Callable[..., Page], server: DemoServer
) -> None:
    teacher = visit("/gallery", "teacher")
    teacher.wait_for_selector(".gl-work img")
    with sqlite3.connect(server.data / "schoolapp.db") as db:
        query = "SELECT id FROM work WHERE audience & 8 AND kind = 'work' ORDER BY shown_at DESC LIMIT 1"
        work_id = db.execute(query).fetchone()[0]
    teacher.goto(f"/gallery?work={work_id}")
    title = title_of(teacher)
    teacher.get_by_role("button", name="分享").click()
    teacher.get_by_role("button", name="复制链接").click()
    link = teacher.get_by_label("链接", exact=True).input_value()
    teacher.get_by_role("button", name="生成海报").click()
    poster = teacher.locator(".gl-poster img")
    expect(poster).to_be_visible()
    expect(poster).to_have_js_property("naturalWidth", 1080)
    expect(poster).to_be_in_viewport(ratio=0.9)  # below the buttons it would look as if nothing had happened

    visitor = visit(link, java_script_enabled=False)
    expect(visitor.get_by_role("heading", name=title)).to_be_visible()
    assert visitor.locator("meta[property='og:image']").get_attribute("content") == f"{link}.jpg"
    assert visitor.request.get(f"{link}.jpg").headers["content-type"] == "image/jpeg"
    assert visitor.request.get(f"{link}.webp").headers["content-type"] == "image/webp"

    with sqlite3.connect(server.data / "schoolapp.db") as db:
        db.execute("UPDATE work SET audience = 3 WHERE id = ?", (work_id,))
    assert visitor.goto(link).status == 404  # type: ignore[union-attr]
    expect(visitor.get_by_role("heading")).to_contain_text("不在这里展出了")
    assert {visitor.request.get(link + ending).status for ending in (".jpg", ".webp")} == {404}


def test_a_new_work_at_home_opens_among_the_childs_works(visit: Callable[..., Page]) -> None:
    page = visit("/home", "guardian")
    page.locator(".f-work").first.wait_for()
    title = page.locator(".f-work b").first.inner_text()
    page.locator(".f-work").first.click()
    assert title_of(page) == title
    page.go_back()
    expect(page.locator(".gl-box")).to_have_count(0)
    expect(page.locator(".gl-growth")).to_be_visible()


def test_a_work_that_waits_opens_for_its_own_family(visit: Callable[..., Page], server: DemoServer) -> None:
    with sqlite3.connect(server.data / "schoolapp.db") as db:
        child = db.execute("SELECT id FROM student WHERE name = '陈小苗'").fetchone()[0]
        mine = f"(SELECT work_id FROM work_maker WHERE student_id = {child})"
        held = db.execute(f"SELECT id, state FROM work WHERE id IN {mine}").fetchall()
        db.execute(f"UPDATE work SET state = 'waiting' WHERE id IN {mine}")
    try:
        page = visit(f"/portfolio?child={child}&work={held[0][0]}", "guardian")
        assert title_of(page)
        page.get_by_role("button", name="关闭").click()
        expect(page.locator(".gl-box")).to_have_count(0)
    finally:
        with sqlite3.connect(server.data / "schoolapp.db") as db:
            db.executemany("UPDATE work SET state = ? WHERE id = ?", [(state, key) for key, state in held])


def test_a_familys_portfolio_and_booklet(visit: Callable[..., Page]) -> None:
    page = visit("/portfolio", "guardian")
    expect(page.get_by_role("heading", name="陈小禾")).to_be_visible()
    expect(page.locator(".gl-growth li").first).to_be_visible()
    page.get_by_role("button", name="陈小苗").click()
    expect(page.get_by_role("heading", name="陈小苗")).to_be_visible()
    href = page.get_by_role("link", name="打印成小册子").get_attribute("href") or ""
    page.goto(href)
    expect(page.locator(".booklet.cover h2")).to_have_text("陈小苗")
    assert page.locator(".booklet img").count() >= 3


def violations(page: Page) -> list[str]:
    page.add_script_tag(path=need_packages() / "axe-core" / "axe.min.js")
    return [f"{one['id']}: {one['nodes'][0]['target']}" for one in page.evaluate(RUN)["violations"]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(visit: Callable[..., Page], scheme: str) -> None:
    page = visit("/gallery", "guardian", color_scheme=scheme, bypass_csp=True, reduced_motion="reduce")
    page.wait_for_selector(".gl-work img")
    page.get_by_role("button", name="查找").click()
    assert violations(page) == []
    opened(page)
    page.wait_for_selector("button.gl-heart")
    assert violations(page) == []
    page.goto("/portfolio")
    page.wait_for_selector(".gl-growth")
    assert violations(page) == []
    visitor = visit("/gallery", color_scheme=scheme, bypass_csp=True, reduced_motion="reduce")
    visitor.wait_for_selector(".gl-work img")
    assert violations(visitor) == []
