"""What `keep_in_step` reads: the plan as facts, and the sessions that stand already."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import Session as Db

from schoolapp.models import (
    Account,
    CalendarDay,
    CheckinEvent,
    DayChange,
    Enrolment,
    Homeroom,
    HomeroomMembership,
    Participation,
    PeriodSlot,
    RoleGrant,
    Section,
    SectionTeacher,
    Session,
    SessionStudent,
    Student,
    Term,
    TimetableEntry,
)
from schoolapp.programme.planning import Entry, Facts, Group, Key, Span
from schoolapp.programme.rules import Bell, Special


@dataclass(frozen=True, slots=True)
class Standing:
    """A session as the database has it."""

    id: int
    key: Key
    entry_id: int | None
    starts_at: datetime
    ends_at: datetime
    room_id: int | None
    staff_id: int | None


def _within(model: Any, first: date, last: date) -> ColumnElement[bool]:
    """The dated fact holds on at least one day from `first` to `last`."""
    return and_(model.valid_from <= last, or_(model.valid_to.is_(None), model.valid_to >= first))


def terms_of(db: Db, first: date, last: date) -> list[Term]:
    """The terms that have days in the span."""
    return list(db.scalars(select(Term).where(Term.starts_on <= last, Term.ends_on >= first)))


def facts_of(db: Db, term: Term, first: date, last: date) -> Facts:
    """The plan of `term` as far as it bears on the days from `first` to `last`."""
    return Facts(
        term=(term.starts_on, term.ends_on),
        bells=_bells(db, term),
        specials=_specials(db, term),
        entries=_entries(db, term, first, last),
        sections=_sections(db, term),
        homerooms=_homerooms(db, term),
        enrolled=_enrolled(db, term, first, last),
        members=_members(db, term, first, last),
        taking_part=_taking_part(db, term, first, last),
        cancelled=_cancelled(db, first, last),
    )


def _bells(db: Db, term: Term) -> tuple[Bell, ...]:
    rows = db.scalars(select(PeriodSlot).where(PeriodSlot.term_id == term.id))
    return tuple(
        Bell(r.number, r.name, r.starts_minutes, r.ends_minutes, r.stage, r.weekday, r.valid_from, r.valid_to)
        for r in rows
    )


def _specials(db: Db, term: Term) -> dict[date, Special]:
    rows = db.scalars(select(CalendarDay).where(CalendarDay.term_id == term.id))
    return {row.day: Special(row.kind, row.follows_weekday, row.ends_at_minutes) for row in rows}


def _entries(db: Db, term: Term, first: date, last: date) -> tuple[Entry, ...]:
    t = TimetableEntry
    rows = db.execute(
        select(
            t.id, t.weekday, t.slot_number, t.section_id, t.homeroom_id, t.room_id, t.staff_id, t.valid_from, t.valid_to
        )
        .where(t.term_id == term.id, _within(t, first, last))
        .order_by(t.id)
    )
    return tuple(Entry(*row[:7], span=(row[7], row[8])) for row in rows)


def _sections(db: Db, term: Term) -> dict[int, Group]:
    teachers: dict[int, list[tuple[int, Span]]] = defaultdict(list)
    t = SectionTeacher
    for row in db.execute(
        select(t.section_id, t.staff_id, t.valid_from, t.valid_to).order_by(t.is_lead.desc(), t.valid_from.desc(), t.id)
    ):
        teachers[row[0]].append((row[1], (row[2], row[3])))
    rows = db.execute(select(Section.id, Section.room_id, Section.grade_from).where(Section.term_id == term.id))
    return {row[0]: Group(row[1], row[2], tuple(teachers[row[0]])) for row in rows}


def _homerooms(db: Db, term: Term) -> dict[int, Group]:
    teachers: dict[int, list[tuple[int, Span]]] = defaultdict(list)
    for row in db.execute(
        select(RoleGrant.homeroom_id, Account.staff_id, RoleGrant.valid_from, RoleGrant.valid_to)
        .join(Account, Account.id == RoleGrant.account_id)
        .where(RoleGrant.role == "homeroom", RoleGrant.homeroom_id.is_not(None), Account.staff_id.is_not(None))
        .order_by(RoleGrant.valid_from.desc(), RoleGrant.id)
    ):
        teachers[row[0]].append((row[1], (row[2], row[3])))
    rows = db.execute(select(Homeroom.id, Homeroom.room_id, Homeroom.grade).where(Homeroom.term_id == term.id))
    return {row[0]: Group(row[1], row[2], tuple(teachers[row[0]])) for row in rows}


def _enrolled(db: Db, term: Term, first: date, last: date) -> dict[int, list[tuple[int, Span]]]:
    rows = db.execute(
        select(Enrolment.section_id, Enrolment.student_id, Enrolment.valid_from, Enrolment.valid_to)
        .join(Section, Section.id == Enrolment.section_id)
        .where(Section.term_id == term.id, _within(Enrolment, first, last))
    )
    return _grouped(rows)


def _members(db: Db, term: Term, first: date, last: date) -> dict[int, list[tuple[int, Span]]]:
    m = HomeroomMembership
    rows = db.execute(
        select(m.homeroom_id, m.student_id, m.valid_from, m.valid_to)
        .join(Homeroom, Homeroom.id == m.homeroom_id)
        .where(Homeroom.term_id == term.id, _within(m, first, last))
    )
    return _grouped(rows)


def _grouped(rows: Any) -> dict[int, list[tuple[int, Span]]]:
    groups: dict[int, list[tuple[int, Span]]] = defaultdict(list)
    for group, student, start, end in rows:
        groups[group].append((student, (start, end)))
    return groups


def _taking_part(db: Db, term: Term, first: date, last: date) -> dict[int, list[Span]]:
    """A child who leaves school takes part no longer than the last day there."""
    spans: dict[int, list[Span]] = defaultdict(list)
    for student, start, end, left in db.execute(
        select(Participation.student_id, Participation.valid_from, Participation.valid_to, Student.left_on)
        .join(Student, Student.id == Participation.student_id)
        .where(Participation.term_id == term.id, _within(Participation, first, last))
    ):
        spans[student].append((start, min((day for day in (end, left) if day is not None), default=None)))
    return spans


def _cancelled(db: Db, first: date, last: date) -> frozenset[tuple[date, int, int]]:
    rows = db.execute(
        select(Session.day, Session.slot_number, Session.section_id)
        .join(DayChange, DayChange.session_id == Session.id)
        .where(
            DayChange.kind == "cancelled",
            DayChange.withdrawn_at.is_(None),
            Session.section_id.is_not(None),
            Session.day.between(first, last),
        )
    )
    return frozenset((row[0], row[1], row[2]) for row in rows)


def standing(db: Db, first: date, last: date) -> dict[Key, Standing]:
    """The sessions that exist from `first` to `last`."""
    s = Session
    rows = db.execute(
        select(
            s.id,
            s.day,
            s.slot_number,
            s.section_id,
            s.homeroom_id,
            s.entry_id,
            s.starts_at,
            s.ends_at,
            s.room_id,
            s.staff_id,
        ).where(s.day.between(first, last))
    )
    return {tuple(row[1:5]): Standing(row[0], tuple(row[1:5]), *row[5:]) for row in rows}


def expected(db: Db, first: date, last: date) -> dict[int, set[int]]:
    """Session → the children expected there, from `first` to `last`."""
    children: dict[int, set[int]] = defaultdict(set)
    rows = db.execute(
        select(SessionStudent.session_id, SessionStudent.student_id)
        .join(Session, Session.id == SessionStudent.session_id)
        .where(Session.day.between(first, last))
    )
    for session, student in rows:
        children[session].add(student)
    return children


def in_use(db: Db, session_ids: set[int]) -> set[int]:
    """Those sessions that something was already recorded or decided about: they are not removed."""
    used = set(db.scalars(select(CheckinEvent.session_id).where(CheckinEvent.session_id.in_(session_ids)).distinct()))
    changed = db.scalars(select(DayChange.session_id).where(DayChange.session_id.in_(session_ids)).distinct())
    return used | set(changed)


def back_in_care(db: Db, session_id: int) -> list[tuple[int, int]]:
    """(care session, child): where the children of a section belong in its time when it does not take place."""
    cancelled, care = aliased(Session), aliased(Session)
    rows = db.execute(
        select(care.id, SessionStudent.student_id)
        .select_from(cancelled)
        .join(SessionStudent, SessionStudent.session_id == cancelled.id)
        .join(HomeroomMembership, HomeroomMembership.student_id == SessionStudent.student_id)
        .join(care, and_(care.homeroom_id == HomeroomMembership.homeroom_id, care.day == cancelled.day))
        .where(cancelled.id == session_id, care.starts_at < cancelled.ends_at, care.ends_at > cancelled.starts_at)
        .where(HomeroomMembership.valid_from <= cancelled.day)
        .where(or_(HomeroomMembership.valid_to.is_(None), HomeroomMembership.valid_to >= cancelled.day))
    )
    return [(row[0], row[1]) for row in rows]


def expected_among(db: Db, session_ids: set[int]) -> set[tuple[int, int]]:
    """(session, child) of these sessions."""
    query = select(SessionStudent.session_id, SessionStudent.student_id)
    rows = db.execute(query.where(SessionStudent.session_id.in_(session_ids)))
    return {(row[0], row[1]) for row in rows}
