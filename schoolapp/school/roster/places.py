"""The plans for lists of rooms and of courses. Pure."""

from __future__ import annotations

from typing import Any

from schoolapp.school.roster.issues import noted
from schoolapp.school.roster.plan import ADD, CHANGE, SAME, Answers, Change, Draft, Plan, Ref, Write, differences
from schoolapp.school.roster.records import Record
from schoolapp.school.roster.snapshot import Snapshot


def plan_rooms(records: list[Record], now: Snapshot, answers: Answers) -> Plan:
    """Rooms to add and to change, with the buildings they need. Key: building and number."""
    draft = Draft(answers)
    known = {(room.building, room.number): room for room in now.rooms}
    made: set[tuple[str, str]] = set()
    buildings: dict[str, int | Ref] = dict(now.buildings)
    for record in draft.usable(records):
        key = (record.values["building"], record.values["number"])
        if key in made:
            draft.complain(record, "number", noted("same_again"))
            continue
        made.add(key)
        old = known.get(key)
        building = _building(draft, key[0], buildings, now)
        told = {"floor": record.get("floor"), "seats": record.get("seats"), "kind": record.get("room_kind")}
        if old is not None and "room_kind" not in record.columns:
            del told["kind"]
        before = {name: getattr(old, name) if old else None for name in told}
        values: dict[str, Any] = {n: v for n, v in told.items() if v is not None and v != before[n]}
        shown = differences({name: (before[name], value) for name, value in values.items()})
        if old is None:
            values |= {"building_id": building, "number": key[1]}
        action = ADD if old is None else CHANGE if values else SAME
        write = Write("room", values, old.id if old else None, f"{key[0]}|{key[1]}", before)
        writes = (write,) if values else ()
        draft.plan.changes.append(Change(action, "room", " ".join(key), record.sheet, record.row, shown, writes))
    return draft.plan


def _building(draft: Draft, name: str, known: dict[str, int | Ref], now: Snapshot) -> int | Ref:
    if name not in known:
        writes: list[Write] = []
        campus: int | Ref | None = now.campus_id
        if campus is None:
            campus = Ref("campus", "first")
            if not any(isinstance(each, Ref) for each in known.values()):
                writes.append(Write("campus", {"name": "本部"}, key="first"))
        values = {"campus_id": campus, "name": name, "position": len(known)}
        writes.append(Write("building", values, key=name))
        draft.plan.changes.append(Change(ADD, "building", name, writes=tuple(writes)))
        known[name] = Ref("building", name)
    return known[name]


def plan_courses(records: list[Record], now: Snapshot, answers: Answers) -> Plan:
    """Courses to add and to change, with their categories. Key: the name."""
    draft = Draft(answers)
    shelf = Courses(draft, now)
    for record in draft.usable(records):
        name = record.values["course"]
        if name in shelf.seen:
            draft.complain(record, "course", noted("same_again"))
            continue
        shelf.plan(name, record.get("category") or "", record)
    return draft.plan


class Courses:
    """Courses and categories, those that this import adds too."""

    def __init__(self, draft: Draft, now: Snapshot) -> None:
        self.draft = draft
        self.now = now
        self.seen: set[str] = set()
        self._categories: dict[str, int | Ref] = dict(now.categories)

    def id_of(self, name: str) -> int | Ref:
        """The course's id; an unknown course is added."""
        if name in self.now.courses:
            return self.now.courses[name][0]
        if name not in self.seen:
            self.plan(name, "", None)
        return Ref("course", name)

    def plan(self, name: str, category: str, record: Record | None) -> None:
        """Add the course, or move it to the category that the row names."""
        self.seen.add(name)
        old = self.now.courses.get(name)
        place = (record.sheet, record.row) if record else ("", 0)
        if old and (not category or old[1] == category):
            self.draft.plan.changes.append(Change(SAME, "course", name, *place))
            return
        values: dict[str, Any] = {"category_id": self._category(category)} if category else {}
        if old is None:
            values["name"] = name
        shown = differences({"category": (old[1] if old else None, category or None)})
        write = Write("course", values, old[0] if old else None, name)
        self.draft.plan.changes.append(Change(CHANGE if old else ADD, "course", name, *place, shown, (write,)))

    def _category(self, name: str) -> int | Ref:
        if name not in self._categories:
            self._categories[name] = Ref("category", name)
            write = Write("category", {"name": name}, key=name)
            self.draft.plan.changes.append(Change(ADD, "category", name, writes=(write,)))
        return self._categories[name]
