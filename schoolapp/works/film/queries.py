"""The selects on films: the poster's row, held, and whether its work is decided about."""

from __future__ import annotations

from sqlalchemy import exists, select
from sqlmodel import Session as Db

from schoolapp.models import Photo
from schoolapp.models import tables as t
from schoolapp.works.rules import WorkState

_OPEN = (WorkState.WAITING, WorkState.RETURNED)


def held_photo(db: Db, photo_id: str) -> Photo | None:
    """The poster's row, locked until the transaction ends, its work before it as everywhere."""
    db.execute(select(t.work.c.id).where(t.work.c.photo_id == photo_id).with_for_update())
    return db.scalar(select(Photo).where(t.photo.c.id == photo_id).with_for_update())


def is_settled(db: Db, photo_id: str) -> bool:
    """Its work was approved or taken down: what it shows stays as it is."""
    w = t.work.c
    return bool(db.scalar(select(exists().where(w.photo_id == photo_id, w.state.not_in(_OPEN)))))
