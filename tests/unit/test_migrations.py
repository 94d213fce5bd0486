"""Migrations: up from empty and equal to the models, on both databases; safe when workers start together."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, inspect
from sqlmodel import Field, SQLModel

from schoolapp.db import make_engine
from schoolapp.migrate import differences, upgrade
from tests.databases import empty_postgres

ROOT = Path(__file__).parents[2]


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/schoolapp.db"
        return
    with empty_postgres(migrated=False) as found:
        yield found


@pytest.fixture
def empty(address: str) -> Iterator[Engine]:
    engine = make_engine(address)
    yield engine
    engine.dispose()


def test_up_from_empty_gives_the_models(empty: Engine) -> None:
    upgrade(empty)
    assert differences(empty) == []
    assert set(SQLModel.metadata.tables) <= set(inspect(empty).get_table_names())


def test_up_twice_changes_nothing(empty: Engine) -> None:
    upgrade(empty)
    upgrade(empty)
    assert differences(empty) == []


def test_a_forgotten_migration_is_noticed(empty: Engine) -> None:
    upgrade(empty)
    forgotten = type(
        "Forgotten", (SQLModel,), {"__annotations__": {"id": int}, "id": Field(primary_key=True)}, table=True
    )
    try:
        found = differences(empty)
    finally:
        SQLModel.metadata.remove(forgotten.__table__)  # type: ignore[attr-defined]
    assert [(item[0], item[1].name) for item in found] == [("add_table", "forgotten")]


def test_a_changed_column_type_is_noticed(empty: Engine) -> None:
    upgrade(empty)
    with empty.execution_options(write=True).begin() as connection:
        connection.exec_driver_sql("DROP TABLE outbox")
        connection.exec_driver_sql(
            "CREATE TABLE outbox (id INTEGER NOT NULL PRIMARY KEY, created_at VARCHAR NOT NULL, kind VARCHAR NOT NULL,"
            " payload JSON NOT NULL, done_at TIMESTAMP)"
        )
    changed = [part[0] for item in differences(empty) for part in (item if isinstance(item, list) else [item])]
    assert "modify_type" in changed


def test_workers_that_start_together_migrate_once(address: str, tmp_path: Path) -> None:
    environment = {"SCHOOLAPP_DATABASE_URL": address, "SCHOOLAPP_DATA": str(tmp_path), "PATH": ""}
    workers = [
        subprocess.Popen([sys.executable, "-m", "schoolapp.migrate"], cwd=ROOT, env=environment, stderr=subprocess.PIPE)
        for _ in range(3)
    ]
    errors = [worker.communicate(timeout=60)[1] for worker in workers]
    assert [worker.returncode for worker in workers] == [0, 0, 0], errors
    engine = make_engine(address)
    assert differences(engine) == []
    engine.dispose()
