"""The office merges two classes for a day, after seeing what is tight; attendance goes into a spreadsheet."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.phones import pack_of
from tools.demo_server import AFTER_THE_BELL, DemoServer, demo_server

Phones = Callable[..., BrowserContext]


@pytest.fixture(scope="module")
def served() -> Iterator[DemoServer]:
    with demo_server(clock=AFTER_THE_BELL) as running:
        yield running


def _open_class(page: Page, title: str) -> None:
    page.get_by_role("button", name=re.compile(f"^{title} ")).first.click()
    expect(page.get_by_role("heading", name=title)).to_be_visible()


def _sizes(context: BrowserContext) -> dict[str, tuple[int, bool]]:
    """Title → children, and whether it is off, of the leader's lists of this period."""
    sessions = [
        one for one in pack_of(context)["sessions"] if one["day"] == "2026-11-23" and one["slot_name"] == "第 1 节"
    ]
    return {one["title"]: (len(one["expected"]), one["cancelled"]) for one in sessions}


def test_two_classes_become_one_for_the_day(served: DemoServer, context_as: Phones) -> None:
    leader = context_as("leader", server=served)
    before = _sizes(leader)
    page = context_as("office", server=served).new_page()
    page.goto("/office/day")
    _open_class(page, "绘画一班")
    chooser = page.get_by_label("并到哪个班")
    assert "课业整理" not in chooser.inner_text()
    chooser.select_option(label="舞蹈一班 · 体育馆 舞蹈室 · 吴晓燕")
    outlook = page.get_by_role("status").filter(has_text="合起来 59 人")
    expect(outlook).to_contain_text("只有 40 个座位，少 19 个")
    expect(outlook).to_contain_text("不在同一栋楼：体育馆")
    page.locator("#reason-into").fill("老师病假")
    page.get_by_role("button", name="今天并班").click()
    expect(page.get_by_text("今天并到舞蹈一班，体育馆 舞蹈室，因老师病假").first).to_be_visible()
    together = before["绘画一班"][0] + before["舞蹈一班"][0]
    assert _sizes(leader)["舞蹈一班"] == (together, False)
    assert _sizes(leader)["绘画一班"][1] is True
    page.get_by_role("button", name="关闭").click()
    _the_joined_one_stays(page)
    _open_class(page, "绘画一班")
    page.locator(".k-sheet").get_by_role("button", name="撤回").click()
    expect(chooser).to_be_visible()
    assert _sizes(leader) == before


def _the_joined_one_stays(page: Page) -> None:
    """Nobody is sent on twice: first the one that joined is taken back."""
    _open_class(page, "舞蹈一班")
    expect(page.get_by_text("绘画一班并到这里").last).to_be_visible()
    page.get_by_role("button", name="这节课停上").click()
    expect(page.get_by_role("alert")).to_contain_text("绘画一班今天并到了这个班，先撤回那一条")
    page.get_by_role("button", name="关闭").click()


def test_the_table_of_the_day_as_a_spreadsheet(served: DemoServer, context_as: Phones, tmp_path: Path) -> None:
    page = context_as("leader", server=served).new_page()
    page.goto("/attendance")
    link = page.get_by_role("link", name="下载表格")
    expect(link).to_be_visible()
    with page.expect_download() as download:
        link.click()
    assert download.value.suggested_filename == "出勤 11月23日 星期一.xlsx"
    download.value.save_as(tmp_path / "day.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "day.xlsx").active
    assert sheet is not None
    assert sheet.title == "出勤 11月23日 星期一"
    title, columns, *rows = [["" if cell is None else cell for cell in row] for row in sheet.values]
    assert title[0] == "11月23日 星期一"
    assert columns[:5] == ["第几节", "班级", "教室", "任课教师", "应到"]
    [calligraphy] = [row for row in rows if row[1] == "书法一班"]
    assert calligraphy[:5] == ["第 1 节", "书法一班", "综合楼 301", "王砚秋", 30]
    assert len(rows) == page.locator("tbody tr").count()
    _nothing_empty_is_named(page)


def _nothing_empty_is_named(page: Page) -> None:
    """Folded on a phone, a value that is not there takes its column's name along."""
    cells = page.locator("tbody tr").first.locator("td")
    shown = [cell for cell in cells.all() if cell.is_visible()]
    assert len(shown) < cells.count()
    assert all(cell.inner_text().strip() for cell in shown)
