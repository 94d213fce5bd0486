"""Pictures and photos for tests that need some: bytes drawn by code, and photos whose files are there."""

from __future__ import annotations

import io
from hashlib import sha256
from typing import Any
from uuid import uuid4

from PIL import Image, ImageDraw
from sqlalchemy import update

from schoolapp.db import write
from schoolapp.models import tables as t
from schoolapp.works.media import store
from schoolapp.works.rules import EVERYTHING
from tests.factory import SmallSchool, add_consent, add_work


def scene(size: tuple[int, int] = (640, 480)) -> Image.Image:
    """Three fields of colour, a slope and a disc: any turn or mirroring shows."""
    width, height = size
    image = Image.linear_gradient("L").resize(size).convert("RGB")
    draw = ImageDraw.Draw(image)
    half = (width // 2, height // 2)
    for corner, colour in (((0, 0), "#c0392b"), ((half[0], 0), "#2e86c1"), ((0, half[1]), "#f4d03f")):
        draw.rectangle((*corner, corner[0] + half[0] * 3 // 4, corner[1] + half[1] * 3 // 4), fill=colour)
    draw.ellipse((width // 8, height // 8, width // 3, height // 3), fill="#1e8449")
    return image


def written(image: Image.Image, form: str = "JPEG", **options: Any) -> bytes:
    """The picture as the bytes of a file."""
    file = io.BytesIO()
    image.save(file, form, **options)
    return file.getvalue()


def read(data: bytes) -> Image.Image:
    """The picture in these bytes, decoded."""
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def public_photo(school: SmallSchool) -> str:
    """The photo of a work that everybody may see, its files in place. Its id."""
    child = school.students["third"][0]
    with write() as db:
        add_consent(db, school, child, EVERYTHING)
        work_id = add_work(db, school, [child], state="approved", approved_for=EVERYTHING, original=uuid4().hex * 2)
        photo_id = db.scalar(t.work.select().with_only_columns(t.work.c.photo_id).where(t.work.c.id == work_id))
        put_files(db, photo_id)
    return photo_id


def waiting_photo(school: SmallSchool, by: str = "teacher") -> str:
    """The photo of a work that waits for its approval, with its original. Its id."""
    with write() as db:
        work_id = add_work(db, school, school.students["third"][:1], by=by, original=uuid4().hex * 2)
        photo_id = db.scalar(t.work.select().with_only_columns(t.work.c.photo_id).where(t.work.c.id == work_id))
        put_files(db, photo_id)
    return photo_id


def public_film(school: SmallSchool) -> str:
    """The poster of a film that everybody may see, its file in place. Its id."""
    return put_film(public_photo(school))


def waiting_film(school: SmallSchool) -> str:
    """The poster of a film that waits for its approval. Its id."""
    return put_film(waiting_photo(school))


def put_film(photo_id: str, content: bytes = bytes(range(256)) * 40) -> str:
    """Let the photo be a film's poster; the file holds `content`. The photo's id."""
    digest = sha256(content).hexdigest()
    store.save({store.film(digest): content})
    with write() as db:
        db.execute(update(t.photo).where(t.photo.c.id == photo_id).values(film_digest=digest, film_seconds=6))
    return photo_id


def put_files(db: Any, photo_id: str) -> None:
    """The files that the photo's row names; its size becomes that of the test's picture."""
    image = scene()
    db.execute(update(t.photo).where(t.photo.c.id == photo_id).values(width=image.width, height=image.height))
    row = db.execute(t.photo.select().where(t.photo.c.id == photo_id)).one()
    files = {store.rendition(row.digest, width): written(image, "WEBP") for width in (480, 1920)}
    if row.original_digest:
        files[store.original(row.original_digest)] = written(image)
    store.save(files)
