"""The board's filters on a phone: at hand above the list, in sight however far one scrolls."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.e2e.phones import all_sent, foot, open_scan, phone_of, title_of
from tools.demo_server import AFTER_THE_BELL, DemoServer, demo_server


@pytest.fixture(scope="module")
def late_server() -> Iterator[DemoServer]:
    """Six minutes after the bell, with one roll begun: its thirty children are to be checked."""
    with demo_server(clock=AFTER_THE_BELL) as running:
        yield running


@pytest.fixture(scope="module")
def begun(late_server: DemoServer, browser: Browser) -> DemoServer:
    with phone_of(browser, late_server, "teacher") as phone:
        page = open_scan(phone)
        foot(page).get_by_role("button", name="交名单").click()
        expect(title_of(page)).to_have_text("交名单")
        all_sent(page)
    return late_server


@pytest.mark.parametrize("width", [390, 360])
def test_the_homeroom_is_chosen_without_scrolling(
    begun: DemoServer, context_as: Callable[..., BrowserContext], width: int
) -> None:
    page = context_as("leader", server=begun, viewport={"width": width, "height": 844}).new_page()
    page.goto("/board")
    rows = page.locator("#board-attention .b-row")
    expect(rows.nth(20)).to_be_attached()
    chooser = page.get_by_label("行政班")
    before = chooser.bounding_box()
    assert before
    assert before["y"] + before["height"] < 844 - 80  # above the navigation, at once
    rows.nth(20).scroll_into_view_if_needed()
    page.mouse.wheel(0, 400)
    expect(chooser).to_be_in_viewport(ratio=1)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    _choose_third(page)
    _change_period(page)


def _choose_third(page: Page) -> None:
    """Of the homeroom those to be checked come first, and the text to copy names them alone."""
    page.get_by_label("行政班").select_option(label="三（2）班")
    heading = page.locator("#board-attention h2")
    expect(heading).to_contain_text("三（2）班 待核实")
    expect(heading).to_be_in_viewport()
    everybody = page.locator("#board-attention .b-row")
    for row in everybody.all():
        expect(row).to_contain_text("三（2）班")
    assert f"待核实 {everybody.count()}" in heading.inner_text()
    page.evaluate("window.copied = ''; navigator.clipboard.writeText = async (text) => { window.copied = text; }")
    page.get_by_role("button", name="复制给班主任").click()
    copied = page.evaluate("window.copied")
    assert copied.count("【") == copied.count("【三（2）班】") == 1
    assert copied.count("\n") == 1 + everybody.count()


def _change_period(page: Page) -> None:
    page.get_by_text("换一天、换一节").click()
    page.get_by_label("第几节").select_option(index=1)
    expect(page.locator(".b-heading")).to_contain_text("第 2 节")
    expect(page.get_by_label("第几节")).to_be_hidden()  # chosen: it closes by itself


def test_another_period_is_marked_and_a_reload_shows_now(
    begun: DemoServer, context_as: Callable[..., BrowserContext]
) -> None:
    page = context_as("leader", server=begun).new_page()
    page.goto("/board")
    back = page.get_by_role("button", name="回到现在")
    for way in (back.click, page.reload):
        page.locator(".b-when summary").click()
        page.locator("#board-slot").select_option(index=1)
        expect(page.get_by_role("status").filter(has_text="这不是现在的情况")).to_be_visible()
        way()
        expect(page.locator("#board-attention .b-row").first).to_be_visible()
        expect(back).to_have_count(0)
