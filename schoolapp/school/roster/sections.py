"""The plan for a list of sections. Pure."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from schoolapp.school.roster.issues import rejected
from schoolapp.school.roster.lookups import Lookups, describe_room
from schoolapp.school.roster.matching import Out
from schoolapp.school.roster.places import Courses
from schoolapp.school.roster.plan import ADD, CHANGE, SAME, Answers, Change, Draft, Plan, Ref, Write, differences
from schoolapp.school.roster.records import Record
from schoolapp.school.roster.snapshot import SectionNow, Snapshot
from schoolapp.school.roster.timetables import Entries
from schoolapp.school.roster.words import row_called


def plan_sections(records: list[Record], now: Snapshot, answers: Answers) -> Plan:
    """Sections to add and to change, with course, teachers, room and weekly times. Key: the name within the term."""
    return _Sections(records, now, answers).draft.plan


class _Sections:
    def __init__(self, records: list[Record], now: Snapshot, answers: Answers) -> None:
        self.draft = Draft(answers)
        self.now = now
        self.courses = Courses(self.draft, now)
        self.lookups = Lookups(self.draft, now)
        self.entries = Entries(self.draft, now)
        self.known = {section.name: section for section in now.sections}
        self.made: dict[str, Record] = {}
        for record in self.draft.usable(records):
            try:
                self._plan_row(record)
            except Out:
                continue

    def _plan_row(self, record: Record) -> None:
        name = record.values["section"]
        teachers, room = self.lookups.teachers(record), self.lookups.room(record)
        first = self.made.get(name)
        old = self.known.get(name)
        if first is not None:
            if not record.get("weekdays"):
                self.draft.complain(record, "section", rejected("section_twice", row_called(first.row)), name)
                raise Out
        else:
            self.made[name] = record
            self._plan_section(record, name, old, teachers, room)
        owner = ("section", old.id if old else Ref("section", name))
        first_room = old.room_id if old else room
        self.entries.plan(record, owner, name, None if room == first_room else room, None, first_room)

    def _plan_section(
        self, record: Record, name: str, old: SectionNow | None, teachers: tuple[int, ...], room: int | None
    ) -> None:
        values, pairs = self._values(record, old, room)
        own = old.id if old else Ref("section", name)
        if old is None:
            values |= {"term_id": self.now.term_id, "name": name}
        before = {key: getattr(old, key, None) for key in values} if old else {}
        writes = [Write("section", values, old.id if old else None, name, before)] if values else []
        changed = self._teachers(own, old, teachers, pairs)
        shown = differences(pairs)
        action = ADD if old is None else CHANGE if values or changed else SAME
        writes += changed
        self.draft.plan.changes.append(Change(action, "section", name, record.sheet, record.row, shown, tuple(writes)))

    def _values(
        self, record: Record, old: SectionNow | None, room: int | None
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        """(values to write, fields to show); a blank never erases."""
        grades = record.get("grades")
        told: dict[str, Any] = {
            "room_id": room,
            "grade_from": grades[0] if grades else None,
            "grade_to": grades[1] if grades else None,
            "seats": record.get("seats"),
            "is_signature": record.get("signature") or None,
        }
        before = {key: getattr(old, key) if old else None for key in told}
        values = {key: value for key, value in told.items() if value is not None and value != before[key]}
        pairs: dict[str, Any] = {key: (before[key], value) for key, value in values.items() if key != "room_id"}
        rooms = {each.id: describe_room(each) for each in self.now.rooms}
        if "room_id" in values:
            pairs["room"] = (rooms.get(before["room_id"] or 0), rooms[values["room_id"]])
        course = record.get("course") or (None if old else record.values["section"])
        if course and (old is None or course != old.course):
            values["course_id"] = self.courses.id_of(course)
            pairs["course"] = (old.course if old else None, course)
        return values, pairs

    def _teachers(
        self, own: int | Ref, old: SectionNow | None, teachers: tuple[int, ...], pairs: dict[str, Any]
    ) -> list[Write]:
        """Who teaches it from today on; a row without teachers changes nothing."""
        if not teachers or (old and set(old.teachers) == set(teachers) and old.teachers[0] == teachers[0]):
            return []
        today = self.now.today
        names = {staff.id: staff.name for staff in self.now.staff}
        spans = [span for _, span in self.now.teaching if old and span[0] == old.id]
        pairs["teacher"] = (_names(names, old.teachers) if old else None, _names(names, teachers))
        writes = [
            Write("section_teacher", {"valid_to": today - timedelta(days=1)}, span[1], before={"valid_to": None})
            for span in spans
        ]
        for place, teacher in enumerate(teachers):
            values = {"section_id": own, "staff_id": teacher, "is_lead": place == 0, "valid_from": today}
            writes.append(Write("section_teacher", values, key=f"{own}:{teacher}"))
        return writes


def _names(names: dict[int, str], staff: tuple[int, ...]) -> str | None:
    return "、".join(names[each] for each in staff if each in names) or None
