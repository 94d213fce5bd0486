"""The only selects on photos. Who may see one stands in `works.queries.visible_to`, for each rendition the same."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, false, or_, select, union
from sqlmodel import Session as Db

from schoolapp.identity.policy import Action, Viewer, may
from schoolapp.models import tables as t
from schoolapp.works.queries import visible_to
from schoolapp.works.rules import WorkState
from schoolapp.works.visibility import Eyes


def seen_photo(db: Db, photo_id: str, viewer: Viewer, eyes: Eyes) -> Any | None:
    """digest, width, height and film_digest of a photo that may be shown to the viewer; None otherwise."""
    p = t.photo.c
    query = select(p.digest, p.width, p.height, p.film_digest).where(p.id == photo_id, _is_seen(viewer, eyes))
    return db.execute(query).first()


def editable_original(db: Db, photo_id: str, viewer: Viewer, eyes: Eyes) -> str | None:
    """The digest of the kept original when the viewer may edit the photo; None otherwise."""
    if not eyes.is_staff:
        return None
    p, w = t.photo.c, t.work.c
    open_work = exists().where(
        w.photo_id == p.id, w.state.in_((WorkState.WAITING, WorkState.RETURNED)), visible_to(eyes)
    )
    query = select(p.original_digest).where(p.id == photo_id, p.original_digest != "")
    return db.scalar(query.where(or_(open_work, _is_loose(viewer))))


def _is_seen(viewer: Viewer, eyes: Eyes) -> ColumnElement[bool]:
    on_seen_work = exists().where(t.work.c.photo_id == t.photo.c.id, visible_to(eyes))
    return or_(on_seen_work, _is_loose(viewer))


def _is_loose(viewer: Viewer) -> ColumnElement[bool]:
    """On no work yet, or never: seen by whoever sent it, and by those who enter consents from signed sheets."""
    if viewer.is_visitor or viewer.must_change_password:
        return false()
    on_no_work = ~exists().where(t.work.c.photo_id == t.photo.c.id)
    return (
        on_no_work
        if may(viewer, Action.ENTER_CONSENT)
        else and_(on_no_work, t.photo.c.uploaded_by == viewer.account_id)
    )


def used_digests(db: Db, digests: Collection[str]) -> set[str]:
    """Those of `digests` that a photo's row names, as renditions, as original or as film."""
    columns = (t.photo.c.digest, t.photo.c.original_digest, t.photo.c.film_digest)
    return set(db.scalars(union(*(select(one).where(one.in_(digests)) for one in columns))))


def forgotten_photos(db: Db, before: datetime) -> list[str]:
    """Photos received before then that are on no work and on no consent."""
    p = t.photo.c
    on_work = exists().where(t.work.c.photo_id == p.id)
    on_consent = exists().where(t.consent.c.sheet_photo_id == p.id)
    return list(db.scalars(select(p.id).where(p.received_at < before, ~on_work, ~on_consent)))
