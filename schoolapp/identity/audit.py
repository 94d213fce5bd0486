"""The audit trail."""

from __future__ import annotations

from typing import Any

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
