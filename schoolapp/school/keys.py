"""The school's secret keys: files of 32 random bytes beside the database, never in it.

They belong into the backup: without `card.key` no card can be printed again as it was, and no scan be matched; without
`letter.key` the letters at home and the codes of their families are worth nothing.
"""

from __future__ import annotations

import os
import secrets
from functools import lru_cache
from pathlib import Path

from schoolapp.settings import settings

_SIZE = 32


class BrokenKeyError(Exception):
    """A key file does not hold 32 bytes: restore it from the backup, a new one would disown every printed card."""


def card_key() -> bytes:
    """From which the codes of the cards are derived. Made at first use."""
    return _load(settings().data.resolve() / "keys" / "card.key")


def letter_key() -> bytes:
    """From which the codes of the letters to families are derived. Made at first use."""
    return _load(settings().data.resolve() / "keys" / "letter.key")


def national_key() -> bytes:
    """Under which national student numbers (学籍号) are hashed. Made at first use."""
    return _load(settings().data.resolve() / "keys" / "national.key")


@lru_cache
def _load(path: Path) -> bytes:
    try:
        key = path.read_bytes()
    except FileNotFoundError:
        _make(path)
        key = path.read_bytes()
    if len(key) != _SIZE:
        raise BrokenKeyError(f"{path.name} in the keys folder is damaged: restore it from the backup")
    return key


def _make(path: Path) -> None:
    """Put a new key at `path`, whole or not at all; of two processes that try at once the first one wins."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(secrets.token_bytes(_SIZE))
            file.flush()
            os.fsync(file.fileno())
        _publish(draft, path)
    finally:
        draft.unlink(missing_ok=True)
    _sync_folder(path.parent)
    _sync_folder(path.parent.parent)


def _publish(draft: Path, path: Path) -> None:
    """Give the finished file its name unless somebody else was first; unlike a rename a link never replaces."""
    try:
        os.link(draft, path)
    except FileExistsError:
        return


def _sync_folder(folder: Path) -> None:
    """Make the folder's entries survive a power cut. Windows has no such call and needs none."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
