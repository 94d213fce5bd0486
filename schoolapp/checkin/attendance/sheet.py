"""An attendance table as an Excel file. Counts are numbers, all else is text, so that no name can become a formula."""

from __future__ import annotations

import re
from io import BytesIO

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from schoolapp.checkin.attendance.values import Table
from schoolapp.i18n import _

_LONGEST_NAME = 31
"""Of a sheet, in Excel."""
_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\]")


def workbook(table: Table) -> bytes:
    """One sheet: the title, the columns, the rows; the head stays in sight and on each printed page."""
    buffer = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        sheet = book.add_worksheet(sheet_name(table.title))
        strong = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        sheet.write_string(0, 0, table.title, book.add_format({"bold": True, "font_size": 14}))
        for column, name in enumerate(table.columns):
            sheet.write_string(1, column, name, strong)
            sheet.set_column(column, column, _width([name, *(row.cells[column] for row in table.rows)]))
        for number, row in enumerate(table.rows, start=2):
            for column, cell in enumerate(row.cells):
                _write(sheet, number, column, cell, is_count=column in table.counts)
        sheet.freeze_panes(2, 0)
        sheet.repeat_rows(1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
    return buffer.getvalue()


def sheet_name(title: str) -> str:
    """出勤 and what is shown, as Excel takes it."""
    text = _NOT_IN_A_NAME.sub("-", f"{_('Attendance')} {title}")
    return text[:_LONGEST_NAME].strip("' ")


def _write(sheet: Worksheet, row: int, column: int, cell: str, *, is_count: bool) -> None:
    if is_count and cell.isascii() and cell.isdecimal():
        sheet.write_number(row, column, int(cell))
    else:
        sheet.write_string(row, column, cell)


def _width(texts: list[str]) -> float:
    """In characters of the standard font; a Chinese character takes two."""
    widest = max(sum(2 if character > "\u2e7f" else 1 for character in text) for text in texts)
    return min(48, widest + 2)
