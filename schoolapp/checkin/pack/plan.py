"""What all packs are made from: the school's plan of the coming days, read in a dozen selects."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field, fields
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, and_, func, select

from schoolapp import clock
from schoolapp.checkin import day_queries, rules, span_queries
from schoolapp.checkin.day_queries import millis, on
from schoolapp.checkin.log.picture import Meeting, Place, Slot
from schoolapp.checkin.placing import placed
from schoolapp.checkin.span_queries import over_at
from schoolapp.models import (
    Building,
    CalendarDay,
    Card,
    DayChange,
    Enrolment,
    Guardianship,
    Homeroom,
    HomeroomMembership,
    Keep,
    Participation,
    PeriodSlot,
    Room,
    School,
    Session,
    Staff,
    Student,
    WalkTime,
)
from schoolapp.school.bells import slot_names
from schoolapp.school.naming import homeroom_name
from schoolapp.settings import settings

DAYS_AHEAD = 7
"""Today and the seven days after it: sessions are made that far ahead."""

_building, _card, _change, _enrolment = (model.__table__ for model in (Building, Card, DayChange, Enrolment))  # type: ignore[attr-defined]
_guardianship, _homeroom = Guardianship.__table__, Homeroom.__table__  # type: ignore[attr-defined]
_member, _keep, _part = (model.__table__ for model in (HomeroomMembership, Keep, Participation))  # type: ignore[attr-defined]
_slot, _school, _session = (model.__table__ for model in (PeriodSlot, School, Session))  # type: ignore[attr-defined]
_calendar, _walk = CalendarDay.__table__, WalkTime.__table__  # type: ignore[attr-defined]
_room, _staff, _student = (model.__table__ for model in (Room, Staff, Student))  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Pupil:
    """A participating child, as a pack names it."""

    id: int
    name: str
    pinyin: str
    initials: str
    homeroom_id: int | None
    homeroom: str
    grade: int
    seat: int | None


@dataclass(frozen=True, slots=True)
class Issued:
    """A card; revoked ones too."""

    tag: str
    student_id: int
    is_revoked: bool


@dataclass(frozen=True, slots=True)
class Kept:
    """A child that a teacher keeps back, or kept today. `since` and `until` in milliseconds since 1970."""

    student_id: int
    by: str
    since: int
    until: int
    place: str


@dataclass(slots=True)
class Plan:
    """The school's plan of the coming days."""

    today: date
    zone: str
    school: str = ""
    salt: str = ""
    is_demo: bool = False
    cards: list[Issued] = field(default_factory=list)
    pupils: dict[int, Pupil] = field(default_factory=dict)
    sections_of: dict[int, set[int]] = field(default_factory=dict)
    meetings: dict[int, Meeting] = field(default_factory=dict)
    notes: dict[int, str] = field(default_factory=dict)
    places: dict[int, Place] = field(default_factory=dict)
    expected: dict[int, list[int]] = field(default_factory=dict)
    """Session → children, after cancelled and merged classes."""
    joined: dict[int, dict[int, int]] = field(default_factory=dict)
    """Session → children whom a change of the day sends there → since when."""
    goals: dict[Slot, dict[int, int]] = field(default_factory=dict)
    """Slot → child → session."""
    leaves: dict[int, list[Any]] = field(default_factory=dict)
    keeps: list[Kept] = field(default_factory=list)
    slot_names: dict[Slot, str] = field(default_factory=dict)
    twins: dict[int, set[int]] = field(default_factory=dict)
    """Child → brothers and sisters of the same grade."""

    def is_on_leave(self, student_id: int, meeting: Meeting) -> bool:
        """Whether a leave excuses the child from the session."""
        return rules.excuses(self.leaves.get(student_id, ()), meeting.starts_at, meeting.ends_at)


def read_plan(db: Connection) -> Plan:
    """The plan of today and the days after it, as the database has it now."""
    today = clock.today()
    plan = Plan(today, settings().timezone)
    days = [today + timedelta(days=ahead) for ahead in range(DAYS_AHEAD + 1)]
    school = db.execute(select(_school.c.name, _school.c.tag_salt, _school.c.is_demo)).first()
    if school is None:
        return plan
    plan.school, plan.salt, plan.is_demo = school
    plan.pupils = _pupils(db, today, days[-1])
    plan.cards = _cards(db, plan.pupils.keys())
    plan.sections_of = _sections(db, today)
    plan.meetings = day_queries.meetings_on(db, days)
    plan.places = day_queries.places(db, plan.meetings.values())
    plan.notes = _notes(db, days)
    start, end = clock.at_minutes(today, 0), clock.at_minutes(days[-1], 24 * 60)
    plan.leaves = span_queries.leaves(db, None, start, end)
    plan.keeps = _keeps(db, start)
    plan.slot_names = {(day, number): name for day in days for number, name in slot_names(db, day).items()}
    plan.twins = _twins(db, plan.pupils)
    _place_everyone(db, plan)
    return plan


def _pupils(db: Connection, today: date, last: date) -> dict[int, Pupil]:
    """Children who take part on one of the days."""
    takes_part = select(_part.c.student_id).where(_part.c.valid_from <= last)
    takes_part = takes_part.where((_part.c.valid_to.is_(None)) | (_part.c.valid_to >= today))
    query = (
        select(
            _student.c.id,
            _student.c.name,
            _student.c.pinyin,
            _student.c.initials,
            _homeroom.c.id,
            _homeroom.c.grade,
            _homeroom.c.number,
            _member.c.seat_number,
        )
        .outerjoin(_member, and_(_member.c.student_id == _student.c.id, on(_member, today)))
        .outerjoin(_homeroom, _homeroom.c.id == _member.c.homeroom_id)
        .where(_student.c.id.in_(takes_part))
        .order_by(_student.c.id)
    )
    found = {}
    for row in db.execute(query):
        homeroom = homeroom_name(row[5], row[6]) if row[4] else ""
        found[row[0]] = Pupil(row[0], row[1], row[2], row[3], row[4], homeroom, row[5] or 0, row[7])
    return found


def _cards(db: Connection, pupils: Collection[int]) -> list[Issued]:
    rows = db.execute(select(_card.c.tag, _card.c.student_id, _card.c.revoked_at).order_by(_card.c.id))
    return [Issued(row[0], row[1], row[2] is not None) for row in rows if row[1] in pupils]


def _sections(db: Connection, today: date) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for row in db.execute(select(_enrolment.c.student_id, _enrolment.c.section_id).where(on(_enrolment, today))):
        found[row[0]].add(row[1])
    return found


def _notes(db: Connection, days: list[date]) -> dict[int, str]:
    """The reason of each session's newest change."""
    query = (
        select(_change.c.session_id, _change.c.reason)
        .join(_session, _session.c.id == _change.c.session_id)
        .where(_session.c.day.in_(days), _change.c.withdrawn_at.is_(None), _change.c.reason != "")
    )
    return {row[0]: row[1] for row in db.execute(query.order_by(_change.c.id))}


def _keeps(db: Connection, start: datetime) -> list[Kept]:
    query = (
        select(
            _keep.c.student_id,
            _staff.c.name,
            _keep.c.starts_at,
            _keep.c.ends_at,
            _keep.c.ended_at,
            _building.c.name,
            _room.c.number,
        )
        .join(_staff, _staff.c.id == _keep.c.staff_id)
        .outerjoin(_room, _room.c.id == _keep.c.room_id)
        .outerjoin(_building, _building.c.id == _room.c.building_id)
        .where(_keep.c.ends_at > start)
        .order_by(_keep.c.starts_at, _keep.c.id)
    )
    return [
        Kept(child, by, millis(begins), millis(over_at(ends, ended)), f"{building or ''} {room or ''}".strip())
        for child, by, begins, ends, ended, building, room in db.execute(query)
    ]


def _twins(db: Connection, pupils: dict[int, Pupil]) -> dict[int, set[int]]:
    other = _guardianship.alias("other")
    same = and_(other.c.guardian_id == _guardianship.c.guardian_id, other.c.student_id != _guardianship.c.student_id)
    query = select(_guardianship.c.student_id, other.c.student_id).join(other, same)
    found: dict[int, set[int]] = defaultdict(set)
    for first, second in db.execute(query.where(_guardianship.c.ended_at.is_(None), other.c.ended_at.is_(None))):
        if first in pupils and second in pupils and pupils[first].grade == pupils[second].grade:
            found[first].add(second)
    return found


def _place_everyone(db: Connection, plan: Plan) -> None:
    """Where each child should be in each slot, and so whom each session expects."""
    care: dict[int, dict[Slot, Meeting]] = defaultdict(dict)
    for meeting in plan.meetings.values():
        if meeting.homeroom_id is not None:
            care[meeting.homeroom_id][meeting.slot] = meeting
    lists: dict[tuple[Slot, int], list[Meeting]] = defaultdict(list)
    listed_at: dict[tuple[Slot, int], int] = defaultdict(int)
    for session_id, child, at in day_queries.listed_children(db, plan.meetings.keys()):
        meeting = plan.meetings[session_id]
        lists[meeting.slot, child].append(meeting)
        listed_at[meeting.slot, child] = max(at, listed_at[meeting.slot, child])
    goals: dict[Slot, dict[int, int]] = defaultdict(dict)
    expected: dict[int, list[int]] = defaultdict(list)
    joined: dict[int, dict[int, int]] = defaultdict(dict)
    for (slot, child), listed in lists.items():
        pupil = plan.pupils.get(child)
        homeroom_care = care[pupil.homeroom_id or 0].get(slot) if pupil else None
        goal, since = placed(listed, plan.meetings, homeroom_care)
        if goal is not None:
            goals[slot][child] = goal.id
            expected[goal.id].append(child)
            if since := max(since, listed_at[slot, child]):
                joined[goal.id][child] = since
    plan.goals, plan.expected = goals, {session: sorted(children) for session, children in expected.items()}
    plan.joined = {session: children for session, children in joined.items() if children}


def fingerprint(plan: Plan) -> str:
    """The same for equal plans, in every worker: nothing in it depends on the order in which rows came."""
    return sha256(repr(_canonical({f.name: getattr(plan, f.name) for f in fields(plan)})).encode()).hexdigest()[:16]


def _canonical(value: Any) -> Any:
    if isinstance(value, dict):
        return sorted((str(key), _canonical(item)) for key, item in value.items())
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    if isinstance(value, Meeting):
        return [_canonical(getattr(value, f.name)) for f in fields(value)]
    return value


def mark_of(db: Connection) -> str:
    """Changes when the plan does, in nearly every case; costs one select. Renamed people and rooms it does not see."""
    first = clock.today()
    last = first + timedelta(days=DAYS_AHEAD)
    here = and_(_session.c.day >= first, _session.c.day <= last)
    listed = day_queries.listed_checksum(here)
    parts = [
        select(
            func.count(), func.max(_session.c.id), func.sum(_session.c.staff_id), func.sum(_session.c.room_id)
        ).where(here),
        listed,
        select(func.max(_change.c.id), func.count(_change.c.withdrawn_at)),
        span_queries.leave_mark(),
        select(func.count(), func.count(_keep.c.ended_at)).where(_keep.c.ends_at > clock.at_minutes(first, 0)),
        select(func.max(_card.c.id), func.count(_card.c.revoked_at)),
        select(func.max(_student.c.id), func.count(_student.c.left_on)),
        select(func.max(_member.c.id), func.count(_member.c.valid_to), func.sum(_member.c.seat_number)),
        select(func.max(_part.c.id), func.count(_part.c.valid_to)),
        select(func.max(_enrolment.c.id), func.count(_enrolment.c.valid_to)),
        select(func.max(_slot.c.id), func.count(_slot.c.valid_to)),
        select(func.max(_calendar.c.id), func.count()),
        select(func.max(_walk.c.id), func.sum(_walk.c.minutes)),
    ]
    return f"{first}:" + "/".join(str(tuple(db.execute(part).one())) for part in parts)
