"""What may be filed and what may still be changed. Pure: facts in, decision out."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from schoolapp.works.rules import WorkState

MOST_CHILDREN = 80
"""On one work: a whole class in one picture."""
LONGEST_TITLE = 60
LONGEST_MEDIUM = 40
LONGEST_REMARK = 500


def is_possible_day(day: date, today: date) -> bool:
    """A work is made before it is filed."""
    return day <= today


def what_all_share(values: Collection[int | None]) -> int | None:
    """The one homeroom (or grade) of all makers; None when they differ or nobody is known."""
    different = set(values)
    return different.pop() if len(different) == 1 else None


def why_not_change(state: str, *, may_approve: bool, touches_picture: bool) -> str:
    """Code of the refusal of a change to a work in this state; empty when it may be changed.

    An approved work was read by somebody before it was shown: its words and children change only through somebody who
    may approve it, its picture not at all. What was taken down stays as it is.
    """
    if state == WorkState.TAKEN_DOWN:
        return "taken_down"
    if state == WorkState.APPROVED and (touches_picture or not may_approve):
        return "already_approved"
    return ""


def state_after_change(state: str) -> str:
    """A work that was sent back waits for approval again once somebody worked on it."""
    return WorkState.WAITING if state == WorkState.RETURNED else state
