"""A child is overdue: the leader's board says so and sounds, after the tap that browsers ask for."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.phones import Afternoon, all_sent, foot, open_scan, to_come
from tests.e2e.waiting import eventually

LISTEN = """
window.tones = [];
const start = OscillatorNode.prototype.start;
OscillatorNode.prototype.start = function (...when) {
  window.tones.push(this.frequency.value);
  window.audioState = () => this.context.state;
  return start.apply(this, when);
};
"""
"""Counts the tones that really start, and leaves them sounding."""


def _mark(page: Page, name: str, word: str) -> None:
    page.get_by_role("button", name=re.compile(f"^{name}.* {word}$")).first.click()  # a namesake has its homeroom, too
    all_sent(page)


def test_seen_and_heard(afternoon: Afternoon, context_as: Callable[..., BrowserContext]) -> None:
    context = context_as("leader", server=afternoon.server)
    context.add_init_script(LISTEN)
    board = context.new_page()
    board.goto("/board")
    expect(board.get_by_text("没有待核实的孩子")).to_be_visible()  # nobody took a roll yet: unknown, not missing
    first, second = to_come(afternoon.calligraphy)[:2]
    phone = open_scan(afternoon.teacher, f"/scan?session={afternoon.calligraphy['id']}")
    foot(phone).get_by_role("button", name="手动点名").click()
    for child in to_come(afternoon.calligraphy)[2:]:
        _mark(phone, afternoon.names[child], "到了")
    alert = board.get_by_role("alert").filter(has_text="新的待核实")
    expect(alert).to_contain_text("2 人")
    assert "(2)" in board.title()
    assert board.evaluate("window.tones") == []  # without a tap no browser plays anything
    board.get_by_role("button", name="点开提示音").click()
    expect(board.get_by_role("button", name="提示音已开")).to_have_attribute("aria-pressed", "true")
    assert board.evaluate("window.tones.map(Math.round)") == [660, 880]
    assert board.evaluate("window.audioState()") == "running"
    _mark(phone, afternoon.names[first], "到了")
    expect(alert).to_contain_text("1 人")
    assert board.evaluate("window.tones.length") == 2, "who was found is no alarm"
    board.get_by_role("button", name="知道了").click()
    expect(alert).to_have_count(0)
    assert not board.title().startswith("(")
    phone.get_by_role("searchbox").fill(afternoon.names[first])
    _mark(phone, afternoon.names[first], "没来")
    expect(alert).to_contain_text("1 人")
    eventually(board, "window.tones.length", 4)
    expect(board.locator("#board-attention .b-row", has_text=afternoon.names[second])).to_be_visible()
