"""Names for the ids that stand in the trail, looked up when the office reads it: the trail itself keeps ids only."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import and_, select
from sqlmodel import Session as Db
from sqlmodel import SQLModel

from schoolapp import clock
from schoolapp.i18n import _
from schoolapp.models import HomeroomMembership
from schoolapp.models import tables as t
from schoolapp.models.base import valid_on
from schoolapp.school.naming import homeroom_name, room_name, seat_name

Ref = tuple[str, int]
"""Table and id of a row."""

_NAME_OF = {
    "staff": t.staff.c.name,
    "guardian": t.guardian.c.name,
    "course": t.course.c.name,
    "section": t.section.c.name,
    "building": t.building.c.name,
    "category": t.category.c.name,
    "campus": t.campus.c.name,
    "term": t.term.c.name,
    "school": t.school.c.name,
    "period_slot": t.period_slot.c.name,
}
"""Rows that carry their name."""
_POINTS_TO = {
    "account": ("staff_id", "guardian_id"),
    "card": ("student_id",),
    "letter": ("student_id",),
    "leave": ("student_id",),
    "guardianship": ("guardian_id", "student_id"),
    "role_grant": ("account_id", "homeroom_id"),
    "homeroom_membership": ("student_id", "homeroom_id"),
    "participation": ("student_id",),
    "enrolment": ("student_id", "section_id"),
    "section_teacher": ("staff_id", "section_id"),
    "timetable_entry": ("section_id", "homeroom_id"),
    "session": ("section_id", "homeroom_id"),
    "day_change": ("session_id",),
    "work": (),
    "kind_word": ("work_id",),
    "departure": ("work_id",),
    "walk_time": ("from_building_id", "to_building_id"),
}
"""Rows that are named by what they point to."""
_OWN_WORDS = {
    "session": ("day", "slot_number"),
    "timetable_entry": ("weekday", "slot_number"),
    "work": ("title",),
}
"""What such a row says besides."""
WEEKDAYS = (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"))
_TABLES = SQLModel.metadata.tables
_AT_ONCE = 500


class Names:
    """The names of some rows. A row that is not there any more has none."""

    def __init__(self) -> None:
        self._words: dict[Ref, str] = {}
        self._parts: dict[Ref, tuple[Ref, ...]] = {}

    def of(self, ref: Ref) -> str:
        """The row's name; empty when it is not known."""
        return " ".join(
            word for word in (*(self.of(part) for part in self._parts.get(ref, ())), self._words.get(ref)) if word
        )

    def made_of(self, ref: Ref) -> frozenset[Ref]:
        """The row itself and all rows whose names its own is made of."""
        return frozenset({ref}).union(*(self.made_of(part) for part in self._parts.get(ref, ())))

    def learn(self, db: Db, wanted: Collection[Ref]) -> None:
        """Look up what is not known yet, and what that points to: a handful of queries for a whole page."""
        missing = {ref for ref in wanted if ref not in self._words}
        while missing:
            self._words |= dict.fromkeys(missing, "")
            for table in sorted({table for table, _id in missing}):
                self._look_up(db, table, sorted(row_id for name, row_id in missing if name == table))
            missing = {part for ref in missing for part in self._parts.get(ref, ()) if part not in self._words}

    def _look_up(self, db: Db, table: str, ids: list[int]) -> None:
        for start in range(0, len(ids), _AT_ONCE):
            some = ids[start : start + _AT_ONCE]
            if table in _NAME_OF:
                self._take_names(
                    table, db.execute(select(_TABLES[table].c.id, _NAME_OF[table]).where(_TABLES[table].c.id.in_(some)))
                )
            elif table == "homeroom":
                rows = db.execute(
                    select(t.homeroom.c.id, t.homeroom.c.grade, t.homeroom.c.number).where(t.homeroom.c.id.in_(some))
                )
                self._take_names(table, ((row_id, homeroom_name(grade, number)) for row_id, grade, number in rows))
            elif table == "student":
                self._take_names(table, _students(db, some))
            elif table == "room":
                self._take_names(table, _rooms(db, some))
            elif table in _POINTS_TO:
                self._take_parts(
                    table, db.execute(select(*_columns(table)).where(_TABLES[table].c.id.in_(some))).mappings()
                )

    def _take_names(self, table: str, rows: Iterable[Any]) -> None:
        self._words |= {(table, row_id): name for row_id, name in rows}

    def _take_parts(self, table: str, rows: Iterable[Any]) -> None:
        for row in rows:
            ref = (table, row["id"])
            columns = [_TABLES[table].c[name] for name in _POINTS_TO[table]]
            self._parts[ref] = tuple((points_to(one), row[one.name]) for one in columns if row[one.name] is not None)
            self._words[ref] = " ".join(_own_word(name, row[name]) for name in _OWN_WORDS.get(table, ()) if row[name])


def points_to(column: Any) -> str:
    """The table that a foreign key leads to; empty when it is none."""
    return next((key.column.table.name for key in column.foreign_keys), "")


def table_of(table: str, field: str) -> str:
    """The table whose id the field of this table holds; empty when it holds none."""
    known = _TABLES.get(table)
    return points_to(known.c[field]) if known is not None and field in known.c else ""


def _columns(table: str) -> list[Any]:
    return [_TABLES[table].c[name] for name in ("id", *_POINTS_TO[table], *_OWN_WORDS.get(table, ()))]


def _students(db: Db, ids: list[int]) -> Iterable[tuple[int, str]]:
    """With homeroom and seat of today, which tell namesakes apart."""
    member, homeroom = t.member.c, t.homeroom.c
    sits = and_(member.student_id == t.student.c.id, valid_on(HomeroomMembership, clock.today()))
    query = (
        select(t.student.c.id, t.student.c.name, homeroom.grade, homeroom.number, member.seat_number)
        .outerjoin(t.member, sits)
        .outerjoin(t.homeroom, homeroom.id == member.homeroom_id)
        .where(t.student.c.id.in_(ids))
    )
    for row_id, name, grade, number, seat in db.execute(query):
        yield row_id, f"{name} {seat_name(homeroom_name(grade, number), seat)}" if grade else name


def _rooms(db: Db, ids: list[int]) -> Iterable[tuple[int, str]]:
    query = select(t.room.c.id, t.building.c.name, t.room.c.number).where(t.room.c.id.in_(ids))
    rows = db.execute(query.join(t.building, t.building.c.id == t.room.c.building_id))
    return [(row_id, room_name(building, number)) for row_id, building, number in rows]


def _own_word(name: str, value: Any) -> str:
    if name == "day":
        return f"{value:%m-%d}"
    if name == "weekday":
        return WEEKDAYS[value - 1]
    return _("period {n}").format(n=value) if name == "slot_number" else _("“{title}”").format(title=value)
