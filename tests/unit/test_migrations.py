"""Migrations: up from empty and equal to the models, on both databases; safe when workers start together."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import JSON, Column, Engine, MetaData, Table, inspect, select
from sqlmodel import Field, SQLModel

from schoolapp.db import make_engine
from schoolapp.migrate import configuration, differences, upgrade
from schoolapp.school.pinyin import title_sounds
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


RELEASED = [script.revision for script in ScriptDirectory.from_config(configuration()).walk_revisions()][::-1]
DROPPED = {("device", "is_kiosk")}
"""Columns that a later migration took away on purpose."""
A_VALUE = {
    str: "书法",
    int: 1,
    bool: True,
    date: date(2026, 11, 23),
    datetime: datetime(2026, 11, 23, 16, 30, tzinfo=UTC),
    UUID: UUID(int=7),
    bytes: b"picture",
    float: 1.5,
}


@pytest.mark.parametrize("revision", RELEASED)
def test_forward_from_every_released_state_with_a_row_in_every_table(empty: Engine, revision: str) -> None:
    upgrade(empty, revision)
    before = _tables(empty)
    with empty.execution_options(write=True).begin() as connection:
        for table in before:
            connection.execute(table.insert().values({column: _value(column) for column in table.c}))
        kept = {table.name: connection.execute(select(table)).mappings().one() for table in before}
    upgrade(empty)
    assert differences(empty) == []
    after = {table.name: table for table in _tables(empty)}
    with empty.connect() as connection:
        for name, full in kept.items():
            row = {column: value for column, value in full.items() if (name, column) not in DROPPED}
            found = connection.execute(select(*[after[name].c[column] for column in row])).mappings().one()
            assert found == row, name
        if "work" in kept:
            expected = kept["work"].get("title_sounds", title_sounds("书法"))
            assert connection.execute(select(after["work"].c.title_sounds)).scalar_one() == expected


def _tables(engine: Engine) -> list[Table]:
    """The school's own, those that others point to first."""
    metadata = MetaData()
    metadata.reflect(engine)
    return [table for table in metadata.sorted_tables if table.name != "alembic_version"]


def _value(column: Column[Any]) -> Any:
    if isinstance(column.type, JSON):
        return {"a": 1}
    return A_VALUE[next(kind for kind in column.type.python_type.__mro__ if kind in A_VALUE)]


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
