"""Who stands on the roll of a session, and how far its roll is."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlmodel import Session as Db

from schoolapp import models
from schoolapp.models import tables as t
from schoolapp.models.base import valid_on
from schoolapp.programme.queries import Meeting, leave_covers


@dataclass(frozen=True, slots=True)
class Pupil:
    """A child on a roll."""

    id: int
    name: str
    grade: int
    number: int
    seat: int | None
    on_leave: bool


def children_on_leave(db: Db, session_ids: Collection[int]) -> set[int]:
    """Children listed in these sessions who are on leave then."""
    query = (
        select(t.listed.c.student_id)
        .join(t.session, t.session.c.id == t.listed.c.session_id)
        .join(t.leave, leave_covers())
    )
    return set(db.execute(query.where(t.session.c.id.in_(session_ids))).scalars())


def members_listed(db: Db, homeroom_id: int, day: date) -> list[tuple[int, int]]:
    """(session, child) of all sessions of the day that list children of the homeroom."""
    query = (
        select(t.listed.c.session_id, t.listed.c.student_id)
        .join(t.session, t.session.c.id == t.listed.c.session_id)
        .join(t.member, t.member.c.student_id == t.listed.c.student_id)
        .where(t.session.c.day == day, t.member.c.homeroom_id == homeroom_id, valid_on(models.HomeroomMembership, day))
    )
    return [(row[0], row[1]) for row in db.execute(query)]


def pupils(db: Db, meeting: Meeting) -> list[Pupil]:
    """Whom the session expects, by homeroom and seat; children of a class merged into it among them."""
    merged = select(t.change.c.session_id).where(
        t.change.c.into_session_id == meeting.id, t.change.c.kind == "merged", t.change.c.withdrawn_at.is_(None)
    )
    sources = {meeting.id, *db.execute(merged).scalars()}
    away = children_on_leave(db, sources)
    query = (
        select(t.student.c.id, t.student.c.name, t.homeroom.c.grade, t.homeroom.c.number, t.member.c.seat_number)
        .join(t.listed, t.listed.c.student_id == t.student.c.id)
        .join(t.member, t.member.c.student_id == t.student.c.id)
        .join(t.homeroom, t.homeroom.c.id == t.member.c.homeroom_id)
        .where(t.listed.c.session_id.in_(sources), valid_on(models.HomeroomMembership, meeting.day))
        .order_by(t.homeroom.c.grade, t.homeroom.c.number, t.member.c.seat_number, t.student.c.id)
    )
    return [Pupil(*row, on_leave=row[0] in away) for row in db.execute(query)]


def rolls_begun(db: Db, session_ids: Collection[int]) -> set[int]:
    """Sessions whose roll was begun."""
    kinds = ("opened", "scan", "mark", "head_count", "submit")
    begun = select(t.event.c.session_id).where(t.event.c.session_id.in_(session_ids), t.event.c.kind.in_(kinds))
    return set(db.execute(begun.distinct()).scalars())


def last_submissions(db: Db, session_ids: Collection[int]) -> dict[int, tuple[datetime, int]]:
    """Session → when its roll was submitted last, and how many children counted as here then."""
    query = select(t.roll.c.session_id, t.roll.c.submitted_at, t.roll.c.present_count)
    rows = db.execute(query.where(t.roll.c.session_id.in_(session_ids)).order_by(t.roll.c.submitted_at))
    return {row[0]: (row[1], row[2]) for row in rows}
