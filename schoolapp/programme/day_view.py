"""What the office's page of a day shows: plain values, already worded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlmodel import Session as Db

from schoolapp import clock
from schoolapp.i18n import _
from schoolapp.programme import day_queries, queries, words
from schoolapp.programme.queries import Meeting
from schoolapp.school.naming import homeroom_name, seat_name

DAYS_AHEAD = 7
_CHANGED: dict[str, Callable[[Meeting], str]] = {
    "room": lambda one: _("moves to {room}").format(room=one.room),
    "substitute": lambda one: _("is taken by {teacher}").format(teacher=one.teacher),
    "cancelled": lambda _one: _("does not take place"),
}


@dataclass(frozen=True)
class Choice:
    """An option of a select."""

    value: str
    label: str
    is_taken: bool = False
    """Shown, and not to be chosen."""


@dataclass(frozen=True)
class Made:
    """A change that is in force."""

    id: int
    text: str


@dataclass(frozen=True)
class ClassRow:
    """One class of the day."""

    id: int = 0
    title: str = ""
    detail: str = ""
    expected: int = 0
    is_off: bool = False
    is_care: bool = False
    is_over: bool = False
    changes: list[Made] = field(default_factory=list)
    guests: str = ""
    """The classes that have joined this one, by name."""


@dataclass(frozen=True)
class Slot:
    """A period of the day with its classes."""

    name: str
    rows: list[ClassRow]


@dataclass(frozen=True)
class ChildLine:
    """A child to choose, or one on leave; `id` of the child or of the leave."""

    id: int
    name: str
    where: str
    reason: str = ""


@dataclass(frozen=True)
class DayView:
    """The whole day. `text` was looked for in titles, rooms and teachers."""

    slots: list[Slot]
    leaves: list[ChildLine]


def days_to_choose() -> list[Choice]:
    """Today and the days ahead for which sessions are made."""
    today = clock.today()
    days = [today + timedelta(days=offset) for offset in range(DAYS_AHEAD + 1)]
    return [Choice(day.isoformat(), _day_label(day, today)) for day in days]


def _day_label(day: date, today: date) -> str:
    return words.joined(_("Today"), words.day_line(day, None)) if day == today else words.day_line(day, None)


def day_view(db: Db, day: date, text: str) -> DayView:
    """The classes of `day` that `text` is found in, changed ones first, then sections; and who is on leave."""
    wanted = text.strip().lower()
    found = queries.meetings(db, day)
    rows = [
        (one, _row(one, found))
        for one in found
        if wanted in f"{words.title(one)} {one.room} {one.planned_room} {one.teacher} {one.planned_teacher}".lower()
    ]
    names = list(dict.fromkeys(one.slot for one, _row in rows))
    slots = [
        Slot(
            name, sorted((row for one, row in rows if one.slot == name), key=lambda row: (not row.changes, row.is_care))
        )
        for name in names
    ]
    return DayView(slots, _leaves(db, day))


def class_row(db: Db, session_id: int) -> ClassRow:
    """One class, opened; an empty row when it is no longer there."""
    day = queries.day_of(db, session_id)
    found = queries.meetings(db, day) if day else []
    return next((_row(one, found) for one in found if one.id == session_id), ClassRow())


def _row(one: Meeting, found: list[Meeting]) -> ClassRow:
    """`found`: all classes of the day, for the names of those that are merged."""
    guests = _(", ").join(words.title(other) for other in found if other.into_id == one.id)
    return ClassRow(
        id=one.id,
        title=words.title(one),
        detail=words.joined(words.span(one), one.room, one.teacher),
        expected=one.expected,
        is_off=one.is_off,
        is_care=one.is_care,
        is_over=one.ends_at <= clock.now(),
        changes=[
            Made(change.id, _change_text(kind, one, found) + words.reason_tail(change.reason))
            for kind, change in one.changes.items()
        ],
        guests=_("with {titles}").format(titles=guests) if guests else "",
    )


def _change_text(kind: str, one: Meeting, found: list[Meeting]) -> str:
    if kind == "merged":
        return words.joins(next((other for other in found if other.id == one.into_id), None))
    return _CHANGED[kind](one)


def _leaves(db: Db, day: date) -> list[ChildLine]:
    start, end = clock.at_minutes(day, 0), clock.at_minutes(day, 24 * 60)
    return [
        ChildLine(row[0], row[2], seat_name(homeroom_name(row[3], row[4]), row[5]), row[1])
        for row in day_queries.leaves_on(db, start, end)
    ]


def children_called(db: Db, text: str, day: date) -> list[ChildLine]:
    """Children to choose for a leave; nothing for an empty text."""
    if not text.strip():
        return []
    return [
        ChildLine(row[0], row[1], seat_name(homeroom_name(row[2], row[3]), row[4]))
        for row in day_queries.find_children(db, text.strip(), day)
    ]
