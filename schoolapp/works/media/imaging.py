"""From the bytes of an upload to everything that is stored: the clean original, the renditions, the placeholder."""

from __future__ import annotations

import base64
import io
from dataclasses import dataclass
from hashlib import sha256

from PIL import Image

from schoolapp.works.media.opening import open_upright
from schoolapp.works.media.scaling import within
from schoolapp.works.media.straighten import Edit, back_to_original, straight_size
from schoolapp.works.media.white import whitened

WIDTHS = (480, 960, 1920)
"""Long sides of the renditions in pixels. A smaller picture is never enlarged."""
QUALITY = 78
EFFORT = 2
"""Of libwebp's 0 to 6: from 3 on a picture costs twice the time for 4 % fewer bytes."""
ORIGINAL_QUALITY = 90
_PLACEHOLDER_SIDES = (16, 12, 8, 4)
MOST_PLACEHOLDER = 200
"""Characters of the placeholder's data: URI."""

_TURN_BY = {90: Image.Transpose.ROTATE_270, 180: Image.Transpose.ROTATE_180, 270: Image.Transpose.ROTATE_90}


@dataclass(frozen=True)
class Made:
    """Everything that is made of one upload."""

    width: int
    """Pixels of the largest rendition."""
    height: int
    placeholder: str
    renditions: dict[int, bytes]
    """Width (one of WIDTHS) → WebP; a width above the picture's own is left out, 1920 always stands for the largest."""
    original: bytes
    """The upright picture without the edit, JPEG; empty when it was made from the kept original."""

    @property
    def digest(self) -> str:
        """Names the renditions: hex SHA-256 of the largest."""
        return sha256(self.renditions[WIDTHS[-1]]).hexdigest()

    @property
    def original_digest(self) -> str:
        return sha256(self.original).hexdigest() if self.original else ""


def make(data: bytes, edit: Edit, *, keep_original: bool = True) -> Made:
    """Decode the upload, apply the edit, make the files. Raises kinds.Unreadable."""
    upright = open_upright(data)
    original = _written(upright, "JPEG", quality=ORIGINAL_QUALITY) if keep_original else b""
    largest = _fitted(shaped(upright, edit), WIDTHS[-1])
    largest = whitened(largest) if edit.white else largest
    renditions, smallest = _renditions(largest)
    return Made(largest.width, largest.height, placeholder(smallest), renditions, original)


def shaped(image: Image.Image, edit: Edit) -> Image.Image:
    """Straightened and turned; the picture itself when there is nothing to do."""
    if edit.corners:
        size = straight_size(edit.corners, image.size)
        matrix = back_to_original(edit.corners, image.size, size)
        image = image.transform(size, Image.Transform.PERSPECTIVE, matrix, Image.Resampling.BICUBIC)
    return image.transpose(_TURN_BY[edit.turn]) if edit.turn else image


def available(width: int, height: int) -> list[int]:
    """The widths under which a picture of this size has a file of its own, the largest last."""
    return [side for side in WIDTHS[:-1] if side < max(width, height)] + [WIDTHS[-1]]


def _renditions(largest: Image.Image) -> tuple[dict[int, bytes], Image.Image]:
    """The files by width, and the smallest picture; each is made from the next larger one."""
    found, image = {}, largest
    for side in reversed(available(*largest.size)):
        image = _fitted(image, side)
        found[side] = _written(image, "WEBP", quality=QUALITY, method=EFFORT)
    return found, image


def _fitted(image: Image.Image, side: int) -> Image.Image:
    """Long side at most `side`: halving by averaging, anything else by a good filter."""
    if max(image.size) == 2 * side:
        return image.reduce(2)
    return within(image, side, Image.Resampling.BICUBIC)


def placeholder(image: Image.Image) -> str:
    """A data: URI of a very small WebP, at most MOST_PLACEHOLDER characters."""
    for side in _PLACEHOLDER_SIDES:
        tiny = within(image, side, Image.Resampling.BOX)
        coded = base64.b64encode(_written(tiny, "WEBP", quality=20, method=6)).decode()
        uri = f"data:image/webp;base64,{coded}"
        if len(uri) <= MOST_PLACEHOLDER:
            return uri
    return ""


def _written(image: Image.Image, form: str, **options: int) -> bytes:
    file = io.BytesIO()
    image.save(file, form, **options)
    return file.getvalue()
