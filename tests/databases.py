"""Fresh, migrated databases for tests: on SQLite a copy of one file, on PostgreSQL a copy of one database."""

from __future__ import annotations

import atexit
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from tempfile import mkdtemp
from uuid import uuid4

import psycopg
import pytest
import redis
from sqlalchemy import Engine

from schoolapp import clock, db
from schoolapp.migrate import upgrade
from schoolapp.settings import settings
from tests import left_out

POSTGRES = os.environ.get("SCHOOLAPP_TEST_POSTGRES", "postgresql://postgres@127.0.0.1:5432/")
"""Where tests may create and drop databases whose names begin with schoolapp_test_."""
REDIS = os.environ.get("SCHOOLAPP_TEST_REDIS", "redis://127.0.0.1:6379")
"""Where tests may use an index that is empty, and empty it again."""
_CLAIM = "schoolapp-test"


@lru_cache
def sqlite_template() -> Path:
    """One migrated, empty SQLite file a test run."""
    folder = Path(mkdtemp(prefix="schoolapp-template-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    path = folder / "schoolapp.db"
    engine = db.make_engine(f"sqlite:///{path}")
    upgrade(engine)
    with engine.connect() as connection:
        connection.exec_driver_sql("ROLLBACK")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    return path


@lru_cache
def missing_postgres() -> str:
    """Why no PostgreSQL can be used; empty when one answers."""
    try:
        with psycopg.connect(POSTGRES, connect_timeout=3, autocommit=True):
            return ""
    except psycopg.Error as error:
        return f"no PostgreSQL at {POSTGRES}: {type(error).__name__}"


def _administer(statement: str) -> None:
    with psycopg.connect(POSTGRES, autocommit=True) as connection:
        connection.execute(statement.encode())


@lru_cache
def postgres_template() -> str:
    """One migrated, empty PostgreSQL database a test run."""
    name = f"schoolapp_test_template_{uuid4().hex[:10]}"
    _administer(f"CREATE DATABASE {name}")
    engine = db.make_engine(_postgres_address(name))
    upgrade(engine)
    engine.dispose()
    return name


def drop_postgres_template() -> None:
    """At the end of the run; nothing to do when no test asked for PostgreSQL."""
    for made in (_own_postgres, postgres_template):
        if made.cache_info().currsize:
            _administer(f"DROP DATABASE IF EXISTS {made()} WITH (FORCE)")


def _postgres_address(name: str) -> str:
    return f"{POSTGRES.rsplit('/', 1)[0]}/{name}".replace("postgresql://", "postgresql+psycopg://", 1)


@contextmanager
def empty_postgres(migrated: bool = True) -> Iterator[str]:
    """The address of a new PostgreSQL database, dropped afterwards; skips without a server, fails so under CI."""
    if why := missing_postgres():
        left_out.leave_out(left_out.POSTGRES, why)
    name = f"schoolapp_test_{uuid4().hex[:12]}"
    _administer(f"CREATE DATABASE {name}" + (f" TEMPLATE {postgres_template()}" if migrated else ""))
    try:
        yield _postgres_address(name)
    finally:
        _administer(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@lru_cache
def _own_postgres() -> str:
    """One migrated PostgreSQL database a process, for the tests that share it one after the other."""
    name = f"schoolapp_test_own_{uuid4().hex[:10]}"
    _administer(f"CREATE DATABASE {name} TEMPLATE {postgres_template()}")
    return name


def emptied_postgres() -> str:
    """The address of this process's own PostgreSQL database, migrated and without a row: emptying it takes a tenth of
    the time of making one. Skips without a server, fails so under CI."""
    if why := missing_postgres():
        left_out.leave_out(left_out.POSTGRES, why)
    address = f"{POSTGRES.rsplit('/', 1)[0]}/{_own_postgres()}"
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")  # the order of the tables does not matter then
        connection.execute("SET lock_timeout = '20s'")
        ours = "schemaname = 'public' AND tablename <> 'alembic_version'"
        tables = connection.execute(f"SELECT quote_ident(tablename) FROM pg_tables WHERE {ours}".encode()).fetchall()
        used = connection.execute("SELECT quote_ident(sequencename) FROM pg_sequences WHERE last_value IS NOT NULL")
        statements = [f"DELETE FROM {name}" for (name,) in tables]
        statements += [f"ALTER SEQUENCE {name} RESTART" for (name,) in used.fetchall()]
        connection.execute("; ".join(statements).encode())
    return _postgres_address(_own_postgres())


@contextmanager
def empty_redis() -> Iterator[str]:
    """The address of a Redis index of one's own, emptied afterwards; skips without a server, fails so under CI."""
    try:
        redis.Redis.from_url(REDIS, socket_connect_timeout=3).ping()
    except redis.RedisError as error:
        left_out.leave_out(left_out.REDIS, f"no Redis at {REDIS}: {type(error).__name__}")
    address = _claimed_index()
    try:
        yield address
    finally:
        redis.Redis.from_url(address).flushdb()


def _claimed_index() -> str:
    """An index in which nothing was, from the last one down; a mark in it keeps other test runs away."""
    for index in range(15, 0, -1):
        address = f"{REDIS}/{index}"
        there = redis.Redis.from_url(address)
        if there.dbsize() == 0 and there.set(_CLAIM, "1", nx=True, ex=3600):
            return address
    pytest.fail(f"no empty index at {REDIS}")


@contextmanager
def in_force(data: Path, address: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """Make `address` (empty: the SQLite file in `data`) the application's database for one test."""
    values = {"DATA": str(data), "DATABASE_URL": address, "DEMO": "0", "LOCALE": "en", "CLOCK_START": ""}
    for name, value in values.items():
        monkeypatch.setenv(f"SCHOOLAPP_{name}", value)
    forget()
    try:
        yield db.engine()
    finally:
        db.engine().dispose()
        forget()
        clock.use_source(None)


def forget() -> None:
    """Let settings and engine be made anew."""
    settings.cache_clear()
    db.engine.cache_clear()


def copy_sqlite(folder: Path) -> None:
    """Put a migrated, empty database into the data folder."""
    shutil.copyfile(sqlite_template(), folder / "schoolapp.db")
