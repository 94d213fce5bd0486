"""Writes a plan into the database, in the caller's transaction, with its trail."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlmodel import Session, SQLModel, col, select

from schoolapp.identity import audit
from schoolapp.models import (
    Building,
    Campus,
    Category,
    Course,
    Enrolment,
    Guardian,
    Guardianship,
    Homeroom,
    HomeroomMembership,
    Participation,
    RoleGrant,
    Room,
    Section,
    SectionTeacher,
    Staff,
    Student,
    TimetableEntry,
)
from schoolapp.school.roster.plan import Plan, Ref, Write

_ORDER: dict[str, type[SQLModel]] = {
    "campus": Campus,
    "building": Building,
    "room": Room,
    "category": Category,
    "course": Course,
    "staff": Staff,
    "homeroom": Homeroom,
    "role_grant": RoleGrant,
    "student": Student,
    "homeroom_membership": HomeroomMembership,
    "participation": Participation,
    "guardian": Guardian,
    "guardianship": Guardianship,
    "section": Section,
    "section_teacher": SectionTeacher,
    "enrolment": Enrolment,
    "timetable_entry": TimetableEntry,
}
"""Tables, each after those that its rows point to."""


def apply_plan(db: Session, plan: Plan, account_id: int) -> None:
    """Write every change of the plan. Table by table, so that a thousand rows take a handful of round trips."""
    writes: dict[str, list[Write]] = {table: [] for table in _ORDER}
    for change in plan.changes:
        for write in change.writes:
            writes[write.table].append(write)
    made: dict[Ref, int] = {}
    for table, model in _ORDER.items():
        _change(db, model, table, [w for w in writes[table] if w.id is not None], made, account_id)
        _add(db, model, table, [w for w in writes[table] if w.id is None], made, account_id)


def _add(
    db: Session, model: type[SQLModel], table: str, writes: list[Write], made: dict[Ref, int], account_id: int
) -> None:
    rows = [model(**_resolved(write, made)) for write in writes]
    db.add_all(rows)
    db.flush()
    for write, row in zip(writes, rows, strict=True):
        made[Ref(table, write.key)] = row.id  # type: ignore[attr-defined]
    if rows:
        audit.record(db, account_id, "import.add", table, after={"ids": [row.id for row in rows]})  # type: ignore[attr-defined]


def _change(
    db: Session, model: type[SQLModel], table: str, writes: list[Write], made: dict[Ref, int], account_id: int
) -> None:
    rows = {row.id: row for row in _rows(db, model, [write.id or 0 for write in writes])}  # type: ignore[attr-defined]
    for write in writes:
        row, values = rows[write.id], _resolved(write, made)
        before = {name: getattr(row, name) for name in values}
        for name, value in values.items():
            setattr(row, name, value)
        db.add(row)
        audit.record(db, account_id, "import.change", table, write.id, _trail(before), _trail(values))
    db.flush()


def _rows(db: Session, model: type[SQLModel], ids: list[int]) -> Iterable[Any]:
    for start in range(0, len(ids), 500):
        yield from db.exec(select(model).where(col(model.id).in_(ids[start : start + 500])))  # type: ignore[attr-defined]


def _resolved(write: Write, made: dict[Ref, int]) -> dict[str, Any]:
    return {name: made[value] if isinstance(value, Ref) else value for name, value in write.values.items()}


def _trail(values: dict[str, Any]) -> dict[str, Any]:
    """Ids, numbers and dates as they are; of a name, a phone or a school number only that it changed."""
    return {
        name: value.isoformat() if isinstance(value, date) else "…" if isinstance(value, str) and value else value
        for name, value in values.items()
    }
