"""The proof that a card reads from the printed page: the sheet is printed by Chromium, looked at, and decoded.

No server and no built front end are needed: the sheet is plain HTML, fetched from the API and handed to the browser.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
import zxingcpp
from PIL import Image, ImageFilter
from playwright.sync_api import Browser, Page, Route
from starlette.testclient import TestClient

from schoolapp.checkin.paper.rules import Child, Facts, Meeting, sheets
from schoolapp.checkin.paper.sheets import roll_sheets
from schoolapp.db import write
from schoolapp.models import Student
from schoolapp.ui.printing import STYLE
from tests.factory import SmallSchool

ClientAs = Callable[[str], TestClient]
pytestmark = pytest.mark.browser
CSS_DPI = 96
MM = CSS_DPI / 25.4


@pytest.fixture
def open_sheet(browser: Browser, client_as: ClientAs) -> Iterator[Callable[[str, float], Page]]:
    """`open_sheet(path, dpi)`: the office's printed page at that resolution, as the printer sees it."""
    pages: list[Page] = []
    office = client_as("office")

    def answer(route: Route) -> None:
        found = office.get(route.request.url.removeprefix("http://school.test"))
        headers = {"content-type": found.headers["content-type"], "content-security-policy": "default-src 'self'"}
        route.fulfill(status=found.status_code, body=found.content, headers=headers)

    def open_at(path: str, dpi: float) -> Page:
        page = browser.new_page(viewport={"width": 794, "height": 1123}, device_scale_factor=dpi / CSS_DPI)
        pages.append(page)
        page.route("**/*", answer)
        page.emulate_media(media="print")
        answered = page.goto(f"http://school.test{path}")
        assert answered is not None
        assert answered.ok
        return page

    yield open_at
    for page in pages:
        page.close()


def picture(page: Page, selector: str, tmp_path: os.PathLike[str]) -> Image.Image:
    path = os.path.join(tmp_path, "sheet.png")
    page.locator(selector).first.screenshot(path=path)
    return Image.open(path).convert("L")


def read_codes(image: Image.Image) -> list[str]:
    return sorted(found.text for found in zxingcpp.read_barcodes(image))


@pytest.mark.parametrize(("dpi", "blur"), [(150, 0.0), (150, 2.5), (75, 0.0)])
def test_all_ten_cards_of_a_sheet_read(
    open_sheet: Callable[[str, float], Page], school: SmallSchool, tmp_path: os.PathLike[str], dpi: float, blur: float
) -> None:
    page = open_sheet(f"/print/cards?homeroom={school.homerooms['seventh']}", dpi)
    image = picture(page, ".sheet.cards", tmp_path).filter(ImageFilter.GaussianBlur(blur))
    assert read_codes(image) == sorted(school.codes[child] for child in school.students["seventh"])


def test_the_pdf_has_one_a4_page_a_sheet(open_sheet: Callable[[str, float], Page], school: SmallSchool) -> None:
    pdf = open_sheet(f"/print/cards?homeroom={school.homerooms['third']}", CSS_DPI).pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 2
    [width, height] = re.findall(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", pdf)[0]
    assert (round(float(width)), round(float(height))) == (595, 842)


def test_cards_have_their_size_and_modules_are_large(
    open_sheet: Callable[[str, float], Page], school: SmallSchool
) -> None:
    page = open_sheet(f"/print/cards?homeroom={school.homerooms['seventh']}", CSS_DPI)
    boxes = [card.bounding_box() for card in page.locator(".card").all()]
    assert [(round(box["width"] / MM), round(box["height"] / MM)) for box in boxes if box] == [(90, 54)] * 10
    code = page.locator(".qr").first.bounding_box()
    assert code is not None
    assert code["width"] / MM / 29 > 1.5  # mm a module
    assert not page.locator("header.hint").is_visible()


@pytest.mark.parametrize("name", ["欧阳若曦", "阿依古丽·买买提江", "迪丽努尔·阿卜杜热合曼·吐尔逊"])
def test_long_names_stay_on_their_card(
    open_sheet: Callable[[str, float], Page], school: SmallSchool, name: str
) -> None:
    child = school.students["seventh"][0]
    with write() as db:
        student = db.get(Student, child)
        assert student is not None
        student.name = name
        db.add(student)
    page = open_sheet(f"/print/cards?student={child}", CSS_DPI)
    overlaps = page.evaluate(
        """() => {
            const range = document.createRange();
            const edge = document.querySelector('figure').getBoundingClientRect().left;
            const card = document.querySelector('.card').getBoundingClientRect();
            return [...document.querySelectorAll('.who > *')].filter(part => {
                range.selectNodeContents(part);
                const box = range.getBoundingClientRect();
                return box.right > edge + 1 || box.bottom > card.bottom || box.top < card.top;
            }).map(part => part.className);
        }"""
    )
    assert overlaps == []


@pytest.mark.parametrize("size", [12, 40, 56, 57])
def test_the_fullest_roll_fits_its_page(browser: Browser, size: int) -> None:
    page = browser.new_page(viewport={"width": 794, "height": 1123})
    page.emulate_media(media="print")
    page.set_content(roll_of(size).replace("</head>", f"<style>{STYLE.read_text('utf-8')}</style></head>"))
    printed = page.locator(".sheet").all()
    assert len(printed) == (2 if size > 56 else 1)
    for sheet in printed:
        assert sheet.evaluate("sheet => sheet.scrollHeight - sheet.clientHeight") <= 1
        assert sheet.evaluate("sheet => Math.round(sheet.clientHeight / 96 * 25.4)") == 297
        names = sheet.evaluate(
            "sheet => Math.max(...[...sheet.querySelectorAll('tr')].map(row => row.getBoundingClientRect().bottom))"
        )
        footer = sheet.locator("footer").bounding_box()
        assert footer is not None
        assert names <= footer["y"]
    page.close()


def roll_of(size: int) -> str:
    """A homeroom of `size` with two periods; half are out in a class with a long name, all share long names."""
    first = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
    second, span = first + timedelta(minutes=50), timedelta(minutes=40)
    care = [Meeting(slot, slot, at, at + span, "三（2）班", "明德楼 101", "林静", 9, homeroom_id=2)
            for slot, at in ((1, first), (2, second))]  # fmt: skip
    out = Meeting(3, 1, first, first + span, "信息技术与机器人二班", "综合楼 多功能厅", "王明远", 5, section_id=7)
    children = [Child(seat, "欧阳若曦", 2, "三（2）班", seat, is_namesake=True) for seat in range(1, size + 1)]
    listed = [(3 if child.seat and child.seat % 2 else 1, child.id) for child in children]
    listed += [(2, child.id) for child in children]
    [homeroom] = [roll for roll in sheets(Facts([*care, out], listed, children, [])) if roll.homeroom_id]
    return roll_sheets("青禾镇九年制学校", date(2026, 11, 23), [homeroom])
