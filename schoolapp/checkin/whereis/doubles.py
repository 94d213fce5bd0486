"""Homework care that follows on homework care: what its roll takes over from the one before. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Protocol, TypeAlias

from schoolapp.checkin.roll import Roll, carried_over, continues, missed_before
from schoolapp.checkin.whereis.facts import Slot, joined_at

Carried: TypeAlias = tuple[tuple[int, ...] | None, tuple[int, ...]]
"""Who is taken over, None when the roll stands for itself; and whom the first one missed."""


class Before(Protocol):
    """The standing of the period before, as far as it is asked."""

    slot: Slot
    members: dict[int, list[int]]
    rolls: dict[int, Roll]


def firsts(slot: Slot, members: Mapping[int, Collection[int]], before: Before) -> dict[int, int]:
    """Second session → the homework care of the same homeroom in the period before, where they share children."""
    care = {one.homeroom_id: key for key, one in before.slot.meetings.items() if one.homeroom_id is not None}
    pairs = {key: care[one.homeroom_id] for key, one in slot.meetings.items() if one.homeroom_id in care}
    return {key: first for key, first in pairs.items() if not set(members[key]).isdisjoint(before.members[first])}


def carry(members: Collection[int], before: Before, first: int) -> Carried:
    """What the roll of these children takes over from the session `first` of the period before."""
    slot, roll = before.slot, before.rolls[first]
    joined = {key: joined_at(slot, slot.children[key], first) for key in members if key in slot.children}
    is_continued = continues(members, before.members[first])
    return carried_over(members, roll, joined) if is_continued else None, missed_before(members, roll, joined)
