"""The school as a roster's plan needs it."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, or_
from sqlmodel import Session, col, select

from schoolapp.identity.policy import Role
from schoolapp.models import (
    Account,
    Building,
    Campus,
    Category,
    Course,
    Enrolment,
    Guardian,
    Guardianship,
    Homeroom,
    HomeroomMembership,
    Participation,
    PeriodSlot,
    RoleGrant,
    Room,
    Section,
    SectionTeacher,
    Staff,
    Student,
    Term,
    TimetableEntry,
)
from schoolapp.models.base import valid_on
from schoolapp.school.people.queries import term_on
from schoolapp.school.roster.snapshot import (
    EnrolmentNow,
    EntryNow,
    GuardianNow,
    RoomNow,
    SectionNow,
    Snapshot,
    StaffNow,
    StudentNow,
)


def school_year_of(term: Term) -> int:
    """2025 for the two terms of 2025-2026."""
    return term.starts_on.year if term.starts_on.month >= 7 else term.starts_on.year - 1


def load_snapshot(db: Session, today: date) -> Snapshot | None:
    """The term that runs, or comes next, with everything that rosters touch; None before there is a term.

    Facts are those of the first day on which the import will count: today, or the first day of a term to come.
    """
    term = term_on(db, today)
    if term is None:
        return None
    term_id, day = term.id or 0, max(today, term.starts_on)
    homerooms = {h.id or 0: (h.grade, h.number) for h in db.exec(select(Homeroom).where(Homeroom.term_id == term_id))}
    teaching = _teaching(db, term_id, day)
    return Snapshot(
        today=day,
        term_id=term_id,
        school_year=school_year_of(term),
        homerooms={key: homeroom for homeroom, key in homerooms.items()},
        students=_students(db, homerooms, term_id, day),
        guardians=_guardians(db),
        staff=_staff(db),
        homeroom_teachers=_homeroom_teachers(db, day),
        term_ends=term.ends_on,
        campus_id=db.exec(select(func.min(Campus.id))).one(),
        buildings={b.name: b.id or 0 for b in db.exec(select(Building).order_by(col(Building.id).desc()))},
        rooms=_rooms(db),
        categories={c.name: c.id or 0 for c in db.exec(select(Category))},
        courses=_courses(db),
        sections=_sections(db, term_id, teaching),
        teaching=tuple((teacher.staff_id, (teacher.section_id, teacher.id or 0)) for teacher in teaching),
        enrolments=_enrolments(db, term_id, day),
        entries=_entries(db, term_id, day),
        slots={
            slot.number: slot.starts_minutes
            for slot in db.exec(select(PeriodSlot).where(PeriodSlot.term_id == term_id, valid_on(PeriodSlot, day)))
        },
    )


def _students(db: Session, homerooms: dict[int, tuple[int, int]], term_id: int, day: date) -> tuple[StudentNow, ...]:
    members = {m.student_id: m for m in db.exec(select(HomeroomMembership).where(valid_on(HomeroomMembership, day)))}
    parts = {
        p.student_id: p
        for p in db.exec(select(Participation).where(Participation.term_id == term_id, valid_on(Participation, day)))
    }
    found: list[StudentNow] = []
    for student in db.exec(select(Student).order_by(col(Student.id))):
        member, part = members.get(student.id or 0), parts.get(student.id or 0)
        homeroom = homerooms.get(member.homeroom_id) if member else None
        found.append(
            StudentNow(
                id=student.id or 0,
                name=student.name,
                gender=student.gender,
                school_number=student.school_number,
                national_hash=student.national_hash,
                homeroom=homeroom,
                seat=member.seat_number if member and homeroom else None,
                membership_id=member.id if member else None,
                membership_from=member.valid_from if member else None,
                left_on=student.left_on,
                participation_id=part.id if part else None,
                participation_from=part.valid_from if part else None,
            )
        )
    return tuple(found)


def _guardians(db: Session) -> tuple[GuardianNow, ...]:
    links = select(Guardianship, Guardian).join(Guardian).where(col(Guardianship.ended_at).is_(None))
    return tuple(
        GuardianNow(guardian.id or 0, link.id or 0, link.student_id, link.relation, guardian.name, guardian.phone)
        for link, guardian in db.exec(links.order_by(col(Guardianship.id)))
    )


def _staff(db: Session) -> tuple[StaffNow, ...]:
    present = select(Staff, Account.id).join(Account, isouter=True).where(col(Staff.left_on).is_(None))
    return tuple(
        StaffNow(s.id or 0, s.name, s.staff_number, s.phone, s.subject, s.is_hired, account)
        for s, account in db.exec(present.order_by(col(Staff.id)))
    )


def _homeroom_teachers(db: Session, day: date) -> tuple[tuple[int, int], ...]:
    lasts = or_(col(RoleGrant.valid_to).is_(None), col(RoleGrant.valid_to) >= day)
    held = select(RoleGrant).where(RoleGrant.role == Role.HOMEROOM, lasts).order_by(col(RoleGrant.id))
    return tuple((grant.account_id, grant.homeroom_id or 0) for grant in db.exec(held))


def _rooms(db: Session) -> tuple[RoomNow, ...]:
    rows = db.exec(select(Room, Building.name).join(Building).order_by(col(Room.id)))
    return tuple(RoomNow(r.id or 0, name, r.number, r.floor, r.seats, r.kind) for r, name in rows)


def _courses(db: Session) -> dict[str, tuple[int, str]]:
    rows = db.exec(select(Course, Category.name).join(Category, isouter=True))
    return {course.name: (course.id or 0, category or "") for course, category in rows}


def _teaching(db: Session, term_id: int, day: date) -> list[SectionTeacher]:
    rows = select(SectionTeacher).join(Section).where(Section.term_id == term_id, valid_on(SectionTeacher, day))
    return list(db.exec(rows.order_by(col(SectionTeacher.is_lead).desc(), col(SectionTeacher.id))))


def _sections(db: Session, term_id: int, teaching: list[SectionTeacher]) -> tuple[SectionNow, ...]:
    teachers: dict[int, list[int]] = {}
    for each in teaching:
        teachers.setdefault(each.section_id, []).append(each.staff_id)
    rows = db.exec(
        select(Section, Course.name).join(Course).where(Section.term_id == term_id).order_by(col(Section.id))
    )
    return tuple(
        SectionNow(
            id=section.id or 0,
            name=section.name,
            course=course,
            room_id=section.room_id,
            grade_from=section.grade_from,
            grade_to=section.grade_to,
            seats=section.seats,
            is_signature=section.is_signature,
            teachers=tuple(teachers.get(section.id or 0, ())),
            course_id=section.course_id,
        )
        for section, course in rows
    )


def _enrolments(db: Session, term_id: int, day: date) -> tuple[EnrolmentNow, ...]:
    rows = select(Enrolment).join(Section).where(Section.term_id == term_id, valid_on(Enrolment, day))
    return tuple(
        EnrolmentNow(e.id or 0, e.section_id, e.student_id, e.valid_from)
        for e in db.exec(rows.order_by(col(Enrolment.id)))
    )


def _entries(db: Session, term_id: int, day: date) -> tuple[EntryNow, ...]:
    rows = select(TimetableEntry).where(TimetableEntry.term_id == term_id, valid_on(TimetableEntry, day))
    return tuple(
        EntryNow(e.id or 0, e.weekday, e.slot_number, e.section_id, e.homeroom_id, e.room_id, e.staff_id, e.valid_from)
        for e in db.exec(rows.order_by(col(TimetableEntry.id)))
    )
