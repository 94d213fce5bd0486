"""Homework care is done in fifteen seconds: two taps and one for each absent child, with or without a network."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Browser, Page, expect

from tests.e2e.phones import WORKER_READY, all_sent, open_scan, pack_of, phone_of, rows
from tools.demo_server import DemoServer

ABSENT = 2


class Taps:
    """Every tap of the teacher's, counted."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, what: Any) -> None:
        what.click()
        self.count += 1


def test_the_first_period_by_taps_and_the_second_by_its_head_count_offline(
    own_server: Callable[..., DemoServer], browser: Browser
) -> None:
    server = own_server(SCHOOLAPP_CLOCK_START="2026-11-24T17:05:00")  # both rolls of the double period are open
    with phone_of(browser, server, "homeroom") as phone:
        doubles = [one for one in pack_of(phone)["sessions"] if one["head_count_only"] and one["day"] == "2026-11-24"]
        second = next(one for one in doubles if one["mine"])
        first = open_scan(phone)
        first.evaluate(WORKER_READY)
        all_sent(first)
        phone.set_offline(True)
        there = _first_period(first, second["carry_from"])
        first.close()
        again = open_scan(phone, f"/scan?session={second['id']}")  # opened anew, still without a network
        _second_bell(again, there)
        phone.set_offline(False)
        all_sent(again)
    query = "SELECT head_count, present_count, explanation FROM roll_submission WHERE session_id = ?"
    for session in (second["carry_from"], second["id"]):
        assert rows(server, query, session) == [(there, there, "")]
    marked = "SELECT count(*) FROM checkin_event WHERE session_id = ? AND kind = 'mark' AND choice = 'absent'"
    assert rows(server, marked, second["carry_from"]) == [(ABSENT,)]


def _first_period(page: Page, session: int) -> int:
    """From today's page to the confirmed roll; how many are in the room."""
    page.goto("/today")
    link = page.locator(f".t-offline a[href='/scan?session={session}']")
    expect(link).to_be_visible(timeout=10_000)
    tap, began = Taps(), time.monotonic()
    tap(link)
    seats = page.locator(".s-seat-here")
    expect(seats.first).to_be_visible()
    there = seats.count() - ABSENT
    for place in (6, 3):
        tap(seats.nth(place))
    expect(page.locator(".s-seat-absent")).to_have_count(ABSENT)
    tap(page.get_by_role("button", name=f"确认 {there} 人"))
    expect(page.get_by_role("button", name="重新确认")).to_be_visible()
    assert tap.count <= 2 + ABSENT
    assert time.monotonic() - began < 15
    return there


def _second_bell(page: Page, there: int) -> None:
    """Nothing but the number; the seats only for whom something changed."""
    expect(page.get_by_text("第二节：只点人数")).to_be_visible()
    expect(page.locator(".s-seat")).to_have_count(0)
    expect(page.get_by_label("在座", exact=True)).to_have_value(str(there))
    page.get_by_role("button", name=f"确认 {there} 人").click()
    expect(page.get_by_role("button", name="重新确认")).to_be_visible()
