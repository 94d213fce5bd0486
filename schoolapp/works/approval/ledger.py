"""How a decision is written: appended, with work, audience, trail and notices after it, in the caller's transaction."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, update
from sqlmodel import Session as Db

from schoolapp import clock
from schoolapp.identity import audit
from schoolapp.identity.notices import tell
from schoolapp.identity.policy import Viewer
from schoolapp.models import Decision
from schoolapp.models import tables as t
from schoolapp.works import queries as works
from schoolapp.works.approval import queries, rules
from schoolapp.works.approval.queries import Held
from schoolapp.works.approval.rules import Step, leads_to
from schoolapp.works.audience import refresh_works
from schoolapp.works.rules import WorkState
from schoolapp.works.visibility import Eyes, may_see

_TOLD = ("work_approved", "work_returned", "work_taken_down", "report_taken_down")
_TRAIL = {
    Step.APPROVE: "works.approve",
    Step.RETURN: "works.send_back",
    Step.TAKE_DOWN: "works.take_down",
    Step.HAND_IN: "works.hand_in",
    Step.UNDO: "works.undo",
}


def decide(
    db: Db, viewer: Viewer, held: list[Held], step: Step, *, purposes: int = 0, reason: str = ""
) -> tuple[int, ...]:
    """Append the decisions; works, audiences and trail follow."""
    decisions = append(db, viewer, held, step, purposes, reason)
    state = leads_to(step)
    ids = [one.id for one in held]
    values: dict[str, Any] = {"state": state, "approved_for": purposes}
    if state is not WorkState.APPROVED:
        db.execute(update(t.work).where(t.work.c.id.in_(ids)).values(**values, shown_at=None))
    else:
        db.execute(update(t.work).where(t.work.c.id.in_(ids)).values(**values))
        new = [one.id for one in held if one.state != WorkState.APPROVED]
        db.execute(update(t.work).where(t.work.c.id.in_(new)).values(shown_at=clock.now()))
    refresh_works(db, ids)
    return decisions


def append(db: Db, viewer: Viewer, held: list[Held], step: Step, purposes: int, reason: str) -> tuple[int, ...]:
    common = {"kind": step, "purposes": purposes, "reason": reason, "account_id": viewer.account_id, "at": clock.now()}
    rows = [{"work_id": one.id, **common} for one in held]
    made = db.execute(insert(Decision).returning(t.decision.c.id), rows)
    after = {"state": leads_to(step), "for": purposes} if step is not Step.UNDO else None
    changes = [(one.id, {"state": one.state, "for": one.approved_for}, after) for one in held]
    audit.record_each(db, viewer.account_id, _TRAIL[step], "work", changes)
    return tuple(sorted(made.scalars()))


def restore(db: Db, viewer: Viewer, held: Held, history: list[Any]) -> None:
    """The work as it was before its newest decision; the audience is for the caller to refresh."""
    before = rules.standing_after((row.kind, row.purposes, row.at) for row in history[:-1])
    if before.state != held.state:
        _forget_told(db, viewer, held.id, history[-1].at)
    values = {"state": before.state, "approved_for": before.approved_for, "shown_at": before.since}
    db.execute(update(t.work).where(t.work.c.id == held.id).values(**values))


def _forget_told(db: Db, viewer: Viewer, work_id: int, since: datetime) -> None:
    """What was told by the decision that is taken back, and not read yet; reports that it settled are open again."""
    n, r = t.notice.c, t.report.c
    unread = (n.work_id == work_id, n.kind.in_(_TOLD), n.at >= since, n.read_at.is_(None))
    db.execute(delete(t.notice).where(*unread))
    settled = (r.work_id == work_id, r.settled_by == viewer.account_id, r.settled_at >= since)
    db.execute(update(t.report).where(*settled).values(settled_by=None, settled_at=None))


def settle_reports(db: Db, viewer: Viewer, work_id: int, kind: str) -> int:
    """Close the work's open reports and tell those who reported; how many there were."""
    found = queries.reporters(db, work_id)
    ids = [row.id for row in found]
    settled = {"settled_by": viewer.account_id, "settled_at": clock.now()}
    db.execute(update(t.report).where(t.report.c.id.in_(ids)).values(**settled))
    tell(db, [row.account_id for row in found if row.account_id != viewer.account_id], kind, work_id=work_id)
    return len(found)


def tell_families(db: Db, held: list[Held]) -> None:
    """The confirmed guardians of those on the works, each of the works that they may see."""
    shown = works.seen_works(db, [one.id for one in held])
    families = queries.families_of(db, {child for work in shown.values() for child in work.makers})
    for work_id, work in sorted(shown.items()):
        for account_id, children in families.items():
            own = sorted(children & work.makers.keys())
            if own and may_see(Eyes(account_id=account_id, student_ids=children), work):
                tell(db, [account_id], "work_approved", student_id=own[0], work_id=work_id)
