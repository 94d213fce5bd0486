"""A paper roll entered afterwards by the office: the sheet as it was filled in becomes events of method "paper"."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal
from uuid import UUID, uuid5

from schoolapp import clock
from schoolapp.checkin import service as checkin
from schoolapp.checkin.paper import queries
from schoolapp.checkin.paper.rules import Child, Facts, Meeting, away_spans, is_away, seating
from schoolapp.db import read
from schoolapp.i18n import _
from schoolapp.identity.policy import Viewer
from schoolapp.refusals import Refused

State = Literal["present", "absent", "leave"]
_TICK = timedelta(milliseconds=1)

REFUSALS: dict[str, tuple[int, str]] = {
    "no_roll": (404, _("This lesson is not on the plan of that day, or has not begun yet.")),
    "count_first": (422, _("Write the head count from the sheet.")),
    "explain": (422, _("The head count differs from the children marked here. Write why, or mark them again.")),
    "not_stored": (409, _("{n} entries were not taken. Open the sheet again and check the children marked.")),
}
"""Code → HTTP status and what to tell the person."""


@dataclass(frozen=True)
class Meet:
    """A lesson of the day that may be entered."""

    meeting: Meeting
    is_submitted: bool


@dataclass(frozen=True)
class SheetLine:
    """A child on the sheet and what it says so far."""

    child: Child
    state: State
    is_on_leave: bool


@dataclass(frozen=True)
class PaperSheet:
    """The sheet of one lesson."""

    meeting: Meeting
    lines: tuple[SheetLine, ...]
    is_submitted: bool
    is_known: bool
    """Something was recorded already, so that the states are facts and not a first guess."""


@dataclass(frozen=True)
class Filled:
    """What the office read off the paper."""

    session_id: int
    present: frozenset[int]
    absent: frozenset[int]
    head_count: int | None
    note: str
    key: UUID
    """Made when the sheet was opened: sent twice, it is the same facts."""


def lessons(day: date) -> list[Meet]:
    """The lessons of `day` that have begun and were not cancelled, those without a roll first."""
    with read() as db:
        found = [meeting for meeting in queries.facts(db, day).meetings if _can_be_entered(meeting)]
        done = queries.submitted(db, [meeting.id for meeting in found])
    meets = [Meet(meeting, meeting.id in done) for meeting in found]
    return sorted(meets, key=lambda meet: (meet.meeting.slot, meet.is_submitted))


def open_sheet(viewer: Viewer, session_id: int) -> PaperSheet:
    """The sheet as far as it is known: until something was recorded everyone not on leave counts as present.

    Raises Refused: no_roll, not_found, not_allowed.
    """
    with read() as db:
        day = queries.session_day(db, session_id)
        facts = queries.facts(db, day) if day else Facts([], [], [], [])
        done = bool(queries.submitted(db, [session_id]))
    meeting = _meeting(facts, session_id)
    roll = checkin.roll_for(viewer, session_id)
    here = {entry["student_id"] for entry in roll["here"]}
    is_known = done or bool(here)
    seats, away = seating(facts), away_spans(facts)
    children = [child for child in facts.children if seats.get(child.id, {}).get(meeting.slot) == meeting]
    lines = [_line(child, is_away(child.id, meeting, away), here, is_known) for child in children]
    return PaperSheet(meeting, tuple(lines), done, is_known)


def enter(viewer: Viewer, filled: Filled) -> None:
    """Record the sheet. Each child's mark counts at the bell (or just after what was last said of that child).

    Raises Refused: count_first, explain, no_roll, not_stored, and what recording refuses.
    """
    if filled.head_count is None:
        raise _refused("count_first")
    if filled.head_count != len(filled.present) and not filled.note.strip():
        raise _refused("explain")
    sheet = open_sheet(viewer, filled.session_id)
    with read() as db:
        said = queries.last_statements(db, filled.session_id)
    results = checkin.record_events(viewer, _events(sheet, filled, said))
    failed = sum(result["status"] not in ("stored", "duplicate") or not _is_taken(result) for result in results)
    if failed:
        status, message = REFUSALS["not_stored"]
        raise Refused("not_stored", message.format(n=failed), status)


def _events(sheet: PaperSheet, filled: Filled, said: dict[int | None, datetime]) -> list[dict[str, Any]]:
    bell = sheet.meeting.starts_at
    on_sheet = {line.child.id for line in sheet.lines}
    here = {line.child.id for line in sheet.lines if sheet.is_known and line.state == "present"}
    marks = [(child, "present") for child in sorted(filled.present & on_sheet - here)]
    marks += [(child, "absent") for child in sorted(filled.absent & on_sheet)]
    events = [
        _event(filled, "mark", f"{child} {choice}", _after(bell, said.get(child)), student_id=child, choice=choice)
        for child, choice in marks
    ]
    last = max([bell, *said.values()])
    submission = {"number": filled.head_count, "note": filled.note.strip()}
    return [*events, _event(filled, "submit", "submit", _after(bell + _TICK, last), **submission)]


def _event(filled: Filled, kind: str, what: str, at: datetime, **about: Any) -> dict[str, Any]:
    return about | {
        "id": str(uuid5(filled.key, what)),
        "kind": kind,
        "session_id": filled.session_id,
        "method": "paper",
        "scanned_at": round(at.timestamp() * 1000),
    }


def _after(bell: datetime, said: datetime | None) -> datetime:
    return bell if said is None else max(bell, said + _TICK)


def _is_taken(result: dict[str, Any]) -> bool:
    return result["verdict"] not in ("session_cancelled", "session_closed", "not_allowed", "invalid", "wrong_room")


def _line(child: Child, is_on_leave: bool, here: set[int], is_known: bool) -> SheetLine:
    if child.id in here:
        return SheetLine(child, "present", is_on_leave)
    if is_on_leave:
        return SheetLine(child, "leave", is_on_leave)
    return SheetLine(child, "absent" if is_known else "present", is_on_leave)


def _meeting(facts: Facts, session_id: int) -> Meeting:
    found = next((meeting for meeting in facts.meetings if meeting.id == session_id), None)
    if found is None or not _can_be_entered(found):
        raise _refused("no_roll")
    return found


def _can_be_entered(meeting: Meeting) -> bool:
    return not meeting.is_cancelled and meeting.merged_into is None and meeting.starts_at <= clock.now()


def _refused(code: str) -> Refused:
    status, message = REFUSALS[code]
    return Refused(code, message, status)
