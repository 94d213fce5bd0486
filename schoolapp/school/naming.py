"""How the school writes the names of its homerooms, children and rooms. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

_NUMERALS = "零一二三四五六七八九"


def homeroom_name(grade: int, number: int) -> str:
    """三（2）班: the grade as a Chinese numeral (1 to 9), the class in full-width brackets."""
    numeral = _NUMERALS[grade] if 1 <= grade <= 9 else str(grade)
    return f"{numeral}（{number}）班"


def seat_name(homeroom: str, seat: int | None) -> str:
    """三（2）班 21 号: what tells namesakes apart; without a seat number the homeroom alone."""
    return f"{homeroom} {seat} 号" if seat is not None else homeroom


def room_name(building: str, number: str) -> str:
    """综合楼 301; a hall that is called like its building only once: 体育馆."""
    return number if not building or number.startswith(building) else f"{building} {number}"


def namesakes(names: Iterable[str]) -> frozenset[str]:
    """The names that more than one of these children carries."""
    return frozenset(name for name, times in Counter(names).items() if times > 1)
