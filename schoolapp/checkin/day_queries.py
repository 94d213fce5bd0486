"""The selects about a day's sessions and their children: each answers for a whole group at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, Connection, and_, bindparam, cast, func, or_, select

from schoolapp import clock
from schoolapp.checkin.log.picture import Child, Meeting, Place
from schoolapp.checkin.log.prepared import Among, Prepared
from schoolapp.checkin.rules import OPENS_BEFORE
from schoolapp.models.tables import building as _building
from schoolapp.models.tables import change as _change
from schoolapp.models.tables import enrolment as _enrolment
from schoolapp.models.tables import homeroom as _homeroom
from schoolapp.models.tables import listed as _listed
from schoolapp.models.tables import member as _member
from schoolapp.models.tables import room as _room
from schoolapp.models.tables import section as _section
from schoolapp.models.tables import session as _session
from schoolapp.models.tables import staff as _staff
from schoolapp.models.tables import student as _student
from schoolapp.school.naming import homeroom_name, room_name


def millis(instant: datetime) -> int:
    """Milliseconds since 1970."""
    return round(instant.timestamp() * 1000)


def on(table: Any, day: Any) -> Any:
    """The dated row counts on `day`; both ends are included."""
    return and_(table.c.valid_from <= day, or_(table.c.valid_to.is_(None), table.c.valid_to >= day))


def _lists_naming(among: Among) -> Any:
    """Sessions are made day after day: between the first and the last of these days lie few of a child's, however many
    terms it has been here."""

    def end(of: Any) -> Any:
        day_of = _session.alias()
        return select(of(day_of.c.id)).where(among(day_of.c.day, "days")).scalar_subquery()

    return (
        select(_listed.c.student_id, _listed.c.session_id)
        .join(_session, _session.c.id == _listed.c.session_id)
        .where(among(_listed.c.student_id, "ids"), _listed.c.session_id.between(end(func.min), end(func.max)))
        .where(among(_session.c.day, "days"), among(_session.c.slot_number, "slots"))
    )


_EXPECTED = Prepared(_lists_naming)


def expected_sessions(
    db: Connection, student_ids: Collection[int], days: Collection[date], slots: Collection[int]
) -> list[tuple[int, int]]:
    """(student, session) for every session of these days and slots that lists one of these children."""
    return [(row[0], row[1]) for row in _EXPECTED.rows(db, ids=student_ids, days=days, slots=slots)]


def listed_children(db: Connection, session_ids: Collection[int]) -> list[tuple[int, int, int]]:
    """(session, student, since when) as listed, before leaves and changes; 0: from the beginning."""
    columns = (_listed.c.session_id, _listed.c.student_id, _listed.c.listed_at)
    query = select(*columns).where(_listed.c.session_id.in_(session_ids))
    rows = db.execute(query.order_by(_listed.c.session_id, _listed.c.student_id))
    return [(row[0], row[1], millis(row[2]) if row[2] else 0) for row in rows]


def listed_of_homerooms(
    db: Connection, session_ids: Collection[int], homeroom_ids: Collection[int], day: date
) -> list[tuple[int, int, int, int]]:
    """(session, student, since when, homeroom) as listed, of the children of these homerooms alone."""
    query = (
        select(_listed.c.session_id, _listed.c.student_id, _listed.c.listed_at, _member.c.homeroom_id)
        .join(_member, and_(_member.c.student_id == _listed.c.student_id, on(_member, day)))
        .where(_listed.c.session_id.in_(session_ids), _member.c.homeroom_id.in_(homeroom_ids))
    )
    return [(row[0], row[1], millis(row[2]) if row[2] else 0, row[3]) for row in db.execute(query)]


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


_CHANGE: tuple[Any, ...] = (
    _change.c.kind,
    _change.c.staff_id,
    _change.c.room_id,
    _change.c.into_session_id,
    _change.c.created_at,
    _change.c.withdrawn_at,
)


_is_told = or_(_change.c.withdrawn_at.is_(None), _change.c.kind == "cancelled", _change.c.kind == "merged")


def _meetings(where: Callable[[Among], Any]) -> Prepared:
    return Prepared(
        lambda among: (
            select(*_MEETING, *_CHANGE)
            .outerjoin(_change, and_(_change.c.session_id == _session.c.id, _is_told))
            .where(where(among))
            .order_by(_session.c.id, _change.c.id)
        )
    )


_BY_ID = _meetings(lambda among: among(_session.c.id, "ids"))
_ON_DAYS = _meetings(lambda among: among(_session.c.day, "days"))
_source, _off = _session.alias(), _change.alias()
_moved_on = (
    select(_off.c.session_id, _off.c.into_session_id)
    .join(_source, _source.c.id == _off.c.session_id)
    .where(_source.c.day == bindparam("day"), _source.c.slot_number == bindparam("slot"))
    .where(_off.c.withdrawn_at.is_(None), or_(_off.c.kind == "cancelled", _off.c.kind == "merged"))
    .cte()
)
_MOVED = _meetings(
    lambda _among: or_(
        _session.c.id.in_(select(_moved_on.c.session_id)), _session.c.id.in_(select(_moved_on.c.into_session_id))
    )
)
_CARE = _meetings(lambda among: and_(among(_session.c.homeroom_id, "homerooms"), among(_session.c.day, "days")))


def _as_meetings(rows: list[tuple[Any, ...]]) -> dict[int, Meeting]:
    """Sessions with the changes of their day laid over them, by id."""
    found: dict[int, Meeting] = {}
    for row in rows:
        meeting = found.get(row[0])
        if meeting is None:
            plan: Any = (*row[:3], millis(row[3]), millis(row[4]), *row[5:9])
            meeting = found[row[0]] = Meeting(*plan)
        if row[9] is not None:
            withdrawn_at = None if row[14] is None else millis(row[14])
            meeting.change(row[9], row[10], row[11], row[12], millis(row[13]), withdrawn_at)
    return found


def meetings_by_id(db: Connection, ids: Collection[int]) -> dict[int, Meeting]:
    """Sessions by id."""
    return _as_meetings(_BY_ID.rows(db, ids=ids))


def meetings_on(db: Connection, days: Collection[date]) -> dict[int, Meeting]:
    """The sessions of these days."""
    return _as_meetings(_ON_DAYS.rows(db, days=days))


def moved_meetings(db: Connection, day: date, slot_number: int) -> dict[int, Meeting]:
    """The sessions of the slot that were cancelled or merged, and those that others were merged into."""
    return _as_meetings(_MOVED.rows(db, day=day, slot=slot_number))


def care_meetings(db: Connection, homeroom_ids: Collection[int], days: Collection[date]) -> dict[int, Meeting]:
    """Homework care of these homerooms, where the children of a cancelled class go."""
    return _as_meetings(_CARE.rows(db, homerooms=homeroom_ids, days=days))


_SPAN = Prepared(
    lambda _among: (
        select(_session.c.slot_number, func.max(_session.c.ends_at), func.min(_session.c.starts_at))
        .where(_session.c.day == bindparam("day"))
        .group_by(_session.c.slot_number)
    )
)


def span_of_slot(db: Connection, day: date, number: int) -> tuple[int, int]:
    """From when to when, in milliseconds, what is said of a child on no roll belongs to the period: from the end of the
    one before it (20 minutes before the bell when it is the first) to its own end; the last one has none."""
    rows = {row[0]: (millis(row[1]), millis(row[2])) for row in _SPAN.rows(db, day=day)}
    earlier = [ends for slot, (ends, _starts) in rows.items() if slot < number]
    ends, starts = rows[number]
    until = millis(clock.at_minutes(day, 24 * 60)) if number == max(rows) else ends
    return max(earlier, default=starts - OPENS_BEFORE), until


def listed_checksum(where: Any) -> Any:
    """A select whose answer changes when a child is listed elsewhere; `where` is a condition on the session table."""
    pair = cast(_listed.c.session_id, BigInteger) * _listed.c.student_id
    joined = _listed.join(_session, _session.c.id == _listed.c.session_id)
    return select(func.count(), func.sum(pair)).select_from(joined).where(where)


_CHILDREN = Prepared(
    lambda among: (
        select(
            _student.c.id, _student.c.name, _homeroom.c.id, _homeroom.c.grade, _homeroom.c.number, _member.c.seat_number
        )
        .outerjoin(_member, and_(_member.c.student_id == _student.c.id, on(_member, bindparam("day"))))
        .outerjoin(_homeroom, _homeroom.c.id == _member.c.homeroom_id)
        .where(among(_student.c.id, "ids"))
    )
)


def children(db: Connection, student_ids: Collection[int], day: date) -> dict[int, Child]:
    """Name, homeroom and seat number on `day`."""
    rows = _CHILDREN.rows(db, ids=student_ids, day=day)
    return {row[0]: Child(row[0], row[1], row[2], _homeroom_name(row[3], row[4]), row[5]) for row in rows}


def _homeroom_name(grade: int | None, number: int | None) -> str:
    return homeroom_name(grade, number) if grade is not None and number is not None else ""


_SECTIONS = Prepared(
    lambda among: select(_enrolment.c.student_id, _enrolment.c.section_id).where(
        among(_enrolment.c.student_id, "ids"), on(_enrolment, bindparam("day"))
    )
)


def sections_of(db: Connection, student_ids: Collection[int], day: date) -> dict[int, set[int]]:
    """Student → the sections of the child on `day`."""
    found: dict[int, set[int]] = defaultdict(set)
    for student_id, section_id in _SECTIONS.rows(db, ids=student_ids, day=day):
        found[student_id].add(section_id)
    return found


def places(db: Connection, found: Iterable[Meeting]) -> dict[int, Place]:
    """Title, room and teacher of each session, after the changes of its day."""
    all_of_them = list(found)
    titles = dict(_ask(db, _TITLES, {m.section_id for m in all_of_them if m.section_id}))
    teachers = dict(_ask(db, _TEACHERS, {m.staff_id for m in all_of_them if m.staff_id}))
    rooms = {row[0]: row[1:] for row in _ask(db, _ROOMS, {m.room_id for m in all_of_them if m.room_id})}
    homerooms = {
        row[0]: homeroom_name(row[1], row[2])
        for row in _ask(db, _HOMEROOMS, {m.homeroom_id for m in all_of_them if m.homeroom_id})
    }
    answer = {}
    for m in all_of_them:
        title = titles.get(m.section_id or 0) or homerooms.get(m.homeroom_id or 0, "")
        building, room = rooms.get(m.room_id or 0, ("", ""))
        answer[m.id] = Place(m.id, title, room_name(building, room), building, teachers.get(m.staff_id or 0, ""))
    return answer


_TITLES = Prepared(lambda among: select(_section.c.id, _section.c.name).where(among(_section.c.id, "ids")))
_HOMEROOMS = Prepared(
    lambda among: select(_homeroom.c.id, _homeroom.c.grade, _homeroom.c.number).where(among(_homeroom.c.id, "ids"))
)
_ROOMS = Prepared(
    lambda among: (
        select(_room.c.id, _building.c.name, _room.c.number)
        .join(_building, _building.c.id == _room.c.building_id)
        .where(among(_room.c.id, "ids"))
    )
)
_TEACHERS = Prepared(lambda among: select(_staff.c.id, _staff.c.name).where(among(_staff.c.id, "ids")))


def _ask(db: Connection, query: Prepared, ids: Collection[int]) -> list[tuple[Any, ...]]:
    return query.rows(db, ids=ids) if ids else []
