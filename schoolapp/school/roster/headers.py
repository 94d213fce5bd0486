"""Finds the lists inside a sheet: below title rows, under merged headings, several beside or below each other. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from schoolapp.school.roster.columns import NEEDED, TELLING, Kind, field_of, heading, is_heading_word
from schoolapp.school.roster.sheets import Sheet, column_letter
from schoolapp.school.roster.text import shown, squashed

_DEEPEST = 4
"""Levels that a heading may have."""


@dataclass(frozen=True)
class Column:
    """One column of a list. `field` is None where the heading means nothing to us."""

    index: int
    path: tuple[str, ...]
    field: str | None

    @property
    def letter(self) -> str:
        return column_letter(self.index)

    @property
    def title(self) -> str:
        return "/".join(" ".join(shown(part).split()) for part in self.path)


@dataclass(frozen=True)
class Table:
    """One list: its kind, its columns, its first and last row, and the lines above it."""

    sheet: Sheet
    kind: Kind
    header_rows: tuple[int, ...]
    columns: tuple[Column, ...]
    first_row: int
    last_row: int
    context: tuple[str, ...] = field(default_factory=tuple)

    def column(self, name: str) -> Column | None:
        """The first column of that field."""
        return next((column for column in self.columns if column.field == name), None)

    @property
    def fields(self) -> frozenset[str]:
        return frozenset(column.field for column in self.columns if column.field)


def find_tables(sheet: Sheet, only: Kind | None = None) -> list[Table]:
    """The sheet's lists from top to bottom. `only`: the kind that the person chose; None tells it by the headings."""
    numbers = sorted(sheet.rows)
    heads: list[tuple[int, tuple[int, ...], Kind, list[Column]]] = []
    skip_to = 0
    for number in numbers:
        if number < skip_to or not _may_be_heading(sheet, number):
            continue
        found = _read_heading(sheet, number, only)
        if found:
            rows, kind, columns = found
            heads.append((number, rows, kind, columns))
            skip_to = rows[-1] + 1
    return [table for place in range(len(heads)) for table in _tables_of(sheet, heads, place, numbers)]


def _tables_of(
    sheet: Sheet, heads: list[tuple[int, tuple[int, ...], Kind, list[Column]]], place: int, numbers: list[int]
) -> Iterable[Table]:
    number, rows, kind, columns = heads[place]
    before = heads[place - 1][1][-1] if place else 0
    end = heads[place + 1][0] - 1 if place + 1 < len(heads) else (numbers[-1] if numbers else 0)
    context = tuple(
        text for row in numbers if before < row < number for text in _texts(sheet, row) if len(_texts(sheet, row)) <= 12
    )
    nearest = context[-6:] if place else context
    for group in _beside(columns):
        yield Table(sheet, kind, rows, tuple(group), rows[-1] + 1, end, nearest)


def _texts(sheet: Sheet, row: int) -> list[str]:
    return [shown(cell).strip() for cell in sheet.rows.get(row, []) if isinstance(cell, str) and cell.strip()]


def _may_be_heading(sheet: Sheet, row: int) -> bool:
    """At least one word of the row is a heading; headings are text."""
    cells = [cell for cell in sheet.rows[row] if cell != ""]
    return any(is_heading_word(cell) for cell in cells) and sum(isinstance(cell, str) for cell in cells) * 2 > len(
        cells
    )


def _read_heading(sheet: Sheet, row: int, only: Kind | None) -> tuple[tuple[int, ...], Kind, list[Column]] | None:
    """Rows, kind and columns of the heading that begins in `row`; the reading with the most known columns wins."""
    rows = _heading_rows(sheet, row)
    paths = [_path(sheet, rows, index) for index in range(sheet.width)]
    best: tuple[int, Kind, list[Column]] | None = None
    for kind in (only,) if only else Kind:
        columns = [Column(index, path, field_of(kind, path)) for index, path in enumerate(paths) if any(path)]
        fields = {column.field for column in columns if column.field}
        needed = NEEDED[kind][:1] if only is Kind.ENROLMENTS else NEEDED[kind]
        if not all(need & fields for need in needed) or (len(fields) < 2 and len(columns) > 1 + (only is not None)):
            continue
        score = len(fields) + len(fields & TELLING[kind])
        if best is None or score > best[0]:
            best = (score, kind, columns)
    return (rows, best[1], best[2]) if best else None


def _heading_rows(sheet: Sheet, row: int) -> tuple[int, ...]:
    """The heading's rows: as deep as its merged cells reach, or as long as the row below still names columns."""
    bottom = max((m.bottom for m in sheet.merges if m.top == row and m.left < sheet.width), default=row)
    rows = [row]
    for below in range(row + 1, row + _DEEPEST):
        if below <= bottom or _continues(sheet, row, below):
            rows.append(below)
        else:
            break
    return tuple(rows)


def _continues(sheet: Sheet, row: int, below: int) -> bool:
    """A row of sub-headings: only text, under blank or wide cells, and its words are headings."""
    cells = [(index, cell) for index, cell in enumerate(sheet.rows.get(below, [])) if cell != ""]
    if not cells or not all(isinstance(cell, str) for _, cell in cells):
        return False
    under_own = sum(1 for index, _ in cells if is_heading_word(sheet.cell(row, index)))
    known = sum(1 for _, cell in cells if is_heading_word(cell) or heading(cell) in ("父亲", "母亲"))
    return known * 2 > len(cells) and under_own <= len(cells) // 3


def _path(sheet: Sheet, rows: tuple[int, ...], index: int) -> tuple[str, ...]:
    """Headings of a column from the topmost down, each once; a wide cell without a merge reaches to the next one."""
    parts: list[str] = []
    for row in rows:
        cell = sheet.value(row, index)
        if cell == "" and row != max(rows) and not sheet.merges:
            cell = _to_the_left(sheet, rows, row, index)
        text = shown(cell).strip()
        if text and (not parts or squashed(parts[-1]) != squashed(text)):
            parts.append(text)
    return tuple(parts)


def _to_the_left(sheet: Sheet, rows: tuple[int, ...], row: int, index: int) -> str:
    """The parent heading that begins left of a column which has a sub-heading of its own."""
    if sheet.cell(rows[-1], index) == "":
        return ""
    for left in range(index - 1, -1, -1):
        if sheet.cell(rows[-1], left) == "":
            return ""
        if sheet.cell(row, left) != "":
            return shown(sheet.cell(row, left))
    return ""


def _beside(columns: list[Column]) -> list[list[Column]]:
    """Lists beside each other in the same rows: the columns repeat, each list with a name of its own."""
    key = next((c.field for c in columns if c.field and sum(o.field == c.field for o in columns) > 1), None)
    anchors = [c for c in columns if c.field in ("name", "section", "number", "course") and len(c.path) == 1]
    names = [c for c in anchors if c.field == anchors[0].field] if anchors else []
    if len(names) < 2 or key is None:
        return [columns]
    starts = [place for place, column in enumerate(columns) if column.field == key]
    if len(starts) < 2 or starts[0] > columns.index(names[0]):
        return [columns]
    edges = [0, *starts[1:], len(columns)]
    return [columns[begin:end] for begin, end in pairwise(edges)]
