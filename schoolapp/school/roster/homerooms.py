"""Homerooms as typed: 六（10）班, 6.10, 610, 6-10, 六年级十班, 2020级10班, or a date that was 6-10. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from schoolapp.school.roster.sheets import Cell
from schoolapp.school.roster.text import is_nothing, squashed

Key = tuple[int, int]
"""(grade, class): (6, 10)."""

_DIGITS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_NUMERAL = r"[一二三四五六七八九十]{1,3}|\d{1,2}"
_FORMS = (
    re.compile(r"(?:小学|初中)?0?(\d)[.\-_/](\d{1,2})班?"),
    re.compile(r"0(\d)(\d\d)班?"),
    re.compile(r"(\d)月(\d{1,2})日"),
    re.compile(r"(\d)\((\d{1,2})\)班?"),
    re.compile(r"(\d)(\d\d|[1-9])班?"),
    re.compile(rf"(?:小学|初中)?([一二三四五六七八九])[.\-(]?({_NUMERAL})\)?班?"),
    re.compile(rf"(?:小学|初中)?([一二三四五六七八九]|\d)年级?[(]?({_NUMERAL})\)?班?"),
    re.compile(rf"(初[一二三])(?:年级)?[.\-(]?({_NUMERAL})\)?班?"),
)
_ENTRY = re.compile(rf"(?:小学|初中)?(20\d\d)级?[.\-(]?({_NUMERAL})\)?班?")
_JUNIOR = {"初一": 7, "初二": 8, "初三": 9}
_INSIDE = re.compile(
    rf"(?:(初[一二三])|([一二三四五六七八九]))(?:年级)?[(]?({_NUMERAL})\)?班|([1-9])[.\-(](\d{{1,2}})\)?班|([1-9])年级?[(]?({_NUMERAL})\)?班"
)


@dataclass(frozen=True)
class Reading:
    """What a cell may mean. Several keys: a person must choose (6.1 in a number cell may have been 6.10)."""

    keys: tuple[Key, ...]
    was_date: bool = False


def read_homeroom(cell: Cell, school_year: int) -> Reading | None:
    """The homeroom that a class cell names; None when it names none. `school_year` 2025 is 2025-2026."""
    if is_nothing(cell) or isinstance(cell, bool):
        return None
    if isinstance(cell, date):
        key = _checked(cell.month, cell.day)
        return Reading((key,), was_date=True) if key else None
    if isinstance(cell, float) and not cell.is_integer():
        return _from_float(cell)
    key = _from_text(squashed(cell), school_year)
    return Reading((key,)) if key else None


def _from_float(number: float) -> Reading | None:
    """6.1 may have been typed 6.1 or 6.10; 6.12 is plain."""
    text = f"{number:.6g}"
    grade, _, tail = text.partition(".")
    tails = (tail, tail + "0") if len(tail) == 1 else (tail,)
    keys = [_checked(int(grade), int(each)) for each in tails if grade.isdigit() and each.isdigit() and len(each) <= 2]
    found = tuple(key for key in keys if key)
    return Reading(found) if found else None


def _from_text(text: str, school_year: int) -> Key | None:
    if match := _ENTRY.fullmatch(text):
        return _checked(grade_of_entry(int(match[1]), school_year) + (6 if text.startswith("初中") else 0), match[2])
    for form in _FORMS:
        if match := form.fullmatch(text):
            return _checked(match[1], match[2])
    return None


def homeroom_in(text: str) -> Key | None:
    """The first homeroom named inside a title or a sheet's name: 青禾镇九年制学校三（2）班花名册."""
    squeezed = squashed(text)
    key = _from_text(squeezed, 0) if len(squeezed) <= 8 else None
    if key:
        return key
    match = _INSIDE.search(squeezed)
    if not match:
        return None
    parts = [part for part in match.groups() if part]
    return _checked(parts[0], parts[1])


def grades_in(text: str) -> range | None:
    """Grades admitted: 3-6, 三至六年级, 一、二年级, 五年级, 1-2. None when nothing of the kind is said."""
    word = r"(初[一二三]|[一二三四五六七八九]|\d)"
    squeezed = squashed(text)
    if match := re.search(rf"{word}(?:年级)?[-—–~至到、,]{word}(?:年级)?", squeezed):
        return range(_number(match[1]), _number(match[2]) + 1)
    if match := re.search(rf"{word}年级|^{word}$", squeezed):
        grade = _number(match[1] or match[2])
        return range(grade, grade + 1)
    return range(1, 10) if squeezed in ("全校", "不限", "全部", "各年级", "所有年级") else None


def grade_of_entry(entry_year: int, school_year: int) -> int:
    """Grade of who entered grade 1 in autumn of `entry_year`."""
    return school_year - entry_year + 1


def grade_from_month(month: str, school_year: int, birthday: str | None) -> int | None:
    """Grade by month of entry. The registry gives the entry into junior middle school for grades 7 to 9: the age tells.

    `month` 2021-09; `birthday` ISO or None. None when the grade lies outside 1 to 9.
    """
    year = int(month[:4]) - (1 if int(month[5:]) < 6 else 0)
    grade = grade_of_entry(year, school_year)
    if birthday and 1 <= grade <= 3 and school_year - int(birthday[:4]) >= grade + 9:
        grade += 6
    return grade if 1 <= grade <= 9 else None


def choose(reading: Reading, known: Collection[Key]) -> tuple[Key, ...]:
    """The keys that remain possible once the school's homerooms (and those of the file) are known."""
    if len(reading.keys) < 2:
        return reading.keys
    return tuple(key for key in reading.keys if key in known) or reading.keys[:1]


def class_number(cell: Cell) -> int | None:
    """The class alone: 01, 1, 1班, （1）班, 十班."""
    if is_nothing(cell):
        return None
    match = re.fullmatch(rf"0?[(]?({_NUMERAL})[)]?班?", squashed(cell))
    number = _number(match[1]) if match else 0
    return number if 1 <= number <= 60 else None


def grade_number(cell: Cell) -> int | None:
    """The grade alone: 6, 六, 六年级, 初二."""
    match = re.fullmatch(r"(初[一二三]|[一二三四五六七八九]|[1-9])(?:年级|年)?", squashed(cell))
    return _number(match[1]) if match else None


def _checked(grade: str | int, number: str | int) -> Key | None:
    key = (_number(grade), _number(number))
    return key if 1 <= key[0] <= 9 and 1 <= key[1] <= 60 else None


def _number(word: str | int) -> int:
    """6, "06", 六, 十, 十二, 二十一, 初二 → a number; 0 for anything else."""
    text = str(word)
    if text.isdigit():
        return int(text)
    if text in _JUNIOR:
        return _JUNIOR[text]
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return _DIGITS.get(text, 0)
    return (_DIGITS.get(tens, 0) if tens else 1) * 10 + (_DIGITS.get(ones, 0) if ones else 0)
