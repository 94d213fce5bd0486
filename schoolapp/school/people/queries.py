"""Looking people up for the office."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, func
from sqlmodel import Session, col, or_, select

from schoolapp.models import (
    Card,
    Enrolment,
    Homeroom,
    HomeroomMembership,
    Participation,
    Section,
    Staff,
    Student,
    Term,
)
from schoolapp.models.base import valid_on

PAGE = 50
"""Rows a list shows at once."""


@dataclass(frozen=True)
class StudentRow:
    """A child in a list. `homeroom_id` and what follows are None for a child without a homeroom on that day."""

    id: int
    name: str
    school_number: str
    grade: int | None
    number: int | None
    homeroom_id: int | None
    seat_number: int | None
    has_left: bool


def term_on(db: Session, day: date) -> Term | None:
    """The term that contains `day`, else the one that starts next, else the newest."""
    terms = db.exec(select(Term).order_by(col(Term.starts_on))).all()
    running = [term for term in terms if term.starts_on <= day <= term.ends_on]
    coming = [term for term in terms if term.starts_on > day]
    return (running or coming or list(reversed(terms)) or [None])[0]


def homerooms(db: Session, term_id: int) -> Sequence[Homeroom]:
    """The term's homerooms by grade and number."""
    return db.exec(
        select(Homeroom).where(Homeroom.term_id == term_id).order_by(col(Homeroom.grade), col(Homeroom.number))
    ).all()


def student(db: Session, student_id: int) -> Student | None:
    return db.get(Student, student_id)


def _member_on(day: date) -> ColumnElement[bool]:
    return and_(col(HomeroomMembership.student_id) == Student.id, valid_on(HomeroomMembership, day))


def find_students(
    db: Session, day: date, text: str = "", homeroom_id: int | None = None, offset: int = 0
) -> list[StudentRow]:
    """Children whose name, pinyin, initials or school number match, by homeroom and seat; PAGE + 1 rows at most."""
    query = (
        select(Student, HomeroomMembership, Homeroom)
        .join(HomeroomMembership, _member_on(day), isouter=True)
        .join(Homeroom, col(Homeroom.id) == HomeroomMembership.homeroom_id, isouter=True)
        .where(_is_called(text))
        .order_by(col(Homeroom.grade), col(Homeroom.number), col(HomeroomMembership.seat_number), col(Student.id))
    )
    if homeroom_id is not None:
        query = query.where(HomeroomMembership.homeroom_id == homeroom_id)
    return [_row(*found, day) for found in db.exec(query.offset(offset).limit(PAGE + 1)).all()]


def has_students(db: Session) -> bool:
    """Whether the school has any child at all."""
    return db.execute(select(Student.id).limit(1)).first() is not None  # pyright: ignore[reportArgumentType]


def count_hidden(db: Session, day: date, text: str, homeroom_id: int) -> int:
    """How many children that `text` calls are not of this homeroom, and so are not listed with it."""
    members = select(HomeroomMembership.student_id).where(
        HomeroomMembership.homeroom_id == homeroom_id, valid_on(HomeroomMembership, day)
    )
    return db.exec(
        select(func.count()).select_from(Student).where(_is_called(text), col(Student.id).not_in(members))
    ).one()


def _is_called(text: str) -> ColumnElement[bool]:
    """Name, pinyin, initials or school number match; everybody's do for an empty text."""
    wanted = text.strip()
    latin = wanted.lower().replace(" ", "")
    return or_(
        col(Student.name).icontains(wanted, autoescape=True),
        col(Student.initials).startswith(latin, autoescape=True),
        func.replace(Student.pinyin, " ", "").startswith(latin, autoescape=True),
        col(Student.school_number).istartswith(wanted, autoescape=True),
    )


def _row(student: Student, membership: HomeroomMembership | None, homeroom: Homeroom | None, day: date) -> StudentRow:
    assert student.id is not None
    return StudentRow(
        id=student.id,
        name=student.name,
        school_number=student.school_number or "",
        grade=homeroom.grade if homeroom else None,
        number=homeroom.number if homeroom else None,
        homeroom_id=homeroom.id if homeroom else None,
        seat_number=membership.seat_number if membership else None,
        has_left=student.left_on is not None and student.left_on <= day,
    )


def memberships(db: Session, student_id: int) -> Sequence[tuple[HomeroomMembership, Homeroom]]:
    """The child's homerooms, newest first."""
    return db.exec(
        select(HomeroomMembership, Homeroom)
        .join(Homeroom, col(Homeroom.id) == HomeroomMembership.homeroom_id)
        .where(HomeroomMembership.student_id == student_id)
        .order_by(col(HomeroomMembership.valid_from).desc(), col(HomeroomMembership.id).desc())
    ).all()


def sections_of(db: Session, student_id: int, day: date) -> Sequence[Section]:
    """The sections in which the child is enrolled on `day`."""
    return db.exec(
        select(Section)
        .join(Enrolment, col(Enrolment.section_id) == Section.id)
        .where(Enrolment.student_id == student_id, valid_on(Enrolment, day))
        .order_by(col(Section.name))
    ).all()


def cards_of(db: Session, student_id: int) -> Sequence[Card]:
    """The child's cards, newest first."""
    return db.exec(select(Card).where(Card.student_id == student_id).order_by(col(Card.serial).desc())).all()


def participates(db: Session, student_id: int, day: date) -> bool:
    """Whether the child takes part in the service on `day`."""
    return (
        db.exec(
            select(Participation.id).where(Participation.student_id == student_id, valid_on(Participation, day))
        ).first()
        is not None
    )


def staff(db: Session) -> Sequence[Staff]:
    """All staff who have not left, by name."""
    return db.exec(select(Staff).where(col(Staff.left_on).is_(None)).order_by(col(Staff.pinyin), col(Staff.id))).all()
