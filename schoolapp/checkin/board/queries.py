"""The selects of the board. Lists come aggregated, one row a session or homeroom, so that a county fits too."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, String, and_, cast, func, or_, select

from schoolapp.checkin.day_queries import millis, on
from schoolapp.checkin.roll import Entry
from schoolapp.checkin.rules import MINUTE
from schoolapp.checkin.span_queries import over_at, stood_at_all
from schoolapp.checkin.whereis.facts import Fact, FactKind
from schoolapp.models import (
    Account,
    AuditEntry,
    Building,
    CheckinEvent,
    DayChange,
    Device,
    Homeroom,
    HomeroomMembership,
    Keep,
    Leave,
    Participation,
    Room,
    Session,
    SessionStudent,
    Staff,
    Term,
    WalkTime,
)
from schoolapp.school.naming import homeroom_name

_account, _audit, _building = (m.__table__ for m in (Account, AuditEntry, Building))  # type: ignore[attr-defined]
_change, _device = (m.__table__ for m in (DayChange, Device))  # type: ignore[attr-defined]
_event, _homeroom, _member = (m.__table__ for m in (CheckinEvent, Homeroom, HomeroomMembership))  # type: ignore[attr-defined]
_keep, _leave, _part = (m.__table__ for m in (Keep, Leave, Participation))  # type: ignore[attr-defined]
_room, _session, _listed = (m.__table__ for m in (Room, Session, SessionStudent))  # type: ignore[attr-defined]
_staff, _term, _walk = (m.__table__ for m in (Staff, Term, WalkTime))  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Logged:
    """One row of the log with what the rules do not need."""

    seq: int
    session_id: int | None
    device_id: str | None
    actor_id: int
    alert: str
    entry: Entry


@dataclass(frozen=True, slots=True)
class RoomRow:
    number: str
    building_id: int
    building: str
    position: int


@dataclass(frozen=True, slots=True)
class HomeroomRow:
    id: int
    name: str
    grade: int
    number: int
    room_id: int | None


def revision(db: Connection) -> tuple[Any, ...]:
    """A value that changes whenever something the board stands on was written. Phones' heartbeats are not in it.

    Changes of the plan leave a line in the audit trail; leaves, keeps and changes of the day end by an update.
    """
    counts = [
        select(func.max(_event.c.seq)),
        select(func.max(_audit.c.id)),
        select(func.max(_leave.c.id)),
        select(func.count(_leave.c.withdrawn_at)),
        select(func.max(_change.c.id)),
        select(func.count(_change.c.withdrawn_at)),
        select(func.count(_keep.c.id)),
        select(func.count(_keep.c.ended_at)),
        select(func.max(_keep.c.ends_at)),
    ]
    return tuple(db.execute(select(*[one.scalar_subquery() for one in counts])).one())


_PLAN = (
    "session",
    "session_student",
    "timetable_entry",
    "section",
    "enrolment",
    "student",
    "homeroom",
    "homeroom_membership",
    "participation",
    "room",
    "building",
    "walk_time",
    "period_slot",
    "calendar_day",
    "staff",
    "day_change",
)


def is_plan_touched(db: Connection, after: int) -> bool:
    """Whether a line of the audit trail after `after` tells of a change of the plan."""
    query = select(_audit.c.id).where(_audit.c.id > after, _audit.c.table_name.in_(_PLAN)).limit(1)
    return db.execute(query).first() is not None


def _ids(column: Any) -> Any:
    """All values of an id column of a group, as text."""
    return func.aggregate_strings(cast(column, String), ",")


def _grouped(db: Connection, query: Any) -> dict[int, tuple[int, ...]]:
    rows: Any = db.execute(query)
    return {row[0]: tuple(map(int, row[1].split(","))) for row in rows}


def lists_of_day(db: Connection, day: date) -> dict[int, tuple[int, ...]]:
    """Session → the children on its list, before the changes of the day."""
    query = select(_listed.c.session_id, _ids(_listed.c.student_id)).join(
        _session, _session.c.id == _listed.c.session_id
    )
    return _grouped(db, query.where(_session.c.day == day).group_by(_listed.c.session_id))


def listed_later(db: Connection, day: date) -> dict[tuple[int, int], int]:
    """(session, child) → since when, of those who were put on a list that stood already."""
    columns = (_listed.c.session_id, _listed.c.student_id, _listed.c.listed_at)
    query = select(*columns).join(_session, _session.c.id == _listed.c.session_id)
    rows = db.execute(query.where(_session.c.day == day, _listed.c.listed_at.is_not(None)))
    return {(row[0], row[1]): millis(row[2]) for row in rows}


def members_of_homerooms(db: Connection, day: date) -> dict[int, tuple[int, ...]]:
    """Homeroom → its children on `day`."""
    query = select(_member.c.homeroom_id, _ids(_member.c.student_id)).where(on(_member, day))
    return _grouped(db, query.group_by(_member.c.homeroom_id))


def taking_part(db: Connection, day: date) -> dict[int, tuple[int, ...]]:
    """Homeroom → its children who take part in the service on `day`, in the term that runs then."""
    query = (
        select(_member.c.homeroom_id, _ids(_member.c.student_id))
        .join(_part, and_(_part.c.student_id == _member.c.student_id, on(_part, day)))
        .join(_term, and_(_term.c.id == _part.c.term_id, _term.c.starts_on <= day, _term.c.ends_on >= day))
        .where(on(_member, day))
    )
    return _grouped(db, query.group_by(_member.c.homeroom_id))


def homerooms(db: Connection) -> dict[int, HomeroomRow]:
    query = select(_homeroom.c.id, _homeroom.c.grade, _homeroom.c.number, _homeroom.c.room_id)
    rows: Any = db.execute(query)
    return {row[0]: HomeroomRow(row[0], homeroom_name(row[1], row[2]), *row[1:]) for row in rows}


def rooms(db: Connection) -> dict[int, RoomRow]:
    query = select(_room.c.id, _room.c.number, _building.c.id, _building.c.name, _building.c.position)
    joined = query.join(_building, _building.c.id == _room.c.building_id)
    rows: Any = db.execute(joined)
    return {row[0]: RoomRow(*row[1:]) for row in rows}


def walks(db: Connection) -> dict[tuple[int, int], int]:
    """Walking times in milliseconds; a pair told once counts in both directions."""
    found: dict[tuple[int, int], int] = {}
    rows = list(db.execute(select(_walk.c.from_building_id, _walk.c.to_building_id, _walk.c.minutes)))
    for start, end, minutes in rows:
        found.setdefault((end, start), minutes * MINUTE)
    return found | {(start, end): minutes * MINUTE for start, end, minutes in rows}


def days_with_sessions(db: Connection, until: date, limit: int = 30) -> list[date]:
    """The newest days up to `until` on which there was after-school service."""
    query = select(_session.c.day).where(_session.c.day <= until).distinct()
    return list(db.execute(query.order_by(_session.c.day.desc()).limit(limit)).scalars())


def has_homerooms(db: Connection) -> bool:
    """Whether the school has any homeroom yet."""
    return db.execute(select(_homeroom.c.id).limit(1)).first() is not None


def has_lessons(db: Connection) -> bool:
    """Whether any lesson was ever planned, on whatever day."""
    return db.execute(select(_session.c.id).limit(1)).first() is not None


_LOG = (
    _event.c.seq,
    _event.c.session_id,
    _event.c.device_id,
    _event.c.actor_id,
    _event.c.alert,
    _event.c.id,
    _event.c.kind,
    _event.c.happened_at,
    _event.c.student_id,
    _event.c.verdict,
    _event.c.choice,
    _event.c.method,
    _event.c.target_id,
    _event.c.number,
    _event.c.note,
    _event.c.list_at,
)


def _logged(db: Connection, query: Any) -> Iterator[Logged]:
    rows: Any = db.execute(query)
    for row in rows:
        *facts, list_at = row[8:]
        entry = Entry(row[5], row[6], millis(row[7]), *facts, list_at=None if list_at is None else millis(list_at))
        yield Logged(row[0], row[1], row[2], row[3], row[4], entry)


def log_of_day(db: Connection, day: date, start: datetime, end: datetime) -> list[Logged]:
    """Everything that was recorded for the sessions of `day`, or on it for no session."""
    sessions = select(_session.c.id).where(_session.c.day == day)
    loose = and_(_event.c.session_id.is_(None), _event.c.happened_at >= start, _event.c.happened_at < end)
    return list(_logged(db, select(*_LOG).where(or_(_event.c.session_id.in_(sessions), loose))))


def log_after(db: Connection, seq: int, gaps: Collection[int]) -> list[Logged]:
    """What was recorded after `seq`, and what has come in for numbers that were left open below it."""
    newer = _event.c.seq > seq
    return list(_logged(db, select(*_LOG).where(or_(newer, _event.c.seq.in_(gaps)) if gaps else newer)))


def newest_seq(db: Connection) -> int:
    return db.execute(select(func.max(_event.c.seq))).scalar() or 0


def numbers_since(db: Connection, seq: int) -> set[int]:
    """The numbers of the log from `seq` on that are there."""
    return set(db.execute(select(_event.c.seq).where(_event.c.seq >= seq)).scalars())


def heard_since(db: Connection, since: datetime) -> dict[str, int]:
    """Device → when it was last heard, for those heard since then."""
    query = select(_device.c.id, _device.c.last_heard_at).where(_device.c.last_heard_at >= since)
    return {row[0]: millis(row[1]) for row in db.execute(query)}


@dataclass(frozen=True, slots=True)
class KeepRow:
    """Who keeps a child, where and why."""

    teacher: str
    staff_id: int
    room_id: int | None
    reason: str


def spans(db: Connection, start: datetime, end: datetime) -> tuple[dict[int, tuple[Fact, ...]], dict[str, KeepRow]]:
    """Student → keeps and leaves that touch the time; and by the id of its fact, who keeps the child."""
    found: dict[int, list[Fact]] = {}
    leave = (_leave.c.id, _leave.c.student_id, _leave.c.starts_at, _leave.c.ends_at, _leave.c.withdrawn_at)
    leaves = select(*leave).where(stood_at_all(), _leave.c.starts_at < end, _leave.c.ends_at > start)
    for key, student, starts_at, ends_at, withdrawn_at in db.execute(leaves):
        until = over_at(ends_at, withdrawn_at)
        fact = Fact(millis(starts_at), f"leave{key}", FactKind.LEAVE, until=millis(until))
        found.setdefault(student, []).append(fact)
    columns = (_keep.c.id, _keep.c.student_id, _keep.c.starts_at, _keep.c.ends_at, _keep.c.ended_at)
    keeps = (
        select(*columns, _staff.c.name, _staff.c.id, _keep.c.room_id, _keep.c.reason)
        .join(_staff, _staff.c.id == _keep.c.staff_id)
        .where(_keep.c.starts_at < end, _keep.c.ends_at > start)
    )
    keepers: dict[str, KeepRow] = {}
    for key, student, starts_at, ends_at, ended_at, *keeper in db.execute(keeps):
        until = over_at(ends_at, ended_at)
        if until > starts_at:
            fact = Fact(millis(starts_at), key, FactKind.KEEP, until=millis(until), note=keeper[3], room_id=keeper[2])
            found.setdefault(student, []).append(fact)
            keepers[key] = KeepRow(*keeper)
    return {student: tuple(facts) for student, facts in found.items()}, keepers


def names_of_accounts(db: Connection, ids: Collection[int]) -> dict[int, str]:
    """Account → the name of its member of staff."""
    query = select(_account.c.id, _staff.c.name).join(_staff, _staff.c.id == _account.c.staff_id)
    rows: Any = db.execute(query.where(_account.c.id.in_(ids)))
    return {row[0]: row[1] for row in rows}
