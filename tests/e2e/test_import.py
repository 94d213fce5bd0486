"""The office imports a roster in the browser: choose, look, answer, apply, and the children are there."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, expect

from tests.unit.school.roster.workbooks import xlsx
from tools.demo_server import DemoServer

ROWS = [
    ["青禾镇九年制学校学生花名册（2026年秋季）"],
    ["班级", "座号", "姓　名", "性别", "学号", "身份证号", "备注"],
    ["九（9）班", 1, "欧阳　晨", "男", "X9001", "", ""],
    ["", 2, "欧阳晚", "女", "X9002", "", ""],
    ["", 3, "欧阳?", "女", "X9003", "", ""],
    ["", 4, "欧阳午", "女", "X9004", "", "已转出"],
    ["合计：4人"],
]
FILE = {
    "name": "九年级花名册.xlsx",
    "mimeType": "application/octet-stream",
    "buffer": xlsx({"九年级": ROWS}, {"九年级": ["A1:G1", "A3:A6", "A7:G7"]}),
}


def test_a_roster_goes_in(own_server: Callable[..., DemoServer], context_as: Callable[..., BrowserContext]) -> None:
    page = context_as("office", server=own_server()).new_page()
    page.goto("/office/import")
    page.set_input_files("#import-file", FILE)  # type: ignore[arg-type]
    expect(page.get_by_role("heading", name="学生：读到 4 行")).to_be_focused()
    expect(page.get_by_text("第 5 行 · C 列（姓 名）")).to_be_visible()
    page.get_by_role("button", name="按已离校导入").click()
    expect(page.get_by_role("button", name="按已离校导入")).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_text("新增 2、改动 0、不变 0、要你定 1、拒绝 1")).to_be_visible()
    page.get_by_role("button", name="导入", exact=True).click()
    expect(page.get_by_role("heading", name="“九年级花名册.xlsx”已导入")).to_be_visible()
    expect(page.get_by_text("新增 3、改动 0、不变 0、拒绝 1")).to_be_visible()
    again(page)


def again(page: Page) -> None:
    """The same file a second time: nothing to do."""
    page.get_by_role("button", name="再导入一份").click()
    page.set_input_files("#import-file", FILE)  # type: ignore[arg-type]
    expect(page.get_by_text("没有要导入的")).to_be_visible()
    expect(page.get_by_role("button", name="导入", exact=True)).to_be_disabled()


def test_a_broken_file_is_refused_in_words(page_as: Callable[..., Page]) -> None:
    page = page_as("office")
    page.goto("/office/import")
    broken = {"name": "二年级花名册（微信传输）.xlsx", "mimeType": "x", "buffer": FILE["buffer"][:3000]}  # type: ignore[index]
    page.set_input_files("#import-file", broken)  # type: ignore[arg-type]
    expect(page.get_by_role("alert")).to_contain_text("已损坏或不完整")


def test_a_teacher_is_told_that_this_is_the_offices(page_as: Callable[..., Page]) -> None:
    page = page_as("teacher")
    page.goto("/office/import")
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_role("button", name="选择文件")).to_have_count(0)
