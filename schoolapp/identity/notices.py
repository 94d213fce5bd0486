"""Tells an account something; it stands on the notices page of whoever owns the account until it is read."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import delete, func, insert, select
from sqlmodel import Session

from schoolapp import clock
from schoolapp.db import read
from schoolapp.models import Notice
from schoolapp.models import tables as t


def tell(
    db: Session,
    account_ids: Iterable[int],
    kind: str,
    *,
    student_id: int | None = None,
    work_id: int | None = None,
    note: str = "",
    at: datetime | None = None,
) -> None:
    """Add one notice an account, in the caller's transaction. `kind` names the wording, which the pages know.

    `at`: for the demo's past; otherwise now.
    """
    told = {"kind": kind, "student_id": student_id, "work_id": work_id, "note": note, "at": at or clock.now()}
    rows = [{"account_id": account_id, **told} for account_id in sorted(set(account_ids))]
    if rows:
        db.execute(insert(Notice), rows)


def untell(db: Session, account_id: int, kind: str, work_id: int) -> None:
    """Take back what was told of a work and has not been read yet."""
    n = t.notice.c
    told = (n.account_id == account_id, n.kind == kind, n.work_id == work_id, n.read_at.is_(None))
    db.execute(delete(t.notice).where(*told))


def unread(account_id: int) -> int:
    """How many notices the account has not read."""
    mine = t.notice.c.account_id == account_id, t.notice.c.read_at.is_(None)
    with read() as db:
        return db.scalar(select(func.count()).select_from(t.notice).where(*mine)) or 0
