"""What the demo's people find among their notices: a few, as the last days would have brought them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlmodel import Session as Db

from schoolapp.clock import at_minutes
from schoolapp.demo.families import LOGIN
from schoolapp.identity.notices import tell
from schoolapp.models import tables as t
from schoolapp.works.rules import WorkState

_NEWEST = 4
"""Works of the family's children of which it was told."""
_UNREAD = timedelta(days=6)
"""What is older has been read."""
_KINDS = {"returned": "work_returned", "taken_down": "work_taken_down"}
Told = tuple[int, str, datetime, dict[str, Any]]
"""Account, kind, instant, and what it is about."""


def tell_people(db: Db, first_day: date) -> None:
    """After the works hang: the demo's guardian hears of approved works and kind words, teachers of what came back.

    In the order of time, as the page lists them.
    """
    read_before = at_minutes(first_day, 0) - _UNREAD
    for account, kind, at, more in sorted([*_to_family(db), *_to_teachers(db)], key=lambda told: told[2]):
        tell(db, [account], kind, at=at, **more)
    n = t.notice.c
    db.execute(update(t.notice).where(n.at < read_before, n.read_at.is_(None)).values(read_at=read_before))


def _to_family(db: Db) -> Iterator[Told]:
    guardian, child = t.account.c, t.guardianship.c
    query = (
        select(guardian.id, child.student_id, child.confirmed_at)
        .join(t.guardianship, child.guardian_id == guardian.guardian_id)
        .where(guardian.login == LOGIN, child.confirmed_at.is_not(None))
        .order_by(child.student_id)
    )
    for account, student, confirmed in list(db.execute(query)):
        yield account, "guardian_confirmed", confirmed, {"student_id": student}
        for work, shown in _newest_works(db, student):
            about = {"student_id": student, "work_id": work}
            yield account, "work_approved", shown, about
            yield from ((account, "kind_word", at, about) for at in _kind_words(db, work))


def _newest_works(db: Db, student: int) -> list[Any]:
    w = t.work.c
    made = select(t.maker.c.work_id).where(t.maker.c.student_id == student)
    query = select(w.id, w.shown_at).where(w.id.in_(made), w.state == WorkState.APPROVED, w.audience > 0)
    return list(db.execute(query.order_by(w.shown_at.desc()).limit(_NEWEST)))


def _kind_words(db: Db, work: int) -> list[datetime]:
    k = t.kind_word.c
    return list(db.scalars(select(k.at).where(k.work_id == work, k.state == "shown")))


def _to_teachers(db: Db) -> Iterator[Told]:
    d = t.decision.c
    query = select(t.work.c.id, t.work.c.created_by, d.kind, d.reason, d.at).join(t.work, t.work.c.id == d.work_id)
    for work, account, kind, reason, at in db.execute(query.where(d.kind.in_(_KINDS))):
        yield account, _KINDS[kind], at, {"work_id": work, "note": reason}
