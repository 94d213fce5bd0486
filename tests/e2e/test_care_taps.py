"""Homework care is done by two taps and one for each absent child, with or without a network: in fifteen seconds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from playwright.sync_api import Browser, BrowserContext, Page, expect

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
    server = own_server(SCHOOLAPP_CLOCK_START="2026-11-24T17:11:00")  # both rolls of the double period are open
    with phone_of(browser, server, "homeroom") as phone:
        doubles = [one for one in pack_of(phone)["sessions"] if one["head_count_only"] and one["day"] == "2026-11-24"]
        second = next(one for one in doubles if one["mine"])
        first = open_scan(phone)
        first.evaluate(WORKER_READY)
        all_sent(first)
        phone.set_offline(True)
        there = _first_period(first, second["carry_from"])
        expect(first.get_by_role("status").filter(has_text="已记下，点了")).to_contain_text("联网后送到学校")
        expect(first.get_by_text("已交")).to_have_count(0)  # the school has not heard of it
        first.close()
        again = open_scan(phone, f"/scan?session={second['id']}")  # opened anew, still without a network
        _second_bell(again, there)
        _count_again(again)
        phone.set_offline(False)
        all_sent(again)
        expect(again.get_by_role("status").filter(has_text=f"已交，点了 {there} 人")).to_be_visible()
        _found_since(phone, browser, server, second["carry_from"])
    query = "SELECT head_count, present_count, explanation FROM roll_submission WHERE session_id = ?"
    for session in (second["carry_from"], second["id"]):
        assert rows(server, query, session) == [(there, there, "")]
    told = "SELECT count(*) FROM checkin_event WHERE session_id = ? AND kind = 'submit' AND list_at IS NULL"
    assert rows(server, told, second["id"]) == [(0,)], "each roll says which list it answers"
    marked = "SELECT count(*) FROM checkin_event WHERE session_id = ? AND kind = 'mark' AND choice = 'absent'"
    assert rows(server, marked, second["carry_from"]) == [(ABSENT,)]


def _first_period(page: Page, session: int) -> int:
    """From today's page to the confirmed roll; how many are in the room."""
    page.goto("/today")
    link = page.locator(f".t-offline a[href='/scan?session={session}']")
    expect(link).to_be_visible()
    tap = Taps()
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
    return there


def _second_bell(page: Page, there: int) -> None:
    """Nothing but the number; the seats only for whom something changed."""
    expect(page.get_by_text("第二节：只点人数")).to_be_visible()
    expect(page.get_by_text("上一节没到")).to_be_visible()
    expect(page.locator(".s-seat")).to_have_count(0)
    expect(page.get_by_label("在座", exact=True)).to_have_value(str(there))
    page.get_by_role("button", name=f"确认 {there} 人").click()
    expect(page.get_by_role("button", name="重新确认")).to_be_visible()


def _found_since(phone: BrowserContext, browser: Browser, server: DemoServer, session: int) -> None:
    """The duty leader finds one of the two after the teacher's tap: seats and list tell where, the other is absent."""
    taps = "SELECT student_id FROM checkin_event WHERE session_id = ? AND choice = 'absent' ORDER BY happened_at"
    [child] = rows(server, taps + " LIMIT 1", session)[0]
    with phone_of(browser, server, "leader") as leader:
        now, actor = pack_of(leader)["server_time"], pack_of(leader)["actor"]["id"]
        find = {"id": str(uuid4()), "kind": "found", "actor_id": actor, "scanned_at": now, "student_id": child}
        told = {"device_id": str(uuid4()), "sent_at": now, "unsent": 0, "events": [{**find, "note": "图书室"}]}
        answer = leader.request.post("/api/checkin/events", data=told, headers={"Origin": server.url})
        assert [one["status"] for one in answer.json()["results"]] == ["stored"]
    page = open_scan(phone, f"/scan?session={session}")
    found = page.locator(".s-seat-elsewhere")
    expect(found).to_have_count(1)
    expect(found).to_contain_text("在别处")
    expect(page.locator(".s-seat-absent")).to_have_count(ABSENT - 1)
    expect(page.locator(".s-missing")).to_contain_text("找到：图书室")
    page.get_by_role("button", name="按姓名").click()
    row = page.locator(".s-row").filter(has_text="找到：图书室")
    expect(row).to_contain_text("在别处")
    expect(row.get_by_role("button", name="到了")).to_be_visible()


def _count_again(page: Page) -> None:
    """A digit too many is asked for again, not explained."""
    heads = page.get_by_label("在座", exact=True)
    right = heads.input_value()
    heads.fill("250")
    expect(page.get_by_role("status").filter(has_text="250 人？请再数一遍")).to_be_visible()
    expect(page.get_by_role("button", name="先点人数")).to_be_disabled()
    heads.fill(right)
    expect(page.get_by_role("button", name="重新确认")).to_be_enabled()
