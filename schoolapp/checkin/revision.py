"""The database's revision: a text that stays the same as long as nobody has committed anything.

SQLite: `PRAGMA data_version` of a connection that never writes. PostgreSQL: the snapshot, which names every
transaction that is over or under way. Asking costs a fraction of a millisecond.
"""

from __future__ import annotations

import threading

from sqlalchemy import Connection, Engine, text

from schoolapp import db


class Revision:
    """Asks through one connection of its own. May be used by several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._engine: Engine | None = None
        self._connection: Connection | None = None

    def now(self) -> str:
        """The revision. Raises what the database raises when it cannot be reached."""
        with self._lock:
            try:
                return self._ask(self._connected())
            except Exception:
                self._forget()
                raise

    def _connected(self) -> Connection:
        current = db.engine()
        if self._connection is None or self._engine is not current:
            self._forget()
            self._engine = current
            self._connection = current.connect().execution_options(isolation_level="AUTOCOMMIT")
        return self._connection

    @staticmethod
    def _ask(connection: Connection) -> str:
        if connection.dialect.name == "sqlite":
            raw = connection.connection.dbapi_connection
            assert raw is not None
            return str(raw.cursor().execute("PRAGMA data_version").fetchone()[0])
        return str(connection.execute(text("SELECT pg_current_snapshot()::text")).scalar_one())

    def _forget(self) -> None:
        if self._connection is not None:
            self._connection.invalidate()
            self._connection.close()
        self._connection = None
