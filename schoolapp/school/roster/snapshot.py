"""What the database holds, as plain values that a plan can be made from. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from schoolapp.school.roster.homerooms import Key


@dataclass(frozen=True)
class StudentNow:
    id: int
    name: str
    gender: str = ""
    school_number: str | None = None
    national_hash: str | None = None
    homeroom: Key | None = None
    seat: int | None = None
    membership_id: int | None = None
    membership_from: date | None = None
    left_on: date | None = None
    participation_id: int | None = None
    """Its open participation, None when the child takes no part."""
    participation_from: date | None = None


@dataclass(frozen=True)
class GuardianNow:
    id: int
    guardianship_id: int
    student_id: int
    relation: str
    name: str
    phone: str


@dataclass(frozen=True)
class StaffNow:
    id: int
    name: str
    staff_number: str | None = None
    phone: str = ""
    subject: str = ""
    is_hired: bool = False
    account_id: int | None = None


@dataclass(frozen=True)
class RoomNow:
    id: int
    building: str
    number: str
    floor: int = 1
    seats: int = 50
    kind: str = "classroom"


@dataclass(frozen=True)
class SectionNow:
    id: int
    name: str
    course: str
    room_id: int | None = None
    grade_from: int = 1
    grade_to: int = 9
    seats: int = 40
    is_signature: bool = False
    teachers: tuple[int, ...] = ()
    """Staff ids, the leading one first."""
    course_id: int = 0


@dataclass(frozen=True)
class EnrolmentNow:
    id: int
    section_id: int
    student_id: int
    valid_from: date


@dataclass(frozen=True)
class EntryNow:
    id: int
    weekday: int
    slot: int
    section_id: int | None
    homeroom_id: int | None
    room_id: int | None
    staff_id: int | None
    valid_from: date


@dataclass(frozen=True)
class Snapshot:
    """The school as it stands on `today`, in the term that runs or comes next."""

    today: date
    term_id: int
    school_year: int
    homerooms: Mapping[Key, int] = field(default_factory=dict)
    students: tuple[StudentNow, ...] = ()
    guardians: tuple[GuardianNow, ...] = ()
    staff: tuple[StaffNow, ...] = ()
    homeroom_teachers: tuple[tuple[int, int], ...] = ()
    """(account id, homeroom id) of those who have that role today or later."""
    term_ends: date | None = None
    campus_id: int | None = None
    buildings: Mapping[str, int] = field(default_factory=dict)
    rooms: tuple[RoomNow, ...] = ()
    categories: Mapping[str, int] = field(default_factory=dict)
    courses: Mapping[str, tuple[int, str]] = field(default_factory=dict)
    """Name → (id, category's name)."""
    sections: tuple[SectionNow, ...] = ()
    teaching: tuple[tuple[int, tuple[int, int]], ...] = ()
    """(staff id, (section id, section_teacher id)) of those who teach today."""
    enrolments: tuple[EnrolmentNow, ...] = ()
    entries: tuple[EntryNow, ...] = ()
    slots: Mapping[int, int] = field(default_factory=dict)
    """Number of a period → minute at which it starts."""
