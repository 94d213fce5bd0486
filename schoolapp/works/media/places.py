"""The two places where files may lie. Both keep a file whole or not at all.

The folder is written by ourselves: the library's runtime does not survive a fork, and the server forks its workers
after the demo school has been filled with pictures. The library is asked for buckets only.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

import obstore
from obstore.store import ObjectStore, from_url

Listed = tuple[str, int, datetime]
"""Name, size in bytes, when it was written."""
_UNFINISHED = "#"
"""Between a file's name and a random part while it is being written."""


class Place(Protocol):
    def save(self, files: Mapping[str, bytes]) -> None:
        """Put every file, and return only when they would survive a power cut."""
        ...

    def load(self, name: str) -> bytes:
        """A file's content. Raises FileNotFoundError."""
        ...

    def load_part(self, name: str, start: int, end: int) -> bytes:
        """The bytes from `start` up to, not including, `end`. Raises FileNotFoundError."""
        ...

    def size_of(self, name: str) -> int | None:
        """A file's size in bytes; None when it is not there."""
        ...

    def listed(self) -> Iterator[Listed]:
        """All finished files."""
        ...

    def remove(self, name: str) -> None:
        """Delete a file; harmless when it is gone already."""
        ...

    def remove_unfinished(self, before: datetime) -> int:
        """Delete what a killed server left of files that it was writing; how many."""
        ...


class Folder:
    """Below the data folder, synced file by file and folder by folder."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def save(self, files: Mapping[str, bytes]) -> None:
        folders: set[Path] = set()
        for name, content in files.items():
            path = self._root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            _write(path, content)
            folders |= {folder for folder in path.parents if folder.is_relative_to(self._root.parent)}
        for folder in sorted(folders, key=lambda one: -len(one.parts)):
            _sync_folder(folder)

    def load(self, name: str) -> bytes:
        return (self._root / name).read_bytes()

    def load_part(self, name: str, start: int, end: int) -> bytes:
        with (self._root / name).open("rb") as file:
            file.seek(start)
            return file.read(end - start)

    def size_of(self, name: str) -> int | None:
        try:
            return (self._root / name).stat().st_size
        except FileNotFoundError:
            return None

    def listed(self) -> Iterator[Listed]:
        for path in self._root.rglob("*"):
            if path.is_file() and _UNFINISHED not in path.name:
                found = path.stat()
                written_at = datetime.fromtimestamp(found.st_mtime, UTC)
                yield path.relative_to(self._root).as_posix(), found.st_size, written_at

    def remove(self, name: str) -> None:
        (self._root / name).unlink(missing_ok=True)

    def remove_unfinished(self, before: datetime) -> int:
        paths = self._root.rglob(f"*{_UNFINISHED}*")
        left = [path for path in paths if path.is_file() and path.stat().st_mtime < before.timestamp()]
        for path in left:
            path.unlink(missing_ok=True)
        return len(left)


class Bucket:
    """S3 or what speaks like it; keys and region come from the usual AWS_… variables."""

    def __init__(self, url: str) -> None:
        self._store: ObjectStore = from_url(url)

    def save(self, files: Mapping[str, bytes]) -> None:
        for name, content in files.items():
            obstore.put(self._store, name, content)

    def load(self, name: str) -> bytes:
        return bytes(obstore.get(self._store, name).bytes())

    def load_part(self, name: str, start: int, end: int) -> bytes:
        return bytes(obstore.get_range(self._store, name, start=start, end=end))

    def size_of(self, name: str) -> int | None:
        try:
            return obstore.head(self._store, name)["size"]
        except FileNotFoundError:
            return None

    def listed(self) -> Iterator[Listed]:
        for batch in obstore.list(self._store):
            yield from ((item["path"], item["size"], item["last_modified"]) for item in batch)

    def remove(self, name: str) -> None:
        try:
            obstore.delete(self._store, name)
        except FileNotFoundError:
            return

    def remove_unfinished(self, before: datetime) -> int:
        return 0


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all: written out under another name, then renamed."""
    draft = path.with_name(f"{path.name}{_UNFINISHED}{secrets.token_hex(8)}")
    try:
        with draft.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    """Make the folder's entries survive a power cut. Windows has no such call and needs none."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
