"""A full disk is told from every other failure, and a nearly full one is noticed."""

from __future__ import annotations

import errno
import shutil
import sqlite3
from collections import namedtuple

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError

from schoolapp.disk import LITTLE, has_little_room, is_full

Usage = namedtuple("Usage", "total used free")


def test_a_file_that_finds_no_room() -> None:
    assert is_full(OSError(errno.ENOSPC, "No space left on device"))
    assert is_full(OSError(errno.EDQUOT, "Disk quota exceeded"))
    assert not is_full(PermissionError(errno.EACCES, "Permission denied"))
    assert not is_full(ValueError("ENOSPC"))


def test_a_database_that_finds_no_room(tmp_path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path}/small.db")
    with engine.connect() as db:
        db.execute(text("CREATE TABLE words (text)"))
        db.execute(text("PRAGMA max_page_count = 2"))
        with pytest.raises(OperationalError) as full:
            db.execute(text("INSERT INTO words VALUES (randomblob(100000))"))
    assert is_full(full.value)
    assert not is_full(OperationalError("", {}, sqlite3.OperationalError("database is locked")))


@pytest.mark.parametrize(("free", "is_little"), [(LITTLE, False), (LITTLE - 1, True), (0, True)])
def test_little_room(monkeypatch: pytest.MonkeyPatch, free: int, is_little: bool) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: Usage(10 * LITTLE, 0, free))
    assert has_little_room() is is_little
