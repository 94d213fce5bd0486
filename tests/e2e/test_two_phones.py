"""Two phones without a network count one child in two rooms: both facts are kept, and the duty leader sees both."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.phones import Afternoon, all_sent, hold_up, open_scan, rows, to_come


def _offline(context: BrowserContext, session: int) -> Page:
    page = open_scan(context, f"/scan?session={session}")
    expect(page.locator("[data-net=ok]")).to_be_visible()
    all_sent(page)
    context.set_offline(True)
    return page


def test_both_facts_are_kept(afternoon: Afternoon, context_as: Callable[..., BrowserContext]) -> None:
    child = to_come(afternoon.calligraphy)[0]
    name, code = afternoon.names[child], afternoon.code(child)
    own = _offline(afternoon.teacher, afternoon.calligraphy["id"])
    other = _offline(afternoon.chess_teacher, afternoon.chess["id"])
    hold_up(own, code)
    expect(own.locator(".s-row[data-verdict=late]", has_text=name)).to_be_visible()
    hold_up(other, code)
    other.locator(".s-decision").get_by_role("button", name="留在这里").click()
    for page in (own, other):
        expect(page.locator("[data-unsent]")).to_have_attribute("data-unsent", re.compile("^[1-9]"))
    afternoon.chess_teacher.set_offline(False)  # the second room is the first to come back
    all_sent(other)
    afternoon.teacher.set_offline(False)
    all_sent(own)
    _stored(afternoon, child)
    _told_to_the_leader(context_as("leader", server=afternoon.server).new_page(), name)
    expect(own.get_by_role("alert")).to_contain_text(name)  # and the teacher is told too


def _stored(afternoon: Afternoon, child: int) -> None:
    own, other = afternoon.calligraphy["id"], afternoon.chess["id"]
    query = """SELECT session_id, verdict FROM checkin_event
               WHERE student_id = ? AND kind = 'scan' AND session_id IN (?, ?)"""
    assert set(rows(afternoon.server, query, child, own, other)) == {(own, "late"), (other, "wrong_room")}


def _told_to_the_leader(board: Page, name: str) -> None:
    board.goto("/board")
    row = board.locator("#board-attention .b-row", has_text=name)
    expect(row).to_contain_text("看一看")
    said = row.inner_text()
    assert len(re.findall(r"16:3\d", said)) == 2, said
    assert "301" in said, said
    assert "203" in said, said
    row.click()
    day = board.get_by_role("dialog")
    for room in ("书法一班", "象棋班"):
        expect(day.locator(".b-event", has_text=room).first).to_be_visible()
