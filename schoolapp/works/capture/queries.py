"""The selects of filing: works and pictures by the phone's ids, terms, sections, the grades of homerooms."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlmodel import Session as Db

from schoolapp.models import Section, Work
from schoolapp.models import tables as t


def work_by_uuid(db: Db, uuid: str) -> Work | None:
    return db.scalar(select(Work).where(t.work.c.uuid == uuid))


def work_to_change(db: Db, work_id: int) -> Work | None:
    """The work, locked until the transaction ends: two people may change it at once."""
    return db.scalar(select(Work).where(t.work.c.id == work_id).with_for_update())


def lock_photo(db: Db, photo_id: str) -> int | None:
    """The account that sent this picture, None when it is not here. It is locked until the transaction ends."""
    return db.scalar(select(t.photo.c.uploaded_by).where(t.photo.c.id == photo_id).with_for_update())


def is_on_a_work(db: Db, photo_id: str) -> bool:
    return db.scalar(select(t.work.c.id).where(t.work.c.photo_id == photo_id).limit(1)) is not None


def section(db: Db, section_id: int) -> Section | None:
    return db.get(Section, section_id)


def term_of(db: Db, day: date) -> int | None:
    """The term of a day; in the holidays the one before."""
    c = t.term.c
    return db.scalar(select(c.id).where(c.starts_on <= day).order_by(c.starts_on.desc(), c.id.desc()).limit(1))


def grades_of(db: Db, homeroom_ids: Collection[int]) -> dict[int, int]:
    c = t.homeroom.c
    return {row.id: row.grade for row in db.execute(select(c.id, c.grade).where(c.id.in_(homeroom_ids)))}


def makers_of(db: Db, work_id: int) -> dict[int, int | None]:
    """Child → homeroom on the day of the work."""
    c = t.maker.c
    rows = db.execute(select(c.student_id, c.homeroom_id).where(c.work_id == work_id).order_by(c.student_id))
    return {row.student_id: row.homeroom_id for row in rows}


def edit_of(db: Db, photo_id: str) -> dict[str, Any]:
    return db.scalar(select(t.photo.c.edit).where(t.photo.c.id == photo_id)) or {}


def film_of(db: Db, photo_id: str) -> int:
    """Seconds of the film of which the picture is the poster; 0 for a picture."""
    return db.scalar(select(t.photo.c.film_seconds).where(t.photo.c.id == photo_id)) or 0


def staff_of(db: Db, account_id: int) -> int | None:
    return db.scalar(select(t.account.c.staff_id).where(t.account.c.id == account_id))
