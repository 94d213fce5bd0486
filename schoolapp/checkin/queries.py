"""The selects of the write path: each answers for a whole group of events at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, Connection, and_, cast, false, func, or_, select

from schoolapp.checkin.picture import CardRow, Child, LogRow, Meeting, Place
from schoolapp.models import (
    Account,
    Building,
    Card,
    CheckinEvent,
    Course,
    DayChange,
    Homeroom,
    HomeroomMembership,
    Leave,
    LoginSession,
    Room,
    Section,
    Session,
    SessionStudent,
    Staff,
    Student,
)
from schoolapp.models.programme import Enrolment
from schoolapp.school.naming import homeroom_name, room_name

_account, _building, _card, _event = (model.__table__ for model in (Account, Building, Card, CheckinEvent))  # type: ignore[attr-defined]
_course, _change, _homeroom = (model.__table__ for model in (Course, DayChange, Homeroom))  # type: ignore[attr-defined]
_member, _leave, _login, _room = (model.__table__ for model in (HomeroomMembership, Leave, LoginSession, Room))  # type: ignore[attr-defined]
_section, _session, _listed = (model.__table__ for model in (Section, Session, SessionStudent))  # type: ignore[attr-defined]
_staff, _student, _enrolment = (model.__table__ for model in (Staff, Student, Enrolment))  # type: ignore[attr-defined]


def millis(instant: datetime) -> int:
    """Milliseconds since 1970."""
    return round(instant.timestamp() * 1000)


def on(table: Any, day: date) -> Any:
    """The dated row counts on `day`; both ends are included."""
    return and_(table.c.valid_from <= day, or_(table.c.valid_to.is_(None), table.c.valid_to >= day))


def standing_logins(db: Connection, hashes: Collection[str], now: datetime) -> set[str]:
    """Those of the logins (by token hash) that are neither revoked nor expired nor of a disabled account."""
    query = (
        select(_login.c.token_hash)
        .join(_account, _account.c.id == _login.c.account_id)
        .where(_login.c.token_hash.in_(hashes), _login.c.revoked_at.is_(None), _login.c.expires_at > now)
        .where(_account.c.disabled_at.is_(None))
    )
    return set(db.execute(query).scalars())


def cards_by_digest(db: Connection, digests: Collection[str]) -> dict[str, CardRow]:
    """Issued cards, revoked ones too, by the digest of their code."""
    query = select(_card.c.code_digest, _card.c.id, _card.c.student_id, _card.c.revoked_at)
    rows = db.execute(query.where(_card.c.code_digest.in_(digests)))
    return {row[0]: CardRow(row[1], row[2], row[3] is not None) for row in rows}


_LOG: tuple[Any, ...] = (
    _event.c.id,
    _event.c.kind,
    _event.c.happened_at,
    _event.c.student_id,
    _event.c.session_id,
    _event.c.card_id,
    _event.c.verdict,
    _event.c.alert,
    _event.c.choice,
    _event.c.target_id,
    _event.c.actor_id,
    _event.c.method,
    _event.c.number,
    _event.c.note,
)


def _log_row(row: Any) -> LogRow:
    return LogRow(row[0], row[1], millis(row[2]), *row[3:])


def stored_events(db: Connection, ids: Collection[str]) -> dict[str, LogRow]:
    """Events that are stored already, by id."""
    return {row[0]: _log_row(row) for row in db.execute(select(*_LOG).where(_event.c.id.in_(ids)))}


def log_of_children(db: Connection, student_ids: Collection[int], start: datetime) -> list[LogRow]:
    """All events of these children since `start`."""
    query = select(*_LOG).where(_event.c.student_id.in_(student_ids), _event.c.happened_at >= start)
    return [_log_row(row) for row in db.execute(query)]


def log_of_sessions(db: Connection, session_ids: Collection[int]) -> list[LogRow]:
    """All events of these sessions."""
    return [_log_row(row) for row in db.execute(select(*_LOG).where(_event.c.session_id.in_(session_ids)))]


def expected_sessions(db: Connection, student_ids: Collection[int], days: Collection[date]) -> list[tuple[int, int]]:
    """(student, session) for every session of these days that lists one of these children."""
    query = (
        select(_listed.c.student_id, _listed.c.session_id)
        .join(_session, _session.c.id == _listed.c.session_id)
        .where(_listed.c.student_id.in_(student_ids), _session.c.day.in_(days))
    )
    return [(row[0], row[1]) for row in db.execute(query)]


def listed_children(db: Connection, session_ids: Collection[int]) -> list[tuple[int, int]]:
    """(session, student) as listed, before leaves and changes."""
    query = select(_listed.c.session_id, _listed.c.student_id).where(_listed.c.session_id.in_(session_ids))
    return [(row[0], row[1]) for row in db.execute(query.order_by(_listed.c.session_id, _listed.c.student_id))]


_MEETING: tuple[Any, ...] = (
    _session.c.id,
    _session.c.day,
    _session.c.slot_number,
    _session.c.starts_at,
    _session.c.ends_at,
    _session.c.section_id,
    _session.c.homeroom_id,
    _session.c.room_id,
    _session.c.staff_id,
)


def meetings(db: Connection, where: Any) -> dict[int, Meeting]:
    """Sessions with the changes of their day, by id. `where` is a condition on the session table."""
    query = (
        select(*_MEETING, _change.c.kind, _change.c.staff_id, _change.c.room_id, _change.c.into_session_id)
        .outerjoin(_change, and_(_change.c.session_id == _session.c.id, _change.c.withdrawn_at.is_(None)))
        .where(where)
        .order_by(_session.c.id, _change.c.id)
    )
    found: dict[int, Meeting] = {}
    for row in db.execute(query):
        meeting = found.get(row[0])
        if meeting is None:
            meeting = found[row[0]] = Meeting(*row[:3], millis(row[3]), millis(row[4]), *row[5:9])
        if row[9] is not None:
            meeting.change(row[9], row[10], row[11], row[12])
    return found


def meetings_by_id(db: Connection, ids: Collection[int]) -> dict[int, Meeting]:
    return meetings(db, _session.c.id.in_(ids))


def meetings_on(db: Connection, days: Collection[date]) -> dict[int, Meeting]:
    return meetings(db, _session.c.day.in_(days))


def care_meetings(db: Connection, homeroom_ids: Collection[int], days: Collection[date]) -> dict[int, Meeting]:
    """Homework care of these homerooms, where the children of a cancelled class go."""
    return meetings(db, and_(_session.c.homeroom_id.in_(homeroom_ids), _session.c.day.in_(days)))


def merged_into(db: Connection, session_ids: Collection[int]) -> list[int]:
    """Sessions that were merged into one of these."""
    query = select(_change.c.session_id).where(_change.c.into_session_id.in_(session_ids))
    return list(db.execute(query.where(_change.c.withdrawn_at.is_(None))).scalars())


def sent_back_to_care(db: Connection, homeroom_id: int, day: date, slot_number: int) -> set[int]:
    """Children of the homeroom whose class in this slot is cancelled."""
    query = (
        select(_listed.c.student_id)
        .join(_session, _session.c.id == _listed.c.session_id)
        .join(_change, and_(_change.c.session_id == _session.c.id, _change.c.kind == "cancelled"))
        .join(_member, and_(_member.c.student_id == _listed.c.student_id, on(_member, day)))
        .where(_session.c.day == day, _session.c.slot_number == slot_number, _change.c.withdrawn_at.is_(None))
        .where(_member.c.homeroom_id == homeroom_id, _session.c.section_id.is_not(None))
    )
    return set(db.execute(query).scalars())


def leaves(db: Connection, student_ids: Collection[int] | None, start: datetime, end: datetime) -> dict[int, list[Any]]:
    """Approved leaves that overlap the span: student → [(from, to)] in milliseconds; None asks for everybody's."""
    query = select(_leave.c.student_id, _leave.c.starts_at, _leave.c.ends_at).where(
        _leave.c.withdrawn_at.is_(None), _leave.c.ends_at > start, _leave.c.starts_at < end
    )
    if student_ids is not None:
        query = query.where(_leave.c.student_id.in_(student_ids))
    found: dict[int, list[Any]] = defaultdict(list)
    for row in db.execute(query.order_by(_leave.c.id)):
        found[row[0]].append((millis(row[1]), millis(row[2])))
    return found


def leave_mark() -> Any:
    """A select whose answer changes when a leave is given or withdrawn."""
    return select(func.max(_leave.c.id), func.count(_leave.c.withdrawn_at))


def listed_checksum(where: Any) -> Any:
    """A select whose answer changes when a child is listed elsewhere; `where` is a condition on the session table."""
    pair = cast(_listed.c.session_id, BigInteger) * _listed.c.student_id
    joined = _listed.join(_session, _session.c.id == _listed.c.session_id)
    return select(func.count(), func.sum(pair)).select_from(joined).where(where)


def children(db: Connection, student_ids: Collection[int], day: date) -> dict[int, Child]:
    """Name, homeroom and seat number on `day`."""
    query = (
        select(
            _student.c.id, _student.c.name, _homeroom.c.id, _homeroom.c.grade, _homeroom.c.number, _member.c.seat_number
        )
        .outerjoin(_member, and_(_member.c.student_id == _student.c.id, on(_member, day)))
        .outerjoin(_homeroom, _homeroom.c.id == _member.c.homeroom_id)
        .where(_student.c.id.in_(student_ids))
    )
    return {row[0]: Child(row[0], row[1], row[2], _homeroom_name(row[3], row[4]), row[5]) for row in db.execute(query)}


def _homeroom_name(grade: int | None, number: int | None) -> str:
    return homeroom_name(grade, number) if grade is not None and number is not None else ""


def sections_of(db: Connection, student_ids: Collection[int], day: date) -> dict[int, set[int]]:
    """Student → the sections of the child on `day`."""
    query = select(_enrolment.c.student_id, _enrolment.c.section_id)
    found: dict[int, set[int]] = defaultdict(set)
    for row in db.execute(query.where(_enrolment.c.student_id.in_(student_ids), on(_enrolment, day))):
        found[row[0]].add(row[1])
    return found


def namesake_sessions(db: Connection, student_ids: Collection[int], days: Collection[date]) -> list[tuple[int, int]]:
    """(student, session): the sessions of these days in which another child of the same name is expected."""
    other = _student.alias("other")
    query = (
        select(_student.c.id, _listed.c.session_id)
        .join(other, and_(other.c.name == _student.c.name, other.c.id != _student.c.id))
        .join(_listed, _listed.c.student_id == other.c.id)
        .join(_session, _session.c.id == _listed.c.session_id)
        .where(_student.c.id.in_(student_ids), _session.c.day.in_(days))
    )
    return [(row[0], row[1]) for row in db.execute(query)]


def places(db: Connection, found: Iterable[Meeting]) -> dict[int, Place]:
    """Title, room and teacher of each session, after the changes of its day."""
    all_of_them = list(found)
    titles = _titles(db, {m.section_id for m in all_of_them if m.section_id})
    rooms = _rooms(db, {m.room_id for m in all_of_them if m.room_id})
    teachers = _teachers(db, {m.staff_id for m in all_of_them if m.staff_id})
    homerooms = _homerooms(db, {m.homeroom_id for m in all_of_them if m.homeroom_id})
    answer = {}
    for m in all_of_them:
        title = titles.get(m.section_id or 0) or homerooms.get(m.homeroom_id or 0, "")
        building, room = rooms.get(m.room_id or 0, ("", ""))
        answer[m.id] = Place(m.id, title, room_name(building, room), building, teachers.get(m.staff_id or 0, ""))
    return answer


def _titles(db: Connection, ids: Collection[int]) -> dict[int, str]:
    where = _section.c.id.in_(ids) if ids else false()
    return {row[0]: row[1] for row in db.execute(select(_section.c.id, _section.c.name).where(where))}


def _homerooms(db: Connection, ids: Collection[int]) -> dict[int, str]:
    where = _homeroom.c.id.in_(ids) if ids else false()
    rows = db.execute(select(_homeroom.c.id, _homeroom.c.grade, _homeroom.c.number).where(where))
    return {row[0]: homeroom_name(row[1], row[2]) for row in rows}


def _rooms(db: Connection, ids: Collection[int]) -> dict[int, tuple[str, str]]:
    query = select(_room.c.id, _building.c.name, _room.c.number).join(_building, _building.c.id == _room.c.building_id)
    rows = db.execute(query.where(_room.c.id.in_(ids) if ids else false()))
    return {row[0]: (row[1], row[2]) for row in rows}


def _teachers(db: Connection, ids: Collection[int]) -> dict[int, str]:
    where = _staff.c.id.in_(ids) if ids else false()
    return {row[0]: row[1] for row in db.execute(select(_staff.c.id, _staff.c.name).where(where))}
