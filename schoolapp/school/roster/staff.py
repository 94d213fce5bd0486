"""The plan for a list of staff. Pure."""

from __future__ import annotations

from collections import Counter
from typing import Any

from schoolapp.school.pinyin import spell
from schoolapp.school.roster.issues import noted
from schoolapp.school.roster.lookups import describe_staff
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
    Write,
    differences,
)
from schoolapp.school.roster.records import Record
from schoolapp.school.roster.snapshot import Snapshot, StaffNow


def plan_staff(records: list[Record], now: Snapshot, answers: Answers) -> Plan:
    """Staff to add and to change. Key: staff number, else phone, else a name that only one person carries."""
    draft = Draft(answers)
    seen: dict[str, Record] = {}
    rows = draft.usable(records)
    names = Counter(record.values["name"] for record in rows)
    for record in rows:
        try:
            _single(draft, record, seen)
            _plan_row(draft, record, _match(draft, record, now, names), now)
        except Out:
            continue
    return draft.plan


def _single(draft: Draft, record: Record, seen: dict[str, Record]) -> None:
    """A number, or a name with the same phone, that an earlier row has: the second row waits for an answer."""
    keys = [record.get("staff_no") or f"{record.values['name']} {record.get('staff_phone') or ''}"]
    first = next((seen[key] for key in keys if key in seen), None)
    if first is not None:
        choices = [Choice("new", "new_person")] if not record.get("staff_no") else []
        answer = draft.ask(record, "duplicate_in_file", choices, "name", f"#{first.row} {first.values['name']}")
        if answer != "new":
            raise Out
    seen |= dict.fromkeys(keys, record)


def _match(draft: Draft, record: Record, now: Snapshot, names: Counter[str]) -> StaffNow | None:
    number, phone, name = record.get("staff_no"), record.get("staff_phone"), record.values["name"]
    for found in (s for s in now.staff if number and s.staff_number == number):
        return found
    free = [s for s in now.staff if not (number and s.staff_number)]
    for found in (s for s in free if phone and s.phone == phone and s.name == name):
        return found
    namesakes = [s for s in free if s.name == name]
    if not namesakes:
        return None
    if len(namesakes) == 1 and names[name] == 1 and not number:
        return namesakes[0]
    choices = [Choice(str(s.id), "this_person", describe_staff(s)) for s in namesakes]
    answer = draft.ask(record, "which_person", [*choices, Choice("new", "new_person")], "name", name)
    if answer is None or answer == SKIP:
        raise Out
    return None if answer == "new" else next(s for s in namesakes if str(s.id) == answer)


def _plan_row(draft: Draft, record: Record, old: StaffNow | None, now: Snapshot) -> None:
    told: dict[str, Any] = {
        "name": record.values["name"],
        "staff_number": record.get("staff_no"),
        "phone": record.get("staff_phone"),
        "subject": record.get("subject"),
        "is_hired": record.get("hired"),
    }
    before = {key: getattr(old, key) if old else None for key in told}
    values = {key: value for key, value in told.items() if value not in (None, "") and value != before[key]}
    if old is None and not values.get("is_hired"):
        values.pop("is_hired", None)
    shown = differences({key: (before[key], value) for key, value in values.items()})
    if "name" in values:
        values["pinyin"], values["initials"] = spell(values["name"])
    if record.get("homerooms"):
        draft.complain(record, "homeroom_teacher_of", noted("homeroom_teacher_later"))
    action = ADD if old is None else CHANGE if values else SAME
    write = Write("staff", values, old.id if old else None, record.place, {key: before.get(key) for key in values})
    label = " · ".join(part for part in (record.values["name"], record.get("subject")) if part)
    writes = (write,) if values else ()
    draft.plan.changes.append(Change(action, "staff", label, record.sheet, record.row, shown, writes))
