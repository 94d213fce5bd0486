"""Where a work was made: lesson, section, day, term; and who is asked about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session as Db

from schoolapp import clock
from schoolapp.checkin import day_queries, rolls
from schoolapp.checkin.log.picture import Meeting
from schoolapp.identity.policy import Action, Target, Viewer, may
from schoolapp.works.capture import queries
from schoolapp.works.capture.phrases import refused
from schoolapp.works.capture.rules import is_possible_day


@dataclass(frozen=True)
class Place:
    day: date
    term_id: int
    section_id: int | None = None
    course_id: int | None = None
    session_id: int | None = None
    children: frozenset[int] = frozenset()
    """Who was in the lesson, by plan or by card: whoever holds it may file for them."""


def place_of(db: Db, viewer: Viewer, session_id: int | None, section_id: int | None, day: date | None) -> Place:
    """The place of a new work. Raises Refused: not_your_class, future_day, no_term.

    A lesson that is gone from the plan meanwhile (the phone was offline) leaves section and day as the phone knew them.
    """
    meeting = day_queries.meetings_by_id(db.connection(), [session_id]).get(session_id) if session_id else None
    if meeting is not None:
        return _in_lesson(db, viewer, meeting)
    on = day or clock.today()
    if not is_possible_day(on, clock.today()):
        raise refused("future_day")
    if section_id is None:
        return Place(on, _term(db, on))
    if not may(viewer, Action.ADD_WORK, Target(section_id=section_id)):
        raise refused("not_your_class")
    return Place(on, _term(db, on), section_id, _course(db, section_id))


def target_of_lesson(meeting: Meeting) -> Target:
    return Target(section_id=meeting.section_id, homeroom_id=meeting.homeroom_id, staff_ids=meeting.staff_ids)


def children_in(db: Db, meeting: Meeting) -> frozenset[int]:
    """Whom the lesson expected, and guests who were counted there."""
    expected = rolls.expected_in(db.connection(), meeting)
    return frozenset(expected.children) | rolls.roll_of(db.connection(), meeting, expected).here.keys()


def _in_lesson(db: Db, viewer: Viewer, meeting: Meeting) -> Place:
    if not may(viewer, Action.ADD_WORK, target_of_lesson(meeting)):
        raise refused("not_your_class")
    if not is_possible_day(meeting.day, clock.today()):
        raise refused("future_day")
    course_id = _course(db, meeting.section_id) if meeting.section_id else None
    children = children_in(db, meeting)
    return Place(meeting.day, _term(db, meeting.day), meeting.section_id, course_id, meeting.id, children)


def _term(db: Db, day: date) -> int:
    found = queries.term_of(db, day)
    if found is None:
        raise refused("no_term")
    return found


def _course(db: Db, section_id: int) -> int:
    found = queries.section(db, section_id)
    if found is None:
        raise refused("not_your_class")
    return found.course_id
