"""Weekly entries: of a timetable list, and of the time column of a list of sections. Pure."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from schoolapp.school.naming import homeroom_name
from schoolapp.school.roster.course_names import sections_meant
from schoolapp.school.roster.issues import emptied, rejected
from schoolapp.school.roster.lookups import Lookups, describe_room
from schoolapp.school.roster.matching import Out
from schoolapp.school.roster.plan import (
    ADD,
    CHANGE,
    SAME,
    SKIP,
    Answers,
    Change,
    Choice,
    Draft,
    Plan,
    Ref,
    Write,
    differences,
)
from schoolapp.school.roster.records import Record
from schoolapp.school.roster.snapshot import EntryNow, SectionNow, Snapshot
from schoolapp.school.roster.students import find_homeroom

_WEEKDAYS = "一二三四五六日"
Owner = tuple[str, int | Ref]
"""("section" or "homeroom", its id)."""


def plan_timetable(records: list[Record], now: Snapshot, answers: Answers) -> Plan:
    """Weekly entries to add and to change. Key: section or homeroom, weekday and period."""
    draft = Draft(answers)
    entries, lookups = Entries(draft, now), Lookups(draft, now)
    for record in draft.usable(records):
        try:
            section = _section(draft, record, now) if record.values["section"] else None
            owner, label = (("section", section.id), section.name) if section else _homeroom(draft, record, now)
            teachers, room = lookups.teachers(record), lookups.room(record)
        except Out:
            continue
        if section and room == section.room_id:
            room = None
        staff = teachers[0] if teachers else None
        if section and staff in section.teachers[:1]:
            staff = None
        entries.plan(record, owner, label, room, staff, section.room_id if section else None)
    return draft.plan


def _section(draft: Draft, record: Record, now: Snapshot) -> SectionNow:
    found = sections_meant(record.values["section"], now.sections)
    if len(found) == 1:
        return found[0]
    if not found:
        draft.complain(record, "section", rejected("unknown_section"), record.values["section"])
        raise Out
    choices = [Choice(str(s.id), "this_section", s.name) for s in found]
    answer = draft.ask(record, "which_section", choices, "section", record.values["section"])
    if answer is None or answer == SKIP:
        raise Out
    return next(s for s in found if str(s.id) == answer)


def _homeroom(draft: Draft, record: Record, now: Snapshot) -> tuple[Owner, str]:
    key = find_homeroom(draft, record, set(now.homerooms))
    if key not in now.homerooms:
        draft.complain(record, "class", rejected("unknown_homeroom", homeroom_name(*key)), homeroom_name(*key))
        raise Out
    return ("homeroom", now.homerooms[key]), homeroom_name(*key)


class Entries:
    """Weekly entries of the term, those that this import adds too."""

    def __init__(self, draft: Draft, now: Snapshot) -> None:
        self.draft = draft
        self.now = now
        self._by_key = {(*_owner(entry), entry.weekday, entry.slot): entry for entry in now.entries}
        self._seen: set[tuple[Any, ...]] = set()
        self._rooms = {room.id: room for room in now.rooms}
        own_rooms = {section.id: section.room_id for section in now.sections}
        self._taken = {
            (room, entry.weekday, entry.slot): _owner(entry)
            for entry in now.entries
            if (room := entry.room_id or own_rooms.get(entry.section_id or 0))
        }

    def plan(
        self, record: Record, owner: Owner, label: str, room: int | None, staff: int | None, own_room: int | None
    ) -> None:
        """Entries for each weekday and period that the row names."""
        slots = self._slots(record)
        for weekday in record.get("weekdays") or ():
            for slot in slots:
                key = (*owner, weekday, slot)
                if key in self._seen:
                    continue
                self._seen.add(key)
                if self._clashes(record, owner, room or own_room, weekday, slot):
                    continue
                self._plan_one(record, owner, label, room, staff, weekday, slot)

    def _slots(self, record: Record) -> tuple[int, ...]:
        """The periods named, or the one that begins at the time of day named; unknown ones are reported."""
        slots = record.get("slots") or ()
        if not slots and record.get("clock") is not None:
            slots = tuple(n for n, starts in self.now.slots.items() if abs(starts - record.values["clock"]) <= 10)
            if not slots:
                self.draft.complain(record, "time", emptied("slot_unknown", self._known()))
        unknown = [slot for slot in slots if slot not in self.now.slots]
        if unknown:
            self.draft.complain(record, "slot", emptied("slot_unknown", self._known()), str(unknown[0]))
        return tuple(slot for slot in slots if slot in self.now.slots)

    def _known(self) -> str:
        return "、".join(str(number) for number in sorted(self.now.slots))

    def _clashes(self, record: Record, owner: Owner, room: int | None, weekday: int, slot: int) -> bool:
        """Another class is in that room then. Fields and halls may be shared; elsewhere a person decides."""
        if room is None:
            return False
        place = self._rooms[room]
        taken = self._taken.get((room, weekday, slot))
        if place.kind in ("field", "hall") or taken in (None, owner):
            self._taken[room, weekday, slot] = owner
            return False
        hint = f"{describe_room(place)} 周{_WEEKDAYS[weekday - 1]}第{slot}节"
        both = [Choice("keep", "both_there")]
        return self.draft.ask(record, "room_clash", both, "room", hint, f"{weekday}.{slot}") != "keep"

    def _plan_one(
        self, record: Record, owner: Owner, label: str, room: int | None, staff: int | None, weekday: int, slot: int
    ) -> None:
        old = self._by_key.get((*owner, weekday, slot))
        told = {"room_id": room, "staff_id": staff}
        before = {name: getattr(old, name) if old else None for name in told}
        values: dict[str, Any] = {n: v for n, v in told.items() if v is not None and v != before[n]}
        shown = differences({n: (self._word(n, before[n]), self._word(n, v)) for n, v in values.items()})
        writes = self._writes(record, owner, old, values, before, weekday, slot) if values or old is None else ()
        action = ADD if old is None else CHANGE if values else SAME
        name = f"{label} 周{_WEEKDAYS[weekday - 1]}第{slot}节"
        self.draft.plan.changes.append(Change(action, "entry", name, record.sheet, record.row, shown, writes))

    def _word(self, name: str, value: int | None) -> str | None:
        if value is None:
            return None
        if name == "room_id":
            return describe_room(self._rooms[value])
        return next((s.name for s in self.now.staff if s.id == value), None)

    def _writes(
        self, record: Record, owner: Owner, old: EntryNow | None, values: dict[str, Any], before: dict[str, Any],
        weekday: int, slot: int,
    ) -> tuple[Write, ...]:  # fmt: skip
        """A change from today on; what was before stays as it was."""
        today = self.now.today
        if old and old.valid_from == today:
            return (Write("timetable_entry", values, old.id, before=before),)
        kind, owner_id = owner
        whole = {"term_id": self.now.term_id, "weekday": weekday, "slot_number": slot, f"{kind}_id": owner_id}
        whole |= before | values | {"valid_from": today}
        opened = Write("timetable_entry", whole, key=f"{record.place}:{weekday}.{slot}")
        if old is None:
            return (opened,)
        return (Write("timetable_entry", {"valid_to": today - timedelta(days=1)}, old.id), opened)


def _owner(entry: EntryNow) -> Owner:
    return ("section", entry.section_id) if entry.section_id else ("homeroom", entry.homeroom_id or 0)
