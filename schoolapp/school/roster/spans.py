"""Dated facts about a child: where it belongs and whether it takes part. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from schoolapp.school.roster.homerooms import Key
from schoolapp.school.roster.plan import Ref, Write
from schoolapp.school.roster.records import Record
from schoolapp.school.roster.snapshot import Snapshot, StudentNow


@dataclass(frozen=True)
class Place:
    """Where the row puts the child. `homeroom`: its id, or a Ref to one that is added; `seat` None: not said."""

    key: Key
    homeroom: int | Ref
    seat: int | None


def membership(record: Record, place: Place, own: int | Ref, student: StudentNow | None, today: date) -> list[Write]:
    """A new homeroom opens a new span and closes the old one the day before; a new seat changes the span."""
    told = {"homeroom_id": place.homeroom, "seat_number": place.seat}
    opened = Write("homeroom_membership", {"student_id": own, **told, "valid_from": today}, key=record.place)
    if student is None or student.membership_id is None:
        return [opened]
    if student.homeroom == place.key:
        changed = place.seat is not None and place.seat != student.seat
        values = {"seat_number": place.seat} if changed else {}
        return [Write("homeroom_membership", values, student.membership_id, before={"seat_number": student.seat})]
    if student.membership_from == today:
        return [Write("homeroom_membership", told, student.membership_id)]
    return [_closed("homeroom_membership", student.membership_id, today), opened]


def participation(
    record: Record,
    own: int | Ref,
    student: StudentNow | None,
    now: Snapshot,
    all_take_part: bool,
    pairs: dict[str, Any],
) -> list[Write]:
    """Begin or end taking part, as the row says; `all_take_part` is for new children. Adds what shows to `pairs`."""
    wanted = record.get("takes_part")
    if wanted is None and student is None and all_take_part and not record.get("has_left"):
        wanted = True
    takes_part = bool(student and student.participation_id)
    if wanted is None or wanted == takes_part:
        return []
    pairs["takes_part"] = ("是" if takes_part else None, "是" if wanted else "否")
    if wanted:
        values = {"student_id": own, "term_id": now.term_id, "valid_from": now.today}
        return [Write("participation", values, key=record.place)]
    return [_closed("participation", student.participation_id, now.today)] if student else []


def _closed(table: str, id: int | None, today: date) -> Write:
    return Write(table, {"valid_to": today - timedelta(days=1)}, id, before={"valid_to": None})
