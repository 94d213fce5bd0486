"""The server's disk: what a full one says when something is written, and whether there is little room left."""

from __future__ import annotations

import errno
import shutil
import sqlite3

from sqlalchemy.exc import OperationalError

from schoolapp.settings import settings

LITTLE = 2 * 1024**3
"""Bytes free; about two thousand pictures, a busy week's."""


def is_full(error: BaseException) -> bool:
    """Whether this failure says that there is no room: of a file, of SQLite, of PostgreSQL (53100, disk_full)."""
    if isinstance(error, OperationalError):
        cause = error.orig
        return getattr(cause, "sqlite_errorcode", 0) == sqlite3.SQLITE_FULL or getattr(cause, "sqlstate", "") == "53100"
    return isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)


def has_little_room() -> bool:
    """Whether the disk of the data folder should be looked at soon."""
    return shutil.disk_usage(settings().data.resolve()).free < LITTLE
