"""The write path: one thread a worker stores whatever has arrived in one transaction, and only then answers.

    request → queue → [thread] check logins → gather → decide → insert → effects → COMMIT → answers

A group that fails is tried again batch by batch, and a batch item by item, so that one bad event harms no other.
"""

from __future__ import annotations

import logging
import sqlite3
import threading
import time
from collections.abc import Sequence
from concurrent.futures import Future
from functools import lru_cache
from queue import Empty, SimpleQueue

import psycopg
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError

from schoolapp import clock, db
from schoolapp.checkin.log.batch import Batch, Outcome
from schoolapp.checkin.log.effects import HeardOf, RacedError
from schoolapp.checkin.log.group import store
from schoolapp.checkin.log.logins import viewers_of
from schoolapp.checkin.log.wire import Item, Rejected
from schoolapp.identity.policy import VISITOR

log = logging.getLogger("schoolapp.checkin")

_OF_THE_DRIVERS = (sqlite3.OperationalError, sqlite3.InterfaceError, psycopg.OperationalError, psycopg.InterfaceError)

MOST_IN_GROUP = 1_000
"""Events in one transaction; more only make everybody wait."""
GATHER_SECONDS = 0.003
MOST_WAITING = 4_000
"""Batches in the queue; beyond it a phone is told to come back, which it does by itself."""


class Writer:
    """One thread with one database connection. Started by the first batch, so that a forked worker has its own."""

    def __init__(self) -> None:
        self._queue: SimpleQueue[Batch] = SimpleQueue()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._connection: Connection | None = None
        self._engine: Engine | None = None
        self._is_busy = False
        self._heard = HeardOf()

    def submit(self, batch: Batch) -> None:
        """Queue the batch; its `done` is called from the writer's thread after the commit."""
        if self._queue.qsize() > MOST_WAITING:
            batch.done(Outcome.refused("busy"))
            return
        batch.received_at = _now()
        self._queue.put(batch)
        if self._thread is None or not self._thread.is_alive():
            self._start()

    def run(self, batch: Batch) -> Outcome:
        """Queue the batch and wait for its outcome."""
        waiting: Future[Outcome] = Future()
        batch.done = waiting.set_result
        self.submit(batch)
        return waiting.result()

    def _start(self) -> None:
        with self._lock:
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._work, name="checkin-writer", daemon=True)
                self._thread.start()

    def _work(self) -> None:
        while True:
            group = self._next_group()
            for batch, outcome in zip(group, self._outcomes(group), strict=True):
                _tell(batch, outcome)

    def _outcomes(self, group: Sequence[Batch]) -> list[Outcome]:
        """One for each batch, whatever happens: nobody may wait for an answer that never comes."""
        try:
            return self._store(group)
        except Exception as error:
            log.exception("a group could not be stored", extra={"batches": len(group)}, exc_info=error)
            return [Outcome.refused("failed")] * len(group)

    def _next_group(self) -> list[Batch]:
        """Wait for a batch and take what else is there; while many come, wait a moment for those on their way.

        Those who were just answered send their next scan at once, and one transaction costs the same for all.
        """
        group = [self._queue.get()]
        if self._is_busy:
            time.sleep(GATHER_SECONDS)
        size = len(group[0].items)
        while size < MOST_IN_GROUP:
            try:
                batch = self._queue.get_nowait()
            except Empty:
                break
            group.append(batch)
            size += len(batch.items)
        self._is_busy = len(group) > 1
        return group

    def _store(self, group: Sequence[Batch]) -> list[Outcome]:
        try:
            return self._in_one_transaction(group)
        except Exception as error:
            if _is_connection_lost(error) or isinstance(error, RacedError):
                return self._once_more(group)
            if len(group) > 1:
                log.warning(
                    "a group failed and is stored batch by batch", extra={"batches": len(group)}, exc_info=error
                )
                return [outcome for batch in group for outcome in self._store([batch])]
            return [self._item_by_item(group[0], error)]

    def _once_more(self, group: Sequence[Batch]) -> list[Outcome]:
        """The database went away or was busy for long, or another worker was faster: once more, on a new connection."""
        self._disconnect()
        try:
            return self._in_one_transaction(group)
        except Exception as error:
            log.exception("a group could not be stored", extra={"batches": len(group)}, exc_info=error)
            self._disconnect()
            return [Outcome.refused("failed")] * len(group)

    def _item_by_item(self, batch: Batch, error: Exception) -> Outcome:
        """Find the one event that cannot be stored; the others are."""
        if len(batch.items) <= 1:
            log.error("an event could not be stored", extra={"ids": _ids(batch)}, exc_info=error)
            return Outcome.unstorable(batch.items)
        outcomes = [self._store([_with(batch, item)])[0] for item in batch.items]
        return Outcome.joined(outcomes)

    def _in_one_transaction(self, group: Sequence[Batch]) -> list[Outcome]:
        connection = self._connect()
        with connection.begin():
            by_token = viewers_of(connection, [batch.token for batch in group if batch.viewer is None])
            viewers = [batch.viewer or by_token.get(batch.token, VISITOR) for batch in group]
            return store(connection, group, viewers, self._heard)

    def _connect(self) -> Connection:
        """The thread's own connection, to the engine in force."""
        current = db.engine()
        if self._connection is None or self._engine is not current:
            self._disconnect()
            self._engine = current
            self._heard = HeardOf()
            self._connection = current.execution_options(write=True).connect()
        return self._connection

    def _disconnect(self) -> None:
        if self._connection is not None:
            self._connection.invalidate()
            self._connection.close()
        self._connection = None


def _tell(batch: Batch, outcome: Outcome) -> None:
    """The one who asked may be gone: its server is stopping."""
    try:
        batch.done(outcome)
    except Exception as error:
        log.warning("an answer found nobody", extra={"ids": _ids(batch)}, exc_info=error)


def _now() -> int:
    return round(clock.now().timestamp() * 1000)


def _with(batch: Batch, item: Item | Rejected) -> Batch:
    return Batch([item], batch.token, batch.viewer, batch.device, received_at=batch.received_at)


def _ids(batch: Batch) -> list[str]:
    return [item.id for item in batch.items]


def _is_connection_lost(error: Exception) -> bool:
    """Not the fault of an event: connection gone, server stopping, file locked for too long."""
    if isinstance(error, DBAPIError):
        return error.connection_invalidated or isinstance(error, (OperationalError, InterfaceError))
    return isinstance(error, _OF_THE_DRIVERS)


@lru_cache
def writer() -> Writer:
    """The process's writer."""
    return Writer()
