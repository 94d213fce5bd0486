"""Where the files are: the folder `media` of the data folder, or a bucket (SCHOOLAPP_MEDIA_URL). Named by content.

A file is written whole before its row is; a row without files is never seen, and files without a row are swept.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

import obstore
from obstore.store import LocalStore, ObjectStore, from_url

from schoolapp.settings import settings
from schoolapp.works.media.imaging import WIDTHS, available


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


def width_to_serve(asked: int, width: int, height: int) -> int:
    """The width under which a picture of this size has a file: the asked one, or the largest when it is smaller."""
    return asked if asked in available(width, height) else WIDTHS[-1]


def save(files: Mapping[str, bytes]) -> None:
    """Put every file, and return only when they would survive a power cut."""
    store = _store()
    for name, content in files.items():
        obstore.put(store, name, content)
    folder = _folder()
    if folder:
        _make_durable(folder, files)


def load(name: str) -> bytes:
    """A file's content. Raises FileNotFoundError."""
    return bytes(obstore.get(_store(), name).bytes())


def size_of(name: str) -> int | None:
    """A file's size in bytes; None when it is not there."""
    try:
        return obstore.head(_store(), name)["size"]
    except FileNotFoundError:
        return None


def everything() -> Iterator[Found]:
    """All files, for the sweeper."""
    for batch in obstore.list(_store()):
        for item in batch:
            digest = item["path"].rsplit("/", 1)[-1].split("-")[0].split(".")[0]
            yield Found(item["path"], digest, item["size"], item["last_modified"])


def remove(name: str) -> None:
    """Delete a file; harmless when it is gone already."""
    try:
        obstore.delete(_store(), name)
    except FileNotFoundError:
        return


def remove_unfinished(before: datetime) -> int:
    """Delete what a killed server left of files that it was writing (`name#1`), which `everything` does not show."""
    folder = _folder()
    paths = folder.rglob("*#*") if folder else ()
    left = [path for path in paths if path.is_file() and path.stat().st_mtime < before.timestamp()]
    for path in left:
        path.unlink(missing_ok=True)
    return len(left)


def _folder() -> Path | None:
    """The local folder of the files; None when they lie in a bucket."""
    return None if settings().media_url else settings().data.resolve() / "media"


def _store() -> ObjectStore:
    return _store_at(settings().media_url, str(_folder() or ""))


@lru_cache
def _store_at(url: str, folder: str) -> ObjectStore:
    """S3 takes its keys and region from the usual AWS_… variables."""
    return from_url(url) if url else LocalStore(folder, mkdir=True)


def _make_durable(folder: Path, names: Mapping[str, bytes]) -> None:
    """The library renames a finished file into place but leaves it in the system's cache: write it out.

    Then each folder up to the data folder, or a new folder's own entry could be lost. Windows cannot open folders.
    """
    if os.name == "nt":
        return
    paths = [folder / name for name in names]
    above = {parent for path in paths for parent in path.parents if parent.is_relative_to(folder.parent)}
    for path in [*paths, *sorted(above, key=lambda one: -len(one.parts))]:
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
