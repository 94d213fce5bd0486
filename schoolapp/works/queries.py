"""The selects that works, gallery and family share: eyes, the visibility rule in SQL, consent histories."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, false, literal, or_, select
from sqlmodel import Session as Db

from schoolapp.identity.policy import Role, Viewer
from schoolapp.models import Enrolment, HomeroomMembership
from schoolapp.models import tables as t
from schoolapp.models.base import valid_on
from schoolapp.works.rules import Purpose, Said, WorkState
from schoolapp.works.visibility import Eyes, Seen

_NONE: frozenset[int] = frozenset()


def eyes_of(db: Db, viewer: Viewer, today: date) -> Eyes:
    """What counts of the viewer; for families the classes of their children on `today`.

    Whoever signed in with a password that the office knows is nobody in particular until it is changed.
    """
    if viewer.must_change_password:
        return Eyes()
    homerooms, sections = _classes_of(db, viewer.student_ids, today) if viewer.student_ids else (_NONE, _NONE)
    return Eyes(
        account_id=viewer.account_id,
        is_staff=viewer.has(Role.TEACHER, Role.HOMEROOM, Role.LEADER, Role.OFFICE),
        sees_all=viewer.has(Role.LEADER, Role.OFFICE),
        homeroom_ids=viewer.homeroom_ids,
        section_ids=viewer.section_ids,
        student_ids=viewer.student_ids,
        class_homeroom_ids=homerooms,
        class_section_ids=sections,
    )


def _classes_of(db: Db, student_ids: Collection[int], today: date) -> tuple[frozenset[int], frozenset[int]]:
    """Homerooms and sections of these children, in one question: each picture that a family looks at asks it."""
    member, enrolled = t.member.c, t.enrolment.c
    mine = member.student_id.in_(student_ids), valid_on(HomeroomMembership, today)
    theirs = enrolled.student_id.in_(student_ids), valid_on(Enrolment, today)
    homerooms = select(literal(1).label("which"), member.homeroom_id.label("id")).where(*mine)
    sections = select(literal(2), enrolled.section_id).where(*theirs)
    rows = list(db.execute(homerooms.union(sections)))
    return frozenset(row.id for row in rows if row.which == 1), frozenset(row.id for row in rows if row.which == 2)


def visible_to(eyes: Eyes) -> ColumnElement[bool]:
    """`visibility.may_see` as a condition on the work table."""
    return or_(_responsible(eyes), _shown_to(eyes), _of_own_child(eyes))


def made_by(student_ids: Collection[int]) -> ColumnElement[bool]:
    """One of these children is on the work."""
    if not student_ids:
        return false()
    return exists().where(t.maker.c.work_id == t.work.c.id, t.maker.c.student_id.in_(student_ids))


def _responsible(eyes: Eyes) -> ColumnElement[bool]:
    if not eyes.is_staff:
        return false()
    if eyes.sees_all:
        return t.work.c.id.is_not(None)
    homeroom_of_maker = exists().where(t.maker.c.work_id == t.work.c.id, t.maker.c.homeroom_id.in_(eyes.homeroom_ids))
    return or_(
        t.work.c.created_by == eyes.account_id,
        t.work.c.section_id.in_(eyes.section_ids) if eyes.section_ids else false(),
        homeroom_of_maker if eyes.homeroom_ids else false(),
    )


def _reaches(purposes: int) -> ColumnElement[bool]:
    return t.work.c.audience.bitwise_and(int(purposes)) != 0


def _shown_to(eyes: Eyes) -> ColumnElement[bool]:
    anyway = Purpose.PUBLIC
    if eyes.is_at_open_day:
        anyway |= Purpose.OPEN_DAY
    if eyes.is_staff or eyes.student_ids:
        anyway |= Purpose.SCHOOL
    in_class: list[ColumnElement[bool]] = []
    if eyes.class_section_ids:
        in_class.append(t.work.c.section_id.in_(eyes.class_section_ids))
    if eyes.class_homeroom_ids:
        in_class.append(t.work.c.homeroom_id.in_(eyes.class_homeroom_ids))
    if eyes.student_ids:
        in_class.append(made_by(eyes.student_ids))
    reached = or_(_reaches(anyway), and_(_reaches(Purpose.CLASS), or_(false(), *in_class)))
    return and_(t.work.c.state == WorkState.APPROVED, reached)


def _of_own_child(eyes: Eyes) -> ColumnElement[bool]:
    if not eyes.student_ids:
        return false()
    others = exists().where(t.maker.c.work_id == t.work.c.id, t.maker.c.student_id.not_in(eyes.student_ids))
    return and_(
        t.work.c.state.in_((WorkState.WAITING, WorkState.APPROVED)),
        made_by(eyes.student_ids),
        or_(t.work.c.kind == "work", ~others),
    )


def seen_works(db: Db, work_ids: Collection[int]) -> dict[int, Seen]:
    """The works as the rule looks at them, by id."""
    makers: dict[int, dict[int, int | None]] = defaultdict(dict)
    named = select(t.maker.c.work_id, t.maker.c.student_id, t.maker.c.homeroom_id)
    for work_id, student_id, homeroom_id in db.execute(named.where(t.maker.c.work_id.in_(work_ids))):
        makers[work_id][student_id] = homeroom_id
    w = t.work.c
    columns = (w.id, w.kind, w.state, w.audience, w.created_by, w.section_id, w.homeroom_id)
    rows = db.execute(select(*columns).where(w.id.in_(work_ids)))
    return {row.id: Seen(*tuple(row)[1:], makers=makers[row.id]) for row in rows}


def consent_histories(db: Db, student_ids: Collection[int]) -> dict[tuple[int, str], list[tuple[int, Said]]]:
    """(child, subject) → every (purpose, word) that was ever said, oldest first."""
    c = t.consent.c
    columns = (c.student_id, c.subject, c.purpose, c.guardian_id, c.signed_by, c.is_given, c.is_legal, c.id)
    found: dict[tuple[int, str], list[tuple[int, Said]]] = defaultdict(list)
    for row in db.execute(select(*columns).where(c.student_id.in_(student_ids)).order_by(c.id)):
        voice = f"guardian {row.guardian_id}" if row.guardian_id is not None else f"paper {row.signed_by}"
        found[row.student_id, row.subject].append((row.purpose, Said(voice, row.is_given, row.is_legal, row.id)))
    return found


def works_to_refresh(db: Db, condition: Any) -> list[Any]:
    """id, kind, state, approved_for, audience and unmatched of the works that `condition` picks, held till the end.

    Held, so that of an approval and a withdrawal at the same moment the second one sees what the first one wrote;
    always in the order of ids, so that two such never wait for each other.
    """
    w = t.work.c
    columns = select(w.id, w.kind, w.state, w.approved_for, w.audience, w.unmatched)
    return list(db.execute(columns.where(condition).order_by(w.id).with_for_update()))


def makers_of(db: Db, work_ids: Collection[int]) -> dict[int, list[int]]:
    """Work → the children on it."""
    found: dict[int, list[int]] = defaultdict(list)
    query = select(t.maker.c.work_id, t.maker.c.student_id).where(t.maker.c.work_id.in_(work_ids))
    for work_id, student_id in db.execute(query.order_by(t.maker.c.student_id)):
        found[work_id].append(student_id)
    return found


def has_open_recall(db: Db, work_id: int, account_id: int) -> bool:
    """Whether this account still has a copy of the work to take back."""
    d = t.departure.c
    open_task = (d.work_id == work_id, d.account_id == account_id, d.recalled_at.is_not(None), d.done_at.is_(None))
    return bool(db.scalar(select(exists().where(*open_task))))


def children_on(db: Db, work_ids: Collection[int]) -> set[int]:
    """The children on any of these works."""
    return set(db.scalars(select(t.maker.c.student_id).where(t.maker.c.work_id.in_(work_ids)).distinct()))
