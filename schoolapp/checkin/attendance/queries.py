"""The selects that attendance needs beside the board's."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from schoolapp.models import Homeroom, Section, Session
from schoolapp.school.naming import homeroom_name

_session, _section, _homeroom = (m.__table__ for m in (Session, Section, Homeroom))  # type: ignore[attr-defined]


def day_of_session(db: Connection, session_id: int) -> date | None:
    return db.execute(select(_session.c.day).where(_session.c.id == session_id)).scalar()


def sessions_of_section(db: Connection, section_id: int, start: date, end: date) -> tuple[str, list[tuple[int, date]]]:
    """The section's name, and its sessions from `start` to `end` with their days, oldest first."""
    name = db.execute(select(_section.c.name).where(_section.c.id == section_id)).scalar() or ""
    query = select(_session.c.id, _session.c.day).where(
        _session.c.section_id == section_id, _session.c.day >= start, _session.c.day <= end
    )
    rows: Any = db.execute(query.order_by(_session.c.day, _session.c.slot_number))
    return name, [(row[0], row[1]) for row in rows]


def sections(db: Connection) -> list[tuple[int, str]]:
    """All sections with their names."""
    rows: Any = db.execute(select(_section.c.id, _section.c.name).order_by(_section.c.name))
    return [(row[0], row[1]) for row in rows]


def homerooms(db: Connection) -> list[tuple[int, str]]:
    """All homerooms with their names, by grade."""
    query = select(_homeroom.c.id, _homeroom.c.grade, _homeroom.c.number)
    rows: Any = db.execute(query.order_by(_homeroom.c.term_id.desc(), _homeroom.c.grade, _homeroom.c.number))
    return [(row[0], homeroom_name(row[1], row[2])) for row in rows]
