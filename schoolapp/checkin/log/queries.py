"""The selects of the write path about cards and the log: each answers for a whole group of events at once."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select, true
from sqlalchemy.sql.base import Executable

from schoolapp.checkin.day_queries import millis
from schoolapp.checkin.log.picture import MOST_OF_A_CHILD, CardRow, LogRow
from schoolapp.checkin.log.prepared import Among, Prepared
from schoolapp.models.tables import card as _card
from schoolapp.models.tables import event as _event

_CARDS = Prepared(
    lambda among: select(_card.c.code_digest, _card.c.id, _card.c.student_id, _card.c.revoked_at).where(
        among(_card.c.code_digest, "digests")
    )
)


def cards_by_digest(db: Connection, digests: Collection[str]) -> dict[str, CardRow]:
    """Issued cards, revoked ones too, by the digest of their code."""
    rows = _CARDS.rows(db, digests=digests)
    return {row[0]: CardRow(row[1], row[2], None if row[3] is None else millis(row[3])) for row in rows}


_LOG: tuple[Any, ...] = (
    _event.c.id,
    _event.c.kind,
    _event.c.happened_at,
    _event.c.student_id,
    _event.c.session_id,
    _event.c.card_id,
    _event.c.verdict,
    _event.c.alert,
    _event.c.choice,
    _event.c.target_id,
    _event.c.actor_id,
    _event.c.method,
    _event.c.number,
    _event.c.note,
    _event.c.list_at,
)


def _log_row(row: Any) -> LogRow:
    *facts, list_at = row[3:]
    return LogRow(row[0], row[1], millis(row[2]), *facts, list_at=None if list_at is None else millis(list_at))


_STORED = Prepared(lambda among: select(*_LOG).where(among(_event.c.id, "ids")))


def _newest_of_each(among: Among) -> Executable:
    """The newest rows of each child, found along the index: neither table nor answer grows with a child's log."""
    child, event = among.each(_event.c.student_id, "ids"), _event.alias()
    newest_first = (event.c.happened_at.desc(), event.c.seq.desc())
    since = event.c.happened_at >= bindparam("start")
    if among.is_postgresql:
        columns = [event.c[column.name] for column in _LOG]
        newest = select(*columns).where(event.c.student_id == child.c.value, since)
        rows = newest.order_by(*newest_first).limit(MOST_OF_A_CHILD).lateral()
        return select(rows).select_from(child.join(rows, true()))
    newest = select(event.c.seq).where(event.c.student_id == child.c.value, since)
    chosen = newest.order_by(*newest_first).limit(MOST_OF_A_CHILD).correlate(child)
    return select(*_LOG).select_from(child.join(_event, _event.c.seq.in_(chosen)))


_LOG_OF_CHILDREN = Prepared(_newest_of_each)


def stored_events(db: Connection, ids: Collection[str]) -> dict[str, LogRow]:
    """Events that are stored already, by id."""
    return {row[0]: _log_row(row) for row in _STORED.rows(db, ids=ids)}


def undone(db: Connection, ids: Collection[str], start: datetime) -> set[str]:
    """Those of the events that an undo of the time since `start` took back before they came."""
    query = select(_event.c.target_id).where(_event.c.happened_at >= start, _event.c.kind == "undo")
    return {str(row[0]) for row in db.execute(query.where(_event.c.verdict == "", _event.c.target_id.in_(ids)))}


def log_of_children(db: Connection, student_ids: Collection[int], start: datetime) -> list[LogRow]:
    """The events of these children since `start`, of each the newest `MOST_OF_A_CHILD`; oldest first."""
    rows = _LOG_OF_CHILDREN.rows(db, ids=student_ids, start=start)
    return sorted([_log_row(row) for row in rows], key=lambda row: (row.at, row.id))


def log_of_sessions(db: Connection, session_ids: Collection[int]) -> list[LogRow]:
    """All events of these sessions."""
    return [_log_row(row) for row in db.execute(select(*_LOG).where(_event.c.session_id.in_(session_ids)))]
