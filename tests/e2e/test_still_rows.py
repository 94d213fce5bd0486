"""Lists in which one taps stand still: two quick taps on the same spot are about one child."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.phones import Afternoon, all_sent, foot, open_scan, pack_of, to_come


@pytest.fixture
def by_hand(afternoon: Afternoon) -> Iterator[Page]:
    page = open_scan(afternoon.teacher, f"/scan?session={afternoon.calligraphy['id']}")
    foot(page).get_by_role("button", name="手动点名").click()
    yield page
    page.close()


def _tap_twice(page: Page, button: Locator) -> None:
    """As a finger does that trembles: on the same spot of the glass, whatever stands there by then."""
    box = button.bounding_box()
    assert box
    spot = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.click(*spot)
    page.wait_for_timeout(250)
    page.mouse.click(*spot)


def _names(page: Page) -> list[str]:
    return page.locator(".s-list .s-row b").all_inner_texts()


@pytest.mark.parametrize("screen", ["by hand", "hand in"])
def test_two_quick_taps_mark_one_child_who_keeps_the_place(afternoon: Afternoon, by_hand: Page, screen: str) -> None:
    page, before = by_hand, afternoon.here(afternoon.calligraphy)
    if screen == "hand in":
        foot(page).get_by_role("button", name="交名单").click()
        expect(page.get_by_role("heading", name="按“待核实”报出")).to_be_visible()
    names = _names(page)
    row = page.locator(".s-list .s-row").filter(has=page.get_by_role("button", name="到了")).first
    _tap_twice(page, row.get_by_role("button", name="到了"))
    expect(page.locator(".s-two", has_text="到了 ✓")).to_have_count(1)
    assert _names(page) == names, "the list moved under the finger"
    all_sent(page)
    assert len(afternoon.here(afternoon.calligraphy) - before) == 1
    page.locator(".s-list").get_by_role("button", name="撤销").click()
    expect(page.locator(".s-two", has_text="✓")).to_have_count(0)
    assert _names(page) == names
    all_sent(page)
    assert afternoon.here(afternoon.calligraphy) == before


def test_one_tapped_by_the_name_stays_until_the_field_is_used_again(afternoon: Afternoon, by_hand: Page) -> None:
    child = to_come(afternoon.calligraphy)[3]
    field = by_hand.get_by_role("searchbox")
    field.fill(afternoon.names[child])
    found = _names(by_hand)
    _tap_twice(by_hand, by_hand.get_by_role("button", name=f"{afternoon.names[child]} 没来").first)
    expect(by_hand.locator(".s-two", has_text="没来 ✓")).to_have_count(1)
    assert _names(by_hand) == found
    field.click()
    expect(field).to_have_value("")
    expect(by_hand.locator(".s-list .s-row")).not_to_have_count(len(found))


def test_the_keyboard_goes_on_in_the_row_where_it_marked(afternoon: Afternoon, by_hand: Page) -> None:
    row = by_hand.locator(".s-list .s-row").filter(has=by_hand.get_by_role("button", name="到了")).first
    name = row.locator("b").inner_text()
    row = by_hand.locator(".s-list .s-row", has_text=name)
    row.get_by_role("button", name="到了").press("Enter")
    by_hand.keyboard.press("Enter")
    back = row.get_by_role("button", name="撤销")
    expect(back).to_be_focused()
    by_hand.wait_for_timeout(700)  # sooner it would be the same key, pressed twice
    back.press("Enter")
    expect(row.get_by_role("button", name="到了")).to_be_focused()


def test_a_twin_is_asked_about_where_it_was_marked_and_the_answer_counts(afternoon: Afternoon, by_hand: Page) -> None:
    """The other twin is waited for elsewhere."""
    pack, lesson = pack_of(afternoon.teacher), afternoon.calligraphy
    child = next(one for one in to_come(lesson) if pack["students"][str(one)]["twin"])
    name = afternoon.names[child]
    by_hand.get_by_role("searchbox").fill(name)
    row = by_hand.locator(".s-list .s-row", has_text=name).filter(has_text=f"{pack['students'][str(child)]['seat']} 号")
    here = row.get_by_role("button", name=re.compile("到了$"))
    here.click()
    asked = row.get_by_role("alert")
    expect(asked).to_contain_text("双胞胎")
    asked.get_by_role("button", name="不是，撤销").click()
    expect(asked).to_have_count(0)
    all_sent(by_hand)
    assert child not in afternoon.here(lesson)
    by_hand.wait_for_timeout(700)  # sooner it would be the same tap
    here.click()
    expect(row.get_by_role("alert")).to_be_visible()
    by_hand.go_back()
    asked = by_hand.locator(".s-sheet").get_by_role("alert")
    expect(asked).to_contain_text(name)
    asked.get_by_role("button", name="是这一位").click()
    expect(asked).to_have_count(0)
    all_sent(by_hand)
    assert child in afternoon.here(lesson)
    by_hand.reload()
    expect(by_hand.locator(".s-sheet .s-row", has_text=name)).to_be_visible()
    expect(asked).to_have_count(0)
