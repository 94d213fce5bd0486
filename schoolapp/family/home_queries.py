"""What the page of a family asks: this week's classes, the child's works, its notices."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select, update
from sqlmodel import Session as Db

from schoolapp import clock
from schoolapp.models import tables as t
from schoolapp.works.queries import made_by, visible_to
from schoolapp.works.visibility import Eyes


def sessions_between(db: Db, student_id: int, first: date, last: date) -> list[int]:
    """The sessions that list the child, in the order of time."""
    query = (
        select(t.session.c.id)
        .join(t.listed, t.listed.c.session_id == t.session.c.id)
        .where(t.listed.c.student_id == student_id, t.session.c.day.between(first, last))
        .order_by(t.session.c.starts_at, t.session.c.id)
    )
    return list(db.scalars(query))


def newest_works(db: Db, eyes: Eyes, student_id: int, limit: int) -> list[Any]:
    """What the child made, as far as these eyes may see it, newest first, with its picture and its course."""
    w, p = t.work.c, t.photo.c
    query = (
        select(w.id, w.title, w.remark, w.day, w.state, w.kind, p.id.label("photo_id"), p.width, p.height,
               p.placeholder, p.film_seconds, t.section.c.name.label("section"))
        .join(t.photo, p.id == w.photo_id)
        .outerjoin(t.section, t.section.c.id == w.section_id)
        .where(visible_to(eyes), made_by([student_id]))
        .order_by(w.created_at.desc(), w.id.desc())
        .limit(limit)
    )  # fmt: skip
    return list(db.execute(query))


def notices(db: Db, account_id: int, limit: int) -> list[Any]:
    """The account's notices, newest first: id, kind, student_id, work_id, note, at, read_at and the child's name."""
    query = (
        select(t.notice, t.student.c.name)
        .outerjoin(t.student, t.student.c.id == t.notice.c.student_id)
        .where(t.notice.c.account_id == account_id)
        .order_by(t.notice.c.id.desc())
        .limit(limit)
    )
    return list(db.execute(query))


def mark_read(db: Db, account_id: int, upto: int) -> None:
    """Everything up to the notice with this id is read."""
    mine = t.notice.c.account_id == account_id, t.notice.c.read_at.is_(None), t.notice.c.id <= upto
    db.execute(update(t.notice).where(*mine).values(read_at=clock.now()))
