"""At the door of one room: taking back, the wrong room, the head count, who comes late."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.e2e.phones import Afternoon, all_sent, foot, hold_up, open_scan, rows, title_of, to_come


@pytest.fixture
def scanner(afternoon: Afternoon) -> Iterator[Page]:
    page = open_scan(afternoon.teacher, f"/scan?session={afternoon.calligraphy['id']}")
    yield page
    page.close()


def row_of(page: Page, name: str) -> Locator:
    return page.locator(".s-sheet .s-row", has_text=name).first


def test_the_last_scan_is_taken_back(afternoon: Afternoon, scanner: Page) -> None:
    child = to_come(afternoon.calligraphy)[0]
    name = afternoon.names[child]
    hold_up(scanner, afternoon.code(child))
    expect(row_of(scanner, name)).to_be_visible()
    scanner.get_by_role("button", name=f"撤销 {name}").click()
    expect(row_of(scanner, name)).to_have_count(0)
    expect(scanner.locator("[aria-live=assertive]")).to_contain_text(f"已撤销 {name}")
    all_sent(scanner)
    assert child not in afternoon.here(afternoon.calligraphy)
    hold_up(scanner, afternoon.code(child))  # and the card counts again
    expect(row_of(scanner, name)).to_be_visible()
    all_sent(scanner)
    assert child in afternoon.here(afternoon.calligraphy)


@pytest.mark.parametrize(
    ("place", "tap", "said", "seen_there"),
    [
        (0, "让他过去", "让他过去了", "从综合楼 301 让他过来了"),
        (1, "留在这里", "留在这里了", "在综合楼 301（书法一班）点到了"),
    ],
)
def test_wrong_room(afternoon: Afternoon, scanner: Page, place: int, tap: str, said: str, seen_there: str) -> None:
    child = to_come(afternoon.chess)[place]
    hold_up(scanner, afternoon.code(child))
    decision = scanner.locator(".s-decision")
    expect(decision).to_contain_text("综合楼 203 · 象棋班 · 杨国栋")
    decision.get_by_role("button", name=tap).click()
    expect(decision).to_have_count(0)
    expect(scanner.locator(".s-sheet .s-row", has_text=said)).to_have_count(1)
    all_sent(scanner)
    assert (child in afternoon.here(afternoon.calligraphy)) == (tap == "留在这里")
    _seen_by_the_teacher_who_waits(afternoon, child, seen_there)


def _seen_by_the_teacher_who_waits(afternoon: Afternoon, child: int, words: str) -> None:
    page = open_scan(afternoon.chess_teacher, f"/scan?session={afternoon.chess['id']}")
    line = page.locator(".s-missing", has_text=afternoon.names[child])
    expect(line).to_contain_text(words)
    foot(page).get_by_role("button", name="手动点名").click()
    expect(page.locator(".s-row", has_text=afternoon.names[child])).to_contain_text(words)
    page.go_back()
    hold_up(page, afternoon.code(child))
    expect(row_of(page, afternoon.names[child])).to_be_visible()
    expect(line).to_have_count(0)
    all_sent(page)
    page.close()


def test_submission_explains_the_difference_names_the_missing_and_takes_who_comes_late(
    afternoon: Afternoon, scanner: Page, context_as: Callable[..., BrowserContext]
) -> None:
    first, late, *_rest = to_come(afternoon.calligraphy)[3:]
    hold_up(scanner, afternoon.code(first))
    expect(row_of(scanner, afternoon.names[first])).to_be_visible()
    foot(scanner).get_by_role("button", name="交名单").click()
    send = foot(scanner).get_by_role("button")
    recorded = int(scanner.locator(".s-compare .s-big").first.inner_text())
    scanner.get_by_label("点人数", exact=True).fill(str(recorded - 1))
    expect(send).to_be_disabled()
    expect(send).to_have_text("先选一个原因")
    scanner.get_by_role("button", name="有人替刷").click()
    send.click()
    expect(title_of(scanner)).to_have_text("名单交好了")
    expect(scanner.locator(".k-unknown", has_text="待核实")).to_contain_text(afternoon.names[late])
    all_sent(scanner)
    board = context_as("leader", server=afternoon.server).new_page()
    board.goto("/board")
    waited_for = board.locator("#board-attention .b-row", has_text=afternoon.names[late])
    expect(waited_for).to_contain_text("书法一班点名不在")
    query = "SELECT head_count, present_count, explanation FROM roll_submission WHERE session_id = ?"
    assert rows(afternoon.server, query, afternoon.calligraphy["id"]) == [(recorded - 1, recorded, "有人替刷")]
    scanner.get_by_role("button", name="有迟到的").click()
    hold_up(scanner, afternoon.code(late))
    expect(row_of(scanner, afternoon.names[late])).to_contain_text("迟到")
    all_sent(scanner)
    assert late in afternoon.here(afternoon.calligraphy)
    expect(waited_for).to_have_count(0)
