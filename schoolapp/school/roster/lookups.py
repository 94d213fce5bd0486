"""Finding the staff and the rooms that a plan's row names. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from schoolapp.school.roster.issues import emptied
from schoolapp.school.roster.matching import Out
from schoolapp.school.roster.plan import SKIP, Choice, Draft
from schoolapp.school.roster.records import Record
from schoolapp.school.roster.snapshot import RoomNow, Snapshot, StaffNow


@dataclass
class Lookups:
    """Staff by number and name, rooms by building and number."""

    draft: Draft
    now: Snapshot

    def teachers(self, record: Record) -> tuple[int, ...]:
        """Staff ids of the row's teachers, the first one leading. Raises Out while a namesake has to be chosen."""
        number = record.get("staff_no")
        if number:
            found = [s for s in self.now.staff if s.staff_number == number]
            if found:
                return (found[0].id,)
            self.draft.complain(record, "staff_no", emptied("unknown_teacher", number), number)
        named = [self._teacher(record, name) for name in record.get("teachers") or ()]
        return tuple(dict.fromkeys(one for one in named if one))

    def _teacher(self, record: Record, name: str) -> int | None:
        found = [s for s in self.now.staff if s.name == name]
        if not found:
            self.draft.complain(record, "teacher", emptied("unknown_teacher", name), name)
            return None
        if len(found) == 1:
            return found[0].id
        choices = [Choice(str(s.id), "this_teacher", describe_staff(s)) for s in found]
        answer = self.draft.ask(record, "which_teacher", choices, "teacher", name)
        if answer is None or answer == SKIP:
            raise Out
        return int(answer)

    def room(self, record: Record) -> int | None:
        """The room's id; an unknown or ambiguous room is left empty and reported."""
        if not record.get("room"):
            return None
        building, number = record.values["room"]
        found = [r for r in self.now.rooms if r.number == number and (not building or r.building == building)]
        if not found:
            whole = f"{building}{number}"
            found = [r for r in self.now.rooms if whole in (f"{r.building}{r.number}", r.number)]
        if len(found) == 1:
            return found[0].id
        code = "room_ambiguous" if found else "unknown_room"
        hint = "、".join(describe_room(r) for r in found[:4]) or f"{building} {number}".strip()
        self.draft.complain(record, "room", emptied(code, hint), f"{building} {number}".strip())
        return None


def describe_staff(staff: StaffNow) -> str:
    """王芳 · 书法 · T007: enough to tell namesakes apart."""
    return " · ".join(part for part in (staff.name, staff.subject, staff.staff_number or staff.phone[-4:]) if part)


def describe_room(room: RoomNow) -> str:
    return f"{room.building} {room.number}"
