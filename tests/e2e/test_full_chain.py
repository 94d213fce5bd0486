"""The whole way in one go: a list comes in, cards are printed, that very print meets a camera, the leader sees."""

from __future__ import annotations

import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.e2e.phones import hold_up, lesson_now, open_scan, pack_of, phone_of, rows, to_come
from tests.unit.school.roster.workbooks import xlsx
from tools.cards_in_hand import SIZE, codes_of, flags
from tools.demo_server import DemoServer

NAMES = ("欧阳晨", "欧阳午", "欧阳晚")
ROSTER = [
    ["三（2）班新转入学生（2026年11月）"],
    ["班级", "座号", "姓　名", "性别", "学号", "是否参加课后服务", "备注"],
    ["三（2）班", 48, "欧阳　晨", "男", "X9001", "是", ""],
    ["", 49, "欧阳午", "女", "X9002", "是", ""],
    ["", 50, "欧阳晚", "女", "X9003", "是", ""],
    ["", 51, "欧阳夜", "女", "X9004", "是", "已转出"],
]
ENROLMENTS = [
    ["班级", "座号", "姓名", "教学班"],
    *(["三（2）班", 48 + n, name, "书法一班"] for n, name in enumerate(NAMES)),
]
DPI = 150


def upload(page: Page, name: str, table: list[list[object]], merges: list[str] | None = None) -> None:
    """Choose the file; the preview says what was understood."""
    data = xlsx({"Sheet1": table}, {"Sheet1": merges or []})
    page.set_input_files("#import-file", {"name": name, "mimeType": "application/octet-stream", "buffer": data})
    expect(page.locator("#import-step")).to_be_visible()


def import_lists(page: Page) -> None:
    """The office answers what it is asked, and imports: first the children, then who goes to calligraphy."""
    page.goto("/office/import")
    upload(page, "新生.xlsx", ROSTER, ["A1:G1", "A3:A6"])
    expect(page.get_by_role("heading", name="学生：读到 4 行")).to_be_visible()
    page.get_by_role("button", name="按已离校导入").click()
    page.get_by_role("button", name="导入", exact=True).click()
    expect(page.get_by_role("heading", name="“新生.xlsx”已导入")).to_be_visible()
    page.get_by_role("button", name="再导入一份").click()
    upload(page, "书法报名.xlsx", ENROLMENTS)
    page.get_by_role("button", name="照样报进去").click()  # the class is full, and a person says so
    page.get_by_role("button", name="导入", exact=True).click()
    expect(page.get_by_role("heading", name="“书法报名.xlsx”已导入")).to_be_visible()


def print_cards(page: Page) -> Image.Image:
    """Cards for those who have none, then the sheet as the printer gets it; its last page is looked at."""
    page.goto("/office/cards")
    page.get_by_label("行政班").select_option(label="三（2）班")
    page.get_by_role("button", name="给没有卡的孩子发卡").click()
    with page.expect_popup() as opened:
        page.get_by_role("link", name="打印 50 张卡").click()
    address = opened.value.url
    opened.value.close()
    printer = page.context.browser.new_context(  # type: ignore[union-attr]
        viewport={"width": 794, "height": 1123},
        device_scale_factor=DPI / 96,
        storage_state=page.context.storage_state(),
    )
    sheet = printer.new_page()
    sheet.emulate_media(media="print")
    sheet.goto(address)
    picture = Image.open(BytesIO(sheet.locator(".sheet.cards").last.screenshot()))
    printer.close()
    return picture.convert("RGB")


def held_up(sheet: Image.Image, path: Path) -> Path:
    """The lower part of the print, with four cards, fills the picture of a camera."""
    height = round(sheet.width * SIZE[1] / SIZE[0])
    frame = sheet.crop((0, sheet.height - height, sheet.width, sheet.height)).resize(SIZE)
    out = BytesIO()
    frame.save(out, "JPEG", quality=85)
    path.write_bytes(out.getvalue() * 25)
    return path


def watch_class(page: Page) -> None:
    """The leader's board with the children of the class in sight."""
    page.goto("/board")
    page.get_by_role("button", name="书法一班").first.click()
    expect(page.locator(".b-reveal .b-row", has_text=NAMES[0])).to_be_visible()
    expect(page.locator(".b-reveal .b-row", has_text=NAMES[0])).not_to_contain_text("到了")


def _seconds_until_here(board: Page, name: str) -> float:
    began = time.monotonic()
    expect(board.locator(".b-reveal .b-row", has_text=name)).to_contain_text("到了")
    return time.monotonic() - began


def test_from_the_list_to_the_leaders_board(
    own_server: Callable[..., DemoServer],
    context_as: Callable[..., BrowserContext],
    launch: Callable[..., Browser],
    browser: Browser,
    tmp_path: Path,
) -> None:
    server = own_server(clock="2026-11-23T16:22:00")  # before the bell: who is imported now is expected today
    office = context_as("office", server=server).new_page()
    import_lists(office)
    sheet = print_cards(office)
    leader = context_as("leader", server=server).new_page()
    watch_class(leader)
    camera = launch(*flags(held_up(sheet, tmp_path / "print.mjpeg")))
    with phone_of(camera, server, "teacher") as phone:
        pack = pack_of(phone)
        lesson = lesson_now(pack)
        page = open_scan(phone, f"/scan?session={lesson['id']}")
        expect(page.locator(".s-row", has_text=NAMES[0])).to_be_visible()
        waited = [_seconds_until_here(leader, NAMES[0])]
        for name in NAMES:
            expect(page.locator(".s-row[data-verdict=on_time]", has_text=name)).to_be_visible()
            expect(leader.locator(".b-reveal .b-row", has_text=name)).to_contain_text("到了")
        for child in to_come(lesson)[:2]:  # two more, so that one hiccup of a busy machine decides nothing
            name = pack["students"][str(child)]["name"]
            hold_up(page, codes_of(server, [child])[0])
            expect(page.locator(".s-row", has_text=name).first).to_be_visible()
            waited.append(_seconds_until_here(leader, name))
        assert sorted(waited)[1] <= 2, f"from the verdict to the board: {waited} s"
    query = "SELECT s.name FROM checkin_event e JOIN student s ON s.id = e.student_id WHERE e.verdict = 'on_time'"
    assert {name for (name,) in rows(server, query)} >= set(NAMES)
