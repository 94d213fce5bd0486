"""Statements compiled once and run on the driver itself: the write path asks a dozen questions per transaction.

SQLAlchemy builds and compiles them (so they stay portable, and columns keep their types); only its execution, which
costs more than the database's answer, is left out. Measured: a fifth of the time per statement.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial
from types import SimpleNamespace
from typing import Any

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Connection,
    Dialect,
    TableValuedAlias,
    Uuid,
    any_,
    bindparam,
    func,
    select,
)
from sqlalchemy.sql.base import Executable

Processor = Callable[[Any], Any] | None


class Among:
    """`among(column, "ids")`: the column's value is one of the collection given as `ids` when the statement is run.

    One parameter whatever the number of values: the statement's text, and so its plan, stays the same.
    """

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect
        self.is_postgresql = dialect.name == "postgresql"
        self.lists: dict[str, Processor] = {}

    def __call__(self, column: ColumnElement[Any], name: str) -> ColumnElement[bool]:
        if self.is_postgresql:
            self.lists[name] = _bind_processor(column.type, self._dialect)
            return column == any_(bindparam(name, type_=ARRAY(column.type)))
        return column.in_(select(self.each(column, name).c.value))

    def each(self, column: ColumnElement[Any], name: str) -> TableValuedAlias:
        """The collection as a table with one column, `value`: for a question that is asked of each by itself."""
        self.lists[name] = _bind_processor(column.type, self._dialect)
        if self.is_postgresql:
            return func.unnest(bindparam(name, type_=ARRAY(column.type))).table_valued("value").render_derived()
        return func.json_each(bindparam(name)).table_valued("value")

    def value(self, name: str, values: Collection[Any]) -> Any:
        """The collection as the driver takes it."""
        processor = self.lists[name]
        if self.is_postgresql:
            return list(values)
        return json.dumps([processor(one) for one in values] if processor else list(values))


def _bind_processor(type_: Any, dialect: Dialect) -> Processor:
    return type_.dialect_impl(dialect).bind_processor(dialect)


class _Compiled:
    """One statement for one kind of database."""

    def __init__(self, build: Callable[[Among], Any], dialect: Dialect) -> None:
        self.among = Among(dialect)
        compiled = build(self.among).compile(dialect=dialect)
        self.sql = str(compiled)
        self.constants = {name: one.value for name, one in compiled.binds.items() if not one.required}
        self.is_positional = compiled.positiontup is not None
        self.order = list(compiled.positiontup or compiled.binds)
        self.writers = [self._writer(name, compiled.binds[name].type, dialect) for name in self.order]
        self.names = [one[0] for one in _columns(compiled)]
        self.results = [_result_processor(one[3], dialect) for one in _columns(compiled)]

    def _writer(self, name: str, type_: Any, dialect: Dialect) -> Processor:
        """What makes of a value what the driver takes."""
        return partial(self.among.value, name) if name in self.among.lists else _bind_processor(type_, dialect)

    def parameters(self, values: Mapping[str, Any]) -> Any:
        """As the driver wants them: by position (SQLite) or by name (psycopg)."""
        given = {**self.constants, **values}
        row = [given[name] for name in self.order]
        row = [v if w is None or v is None else w(v) for w, v in zip(self.writers, row, strict=True)]
        return row if self.is_positional else dict(zip(self.order, row, strict=True))


def _result_processor(type_: Any, dialect: Dialect) -> Processor:
    """As the column's type says; a UUID that is stored as text is only written with its hyphens."""
    if isinstance(type_, Uuid) and dialect.name == "sqlite":
        return _hyphened
    return type_.dialect_impl(dialect).result_processor(dialect, None)


def _hyphened(digits: str | None) -> str | None:
    if digits is None:
        return None
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def _columns(compiled: Any) -> Sequence[Any]:
    return getattr(compiled, "_result_columns", ())


class Prepared:
    """A statement that is built once for each kind of database: `build` gets an `Among` and returns the statement."""

    def __init__(self, build: Callable[[Among], Executable]) -> None:
        self._build = build
        self._compiled: dict[str, _Compiled] = {}

    def _for(self, db: Connection) -> _Compiled:
        found = self._compiled.get(db.dialect.name)
        if found is None:
            found = self._compiled[db.dialect.name] = _Compiled(self._build, db.dialect)
        return found

    def rows(self, db: Connection, **values: Any) -> list[tuple[Any, ...]]:
        """The rows, column by column as their types say."""
        compiled = self._for(db)
        cursor = _cursor(db)
        try:
            cursor.execute(compiled.sql, compiled.parameters(values))
            found = cursor.fetchall()
        finally:
            cursor.close()
        if not any(compiled.results):
            return found
        return [tuple([p(v) if p else v for p, v in zip(compiled.results, row, strict=True)]) for row in found]

    def named_rows(self, db: Connection, **values: Any) -> list[SimpleNamespace]:
        """The rows, their values by the columns' names."""
        rows = self.rows(db, **values)
        names = self._for(db).names
        return [SimpleNamespace(**dict(zip(names, row, strict=True))) for row in rows]

    def run_many(self, db: Connection, values: Sequence[Mapping[str, Any]]) -> int:
        """Run it once for each of `values`; the number of rows that were written."""
        compiled = self._for(db)
        cursor = _cursor(db)
        try:
            cursor.executemany(compiled.sql, [compiled.parameters(one) for one in values])
            return int(cursor.rowcount)
        finally:
            cursor.close()


def _cursor(db: Connection) -> Any:
    """The driver's cursor, inside the connection's transaction."""
    return db.connection.cursor()
