"""The facts of one day that a paper roll needs."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import func
from sqlmodel import Session as Unit
from sqlmodel import col, select

from schoolapp import clock
from schoolapp.checkin.paper.rules import Child, Facts, Meeting
from schoolapp.models import (
    Building,
    CheckinEvent,
    DayChange,
    Homeroom,
    HomeroomMembership,
    Leave,
    RollSubmission,
    Room,
    School,
    Section,
    Session,
    SessionStudent,
    Staff,
    Student,
)
from schoolapp.models.base import valid_on
from schoolapp.school.naming import homeroom_name, namesakes, room_name


def school_name(db: Unit) -> str:
    """The school's name, empty before it is set up."""
    return db.exec(select(School.name)).first() or ""


def next_day(db: Unit, after: date) -> date | None:
    """The first day after `after` on which anything meets."""
    return db.exec(select(col(Session.day)).where(Session.day > after).order_by(col(Session.day)).limit(1)).first()


def facts(db: Unit, day: date) -> Facts:
    """Everything a day's rolls are made of; children by homeroom and seat number."""
    meetings = _meetings(db, day)
    ids = [meeting.id for meeting in meetings]
    listed = db.exec(
        select(SessionStudent.session_id, SessionStudent.student_id).where(col(SessionStudent.session_id).in_(ids))
    ).all()
    children = _children(db, {child for _meeting, child in listed}, day)
    return Facts(meetings, list(listed), children, _leaves(db, day))


def _meetings(db: Unit, day: date) -> list[Meeting]:
    rooms = {
        room: room_name(building, number)
        for room, building, number in db.exec(select(Room.id, Building.name, Room.number).join(Building))
    }
    staff = dict(db.exec(select(Staff.id, Staff.name)).all())
    rows = db.exec(
        select(Session, Section, Homeroom)
        .outerjoin(Section, col(Section.id) == Session.section_id)
        .outerjoin(Homeroom, col(Homeroom.id) == Session.homeroom_id)
        .where(Session.day == day)
        .order_by(col(Session.section_id), col(Homeroom.grade), col(Homeroom.number), col(Session.slot_number))
    ).all()
    changes = _changes(db, [session.id or 0 for session, *_ in rows])
    return [
        _meeting(session, _title(section, homeroom), changes.get(session.id or 0, []), rooms, staff)
        for session, section, homeroom in rows
    ]


def _title(section: Section | None, homeroom: Homeroom | None) -> str:
    if section is not None:
        return section.name
    return homeroom_name(homeroom.grade, homeroom.number) if homeroom else ""


def _changes(db: Unit, session_ids: Collection[int]) -> dict[int, list[DayChange]]:
    """The changes in force of each session, oldest first: a later one of a kind replaces the earlier."""
    wanted = col(DayChange.session_id).in_(session_ids), col(DayChange.withdrawn_at).is_(None)
    found: dict[int, list[DayChange]] = {}
    for change in db.exec(select(DayChange).where(*wanted).order_by(col(DayChange.id))):
        found.setdefault(change.session_id, []).append(change)
    return found


def _meeting(
    session: Session, title: str, changes: list[DayChange], rooms: dict[int | None, str], staff: dict[int | None, str]
) -> Meeting:
    meeting = Meeting(
        id=session.id or 0,
        slot=session.slot_number,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        title=title,
        place=rooms.get(session.room_id, ""),
        teacher=staff.get(session.staff_id, ""),
        staff_id=session.staff_id,
        section_id=session.section_id,
        homeroom_id=session.homeroom_id,
    )
    for change in changes:
        if change.kind == "substitute":
            meeting = replace(meeting, staff_id=change.staff_id, teacher=staff.get(change.staff_id, ""))
        elif change.kind == "room":
            meeting = replace(meeting, place=rooms.get(change.room_id, ""))
        elif change.kind == "cancelled":
            meeting = replace(meeting, is_cancelled=True)
        elif change.kind == "merged":
            meeting = replace(meeting, merged_into=change.into_session_id)
    return meeting


def _children(db: Unit, ids: Collection[int], day: date) -> list[Child]:
    rows = db.exec(
        select(Student, HomeroomMembership, Homeroom)
        .join(HomeroomMembership, col(HomeroomMembership.student_id) == Student.id)
        .join(Homeroom, col(Homeroom.id) == HomeroomMembership.homeroom_id)
        .where(col(Student.id).in_(ids), valid_on(HomeroomMembership, day))
        .order_by(col(Homeroom.grade), col(Homeroom.number), col(HomeroomMembership.seat_number), col(Student.name))
    ).all()
    shared = namesakes(student.name for student, *_ in rows)
    return [
        Child(
            id=student.id or 0,
            name=student.name,
            homeroom_id=homeroom.id or 0,
            homeroom=homeroom_name(homeroom.grade, homeroom.number),
            seat=member.seat_number,
            is_namesake=student.name in shared,
        )
        for student, member, homeroom in rows
    ]


def _leaves(db: Unit, day: date) -> list[tuple[int, datetime, datetime]]:
    midnight, next_midnight = clock.at_minutes(day, 0), clock.at_minutes(day, 24 * 60)
    rows = db.exec(
        select(Leave.student_id, Leave.starts_at, Leave.ends_at).where(
            col(Leave.withdrawn_at).is_(None), Leave.starts_at < next_midnight, Leave.ends_at > midnight
        )
    )
    return list(rows)


def submitted(db: Unit, session_ids: Collection[int]) -> set[int]:
    """Those of the sessions whose roll was submitted, by phone or from paper."""
    wanted = col(RollSubmission.session_id).in_(session_ids)
    return set(db.exec(select(RollSubmission.session_id).where(wanted)))


def session_day(db: Unit, session_id: int) -> date | None:
    """The day of a session, None when there is none."""
    return db.exec(select(col(Session.day)).where(Session.id == session_id)).first()


def last_statements(db: Unit, session_id: int) -> dict[int | None, datetime]:
    """When something was last said of each child in this session; None stands for the roll itself."""
    last = (
        select(CheckinEvent.student_id, func.max(CheckinEvent.happened_at))
        .where(CheckinEvent.session_id == session_id)
        .group_by(col(CheckinEvent.student_id))
    )
    return dict(db.exec(last).all())
