"""The roll of one session as the log tells it now."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection

from schoolapp import clock
from schoolapp.checkin import day_queries, phrases
from schoolapp.checkin.log import queries
from schoolapp.checkin.log.picture import Meeting
from schoolapp.checkin.roll import Roll, last_sightings, roll
from schoolapp.checkin.rules import OPENS_BEFORE


@dataclass(frozen=True, slots=True)
class Expected:
    """Whom a session expects after the changes of its day; `on_leave` is a part of `children`."""

    children: tuple[int, ...]
    on_leave: frozenset[int]


def expected_in(db: Connection, meeting: Meeting) -> Expected:
    """The listed children, those of classes merged into this one, and in homework care those of cancelled classes."""
    listed: set[int] = set()
    if not meeting.hours.is_cancelled:
        sources = [meeting.id, *day_queries.merged_into(db, [meeting.id])]
        listed = {child for _, child in day_queries.listed_children(db, sources)}
        if meeting.homeroom_id is not None:
            listed |= day_queries.sent_back_to_care(db, meeting.homeroom_id, meeting.day, meeting.slot_number)
    return Expected(tuple(sorted(listed)), _on_leave(db, listed, meeting))


def _on_leave(db: Connection, listed: Collection[int], meeting: Meeting) -> frozenset[int]:
    first, last = clock.at_minutes(meeting.day, 0), clock.at_minutes(meeting.day, 24 * 60)
    spans = day_queries.leaves(db, listed, first, last) if listed else {}
    return frozenset(
        child
        for child, found in spans.items()
        if any(start < meeting.ends_at and end > meeting.starts_at for start, end in found)
    )


def roll_of(db: Connection, meeting: Meeting, expected: Expected | None = None) -> Roll:
    """Who is here, who is absent, and the last submission."""
    expected = expected or expected_in(db, meeting)
    entries = [row.entry() for row in queries.log_of_sessions(db, [meeting.id])]
    return roll(
        expected.children,
        expected.on_leave,
        entries,
        meeting.hours,
        is_care=meeting.homeroom_id is not None,
        carried=_carried(db, meeting, expected),
    )


def seen_elsewhere(db: Connection, meeting: Meeting, absent: Collection[int]) -> list[dict[str, Any]]:
    """For the teacher who waits for them: where the absent were seen since this roll could begin, as phones get it."""
    since = datetime.fromtimestamp((meeting.starts_at - OPENS_BEFORE) / 1000, UTC)
    log = queries.log_of_children(db, absent, since) if absent else []
    seen = last_sightings((row.session_id, row.entry()) for row in log if row.session_id != meeting.id)
    meetings = day_queries.meetings_by_id(db, {one.session_id for one in seen.values() if one.session_id})
    places = day_queries.places(db, meetings.values())
    made = []
    for one in seen.values():
        place = places.get(one.session_id or 0)
        where = one.note if one.kind == "found" else place.room if place else ""
        title = phrases.title(place.title, is_care=meetings[place.session_id].homeroom_id is not None) if place else ""
        made.append({"student_id": one.student_id, "kind": one.kind, "at": one.at, "room": where, "title": title})
    return made


def _carried(db: Connection, meeting: Meeting, expected: Expected) -> Collection[int] | None:
    """The children of the roll that this one carries on; None when it stands for itself."""
    earlier = earlier_care(db, meeting)
    if earlier is None:
        return None
    before = expected_in(db, earlier)
    if not set(expected.children) <= set(before.children):
        return None
    first = roll_of(db, earlier, before)
    return [child for child in expected.children if child in first.here] if first.submission else None


def earlier_care(db: Connection, meeting: Meeting) -> Meeting | None:
    """The homework care of the same homeroom in the slot before: a double period."""
    if meeting.homeroom_id is None:
        return None
    same_day = day_queries.care_meetings(db, [meeting.homeroom_id], [meeting.day]).values()
    return next((other for other in same_day if other.slot_number == meeting.slot_number - 1), None)
