"""What an upload is, told from its first bytes alone: neither its name nor its declared type is believed."""

from __future__ import annotations

import re
from enum import StrEnum


class Kind(StrEnum):
    """The kinds of pictures that are taken."""

    JPEG = "jpeg"
    """MPO too: a JPEG with further pictures behind the first one, which are left out."""
    PNG = "png"
    WEBP = "webp"
    AVIF = "avif"
    HEIC = "heic"


class Unreadable(Exception):  # noqa: N818  a refusal is not an error, and is named as people say it
    """The upload is not taken; `code` stands in `words.REFUSALS`."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


_STARTS: tuple[tuple[bytes, Kind | str], ...] = (
    (b"\xff\xd8\xff", Kind.JPEG),
    (b"\x89PNG\r\n\x1a\n", Kind.PNG),
    (b"GIF8", "photo_gif"),
    (b"%PDF", "photo_document"),
    (b"PK\x03\x04", "photo_document"),
    (b"\xd0\xcf\x11\xe0", "photo_document"),
    (b"\x1a\x45\xdf\xa3", "photo_video"),
    (b"\x00\x00\x01\xba", "photo_video"),
    (b"FLV", "photo_video"),
)
_AVIF_BRANDS = frozenset({b"avif", b"avis"})
_HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
_PAGES = (b"<!doctype", b"<html", b"<script", b"<?php")
_PAGE_INSIDE = re.compile(rb"<(?:!doctype html|html[ >]|script|\?php|iframe)", re.IGNORECASE)


def kind_of(data: bytes) -> Kind:
    """Which picture this is. Raises Unreadable with the code that says what it is instead."""
    found = _told_by_start(data)
    if isinstance(found, str) and not isinstance(found, Kind):
        raise Unreadable(found)
    if is_something_else_too(data):
        raise Unreadable("photo_disguised")
    return found


def _told_by_start(data: bytes) -> Kind | str:
    if not data:
        return "photo_empty"
    for start, found in _STARTS:
        if data.startswith(start):
            return found
    if data[:4] == b"RIFF":
        return Kind.WEBP if data[8:12] == b"WEBP" else "photo_video"
    if data[4:8] == b"ftyp":
        return _of_boxes(data)
    text = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if b"<svg" in text:
        return "photo_drawing"
    return "photo_document" if text.startswith(_PAGES) else "photo_unknown"


def _of_boxes(data: bytes) -> Kind | str:
    """AVIF, HEIC and MP4 share one container and say what they are in brands, the main one first."""
    length = min(int.from_bytes(data[:4], "big"), 256)
    brands = [data[8:12], *(data[at : at + 4] for at in range(16, length, 4))]
    if brands[0] not in _AVIF_BRANDS | _HEIC_BRANDS:
        return "photo_video"
    return Kind.AVIF if _AVIF_BRANDS.intersection(brands) else Kind.HEIC


def is_something_else_too(data: bytes) -> bool:
    """A picture that is an archive or a web page as well is made to slip past somebody; no camera writes such."""
    end = data.rfind(b"PK\x05\x06", max(0, len(data) - 66_000))
    if end >= 0 and data.rfind(b"PK\x01\x02", 0, end) >= 0:
        return True
    return _PAGE_INSIDE.search(data) is not None
