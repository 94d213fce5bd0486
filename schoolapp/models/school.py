"""Place, time and people of the school."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from schoolapp.models.base import instant


class School(SQLModel, table=True):
    """The one school of this installation."""

    id: int | None = Field(default=None, primary_key=True)
    name: str
    short_name: str = ""
    is_demo: bool = False
    tag_salt: str
    """Hex; salts the card tags that phones keep."""
    created_at: datetime = instant()


class Campus(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    name: str


class Building(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    campus_id: int = Field(foreign_key="campus.id")
    name: str
    position: int = 0
    """Order on the board."""


class WalkTime(SQLModel, table=True):
    """Minutes that children need between two buildings; a pair not listed takes the default of 5."""

    __tablename__ = "walk_time"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (UniqueConstraint("from_building_id", "to_building_id"),)
    id: int | None = Field(default=None, primary_key=True)
    from_building_id: int = Field(foreign_key="building.id")
    to_building_id: int = Field(foreign_key="building.id")
    minutes: int


class Room(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    building_id: int = Field(foreign_key="building.id", index=True)
    number: str
    """What is on the door: 301, or a name such as 体育馆."""
    floor: int = 1
    seats: int = 50
    kind: str = "classroom"
    """classroom, special, hall or field."""


class Term(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    name: str
    starts_on: date
    """The Monday of week 1."""
    ends_on: date


class CalendarDay(SQLModel, table=True):
    """A day that is not like its weekday."""

    __tablename__ = "calendar_day"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (UniqueConstraint("term_id", "day"),)
    id: int | None = Field(default=None, primary_key=True)
    term_id: int = Field(foreign_key="term.id")
    day: date
    kind: str
    """normal, holiday, follows_weekday, exam, half_day or early_dismissal."""
    follows_weekday: int | None = None
    """1 = Monday; for a Saturday on which the plan of another weekday runs."""
    ends_at_minutes: int | None = None
    """Minutes since midnight after which nothing takes place (half day, early dismissal)."""
    note: str = ""


class PeriodSlot(SQLModel, table=True):
    """One bell-to-bell period. Times are minutes since local midnight."""

    __tablename__ = "period_slot"  # pyright: ignore[reportAssignmentType]
    id: int | None = Field(default=None, primary_key=True)
    term_id: int = Field(foreign_key="term.id", index=True)
    stage: str = ""
    """primary, junior, or empty for both."""
    weekday: int | None = None
    """1 = Monday; None: every school day."""
    number: int
    name: str
    starts_minutes: int
    ends_minutes: int
    valid_from: date
    valid_to: date | None = None


class Homeroom(SQLModel, table=True):
    __table_args__ = (UniqueConstraint("term_id", "grade", "number"),)
    id: int | None = Field(default=None, primary_key=True)
    term_id: int = Field(foreign_key="term.id", index=True)
    grade: int
    number: int
    room_id: int | None = Field(default=None, foreign_key="room.id")


class Student(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    school_number: str | None = Field(default=None, unique=True, index=True)
    """学号 as the school gives it."""
    national_hash: str | None = Field(default=None, unique=True, index=True)
    """Keyed hash of the 学籍号, which contains the identity number and is never kept."""
    name: str = Field(index=True)
    pinyin: str = ""
    """Full syllables, blank separated, no tones."""
    initials: str = ""
    gender: str = ""
    joined_on: date | None = None
    left_on: date | None = None


class HomeroomMembership(SQLModel, table=True):
    __tablename__ = "homeroom_membership"  # pyright: ignore[reportAssignmentType]
    id: int | None = Field(default=None, primary_key=True)
    student_id: int = Field(foreign_key="student.id", index=True)
    homeroom_id: int = Field(foreign_key="homeroom.id", index=True)
    seat_number: int | None = None
    valid_from: date
    valid_to: date | None = None


class Participation(SQLModel, table=True):
    """The child takes part in the after-school service in this span."""

    id: int | None = Field(default=None, primary_key=True)
    student_id: int = Field(foreign_key="student.id", index=True)
    term_id: int = Field(foreign_key="term.id")
    valid_from: date
    valid_to: date | None = None


class Staff(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    staff_number: str | None = Field(default=None, unique=True)
    name: str = Field(index=True)
    pinyin: str = ""
    initials: str = ""
    phone: str = ""
    subject: str = ""
    is_hired: bool = False
    """Hired from outside, own sections only."""
    left_on: date | None = None


class Guardian(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    name: str
    phone: str = ""


class Guardianship(SQLModel, table=True):
    __table_args__ = (UniqueConstraint("guardian_id", "student_id"),)
    id: int | None = Field(default=None, primary_key=True)
    guardian_id: int = Field(foreign_key="guardian.id", index=True)
    student_id: int = Field(foreign_key="student.id", index=True)
    relation: str = ""
    is_legal: bool = False
    """A legal guardian may give consent, a caretaker only withdraw it."""
    letter_id: int | None = Field(default=None, foreign_key="letter.id", index=True)
    """The paper letter by which this person joined; None: entered by the office."""
    joined_at: datetime | None = instant(nullable=True)
    confirmed_by_staff_id: int | None = Field(default=None, foreign_key="staff.id")
    confirmed_at: datetime | None = instant(nullable=True)
    ended_at: datetime | None = instant(nullable=True)


class Card(SQLModel, table=True):
    """A QR card. Its code is derived from `serial` with a key outside the database; a digest finds it again."""

    id: int | None = Field(default=None, primary_key=True)
    serial: int = Field(unique=True)
    code_digest: str = Field(unique=True, index=True)
    """Hex HMAC-SHA256 of the full code under the card key."""
    tag: str = Field(index=True)
    """10 hex characters: the first 40 bits of SHA-256(school salt + code); what phones know of a card."""
    student_id: int = Field(foreign_key="student.id", index=True)
    issued_at: datetime = instant()
    issued_by: int | None = Field(default=None, foreign_key="account.id")
    revoked_at: datetime | None = instant(nullable=True)
    revoked_by: int | None = Field(default=None, foreign_key="account.id")
    revoked_reason: str = ""
