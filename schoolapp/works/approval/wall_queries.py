"""What the staff's pages of works show: whose walls, which works, who is on them, who has none yet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select, true
from sqlmodel import Session as Db

from schoolapp.identity.policy import Role, Viewer
from schoolapp.models import Enrolment, HomeroomMembership, Participation
from schoolapp.models import tables as t
from schoolapp.models.base import valid_on
from schoolapp.works.approval.queries import approvable_by, made_in
from schoolapp.works.queries import visible_to
from schoolapp.works.rules import WorkState
from schoolapp.works.visibility import Eyes


@dataclass(frozen=True)
class Scope:
    """One wall: a section's or a homeroom's."""

    section_id: int = 0
    homeroom_id: int = 0

    @property
    def key(self) -> str:
        """s12 or h3; empty: everything that is the viewer's."""
        return f"s{self.section_id}" if self.section_id else f"h{self.homeroom_id}" if self.homeroom_id else ""

    def condition(self) -> ColumnElement[bool]:
        """On the work table."""
        if self.section_id:
            return t.work.c.section_id == self.section_id
        return made_in([self.homeroom_id]) if self.homeroom_id else true()


def waiting_for(viewer: Viewer, scope: Scope) -> ColumnElement[bool]:
    """Works about which this viewer has to decide."""
    return and_(t.work.c.state == WorkState.WAITING, approvable_by(viewer), scope.condition())


def on_wall(viewer: Viewer, eyes: Eyes, scope: Scope) -> ColumnElement[bool]:
    """Works of a wall; without one: what the viewer answers for, or filed."""
    mine = or_(approvable_by(viewer), t.work.c.created_by == viewer.account_id)
    return and_(visible_to(eyes), scope.condition() if scope.key else mine)


def sections(db: Db, viewer: Viewer, today: date) -> list[Any]:
    """(id, name) of the viewer's own sections of this term; for duty leaders and the office of all."""
    mine = true() if viewer.has(Role.LEADER, Role.OFFICE) else t.section.c.id.in_(viewer.section_ids)
    return list(
        db.execute(
            select(t.section.c.id, t.section.c.name)
            .join(t.term, t.term.c.id == t.section.c.term_id)
            .where(mine, t.term.c.starts_on <= today, t.term.c.ends_on >= today)
            .order_by(t.section.c.course_id, t.section.c.id)
        )
    )


def page_of_works(
    db: Db, condition: ColumnElement[bool], most: int, *, after: int = 0, newest_first: bool = True
) -> list[Any]:
    """Up to `most` works with their pictures, by id; `after`: the id at which the page before ended."""
    w, p, s = t.work.c, t.photo.c, t.section.c
    columns = (
        *(w.id, w.uuid, w.kind, w.title, w.medium, w.remark, w.day, w.state, w.approved_for, w.audience, w.unmatched),
        *(w.created_by, w.created_at, w.photo_id, p.digest, p.width, p.height, p.placeholder, p.original_digest),
        *(p.film_digest, p.film_seconds),
        s.name.label("section"),
    )
    beyond = (w.id < after if newest_first else w.id > after) if after else true()
    return list(
        db.execute(
            select(*columns)
            .join(t.photo, p.id == w.photo_id)
            .outerjoin(t.section, s.id == w.section_id)
            .where(condition, beyond)
            .order_by(w.id.desc() if newest_first else w.id)
            .limit(most)
        )
    )


def children_on(db: Db, work_ids: Collection[int]) -> dict[int, list[Any]]:
    """Work → its children by seat: student_id, name, grade, number, seat_number of the day of the work."""
    m, member = t.maker.c, t.member.c
    sat = and_(
        member.student_id == m.student_id,
        member.homeroom_id == m.homeroom_id,
        member.valid_from <= t.work.c.day,
        or_(member.valid_to.is_(None), member.valid_to >= t.work.c.day),
    )
    h = t.homeroom.c
    query = (
        select(m.work_id, m.student_id, t.student.c.name, h.grade, h.number, member.seat_number)
        .join(t.work, t.work.c.id == m.work_id)
        .join(t.student, t.student.c.id == m.student_id)
        .outerjoin(t.homeroom, h.id == m.homeroom_id)
        .outerjoin(t.member, sat)
        .where(m.work_id.in_(work_ids))
        .order_by(h.grade, h.number, member.seat_number, m.student_id)
    )
    found: dict[int, list[Any]] = defaultdict(list)
    for row in db.execute(query):
        found[row.work_id].append(row)
    return found


def names_of(db: Db, account_ids: Collection[int]) -> dict[int, str]:
    """Account → name of the member of staff or the guardian behind it."""
    name = func.coalesce(t.staff.c.name, t.guardian.c.name, t.account.c.login)
    query = (
        select(t.account.c.id, name)
        .outerjoin(t.staff, t.staff.c.id == t.account.c.staff_id)
        .outerjoin(t.guardian, t.guardian.c.id == t.account.c.guardian_id)
        .where(t.account.c.id.in_(account_ids))
    )
    return {row[0]: row[1] for row in db.execute(query)}


def without_work(db: Db, scope: Scope, since: date, today: date) -> list[Any]:
    """Children of the wall without a work since that day, by seat: id, name, grade, number, seat_number."""
    st, h, member = t.student.c, t.homeroom.c, t.member.c
    query = (
        select(st.id, st.name, h.grade, h.number, member.seat_number)
        .join(t.member, and_(member.student_id == st.id, valid_on(HomeroomMembership, today)))
        .join(t.homeroom, h.id == member.homeroom_id)
        .where(_belongs(scope, today), ~_has_work(scope, since), st.left_on.is_(None))
        .order_by(h.grade, h.number, member.seat_number)
    )
    return list(db.execute(query))


def _belongs(scope: Scope, today: date) -> ColumnElement[bool]:
    if scope.section_id:
        e = t.enrolment.c
        return exists().where(
            e.student_id == t.student.c.id, e.section_id == scope.section_id, valid_on(Enrolment, today)
        )
    takes_part = exists().where(t.taking_part.c.student_id == t.student.c.id, valid_on(Participation, today))
    return and_(t.member.c.homeroom_id == scope.homeroom_id, takes_part)


def _has_work(scope: Scope, since: date) -> ColumnElement[bool]:
    w = t.work.c
    counts = (w.id == t.maker.c.work_id, w.day >= since, w.state.in_((WorkState.WAITING, WorkState.APPROVED)))
    here = w.section_id == scope.section_id if scope.section_id else true()
    return exists().where(t.maker.c.student_id == t.student.c.id, *counts, here)


def open_reports(db: Db, condition: ColumnElement[bool], most: int) -> list[Any]:
    """The open reports of the works that `condition` picks, oldest first: id, work_id, account_id, reason, at."""
    r = t.report.c
    return list(
        db.execute(
            select(r.id, r.work_id, r.account_id, r.reason, r.at)
            .join(t.work, t.work.c.id == r.work_id)
            .where(r.settled_at.is_(None), condition)
            .order_by(r.id)
            .limit(most)
        )
    )


def waiting_words(db: Db, condition: ColumnElement[bool], most: int) -> list[Any]:
    """Kind words that nobody has read yet, oldest first: id, work_id, account_id, text, at."""
    k = t.kind_word.c
    return list(
        db.execute(
            select(k.id, k.work_id, k.account_id, k.text, k.at)
            .join(t.work, t.work.c.id == k.work_id)
            .where(k.state == "waiting", condition)
            .order_by(k.id)
            .limit(most)
        )
    )
