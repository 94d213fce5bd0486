"""Days that are not like their weekday: holidays, exams, make-up days, days that end early."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlmodel import Session as Db

from schoolapp import clock
from schoolapp.identity import audit
from schoolapp.identity.policy import Viewer
from schoolapp.models import CalendarDay, Term
from schoolapp.programme import service
from schoolapp.programme.rules import Special
from schoolapp.programme.service import Steps
from schoolapp.school.basics import queries
from schoolapp.school.basics.rules import Days, is_complete
from schoolapp.school.basics.service import begin, replan, tidy
from schoolapp.school.basics.words import KIND_WORDS, day_words, refuse

MOST_NOTE = 20


def add(db: Db, viewer: Viewer, days: Days) -> Steps | None:
    """Enter days; None when they are entered already. Lessons of a holiday are withdrawn, a make-up day gets its own.

    Raises Refused: wrong_days, past_day, outside_term, day_taken.
    """
    new = _new(db, viewer, days)
    if not new:
        return None
    db.add_all(new)
    audit.record(
        db, viewer.account_id, "school.calendar_add", "calendar_day", days.first.isoformat(), after=_facts(new)
    )
    return replan(db)


def concerned(db: Db, viewer: Viewer, days: Days) -> tuple[int, int]:
    """How many classes and children would be without their lesson. Raises as `add`."""
    new = _new(db, viewer, days)
    specials = {row.day: Special(row.kind, row.follows_weekday, row.ends_at_minutes) for row in new}
    return service.concerned(db, specials) if specials else (0, 0)


def _new(db: Db, viewer: Viewer, days: Days) -> list[CalendarDay]:
    """The rows to add, without those that are there already."""
    begin(db, viewer)
    if not is_complete(days):
        raise refuse("wrong_days")
    if days.first < clock.today():
        raise refuse("past_day")
    terms = queries.terms(db)
    return [row for day in days.each() if (row := _row(db, terms, days, day)) is not None]


def remove(db: Db, viewer: Viewer, ids: Collection[int]) -> Steps | None:
    """The days are ordinary again; None when they were so already. Raises Refused: past_day."""
    begin(db, viewer)
    rows = sorted((row for one in set(ids) if (row := db.get(CalendarDay, one))), key=lambda row: row.day)
    if not rows:
        return None
    if rows[0].day < clock.today():
        raise refuse("past_day")
    audit.record(
        db, viewer.account_id, "school.calendar_remove", "calendar_day", rows[0].day.isoformat(), before=_facts(rows)
    )
    for row in rows:
        db.delete(row)
    return replan(db)


def _row(db: Db, terms: list[Term], days: Days, day: date) -> CalendarDay | None:
    """The row to add; None when the day is entered so already."""
    term = next((one for one in terms if one.starts_on <= day <= one.ends_on), None)
    if term is None:
        raise refuse("outside_term", day=day_words(day))
    row = CalendarDay(
        term_id=term.id or 0,
        day=day,
        kind=days.kind,
        follows_weekday=days.follows if days.kind == "follows_weekday" else None,
        ends_at_minutes=days.ends_at if days.kind == "early_dismissal" else None,
        note=tidy(days.note, MOST_NOTE) or KIND_WORDS[days.kind],
    )
    known = queries.special(db, day)
    if known is None:
        return row
    if _same(known) == _same(row):
        return None
    raise refuse("day_taken", day=day_words(day), kind=KIND_WORDS.get(known.kind, known.note))


def _same(row: CalendarDay) -> tuple[Any, ...]:
    return row.kind, row.follows_weekday, row.ends_at_minutes


def _facts(rows: list[CalendarDay]) -> dict[str, Any]:
    """For the trail."""
    first = rows[0]
    facts: dict[str, Any] = {"kind": first.kind, "last_day": rows[-1].day.isoformat()}
    return facts if first.follows_weekday is None else {**facts, "follows_weekday": first.follows_weekday}
