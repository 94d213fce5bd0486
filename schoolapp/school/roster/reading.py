"""A whole file becomes records: which rows are records at all, and who reads them. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from schoolapp.school.roster import people_rows, plan_rows
from schoolapp.school.roster.columns import Kind, heading, is_heading_word
from schoolapp.school.roster.headers import Table, find_tables
from schoolapp.school.roster.records import Around, Record, Row, Setting
from schoolapp.school.roster.sheets import Book
from schoolapp.school.roster.text import narrowed, trimmed

_FOOT = re.compile(
    r"^(?:.{0,12}(?:小计|合计|总计|共计|总人数)|注[:1-9一]|附注|备注:|说明:|填表|制表|审核|打印|统计人|第\d+页|以上|以下"
    r"|.{0,10}(?:签名|签字|盖章|公章))"
)
_SCAFFOLD = frozenset({"seq", "class", "grade", "class_no", "seat_no"})

_READERS: dict[Kind, Callable[[Row], None]] = {
    Kind.STUDENTS: people_rows.read_student,
    Kind.STAFF: people_rows.read_staff,
    Kind.ROOMS: plan_rows.read_room,
    Kind.COURSES: plan_rows.read_course,
    Kind.SECTIONS: plan_rows.read_section,
    Kind.ENROLMENTS: plan_rows.read_enrolment,
    Kind.TIMETABLE: plan_rows.read_timetable,
}


@dataclass
class Reading:
    """A whole file as records. `ignored`: (sheet, row, why) of rows that are no record."""

    kind: Kind | None
    records: list[Record] = field(default_factory=list)
    ignored: list[tuple[str, int, str]] = field(default_factory=list)
    unused_sheets: list[tuple[str, str]] = field(default_factory=list)
    """(name, why)."""
    tables: list[Table] = field(default_factory=list)


def read_book(book: Book, setting: Setting, only: Kind | None = None) -> Reading:
    """Records of every list of one kind in the file; the kind with the most lists when none was chosen."""
    reading = Reading(only)
    for sheet in book.sheets:
        if sheet.is_hidden:
            reading.unused_sheets.append((sheet.name, "hidden"))
            continue
        tables = find_tables(sheet, only)
        if not tables:
            reading.unused_sheets.append((sheet.name, "empty" if not sheet.rows else "no_list"))
        reading.tables += tables
    if reading.tables and only is None:
        kinds = [table.kind for table in reading.tables]
        reading.kind = max(kinds, key=lambda kind: (kinds.count(kind), -kinds.index(kind)))
        reading.tables = [table for table in reading.tables if table.kind is reading.kind]
    for table in reading.tables:
        _read_table(table, book, setting, reading)
    return reading


def _read_table(table: Table, book: Book, setting: Setting, reading: Reading) -> None:
    around = Around.of(table, book)
    for number in range(table.first_row, table.last_row + 1):
        if number not in table.sheet.rows:
            continue
        why = _why_ignored(table, number)
        if why:
            reading.ignored.append((table.sheet.name, number, why))
            continue
        record = Record(table.kind, table.sheet.name, number, start=table.columns[0].letter)
        for column in table.columns:
            if column.field:
                record.columns.setdefault(column.field, (column.letter, column.title))
        row = Row(table, number, record, setting, around)
        _READERS[table.kind](row)
        reading.records.append(record)


def _why_ignored(table: Table, row: int) -> str | None:
    """Why the row is no record: blank, total or note, repeated heading, numbered but never filled in."""
    cells = [(column, table.sheet.cell(row, column.index)) for column in table.columns]
    filled = [(column, cell) for column, cell in cells if trimmed(cell)]
    if not filled:
        return "blank"
    words = [cell for _, cell in filled if isinstance(cell, str)]
    if len(filled) > 1 and all(is_heading_word(word) or heading(word) in ("父亲", "母亲") for word in words) and words:
        return "heading" if len(words) == len(filled) else None
    anchor = next((cell for column, cell in cells if column.field in ("name", "number", "section", "course")), "")
    first = narrowed(words[0]) if words else ""
    if first and (not trimmed(anchor) or narrowed(anchor) == first) and _FOOT.match(first.replace(" ", "")):
        return "note"
    if {column.field for column, _ in filled if column.field} <= _SCAFFOLD and not trimmed(anchor):
        return "prefilled" if len(filled) > 1 or not words else "note"
    merge = table.sheet.merge_at(row, filled[0][0].index) if table.sheet.merges else None
    if len(filled) == 1 and words and merge and merge.right - merge.left >= 2:
        return "note"
    return None
