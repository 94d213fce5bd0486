"""The roll of one session as the log tells it now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection

from schoolapp import clock
from schoolapp.checkin import day_queries, phrases, span_queries
from schoolapp.checkin.log import queries
from schoolapp.checkin.log.picture import Meeting
from schoolapp.checkin.placing import goal_of, placed
from schoolapp.checkin.roll import (
    Entry,
    Roll,
    carried_over,
    continues,
    gone_home,
    is_outdated,
    last_away,
    last_sightings,
    last_submission,
    missed_before,
    roll,
    settled_elsewhere,
    since_back,
)
from schoolapp.checkin.rules import OPENS_BEFORE, excuses


@dataclass(frozen=True, slots=True)
class Expected:
    """Whom a session expects after the changes of its day; `on_leave` is a part of `children`."""

    children: tuple[int, ...]
    on_leave: frozenset[int]
    joined: dict[int, int]
    """Of those whom a change of the day sends here, or who were put on the list later: since when."""


def expected_in(db: Connection, meeting: Meeting) -> Expected:
    """The listed children, those of classes merged into this one, and in homework care those of cancelled classes."""
    since = {} if meeting.hours.is_cancelled else _expected_since(db, meeting)
    joined = {child: at for child, at in since.items() if at}
    return Expected(tuple(sorted(since)), _on_leave(db, since, meeting), joined)


def _expected_since(db: Connection, meeting: Meeting) -> dict[int, int]:
    """Child → since when a change of the day, or of the plan, sends it here; 0: its own list did from the beginning."""
    meetings = day_queries.moved_meetings(db, meeting.day, meeting.slot_number) | {meeting.id: meeting}
    goals = {key: goal_of(one, meetings) for key, one in meetings.items()}
    here = [key for key, goal in goals.items() if goal is meeting]
    care = {home: meetings[key] for key in here if (home := meetings[key].homeroom_id) is not None}
    called_off = [key for key, goal in goals.items() if goal is None]
    back = day_queries.listed_of_homerooms(db, called_off, care, meeting.day) if called_off and care else []
    homes = {child: homeroom for _session, child, _at, homeroom in back}
    lists: dict[int, set[int]] = defaultdict(set)
    since: dict[int, int] = defaultdict(int)
    for session, child, at in (*day_queries.listed_children(db, here), *(one[:3] for one in back)):
        lists[child].add(session)
        since[child] = max(since[child], at)
    for child, keys in lists.items():
        _goal, at = placed([meetings[key] for key in sorted(keys)], meetings, care.get(homes.get(child, 0)))
        since[child] = max(since[child], at)
    return dict(since)


def _on_leave(db: Connection, listed: Collection[int], meeting: Meeting) -> frozenset[int]:
    spans = span_queries.leaves(db, listed, *_day(meeting)) if listed else {}
    return frozenset(child for child, found in spans.items() if excuses(found, meeting.starts_at, meeting.ends_at))


def roll_of(db: Connection, meeting: Meeting, expected: Expected | None = None) -> Roll:
    """Who is here, who is absent, and the last submission."""
    expected = expected or expected_in(db, meeting)
    entries = _entries(db, meeting)
    is_care = meeting.homeroom_id is not None
    submission = last_submission(entries) if is_care else None
    carried, missed = _from_before(db, meeting, expected)
    return roll(
        expected.children,
        expected.on_leave,
        entries,
        meeting.hours,
        is_care=is_care,
        carried=carried,
        missed=missed,
        apart=_apart(db, meeting, expected, submission) if submission else {},
        elsewhere=_settled_elsewhere(db, meeting, expected.children, submission.at) if submission else (),
    )


def _entries(db: Connection, meeting: Meeting) -> Collection[Entry]:
    return since_back([row.entry() for row in queries.log_of_sessions(db, [meeting.id])], meeting.back_since)


def _apart(db: Connection, meeting: Meeting, expected: Expected, submission: Entry) -> dict[int, list[tuple[int, int]]]:
    """When a teacher kept the child back, a leave excused it, or it belonged to another class still."""
    apart: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for read in (span_queries.keeps, span_queries.leaves):
        for child, spans in read(db, expected.children, *_day(meeting)).items():
            apart[child] += spans
    for child, at in expected.joined.items():
        if at > submission.knew_until:
            apart[child].append((0, submission.at + 1))
    return apart


def _settled_elsewhere(db: Connection, meeting: Meeting, children: Collection[int], at: int) -> set[int]:
    """Whom somebody counted or found in another place in this period, or saw go home today."""
    log = queries.log_of_children(db, children, _day(meeting)[0])
    told = [(row.session_id, row.entry()) for row in log if row.session_id != meeting.id]
    meetings = day_queries.meetings_by_id(db, {key for key, _entry in told if key})
    span = day_queries.span_of_slot(db, meeting.day, meeting.slot_number) if told else (0, 0)

    def is_of_period(key: int | None, entry: Entry) -> bool:
        other = meetings.get(key or 0)
        if other is None:  # of no session: it belongs to the period in which it was said
            return entry.kind == "undo" or span[0] <= entry.at < span[1]
        moves = (other.off_since, other.back_since, meeting.back_since)
        return other.slot == meeting.slot and not is_outdated(entry, *moves)

    return gone_home(told, at) | settled_elsewhere([pair for pair in told if is_of_period(*pair)], at)


def away_in(db: Connection, meeting: Meeting) -> list[Entry]:
    """Of each child who was last said not to be in this room, the event that says so."""
    away = last_away(_entries(db, meeting))
    return sorted(away.values(), key=lambda one: (one.at, one.id))


def _day(meeting: Meeting) -> tuple[datetime, datetime]:
    return clock.at_minutes(meeting.day, 0), clock.at_minutes(meeting.day, 24 * 60)


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
        room = meetings[place.session_id] if place else None
        moves = (meeting.back_since, room.off_since, room.back_since) if room else ()
        kind = "sent" if one.kind == "here" and any(at is not None and one.at < at for at in moves) else one.kind
        title = phrases.title(place.title, is_care=room.homeroom_id is not None) if place and room else ""
        made.append({"student_id": one.student_id, "kind": kind, "at": one.at, "room": where, "title": title})
    return made


def _from_before(
    db: Connection, meeting: Meeting, expected: Expected
) -> tuple[Collection[int] | None, Collection[int]]:
    """The children of the roll that this one carries on, None when it stands for itself; and whom that one missed."""
    earlier = earlier_care(db, meeting)
    before = expected_in(db, earlier) if earlier else None
    if earlier is None or before is None or set(before.children).isdisjoint(expected.children):
        return None, ()
    first = roll_of(db, earlier, before)
    is_continued = continues(expected.children, before.children)
    carried = carried_over(expected.children, first, before.joined) if is_continued else None
    return carried, missed_before(expected.children, first, before.joined)


def earlier_care(db: Connection, meeting: Meeting) -> Meeting | None:
    """The homework care of the same homeroom in the slot before: a double period."""
    if meeting.homeroom_id is None:
        return None
    same_day = day_queries.care_meetings(db, [meeting.homeroom_id], [meeting.day]).values()
    return next((other for other in same_day if other.slot_number == meeting.slot_number - 1), None)
