"""The selects of the write path about cards and the log: each answers for a whole group of events at once."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select

from schoolapp.checkin.day_queries import millis
from schoolapp.checkin.log.picture import CardRow, LogRow
from schoolapp.checkin.log.prepared import Prepared
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
    return {row[0]: CardRow(row[1], row[2], row[3] is not None) for row in rows}


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
)


def _log_row(row: Any) -> LogRow:
    return LogRow(row[0], row[1], millis(row[2]), *row[3:])


_STORED = Prepared(lambda among: select(*_LOG).where(among(_event.c.id, "ids")))
_LOG_OF_CHILDREN = Prepared(
    lambda among: select(*_LOG).where(among(_event.c.student_id, "ids"), _event.c.happened_at >= bindparam("start"))
)


def stored_events(db: Connection, ids: Collection[str]) -> dict[str, LogRow]:
    """Events that are stored already, by id."""
    return {row[0]: _log_row(row) for row in _STORED.rows(db, ids=ids)}


def log_of_children(db: Connection, student_ids: Collection[int], start: datetime) -> list[LogRow]:
    """All events of these children since `start`."""
    return [_log_row(row) for row in _LOG_OF_CHILDREN.rows(db, ids=student_ids, start=start)]


def log_of_sessions(db: Connection, session_ids: Collection[int]) -> list[LogRow]:
    """All events of these sessions."""
    return [_log_row(row) for row in db.execute(select(*_LOG).where(_event.c.session_id.in_(session_ids)))]
