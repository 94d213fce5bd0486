"""Reads a workbook in a process of its own: bytes on standard input, JSON on standard output.

A spreadsheet from outside may be a bomb. Whatever it does here, only this process runs out of memory or time.
Run as a script; imports nothing of ours.
"""

from __future__ import annotations

import io
import json
import sys
import zipfile
from datetime import date, datetime, time, timedelta
from typing import Any

MAX_UNPACKED = 200 * 1024 * 1024
"""Bytes that the parts of an .xlsx may have together."""
MAX_CELLS = 400_000
"""Cells with something in them, over all sheets."""
MAX_PLACES = 4 * MAX_CELLS
"""Cells with the empty ones to their left: one stray cell in the last column makes a row of 16,384."""
MAX_TEXT = 32_767
"""Characters of one cell, as Excel has it; what is beyond is cut."""
MAX_MEMORY = 1024 * 1024 * 1024
"""Bytes of address space."""
MAX_SECONDS = 20
"""Of processor time."""
MAX_SHEETS = 200
_BEGINNING_OF_XLS = bytes.fromhex("0908100000060500")
_FILE_PASS = 0x2F


class RefusedError(Exception):
    """Carries a code of `refusals.FILE_REFUSALS`."""


def limit_resources() -> None:
    """Windows has no such limits: there the caller's time-out alone holds."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MAX_SECONDS, MAX_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def check_zip(content: bytes) -> None:
    """Refuse a broken or exploding zip, and one that is no workbook, before anything is unpacked.

    Raises RefusedError: damaged, too_big, not_a_spreadsheet.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            if sum(part.file_size for part in parts) > MAX_UNPACKED or len(parts) > 5000:
                raise RefusedError("too_big")
            if "xl/workbook.xml" not in {part.filename for part in parts}:
                raise RefusedError("not_a_spreadsheet")
            if archive.testzip() is not None:
                raise RefusedError("damaged")
    except (zipfile.BadZipFile, EOFError, OSError, ValueError, NotImplementedError) as error:
        raise RefusedError("damaged") from error
    except RuntimeError as error:
        raise RefusedError("password") from error


def as_json(value: Any) -> Any:
    """A cell as JSON; dates and times as one-key objects, whole numbers without a point."""
    if isinstance(value, str):
        return value[:MAX_TEXT]
    if isinstance(value, bool):
        return value
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < 1e15 else value
    if isinstance(value, datetime):
        return {"d": value.date().isoformat()}
    if isinstance(value, date):
        return {"d": value.isoformat()}
    if isinstance(value, time):
        return {"t": value.strftime("%H:%M")}
    if isinstance(value, timedelta):
        minutes = int(value.total_seconds() // 60)
        return {"t": f"{minutes // 60 % 24:02d}:{minutes % 60:02d}"}
    return value if isinstance(value, int) else str(value)


def rows_of(sheet: Any, room: int, places: int) -> list[list[Any]]:
    """[row number, cells] of the rows that are not blank. Raises RefusedError too_big.

    At most `room` filled cells, and `places` with the empty ones before them.
    """
    found: list[list[Any]] = []
    start = sheet.start
    if start is None:
        return found
    padding = [""] * start[1]
    for index, cells in enumerate(sheet.iter_rows()):
        last = next((i for i in range(len(cells) - 1, -1, -1) if cells[i] != ""), -1)
        if last < 0:
            continue
        room -= sum(1 for cell in cells if cell != "")
        places -= len(padding) + last + 1
        if room < 0 or places < 0:
            raise RefusedError("too_big")
        found.append([index + 1, padding + [as_json(cell) for cell in cells[: last + 1]]])
    return found


def merges_of(sheet: Any) -> list[list[int]]:
    """[top, left, bottom, right] with rows from 1."""
    try:
        ranges = sheet.merged_cell_ranges or []
    except Exception:
        return []
    return [[top + 1, left, bottom + 1, right] for (top, left), (bottom, right) in ranges[:20000]]


def is_locked(content: bytes) -> bool:
    """Whether a workbook that cannot be read is one with a password.

    [MS-OFFCRYPTO]: such an .xlsx is an OLE file with a stream EncryptedPackage. [MS-XLS] 2.4.117: in an .xls the record
    FilePass stands among the first after the beginning of the workbook.
    """
    if "EncryptedPackage".encode("utf-16-le") in content:
        return True
    at = content.find(_BEGINNING_OF_XLS)
    for _ in range(5 if at >= 0 else 0):
        kind, length = (int.from_bytes(content[at + offset : at + offset + 2], "little") for offset in (0, 2))
        if kind == _FILE_PASS:
            return True
        at += 4 + length
    return False


def read(content: bytes) -> list[dict[str, Any]]:
    """Every worksheet of an .xlsx or .xls. Raises RefusedError."""
    import python_calamine as calamine

    if content.startswith(b"PK"):
        check_zip(content)
    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets: list[dict[str, Any]] = []
        room, places = MAX_CELLS, MAX_PLACES
        for about in book.sheets_metadata[:MAX_SHEETS]:
            if about.typ != calamine.SheetTypeEnum.WorkSheet:
                continue
            sheet = book.get_sheet_by_name(about.name)
            rows = rows_of(sheet, room, places)
            places -= sum(len(row[1]) for row in rows)
            room -= sum(1 for row in rows for cell in row[1] if cell != "")
            hidden = about.visible != calamine.SheetVisibleEnum.Visible
            sheets.append({"name": about.name, "hidden": hidden, "merges": merges_of(sheet), "rows": rows})
        return sheets
    except calamine.PasswordError as error:
        raise RefusedError("password") from error
    except calamine.CalamineError as error:
        raise RefusedError("password" if is_locked(content) else "damaged") from error


def main() -> None:
    limit_resources()
    try:
        answer: dict[str, Any] = {"sheets": read(sys.stdin.buffer.read())}
    except RefusedError as error:
        answer = {"error": str(error)}
    except MemoryError:
        answer = {"error": "too_big"}
    json.dump(answer, sys.stdout, ensure_ascii=True)


if __name__ == "__main__":
    main()
