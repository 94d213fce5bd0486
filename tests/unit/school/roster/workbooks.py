"""Small workbooks and CSV files for tests, in the layouts that the truth files of real schools show."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import xlwt

Rows = Sequence[Sequence[Any]]


def xlsx(sheets: dict[str, Rows], merges: dict[str, list[str]] | None = None, hidden: Sequence[str] = ()) -> bytes:
    """An .xlsx with one sheet per key; `merges` as A1:B2 per sheet."""
    book = openpyxl.Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        for area in (merges or {}).get(name, []):
            sheet.merge_cells(area)
        if name in hidden:
            sheet.sheet_state = "hidden"
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def xls(rows: Rows) -> bytes:
    """An old .xls with one sheet."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("名单")
    for r, row in enumerate(rows):
        for c, cell in enumerate(row):
            sheet.write(r, c, cell)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def csv(rows: Rows, encoding: str = "utf-8", delimiter: str = ",") -> bytes:
    """A CSV; `utf-8-sig` writes the byte order mark."""
    return "\n".join(delimiter.join(str(cell) for cell in row) for row in rows).encode(encoding)


def locked_xlsx() -> bytes:
    """An .xlsx that Excel's own encryption hides (password: geheim)."""
    return (Path(__file__).parents[3] / "cases" / "password.xlsx").read_bytes()


def locked_xls(rows: Rows) -> bytes:
    """An .xls with the record that says it has a password, where Excel writes it: right after the beginning."""
    content = xls(rows)
    at = content.index(bytes.fromhex("0908100000060500")) + 20
    return content[:at] + b"\x2f\x00" + content[at + 2 : at + 4] + b"\x01\x00" + content[at + 6 :]
