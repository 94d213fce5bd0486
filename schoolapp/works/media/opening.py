"""Opens an upload carefully: what it declares is checked before anything is decoded, and no more than needed is.

Runs in a worker process with limits (worker.py); whatever a decoder raises means "unreadable picture".
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable
from typing import Any

import pillow_heif
from PIL import Image
from PIL.AvifImagePlugin import AvifImageFile
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile
from PIL.WebPImagePlugin import WebPImageFile

from schoolapp.works.media.colours import as_srgb, plain_mode
from schoolapp.works.media.kinds import Kind, Unreadable, kind_of
from schoolapp.works.media.scaling import within

MOST_BYTES = 40 * 1024 * 1024
MOST_PIXELS = 200_000_000
ROOM = 300_000_000
"""Bytes that a decoded picture may take; with the upload and the interpreter the worker stays under 400 MB."""
MOST_SCANS = 1_000_000_000
"""Pixels times passes over them that a progressive JPEG may ask for."""
NEEDED = 1920
"""Long side of the largest rendition; a JPEG is decoded at the smallest scale that is not below."""
KEPT = 2560
"""Long side of the kept original at most; phones send no more."""

_BYTES_A_PIXEL = {Kind.WEBP: 16, Kind.AVIF: 10, Kind.HEIC: 6}
"""Measured: their decoders hold a picture several times over and know no smaller scale."""
_OPENERS: dict[Kind, Callable[[Any], Image.Image]] = {
    Kind.JPEG: JpegImageFile,  # of an MPO the first picture; Image.open(formats=["MPO"]) raises KeyError
    Kind.PNG: PngImageFile,
    Kind.WEBP: WebPImageFile,
    Kind.AVIF: AvifImageFile,
    Kind.HEIC: pillow_heif.HeifImageFile,
}
_ORIENTATION = 0x0112
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}

pillow_heif.options.THUMBNAILS = False
pillow_heif.options.DEPTH_IMAGES = False
pillow_heif.options.AUX_IMAGES = False
pillow_heif.options.DECODE_THREADS = 1


def open_upright(data: bytes) -> Image.Image:
    """The picture in `data`: first frame, upright, sRGB, on white where it was see-through, long side at most KEPT.

    It carries nothing else of the upload. Raises Unreadable.
    """
    if len(data) > MOST_BYTES:
        raise Unreadable("photo_too_large")
    kind = kind_of(data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _decoded(kind, data)
    except Unreadable:
        raise
    except MemoryError:
        raise Unreadable("photo_too_heavy") from None
    except Exception as error:  # decoders raise OSError, ValueError, SyntaxError, EOFError, RuntimeError, KeyError …
        raise Unreadable("photo_unreadable") from error


def _decoded(kind: Kind, data: bytes) -> Image.Image:
    Image.MAX_IMAGE_PIXELS = None  # our own limits come first
    image = _OPENERS[kind](io.BytesIO(data))
    _check(kind, image, data)
    if kind is Kind.JPEG:
        _decode_small(image)
    image.load()
    turn, profile = _turn_of(image), image.info.get("icc_profile")
    image = plain_mode(image)
    image = _shrunk(image)
    image = as_srgb(image, profile)
    image = image if turn is None else image.transpose(turn)
    return _bare(image)


def _check(kind: Kind, image: Image.Image, data: bytes) -> None:
    """Refuse by what the header declares. Nothing was decoded yet."""
    pixels = image.width * image.height
    if pixels <= 0:
        raise Unreadable("photo_unreadable")
    if pixels > MOST_PIXELS:
        raise Unreadable("photo_too_many_pixels")
    if pixels * _bytes_a_pixel(kind, image) > ROOM:
        raise Unreadable("photo_too_heavy")
    if kind is Kind.JPEG:
        _check_jpeg(image, data)


def _check_jpeg(image: Image.Image, data: bytes) -> None:
    """More passes than a picture needs, or more pixels than the bytes can hold (one bit a code, two codes a block)."""
    pixels = image.width * image.height
    if not _is_progressive(image):
        if pixels > 256 * len(data):
            raise Unreadable("photo_unreadable")
    elif pixels * data.count(b"\xff\xda") > MOST_SCANS:
        raise Unreadable("photo_too_heavy")


def _bytes_a_pixel(kind: Kind, image: Image.Image) -> float:
    if kind is Kind.JPEG:
        return _bytes_of_jpeg(image)
    if kind is Kind.PNG:
        is_seen_through = image.mode in ("RGBA", "LA") or "transparency" in image.info
        return 8 if is_seen_through else {"L": 1, "1": 2, "I;16": 3, "P": 5}.get(image.mode, 4)
    return _BYTES_A_PIXEL[kind]


def _bytes_of_jpeg(image: Image.Image) -> float:
    """Decoded at a small scale a JPEG takes little; a progressive one holds all its coefficients, two bytes each."""
    steps = max(1, min(8, max(image.size) // NEEDED))
    scale = 1 << (steps.bit_length() - 1)
    return 4 / scale**2 + (2 * _samples_a_pixel(image) if _is_progressive(image) else 0)


def _samples_a_pixel(image: Image.Image) -> float:
    """1.5 where colour is kept at half the size, as nearly all cameras do; 3 where it is whole."""
    layers: list[tuple[int, int, int, int]] = getattr(image, "layer", [])
    most = max((across * down for _id, across, down, _table in layers), default=1)
    return sum(across * down for _id, across, down, _table in layers) / most


def _is_progressive(image: Image.Image) -> bool:
    return bool(image.info.get("progressive"))


def _decode_small(image: Image.Image) -> None:
    """Let the decoder leave out detail that no rendition shows: a quarter of the work at half the size."""
    part = NEEDED / max(image.size)
    if part < 1:
        image.draft(None, (int(image.width * part), int(image.height * part)))


def _turn_of(image: Image.Image) -> Image.Transpose | None:
    """What EXIF says about how the phone was held. Broken EXIF says nothing; HEIC is turned by its decoder."""
    try:
        return _TURNS.get(image.getexif().get(_ORIENTATION, 1))
    except Exception:
        return None


def _shrunk(image: Image.Image) -> Image.Image:
    """Down to KEPT: whole steps by averaging, which costs little, and the rest by a good filter."""
    factor = max(image.size) // KEPT
    if factor > 1:
        image = image.reduce(factor)
    return within(image, KEPT, Image.Resampling.BICUBIC)


def _bare(image: Image.Image) -> Image.Image:
    """The pixels alone: comments, profiles and whatever else Pillow carries along would be written out again."""
    bare = Image.new("RGB", image.size)
    bare.paste(image)
    return bare
