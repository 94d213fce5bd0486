"""What the office changes on a day: a substitute, another room, a cancelled or merged class, a leave.

Each is a layer over the session, kept with who entered it and when; the newest of a kind counts, and it can be
withdrawn. Every change leaves a line in the audit trail, by which the live board notices it.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlmodel import Session as Db

from schoolapp import clock
from schoolapp.i18n import _
from schoolapp.identity import audit
from schoolapp.identity.policy import Action, Viewer, may
from schoolapp.models import DayChange, Leave
from schoolapp.programme import day_queries, queries
from schoolapp.programme.queries import Meeting
from schoolapp.programme.rules import clashes
from schoolapp.programme.service import keep_in_step, send_back, take_back
from schoolapp.refusals import Refused

MOST_REASON = 60
_PHRASES = {
    "no_session": _("This class is not in today's plan any more. Open the page again."),
    "is_over": _("This class is over; the past stays as it was."),
    "room_taken": _("{room} is taken by {title} at that time. Choose another room."),
    "teacher_busy": _("{teacher} has {title} at that time. Choose somebody else."),
    "is_off": _("This class does not take place. Withdraw that first."),
    "into_itself": _("Choose another class to join."),
    "not_at_once": _("That class meets at another time. Choose one of the same period."),
    "not_alike": _("An interest class joins an interest class, homework care joins homework care."),
    "is_joined": _("{title} has joined this class today. Withdraw that first."),
    "bad_span": _("The leave ends before it begins. Check the times."),
    "no_child": _("Choose the child from the list."),
}


def refuse(code: str, **filled: str) -> Refused:
    """The refusal in words."""
    return Refused(code, _PHRASES[code].format(**filled), 409)


def substitute(db: Db, viewer: Viewer, session_id: int, staff_id: int, reason: str = "") -> int:
    """Somebody else takes the class. Raises Refused: teacher_busy and those of `open_class`. The change's id."""
    meeting, others = open_class(db, viewer, session_id)
    busy = next((other for other in others if other.staff_id == staff_id), None)
    if busy is not None:
        raise refuse("teacher_busy", teacher=busy.teacher, title=busy.title)
    return _enter(db, viewer, meeting, "substitute", reason, staff_id=staff_id)


def move(db: Db, viewer: Viewer, session_id: int, room_id: int, reason: str = "") -> int:
    """The class meets in another room. Raises Refused: room_taken and those of `open_class`. The change's id."""
    meeting, others = open_class(db, viewer, session_id)
    taken = next((other for other in others if other.room_id == room_id), None)
    if taken is not None:
        raise refuse("room_taken", room=taken.room, title=taken.title)
    return _enter(db, viewer, meeting, "room", reason, room_id=room_id)


def cancel(db: Db, viewer: Viewer, session_id: int, reason: str = "") -> int:
    """The class does not take place; its children go back to homework care. Raises Refused: is_joined and those of
    `open_class`. The change's id."""
    meeting, _others = open_class(db, viewer, session_id)
    _refuse_when_joined(db, meeting)
    change = _enter(db, viewer, meeting, "cancelled", reason)
    keep_in_step(db, meeting.day, 0)
    send_back(db, meeting.id)
    return change


def merge(db: Db, viewer: Viewer, session_id: int, into_id: int, reason: str = "") -> int:
    """The children join another class of the same time. Raises as `joining`. The change's id."""
    meeting, into = joining(db, viewer, session_id, into_id)
    return _enter(db, viewer, meeting, "merged", reason, into_session_id=into.id)


def joining(db: Db, viewer: Viewer, session_id: int, into_id: int) -> tuple[Meeting, Meeting]:
    """The class and the one that it could join. One step only: whom others have joined stays where it is.

    Raises Refused: into_itself, not_at_once, not_alike, is_joined and those of `open_class`.
    """
    meeting, others = open_class(db, viewer, session_id)
    if into_id == session_id:
        raise refuse("into_itself")
    into = next((other for other in others if other.id == into_id), None)
    if into is None:
        raise refuse("not_at_once")
    if into.is_care != meeting.is_care:
        raise refuse("not_alike")
    _refuse_when_joined(db, meeting)
    return meeting, into


def _refuse_when_joined(db: Db, meeting: Meeting) -> None:
    guest = next((one for one in queries.meetings(db, meeting.day) if one.into_id == meeting.id), None)
    if guest is not None:
        raise refuse("is_joined", title=guest.title)


def withdraw(db: Db, viewer: Viewer, change_id: int) -> None:
    """The change no longer counts; what was planned does again. Raises Refused: no_session, is_over."""
    _check(viewer)
    found = day_queries.change_in_force(db, change_id)
    if found is None:
        raise refuse("no_session")
    if found.ends_at <= clock.now():
        raise refuse("is_over")
    row = db.get(DayChange, change_id)
    assert row is not None
    row.withdrawn_at = clock.now()
    db.add(row)
    audit.record(db, viewer.account_id, "plan.withdraw_change", "day_change", change_id, {"kind": found.kind})
    db.flush()
    if found.kind == "cancelled":
        take_back(db, found.session_id)
    keep_in_step(db, found.day, 0)


def grant_leave(
    db: Db, viewer: Viewer, student_id: int, starts_at: datetime, ends_at: datetime, reason: str = ""
) -> int:
    """An approved absence. Raises Refused: no_child, bad_span. Its id."""
    _check(viewer)
    if not day_queries.student_exists(db, student_id):
        raise refuse("no_child")
    if ends_at <= starts_at:
        raise refuse("bad_span")
    row = Leave(
        student_id=student_id,
        starts_at=starts_at,
        ends_at=ends_at,
        reason=_reason(reason),
        approved_by=viewer.account_id,
        created_at=clock.now(),
    )
    db.add(row)
    db.flush()
    audit.record(db, viewer.account_id, "plan.grant_leave", "leave", row.id, after={"student": student_id})
    return row.id or 0


def grant_day_leave(db: Db, viewer: Viewer, student_id: int, day: date, reason: str = "") -> int:
    """A leave for the whole of `day`."""
    return grant_leave(db, viewer, student_id, clock.at_minutes(day, 0), clock.at_minutes(day, 24 * 60), reason)


def withdraw_leave(db: Db, viewer: Viewer, leave_id: int) -> None:
    """The child comes after all. Raises Refused("no_child") for a leave that does not stand."""
    _check(viewer)
    row = db.get(Leave, leave_id)
    if row is None or row.withdrawn_at is not None:
        raise refuse("no_child")
    row.withdrawn_at = clock.now()
    db.add(row)
    audit.record(db, viewer.account_id, "plan.withdraw_leave", "leave", leave_id, {"student": row.student_id})


def _check(viewer: Viewer) -> None:
    if not may(viewer, Action.MANAGE_PLAN):
        raise Refused("sign_in" if viewer.is_visitor else "not_allowed")


def open_class(db: Db, viewer: Viewer, session_id: int) -> tuple[Meeting, list[Meeting]]:
    """The session, if it can still be changed, and the others that take place at that time.

    Raises Refused: not_allowed, no_session, is_over, is_off.
    """
    _check(viewer)
    day = queries.day_of(db, session_id)
    found = queries.meetings(db, day) if day else []
    meeting = next((one for one in found if one.id == session_id), None)
    if meeting is None:
        raise refuse("no_session")
    if meeting.ends_at <= clock.now():
        raise refuse("is_over")
    if meeting.is_off:
        raise refuse("is_off")
    return meeting, [
        one for one in found if one.id != session_id and not one.is_off and clashes(one.span, meeting.span)
    ]


def _reason(text: str) -> str:
    return " ".join(text.split())[:MOST_REASON]


def _enter(db: Db, viewer: Viewer, meeting: Meeting, kind: str, reason: str, **values: Any) -> int:
    row = DayChange(
        session_id=meeting.id,
        kind=kind,
        reason=_reason(reason),
        created_by=viewer.account_id,
        created_at=clock.now(),
        **values,
    )
    db.add(row)
    db.flush()
    audit.record(db, viewer.account_id, f"plan.{kind}", "day_change", row.id, after={"session": meeting.id, **values})
    return row.id or 0
