"""The selects about a day's sessions and their children: each answers for a whole group at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, Connection, and_, bindparam, cast, func, or_, select, true

from schoolapp.checkin.log.picture import Child, Meeting, Place
from schoolapp.checkin.log.prepared import Among, Prepared
from schoolapp.models.tables import building as _building
from schoolapp.models.tables import change as _change
from schoolapp.models.tables import enrolment as _enrolment
from schoolapp.models.tables import homeroom as _homeroom
from schoolapp.models.tables import leave as _leave
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


_EXPECTED = Prepared(
    lambda among: (
        select(_listed.c.student_id, _listed.c.session_id)
        .join(_session, _session.c.id == _listed.c.session_id)
        .where(among(_listed.c.student_id, "ids"))
        .where(among(_session.c.day, "days"), among(_session.c.slot_number, "slots"))
    )
)


def expected_sessions(
    db: Connection, student_ids: Collection[int], days: Collection[date], slots: Collection[int]
) -> list[tuple[int, int]]:
    """(student, session) for every session of these days and slots that lists one of these children."""
    return [(row[0], row[1]) for row in _EXPECTED.rows(db, ids=student_ids, days=days, slots=slots)]


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


_CHANGE: tuple[Any, ...] = (_change.c.kind, _change.c.staff_id, _change.c.room_id, _change.c.into_session_id)


def _meetings(where: Callable[[Among], Any]) -> Prepared:
    return Prepared(
        lambda among: (
            select(*_MEETING, _change.c.kind, _change.c.staff_id, _change.c.room_id, _change.c.into_session_id)
            .outerjoin(_change, and_(_change.c.session_id == _session.c.id, _change.c.withdrawn_at.is_(None)))
            .where(where(among))
            .order_by(_session.c.id, _change.c.id)
        )
    )


_BY_ID = _meetings(lambda among: among(_session.c.id, "ids"))
_ON_DAYS = _meetings(lambda among: among(_session.c.day, "days"))
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
            meeting.change(row[9], row[10], row[11], row[12])
    return found


def meetings_by_id(db: Connection, ids: Collection[int]) -> dict[int, Meeting]:
    """Sessions by id."""
    return _as_meetings(_BY_ID.rows(db, ids=ids))


def meetings_on(db: Connection, days: Collection[date]) -> dict[int, Meeting]:
    """The sessions of these days."""
    return _as_meetings(_ON_DAYS.rows(db, days=days))


def care_meetings(db: Connection, homeroom_ids: Collection[int], days: Collection[date]) -> dict[int, Meeting]:
    """Homework care of these homerooms, where the children of a cancelled class go."""
    return _as_meetings(_CARE.rows(db, homerooms=homeroom_ids, days=days))


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


def _leaves(where: Callable[[Among], Any]) -> Prepared:
    return Prepared(
        lambda among: (
            select(_leave.c.student_id, _leave.c.starts_at, _leave.c.ends_at)
            .where(_leave.c.withdrawn_at.is_(None), _leave.c.ends_at > bindparam("start"))
            .where(_leave.c.starts_at < bindparam("end"), where(among))
            .order_by(_leave.c.id)
        )
    )


_LEAVES_OF = _leaves(lambda among: among(_leave.c.student_id, "ids"))
_ALL_LEAVES = _leaves(lambda _among: true())


def leaves(db: Connection, student_ids: Collection[int] | None, start: datetime, end: datetime) -> dict[int, list[Any]]:
    """Approved leaves that overlap the span: student → [(from, to)] in milliseconds; None asks for everybody's."""
    if student_ids is None:
        rows = _ALL_LEAVES.rows(db, start=start, end=end)
    else:
        rows = _LEAVES_OF.rows(db, ids=student_ids, start=start, end=end)
    found: dict[int, list[Any]] = defaultdict(list)
    for student_id, begins, ends in rows:
        found[student_id].append((millis(begins), millis(ends)))
    return found


def leave_mark() -> Any:
    """A select whose answer changes when a leave is given or withdrawn."""
    return select(func.max(_leave.c.id), func.count(_leave.c.withdrawn_at))


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


_other = _student.alias("other")
_NAMESAKES = Prepared(
    lambda among: (
        select(_student.c.id, _listed.c.session_id)
        .join(_other, and_(_other.c.name == _student.c.name, _other.c.id != _student.c.id))
        .join(_listed, _listed.c.student_id == _other.c.id)
        .join(_session, _session.c.id == _listed.c.session_id)
        .where(among(_student.c.id, "ids"), among(_session.c.day, "days"))
    )
)


def namesake_sessions(db: Connection, student_ids: Collection[int], days: Collection[date]) -> list[tuple[int, int]]:
    """(student, session): the sessions of these days in which another child of the same name is expected."""
    return [(row[0], row[1]) for row in _NAMESAKES.rows(db, ids=student_ids, days=days)]


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
