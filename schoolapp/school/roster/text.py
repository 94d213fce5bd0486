"""Text of cells made comparable. Pure."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, time

from schoolapp.school.roster.sheets import Cell

_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060\ufeff\u00ad]")
_BLANKS = re.compile(r"\s+")
NOTHING = frozenset(
    {"", "/", "\\", "-", "--", "—", "——", "无", "没有", "暂无", "未知", "n/a", "na", "null", "none", "×"}
)
"""What people write into a cell that has no answer."""


def shown(cell: Cell) -> str:
    """The cell as the reader sees it, for messages: numbers without .0, dates as 2016-07-23."""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, time):
        return cell.strftime("%H:%M")
    return str(cell)


def trimmed(cell: Cell) -> str:
    """Without invisible marks and without blanks at either end; inner blanks of any width become one."""
    return _BLANKS.sub(" ", _INVISIBLE.sub("", shown(cell))).strip()


def narrowed(cell: Cell) -> str:
    """Full-width letters, digits and brackets become ASCII: ６．２ → 6.2, （ → (."""
    return unicodedata.normalize("NFKC", trimmed(cell))


def squashed(cell: Cell) -> str:
    """Narrowed, lower case, without any blank: what headers and names of courses are compared by."""
    return narrowed(cell).replace(" ", "").lower()


def is_nothing(cell: Cell) -> bool:
    """Blank, or a mark that stands for "none"."""
    return squashed(cell) in NOTHING
