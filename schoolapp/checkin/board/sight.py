"""What one viewer may see of the board. The policy decides; this asks it about each section and homeroom once."""

from __future__ import annotations

from dataclasses import dataclass

from schoolapp.checkin.board.day import DayBoard
from schoolapp.checkin.whereis.answers import Answer
from schoolapp.checkin.whereis.slot import Standing
from schoolapp.identity.policy import Action, Target, Viewer, may


@dataclass(frozen=True, slots=True)
class Sight:
    """`children` and `sessions` are None for who sees the whole school."""

    children: frozenset[int] | None = None
    sessions: frozenset[int] | None = None
    """Sessions whose roll may be shown even without a child of one's own in them."""

    def has(self, child_id: int) -> bool:
        return self.children is None or child_id in self.children

    def answers(self, standing: Standing) -> list[Answer]:
        """The answers of the slot that this viewer may see."""
        if self.children is None:
            return list(standing.answers.values())
        return [standing.answers[child] for child in sorted(self.children) if child in standing.answers]


EVERYTHING = Sight()


def sight_of(board: DayBoard, standing: Standing, viewer: Viewer) -> Sight:
    """Leaders and the office see everyone, teachers their sections, homeroom teachers their homeroom."""
    if may(viewer, Action.SEE_WHOLE_BOARD):
        return EVERYTHING
    sessions = frozenset(key for key in standing.slot.meetings if _may_see_session(board, key, viewer))
    children: set[int] = set()
    for key in sessions:
        children.update(standing.members[key])
        children.update(standing.rolls[key].here)
    for homeroom_id, members in board.plan.members.items():
        if may(viewer, Action.SEE_CHILD, Target(homeroom_id=homeroom_id)):
            children.update(members)
    return Sight(frozenset(children), sessions)


def _may_see_session(board: DayBoard, session_id: int, viewer: Viewer) -> bool:
    one = board.plan.planned[session_id]
    target = Target(section_id=one.section_id, homeroom_id=one.homeroom_id, staff_ids=one.staff_ids)
    return may(viewer, Action.SEE_ATTENDANCE, target)


def target_of(board: DayBoard, child_id: int) -> Target:
    """The child as the policy asks about it on this day: its homeroom, its sections so far and who takes them."""
    lists = [
        standing.slot.children[child_id] for standing in board.standings.values() if child_id in standing.slot.children
    ]
    meetings = [board.plan.planned[key] for child in lists for key in child.session_ids]
    return Target(
        student_id=child_id,
        homeroom_id=board.plan.homeroom_of.get(child_id),
        section_ids=frozenset(one.section_id for one in meetings if one.section_id is not None),
        staff_ids=frozenset(staff for one in meetings for staff in one.staff_ids),
    )
