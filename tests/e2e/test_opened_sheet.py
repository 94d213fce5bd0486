"""A work, opened over the page on a phone: Tab stays inside, Escape and the back key close it, focus goes back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.e2e.waiting import eventually

INSIDE = """(name) => { const at = document.activeElement;
  return at === document.body || at === document.documentElement || Boolean(at.closest(name)); }"""
DOORS = {
    "the queue": ("/works/approve", ".wk-open", ".k-sheet"),
    "a wall": ("/works", ".wk-tile", ".k-sheet"),
    "the gallery": ("/gallery", ".gl-open", ".gl-box"),
}


@pytest.fixture
def page(context_as: Callable[..., BrowserContext]) -> Page:
    return context_as("teacher").new_page()


def tab_through(page: Page, sheet: str, key: str = "Tab") -> set[str]:
    """Where focus was in forty steps; it may leave for the browser's own bar, never for the page behind."""
    seen = set()
    for _ in range(40):
        page.keyboard.press(key)
        assert page.evaluate(INSIDE, sheet), page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
        seen.add(page.evaluate("document.activeElement.outerHTML.slice(0, 120)"))
    return seen


def opened(page: Page, door: str, *, by: str = "Enter") -> Locator:
    """Open the second work behind this door; what it was opened from."""
    address, tile, sheet = DOORS[door]
    if not page.url.endswith(address):
        page.goto("/me")
        page.goto(address)
    opener = page.locator(tile).nth(1)
    opener.wait_for()
    if by == "Enter":
        opener.press("Enter")
    else:
        opener.click()
    page.locator(sheet).wait_for()
    eventually(page, f"Boolean(document.activeElement.closest('{sheet}'))")
    return opener


@pytest.mark.parametrize("door", DOORS)
def test_tab_stays_inside_and_escape_gives_focus_back(page: Page, door: str) -> None:
    opener = opened(page, door)
    sheet = DOORS[door][2]
    assert len(tab_through(page, sheet)) > 3, "all of its own can be reached"
    tab_through(page, sheet, "Shift+Tab")
    page.locator(f"{sheet} button").first.focus()
    page.keyboard.press("Escape")
    expect(page.locator(sheet)).to_have_count(0)
    expect(opener).to_be_focused()
    page.keyboard.press("Tab")
    assert not page.evaluate(INSIDE, sheet), "the page behind is awake again"


@pytest.mark.parametrize("door", DOORS)
def test_the_back_key_closes_it_and_then_leaves(page: Page, door: str) -> None:
    opener = opened(page, door, by="tap")
    address, _tile, sheet = DOORS[door]
    page.go_back()
    expect(page.locator(sheet)).to_have_count(0)
    expect(opener).to_be_focused()
    assert page.url.endswith(address)
    page.go_back()
    page.wait_for_url("**/me")


@pytest.mark.parametrize("door", DOORS)
def test_closed_by_its_button_it_leaves_no_step_behind(page: Page, door: str) -> None:
    sheet = DOORS[door][2]
    for _ in range(2):
        opened(page, door, by="tap")
        page.locator(sheet).get_by_role("button", name="关闭").click()
        expect(page.locator(sheet)).to_have_count(0)
        page.wait_for_timeout(100)  # The phone takes its step back by itself.
    page.go_back()
    page.wait_for_url("**/me")


def test_a_work_that_was_asked_for_by_address_closes_by_the_back_key(page: Page) -> None:
    page.goto("/works")
    page.wait_for_selector(".wk-tile")
    work = page.request.get("/api/gallery").json()["works"][0]["id"]
    page.goto(f"/works?work={work}")
    page.locator(".k-sheet").wait_for()
    page.go_back()
    expect(page.locator(".k-sheet")).to_have_count(0)
    expect(page.locator(".wk-tile").first).to_be_visible()
    expect(page).to_have_url(f"/works?work={work}")


def test_beside_the_list_nothing_is_shut_off(context_as: Callable[..., BrowserContext]) -> None:
    page = context_as("teacher", viewport={"width": 1280, "height": 900}).new_page()
    opened(page, "the queue")
    assert page.locator("[inert]").count() == 0
    assert page.locator(".k-sheet[aria-modal]").count() == 0


def test_after_a_decision_the_keyboard_goes_on_from_the_heading(
    own_server: Callable[..., object], context_as: Callable[..., BrowserContext]
) -> None:
    page = context_as("teacher", server=own_server()).new_page()
    opened(page, "the queue")
    page.locator(".k-sheet").get_by_role("button", name="通过", exact=True).press("Enter")
    page.locator(".wk-toast").wait_for()
    expect(page.locator("h1")).to_be_focused()
    assert page.locator("[inert]").count() == 0
    page.get_by_role("button", name="撤销").press("Enter")
    expect(page.locator(".wk-toast")).to_contain_text("已撤销")


OFFICE_LISTS = {
    "/office/accounts": "button:has-text('戴振华')",
    "/office/people": "button:has-text('陈一诺')",
    "/office/day": "button:has-text('书法一班')",
}


@pytest.mark.parametrize("address", OFFICE_LISTS)
def test_every_list_of_the_office_opens_and_closes_alike(
    context_as: Callable[..., BrowserContext], address: str
) -> None:
    page = context_as("office").new_page()
    page.goto(address)
    opener = page.locator(OFFICE_LISTS[address]).first
    opener.press("Enter")
    expect(page.locator(".k-sheet button[data-escape]")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".k-sheet")).to_have_count(0)
    expect(opener).to_be_focused()
    opener.click()
    expect(page.locator(".k-sheet")).to_be_visible()
    page.go_back()
    expect(page.locator(".k-sheet")).to_have_count(0)
    assert page.url.endswith(address)
