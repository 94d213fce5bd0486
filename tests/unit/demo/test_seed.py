"""The demo school is the school of the description, in numbers, and every child has one place in every period."""

import time
from collections import Counter
from datetime import date

import pytest
from sqlalchemy import Engine, func, select

from schoolapp.db import read, write
from schoolapp.demo.seed import is_empty, seed
from schoolapp.models import (
    Account,
    Card,
    CheckinEvent,
    Course,
    Homeroom,
    HomeroomMembership,
    Participation,
    RollSubmission,
    Room,
    School,
    Section,
    Session,
    SessionStudent,
    Staff,
    Student,
    Term,
    TimetableEntry,
)
from schoolapp.programme.rules import week_of_term

FIRST = date(2026, 11, 23)


@pytest.fixture
def demo(all_databases: Engine) -> float:
    """The seeded school; the seconds it took."""
    started = time.process_time()
    with write() as db:
        assert is_empty(db)
        seed(db, FIRST)
        assert not is_empty(db)
    return time.process_time() - started


def test_the_demo_school(demo: float) -> None:
    """One seeding, many looks: it is the slowest fixture of the suite."""
    assert demo < 15, "seconds of our own processor time"
    numbers_of_the_school()
    one_place_for_every_child()
    nobody_is_in_two_places()
    three_weeks_lie_behind()
    the_story_of_the_calligraphy_class()


def count(model: type, *where: object) -> int:
    with read() as db:
        return db.scalar(select(func.count()).select_from(model).where(*where)) or 0  # type: ignore[arg-type]


def numbers_of_the_school() -> None:
    assert (count(Student), count(Homeroom), count(Staff)) == (1500, 32, 92)
    assert (count(Participation), count(Section), count(Course)) == (1275, 45, 17)
    assert count(Card) == 1530
    assert count(Card, Card.revoked_at.is_not(None)) == 30
    assert count(Account, Account.password_hash != "!") == 5
    assert count(School, School.is_demo.is_(True)) == 1
    with read() as db:
        grades = Counter(
            db.scalars(select(Homeroom.grade).join(HomeroomMembership, HomeroomMembership.homeroom_id == Homeroom.id))
        )
        term = db.scalars(select(Term)).one()
        rooms = set(db.scalars(select(Section.room_id)))
        teachers = set(db.scalars(select(Session.staff_id)))
        names = Counter(db.scalars(select(Student.name)))
    stages = [sum(grades[grade] for grade in span) for span in ((1, 2), (3, 4, 5, 6), (7, 8), (9,))]
    assert stages == [281, 562, 469, 188]
    assert week_of_term(FIRST, term.starts_on) == 12
    assert len(rooms) <= count(Room)
    assert 75 <= len(teachers) <= 79
    assert sum(1 for times in names.values() if times > 1) >= 3


def one_place_for_every_child() -> None:
    with read() as db:
        places = db.execute(
            select(Session.day, Session.slot_number, SessionStudent.student_id)
            .join(SessionStudent, SessionStudent.session_id == Session.id)
            .where(Session.day >= FIRST)
        ).all()
        care = Counter(db.scalars(select(TimetableEntry.homeroom_id).where(TimetableEntry.homeroom_id.is_not(None))))
        grade = dict(db.execute(select(Homeroom.id, Homeroom.grade)).all())
    assert len(set(places)) == len(places)
    assert set(Counter((day, slot) for day, slot, _student in places).values()) == {1275}
    periods = Counter((grade[homeroom], number) for homeroom, number in care.items())
    assert periods[1, 6] == periods[2, 6] == 3
    assert periods[7, 8] + periods[8, 8] == 10
    assert periods[9, 10] == 4


def nobody_is_in_two_places() -> None:
    with read() as db:
        rows = db.execute(select(Session.day, Session.slot_number, Session.staff_id, Session.room_id)).all()
    assert len({row[:3] for row in rows}) == len(rows)
    assert len({(row[0], row[1], row[3]) for row in rows}) == len(rows)


def three_weeks_lie_behind() -> None:
    with read() as db:
        past = db.scalars(select(Session.id).where(Session.day < FIRST)).all()
        absent = db.scalar(select(func.count()).select_from(CheckinEvent).where(CheckinEvent.choice == "absent"))
    assert count(RollSubmission) == len(past) == count(Session, Session.day < FIRST)
    assert count(CheckinEvent, CheckinEvent.kind == "scan") > 7000
    assert absent
    assert 0.005 < absent / (1275 * 30 * 0.4) < 0.03


def the_story_of_the_calligraphy_class() -> None:
    with read() as db:
        session = db.scalars(
            select(Session)
            .join(Section, Section.id == Session.section_id)
            .where(Section.name == "书法一班", Session.day == FIRST)
        ).one()
        teacher = db.get(Staff, session.staff_id)
    assert teacher is not None
    assert teacher.name.startswith("王")
    assert session.slot_number == 1
    assert count(SessionStudent, SessionStudent.session_id == session.id) == 30
