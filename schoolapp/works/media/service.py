"""Accepts pictures, changes them, finds them for a viewer. Accepted means durable: row and files, or neither."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session as Db

from schoolapp import clock
from schoolapp.db import read, write
from schoolapp.disk import is_full
from schoolapp.identity.policy import Viewer
from schoolapp.models import Photo
from schoolapp.works.media import queries, store
from schoolapp.works.media.imaging import Made
from schoolapp.works.media.kinds import Unreadable
from schoolapp.works.media.straighten import Edit, read_edit, recipe
from schoolapp.works.media.words import refusal
from schoolapp.works.media.workshop import workshop
from schoolapp.works.queries import eyes_of

log = logging.getLogger("schoolapp.media")


@dataclass(frozen=True)
class Picture:
    """A rendition that the viewer may see."""

    name: str
    etag: str


def accept(photo_id: str, data: bytes, account_id: int, edit: dict[str, Any] | None = None) -> Photo:
    """Store the picture under the phone's id. The same id again from the same account gives what is stored already.

    Takes seconds: call it from a thread. Refused with a code of `words.REFUSALS` when it is not taken.
    """
    known = already_accepted(photo_id, account_id)
    if known:
        return known
    wanted = _edit(edit)
    made = _made(data, wanted)
    files = _files(made)
    save(files)
    photo = Photo(
        id=photo_id,
        digest=made.digest,
        original_digest=made.original_digest,
        edit=recipe(wanted),
        width=made.width,
        height=made.height,
        placeholder=made.placeholder,
        size=sum(map(len, files.values())),
        uploaded_by=account_id,
        received_at=clock.now(),
    )
    try:
        return _stand(photo, files)
    except IntegrityError:  # the same id came twice at once, and the other one was faster
        known = already_accepted(photo_id, account_id)
        if known is None:
            raise
        return known


def already_accepted(photo_id: str, account_id: int) -> Photo | None:
    """The photo of that id; None when there is none. Refused("photo_id_taken") when another account sent it."""
    with read() as db:
        photo = db.get(Photo, photo_id)
    if photo and photo.uploaded_by != account_id:
        raise refusal("photo_id_taken")
    return photo


def change(
    photo_id: str, edit: dict[str, Any], account_id: int, still: Callable[[Db], object] = lambda _db: None
) -> Photo:
    """Make the renditions anew from the kept original. Whether the account may, the caller has asked.

    `still` is asked once more in the transaction that puts them up, and refuses when the work was approved while they
    were being made: what nobody looked at is shown to nobody.
    Refused("photo_original_gone") after the approval, Refused("photo_edit") for an edit that is none.
    """
    wanted = _edit(edit)
    with read() as db:
        photo = db.get(Photo, photo_id)
    if photo is None or not photo.original_digest:
        raise refusal("photo_original_gone")
    if photo.edit == recipe(wanted):
        return photo
    try:
        original = store.load(store.original(photo.original_digest))
    except FileNotFoundError:
        raise refusal("photo_original_gone") from None
    made = _made(original, wanted, keep_original=False)
    files = _files(made)
    save(files)
    return _restand(photo_id, made, wanted, files, len(original), still)


def forget_original(db: Db, photo_id: str) -> None:
    """The work was approved: the original is no longer kept. Its file goes with the next sweep."""
    photo = db.get(Photo, photo_id)
    if photo:
        photo.original_digest = ""
        db.add(photo)


def picture_for(viewer: Viewer, photo_id: str, width: int) -> Picture | None:
    """The rendition nearest to `width` when the viewer may see it; None otherwise, whatever the reason."""
    with read() as db:
        seen = queries.seen_photo(db, photo_id, viewer, eyes_of(db, viewer, clock.today()))
    if seen is None:
        return None
    served = store.width_to_serve(width, seen.width, seen.height)
    return Picture(store.rendition(seen.digest, served), f'"{seen.digest[:32]}-{served}"')


def original_for(viewer: Viewer, photo_id: str) -> Picture | None:
    """The kept original for staff who may edit the photo; None otherwise, and after the approval."""
    with read() as db:
        digest = queries.editable_original(db, photo_id, viewer, eyes_of(db, viewer, clock.today()))
    return Picture(store.original(digest), f'"{digest[:32]}-original"') if digest else None


def _edit(said: dict[str, Any] | None) -> Edit:
    try:
        return read_edit(said)
    except ValueError:
        raise refusal("photo_edit") from None


def _made(data: bytes, edit: Edit, *, keep_original: bool = True) -> Made:
    try:
        return workshop().make(data, recipe(edit), keep_original=keep_original)
    except Unreadable as unreadable:
        raise refusal(unreadable.code) from None


def _files(made: Made) -> dict[str, bytes]:
    files = {store.rendition(made.digest, width): content for width, content in made.renditions.items()}
    if made.original:
        files[store.original(made.original_digest)] = made.original
    return files


def save(files: dict[str, bytes]) -> None:
    """On disk for good. Refused("photo_no_room") when the disk is full, and the operator reads it in the log."""
    try:
        store.save(files)
    except OSError as error:
        if not is_full(error):
            raise
        log.error("no room for pictures: the disk is full", exc_info=error)
        raise refusal("photo_no_room") from error


def _stand(photo: Photo, files: dict[str, bytes]) -> Photo:
    """Commit the row; the sweeper waits for us or we for it, so the files are there when the row is."""
    with write() as db:
        db.add(photo)
        db.flush()
        keep_there(files)
    return photo


def _restand(
    photo_id: str,
    made: Made,
    edit: Edit,
    files: dict[str, bytes],
    original_size: int,
    still: Callable[[Db], object],
) -> Photo:
    with write() as db:
        still(db)
        photo = db.get(Photo, photo_id)
        if photo is None or not photo.original_digest:
            raise refusal("photo_original_gone")
        photo.digest, photo.edit, photo.placeholder = made.digest, recipe(edit), made.placeholder
        photo.width, photo.height = made.width, made.height
        film = store.size_of(store.film(photo.film_digest)) if photo.film_digest else 0
        photo.size = sum(map(len, files.values())) + original_size + (film or 0)
        db.add(photo)
        db.flush()
        keep_there(files)
    return photo


def keep_there(files: dict[str, bytes]) -> None:
    """In the row's own transaction: a file that the sweeper took because it was old and nobody's is put again."""
    missing = {name: content for name, content in files.items() if store.size_of(name) is None}
    if missing:
        save(missing)


def lock_photos(db: Db) -> None:
    """Let no photo's row come to be until this transaction ends. On SQLite every write transaction does."""
    if db.get_bind().dialect.name == "postgresql":
        db.execute(text("LOCK TABLE photo IN SHARE ROW EXCLUSIVE MODE"))
