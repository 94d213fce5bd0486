"""What approvers look at: which works wait for whom, who is on them, what was decided, who has none yet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, false, func, or_, select, true
from sqlmodel import Session as Db

from schoolapp.identity.policy import Role, Viewer
from schoolapp.models import tables as t
from schoolapp.works.audience import lock_makers


@dataclass(frozen=True)
class Held:
    """A work as a decision looks at it."""

    id: int
    kind: str
    state: str
    approved_for: int
    photo_id: str
    digest: str
    film_digest: str
    section_id: int | None
    created_by: int
    unmatched: int
    """Makers whom nobody has named yet."""
    title: str
    medium: str
    remark: str
    last_decision: int
    homerooms: dict[int, int | None] = field(default_factory=dict)
    """Child → homeroom on the day of the work."""


def approvable_by(viewer: Viewer) -> ColumnElement[bool]:
    """`policy.may(viewer, APPROVE_WORK, …)` as a condition on the work table: own sections, makers of own homerooms."""
    if viewer.must_change_password or not viewer.has(Role.TEACHER, Role.HOMEROOM, Role.LEADER, Role.OFFICE):
        return false()
    if viewer.has(Role.LEADER, Role.OFFICE):
        return true()
    return or_(
        t.work.c.section_id.in_(viewer.section_ids) if viewer.section_ids else false(),
        made_in(viewer.homeroom_ids) if viewer.homeroom_ids else false(),
    )


def made_in(homeroom_ids: Collection[int]) -> ColumnElement[bool]:
    """A child of one of these homerooms is on the work."""
    return exists().where(t.maker.c.work_id == t.work.c.id, t.maker.c.homeroom_id.in_(homeroom_ids))


def hold(db: Db, work_ids: Collection[int]) -> dict[int, Held]:
    """These works, kept from other deciders until the transaction ends: children first, then works, by their ids."""
    lock_makers(db, work_ids)
    db.execute(select(t.work.c.id).where(t.work.c.id.in_(work_ids)).order_by(t.work.c.id).with_for_update())
    return held_works(db, work_ids)


def held_works(db: Db, work_ids: Collection[int]) -> dict[int, Held]:
    """These works as a decision looks at them."""
    w, p = t.work.c, t.photo.c
    columns = (
        *(w.id, w.kind, w.state, w.approved_for, w.photo_id, p.digest, p.film_digest, w.section_id),
        *(w.created_by, w.unmatched, w.title, w.medium, w.remark),
    )
    rows = db.execute(select(*columns).join(t.photo, p.id == w.photo_id).where(w.id.in_(work_ids)))
    newest, homerooms = last_decisions(db, work_ids), homerooms_of_makers(db, work_ids)
    return {
        row.id: Held(*row, last_decision=newest.get(row.id, 0), homerooms=homerooms.get(row.id, {})) for row in rows
    }


def last_decisions(db: Db, work_ids: Collection[int]) -> dict[int, int]:
    """Work → id of its newest decision, for those that have one."""
    d = t.decision.c
    rows = db.execute(select(d.work_id, func.max(d.id)).where(d.work_id.in_(work_ids)).group_by(d.work_id))
    return {row[0]: row[1] for row in rows}


def homerooms_of_makers(db: Db, work_ids: Collection[int]) -> dict[int, dict[int, int | None]]:
    """Work → child → homeroom of that day."""
    m = t.maker.c
    found: dict[int, dict[int, int | None]] = defaultdict(dict)
    for row in db.execute(select(m.work_id, m.student_id, m.homeroom_id).where(m.work_id.in_(work_ids))):
        found[row.work_id][row.student_id] = row.homeroom_id
    return found


def works_of(db: Db, decision_ids: Collection[int]) -> list[int]:
    """The works about which these decisions were."""
    return list(db.scalars(select(t.decision.c.work_id).where(t.decision.c.id.in_(decision_ids)).distinct()))


def decisions_of(db: Db, work_ids: Collection[int]) -> dict[int, list[Any]]:
    """Work → its decisions, oldest first: id, kind, purposes, reason, account_id, at."""
    d = t.decision.c
    found: dict[int, list[Any]] = defaultdict(list)
    columns = (d.work_id, d.id, d.kind, d.purposes, d.reason, d.account_id, d.at)
    for row in db.execute(select(*columns).where(d.work_id.in_(work_ids)).order_by(d.id)):
        found[row.work_id].append(row)
    return found


def families_of(db: Db, student_ids: Collection[int]) -> dict[int, frozenset[int]]:
    """Account → its confirmed children among these; accounts that may sign in only."""
    g = t.guardianship.c
    stands = and_(g.confirmed_at.is_not(None), g.ended_at.is_(None), g.student_id.in_(student_ids))
    query = (
        select(t.account.c.id, g.student_id)
        .join(t.guardianship, g.guardian_id == t.account.c.guardian_id)
        .where(stands, t.account.c.disabled_at.is_(None))
    )
    found: dict[int, set[int]] = defaultdict(set)
    for account_id, student_id in db.execute(query):
        found[account_id].add(student_id)
    return {account_id: frozenset(children) for account_id, children in found.items()}


def waiting_counts(db: Db, viewer: Viewer) -> tuple[int, int, int]:
    """How many works, reported works and kind words wait for this viewer."""
    mine = approvable_by(viewer)
    works = select(func.count()).select_from(t.work).where(t.work.c.state == "waiting", mine)
    reported = (
        select(func.count(t.report.c.work_id.distinct()))
        .join(t.work, t.work.c.id == t.report.c.work_id)
        .where(t.report.c.settled_at.is_(None), mine)
    )
    words = (
        select(func.count())
        .select_from(t.kind_word)
        .join(t.work, t.work.c.id == t.kind_word.c.work_id)
        .where(t.kind_word.c.state == "waiting", mine)
    )
    row = db.execute(select(works.scalar_subquery(), reported.scalar_subquery(), words.scalar_subquery())).one()
    return row[0], row[1], row[2]


def reporters(db: Db, work_id: int) -> list[Any]:
    """The open reports of a work: id and account_id."""
    r = t.report.c
    return list(db.execute(select(r.id, r.account_id).where(r.work_id == work_id, r.settled_at.is_(None))))


def words_to_settle(db: Db, word_ids: Collection[int]) -> list[Any]:
    """Kind words, kept from other deciders: id, work_id, state, account_id."""
    k = t.kind_word.c
    columns = select(k.id, k.work_id, k.state, k.account_id)
    return list(db.execute(columns.where(k.id.in_(word_ids)).order_by(k.id).with_for_update()))
