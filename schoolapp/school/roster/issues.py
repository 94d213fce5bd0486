"""What is wrong, or worth saying, about a row. Pure; the wording stands in `words`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    REJECT = "reject"
    """The row never becomes a record."""
    DECISION = "decision"
    """The row waits for a person's answer."""
    FIELD = "field"
    """The row is imported, the field stays empty."""
    INFO = "info"
    """The row is imported with the value."""


@dataclass(frozen=True)
class Problem:
    """Found in one value, before its place in the file is known. `hint` fills the placeholder of the wording."""

    level: Level
    code: str
    hint: str = ""


@dataclass(frozen=True)
class Issue:
    """A problem at its place: sheet, row and column as the spreadsheet program shows them."""

    level: Level
    code: str
    sheet: str
    row: int
    column: str = ""
    header: str = ""
    field: str = ""
    raw: str = ""
    hint: str = ""


def rejected(code: str, hint: str = "") -> Problem:
    return Problem(Level.REJECT, code, hint)


def emptied(code: str, hint: str = "") -> Problem:
    return Problem(Level.FIELD, code, hint)


def noted(code: str, hint: str = "") -> Problem:
    return Problem(Level.INFO, code, hint)


def asked(code: str, hint: str = "") -> Problem:
    return Problem(Level.DECISION, code, hint)
