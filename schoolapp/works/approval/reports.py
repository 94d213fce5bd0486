"""Somebody finds that a work should not be shown: one open report per person and work, settled by who approves."""

from __future__ import annotations

from sqlalchemy import select
from sqlmodel import Session as Db

from schoolapp import clock
from schoolapp.db import write
from schoolapp.identity import audit
from schoolapp.identity.policy import Action, Viewer, may
from schoolapp.models import WorkReport
from schoolapp.models import tables as t
from schoolapp.refusals import Refused
from schoolapp.works.approval import ledger, queries, rules
from schoolapp.works.approval.service import may_approve, refuse, take_down
from schoolapp.works.queries import eyes_of, visible_to


def report(viewer: Viewer, work_id: int, reason: str) -> int:
    """Say why a work that one sees should not be shown; its id. A second time while it is open changes nothing.

    Raises Refused: not_found for a work that the viewer cannot see, reason_missing.
    """
    if not may(viewer, Action.SEE_GALLERY):
        raise Refused("sign_in" if viewer.is_visitor else "not_allowed")
    words = rules.reason_of(reason)
    if not words:
        raise refuse("say_why")
    with write() as db:
        _hold_seen(db, viewer, work_id)
        already = [row.id for row in queries.reporters(db, work_id) if row.account_id == viewer.account_id]
        if already:
            return already[0]
        row = WorkReport(work_id=work_id, account_id=viewer.account_id or 0, reason=words, at=clock.now())
        db.add(row)
        db.flush()
        audit.record(db, viewer.account_id, "works.report", "work", work_id, after={"report": row.id})
        return row.id or 0


def settle(viewer: Viewer, work_id: int, *, is_kept: bool, reason: str = "") -> None:
    """Answer the work's open reports: it stays, or it is taken down for `reason`. Those who reported are told.

    Raises Refused: gone, not_allowed, changed (nothing is open any more); to take down as `service.take_down`.
    """
    if not is_kept:
        take_down(viewer, work_id, reason)
        return
    if not may(viewer, Action.APPROVE_WORK):
        raise Refused("sign_in" if viewer.is_visitor else "not_allowed")
    with write() as db:
        held = queries.hold(db, [work_id]).get(work_id)
        if held is None:
            raise refuse("gone")
        if not may_approve(viewer, held):
            raise refuse("not_allowed")
        if not ledger.settle_reports(db, viewer, work_id, "report_kept"):
            raise refuse("changed")
        audit.record(db, viewer.account_id, "works.keep_reported", "work", work_id)


def _hold_seen(db: Db, viewer: Viewer, work_id: int) -> None:
    """Hold a work that the viewer sees, so that two taps at once make one report. Raises Refused("not_found")."""
    eyes = eyes_of(db, viewer, clock.today())
    seen = select(t.work.c.id).where(t.work.c.id == work_id, visible_to(eyes)).with_for_update()
    if db.execute(seen).first() is None:
        raise Refused("not_found")
