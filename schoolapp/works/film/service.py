"""Takes films and finds them for a viewer. A film belongs to its poster and is seen by the same eyes."""

from __future__ import annotations

from hashlib import sha256
from typing import BinaryIO

from sqlmodel import Session as Db

from schoolapp import clock
from schoolapp.db import read, write
from schoolapp.identity.policy import Viewer
from schoolapp.models import Photo
from schoolapp.works.film import queries
from schoolapp.works.film.darkroom import Busy, Made, darkroom
from schoolapp.works.film.kinds import container_of
from schoolapp.works.film.words import refusal
from schoolapp.works.media import store
from schoolapp.works.media.kinds import Unreadable
from schoolapp.works.media.queries import seen_photo
from schoolapp.works.media.service import Picture, keep_there, save
from schoolapp.works.queries import eyes_of


def accept(photo_id: str, file: BinaryIO, account_id: int) -> Photo:
    """Store the film to the poster that this account sent before. Doing it twice is harmless: the first film stays.

    Takes a minute at times: call it from a thread. Refused with a code of `words.REFUSALS` when it is not taken.
    """
    known = _open_to(photo_id, account_id)
    if known.film_digest:
        return known
    try:
        container_of(file)  # what is no film at all is told so at once, before those that are
        with darkroom().place(photo_id), darkroom().turn():
            known = _open_to(photo_id, account_id)  # sent again while the first was still being made
            return known if known.film_digest else _keep(photo_id, account_id, darkroom().make(file))
    except Busy:
        raise refusal("film_busy") from None
    except Unreadable as unreadable:
        raise refusal(unreadable.code) from None


def ask(photo_id: str, account_id: int) -> int:
    """Before a phone sends much: how long the film is that is here, 0 when it should come now. Refused("film_busy")."""
    seconds = seconds_of(photo_id, account_id)
    if not seconds and darkroom().is_busy(photo_id):
        raise refusal("film_busy")
    return seconds


def seconds_of(photo_id: str, account_id: int) -> int:
    """How long the film is that this account sent to the poster; 0 when there is none."""
    with read() as db:
        photo = db.get(Photo, photo_id)
    return photo.film_seconds if photo and photo.uploaded_by == account_id else 0


def film_for(viewer: Viewer, photo_id: str) -> Picture | None:
    """The film when the viewer may see its poster; None otherwise, whatever the reason."""
    with read() as db:
        seen = seen_photo(db, photo_id, viewer, eyes_of(db, viewer, clock.today()))
    return film_named(seen.film_digest) if seen and seen.film_digest else None


def film_named(digest: str) -> Picture:
    """The film of that digest; who may see it was asked before."""
    return Picture(store.film(digest), f'"{digest[:32]}-film"')


def _open_to(photo_id: str, account_id: int) -> Photo:
    with read() as db:
        return _checked(db, db.get(Photo, photo_id), account_id)


def _checked(db: Db, photo: Photo | None, account_id: int) -> Photo:
    """The poster, when this account may add a film to it (or has)."""
    if photo is None or photo.uploaded_by != account_id:
        raise refusal("film_without_photo")
    if not photo.film_digest and queries.is_settled(db, photo.id):
        raise refusal("film_settled")
    return photo


def _keep(photo_id: str, account_id: int, made: Made) -> Photo:
    digest = sha256(made.content).hexdigest()
    files = {store.film(digest): made.content}
    save(files)
    with write() as db:
        photo = _checked(db, queries.held_photo(db, photo_id), account_id)
        if not photo.film_digest:
            photo.film_digest, photo.film_seconds = digest, max(1, round(made.seconds))
            photo.size += len(made.content)
            db.add(photo)
            db.flush()
            keep_there(files)
    return photo
