"""What terms, bells, days and walking times must be like. Pure. Times are minutes after local midnight."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from schoolapp.programme.rules import Bell, bell_for

MOST_PERIODS = 6
DEFAULT_WALK = 5
MOST_WALK = 30
LONGEST_TERM = timedelta(days=366)
MOST_DAYS = 62
"""Longest span of days that is entered at once."""
STAGES = ("primary", "junior")
KINDS = ("holiday", "exam", "follows_weekday", "early_dismissal")
"""Kinds of days that the office enters."""

Row = tuple[str, str, str]
"""Name, beginning and end of a period as they were typed."""


@dataclass(frozen=True, slots=True)
class Period:
    """One period from bell to bell."""

    name: str
    starts: int
    ends: int


@dataclass(frozen=True, slots=True)
class Days:
    """Days of one kind, both ends included; `follows` 1 = Monday, for a make-up day; `ends_at` for an early end."""

    first: date
    last: date
    kind: str
    follows: int | None = None
    ends_at: int | None = None
    note: str = ""

    def each(self) -> list[date]:
        """The days."""
        return [self.first + timedelta(days=ahead) for ahead in range((self.last - self.first).days + 1)]


def minutes(time: str) -> int:
    """Minutes since midnight of 16:30 or 16:30:00. Raises ValueError."""
    found = re.fullmatch(r"([01]?\d|2[0-3]):([0-5]\d)(:\d\d)?", time.strip())
    if not found:
        raise ValueError(f"no time: {time}")
    return int(found[1]) * 60 + int(found[2])


def clock_time(at: int) -> str:
    """16:30."""
    return f"{at // 60:02d}:{at % 60:02d}"


def bell_rows(fields: Mapping[str, object], most: int) -> dict[int, Row]:
    """The rows of a form, `bell1_name`, `bell1_starts`, `bell1_ends` and so on; empty ones do not count."""
    rows = {
        number: tuple(str(fields.get(f"bell{number}_{part}", "")).strip() for part in ("name", "starts", "ends"))
        for number in range(1, most + 1)
    }
    return {number: (row[0], row[1], row[2]) for number, row in rows.items() if any(row)}


def read_periods(rows: Mapping[int, Row]) -> dict[int, Period]:
    """The periods that were typed. Raises ValueError when one lacks a name, a time, or ends before it begins."""
    periods = {
        number: Period(name.strip(), minutes(starts), minutes(ends)) for number, (name, starts, ends) in rows.items()
    }
    if any(not period.name or period.starts >= period.ends for period in periods.values()):
        raise ValueError("a period needs a name and a later end")
    return periods


def is_in_order(spans: Iterable[tuple[int, int]]) -> bool:
    """Whether each span begins when the one before is over."""
    return all(before[1] <= after[0] for before, after in pairwise(spans))


def overlapping(bells: Iterable[Bell], day: date) -> tuple[str, int] | None:
    """Stage and weekday for which periods run into each other from `day` on; None when all is well."""
    known = list(bells)
    days = {day, *(bell.valid_from for bell in known if bell.valid_from > day)}
    numbers = sorted({bell.number for bell in known})
    for at in sorted(days):
        for stage, weekday in ((stage, weekday) for stage in STAGES for weekday in range(1, 8)):
            ringing = (bell_for(known, at, weekday, number, stage) for number in numbers)
            if not is_in_order([(bell.starts, bell.ends) for bell in ringing if bell]):
                return stage, weekday
    return None


def without_bell(before: Iterable[Bell], after: Iterable[Bell], day: date, used: Iterable[tuple[int, int]]) -> int:
    """Number of a period that lessons use, (weekday, number) each, and that would have no bell any more; else 0."""
    old, new = list(before), list(after)
    for weekday, number in sorted(used):
        for stage in STAGES:
            had, has = (bell_for(bells, day, weekday, number, stage) for bells in (old, new))
            if had is not None and has is None:
                return number
    return 0


def rung_already(before: Iterable[Bell], after: Iterable[Bell], day: date, weekday: int, now: int) -> int:
    """Number of a period of today that had not begun and by its new bell would have; 0: none."""
    old, new = list(before), list(after)
    for number in sorted({bell.number for bell in new}):
        for stage in STAGES:
            had, has = (bell_for(bells, day, weekday, number, stage) for bells in (old, new))
            if has is not None and has.starts <= now and (had is None or had.starts > now):
                return number
    return 0


def is_term(starts_on: date, ends_on: date) -> bool:
    """Whether a term may last so long."""
    return timedelta(0) < ends_on - starts_on < LONGEST_TERM


def monday_of(day: date) -> date:
    """The Monday of the day's week: a term's weeks are counted from it."""
    return day - timedelta(days=day.weekday())


def share_days(first: tuple[date, date], second: tuple[date, date]) -> bool:
    """Whether two spans of days, both ends included, have one in common."""
    return first[0] <= second[1] and second[0] <= first[1]


def is_complete(days: Days) -> bool:
    """Whether the days are what their kind asks for: a make-up day is one day and follows a weekday."""
    if days.kind not in KINDS or not timedelta(0) <= days.last - days.first < timedelta(days=MOST_DAYS):
        return False
    if days.kind == "follows_weekday":
        return days.first == days.last and days.follows in range(1, 8)
    return days.kind != "early_dismissal" or days.ends_at is not None


def is_walk(length: int) -> bool:
    """Whether children may need so many minutes between two buildings."""
    return 0 <= length <= MOST_WALK
