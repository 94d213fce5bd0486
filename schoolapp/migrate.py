"""Brings the database to the newest migration: `python -m schoolapp.migrate`.

Safe when several workers start at once: the first takes a lock, the others wait and then find nothing to do.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection, Engine, text
from sqlmodel import SQLModel

import schoolapp.models  # noqa: F401  fills the metadata
from schoolapp.db import engine
from schoolapp.models.base import UtcDateTime

_ROOT = Path(__file__).parent.parent
_POSTGRES_LOCK = 5_330_916
"""Any number, as long as every worker takes the same."""


def _render_item(kind: str, item: Any, autogen: Any) -> str | bool:
    """Write our own column type by its name, and text without SQLModel's private class."""
    if kind == "type" and isinstance(item, UtcDateTime):
        autogen.imports.add("from schoolapp.models.base import UtcDateTime")
        return "UtcDateTime()"
    if kind == "type" and type(item).__module__.startswith("sqlmodel"):
        return "sa.String()"
    return False


def compare_options() -> dict[str, Any]:
    """How models and database are compared, for alembic/env.py and for the test that they are equal."""
    return {
        "target_metadata": SQLModel.metadata,
        "render_as_batch": True,
        "compare_type": True,
        "render_item": _render_item,
        "include_object": _is_ours,
    }


def _is_ours(item: Any, name: str | None, kind: str, reflected: bool, compare_to: Any) -> bool:
    return not (kind == "table" and name == "alembic_version")


@contextmanager
def _transaction(target: Engine) -> Iterator[Connection]:
    """One transaction for all migrations, entered by one worker at a time.

    On SQLite the lock is BEGIN IMMEDIATE (see db.make_engine). There a table is altered by making it anew, so foreign
    keys are not watched meanwhile (the pragma counts only outside a transaction) and looked through at the end.
    """
    is_sqlite = target.dialect.name == "sqlite"
    with target.execution_options(write=True).connect() as connection:
        raw: Any = connection.connection.dbapi_connection
        if is_sqlite:
            raw.execute("PRAGMA foreign_keys=OFF")
        with connection.begin():
            if not is_sqlite:
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _POSTGRES_LOCK})
            yield connection
            if is_sqlite and (broken := raw.execute("PRAGMA foreign_key_check").fetchall()):
                raise RuntimeError(f"a migration left rows without what they point to: {broken[:5]}")
        if is_sqlite:
            raw.execute("PRAGMA foreign_keys=ON")


def upgrade(target: Engine, revision: str = "head") -> None:
    """Apply every migration up to `revision` that `target` lacks, all or none."""
    config = configuration()
    with _transaction(target) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


def configuration() -> Config:
    """Where the migrations are."""
    return Config(str(_ROOT / "alembic.ini"))


def differences(target: Engine) -> list[Any]:
    """What the models have and the database has not, or the other way round; empty when they are equal."""
    options = compare_options()
    metadata = options.pop("target_metadata")
    with target.connect() as connection:
        return list(compare_metadata(MigrationContext.configure(connection, opts=options), metadata))


if __name__ == "__main__":
    upgrade(engine())
