"""The selects about terms, bells, days, buildings and walking times."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import func, select
from sqlmodel import Session as Db

from schoolapp.models import Building, CalendarDay, PeriodSlot, School, Term, WalkTime
from schoolapp.models import tables as t
from schoolapp.programme.rules import Bell
from schoolapp.school.basics.rules import DEFAULT_WALK


def school(db: Db) -> School | None:
    """The one school of this installation."""
    return db.scalars(select(School)).first()


def terms(db: Db) -> list[Term]:
    """All terms, the first one first."""
    return list(db.scalars(select(Term).order_by(t.term.c.starts_on)))


def slots(db: Db, term_id: int) -> list[PeriodSlot]:
    """Every bell the term has had, by number."""
    return list(
        db.scalars(
            select(PeriodSlot)
            .where(t.period_slot.c.term_id == term_id)
            .order_by(t.period_slot.c.number, t.period_slot.c.id)
        )
    )


def bell_of(slot: PeriodSlot) -> Bell:
    """The row as the rules see it."""
    return Bell(
        slot.number,
        slot.name,
        slot.starts_minutes,
        slot.ends_minutes,
        slot.stage,
        slot.weekday,
        slot.valid_from,
        slot.valid_to,
    )


def lesson_periods(db: Db, term_id: int, day: date) -> set[tuple[int, int]]:
    """(weekday, number) of the periods in which the timetable has lessons on `day` or later."""
    entry = t.entry.c
    lasts = entry.valid_to.is_(None) | (entry.valid_to >= day)
    rows = db.execute(select(entry.weekday, entry.slot_number).where(entry.term_id == term_id, lasts).distinct())
    return {(row[0], row[1]) for row in rows}


def held_between(db: Db, first: date, last: date, now: datetime) -> tuple[date, date] | None:
    """The first and the last day of the span on which a lesson began; None when there was none."""
    s = t.session.c
    row = db.execute(
        select(func.min(s.day), func.max(s.day)).where(s.day.between(first, last), s.starts_at <= now)
    ).one()
    return (row[0], row[1]) if row[0] else None


def special(db: Db, day: date) -> CalendarDay | None:
    """What is different about a day, in whichever term."""
    return db.scalars(select(CalendarDay).where(t.calendar.c.day == day)).first()


def special_days(db: Db, term_ids: Iterable[int]) -> list[CalendarDay]:
    """The days of these terms that are not like their weekday."""
    return list(
        db.scalars(select(CalendarDay).where(t.calendar.c.term_id.in_(list(term_ids))).order_by(t.calendar.c.day))
    )


def buildings(db: Db) -> list[Building]:
    """In the order of the board."""
    return list(db.scalars(select(Building).order_by(t.building.c.position, t.building.c.id)))


def walk_rows(db: Db) -> dict[tuple[int, int], WalkTime]:
    """The agreed walking times, by where from and where to."""
    return {(row.from_building_id, row.to_building_id): row for row in db.scalars(select(WalkTime))}


def walk_between(rows: dict[tuple[int, int], WalkTime], one: int, other: int) -> int:
    """Minutes between two buildings; a time agreed for one direction counts for both."""
    row = rows.get((one, other)) or rows.get((other, one))
    return row.minutes if row else DEFAULT_WALK
