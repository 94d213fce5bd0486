"""Opens an uploaded file, whatever its name claims: .xlsx, .xls or CSV in UTF-8, UTF-16 or GB18030."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from datetime import date, time
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

from schoolapp.school.roster import unpacking
from schoolapp.school.roster.sheets import Book, Cell, Merge, Sheet

MAX_UPLOAD = 12 * 1024 * 1024
"""Bytes of one uploaded file."""
WAIT_SECONDS = 30
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_at_once = BoundedSemaphore(2)


class UnreadableError(Exception):
    """The whole file is refused; `code` stands in `words.FILE_REFUSALS`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def open_book(content: bytes, name: str) -> Book:
    """The file's sheets as plain values. Raises UnreadableError; never returns half a file."""
    if not content:
        raise UnreadableError("empty")
    if len(content) > MAX_UPLOAD:
        raise UnreadableError("too_big")
    if content.startswith(b"PK") or content.startswith(_OLE):
        return Book(name, tuple(_sheet(raw) for raw in _unpack(content)))
    return Book(name, (_read_csv(_decode(content)),), is_text=True)


def _unpack(content: bytes) -> list[dict[str, Any]]:
    """Let a process of its own read the workbook, see `unpacking`."""
    with _at_once:
        try:
            done = subprocess.run(
                [sys.executable, "-I", str(Path(unpacking.__file__))],
                input=content,
                capture_output=True,
                timeout=WAIT_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise UnreadableError("too_big") from error
    if done.returncode != 0:
        raise UnreadableError("damaged" if done.returncode == 1 else "too_big")
    answer = json.loads(done.stdout)
    if "error" in answer:
        raise UnreadableError(answer["error"])
    return answer["sheets"]


def _sheet(raw: dict[str, Any]) -> Sheet:
    rows = {number: [_cell(value) for value in cells] for number, cells in raw["rows"]}
    return Sheet(raw["name"], rows, tuple(Merge(*four) for four in raw["merges"]), raw["hidden"])


def _cell(value: Any) -> Cell:
    if isinstance(value, dict):
        return date.fromisoformat(value["d"]) if "d" in value else time.fromisoformat(value["t"])
    return value


def _decode(content: bytes) -> str:
    """Text of a CSV. UTF-8 is tried first: GB18030 would accept nearly anything."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _strictly(content, "utf-16")
    if b"\x00" in content[:4096]:
        raise UnreadableError("not_a_spreadsheet")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = _strictly(content, "gb18030")
    if text.lstrip()[:200].lower().startswith(("<html", "<!doctype", "<table", "<?xml", "{\\rtf", "%pdf")):
        raise UnreadableError("web_page")
    return text


def _strictly(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableError("unknown_encoding") from error


def _read_csv(text: str) -> Sheet:
    """Rows by record number, so that a line break inside quotes does not move what follows."""
    head = text[:4096]
    delimiter = max((",", "\t", ";", "，"), key=lambda mark: head.count(mark))
    rows: dict[int, list[Cell]] = {}
    room = unpacking.MAX_CELLS
    try:
        for number, record in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), start=1):
            if any(cell.strip() for cell in record):
                rows[number] = list(record)
                room -= len(record)
            if room < 0:
                raise UnreadableError("too_big")
    except csv.Error as error:
        raise UnreadableError("damaged") from error
    return Sheet("", rows)
