"""Where pictures are served. Pages, feeds and the phone's client take addresses from here."""

from __future__ import annotations


def picture_src(photo_id: str, width: int) -> str:
    """The address of a rendition; `width` is its long side in pixels: 480, 960 or 1920."""
    return f"/media/photos/{photo_id}/{width}"


def film_src(photo_id: str) -> str:
    """The address of the film whose poster this photo is; it answers to whoever may see the photo."""
    return f"/media/films/{photo_id}"


def original_src(photo_id: str) -> str:
    """The address of the picture as it was before any edit; answers until the work is approved, to whoever may edit."""
    return f"/media/photos/{photo_id}/original"
