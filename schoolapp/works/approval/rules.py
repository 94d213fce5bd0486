"""What may be decided about a work, and what the decisions made so far mean. Pure: facts in, decision out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from schoolapp.works.rules import WorkState
from schoolapp.works.typed import one_line

MOST_AT_ONCE = 100
"""Works in one approval; the queue shows half as many."""
MOST_REASON = 200
UNDO_WITHIN = timedelta(minutes=10)


class Step(StrEnum):
    """A decision, as `Decision.kind` keeps it."""

    APPROVE = "approved"
    RETURN = "returned"
    TAKE_DOWN = "taken_down"
    HAND_IN = "handed_in"
    """A returned work was mended and waits again."""
    UNDO = "undone"
    """The decision before counts again."""


_FROM = {
    Step.APPROVE: {WorkState.WAITING, WorkState.RETURNED, WorkState.APPROVED},
    Step.RETURN: {WorkState.WAITING, WorkState.APPROVED},
    Step.TAKE_DOWN: {WorkState.WAITING, WorkState.APPROVED, WorkState.RETURNED},
    Step.HAND_IN: {WorkState.RETURNED},
}
_LEADS_TO = {
    Step.APPROVE: WorkState.APPROVED,
    Step.RETURN: WorkState.RETURNED,
    Step.TAKE_DOWN: WorkState.TAKEN_DOWN,
    Step.HAND_IN: WorkState.WAITING,
}


@dataclass(frozen=True)
class Standing:
    """What counts of a work now."""

    state: WorkState
    approved_for: int = 0
    since: datetime | None = None
    """Approved: when it became so, whatever it was approved for since; the order of galleries."""


NEW = Standing(WorkState.WAITING)


def leads_to(step: Step) -> WorkState:
    """The state after a step that is not an undo."""
    return _LEADS_TO[step]


def why_not(
    step: Step, standing: Standing, *, purposes: int = 0, has_children: bool = True, is_again: bool = False
) -> str:
    """The code of what forbids the step; empty when it may be made.

    What was taken down is approved only when somebody asks for exactly that (`is_again`): a batch that was looked
    through before the take-down must not put the work up again.
    """
    if step is Step.APPROVE:
        if standing.state is WorkState.TAKEN_DOWN and not is_again:
            return "taken_down"
        if not has_children:
            return "no_child"
        if standing.state is WorkState.APPROVED and standing.approved_for == purposes:
            return "already"
        return ""
    return "" if standing.state in _FROM[step] else "changed"


def standing_after(history: Iterable[tuple[str, int, datetime]]) -> Standing:
    """What counts after these (kind, purposes, instant), oldest first. An undo takes away the step before it."""
    stands = [NEW]
    for kind, purposes, at in history:
        if kind == Step.UNDO:
            stands = stands[:-1] or [NEW]
            continue
        state = leads_to(Step(kind))
        before = stands[-1]
        since = before.since if before.state is state else at
        stands.append(Standing(state, purposes, since) if state is WorkState.APPROVED else Standing(state))
    return stands[-1]


def may_undo(kind: str, *, is_newest: bool, is_own: bool, made_at: datetime, now: datetime) -> bool:
    """Only one's own newest decision, shortly after it."""
    return kind != Step.UNDO and is_newest and is_own and now - made_at <= UNDO_WITHIN


def stamp(last_decision: int, digest: str, children: Iterable[int], kind: str, words: Iterable[str]) -> str:
    """Changes when somebody decided about the work, straightened its picture, added a film, or changed who is on it,
    what it shows or what is written about it: a remark that nobody has read is shown to nobody."""
    text = f"{last_decision} {digest} {sorted(children)} {kind} {list(words)}"
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def reason_of(text: str) -> str:
    """The words without line breaks and double blanks, not longer than is kept."""
    return one_line(text)[:MOST_REASON]
