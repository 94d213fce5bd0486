"""Decisions about works: approve, send back, take down, undo. Each is one transaction that holds the works it is about.

A decision is appended, the work and its audience follow in the same transaction, the trail and the notices too. So of
two people who decide at the same moment the second sees what the first wrote, and the audience is never a mixture.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session as Db

from schoolapp import clock
from schoolapp.db import write
from schoolapp.i18n import _
from schoolapp.identity.notices import tell
from schoolapp.identity.policy import Action, Target, Viewer, may
from schoolapp.refusals import Refused
from schoolapp.works.approval import ledger, queries, rules
from schoolapp.works.approval.queries import Held
from schoolapp.works.approval.rules import Standing, Step
from schoolapp.works.audience import refresh_works
from schoolapp.works.rules import EVERYTHING, WorkState

WHY_NOT = {
    "gone": _("This work does not exist any more."),
    "not_allowed": _("This work belongs to other teachers. Its own teachers or the office decide."),
    "changed": _("Somebody changed it in the meantime. Look at it again, then decide."),
    "already": _("It was approved already, for the same people."),
    "taken_down": _("It was taken down. Open it and choose to show it again."),
    "no_child": _("It is not said yet whose it is. Add the child first."),
}
"""Why one of several works was left as it was."""
_PHRASES = {
    "reason_missing": (422, _("Say in a few words why, so that the colleague knows what to do.")),
    "say_why": (422, _("Say in a few words what is wrong with it.")),
    "too_many": (422, _("At most 100 works at once. Choose fewer.")),
    "too_late": (409, _("This can no longer be undone. Open the work and decide anew.")),
}


def refuse(code: str) -> Refused:
    """The refusal in words."""
    status, message = _PHRASES[code] if code in _PHRASES else (409, WHY_NOT[code])
    return Refused(code, message, status)


@dataclass(frozen=True)
class Left:
    """A work that stayed as it was, and the code of WHY_NOT."""

    work_id: int
    code: str


@dataclass(frozen=True)
class Outcome:
    """What became of a batch. `decisions` are what `undo` takes."""

    done: tuple[int, ...] = ()
    left: tuple[Left, ...] = ()
    decisions: tuple[int, ...] = ()


def may_approve(viewer: Viewer, held: Held) -> bool:
    """Whether the viewer decides about this work: its section's teacher, a homeroom teacher of a maker, the office."""
    homerooms = set(held.homerooms.values()) or {None}
    return any(
        may(viewer, Action.APPROVE_WORK, Target(homeroom_id=one, section_id=held.section_id)) for one in homerooms
    )


def approve(
    viewer: Viewer,
    work_ids: Collection[int],
    purposes: int,
    *,
    seen: Mapping[int, str] | None = None,
    is_again: bool = False,
) -> Outcome:
    """Approve up to 100 works for `purposes` in one transaction; those that cannot be are named, the others go through.

    `seen`: work → `rules.stamp` of what the approver looked at; a work that has changed since stays. `is_again`: also
    what was taken down. Raises Refused: not_allowed (nothing at all may be approved), too_many.
    """
    mask = int(purposes) & int(EVERYTHING)

    def why_not(held: Held) -> str:
        if seen is not None and seen.get(held.id, "") != stamp_of(held):
            return "changed"
        standing = Standing(WorkState(held.state), held.approved_for)
        has_children = bool(held.homerooms) and not held.unmatched
        return rules.why_not(Step.APPROVE, standing, purposes=mask, has_children=has_children, is_again=is_again)

    with _deciding(viewer, work_ids) as db:
        held, outcome = _sort_out(db, viewer, work_ids, why_not)
        if not held:
            return outcome
        decisions = ledger.decide(db, viewer, held, Step.APPROVE, purposes=mask)
        ledger.tell_families(db, [one for one in held if one.state != WorkState.APPROVED])
        return Outcome(outcome.done, outcome.left, decisions)


def send_back(viewer: Viewer, work_id: int, reason: str) -> Outcome:
    """Back to the teacher who added it, with the reason. Raises Refused: reason_missing, or as WHY_NOT."""
    return _one(viewer, work_id, Step.RETURN, _need(reason), "work_returned")


def take_down(viewer: Viewer, work_id: int, reason: str) -> Outcome:
    """No one but its teachers sees it any more; open reports are settled by it. Raises as `send_back`."""
    return _one(viewer, work_id, Step.TAKE_DOWN, _need(reason), "work_taken_down")


def hand_in(viewer: Viewer, work_id: int) -> Outcome:
    """A returned work was mended and waits again: whoever added it, or who may decide. Raises as WHY_NOT."""
    return _one(viewer, work_id, Step.HAND_IN, "", "")


def undo(viewer: Viewer, decision_ids: Collection[int]) -> Outcome:
    """Take back one's own decisions of the last ten minutes that are still the newest of their works.

    Raises Refused("too_late") when none of them can be.
    """
    with _deciding(viewer, decision_ids) as db:
        held = queries.hold(db, queries.works_of(db, decision_ids))
        histories = queries.decisions_of(db, held)
        taken_back = [
            one
            for one in held.values()
            if may_approve(viewer, one) and _may_undo(viewer, histories[one.id], decision_ids)
        ]
        if not taken_back:
            raise refuse("too_late")
        decisions = ledger.append(db, viewer, taken_back, Step.UNDO, 0, "")
        for one in taken_back:
            ledger.restore(db, viewer, one, histories[one.id])
        refresh_works(db, [one.id for one in taken_back])
        return Outcome(tuple(one.id for one in taken_back), (), decisions)


def stamp_of(held: Held) -> str:
    """What changes when the work is no longer the one that was looked at."""
    words = (held.title, held.medium, held.remark)
    return rules.stamp(held.last_decision, held.digest + held.film_digest, held.homerooms, held.kind, words)


def _deciding(viewer: Viewer, ids: Collection[int]) -> Any:
    if not may(viewer, Action.APPROVE_WORK):
        raise Refused("sign_in" if viewer.is_visitor else "not_allowed")
    if len(ids) > rules.MOST_AT_ONCE:
        raise refuse("too_many")
    return write()


def _need(reason: str) -> str:
    words = rules.reason_of(reason)
    if not words:
        raise refuse("reason_missing")
    return words


def _sort_out(
    db: Db, viewer: Viewer, work_ids: Collection[int], why_not: Callable[[Held], str]
) -> tuple[list[Held], Outcome]:
    """The works about which the decision can be made, and the outcome that names the others."""
    found = queries.hold(db, work_ids)
    can, left = [], []
    for work_id in dict.fromkeys(work_ids):
        held = found.get(work_id)
        code = _code(viewer, held, why_not)
        if held is not None and not code:
            can.append(held)
        else:
            left.append(Left(work_id, code))
    return can, Outcome(tuple(one.id for one in can), tuple(left))


def _code(viewer: Viewer, held: Held | None, why_not: Callable[[Held], str]) -> str:
    if held is None:
        return "gone"
    return why_not(held) if may_approve(viewer, held) else "not_allowed"


def _one(viewer: Viewer, work_id: int, step: Step, reason: str, kind: str) -> Outcome:
    """A decision about one work; whoever added it is told, unless it is the same person."""
    with _deciding(viewer, [work_id]) as db:
        held = queries.hold(db, [work_id]).get(work_id)
        if held is None:
            raise refuse("gone")
        is_own = step is Step.HAND_IN and held.created_by == viewer.account_id
        if not is_own and not may_approve(viewer, held):
            raise refuse("not_allowed")
        if code := rules.why_not(step, Standing(WorkState(held.state), held.approved_for)):
            raise refuse(code)
        decisions = ledger.decide(db, viewer, [held], step, reason=reason)
        if kind and held.created_by != viewer.account_id:
            tell(db, [held.created_by], kind, work_id=work_id, note=reason)
        if step is Step.TAKE_DOWN:
            ledger.settle_reports(db, viewer, work_id, "report_taken_down")
        return Outcome((work_id,), (), decisions)


def _may_undo(viewer: Viewer, history: list[Any], decision_ids: Collection[int]) -> bool:
    newest = history[-1]
    return rules.may_undo(
        newest.kind,
        is_newest=newest.id in decision_ids,
        is_own=newest.account_id == viewer.account_id,
        made_at=newest.at,
        now=clock.now(),
    )
