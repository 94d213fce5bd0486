"""The demo's calendar: the term around its first day, the holiday in it, school days. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

WEEKS = 16
FIRST_WEEK = 12
"""The demo starts in this week of its term."""
_HOLIDAY = (24, 30)
"""Days of the term: Thursday of week 4 to Wednesday of week 5, as the National Day holiday falls in autumn."""
_MADE_UP = 33
"""The Saturday of week 5, on which Thursday's plan runs: five school days lost, one made up, 152 periods stay."""


@dataclass(frozen=True, slots=True)
class TermDates:
    """The term and its days that are not like their weekday."""

    starts_on: date
    ends_on: date
    holiday: tuple[date, ...]
    made_up: date

    @property
    def name(self) -> str:
        return f"{self.starts_on.year} 年{'秋' if self.starts_on.month >= 7 else '春'}季学期"


def term_around(first_day: date) -> TermDates:
    """The term in whose twelfth week `first_day` lies."""
    start = first_day - timedelta(days=first_day.weekday() + 7 * (FIRST_WEEK - 1))
    holiday = tuple(start + timedelta(days=offset) for offset in range(_HOLIDAY[0], _HOLIDAY[1] + 1))
    end = start + timedelta(days=7 * WEEKS - 3)
    return TermDates(start, end, holiday, start + timedelta(days=_MADE_UP))


def is_school_day(day: date) -> bool:
    """Monday to Friday: after the first day the demo's term has no holiday."""
    return day.weekday() < 5


def school_day_from(day: date) -> date:
    """`day`, or the last school day before it."""
    while not is_school_day(day):
        day -= timedelta(days=1)
    return day


def school_day_after(day: date, number: int = 1) -> date:
    """The `number`-th school day after `day`, which is one itself or lies on the weekend after one."""
    weeks, weekday = divmod(min(day.weekday(), 4) + number, 5)
    return day - timedelta(days=day.weekday()) + timedelta(days=7 * weeks + weekday)


def school_days_before(day: date, number: int) -> list[date]:
    """The last `number` school days before `day`, oldest first."""
    found: list[date] = []
    while len(found) < number:
        day -= timedelta(days=1)
        if is_school_day(day):
            found.append(day)
    return found[::-1]


def weekday_of(offset: int, first_day: date) -> int:
    """The weekday (1 = Monday) that lies `offset` school days after the first day's, Friday followed by Monday."""
    return (first_day.weekday() + offset) % 5 + 1
