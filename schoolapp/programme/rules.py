"""Which plan runs on a day, which bell rings, what clashes and what is on now. Pure.

Clashes and "now" are computed from times, never from slot numbers: two stages may ring different bells.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar

EARLY = timedelta(minutes=20)
"""A teacher is shown the coming session this long before its bell."""
_Time = TypeVar("_Time", int, datetime)
_NO_SERVICE = frozenset({"holiday", "exam"})
_SHORTENED = frozenset({"half_day", "early_dismissal"})


@dataclass(frozen=True, slots=True)
class Special:
    """A day that is not like its weekday. `kind` as in CalendarDay; `ends_at_minutes` after local midnight."""

    kind: str
    follows_weekday: int | None = None
    ends_at_minutes: int | None = None


@dataclass(frozen=True, slots=True)
class Bell:
    """One period from bell to bell, in minutes after local midnight. Empty `stage` and None `weekday` mean any."""

    number: int
    name: str
    starts: int
    ends: int
    stage: str = ""
    weekday: int | None = None
    valid_from: date = date.min
    valid_to: date | None = None


def plan_weekday(day: date, special: Special | None) -> int | None:
    """The weekday (1 = Monday) whose plan runs on `day`; None when the after-school service does not take place."""
    if special is None:
        return day.isoweekday()
    if special.kind in _NO_SERVICE or (special.kind in _SHORTENED and special.ends_at_minutes is None):
        return None
    return special.follows_weekday or day.isoweekday()


def takes_place(bell: Bell, special: Special | None) -> bool:
    """Whether the period is over before the school closes on a shortened day."""
    return special is None or special.ends_at_minutes is None or bell.ends <= special.ends_at_minutes


def stage_of(grade: int) -> str:
    """primary for grades 1 to 6, junior from 7."""
    return "primary" if grade <= 6 else "junior"


def bell_for(bells: Iterable[Bell], day: date, weekday: int, number: int, stage: str) -> Bell | None:
    """The bell of period `number` for `stage` when `weekday`'s plan runs on `day`; the most particular wins."""
    fitting = [bell for bell in bells if bell.number == number and _fits(bell, day, weekday, stage)]
    return max(fitting, key=lambda bell: (bell.stage != "", bell.weekday is not None, bell.valid_from), default=None)


def _fits(bell: Bell, day: date, weekday: int, stage: str) -> bool:
    return (
        bell.stage in ("", stage) and bell.weekday in (None, weekday) and holds_on(day, bell.valid_from, bell.valid_to)
    )


def holds_on(day: date, valid_from: date, valid_to: date | None) -> bool:
    """Whether a dated fact holds on `day`; both ends belong to the span."""
    return valid_from <= day and (valid_to is None or day <= valid_to)


def clashes(first: tuple[_Time, _Time], second: tuple[_Time, _Time]) -> bool:
    """Whether two spans share a moment; one that begins as the other ends does not clash."""
    return first[0] < second[1] and second[0] < first[1]


def seats_short(children: int, seats: int) -> int:
    """How many of the children would have no seat."""
    return max(0, children - seats)


def covers(grades: tuple[int, int], others: tuple[int, int]) -> bool:
    """Whether a class for `grades`, first and last, takes all of `others`."""
    return grades[0] <= others[0] and others[1] <= grades[1]


def week_of_term(day: date, term_starts_on: date) -> int:
    """1 in the week of the term's first Monday."""
    return (day - term_starts_on).days // 7 + 1


def current(spans: Collection[tuple[datetime, datetime]], now: datetime) -> int | None:
    """The position of what is on `now`, else of what begins within 20 minutes; None when there is neither."""
    indexed = sorted(enumerate(spans), key=lambda item: item[1])
    for position, (starts, ends) in indexed:
        if starts <= now < ends:
            return position
    for position, (starts, _ends) in indexed:
        if now < starts <= now + EARLY:
            return position
    return None
