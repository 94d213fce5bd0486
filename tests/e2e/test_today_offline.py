"""/today without a network: the phone's own lists, and a way to the roll; never only grey shapes."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.phones import WORKER_READY


def _cold_and_offline(context: BrowserContext, *visited: str) -> Page:
    """The pages were opened once, then the application was closed and the network went."""
    page = context.new_page()
    for address in visited:
        page.goto(address)
        page.wait_for_load_state("networkidle")
    page.evaluate(WORKER_READY)
    page.close()
    context.set_offline(True)
    cold = context.new_page()
    cold.goto("/today")
    return cold


def test_todays_lessons_come_from_the_phone(context_as: Callable[..., BrowserContext]) -> None:
    context = context_as("teacher")
    page = _cold_and_offline(context, "/today", "/scan")
    card = page.locator(".t-offline section").first
    expect(card.get_by_role("heading", name="书法一班")).to_be_visible()
    expect(page.locator(".k-wait")).to_have_count(0)
    expect(page.locator(".k-offline")).to_be_hidden()  # said once, not twice
    card.get_by_role("link", name="扫码点名").click()
    expect(page.locator(".s-lesson")).to_contain_text("书法一班")
    page.go_back()
    expect(card).to_be_visible()
    card.get_by_role("link", name="拍作品").click()
    expect(page.locator(".s-lesson")).to_contain_text("书法一班")
    assert page.evaluate("async () => (await fetch('/icons/favicon-48.png')).ok")  # no error for want of the tab's icon
    page.go_back()
    expect(card).to_be_visible()
    me = context.new_page()
    me.goto("/me")
    expect(me.get_by_role("navigation").get_by_role("link", name="点名")).to_be_visible()
    me.close()
    context.set_offline(False)
    expect(page.get_by_role("button", name="查看名单")).to_be_visible()  # the page itself is back
    expect(page.locator(".t-offline")).to_have_count(0)


def test_a_phone_without_lists_is_calm_and_leads_to_the_roll(context_as: Callable[..., BrowserContext]) -> None:
    page = _cold_and_offline(context_as("office"), "/me")
    expect(page.locator(".t-offline").get_by_role("status")).to_contain_text("点名不受影响")
    expect(page.get_by_role("link", name="打开点名")).to_have_attribute("href", "/scan")
    assert page.locator("h1").first.inner_text().strip() != ""
