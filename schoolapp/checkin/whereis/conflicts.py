"""When what two rooms say of a child contradicts. Pure."""

from __future__ import annotations

from schoolapp.checkin.whereis.facts import Fact, FactKind, Meeting, Slot

_SETTLES = frozenset({FactKind.FOUND, FactKind.HOME, FactKind.KEEP})
SIGHTINGS = frozenset({FactKind.HERE, FactKind.PASSING, FactKind.SENT})


def conflict_of(slot: Slot, home: Meeting | None, facts: list[Fact]) -> tuple[Fact, ...]:
    """All sightings when a child was counted in one room and then seen in another; empty when nothing contradicts.

    `facts` in order of time; `home`: where the child belongs. A wrong door first and the right one after is no
    contradiction; whoever finds or keeps the child settles what was before.
    """
    facts = [fact for fact in facts if not _is_before_the_change(slot, home, fact)]
    if len(facts) < 2:
        return ()
    settled = max((index for index, fact in enumerate(facts) if fact.kind in _SETTLES), default=-1)
    seen = [fact for fact in facts[settled + 1 :] if fact.kind in SIGHTINGS]
    for index, first in enumerate(seen):
        if first.kind is FactKind.HERE and any(later.session_id != first.session_id for later in seen[index + 1 :]):
            return tuple(dict.fromkeys(seen))
    return ()


def _is_before_the_change(slot: Slot, home: Meeting | None, fact: Fact) -> bool:
    """Counted in a class that was cancelled or merged afterwards, or before the child's own took place again: another
    room is where the child belongs since."""
    room = slot.meetings.get(fact.session_id or 0)
    moves = (room.off_since if room else None, home.back_since if home else None)
    return fact.kind is FactKind.HERE and any(at is not None and fact.at < at for at in moves)
