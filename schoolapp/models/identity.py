"""Who signs in, what they may, and the trail of what they did."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Column
from sqlmodel import Field, SQLModel

from schoolapp.models.base import BigId, instant


class Account(SQLModel, table=True):
    """Signs in; belongs to one member of staff or one guardian."""

    id: int | None = Field(default=None, primary_key=True)
    login: str = Field(unique=True, index=True)
    """Lower case."""
    password_hash: str
    staff_id: int | None = Field(default=None, foreign_key="staff.id", unique=True)
    guardian_id: int | None = Field(default=None, foreign_key="guardian.id", unique=True)
    created_at: datetime = instant()
    disabled_at: datetime | None = instant(nullable=True)
    must_change_password: bool = False


class RoleGrant(SQLModel, table=True):
    """A role for a span of days. Teachers need none: it follows from being staff."""

    __tablename__ = "role_grant"  # pyright: ignore[reportAssignmentType]
    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    role: str
    """homeroom, leader or office."""
    homeroom_id: int | None = Field(default=None, foreign_key="homeroom.id")
    valid_from: date
    valid_to: date | None = None


class LoginSession(SQLModel, table=True):
    __tablename__ = "login_session"  # pyright: ignore[reportAssignmentType]
    id: int | None = Field(default=None, primary_key=True)
    token_hash: str = Field(unique=True, index=True)
    """Hex SHA-256 of the cookie's random token."""
    account_id: int = Field(foreign_key="account.id", index=True)
    created_at: datetime = instant()
    last_seen_at: datetime = instant()
    expires_at: datetime = instant()
    revoked_at: datetime | None = instant(nullable=True)
    agent: str = ""
    """Shortened browser name, shown to the owner."""


class AuditEntry(SQLModel, table=True):
    """Append-only: who did what to which row. Values by id, never names or codes."""

    __tablename__ = "audit_entry"  # pyright: ignore[reportAssignmentType]
    id: int | None = Field(default=None, sa_column=Column(BigId, primary_key=True, autoincrement=True))
    at: datetime = instant(index=True)
    account_id: int | None = Field(default=None, index=True)
    action: str
    """slice.verb, e.g. cards.reissue."""
    table: str = Field(sa_column_kwargs={"name": "table_name"})
    row_id: str = ""
    before: dict[str, Any] | None = Field(default=None, sa_column=Column("before", JSON))
    after: dict[str, Any] | None = Field(default=None, sa_column=Column("after", JSON))


class Outbox(SQLModel, table=True):
    """Something that somebody must be told. The contract for messages that leave the school; nothing writes it yet."""

    id: int | None = Field(default=None, primary_key=True)
    created_at: datetime = instant()
    kind: str
    payload: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    done_at: datetime | None = instant(nullable=True)
