"""How a family gets in: the paper letter in the child's bag, and what it is told."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Field, SQLModel

from schoolapp.models.base import instant


class Letter(SQLModel, table=True):
    """A paper letter with a QR for one child's family. Its code derives from `id` with a key outside the database."""

    id: int | None = Field(default=None, primary_key=True)
    code_digest: str = Field(unique=True, index=True)
    """Hex HMAC-SHA256 of the letter's code under the letter key."""
    student_id: int = Field(foreign_key="student.id", index=True)
    issued_at: datetime = instant()
    issued_by: int | None = Field(default=None, foreign_key="account.id")
    revoked_at: datetime | None = instant(nullable=True)
    revoked_by: int | None = Field(default=None, foreign_key="account.id")


class Notice(SQLModel, table=True):
    """Something that one account is told, with the page that it leads to."""

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    kind: str
    """Its wording stands in the slice that tells it: work_approved, guardian_confirmed, recall …"""
    student_id: int | None = Field(default=None, foreign_key="student.id")
    work_id: int | None = Field(default=None, foreign_key="work.id")
    note: str = ""
    at: datetime = instant(index=True)
    read_at: datetime | None = instant(nullable=True)


class WrongTry(SQLModel, table=True):
    """Wrong codes that were tried at one door, kept here so that no restart forgets them."""

    __tablename__ = "wrong_try"  # pyright: ignore[reportAssignmentType]
    key: str = Field(primary_key=True)
    """letter, person or address, and a digest of which: never a code, never an address itself."""
    count: int = 0
    since: datetime = instant(index=True)
    """The first of them."""


class FamilyCall(SQLModel, table=True):
    """The duty leader has called a missing child's family: only now may its page say that the child is not there."""

    __tablename__ = "family_call"  # pyright: ignore[reportAssignmentType]
    id: int | None = Field(default=None, primary_key=True)
    student_id: int = Field(foreign_key="student.id", index=True)
    day: date
    slot_number: int
    account_id: int = Field(foreign_key="account.id")
    at: datetime = instant()
