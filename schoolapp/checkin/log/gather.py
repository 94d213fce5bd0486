"""Gathers what a group of events is decided from, in a handful of set-based reads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta

from sqlalchemy import Connection

from schoolapp import clock
from schoolapp.checkin import codes, day_queries, span_queries
from schoolapp.checkin.log import queries
from schoolapp.checkin.log.picture import LogRow, Meeting, Picture, Slot, code_in, subject_of
from schoolapp.checkin.log.wire import Item
from schoolapp.checkin.namesakes import namesake_sessions
from schoolapp.checkin.placing import placed
from schoolapp.school.keys import card_key

_ANY_SLOT = range(1, 13)
"""For events that are about no session: a child that is kept or was found."""


def gather(db: Connection, items: Sequence[Item]) -> Picture:
    """Everything known about these events' cards, children and sessions."""
    picture = Picture()
    asked = {code for item in items if item.code and (code := code_in(item.code))}
    if asked:
        key = card_key()
        by_digest = {codes.digest(key, code): code for code in asked}
        found = queries.cards_by_digest(db, by_digest)
        picture.cards = {by_digest[digest]: card for digest, card in found.items()}
    picture.stored = queries.stored_events(db, _event_ids(items))
    picture.undone = _undone_keeps(db, items)
    _add_meetings(db, picture, _session_ids(items, picture))
    student_ids = _student_ids(items, picture)
    if student_ids:
        _add_children(db, picture, student_ids)
        _add_strangers(db, picture, items)
    return picture


def _undone_keeps(db: Connection, items: Sequence[Item]) -> set[str]:
    """Keeps of the group that were taken back by an undo that came first: in an earlier group, or before it in this."""
    keeps = {item.id for item in items if item.kind == "keep"}
    if not keeps:
        return set()
    yesterday = clock.at_minutes(clock.today() - timedelta(days=1), 0)
    here = {item.target_id or "" for item in items if item.kind == "undo"} & keeps
    return here | queries.undone(db, keeps, yesterday)


def _event_ids(items: Sequence[Item]) -> set[str]:
    return {item.id for item in items} | {item.target_id for item in items if item.target_id}


def _session_ids(items: Sequence[Item], picture: Picture) -> set[int]:
    asked = {item.session_id for item in items if item.session_id}
    return asked | {row.session_id for row in picture.stored.values() if row.session_id}


def _student_ids(items: Sequence[Item], picture: Picture) -> set[int]:
    by_hand = {item.student_id for item in items if item.student_id}
    by_card = {card.student_id for card in picture.cards.values()}
    return by_hand | by_card | {row.student_id for row in picture.stored.values() if row.student_id}


def _add_meetings(db: Connection, picture: Picture, ids: Collection[int]) -> None:
    missing = set(ids) - picture.meetings.keys()
    if missing:
        picture.meetings.update(day_queries.meetings_by_id(db, missing))


def _days(picture: Picture) -> set[date]:
    return {meeting.day for meeting in picture.meetings.values()} or {clock.today()}


def _add_children(db: Connection, picture: Picture, student_ids: set[int]) -> None:
    days = _days(picture)
    first, last = clock.at_minutes(min(days), 0), clock.at_minutes(max(days), 24 * 60)
    picture.children = day_queries.children(db, student_ids, max(days))
    picture.leaves = span_queries.leaves(db, student_ids, first, last)
    slots = {meeting.slot_number for meeting in picture.meetings.values()} or _ANY_SLOT
    listed = day_queries.expected_sessions(db, student_ids, days, slots)
    log = queries.log_of_children(db, student_ids, first)
    _add_meetings(db, picture, {session for _, session in listed} | {row.session_id for row in log if row.session_id})
    _place_children(db, picture, listed, days)
    picture.log = _by_child(log)


def _add_strangers(db: Connection, picture: Picture, items: Sequence[Item]) -> None:
    """What only children in a wrong room and children marked by hand need: usually nobody."""
    days = _days(picture)
    strangers = _strangers(items, picture)
    if strangers:
        picture.sections = day_queries.sections_of(db, strangers, max(days))
        goals = {goal.id: goal for child in strangers for goal in picture.expected.get(child, {}).values() if goal}
        picture.places = day_queries.places(db, goals.values())
    by_hand = {item.student_id for item in items if item.student_id and item.choice == "present"}
    if strangers or by_hand:
        pairs = namesake_sessions(db, strangers | by_hand, days)
        _add_meetings(db, picture, {session for _, session in pairs})
        picture.namesakes = _by_first(pairs)


def _place_children(db: Connection, picture: Picture, listed: list[tuple[int, int]], days: set[date]) -> None:
    """Fill `expected`: the plan's session of each child and slot, or where the day's changes lead instead."""
    touched = [picture.meetings[session] for _, session in listed]
    _add_mergers(db, picture, touched)
    care: dict[tuple[int, Slot], Meeting] = {}
    if any(meeting.is_cancelled or meeting.into_id for meeting in touched):
        homerooms = {child.homeroom_id for child in picture.children.values() if child.homeroom_id}
        found = day_queries.care_meetings(db, homerooms, days)
        care = {(one.homeroom_id or 0, one.slot): picture.meetings.setdefault(key, one) for key, one in found.items()}
        _add_mergers(db, picture, care.values())
    lists: dict[tuple[int, Slot], list[Meeting]] = defaultdict(list)
    for child_id, session_id in sorted(listed):
        meeting = picture.meetings[session_id]
        lists[child_id, meeting.slot].append(meeting)
    for (child_id, slot), meetings in lists.items():
        child = picture.children.get(child_id)
        homeroom_care = care.get((child.homeroom_id or 0, slot)) if child else None
        picture.expected.setdefault(child_id, {})[slot] = placed(meetings, picture.meetings, homeroom_care)[0]


def _add_mergers(db: Connection, picture: Picture, meetings: Iterable[Meeting]) -> None:
    """The sessions that these were merged into, and where those lead on to."""
    into = {one.into_id for one in meetings if one.into_id}
    while new := into - picture.meetings.keys():
        _add_meetings(db, picture, new)
        into = {one.into_id for key in new if (one := picture.meetings.get(key)) and one.into_id}


def _strangers(items: Sequence[Item], picture: Picture) -> set[int]:
    """Children who are not expected in the session that their event is about."""
    found = set()
    for item in items:
        child = subject_of(item, picture, 0).student_id
        meeting = picture.meetings.get(item.session_id or 0)
        goal = picture.expected.get(child or 0, {}).get(meeting.slot) if meeting else None
        if child and (goal is None or goal is not meeting):
            found.add(child)
    return found


def _by_child(log: list[LogRow]) -> dict[int, list[LogRow]]:
    found: dict[int, list[LogRow]] = defaultdict(list)
    for row in log:
        found[row.student_id or 0].append(row)
    return found


def _by_first(pairs: list[tuple[int, int]]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for first, second in pairs:
        found[first].add(second)
    return found
