"""Attendance as tables: a day, a session, a homeroom on a day, a section over weeks. Cut to what the viewer may see.

It stands on the same rules as the board: a roll that nobody took is unknown here too, never presumed present.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection

from schoolapp import clock
from schoolapp.checkin.attendance import queries as attendance_queries
from schoolapp.checkin.attendance.day_table import of_day
from schoolapp.checkin.attendance.marks import MARKS, mark
from schoolapp.checkin.attendance.values import Question, Scope, Table, TableRow
from schoolapp.checkin.board import words
from schoolapp.checkin.board.day import DayBoard
from schoolapp.checkin.day_queries import children, millis
from schoolapp.checkin.log.picture import Child, Meeting
from schoolapp.db import read
from schoolapp.i18n import _
from schoolapp.identity.policy import Action, Target, Viewer, may
from schoolapp.refusals import Refused

LONGEST = timedelta(days=186)
"""A section's attendance is shown for a term at most."""


def attendance(viewer: Viewer, question: Question) -> Table:
    """The table. Raises Refused: not_allowed, not_found, invalid (days in the wrong order or too many)."""
    with read() as db:
        return _MAKERS[question.scope](db.connection(), viewer, question)


def _day_board(db: Connection, day: date) -> DayBoard:
    """The whole day as it stands now."""
    board = DayBoard(day)
    board.refresh(db, millis(clock.now()), 99)
    return board


def _may_see(viewer: Viewer, session: Meeting) -> bool:
    target = Target(section_id=session.section_id, homeroom_id=session.homeroom_id, staff_ids=session.staff_ids)
    return may(viewer, Action.SEE_ATTENDANCE, target)


def _of_day(db: Connection, viewer: Viewer, question: Question) -> Table:
    board = _day_board(db, question.day)
    return of_day(board, (one for one in board.plan.planned.values() if _may_see(viewer, one)))


def _of_session(db: Connection, viewer: Viewer, question: Question) -> Table:
    """One row a child of the session's list, guests after them."""
    day = attendance_queries.day_of_session(db, question.key)
    if day is None:
        raise Refused("not_found")
    board = _day_board(db, day)
    session = board.plan.planned[question.key]
    if not _may_see(viewer, session):
        raise Refused("not_allowed")
    standing = board.standings[session.slot_number]
    guests = standing.rolls[session.id].here.keys() - set(standing.members[session.id])
    known = children(db, {*standing.members[session.id], *guests}, day)
    rows = []
    for child in _by_seat(known):
        answer = standing.answers.get(child.id)
        detail = words.detail_of(board, session.slot_number, answer) if answer else ""
        word = mark(board, session, answer)
        if child.id in guests:
            word = f"{_('guest')} {words.clock_of(standing.rolls[session.id].here[child.id].at)}"
        rows.append(TableRow([child.homeroom, _seat(child), child.name, word, detail], child.id))
    title = f"{words.title_of(board, session.id)} · {words.day_label(day)}"
    columns = [_("Homeroom"), _("Seat number"), _("Name"), _("Attendance"), _("Detail")]
    return Table(title, columns, lead=2, plain=(0, 3, 4), counts=(1,), rows=rows)


def _of_homeroom(db: Connection, viewer: Viewer, question: Question) -> Table:
    """One row a child of the homeroom, one column a period."""
    if not may(viewer, Action.SEE_ATTENDANCE, Target(homeroom_id=question.key)):
        raise Refused("not_allowed")
    board = _day_board(db, question.day)
    homeroom = board.plan.homerooms.get(question.key)
    if homeroom is None:
        raise Refused("not_found")
    known = children(db, board.plan.members.get(question.key, ()), question.day)
    rows = [
        TableRow([_seat(child), child.name, *(_cell(board, number, child.id) for number in board.numbers)], child.id)
        for child in _by_seat(known)
    ]
    names = [board.plan.slot_names.get(number) or str(number) for number in board.numbers]
    title = f"{homeroom.name} · {words.day_label(question.day)}"
    return Table(title, [_("Seat number"), _("Name"), *names], lead=1, counts=(0,), rows=rows)


def _cell(board: DayBoard, number: int, child_id: int) -> str:
    """Mark and class of a child in a slot; a dash for who takes no part."""
    standing = board.standings[number]
    answer = standing.answers.get(child_id)
    if answer is None:
        return "—"
    session = board.plan.planned.get(answer.expected_in or answer.session_id or 0)
    if session is None:
        return MARKS.get(answer.state, "")
    return f"{mark(board, session, answer)} · {words.title_of(board, session.id)}"


def _of_section(db: Connection, viewer: Viewer, question: Question) -> Table:
    """One row a child, one column a session of the section in the span, and how often the child was there."""
    if not may(viewer, Action.SEE_ATTENDANCE, Target(section_id=question.key)):
        raise Refused("not_allowed")
    until = min(question.until or clock.today(), clock.today())
    if not timedelta(0) <= until - question.day <= LONGEST:
        raise Refused("invalid")
    name, sessions = attendance_queries.sessions_of_section(db, question.key, question.day, until)
    days: list[str] = []
    cells: dict[int, dict[int, str]] = {}
    for position, (session_id, day) in enumerate(sessions):
        days.append(f"{day.month}/{day.day}")
        for child_id, word in _column(db, session_id, day).items():
            cells.setdefault(child_id, {})[position] = word
    known = children(db, cells.keys(), until) if cells else {}
    rows = []
    for child in _by_seat(known):
        marks = [cells[child.id].get(position, "") for position in range(len(days))]
        there = sum(1 for word in marks if word.startswith((_("present"), _("late"))))
        asked = sum(1 for word in marks if word)
        rows.append(TableRow([child.homeroom, _seat(child), child.name, f"{there}/{asked}", *marks], child.id))
    columns = [_("Homeroom"), _("Seat number"), _("Name"), _("Was there"), *days]
    return Table(name, columns, lead=2, plain=(0,), counts=(1,), rows=rows)


def _column(db: Connection, session_id: int, day: date) -> dict[int, str]:
    board = _day_board(db, day)
    session = board.plan.planned[session_id]
    standing = board.standings[session.slot_number]
    return {child: mark(board, session, standing.answers.get(child)) for child in standing.members[session_id]}


def _by_seat(known: dict[int, Child]) -> list[Child]:
    return sorted(known.values(), key=lambda child: (child.homeroom_id or 0, child.seat or 0, child.id))


def _seat(child: Child) -> str:
    return "" if child.seat is None else str(child.seat)


_MAKERS = {
    Scope.DAY: _of_day,
    Scope.SESSION: _of_session,
    Scope.HOMEROOM: _of_homeroom,
    Scope.SECTION: _of_section,
}


@dataclass(frozen=True)
class Choices:
    """Homerooms and sections whose attendance the viewer may see: pairs of id and name."""

    homerooms: list[tuple[int, str]]
    sections: list[tuple[int, str]]


def choices_for(viewer: Viewer) -> Choices:
    """What the page offers; each is asked about again when it is opened."""
    with read() as db:
        homerooms = attendance_queries.homerooms(db.connection())
        sections = attendance_queries.sections(db.connection())
    return Choices(
        [one for one in homerooms if may(viewer, Action.SEE_ATTENDANCE, Target(homeroom_id=one[0]))],
        [one for one in sections if may(viewer, Action.SEE_ATTENDANCE, Target(section_id=one[0]))],
    )
