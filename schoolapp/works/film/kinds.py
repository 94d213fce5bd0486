"""What a film may be, and what an upload is: told from its bytes, neither name nor declared type is believed."""

from __future__ import annotations

from typing import BinaryIO

from schoolapp.works.media.kinds import Unreadable, is_something_else_too

MOST_BYTES = 80 * 1024 * 1024
LONGEST = 31.0
"""Seconds, measured: phones that stop at 30 write a little more."""
LARGEST = (4096, 2304)
"""Long and short side in pixels that are opened; phones film 3840 × 2160 at most."""

_ENDS = 66_000
_HEAD = 4096
_PICTURES = (b"heic", b"heix", b"mif1", b"msf1", b"avif", b"avis")


def container_of(file: BinaryIO) -> str:
    """The name of the one demuxer that may open it: mov (MP4, MOV, 3GP) or matroska (WebM). Raises Unreadable."""
    size = file.seek(0, 2)
    if size == 0:
        raise Unreadable("film_empty")
    if size > MOST_BYTES:
        raise Unreadable("film_too_large")
    file.seek(0)
    head = file.read(_HEAD)
    found = _told_by_start(head)
    file.seek(max(0, size - _ENDS))
    if is_something_else_too(head) or is_something_else_too(file.read()):
        raise Unreadable("film_disguised")
    file.seek(0)
    return found


def _told_by_start(head: bytes) -> str:
    if head[4:8] == b"ftyp" and head[8:12] not in _PICTURES:
        return "mov"
    if head[4:8] in (b"moov", b"mdat", b"wide", b"free", b"skip"):  # QuickTime of old says no brand
        return "mov"
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        return "matroska"
    raise Unreadable("film_unknown")


def check_size(width: int, height: int) -> None:
    """Refuse pictures of a size that no phone films. Raises Unreadable."""
    if width < 16 or height < 16:
        raise Unreadable("film_unreadable")
    if max(width, height) > LARGEST[0] or min(width, height) > LARGEST[1]:
        raise Unreadable("film_too_many_pixels")
