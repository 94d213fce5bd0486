"""The selects of consent: who speaks for a child, what was said, which copies have to come back."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, exists, select
from sqlmodel import Session as Db

from schoolapp.models import Enrolment, HomeroomMembership
from schoolapp.models import tables as t
from schoolapp.models.base import valid_on


@dataclass(frozen=True)
class Speaker:
    """A guardian of a child, as far as consent goes."""

    guardian_id: int
    relation: str
    is_legal: bool


@dataclass(frozen=True)
class Word:
    """One line of a child's consent history."""

    id: int
    subject: str
    purpose: int
    is_given: bool
    relation: str
    """Who said it."""
    at: datetime
    signed_on: date | None
    """The day on the sheet, for paper."""


def speaker(db: Db, guardian_id: int, student_id: int) -> Speaker | None:
    """The guardian's standing for the child; None when it is not confirmed or has ended."""
    g = t.guardianship.c
    query = select(g.guardian_id, g.relation, g.is_legal).where(
        g.guardian_id == guardian_id, g.student_id == student_id, g.confirmed_at.is_not(None), g.ended_at.is_(None)
    )
    row = db.execute(query).first()
    return Speaker(*row) if row else None


def speakers(db: Db, student_id: int) -> list[Speaker]:
    """Everybody who may have signed a sheet for the child: all guardians that stand, by relation."""
    g = t.guardianship.c
    query = select(g.guardian_id, g.relation, g.is_legal).where(g.student_id == student_id, g.ended_at.is_(None))
    return [Speaker(*row) for row in db.execute(query.order_by(g.is_legal.desc(), g.relation, g.id))]


def newest_words(db: Db, student_id: int, subject: str, guardian_id: int | None, signed_by: str) -> dict[int, bool]:
    """Purpose → what this voice said last."""
    c = t.consent.c
    is_voice = c.guardian_id == guardian_id
    if guardian_id is None:
        is_voice = and_(c.guardian_id.is_(None), c.signed_by == signed_by)
    query = select(c.purpose, c.is_given).where(c.student_id == student_id, c.subject == subject, is_voice)
    return {row[0]: row[1] for row in db.execute(query.order_by(c.id))}


def history(db: Db, student_id: int) -> list[Word]:
    """Everything that was said for the child, the newest first."""
    c, g = t.consent.c, t.guardianship.c
    joined = t.consent.outerjoin(t.guardianship, and_(g.guardian_id == c.guardian_id, g.student_id == c.student_id))
    columns = (c.id, c.subject, c.purpose, c.is_given, g.relation, c.signed_by, c.at, c.signed_on)
    rows = db.execute(select(*columns).select_from(joined).where(c.student_id == student_id).order_by(c.id.desc()))
    return [Word(r.id, r.subject, r.purpose, r.is_given, r.relation or r.signed_by, r.at, r.signed_on) for r in rows]


def lock_child(db: Db, student_id: int) -> bool:
    """Let one writer at a time speak for the child; False when there is no such child.

    A lock that lets rows point to the child: an approval that tells the child's family at the same moment holds the
    works for which this writer will wait.
    """
    row = select(t.student.c.id).where(t.student.c.id == student_id).with_for_update(key_share=True)
    return db.execute(row).first() is not None


def is_sheet(db: Db, photo_id: str) -> bool:
    """Whether this is a picture that was sent and is no child's work."""
    try:
        asked = str(UUID(photo_id))
    except ValueError:
        return False
    on_work = exists().where(t.work.c.photo_id == t.photo.c.id)
    return db.scalar(select(t.photo.c.id).where(t.photo.c.id == asked, ~on_work)) is not None


def _named_children(today: date) -> Any:
    """Children with homeroom and seat on `today`."""
    member = and_(t.member.c.student_id == t.student.c.id, valid_on(HomeroomMembership, today))
    joined = t.student.join(t.member, member).join(t.homeroom, t.homeroom.c.id == t.member.c.homeroom_id)
    columns = (t.student.c.id, t.student.c.name, t.homeroom.c.grade, t.homeroom.c.number, t.member.c.seat_number)
    return (
        select(*columns)
        .select_from(joined)
        .order_by(t.homeroom.c.grade, t.homeroom.c.number, t.member.c.seat_number, t.student.c.id)
    )


def children_by_id(db: Db, student_ids: Collection[int], today: date) -> Sequence[Any]:
    """id, name, grade, number and seat number of these children."""
    return db.execute(_named_children(today).where(t.student.c.id.in_(student_ids))).all()


def children_of_section(db: Db, section_id: int, today: date) -> Sequence[Any]:
    """As `children_by_id`, of those enrolled."""
    enrolled = select(t.enrolment.c.student_id).where(
        t.enrolment.c.section_id == section_id, valid_on(Enrolment, today)
    )
    return db.execute(_named_children(today).where(t.student.c.id.in_(enrolled))).all()


def children_of_homeroom(db: Db, homeroom_id: int, today: date) -> Sequence[Any]:
    """As `children_by_id`, of one homeroom."""
    return db.execute(_named_children(today).where(t.member.c.homeroom_id == homeroom_id)).all()


def open_recalls(db: Db, account_id: int | None) -> Sequence[Any]:
    """Copies that have to come back: of one sender, or all of them for None. The oldest first."""
    d, w = t.departure.c, t.work.c
    query = (
        select(d.id, d.kind, d.at, d.recalled_at, d.account_id, w.id.label("work_id"), w.title)
        .join(t.work, w.id == d.work_id)
        .where(d.recalled_at.is_not(None), d.done_at.is_(None))
        .order_by(d.recalled_at, d.id)
    )
    return db.execute(query if account_id is None else query.where(d.account_id == account_id)).all()


def sections_to_choose(db: Db, ids: Collection[int] | None, today: date) -> list[tuple[int, str]]:
    """(id, name) of this term's sections; None asks for all."""
    s = t.section.c
    is_now = and_(t.term.c.starts_on <= today, t.term.c.ends_on >= today)
    query = select(s.id, s.name).join(t.term, t.term.c.id == s.term_id).where(is_now)
    if ids is not None:
        query = query.where(s.id.in_(ids))
    return [(row.id, row.name) for row in db.execute(query.order_by(s.name, s.id))]
