"""The office changes a bell, a holiday and a walking time; lessons, phones and the board follow."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.e2e.phones import pack_of
from tests.e2e.waiting import eventually
from tools.demo_server import AFTER_THE_BELL, DemoServer, demo_server

Phones = Callable[..., BrowserContext]
WALKING = "Number([...document.querySelectorAll('.b-tile')][2].querySelector('.b-number').textContent)"


@pytest.fixture(scope="module")
def served() -> Iterator[DemoServer]:
    with demo_server(clock=AFTER_THE_BELL) as running:
        yield running


def _part(page: Page, title: str) -> Locator:
    return page.locator("section").filter(has=page.get_by_role("heading", name=title, exact=True))


def _open(context: BrowserContext) -> Page:
    page = context.new_page()
    page.goto("/office")
    page.get_by_role("link", name="学校设置").click()
    expect(_part(page, "走路时间")).to_be_visible()
    return page


def test_a_bell_that_moves(served: DemoServer, context_as: Phones) -> None:
    bells = _part(_open(context_as("office", server=served)), "课后服务作息")
    second = bells.get_by_role("group", name="第 2 节")
    second.get_by_label("开始").fill("17:05")
    bells.get_by_role("button", name="保存作息时间").click()
    expect(bells.get_by_role("alert")).to_contain_text("有两节重叠了")
    expect(second.get_by_label("开始")).to_have_value("17:05")  # what was typed is still there
    second.get_by_label("开始").fill("17:30")
    second.get_by_label("结束").fill("18:10")
    bells.get_by_role("button", name="保存作息时间").click()
    expect(bells.get_by_role("status")).to_contain_text("11月23日 星期一起执行。已经开始的课不变")
    today = context_as("homeroom", server=served).new_page()
    today.goto("/today")
    expect(today.get_by_text("17:30–18:10").first).to_be_visible()
    expect(today.get_by_text("16:30–17:10").first).to_be_visible()


def test_a_holiday_and_its_end(served: DemoServer, context_as: Phones) -> None:
    teacher = context_as("leader", server=served)

    def tuesday() -> int:
        return sum(one["day"] == "2026-11-24" and not one["cancelled"] for one in pack_of(teacher)["sessions"])

    before = tuesday()
    days = _part(_open(context_as("office", server=served)), "放假和调休")
    days.get_by_label("第一天").fill("2026-11-24")
    days.get_by_label("备注").fill("校庆")
    days.get_by_role("button", name="新增").click()
    expect(days.get_by_role("alert")).to_contain_text(f"11月24日 星期二：{before} 节课上不成")
    assert tuesday() == before
    days.get_by_role("button", name="登记").click()
    expect(days.get_by_role("status")).to_contain_text(f"取消 {before} 节课")
    expect(days.get_by_text("11月24日 星期二").first).to_be_visible()
    assert (before > 0, tuesday()) == (True, 0)
    days.get_by_role("button", name="撤掉 11月24日 星期二").click()
    expect(days.get_by_role("status")).to_contain_text(f"新增 {before} 节课")
    assert tuesday() == before


def test_a_longer_way(served: DemoServer, context_as: Phones) -> None:
    board = context_as("leader", server=served).new_page()
    board.goto("/board")
    board.wait_for_selector(".b-tile")
    walks = _part(_open(context_as("office", server=served)), "走路时间")
    before = board.evaluate(WALKING)
    walks.get_by_label("教学楼 – 综合楼").fill("20")
    walks.get_by_role("button", name="保存走路时间").click()
    expect(walks.get_by_role("status")).to_contain_text("看板从现在起按新的时间算")
    eventually(board, f"{WALKING} > {before}")


def test_nothing_sticks_out_on_a_narrow_phone(served: DemoServer, context_as: Phones) -> None:
    page = _open(context_as("office", server=served, viewport={"width": 360, "height": 740}))
    for word in ("新学期", "已经过去的"):
        page.get_by_text(word, exact=True).click()
    page.get_by_label("这天怎么安排").select_option(label="调休上课")
    expect(page.get_by_label("上星期几的课")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 360
