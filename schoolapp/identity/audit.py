"""The audit trail."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session

from schoolapp import clock
from schoolapp.models import AuditEntry


def record(
    db: Session,
    account_id: int | None,
    action: str,
    table: str,
    row_id: object = "",
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    """Add one line to the trail, in the caller's transaction. `before` and `after` hold ids and dates, never names."""
    db.add(
        AuditEntry(
            at=clock.now(),
            account_id=account_id,
            action=action,
            table=table,
            row_id=str(row_id),
            before=before,
            after=after,
        )
    )


def record_each(
    db: Session,
    account_id: int | None,
    action: str,
    table: str,
    changes: Iterable[tuple[object, dict[str, Any] | None, dict[str, Any] | None]],
) -> None:
    """As `record` for many rows, (row_id, before, after) each, in one statement."""
    common = {"at": clock.now(), "account_id": account_id, "action": action, "table": table}
    rows = [{**common, "row_id": str(row_id), "before": before, "after": after} for row_id, before, after in changes]
    if rows:
        db.execute(insert(AuditEntry), rows)
