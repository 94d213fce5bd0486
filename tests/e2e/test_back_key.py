"""The phone's back key inside the scanner closes what is open over the roll; from the roll it leaves."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.e2e.phones import foot, title_of

OPENED_BY = {
    "按座号或姓名点名": lambda page: foot(page).get_by_role("button", name="手动点名").click(),
    "交名单": lambda page: foot(page).get_by_role("button", name="交名单").click(),
    "别的办法": lambda page: page.get_by_role("button", name="别的办法和设置").click(),
    "点哪一节？": lambda page: page.locator(".s-lesson").click(),
    "留在我这里": lambda page: (
        foot(page).get_by_role("button", name="手动点名").click(),
        page.get_by_role("button", name="留在我这里").click(),
    ),
}


@pytest.fixture
def scanner(context_as: Callable[..., BrowserContext], camera: Browser) -> Page:
    """Opened from today, as a teacher does."""
    page = context_as("teacher", browser=camera, permissions=["camera"]).new_page()
    page.goto("/today")
    page.get_by_role("link", name="扫码点名").click()
    expect(page.locator(".s-sheet")).to_be_visible()
    return page


def _reach(page: Page, screen: str) -> None:
    OPENED_BY[screen](page)
    expect(title_of(page)).to_have_text(screen)


@pytest.mark.parametrize("screen", OPENED_BY)
def test_back_closes_the_open_screen_and_then_leaves(scanner: Page, screen: str) -> None:
    _reach(scanner, screen)
    scanner.go_back()
    expect(scanner.locator(".s-sheet")).to_be_visible()
    scanner.go_back()
    scanner.wait_for_url("**/today")


def test_the_screens_own_way_back_leaves_no_step_behind(scanner: Page) -> None:
    _reach(scanner, "交名单")
    scanner.get_by_role("button", name="返回").click()
    expect(scanner.locator(".s-sheet")).to_be_visible()
    _reach(scanner, "交名单")
    scanner.keyboard.press("Escape")
    expect(scanner.locator(".s-sheet")).to_be_visible()
    scanner.wait_for_timeout(100)  # The phone takes its step back by itself.
    scanner.go_back()
    scanner.wait_for_url("**/today")


def test_a_screen_that_was_asked_for_by_address_lies_over_the_roll(scanner: Page) -> None:
    scanner.goto("/scan?view=manual")
    expect(title_of(scanner)).to_have_text("按座号或姓名点名")
    scanner.reload()
    expect(title_of(scanner)).to_have_text("按座号或姓名点名")
    scanner.go_back()
    expect(scanner.locator(".s-sheet")).to_be_visible()
    assert scanner.url.endswith("/scan")
