"""The scan log. Append-only; refused scans are kept too."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, Index, Uuid
from sqlmodel import Field, SQLModel

from schoolapp.models.base import BigId, instant


class Device(SQLModel, table=True):
    """A phone or tablet that takes rolls."""

    id: str = Field(primary_key=True)
    """UUID that the device gave itself."""
    account_id: int = Field(foreign_key="account.id", index=True)
    last_heard_at: datetime = instant()
    unsent: int = 0
    agent: str = ""


class CheckinEvent(SQLModel, table=True):
    """One fact from a door: a scan, a mark by hand, a roll opened, a head count, a submission."""

    __tablename__ = "checkin_event"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        Index("ix_checkin_event_session_student", "session_id", "student_id"),
        Index("ix_checkin_event_student_at", "student_id", "happened_at"),
    )
    seq: int | None = Field(default=None, sa_column=Column(BigId, primary_key=True, autoincrement=True))
    id: str = Field(sa_column=Column(Uuid(as_uuid=False), unique=True, nullable=False))
    """UUIDv7 given by the phone; the same id twice is the same fact."""
    kind: str
    """scan, undo, mark, opened, head_count, submit, keep, keep_end, found."""
    actor_id: int = Field(foreign_key="account.id")
    device_id: str | None = None
    session_id: int | None = Field(default=None, foreign_key="session.id")
    student_id: int | None = Field(default=None, foreign_key="student.id")
    card_id: int | None = Field(default=None, foreign_key="card.id")
    happened_at: datetime = instant(index=True)
    """scanned_at + clock offset, never after receipt: the time that counts."""
    received_at: datetime = instant()
    clock_offset_ms: int = 0
    is_clock_doubtful: bool = False
    """The offset was over two minutes, or the time lay after receipt."""
    pack_version: str = ""
    phone_verdict: str = ""
    verdict: str = ""
    """What the server decided; empty for kinds that have none."""
    alert: str = ""
    """two_cards, two_rooms, namesake or clock: what a person should look at, as it was answered."""
    method: str = ""
    """camera, picture, keyboard, seat, name, grid, kiosk, paper, board."""
    choice: str = ""
    """send or keep for a wrong room; absent, present for a mark."""
    target_id: str | None = Field(default=None, sa_column=Column(Uuid(as_uuid=False), nullable=True))
    """The event that an undo takes back."""
    number: int | None = None
    """head_count and submit: children counted in the room."""
    list_at: datetime | None = instant(nullable=True)
    """submit: when the list was made that the phone had; the roll says nothing of who joined the class later."""
    note: str = ""
    """Explanation of a difference, place where found, reason for keeping; of a foreign QR only its length and kind."""


class RollSubmission(SQLModel, table=True):
    """A submitted roll; a late arrival after it is still kept in the log."""

    __tablename__ = "roll_submission"  # pyright: ignore[reportAssignmentType]
    id: str = Field(sa_column=Column(Uuid(as_uuid=False), primary_key=True))
    """The id of its submit event."""
    session_id: int = Field(foreign_key="session.id", index=True)
    actor_id: int = Field(foreign_key="account.id")
    submitted_at: datetime = instant()
    head_count: int
    present_count: int
    explanation: str = ""
