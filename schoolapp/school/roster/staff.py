"""The plan for a list of staff. Pure."""

from __future__ import annotations

from collections import Counter
from typing import Any

from schoolapp.school.naming import homeroom_name
from schoolapp.school.pinyin import spell
from schoolapp.school.roster.homerooms import Key
from schoolapp.school.roster.issues import noted, rejected
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
    Difference,
    Draft,
    Plan,
    Write,
    differences,
)
from schoolapp.school.roster.records import Record
from schoolapp.school.roster.snapshot import Snapshot, StaffNow
from schoolapp.school.roster.words import row_called


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
        answer = draft.ask(
            record, "duplicate_in_file", choices, "name", f"{row_called(first.row)} {first.values['name']}"
        )
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
    homeroom = _homeroom(draft, record, now)
    grants = _grant(draft, record, old, homeroom, now) if homeroom else ()
    if grants and homeroom:
        shown += (Difference("homeroom_teacher_of", "", homeroom_name(*homeroom)),)
    write = Write("staff", values, old.id if old else None, record.place, {key: before.get(key) for key in values})
    writes = ((write,) if values else ()) + grants
    action = ADD if old is None else CHANGE if writes else SAME
    label = " · ".join(part for part in (record.values["name"], record.get("subject")) if part)
    draft.plan.changes.append(Change(action, "staff", label, record.sheet, record.row, shown, writes))


def _homeroom(draft: Draft, record: Record, now: Snapshot) -> Key | None:
    """The homeroom that the row's 班主任 column names; None when it is blank. Raises Out when there is no such one."""
    keys = record.get("homerooms") or ()
    known = [key for key in keys if key in now.homerooms]
    if keys and not known:
        name = homeroom_name(*keys[0])
        draft.complain(record, "homeroom_teacher_of", rejected("unknown_homeroom", name), name)
        raise Out
    if len(known) < 2:
        return known[0] if known else None
    choices = [Choice(f"{grade}.{number}", "homeroom", homeroom_name(grade, number)) for grade, number in known]
    answer = draft.ask(record, "class_ambiguous", choices, "homeroom_teacher_of")
    if answer is None or answer == SKIP:
        raise Out
    return next(key for key, choice in zip(known, choices, strict=True) if choice.key == answer)


def _grant(draft: Draft, record: Record, old: StaffNow | None, homeroom: Key, now: Snapshot) -> tuple[Write, ...]:
    """The role of homeroom teacher to the end of the term; nothing for whoever has it, or cannot sign in yet.

    A colleague who has the role keeps it, and is named: a homeroom may have two.
    """
    homeroom_id, account_id = now.homerooms[homeroom], old.account_id if old else None
    if account_id is None:
        problem = noted("homeroom_teacher_no_account", homeroom_name(*homeroom))
        draft.complain(record, "homeroom_teacher_of", problem)
        return ()
    if (account_id, homeroom_id) in now.homeroom_teachers:
        return ()
    others = [s.name for s in now.staff if (s.account_id, homeroom_id) in now.homeroom_teachers]
    if others:
        draft.complain(record, "homeroom_teacher_of", noted("homeroom_teacher_too", "、".join(others)))
    dates = {"valid_from": now.today, "valid_to": now.term_ends}
    values = {"account_id": account_id, "role": "homeroom", "homeroom_id": homeroom_id, **dates}
    return (Write("role_grant", values, key=record.place),)
