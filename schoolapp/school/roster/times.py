"""Weekdays, periods and places as typed in plans. Pure."""

from __future__ import annotations

import re

from schoolapp.school.roster.sheets import Cell
from schoolapp.school.roster.text import squashed

_WEEKDAYS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "日": 7, "天": 7}
_DAY = re.compile(r"(?:周|星期|礼拜)([一二三四五六日天1-7](?:[、,和及/](?:周|星期|礼拜)?[一二三四五六日天1-7](?!节))*)")
_SLOT = re.compile(r"第?((?:[一二三四五六1-9][、,和及\-~—至/]?)+)(?:节|课)")
_CLOCK = re.compile(r"(\d{1,2})[:：](\d{2})")
_PLACE = re.compile(r"(.*?(?:楼|栋|馆区|院|区))[\s\-—_/]*(\S+)")


def weekdays(cell: Cell) -> tuple[int, ...]:
    """1 = Monday; 周二, 星期三, 周一、周三, 4, 四. Empty when none is named."""
    text = squashed(cell)
    if re.fullmatch(r"[一二三四五六日天1-7]", text):
        return (_day(text),)
    found = [_day(mark) for match in _DAY.finditer(text) for mark in re.findall(r"[一二三四五六日天1-7]", match[1])]
    return tuple(dict.fromkeys(found))


def slots(cell: Cell) -> tuple[int, ...]:
    """Numbers of periods: 第1节, 1、2节, 第一二节, 2, 1-2节. Empty when none is named."""
    text = _DAY.sub("", squashed(cell))
    if re.fullmatch(r"[一二三四五六1-9]", text):
        return (_day(text),)
    match = _SLOT.search(text) or re.fullmatch(r"((?:[1-9][、,\-~/])+[1-9])", text)
    if not match:
        return ()
    if spread := re.fullmatch(r"([一二三四五六1-9])[\-~—至]([一二三四五六1-9])", match[1]):
        return tuple(range(_day(spread[1]), _day(spread[2]) + 1))
    return tuple(dict.fromkeys(_day(mark) for mark in re.findall(r"[一二三四五六1-9]", match[1])))


def clock_minutes(cell: Cell) -> int | None:
    """Minutes since midnight of the first time of day in the text."""
    match = _CLOCK.search(squashed(cell))
    return int(match[1]) * 60 + int(match[2]) if match and int(match[1]) < 24 and int(match[2]) < 60 else None


def place(cell: Cell) -> tuple[str, str]:
    """(building, room): 综合楼 301 → ("综合楼", "301"); without a building ("", "体育馆")."""
    text = " ".join(str(cell).split())
    match = _PLACE.fullmatch(text)
    if match:
        return match[1].strip(), _room_number(match[2])
    return "", _room_number(text)


def _room_number(text: str) -> str:
    match = re.fullmatch(r"(\d{3,4})(?:教室|室|号)?", squashed(text))
    return match[1] if match else text.strip()


def _day(mark: str) -> int:
    return int(mark) if mark.isdigit() else _WEEKDAYS[mark]
