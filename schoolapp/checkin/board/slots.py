"""Makes the children of a slot from the plan: where each comes from, and what the period before left open."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from schoolapp.checkin.whereis.answers import State
from schoolapp.checkin.whereis.facts import Child, Fact
from schoolapp.checkin.whereis.slot import Standing

if TYPE_CHECKING:
    from schoolapp.checkin.board.day import Plan


def children_of_slot(
    plan: Plan,
    number: int,
    standings: Mapping[int, Standing],
    spans_of: Callable[[int], tuple[Fact, ...]],
    before: Standing | None,
) -> dict[int, Child]:
    """Every participating child of the slot.

    Listed children, and those who take part but were given no place although their homeroom has after-school
    service in this slot: nobody may fall through the plan unseen.
    """
    listed = _listed(plan, number)
    later = {
        child for key in plan.planned if plan.planned[key].slot_number > number for child in plan.lists.get(key, ())
    }
    with_service = {plan.homeroom_of.get(child) for child in listed}
    for homeroom_id in with_service:
        for child in plan.taking_part.get(homeroom_id or 0, ()):
            listed.setdefault(child, ())
    return {
        child: _child(plan, child, sessions, child not in later, spans_of(child), before)
        for child, sessions in listed.items()
    }


def _listed(plan: Plan, number: int) -> dict[int, tuple[int, ...]]:
    found: dict[int, tuple[int, ...]] = {}
    for key, meeting in plan.planned.items():
        if meeting.slot_number == number:
            for child in plan.lists.get(key, ()):
                found[child] = (*found.get(child, ()), key)
    return found


def _child(
    plan: Plan, child: int, sessions: tuple[int, ...], is_last: bool, spans: tuple[Fact, ...], before: Standing | None
) -> Child:
    homeroom_id = plan.homeroom_of.get(child)
    homeroom = plan.homerooms.get(homeroom_id or 0)
    room_id, left_at = homeroom.room_id if homeroom else None, None
    earlier = before.homes.get(child) if before else None
    if before is not None and earlier is not None:
        room_id, left_at = before.slot.meetings[earlier].room_id, before.slot.meetings[earlier].ends_at
    room = plan.rooms.get(room_id or 0)
    lost, unseen = lost_of(child, before)
    at = max((plan.listed_at.get((key, child), 0) for key in sessions), default=0) if plan.listed_at else 0
    building_id = room.building_id if room else None
    return Child(child, sessions, homeroom_id, room_id, building_id, left_at, is_last, lost, unseen, at, spans)


def lost_of(child: int, before: Standing | None) -> tuple[int | None, int | None]:
    """Since when the child has been missing, or unknown, at the end of the period before."""
    answer = before.answers.get(child) if before else None
    if answer is None:
        return None, None
    is_missing, is_unknown = answer.state is State.MISSING, answer.state is State.UNKNOWN
    return answer.since if is_missing else None, answer.since if is_unknown else None
