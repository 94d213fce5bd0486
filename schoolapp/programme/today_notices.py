"""Which changes of the day a person is told of, and how."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session as Db

from schoolapp.i18n import _
from schoolapp.identity.policy import Viewer
from schoolapp.programme import roll_queries, words
from schoolapp.programme.queries import Meeting
from schoolapp.programme.today_view import Notice

MOST_NOTICES = 3
_KINDS = {
    "room": (_("Other room"), "redirect"),
    "substitute": (_("Substitute"), "calm"),
    "cancelled": (_("Cancelled"), "refuse"),
    "merged": (_("Merged"), "redirect"),
}


def notices_for(db: Db, viewer: Viewer, found: list[Meeting], now: datetime) -> list[Notice]:
    """Changes of classes that are not over: first those that touch the viewer, then the school's, three at most."""
    changed = [one for one in found if one.changes and one.ends_at > now]
    mine, by_id = _children_by_session(db, viewer, changed), {one.id: one for one in found}
    into = {one.id: by_id.get(one.into_id or 0) for one in changed}
    touching = [one for one in changed if one.id in mine or _is_about(viewer, one) or _is_about(viewer, into[one.id])]
    others = [one for one in changed if one not in touching and ("room" in one.changes or one.is_off)]
    told = [note for one in touching + others for note in _notes(viewer, one, mine.get(one.id, 0), into[one.id])]
    return told[:MOST_NOTICES]


def _is_about(viewer: Viewer, meeting: Meeting | None) -> bool:
    if meeting is None or viewer.staff_id is None:
        return False
    return viewer.staff_id in (meeting.staff_id, meeting.planned_staff_id)


def _children_by_session(db: Db, viewer: Viewer, changed: list[Meeting]) -> dict[int, int]:
    """Session → children of the viewer's homerooms in it."""
    counts: dict[int, int] = {}
    sections = {one.id for one in changed if not one.is_care}
    for homeroom in viewer.homeroom_ids if sections else ():
        for session, _child in roll_queries.members_listed(db, homeroom, changed[0].day):
            if session in sections:
                counts[session] = counts.get(session, 0) + 1
    return counts


def _notes(viewer: Viewer, meeting: Meeting, children: int, into: Meeting | None) -> list[Notice]:
    """One notice a change; of a substitution the two teachers and the homeroom teachers hear.

    `into`: the class that this one joins.
    """
    count = _("{n} of your homeroom").format(n=children) if children else ""
    before = _("was {room}").format(room=meeting.planned_room) if "room" in meeting.changes else ""
    detail = words.joined(words.span(meeting), before, count)
    made: list[Notice] = []
    for kind, change in meeting.changes.items():
        if kind == "substitute" and not (children or _is_about(viewer, meeting)):
            continue
        text = _change_text(viewer, kind, meeting, into) + words.reason_tail(change.reason)
        made.append(Notice(_KINDS[kind][0], _KINDS[kind][1], words.title(meeting), text, detail))
    return made


def _change_text(viewer: Viewer, kind: str, meeting: Meeting, into: Meeting | None) -> str:
    if kind == "room":
        return _("moves to {room}").format(room=meeting.room)
    if kind == "substitute" and meeting.staff_id == viewer.staff_id:
        return _("you take it for {teacher}").format(teacher=words.teacher_called(meeting.planned_teacher))
    if kind == "substitute":
        return _("is taken by {teacher}").format(teacher=words.teacher_called(meeting.teacher))
    if kind == "merged":
        return words.joins(into)
    return _("does not take place, the children go back to homework care")
