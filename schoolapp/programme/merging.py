"""Two classes become one for a day: which may join which, and what would be tight about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session as Db

from schoolapp import clock
from schoolapp.i18n import _
from schoolapp.identity.policy import Viewer
from schoolapp.programme import changes, day_queries, roll_queries, rules, words
from schoolapp.programme.day_view import Choice
from schoolapp.programme.queries import Meeting


@dataclass(frozen=True)
class Outlook:
    """How it would be. `line`: where all would be, and how many; empty: nothing was asked yet."""

    line: str = ""
    tight: list[str] = field(default_factory=list)
    """What the office should think of before."""


def partners(meeting: Meeting, others: list[Meeting]) -> list[Choice]:
    """Of the `others` of that time those of the same kind, with room and teacher."""
    alike = [one for one in others if one.is_care == meeting.is_care]
    return [Choice(str(one.id), words.joined(words.title(one), one.room, one.teacher)) for one in alike]


def outlook(db: Db, viewer: Viewer, session_id: int, into_id: int) -> Outlook:
    """What it would mean that the class joins the other. Raises as `changes.joining`."""
    meeting, into = changes.joining(db, viewer, session_id, into_id)
    together = _("{n} children together").format(n=meeting.expected + into.expected)
    return Outlook(words.joined(into.room, into.teacher, together), _tight(db, meeting, into))


def _tight(db: Db, meeting: Meeting, into: Meeting) -> list[str]:
    rooms = day_queries.room_facts(db, [meeting.room_id, into.room_id])
    there, here = rooms.get(into.room_id or 0), rooms.get(meeting.room_id or 0)
    found = []
    if there is not None and (short := rules.seats_short(meeting.expected + into.expected, there.seats)):
        found.append(_("{room} has {seats} seats, {n} too few").format(room=into.room, seats=there.seats, n=short))
    if there is not None and here is not None and there.building_id != here.building_id:
        found.append(_("It is in another building: {building}").format(building=there.building))
    if not meeting.is_care and not rules.covers(into.grades, meeting.grades):
        found.append(_("{title} is made for {grades}").format(title=into.title, grades=words.grades(into)))
    begun = roll_queries.rolls_begun(db, [meeting.id])
    if begun:
        found.append(_("A roll was begun here already; the other teacher must take it again"))
    return found


def question(db: Db, viewer: Viewer, session_id: int, into_id: int = 0) -> str:
    """What would be done, by name: a merger (`into_id`) or a cancelling. Raises as `rolls_at_stake`."""
    if not into_id:
        return _("{title} does not take place.").format(title=_named(changes.open_class(db, viewer, session_id)[0]))
    meeting, into = changes.joining(db, viewer, session_id, into_id)
    told = _("{title} joins {into}: {n} children together.")
    return told.format(title=_named(meeting), into=_named(into), n=meeting.expected + into.expected)


def _named(meeting: Meeting) -> str:
    about = words.joined(meeting.room, _("{n} children").format(n=meeting.expected))
    return _("{title} ({about})").format(title=words.title(meeting), about=about)


def rolls_at_stake(db: Db, viewer: Viewer, session_id: int, into_id: int = 0) -> list[str]:
    """How far the rolls are that a merger (`into_id`) or a cancelling would overtake, a line each.

    Empty where nobody has begun. Raises as `changes.joining` and `changes.open_class`.
    """
    if into_id:
        touched = changes.joining(db, viewer, session_id, into_id)
    else:
        touched = (changes.open_class(db, viewer, session_id)[0],)
    ids = {one.id for one in touched}
    begun = roll_queries.rolls_begun(db, ids)
    sent = roll_queries.last_submissions(db, ids)
    return [_how_far(one, sent.get(one.id)) for one in touched if one.id in begun or one.id in sent]


def _how_far(meeting: Meeting, sent: tuple[datetime, int] | None) -> str:
    if sent is None:
        return _("{title}: the roll has been begun").format(title=words.title(meeting))
    wording = _("{title}: the roll was submitted at {time}, {n} here")
    return wording.format(title=words.title(meeting), time=f"{clock.local(sent[0]):%H:%M}", n=sent[1])
