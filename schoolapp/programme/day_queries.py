"""What the office needs to change a day: choices, leaves, changes in force."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, select
from sqlmodel import Session as Db

from schoolapp import models
from schoolapp.models.base import valid_on
from schoolapp.school.naming import room_name

_building, _change, _homeroom = (m.__table__ for m in (models.Building, models.DayChange, models.Homeroom))  # type: ignore[attr-defined]
_leave, _member, _part = (m.__table__ for m in (models.Leave, models.HomeroomMembership, models.Participation))  # type: ignore[attr-defined]
_room, _session, _staff = (m.__table__ for m in (models.Room, models.Session, models.Staff))  # type: ignore[attr-defined]
_student = models.Student.__table__  # type: ignore[attr-defined]


def change_in_force(db: Db, change_id: int) -> Any:
    """Session, kind and day of a change that was not withdrawn; None otherwise."""
    query = (
        select(_change.c.session_id, _change.c.kind, _session.c.day, _session.c.ends_at)
        .join(_session, _session.c.id == _change.c.session_id)
        .where(_change.c.id == change_id, _change.c.withdrawn_at.is_(None))
    )
    return db.execute(query).first()


def staff_choices(db: Db) -> list[tuple[int, str]]:
    """Everybody who may take a class, by pinyin."""
    query = select(_staff.c.id, _staff.c.name).where(_staff.c.left_on.is_(None)).order_by(_staff.c.pinyin, _staff.c.id)
    return [(row[0], row[1]) for row in db.execute(query)]


def room_choices(db: Db) -> list[tuple[int, str]]:
    """Every room, by building and door."""
    query = (
        select(_room.c.id, _building.c.name, _room.c.number)
        .join(_building, _building.c.id == _room.c.building_id)
        .order_by(_building.c.position, _building.c.id, _room.c.number)
    )
    return [(row[0], room_name(row[1], row[2])) for row in db.execute(query)]


def student_exists(db: Db, student_id: int) -> bool:
    """Whether there is such a child."""
    return db.execute(select(_student.c.id).where(_student.c.id == student_id)).first() is not None


def leaves_on(db: Db, start: datetime, end: datetime) -> list[Any]:
    """Leaves that touch the span, by homeroom and seat: id, reason, name, grade, number, seat."""
    query = (
        select(
            _leave.c.id, _leave.c.reason, _student.c.name, _homeroom.c.grade, _homeroom.c.number, _member.c.seat_number
        )
        .join(_student, _student.c.id == _leave.c.student_id)
        .join(_member, and_(_member.c.student_id == _student.c.id, _member.c.valid_to.is_(None)))
        .join(_homeroom, _homeroom.c.id == _member.c.homeroom_id)
        .where(_leave.c.withdrawn_at.is_(None), _leave.c.starts_at < end, _leave.c.ends_at > start)
        .order_by(_homeroom.c.grade, _homeroom.c.number, _member.c.seat_number)
    )
    return list(db.execute(query))


def find_children(db: Db, text: str, day: date, limit: int = 8) -> list[Any]:
    """Participating children whose name, initials or number begins with `text`: id, name, grade, number, seat."""
    like = text.replace("%", "").replace("_", "") + "%"
    query = (
        select(_student.c.id, _student.c.name, _homeroom.c.grade, _homeroom.c.number, _member.c.seat_number)
        .join(_member, and_(_member.c.student_id == _student.c.id, valid_on(models.HomeroomMembership, day)))
        .join(_homeroom, _homeroom.c.id == _member.c.homeroom_id)
        .join(_part, and_(_part.c.student_id == _student.c.id, valid_on(models.Participation, day)))
        .where(
            _student.c.name.like(like) | _student.c.initials.like(like.lower()) | _student.c.school_number.like(like)
        )
        .order_by(_homeroom.c.grade, _homeroom.c.number, _member.c.seat_number)
        .limit(limit)
    )
    return list(db.execute(query))
