"""One row being read: where its values and what is wrong with them are kept. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from schoolapp.school.roster import homerooms, names
from schoolapp.school.roster.columns import NOT_KEPT, Kind
from schoolapp.school.roster.headers import Column, Table
from schoolapp.school.roster.issues import Issue, Level, Problem
from schoolapp.school.roster.sheets import Book, Cell
from schoolapp.school.roster.text import shown, squashed


@dataclass
class Record:
    """One row that is meant to become something. `values` holds clean values only."""

    kind: Kind
    sheet: str
    row: int
    values: dict[str, Any] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)
    columns: dict[str, tuple[str, str]] = field(default_factory=dict)
    """field → (column letter, heading) for messages."""
    start: str = "A"
    """Column at which its list begins: two lists may stand beside each other."""

    @property
    def is_rejected(self) -> bool:
        return any(issue.level is Level.REJECT for issue in self.issues)

    @property
    def place(self) -> str:
        """Identifies the row within its file."""
        return f"{self.sheet}!{self.start}{self.row}"

    def copy(self) -> Record:
        """A record whose values may be changed without touching this one's."""
        return replace(self, values=dict(self.values), issues=list(self.issues))

    def get(self, name: str) -> Any:
        return self.values.get(name)

    def complain(self, name: str, problem: Problem, raw: Cell = "") -> None:
        """Note a problem of the field `name`."""
        letter, title = self.columns.get(name, ("", ""))
        self.issues.append(
            Issue(problem.level, problem.code, self.sheet, self.row, letter, title, name, shown(raw)[:60], problem.hint)
        )

    def forget(self) -> None:
        """Drop what was only needed for checking."""
        for name in NOT_KEPT & self.values.keys():
            del self.values[name]


@dataclass(frozen=True)
class Setting:
    """What the reading of a row depends on besides the file."""

    school_year: int
    """2025 for 2025-2026."""
    hide: Callable[[str], str]
    """Keyed hash of a national student number."""


@dataclass(frozen=True)
class Around:
    """What stands outside the rows: nearest line first, then the sheet's name, then the file's."""

    texts: tuple[str, ...]

    @classmethod
    def of(cls, table: Table, book: Book) -> Around:
        file_name = re.sub(r"\.[A-Za-z]{2,4}$", "", book.name)
        return cls((*reversed(table.context), table.sheet.name, file_name))

    def homeroom(self) -> homerooms.Key | None:
        return next((key for text in self.texts if (key := homerooms.homeroom_in(text))), None)

    def grade(self) -> int | None:
        for text in self.texts:
            grades = re.findall(r"(初[一二三]|[一二三四五六七八九1-9])年级", squashed(text))
            if len(set(grades)) == 1:
                return homerooms.grade_number(grades[0])
        return None

    def labelled(self, labels: str) -> str | None:
        """What follows one of the labels: 指导教师：王老师 → 王老师."""
        pattern = re.compile(rf"(?:{labels})\s*[:：]\s*(\S+)")
        return next((match[1] for text in self.texts if (match := pattern.search(text))), None)


@dataclass
class Row:
    """One row being read: cells by field, and where values and problems go."""

    table: Table
    number: int
    record: Record
    setting: Setting
    around: Around

    def column(self, name: str) -> Column | None:
        return self.table.column(name)

    def cell(self, name: str) -> Cell:
        column = self.column(name)
        return self.table.sheet.cell(self.number, column.index) if column else ""

    def down(self, name: str) -> Cell:
        """The cell, or what a merged cell above it says."""
        column = self.column(name)
        return self.table.sheet.down(self.number, column.index) if column else ""

    def take(self, name: str, clean: Callable[[Cell], tuple[Any, Problem | None]], cell: Cell | None = None) -> None:
        """Clean one cell and keep value and problem. A column that is absent leaves no key."""
        if self.column(name) is None:
            return
        raw = self.cell(name) if cell is None else cell
        value, problem = clean(raw)
        self.record.values[name] = value
        if problem:
            self.record.complain(name, problem, raw)

    def take_name(self) -> None:
        raw = self.cell("name")
        name, remark, problems = names.clean_name(raw)
        self.record.values["name"] = name
        if remark:
            self.record.values["remark"] = remark
        for problem in problems:
            self.record.complain("name", problem, raw)
