"""The plan for a list of any kind. Pure."""

from __future__ import annotations

from collections.abc import Callable

from schoolapp.school.roster.columns import Kind
from schoolapp.school.roster.enrolments import plan_enrolments
from schoolapp.school.roster.places import plan_courses, plan_rooms
from schoolapp.school.roster.plan import Answers, Plan
from schoolapp.school.roster.records import Record
from schoolapp.school.roster.sections import plan_sections
from schoolapp.school.roster.snapshot import Snapshot
from schoolapp.school.roster.staff import plan_staff
from schoolapp.school.roster.students import plan_students
from schoolapp.school.roster.timetables import plan_timetable

_PLANNERS: dict[Kind, Callable[[list[Record], Snapshot, Answers], Plan]] = {
    Kind.STUDENTS: plan_students,
    Kind.STAFF: plan_staff,
    Kind.ROOMS: plan_rooms,
    Kind.COURSES: plan_courses,
    Kind.SECTIONS: plan_sections,
    Kind.ENROLMENTS: plan_enrolments,
    Kind.TIMETABLE: plan_timetable,
}


def make_plan(kind: Kind, records: list[Record], now: Snapshot, answers: Answers | None = None) -> Plan:
    """What importing `records` would do to the school as it stands. The records are not changed by a second call."""
    copies = [record.copy() for record in records]
    return _PLANNERS[kind](copies, now, answers or Answers())
