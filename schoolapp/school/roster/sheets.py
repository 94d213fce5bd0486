"""A spreadsheet as plain values: what every file format is read into. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time

Cell = str | int | float | bool | date | time
"""A blank cell is ""."""


@dataclass(frozen=True)
class Merge:
    """A merged range, both ends included; rows count from 1 as on the screen, columns from 0."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class Sheet:
    """One sheet. `rows` holds only rows with something in them, by their number on the screen (CSV: record number)."""

    name: str
    rows: dict[int, list[Cell]]
    merges: tuple[Merge, ...] = ()
    is_hidden: bool = False

    def cell(self, row: int, column: int) -> Cell:
        """The cell itself; "" where there is none."""
        cells = self.rows.get(row, ())
        return cells[column] if 0 <= column < len(cells) else ""

    def merge_at(self, row: int, column: int) -> Merge | None:
        """The merged range that covers the cell."""
        for merge in self.merges:
            if merge.top <= row <= merge.bottom and merge.left <= column <= merge.right:
                return merge
        return None

    def value(self, row: int, column: int) -> Cell:
        """The cell, or what its merged range shows."""
        own = self.cell(row, column)
        if own != "" or not self.merges:
            return own
        merge = self.merge_at(row, column)
        return self.cell(merge.top, merge.left) if merge else ""

    def down(self, row: int, column: int) -> Cell:
        """The cell, or what a cell merged downwards shows; a merge to the right belongs to its first column."""
        own = self.cell(row, column)
        if own != "" or not self.merges:
            return own
        merge = self.merge_at(row, column)
        return self.cell(merge.top, column) if merge and merge.left == column else ""

    @property
    def width(self) -> int:
        return max((len(cells) for cells in self.rows.values()), default=0)


@dataclass(frozen=True)
class Book:
    """A file that could be read. `name` is what it was uploaded as."""

    name: str
    sheets: tuple[Sheet, ...] = field(default_factory=tuple)
    is_text: bool = False
    """A CSV: one sheet, every cell a string."""


def column_letter(column: int) -> str:
    """0 → A, 26 → AA, as the spreadsheet program shows it."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
