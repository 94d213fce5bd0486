"""Single values as typed in rosters: numbers, dates, phones, yes and no. Pure.

Each function returns (value or None, problem or None).
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from schoolapp.school.roster.issues import Problem, emptied, noted
from schoolapp.school.roster.sheets import Cell
from schoolapp.school.roster.text import is_nothing, narrowed, shown, squashed

_LARGEST_EXACT = 10**15
"""A spreadsheet keeps 15 digits of a number and writes zeros for the rest."""
_SCIENTIFIC = re.compile(r"^\d(\.\d+)?e\+?\d+$")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_SERIAL_DAYS = range(20_000, 60_000)
_YES = frozenset({"是", "有", "√", "✓", "✔", "y", "yes", "1", "true", "参加", "对", "需要", "同意", "愿意", "v"})
_NO = frozenset(
    {"否", "不", "没有", "无", "×", "x", "✗", "n", "no", "0", "false", "不参加", "未参加", "不需要", "不同意"}
)
_GENDERS = {"男": "男", "女": "女", "男生": "男", "女生": "女", "男性": "男", "女性": "女", "m": "男", "f": "女",
            "1": "男", "2": "女", "male": "男", "female": "女"}  # fmt: skip

Checked = tuple[str | None, Problem | None]


def is_precision_lost(cell: Cell) -> bool:
    """True for a long number that went through a number cell: 5.10198201511197E+17."""
    if isinstance(cell, bool):
        return False
    if isinstance(cell, int | float):
        return abs(cell) >= _LARGEST_EXACT
    return bool(_SCIENTIFIC.match(squashed(cell)))


def clean_id(cell: Cell) -> Checked:
    """An identity number of GB 11643: 18 characters, X as last one in capitals, check character right."""
    if is_nothing(cell):
        return None, None
    if is_precision_lost(cell):
        return None, emptied("id_precision_lost")
    number = squashed(cell).upper().lstrip("'")
    if len(number) != 18:
        return None, emptied("id_length", str(len(number)))
    if not re.fullmatch(r"\d{17}[\dX]", number) or id_check_character(number) != number[-1]:
        return None, emptied("id_checksum")
    return number, None


def id_check_character(number: str) -> str:
    """The 18th character that belongs to the first 17 digits (ISO 7064 MOD 11-2)."""
    total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
    return "10X98765432"[total % 11]


def id_birthday(number: str) -> str | None:
    """2016-03-14 out of a valid identity number; None where it is no day."""
    return _iso(int(number[6:10]), int(number[10:12]), int(number[12:14]))


def id_gender(number: str) -> str:
    return "男" if int(number[16]) % 2 else "女"


def clean_national_number(cell: Cell) -> Checked:
    """学籍号: G (or L, provisional) and 18 characters; without the letter it is taken as G."""
    if is_nothing(cell):
        return None, None
    if is_precision_lost(cell):
        return None, emptied("national_precision_lost")
    number = squashed(cell).upper().lstrip("'")
    if re.fullmatch(r"\d{17}[\dX]", number):
        number = "G" + number
    if not re.fullmatch(r"[A-Z]\d{17}[\dX]", number):
        return None, emptied("national_format")
    return number, None


def clean_number(cell: Cell) -> Checked:
    """A student or staff number of the school: letters and digits, kept as text."""
    if is_nothing(cell):
        return None, None
    if is_precision_lost(cell):
        return None, emptied("number_precision_lost")
    number = squashed(cell).upper().lstrip("'")
    if not re.fullmatch(r"[A-Z0-9\-_/]{1,32}", number):
        return None, emptied("number_format")
    return number, None


def clean_whole(cell: Cell, most: int) -> tuple[int | None, Problem | None]:
    """A count or seat number from 1 to `most`: 7, 07, 7号, 7.0."""
    if is_nothing(cell):
        return None, None
    match = re.fullmatch(r"0*(\d{1,4})(?:\.0)?(?:号|人|名|座|个)?", squashed(cell))
    if not match or not 1 <= int(match[1]) <= most:
        return None, emptied("whole_number", str(most))
    return int(match[1]), None


def clean_gender(cell: Cell) -> Checked:
    if is_nothing(cell):
        return None, emptied("gender_missing")
    gender = _GENDERS.get(squashed(cell))
    return gender, None if gender else emptied("gender_unknown")


def clean_phone(cell: Cell) -> Checked:
    """Digits only. Two numbers in one cell: the first counts."""
    if is_nothing(cell):
        return None, None
    parts = [part for part in re.split(r"[/、;,|]|\s{2,}|(?<=\d{11})\s", narrowed(cell)) if re.search(r"\d", part)]
    numbers = [re.sub(r"\D", "", part.strip().removeprefix("+86")) for part in parts]
    if not numbers or not re.fullmatch(r"1\d{10}|0\d{9,11}|[2-9]\d{6,7}", numbers[0]):
        return None, emptied("phone_invalid")
    return numbers[0], noted("phone_two_numbers", numbers[0]) if len(numbers) > 1 else None


def clean_yes(cell: Cell) -> tuple[bool | None, Problem | None]:
    """True, False, or None for a blank cell."""
    word = squashed(cell)
    if word in _YES or cell is True:
        return True, None
    if word in _NO or cell is False:
        return False, None
    return (None, None) if not word else (None, emptied("yes_or_no"))


def clean_date(cell: Cell) -> Checked:
    """A day as 2016-07-23, from any of the ways schools type it; never an invented day."""
    if isinstance(cell, date):
        return cell.isoformat(), None
    if is_nothing(cell):
        return None, None
    text = squashed(cell)
    if match := re.fullmatch(r"(\d{4})(\d{2})(\d{2})", text):
        return _day(match)
    if match := re.fullmatch(r"(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?(?:\d{1,2}:.*)?", text):
        return _day(match)
    if re.fullmatch(r"(19|20)\d{2}([-./年]?(\d{1,2}月?)?)?", text):
        return None, emptied("date_incomplete")
    if re.fullmatch(r"\d{5}", text) and int(text) in _SERIAL_DAYS:
        return (date(1899, 12, 30) + timedelta(days=int(text))).isoformat(), None
    return None, emptied("date_invalid")


def _day(match: re.Match[str]) -> Checked:
    iso = _iso(int(match[1]), int(match[2]), int(match[3]))
    return (iso, None) if iso else (None, emptied("date_invalid"))


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat() if 1900 < year < 2100 else None
    except ValueError:
        return None


def clean_month(cell: Cell) -> Checked:
    """A month as 2021-09: 202109, 2021.9, 2021年9月, 2021-09-01."""
    if isinstance(cell, date):
        return cell.isoformat()[:7], None
    if is_nothing(cell):
        return None, None
    match = re.fullmatch(r"(20\d{2})(?:[-./年]?(\d{1,2})月?)?(?:[-./]?\d{1,2}日?)?|(20\d{2})级", squashed(cell))
    if not match:
        return None, emptied("month_format")
    month = int(match[2] or 9)
    return (f"{match[1] or match[3]}-{month:02d}", None) if 1 <= month <= 12 else (None, emptied("month_format"))


def plain(cell: Cell, most: int = 80) -> Checked:
    """Free text, narrowed in width; cut off after `most` characters."""
    text = narrowed(shown(cell))
    return (text[:most] or None), None
