"""What the office needs to change a day: choices, leaves, changes in force."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, select
from sqlmodel import Session as Db

from schoolapp import models
from schoolapp.models import tables as t
from schoolapp.models.base import valid_on
from schoolapp.school.naming import room_name


@dataclass(frozen=True, slots=True)
class RoomFacts:
    """How many a room seats, and where it is."""

    seats: int
    building_id: int
    building: str


def room_facts(db: Db, room_ids: Iterable[int | None]) -> dict[int, RoomFacts]:
    """By room; those that are not there are left out."""
    query = (
        select(t.room.c.id, t.room.c.seats, t.room.c.building_id, t.building.c.name)
        .join(t.building, t.building.c.id == t.room.c.building_id)
        .where(t.room.c.id.in_([one for one in room_ids if one is not None]))
    )
    return {row[0]: RoomFacts(row[1], row[2], row[3]) for row in db.execute(query)}


def change_in_force(db: Db, change_id: int) -> Any:
    """Session, kind and day of a change that was not withdrawn; None otherwise."""
    query = (
        select(t.change.c.session_id, t.change.c.kind, t.session.c.day, t.session.c.ends_at)
        .join(t.session, t.session.c.id == t.change.c.session_id)
        .where(t.change.c.id == change_id, t.change.c.withdrawn_at.is_(None))
    )
    return db.execute(query).first()


def staff_choices(db: Db) -> list[tuple[int, str]]:
    """Everybody who may take a class, by pinyin."""
    query = (
        select(t.staff.c.id, t.staff.c.name).where(t.staff.c.left_on.is_(None)).order_by(t.staff.c.pinyin, t.staff.c.id)
    )
    return [(row[0], row[1]) for row in db.execute(query)]


def room_choices(db: Db) -> list[tuple[int, str]]:
    """Every room, by building and door."""
    query = (
        select(t.room.c.id, t.building.c.name, t.room.c.number)
        .join(t.building, t.building.c.id == t.room.c.building_id)
        .order_by(t.building.c.position, t.building.c.id, t.room.c.number)
    )
    return [(row[0], room_name(row[1], row[2])) for row in db.execute(query)]


def student_exists(db: Db, student_id: int) -> bool:
    """Whether there is such a child."""
    return db.execute(select(t.student.c.id).where(t.student.c.id == student_id)).first() is not None


def leaves_on(db: Db, start: datetime, end: datetime) -> list[Any]:
    """Leaves that touch the span, by homeroom and seat: id, reason, name, grade, number, seat."""
    query = (
        select(
            t.leave.c.id,
            t.leave.c.reason,
            t.student.c.name,
            t.homeroom.c.grade,
            t.homeroom.c.number,
            t.member.c.seat_number,
        )
        .join(t.student, t.student.c.id == t.leave.c.student_id)
        .join(t.member, and_(t.member.c.student_id == t.student.c.id, t.member.c.valid_to.is_(None)))
        .join(t.homeroom, t.homeroom.c.id == t.member.c.homeroom_id)
        .where(t.leave.c.withdrawn_at.is_(None), t.leave.c.starts_at < end, t.leave.c.ends_at > start)
        .order_by(t.homeroom.c.grade, t.homeroom.c.number, t.member.c.seat_number)
    )
    return list(db.execute(query))


def find_children(db: Db, text: str, day: date, limit: int = 8) -> list[Any]:
    """Participating children whose name, initials or number begins with `text`: id, name, grade, number, seat."""
    like = text.replace("%", "").replace("_", "") + "%"
    query = (
        select(t.student.c.id, t.student.c.name, t.homeroom.c.grade, t.homeroom.c.number, t.member.c.seat_number)
        .join(t.member, and_(t.member.c.student_id == t.student.c.id, valid_on(models.HomeroomMembership, day)))
        .join(t.homeroom, t.homeroom.c.id == t.member.c.homeroom_id)
        .join(t.taking_part, and_(t.taking_part.c.student_id == t.student.c.id, valid_on(models.Participation, day)))
        .where(t.student.c.name.ilike(like) | t.student.c.initials.ilike(like) | t.student.c.school_number.ilike(like))
        .order_by(t.homeroom.c.grade, t.homeroom.c.number, t.member.c.seat_number)
        .limit(limit)
    )
    return list(db.execute(query))
