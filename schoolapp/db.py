"""The database: one engine, SQLite kept strict, and the unit of work.

`read()` for questions, `write()` for one transaction that commits at its end or not at all.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from sqlalchemy import Engine, event
from sqlmodel import Session, create_engine

from schoolapp.settings import settings

_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA busy_timeout=10000",
    "PRAGMA synchronous=FULL",
    # Written back to the file after 16 MB instead of 4: pages that many scans touch are written back once.
    "PRAGMA wal_autocheckpoint=4000",
)


def make_engine(url: str) -> Engine:
    """An engine for `url`; on SQLite a write takes its lock at once, so two writers queue and never fail midway."""
    if not url.startswith("sqlite"):
        # Compiling a query costs more than ours take: 0.3 ms of a gallery page became 40 to 110 ms.
        options = {"options": "-c jit=off"}
        return create_engine(
            url, pool_pre_ping=True, pool_size=10, max_overflow=10, hide_parameters=True, connect_args=options
        )
    engine = create_engine(url, connect_args={"check_same_thread": False, "timeout": 10}, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def _strict(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in _PRAGMAS:
            connection.execute(pragma)

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        write = connection.get_execution_options().get("write", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")

    return engine


@lru_cache
def engine() -> Engine:
    """The process's engine."""
    current = settings()
    if not current.database_url:
        current.data.mkdir(parents=True, exist_ok=True)
    return make_engine(current.database)


@contextmanager
def read() -> Iterator[Session]:
    """A unit of work for questions; whatever was changed in it is thrown away. Rows stay readable afterwards."""
    with Session(engine(), expire_on_commit=False) as db:
        yield db
        db.expunge_all()
        db.rollback()


@contextmanager
def write() -> Iterator[Session]:
    """One transaction: committed when the block ends, rolled back when it raises."""
    with Session(engine().execution_options(write=True), expire_on_commit=False) as db:
        yield db
        db.commit()
