"""Attendance of a whole day: one row a session."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from schoolapp.checkin.attendance.marks import is_to_come
from schoolapp.checkin.attendance.values import Table, TableRow
from schoolapp.checkin.board import words
from schoolapp.checkin.board.day import DayBoard
from schoolapp.checkin.log.picture import Meeting
from schoolapp.checkin.whereis.answers import State
from schoolapp.i18n import _


def of_day(board: DayBoard, shown: Iterable[Meeting]) -> Table:
    """One row a session: the expected by kind of presence, who else is there, the head count, when it was submitted."""
    ordered = sorted(shown, key=lambda one: (one.slot_number, one.homeroom_id or 0, words.title_of(board, one.id)))
    tallies = {one.id: _tally(board, one) for one in ordered}
    kinds = [kind for kind in _KINDS if kind is not State.EXPECTED or any(one[kind] for one in tallies.values())]
    columns = [
        *(_("Period"), _("Class"), _("Room"), _("Teacher"), _("Expected")),
        *(_KINDS[kind] for kind in kinds),
        *(_("Of other classes"), _("Head count"), _("Submitted")),
    ]
    rows = [TableRow(_session_cells(board, one, [tallies[one.id][kind] for kind in kinds]), one.id) for one in ordered]
    return Table(
        words.day_label(board.day),
        columns,
        lead=1,
        plain=(0, 2, 3),
        counts=tuple(range(4, len(columns) - 1)),
        rows=rows,
        note=_("Rolls not taken stay “no roll”."),
    )


_KINDS = {
    State.HERE: _("present"),
    State.ON_LEAVE: _("On leave"),
    State.ELSEWHERE: _("Elsewhere"),
    State.MISSING: _("absent"),
    State.UNKNOWN: _("no roll"),
    State.EXPECTED: _("not yet"),
}
"""The columns of a day, which add up to the expected. The last one only while somebody is still to come."""
_SAME_KIND = {State.GONE_HOME: State.HERE, State.KEPT: State.ELSEWHERE, State.WALKING: State.EXPECTED}


def _tally(board: DayBoard, session: Meeting) -> Counter[State]:
    """The children of the list by kind."""
    standing = board.standings[session.slot_number]
    answers = [standing.answers[child] for child in standing.members[session.id]]
    states = [State.EXPECTED if is_to_come(standing, session, one) else one.state for one in answers]
    return Counter(_SAME_KIND.get(state, state) for state in states)


def _session_cells(board: DayBoard, session: Meeting, counts: list[int]) -> list[str]:
    standing, place = board.standings[session.slot_number], board.plan.places[session.id]
    members, progress = standing.members[session.id], standing.progress[session.id]
    return [
        board.plan.slot_names.get(session.slot_number) or str(session.slot_number),
        words.title_of(board, session.id),
        place.room,
        place.teacher,
        str(len(members)),
        *map(str, counts),
        str(len(standing.rolls[session.id].here.keys() - set(members))),
        "" if progress.head_count is None else str(progress.head_count),
        _submitted(board, session, progress.submitted_at),
    ]


def _submitted(board: DayBoard, session: Meeting, at: int | None) -> str:
    """When the roll came in, or why there will be none."""
    if session.into_id is not None:
        return _("has joined {title}").format(title=words.title_of(board, session.into_id))
    if session.is_cancelled:
        return _("Cancelled")
    return "" if at is None else words.clock_of(at)
