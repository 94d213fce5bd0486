"""Where the files are: the folder `media` of the data folder, or a bucket (SCHOOLAPP_MEDIA_URL). Named by content.

A file is written whole before its row is; a row without files is never seen, and files without a row are swept.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from schoolapp.settings import settings
from schoolapp.works.media.imaging import WIDTHS, available
from schoolapp.works.media.places import Bucket, Folder, Place


@dataclass(frozen=True)
class Found:
    """A file that lies in the store."""

    name: str
    digest: str
    size: int
    written_at: datetime


def rendition(digest: str, width: int) -> str:
    """The name of one rendition's file."""
    return f"photos/{digest[:2]}/{digest}-{width}.webp"


def original(digest: str) -> str:
    """The name of a kept original's file."""
    return f"originals/{digest[:2]}/{digest}.jpg"


def film(digest: str) -> str:
    """The name of a film's file."""
    return f"films/{digest[:2]}/{digest}.mp4"


def width_to_serve(asked: int, width: int, height: int) -> int:
    """The width under which a picture of this size has a file: the asked one, or the largest when it is smaller."""
    return asked if asked in available(width, height) else WIDTHS[-1]


def save(files: Mapping[str, bytes]) -> None:
    """Put every file, and return only when they would survive a power cut."""
    _place().save(files)


def load(name: str) -> bytes:
    """A file's content. Raises FileNotFoundError."""
    return _place().load(name)


def load_part(name: str, start: int, end: int) -> bytes:
    """The bytes of a file from `start` up to, not including, `end`. Raises FileNotFoundError."""
    return _place().load_part(name, start, end)


def size_of(name: str) -> int | None:
    """A file's size in bytes; None when it is not there."""
    return _place().size_of(name)


def everything() -> Iterator[Found]:
    """All files, for the sweeper."""
    for name, size, written_at in _place().listed():
        yield Found(name, name.rsplit("/", 1)[-1].split("-")[0].split(".")[0], size, written_at)


def remove(name: str) -> None:
    """Delete a file; harmless when it is gone already."""
    _place().remove(name)


def remove_unfinished(before: datetime) -> int:
    """Delete what a killed server left of files that it was writing; how many."""
    return _place().remove_unfinished(before)


def _place() -> Place:
    if settings().media_url:
        return _bucket(settings().media_url)
    return Folder(settings().data.resolve() / "media")


@lru_cache
def _bucket(url: str) -> Bucket:
    return Bucket(url)
