"""Files of every kind, honest or not."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import openpyxl
import pytest

from schoolapp.school.roster import unpacking
from schoolapp.school.roster.spreadsheets import MAX_UPLOAD, UnreadableError, open_book
from tests.unit.school.roster.workbooks import csv, locked_xls, locked_xlsx, xls, xlsx

ROWS = [["班级", "座号", "姓名"], ["三（2）班", 7, "陈小禾"]]


def refusal(content: bytes, name: str = "名单.xlsx") -> str:
    with pytest.raises(UnreadableError) as refused:
        open_book(content, name)
    return refused.value.code


def test_a_workbook_of_each_format_gives_the_same_cells():
    for content in (xlsx({"名单": ROWS}), xls(ROWS)):
        (sheet,) = open_book(content, "名单").sheets
        assert sheet.rows == {1: ROWS[0], 2: ["三（2）班", 7, "陈小禾"]}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_csv_in_every_encoding(encoding):
    (sheet,) = open_book(csv([*ROWS, ["三（2）班", "8", "萧𬤊"]], encoding), "名单.csv").sheets
    assert sheet.rows[1] == ROWS[0]
    assert sheet.rows[3] == ["三（2）班", "8", "萧𬤊"]


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_csv_with_every_delimiter(delimiter):
    (sheet,) = open_book(csv(ROWS, delimiter=delimiter), "名单.csv").sheets
    assert sheet.rows[2] == ["三（2）班", "7", "陈小禾"]


def test_csv_keeps_what_looks_like_a_number_and_counts_records():
    (sheet,) = open_book('班级,姓名\n"6.10","张\n三"\n007,李四'.encode(), "a.csv").sheets
    assert sheet.rows[2] == ["6.10", "张\n三"]
    assert sheet.rows[3] == ["007", "李四"]


def test_dates_stay_dates_and_columns_stay_in_place():
    (sheet,) = open_book(xlsx({"a": [[], [None, "x", date(2016, 7, 23), 1.5, 601]]}), "a.xlsx").sheets
    assert sheet.rows == {2: ["", "x", date(2016, 7, 23), 1.5, 601]}


def test_a_file_is_known_by_its_content_not_by_its_name():
    assert open_book(csv(ROWS), "名单.xls").sheets[0].rows[1] == ROWS[0]
    assert open_book(xlsx({"a": ROWS}), "名单.csv").sheets[0].rows[1] == ROWS[0]


def test_what_is_no_spreadsheet_is_refused():
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as made:
        made.writestr("letter.txt", "hello")
    assert refusal(archive.getvalue()) == "not_a_spreadsheet"
    assert refusal(b"\x89PNG\r\n\x1a\n\x00\x00\x00") == "not_a_spreadsheet"
    assert refusal(b"<html><table><tr><td>x</td></tr></table></html>") == "web_page"
    assert refusal(b"") == "empty"
    assert refusal(b"\xff\xfe\x00") == "unknown_encoding"
    assert refusal(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600) == "damaged"


@pytest.mark.parametrize("part", [0.3, 0.6, 0.95])
def test_a_truncated_workbook_is_refused_whole(part):
    whole = xlsx({"a": [["班级", "姓名"], *[[f"三（{n % 5 + 1}）班", f"陈{n}"] for n in range(300)]]})
    assert refusal(whole[: int(len(whole) * part)]) == "damaged"


def test_a_zip_with_a_broken_part_is_refused():
    whole = bytearray(xlsx({"a": ROWS}))
    place = whole.find(b"xl/worksheets/sheet1.xml") + 40
    whole[place : place + 8] = b"\x00" * 8
    assert refusal(bytes(whole)) == "damaged"


def test_an_upload_over_the_cap_is_refused_unread():
    assert refusal(b"a" * (MAX_UPLOAD + 1)) == "too_big"


def _with_sheet(xml: bytes) -> bytes:
    """A workbook whose only sheet is `xml`."""
    source = zipfile.ZipFile(io.BytesIO(xlsx({"a": ROWS})))
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for item in source.infolist():
            made.writestr(item, xml if item.filename.endswith("sheet1.xml") else source.read(item))
    return target.getvalue()


_HEAD = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
_TAIL = b"</sheetData></worksheet>"


def test_a_bomb_that_unpacks_to_gigabytes_is_refused():
    bomb = _with_sheet(_HEAD + b" " * (unpacking.MAX_UNPACKED + 1) + _TAIL)
    assert len(bomb) < 1_000_000
    assert refusal(bomb) == "too_big"


def test_a_cell_in_the_farthest_corner_does_not_take_the_memory():
    far = b'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row>'
    assert refusal(_with_sheet(_HEAD + b'<row r="1"><c r="A1"><v>1</v></c></row>' + far + _TAIL)) == "too_big"


def test_too_many_cells_are_refused():
    row = b"<row>" + b"<c><v>1</v></c>" * 200 + b"</row>"
    assert refusal(_with_sheet(_HEAD + row * (unpacking.MAX_CELLS // 200 + 1) + _TAIL)) == "too_big"


def test_a_hundred_thousand_blank_rows_are_no_problem():
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("名单")
    for row in ROWS:
        sheet.append(row)
    for _ in range(100_000):
        sheet.append(["", None, ""])
    target = io.BytesIO()
    book.save(target)
    (read,) = open_book(target.getvalue(), "名单.xlsx").sheets
    assert list(read.rows) == [1, 2]


def test_a_list_far_down_in_an_otherwise_blank_sheet_is_found():
    rows = "".join(f'<row r="{n}"><c r="A{n}" s="0"/></row>' for n in range(1, 90_000))
    last = '<row r="90001"><c r="A90001" t="inlineStr"><is><t>x</t></is></c></row>'
    (read,) = open_book(_with_sheet(_HEAD + (rows + last).encode() + _TAIL), "a.xlsx").sheets
    assert read.rows == {90001: ["x"]}


def test_stray_cells_in_the_last_column_do_not_fill_the_memory():
    """2,500 of them once took half a minute and 700 MB of the server."""
    book = openpyxl.Workbook()
    for row in range(1, 121):
        book.worksheets[0].cell(row, 16_384, "x")
    content = io.BytesIO()
    book.save(content)
    assert refusal(content.getvalue()) == "too_big"


def test_an_endless_cell_is_cut():
    assert unpacking.as_json("x" * 1_000_000) == "x" * 32_767


def test_a_workbook_with_a_password_is_named_as_such():
    assert refusal(locked_xlsx()) == "password"
    assert refusal(locked_xls(ROWS), "名单.xls") == "password"
    assert refusal(xls(ROWS)[:1500], "名单.xls") == "damaged", "broken is another thing"
