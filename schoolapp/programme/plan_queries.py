"""What `keep_in_step` reads: the plan as facts, and the sessions that stand already."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select
from sqlmodel import Session as Db

from schoolapp.models import (
    CalendarDay,
    PeriodSlot,
    Term,
)
from schoolapp.models import tables as t
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
    return list(db.scalars(select(Term).where(t.term.c.starts_on <= last, t.term.c.ends_on >= first)))


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
    rows = db.scalars(select(PeriodSlot).where(t.period_slot.c.term_id == term.id))
    return tuple(
        Bell(r.number, r.name, r.starts_minutes, r.ends_minutes, r.stage, r.weekday, r.valid_from, r.valid_to)
        for r in rows
    )


def _specials(db: Db, term: Term) -> dict[date, Special]:
    rows = db.scalars(select(CalendarDay).where(t.calendar.c.term_id == term.id))
    return {row.day: Special(row.kind, row.follows_weekday, row.ends_at_minutes) for row in rows}


def _entries(db: Db, term: Term, first: date, last: date) -> tuple[Entry, ...]:
    e = t.entry.c
    rows = db.execute(
        select(
            e.id, e.weekday, e.slot_number, e.section_id, e.homeroom_id, e.room_id, e.staff_id, e.valid_from, e.valid_to
        )
        .where(e.term_id == term.id, _within(e, first, last))
        .order_by(e.id)
    )
    return tuple(Entry(*row[:7], span=(row[7], row[8])) for row in rows)


def _sections(db: Db, term: Term) -> dict[int, Group]:
    teachers: dict[int, list[tuple[int, Span]]] = defaultdict(list)
    lead = t.section_teacher.c
    for row in db.execute(
        select(lead.section_id, lead.staff_id, lead.valid_from, lead.valid_to).order_by(
            lead.is_lead.desc(), lead.valid_from.desc(), lead.id
        )
    ):
        teachers[row[0]].append((row[1], (row[2], row[3])))
    rows = db.execute(
        select(t.section.c.id, t.section.c.room_id, t.section.c.grade_from).where(t.section.c.term_id == term.id)
    )
    return {row[0]: Group(row[1], row[2], tuple(teachers[row[0]])) for row in rows}


def _homerooms(db: Db, term: Term) -> dict[int, Group]:
    teachers: dict[int, list[tuple[int, Span]]] = defaultdict(list)
    grant, staff = t.role_grant.c, t.account.c.staff_id
    for row in db.execute(
        select(grant.homeroom_id, staff, grant.valid_from, grant.valid_to)
        .join(t.account, t.account.c.id == grant.account_id)
        .where(grant.role == "homeroom", grant.homeroom_id.is_not(None), staff.is_not(None))
        .order_by(grant.valid_from.desc(), grant.id)
    ):
        teachers[row[0]].append((row[1], (row[2], row[3])))
    rows = db.execute(
        select(t.homeroom.c.id, t.homeroom.c.room_id, t.homeroom.c.grade).where(t.homeroom.c.term_id == term.id)
    )
    return {row[0]: Group(row[1], row[2], tuple(teachers[row[0]])) for row in rows}


def _enrolled(db: Db, term: Term, first: date, last: date) -> dict[int, list[tuple[int, Span]]]:
    rows = db.execute(
        select(t.enrolment.c.section_id, t.enrolment.c.student_id, t.enrolment.c.valid_from, t.enrolment.c.valid_to)
        .join(t.section, t.section.c.id == t.enrolment.c.section_id)
        .where(t.section.c.term_id == term.id, _within(t.enrolment.c, first, last))
    )
    return _grouped(rows)


def _members(db: Db, term: Term, first: date, last: date) -> dict[int, list[tuple[int, Span]]]:
    m = t.member.c
    rows = db.execute(
        select(m.homeroom_id, m.student_id, m.valid_from, m.valid_to)
        .join(t.homeroom, t.homeroom.c.id == m.homeroom_id)
        .where(t.homeroom.c.term_id == term.id, _within(t.member.c, first, last))
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
        select(t.taking_part.c.student_id, t.taking_part.c.valid_from, t.taking_part.c.valid_to, t.student.c.left_on)
        .join(t.student, t.student.c.id == t.taking_part.c.student_id)
        .where(t.taking_part.c.term_id == term.id, _within(t.taking_part.c, first, last))
    ):
        spans[student].append((start, min((day for day in (end, left) if day is not None), default=None)))
    return spans


def _cancelled(db: Db, first: date, last: date) -> frozenset[tuple[date, int, int]]:
    rows = db.execute(
        select(t.session.c.day, t.session.c.slot_number, t.session.c.section_id)
        .join(t.change, t.change.c.session_id == t.session.c.id)
        .where(
            t.change.c.kind == "cancelled",
            t.change.c.withdrawn_at.is_(None),
            t.change.c.is_by_plan.is_(False),
            t.session.c.section_id.is_not(None),
            t.session.c.day.between(first, last),
        )
    )
    return frozenset((row[0], row[1], row[2]) for row in rows)


def standing(db: Db, first: date, last: date) -> dict[Key, Standing]:
    """The sessions that exist from `first` to `last`."""
    s = t.session.c
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
        select(t.listed.c.session_id, t.listed.c.student_id)
        .join(t.session, t.session.c.id == t.listed.c.session_id)
        .where(t.session.c.day.between(first, last))
    )
    for session, student in rows:
        children[session].add(student)
    return children


def recorded(db: Db, session_ids: Collection[int]) -> set[int]:
    """Those sessions about which something was recorded already, or in which a work was made."""
    events = select(t.event.c.session_id).where(t.event.c.session_id.in_(session_ids))
    works = select(t.work.c.session_id).where(t.work.c.session_id.in_(session_ids))
    return set(db.scalars(events.union(works)))


def decided(db: Db, session_ids: Collection[int]) -> set[int]:
    """Those sessions that a change of the day is about, withdrawn ones too: their rows are needed as history."""
    own, joined = t.change.c.session_id, t.change.c.into_session_id
    rows = db.execute(select(own, joined).where(or_(own.in_(session_ids), joined.in_(session_ids))))
    return {session for row in rows for session in row if session in session_ids}


def off(db: Db, session_ids: Collection[int]) -> set[int]:
    """Those sessions that are cancelled."""
    c = t.change.c
    return set(
        db.scalars(
            select(c.session_id).where(c.session_id.in_(session_ids), c.kind == "cancelled", c.withdrawn_at.is_(None))
        )
    )


def off_by_plan(db: Db, first: date, last: date) -> list[tuple[int, int]]:
    """(change, session) of the sessions from `first` to `last` that were cancelled because the plan lost them."""
    rows = db.execute(
        select(t.change.c.id, t.change.c.session_id)
        .join(t.session, t.session.c.id == t.change.c.session_id)
        .where(t.change.c.is_by_plan, t.change.c.withdrawn_at.is_(None), t.session.c.day.between(first, last))
    )
    return [(row[0], row[1]) for row in rows]


def back_in_care(db: Db, session_id: int) -> list[tuple[int, int]]:
    """(care session, child): where the children of a section belong in its time when it does not take place."""
    cancelled, care = t.session.alias("cancelled"), t.session.alias("care")
    same_time = and_(care.c.starts_at < cancelled.c.ends_at, care.c.ends_at > cancelled.c.starts_at)
    member = t.member.c
    rows = db.execute(
        select(care.c.id, t.listed.c.student_id)
        .select_from(cancelled)
        .join(t.listed, t.listed.c.session_id == cancelled.c.id)
        .join(t.member, member.student_id == t.listed.c.student_id)
        .join(care, and_(care.c.homeroom_id == member.homeroom_id, care.c.day == cancelled.c.day))
        .where(cancelled.c.id == session_id, same_time, member.valid_from <= cancelled.c.day)
        .where(or_(member.valid_to.is_(None), member.valid_to >= cancelled.c.day))
    )
    return [(row[0], row[1]) for row in rows]


def expected_among(db: Db, session_ids: set[int]) -> set[tuple[int, int]]:
    """(session, child) of these sessions."""
    query = select(t.listed.c.session_id, t.listed.c.student_id)
    rows = db.execute(query.where(t.listed.c.session_id.in_(session_ids)))
    return {(row[0], row[1]) for row in rows}
