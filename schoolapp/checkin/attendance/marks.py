"""One word for one child in one session."""

from __future__ import annotations

from schoolapp.checkin.board import words
from schoolapp.checkin.board.day import DayBoard
from schoolapp.checkin.log.picture import Meeting
from schoolapp.checkin.rules import Verdict
from schoolapp.checkin.whereis.answers import Answer, State
from schoolapp.checkin.whereis.slot import Standing
from schoolapp.i18n import _


def mark(board: DayBoard, session: Meeting, answer: Answer | None) -> str:
    """One word for one child in one session, with the time where there is one."""
    if answer is None:
        return ""
    standing = board.standings[session.slot_number]
    if is_to_come(standing, session, answer):
        return _("not begun yet")
    if answer.state in (State.HERE, State.GONE_HOME):
        presence = standing.rolls[session.id].here.get(answer.student_id)
        word = _("late") if presence is not None and presence.verdict == Verdict.LATE else _("present")
        return f"{word} {words.clock_of(presence.at)}" if presence is not None else word
    return MARKS.get(answer.state, _("not yet"))


def is_to_come(standing: Standing, session: Meeting, answer: Answer) -> bool:
    """Before the bell nobody has failed to come, whatever the period before left open."""
    return standing.now < session.starts_at and answer.state in _OPEN


_OPEN = frozenset({State.EXPECTED, State.WALKING, State.MISSING, State.UNKNOWN})
MARKS = {
    State.ON_LEAVE: _("On leave"),
    State.KEPT: _("Kept by a teacher"),
    State.ELSEWHERE: _("Elsewhere"),
    State.MISSING: _("absent"),
    State.UNKNOWN: _("no roll"),
}
