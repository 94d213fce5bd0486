"""Column types and small parts that all tables share."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, DateTime, Integer, and_, or_
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field


class UtcDateTime(TypeDecorator[datetime]):
    """An aware instant, kept in UTC on every database."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs its time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


BigId = BigInteger().with_variant(Integer, "sqlite")
"""A key that may outgrow 32 bits; SQLite numbers only INTEGER keys by itself."""


def instant(*, nullable: bool = False, index: bool = False) -> Any:
    """A field holding an aware instant."""
    if nullable:
        return Field(default=None, sa_type=UtcDateTime, nullable=True, index=index)  # type: ignore[call-overload]
    return Field(sa_type=UtcDateTime, nullable=False, index=index)  # type: ignore[call-overload]


def valid_on(model: Any, day: date) -> ColumnElement[bool]:
    """The SQL condition that a dated fact holds on `day`. Both `valid_from` and `valid_to` belong to the span."""
    return and_(model.valid_from <= day, or_(model.valid_to.is_(None), model.valid_to >= day))
