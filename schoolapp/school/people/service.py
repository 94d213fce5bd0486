"""Changes to one child's record by the office. Facts are dated: what was true yesterday stays readable."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session, col, select

from schoolapp.i18n import _
from schoolapp.identity import audit
from schoolapp.models import Enrolment, Homeroom, HomeroomMembership, Participation, Student
from schoolapp.models.base import valid_on
from schoolapp.refusals import Refused
from schoolapp.school.cards import service as cards
from schoolapp.school.pinyin import spell

REFUSALS = {
    "no_name": _("Write the child's name."),
    "number_taken": _("Another child already has this student number. Look it up before you add a new one."),
    "seat_taken": _("This seat number is taken in that homeroom. Choose another or leave it empty."),
    "no_homeroom": _("Give the child a homeroom first."),
    "bad_seat": _("A seat number is a whole number from 1 to 99."),
}


def refuse(code: str) -> Refused:
    """The refusal with its sentence."""
    return Refused(code, REFUSALS[code])


@dataclass(frozen=True)
class NewStudent:
    """What the office types for one new child."""

    name: str
    school_number: str
    homeroom_id: int
    seat_number: int | None
    takes_part: bool


def add_student(db: Session, actor_id: int, new: NewStudent, day: date) -> int:
    """Add one child from `day` on; the new student's id. Raises Refused: no_name, number_taken, seat_taken."""
    name = new.name.strip()
    if not name:
        raise refuse("no_name")
    number = new.school_number.strip() or None
    if number and db.exec(select(Student.id).where(Student.school_number == number)).first():
        raise refuse("number_taken")
    _refuse_taken_seat(db, new.homeroom_id, new.seat_number, day)
    pinyin, initials = spell(name)
    student = Student(name=name, school_number=number, pinyin=pinyin, initials=initials, joined_on=day)
    db.add(student)
    db.flush()
    assert student.id is not None
    db.add(
        HomeroomMembership(
            student_id=student.id, homeroom_id=new.homeroom_id, seat_number=new.seat_number, valid_from=day
        )
    )
    if new.takes_part:
        set_participation(db, actor_id, student.id, True, day)
    audit.record(db, actor_id, "people.add_student", "student", student.id, after={"homeroom_id": new.homeroom_id})
    return student.id


def move_student(
    db: Session, actor_id: int, student_id: int, homeroom_id: int, seat_number: int | None, day: date
) -> None:
    """From `day` on the child sits in this homeroom at this seat. Raises Refused: seat_taken."""
    current = _membership(db, student_id, day)
    if current and current.homeroom_id == homeroom_id and current.seat_number == seat_number:
        return
    _refuse_taken_seat(db, homeroom_id, seat_number, day, except_student=student_id)
    if current:
        _end(db, current, day)
    db.add(HomeroomMembership(student_id=student_id, homeroom_id=homeroom_id, seat_number=seat_number, valid_from=day))
    audit.record(
        db,
        actor_id,
        "people.move_student",
        "student",
        student_id,
        before={"homeroom_id": current.homeroom_id, "seat": current.seat_number} if current else None,
        after={"homeroom_id": homeroom_id, "seat": seat_number},
    )


def set_participation(db: Session, actor_id: int, student_id: int, takes_part: bool, day: date) -> None:
    """The child takes part from `day` on, or no longer does."""
    running = db.exec(
        select(Participation).where(Participation.student_id == student_id, valid_on(Participation, day))
    ).all()
    if takes_part == bool(running):
        return
    for span in running:
        _end(db, span, day)
    if takes_part:
        membership = _membership(db, student_id, day)
        homeroom = db.get(Homeroom, membership.homeroom_id) if membership else None
        if homeroom is None:
            raise refuse("no_homeroom")
        db.add(Participation(student_id=student_id, term_id=homeroom.term_id, valid_from=day))
    audit.record(db, actor_id, "people.set_participation", "student", student_id, after={"takes_part": takes_part})


def student_left(db: Session, actor_id: int, student_id: int, day: date) -> None:
    """The child leaves the school: `day` is the first day on which it is no longer expected."""
    student = db.get(Student, student_id)
    if student is None or student.left_on is not None:
        return
    student.left_on = day
    db.add(student)
    for model in (HomeroomMembership, Participation, Enrolment):
        for span in db.exec(select(model).where(model.student_id == student_id, valid_on(model, day))).all():
            _end(db, span, day)
    cards.revoke(db, student_id, "left", actor_id)
    audit.record(db, actor_id, "people.student_left", "student", student_id, after={"left_on": day.isoformat()})


def _membership(db: Session, student_id: int, day: date) -> HomeroomMembership | None:
    return db.exec(
        select(HomeroomMembership)
        .where(HomeroomMembership.student_id == student_id, valid_on(HomeroomMembership, day))
        .order_by(col(HomeroomMembership.valid_from).desc())
    ).first()


def _refuse_taken_seat(
    db: Session, homeroom_id: int, seat: int | None, day: date, except_student: int | None = None
) -> None:
    if seat is None:
        return
    holder = db.exec(
        select(HomeroomMembership.student_id).where(
            HomeroomMembership.homeroom_id == homeroom_id,
            HomeroomMembership.seat_number == seat,
            valid_on(HomeroomMembership, day),
        )
    ).first()
    if holder is not None and holder != except_student:
        raise refuse("seat_taken")


def _end(db: Session, span: HomeroomMembership | Participation | Enrolment, day: date) -> None:
    """The last day of `span` is the one before `day`; a span that began on `day` keeps its row and covers no day."""
    span.valid_to = day - timedelta(days=1)
    db.add(span)
