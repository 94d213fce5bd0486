"""The plan (courses, sections, timetable, enrolment) and the day that is made from it."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from schoolapp.models.base import instant


class Category(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    name: str


class Course(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    category_id: int | None = Field(default=None, foreign_key="category.id")
    name: str = Field(unique=True)


class Section(SQLModel, table=True):
    """教学班: a group of enrolled children who meet for one course."""

    __table_args__ = (UniqueConstraint("term_id", "name"),)
    id: int | None = Field(default=None, primary_key=True)
    term_id: int = Field(foreign_key="term.id", index=True)
    course_id: int = Field(foreign_key="course.id")
    name: str
    room_id: int | None = Field(default=None, foreign_key="room.id")
    grade_from: int = 1
    grade_to: int = 9
    seats: int = 40
    is_signature: bool = False


class SectionTeacher(SQLModel, table=True):
    __tablename__ = "section_teacher"  # pyright: ignore[reportAssignmentType]
    id: int | None = Field(default=None, primary_key=True)
    section_id: int = Field(foreign_key="section.id", index=True)
    staff_id: int = Field(foreign_key="staff.id", index=True)
    is_lead: bool = True
    valid_from: date
    valid_to: date | None = None


class Enrolment(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    section_id: int = Field(foreign_key="section.id", index=True)
    student_id: int = Field(foreign_key="student.id", index=True)
    valid_from: date
    valid_to: date | None = None


class TimetableEntry(SQLModel, table=True):
    """One weekly period of a section, or of a homeroom's homework care."""

    __tablename__ = "timetable_entry"  # pyright: ignore[reportAssignmentType]
    id: int | None = Field(default=None, primary_key=True)
    term_id: int = Field(foreign_key="term.id", index=True)
    weekday: int
    """1 = Monday."""
    slot_number: int
    section_id: int | None = Field(default=None, foreign_key="section.id", index=True)
    homeroom_id: int | None = Field(default=None, foreign_key="homeroom.id", index=True)
    """Set for homework care; exactly one of section and homeroom is set."""
    room_id: int | None = Field(default=None, foreign_key="room.id")
    """None: the section's or the homeroom's own room."""
    staff_id: int | None = Field(default=None, foreign_key="staff.id")
    """None: the section's lead teacher or the homeroom teacher."""
    valid_from: date
    valid_to: date | None = None


class Session(SQLModel, table=True):
    """一次课: one dated meeting of a section, or one homework care of a homeroom. Stands from its bell on."""

    __table_args__ = (
        UniqueConstraint("day", "slot_number", "section_id"),
        UniqueConstraint("day", "slot_number", "homeroom_id"),
    )
    id: int | None = Field(default=None, primary_key=True)
    entry_id: int | None = Field(default=None, foreign_key="timetable_entry.id")
    day: date = Field(index=True)
    slot_number: int
    starts_at: datetime = instant()
    ends_at: datetime = instant()
    section_id: int | None = Field(default=None, foreign_key="section.id", index=True)
    homeroom_id: int | None = Field(default=None, foreign_key="homeroom.id", index=True)
    room_id: int | None = Field(default=None, foreign_key="room.id")
    staff_id: int | None = Field(default=None, foreign_key="staff.id", index=True)
    """Who takes it by plan; a substitute stands in a DayChange."""


class SessionStudent(SQLModel, table=True):
    """A child expected in a session (before leaves and changes of the day are looked at)."""

    __tablename__ = "session_student"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (Index("ix_session_student_student_session", "student_id", "session_id"),)
    session_id: int = Field(foreign_key="session.id", primary_key=True)
    student_id: int = Field(foreign_key="student.id", primary_key=True)
    listed_at: datetime | None = instant(nullable=True)
    """When the child was put on the list of a session that stood already: a roll may be from before. None: at once."""


class DayChange(SQLModel, table=True):
    """A change of one session on its day; the newest of a kind counts, `withdrawn_at` ends it."""

    __tablename__ = "day_change"  # pyright: ignore[reportAssignmentType]
    id: int | None = Field(default=None, primary_key=True)
    session_id: int = Field(foreign_key="session.id", index=True)
    kind: str
    """substitute, room, cancelled or merged."""
    staff_id: int | None = Field(default=None, foreign_key="staff.id")
    room_id: int | None = Field(default=None, foreign_key="room.id")
    into_session_id: int | None = Field(default=None, foreign_key="session.id")
    reason: str = ""
    created_by: int | None = Field(default=None, foreign_key="account.id")
    created_at: datetime = instant()
    withdrawn_at: datetime | None = instant(nullable=True)
    is_by_plan: bool = False
    """Cancelled because the plan has no such class any more (a holiday); withdrawn as soon as it has it again."""


class Leave(SQLModel, table=True):
    """An approved absence in a span of instants."""

    id: int | None = Field(default=None, primary_key=True)
    student_id: int = Field(foreign_key="student.id", index=True)
    starts_at: datetime = instant(index=True)
    ends_at: datetime = instant()
    reason: str = ""
    approved_by: int | None = Field(default=None, foreign_key="account.id")
    created_at: datetime = instant()
    withdrawn_at: datetime | None = instant(nullable=True)


class Keep(SQLModel, table=True):
    """留在我这里: a teacher keeps a child back until a given time."""

    id: str = Field(primary_key=True)
    """UUID of the event that made it."""
    student_id: int = Field(foreign_key="student.id", index=True)
    staff_id: int = Field(foreign_key="staff.id")
    room_id: int | None = Field(default=None, foreign_key="room.id")
    reason: str = ""
    starts_at: datetime = instant(index=True)
    ends_at: datetime = instant()
    ended_at: datetime | None = instant(nullable=True)
