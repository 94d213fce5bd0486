"""Who has which card."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, exists, func, or_
from sqlmodel import Session, col, select

from schoolapp.models import (
    Card,
    Course,
    Enrolment,
    Homeroom,
    HomeroomMembership,
    Participation,
    School,
    Section,
    Student,
    Term,
)
from schoolapp.models.base import valid_on
from schoolapp.school.homerooms import homerooms_on
from schoolapp.school.naming import homeroom_name, namesakes


@dataclass(frozen=True)
class Choice:
    """Whose cards: one homeroom's, one section's or one child's. Exactly one is set."""

    homeroom_id: int | None = None
    section_id: int | None = None
    student_id: int | None = None


@dataclass(frozen=True)
class Holder:
    """A child and its card in force, if it has one."""

    student_id: int
    name: str
    homeroom: str
    seat: int | None
    takes_part: bool
    is_namesake: bool
    card_id: int | None = None
    serial: int | None = None
    issued_at: datetime | None = None
    times_replaced: int = 0


@dataclass(frozen=True)
class Group:
    """A homeroom or a section to choose."""

    id: int
    name: str


def school(db: Session) -> School | None:
    """The one school of this installation."""
    return db.exec(select(School)).first()


def roster_day(db: Session, today: date) -> date:
    """The day whose roster counts: today inside a term; before the next one its first day, after the last its end."""
    terms = db.exec(select(Term).order_by(col(Term.starts_on))).all()
    for term in terms:
        if today <= term.ends_on:
            return max(today, term.starts_on)
    return terms[-1].ends_on if terms else today


def homerooms(db: Session, day: date) -> list[Group]:
    """The homerooms of the term that runs on `day`, in the school's order."""
    return [Group(row.id, homeroom_name(row.grade, row.number)) for row in homerooms_on(db, day)]


def sections(db: Session, day: date) -> list[Group]:
    """The sections of the term that runs on `day`, course by course."""
    rows = db.exec(
        select(Section)
        .join(Term, col(Term.id) == Section.term_id)
        .join(Course, col(Course.id) == Section.course_id)
        .where(Term.starts_on <= day, Term.ends_on >= day)
        .order_by(col(Course.id), col(Section.id))
    )
    return [Group(section.id or 0, section.name) for section in rows]


def holders(db: Session, choice: Choice, day: date) -> list[Holder]:
    """The chosen children of `day` by homeroom, seat number and name."""
    return _holders(db, _chosen(choice, day), day)


def search(db: Session, text: str, day: date, limit: int = 30) -> list[Holder]:
    """Children whose name contains `text`, or whose pinyin or initials begin with it; an exact name comes first."""
    wanted = text.strip()
    if not wanted:
        return []
    latin = wanted.lower().replace(" ", "")
    found = or_(
        col(Student.name).contains(wanted, autoescape=True),
        col(Student.initials).startswith(latin, autoescape=True),
        func.replace(Student.pinyin, " ", "").startswith(latin, autoescape=True),
    )
    people = _holders(db, found, day)
    return sorted(people, key=lambda holder: holder.name != wanted)[:limit]


def card(db: Session, card_id: int) -> Card | None:
    """The row of one card."""
    return db.get(Card, card_id)


def live_card(db: Session, student_id: int) -> Card | None:
    """The child's card in force."""
    return db.exec(select(Card).where(Card.student_id == student_id, col(Card.revoked_at).is_(None))).first()


def highest_serial(db: Session) -> int:
    """The last serial given out, 0 before the first."""
    return db.exec(select(func.max(Card.serial))).one() or 0


def all_tags(db: Session) -> set[str]:
    """The tags of all cards ever issued, a few bytes each."""
    return set(db.exec(select(Card.tag)))


def without_card(db: Session, student_ids: Collection[int]) -> list[int]:
    """Those of the children, still at the school, who have no card in force, in the order of `student_ids`."""
    has_card = exists().where(col(Card.student_id) == col(Student.id), col(Card.revoked_at).is_(None))
    wanted = select(Student.id).where(col(Student.id).in_(student_ids), col(Student.left_on).is_(None), ~has_card)
    lacking = set(db.exec(wanted))
    return [student_id for student_id in dict.fromkeys(student_ids) if student_id in lacking]


def _chosen(choice: Choice, day: date) -> ColumnElement[bool]:
    if choice.homeroom_id is not None:
        return col(HomeroomMembership.homeroom_id) == choice.homeroom_id
    if choice.section_id is not None:
        enrolled = select(Enrolment.student_id).where(
            Enrolment.section_id == choice.section_id, valid_on(Enrolment, day)
        )
        return col(Student.id).in_(enrolled)
    return col(Student.id) == choice.student_id


def _holders(db: Session, condition: ColumnElement[bool], day: date) -> list[Holder]:
    rows = db.exec(
        select(Student, HomeroomMembership, Homeroom, Card)
        .join(HomeroomMembership, col(HomeroomMembership.student_id) == Student.id)
        .join(Homeroom, col(Homeroom.id) == HomeroomMembership.homeroom_id)
        .outerjoin(Card, and_(col(Card.student_id) == col(Student.id), col(Card.revoked_at).is_(None)))
        .where(valid_on(HomeroomMembership, day), or_(col(Student.left_on).is_(None), col(Student.left_on) > day))
        .where(condition)
        .order_by(
            col(Homeroom.grade),
            col(Homeroom.number),
            col(HomeroomMembership.seat_number),
            col(Student.name),
            col(Student.id),
        )
    ).all()
    ids = [student.id or 0 for student, *_ in rows]
    shared = _shared_names(db, {student.name for student, *_ in rows})
    partakers = _partakers(db, ids, day)
    replaced = _times_replaced(db, ids)
    return [
        Holder(
            student_id=student.id or 0,
            name=student.name,
            homeroom=homeroom_name(homeroom.grade, homeroom.number),
            seat=member.seat_number,
            takes_part=student.id in partakers,
            is_namesake=student.name in shared,
            card_id=card.id if card else None,
            serial=card.serial if card else None,
            issued_at=card.issued_at if card else None,
            times_replaced=replaced.get(student.id or 0, 0),
        )
        for student, member, homeroom, card in rows
    ]


def _shared_names(db: Session, names: Collection[str]) -> frozenset[str]:
    """Those of `names` that several children of the school carry, also outside the choice."""
    everybody = select(Student.name).where(col(Student.name).in_(names), col(Student.left_on).is_(None))
    return namesakes(db.exec(everybody))


def _partakers(db: Session, student_ids: Collection[int], day: date) -> set[int]:
    chosen = col(Participation.student_id).in_(student_ids)
    return set(db.exec(select(Participation.student_id).where(chosen, valid_on(Participation, day))))


def _times_replaced(db: Session, student_ids: Collection[int]) -> dict[int, int]:
    revoked = (
        select(Card.student_id, func.count())
        .where(col(Card.student_id).in_(student_ids), col(Card.revoked_at).is_not(None))
        .group_by(col(Card.student_id))
    )
    return dict(db.exec(revoked).all())
