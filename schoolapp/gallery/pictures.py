"""Pictures of works for posters and link previews, from the renditions that the media slice keeps.

Whoever calls has asked the rule whether the picture may be shown.
"""

from __future__ import annotations

import io

from PIL import Image

from schoolapp.db import read
from schoolapp.models import Photo
from schoolapp.refusals import Refused
from schoolapp.works.media import store

_WIDTH = 960


def webp(photo_id: str) -> bytes:
    """The rendition for a phone's screen. Refused("not_found") when its file is gone."""
    with read() as db:
        photo = db.get(Photo, photo_id)
    if photo is None:
        raise Refused("not_found")
    width = store.width_to_serve(_WIDTH, photo.width, photo.height)
    try:
        return store.load(store.rendition(photo.digest, width))
    except FileNotFoundError:
        raise Refused("not_found") from None


def opened(photo_id: str) -> Image.Image:
    """The same, decoded."""
    return Image.open(io.BytesIO(webp(photo_id))).convert("RGB")


def jpeg(photo_id: str) -> bytes:
    """The same as JPEG."""
    file = io.BytesIO()
    opened(photo_id).save(file, "JPEG", quality=82, optimize=True)
    return file.getvalue()
