"""What is asked about attendance, and the table that answers. Values only."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Scope(StrEnum):
    DAY = "day"
    HOMEROOM = "homeroom"
    SECTION = "section"
    SESSION = "session"


@dataclass(frozen=True)
class Question:
    """What is asked for. `key`: id of the homeroom, section or session; `until`: for a section, the last day."""

    scope: Scope
    day: date
    key: int = 0
    until: date | None = None


@dataclass(frozen=True)
class TableRow:
    cells: list[str]
    key: int = 0
    """For a day: the session of the row."""


@dataclass(frozen=True)
class Table:
    """Ready for the screen and for a spreadsheet; every cell is text on screen."""

    title: str = ""
    columns: list[str] = field(default_factory=list)
    rows: list[TableRow] = field(default_factory=list)
    note: str = ""
    lead: int = 0
    """The column that names a row: on a phone its title."""
    plain: tuple[int, ...] = ()
    """Columns that need no name beside them, such as a room; on a phone they are the line below the title."""
    counts: tuple[int, ...] = ()
    """Columns of numbers: in a spreadsheet one can add them up."""

    @property
    def kinds(self) -> list[str]:
        """Of each column: title, plain or value, for a phone that folds a row into lines."""
        named = {self.lead: "title"} | dict.fromkeys(self.plain, "plain")
        return [named.get(place, "value") for place in range(len(self.columns))]
