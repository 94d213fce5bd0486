"""The sessions of a day with its changes laid over them, and who is expected in each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, func, select
from sqlmodel import Session as Db

from schoolapp.models import tables as t
from schoolapp.programme.rules import week_of_term
from schoolapp.school.bells import slot_names
from schoolapp.school.naming import homeroom_name, room_name


@dataclass(frozen=True, slots=True)
class Change:
    """A change of the day that is in force."""

    id: int
    reason: str
    at: datetime
    """When it was entered."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """A session with the changes of its day: `room`, `teacher` are those that hold, `planned_…` those of the plan."""

    id: int
    day: date
    slot_number: int
    slot: str
    starts_at: datetime
    ends_at: datetime
    section_id: int | None
    homeroom_id: int | None
    title: str
    """The section's name, or the homeroom's for homework care."""
    grades: tuple[int, int]
    room_id: int | None
    room: str
    planned_room: str
    staff_id: int | None
    teacher: str
    planned_staff_id: int | None
    planned_teacher: str
    into_id: int | None
    """Merged into that session."""
    changes: dict[str, Change]
    """By kind: substitute, room, cancelled, merged."""
    expected: int = 0
    """Children, those on leave included."""
    on_leave: int = 0

    @property
    def is_care(self) -> bool:
        return self.homeroom_id is not None

    @property
    def is_off(self) -> bool:
        """Cancelled, or merged into another."""
        return "cancelled" in self.changes or "merged" in self.changes

    @property
    def span(self) -> tuple[datetime, datetime]:
        return self.starts_at, self.ends_at


@dataclass(frozen=True, slots=True)
class TermDay:
    """Where a day lies in its term; `note` of a day that is not like its weekday."""

    week: int
    note: str


def term_day(db: Db, day: date) -> TermDay | None:
    """None outside every term."""
    term = db.execute(
        select(t.term.c.id, t.term.c.starts_on).where(t.term.c.starts_on <= day, t.term.c.ends_on >= day)
    ).first()
    if term is None:
        return None
    where = and_(t.calendar.c.term_id == term[0], t.calendar.c.day == day)
    note = db.execute(select(t.calendar.c.note).where(where)).scalar()
    return TermDay(week_of_term(day, term[1]), note or "")


def next_day_with_sessions(db: Db, day: date) -> date | None:
    """The first day after `day` for which sessions are made."""
    return db.execute(select(func.min(t.session.c.day)).where(t.session.c.day > day)).scalar()


def meetings(db: Db, day: date, ids: Collection[int] | None = None) -> list[Meeting]:
    """The sessions of `day` in the order of time and place; `ids` picks some."""
    query = (
        select(
            t.session,
            t.section.c.name,
            t.section.c.grade_from,
            t.section.c.grade_to,
            t.homeroom.c.grade,
            t.homeroom.c.number,
        )
        .outerjoin(t.section, t.section.c.id == t.session.c.section_id)
        .outerjoin(t.homeroom, t.homeroom.c.id == t.session.c.homeroom_id)
        .where(t.session.c.day == day)
        .order_by(t.session.c.starts_at, t.homeroom.c.grade, t.homeroom.c.number, t.session.c.section_id)
    )
    rows = db.execute(query if ids is None else query.where(t.session.c.id.in_(ids))).all()
    changes = _changes(db, day)
    rooms, staff, slots = _rooms(db), _names(db), slot_names(db, day)
    found = [_meeting(row, changes[row.id], rooms, staff, slots) for row in rows]
    return _counted(found, _expected(db, day), _on_leave(db, day))


def _meeting(
    row: Any, changes: dict[str, Any], rooms: dict[int, str], staff: dict[int, str], slots: dict[int, str]
) -> Meeting:
    """`row` of a session with its section or homeroom."""
    room_id = changes["room"].room_id if "room" in changes else row.room_id
    staff_id = changes["substitute"].staff_id if "substitute" in changes else row.staff_id
    is_care = row.homeroom_id is not None
    return Meeting(
        id=row.id,
        day=row.day,
        slot_number=row.slot_number,
        slot=slots.get(row.slot_number, str(row.slot_number)),
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        section_id=row.section_id,
        homeroom_id=row.homeroom_id,
        title=homeroom_name(row.grade, row.number) if is_care else row.name,
        grades=(row.grade, row.grade) if is_care else (row.grade_from, row.grade_to),
        room_id=room_id,
        room=rooms.get(room_id or 0, ""),
        planned_room=rooms.get(row.room_id or 0, ""),
        staff_id=staff_id,
        teacher=staff.get(staff_id or 0, ""),
        planned_staff_id=row.staff_id,
        planned_teacher=staff.get(row.staff_id or 0, ""),
        into_id=changes["merged"].into_session_id if "merged" in changes else None,
        changes={kind: Change(change.id, change.reason, change.created_at) for kind, change in changes.items()},
    )


def _counted(found: list[Meeting], expected: dict[int, int], on_leave: dict[int, int]) -> list[Meeting]:
    """With the numbers of children; those of a merged class count where it went."""
    for meeting in found:
        if meeting.into_id is not None:
            expected[meeting.into_id] += expected[meeting.id]
            on_leave[meeting.into_id] += on_leave[meeting.id]
    return [replace(one, expected=expected[one.id], on_leave=on_leave[one.id]) for one in found]


def _changes(db: Db, day: date) -> dict[int, dict[str, Any]]:
    """Session → kind → the newest change in force."""
    found: dict[int, dict[str, Any]] = defaultdict(dict)
    query = (
        select(t.change)
        .join(t.session, t.session.c.id == t.change.c.session_id)
        .where(t.session.c.day == day, t.change.c.withdrawn_at.is_(None))
        .order_by(t.change.c.id)
    )
    for row in db.execute(query):
        found[row.session_id][row.kind] = row
    return found


def _rooms(db: Db) -> dict[int, str]:
    query = select(t.room.c.id, t.building.c.name, t.room.c.number).join(
        t.building, t.building.c.id == t.room.c.building_id
    )
    return {row[0]: room_name(row[1], row[2]) for row in db.execute(query)}


def _names(db: Db) -> dict[int, str]:
    return {row[0]: row[1] for row in db.execute(select(t.staff.c.id, t.staff.c.name))}


def _expected(db: Db, day: date) -> dict[int, int]:
    query = (
        select(t.listed.c.session_id, func.count())
        .join(t.session, t.session.c.id == t.listed.c.session_id)
        .where(t.session.c.day == day)
        .group_by(t.listed.c.session_id)
    )
    return defaultdict(int, ((row[0], row[1]) for row in db.execute(query)))


def leave_covers() -> Any:
    """The leave touches the session's time; both are joined to the list of the session."""
    return and_(
        t.leave.c.student_id == t.listed.c.student_id,
        t.leave.c.withdrawn_at.is_(None),
        t.leave.c.starts_at < t.session.c.ends_at,
        t.leave.c.ends_at > t.session.c.starts_at,
    )


def _on_leave(db: Db, day: date) -> dict[int, int]:
    query = (
        select(t.listed.c.session_id, func.count(t.listed.c.student_id.distinct()))
        .join(t.session, t.session.c.id == t.listed.c.session_id)
        .join(t.leave, leave_covers())
        .where(t.session.c.day == day)
        .group_by(t.listed.c.session_id)
    )
    return defaultdict(int, ((row[0], row[1]) for row in db.execute(query)))


def homeroom_title(db: Db, homeroom_id: int) -> str:
    """三（2）班."""
    row = db.execute(select(t.homeroom.c.grade, t.homeroom.c.number).where(t.homeroom.c.id == homeroom_id)).first()
    return homeroom_name(row[0], row[1]) if row else ""


def joined_at(found: Collection[Meeting]) -> dict[int, datetime]:
    """Session → when the last class joined it; `found` are the day's."""
    joins = [(one.into_id, one.changes["merged"].at) for one in found if one.into_id is not None]
    return {into: max(at for key, at in joins if key == into) for into, _at in joins}


def day_of(db: Db, session_id: int) -> date | None:
    """The day of a session; None when there is no such session."""
    return db.execute(select(t.session.c.day).where(t.session.c.id == session_id)).scalar()
