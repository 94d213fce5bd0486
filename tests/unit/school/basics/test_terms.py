"""Terms, as the office changes them; the next one beside them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlmodel import select

from schoolapp.checkin.board.queries import taking_part
from schoolapp.db import engine, read, write
from schoolapp.identity.policy import Role, Viewer
from schoolapp.models import (
    AuditEntry,
    Homeroom,
    HomeroomMembership,
    Participation,
    PeriodSlot,
    Session,
    Term,
    TimetableEntry,
)
from schoolapp.programme.service import keep_in_step
from schoolapp.refusals import Refused
from schoolapp.school.basics import terms
from schoolapp.school.bells import slot_names
from tests.factory import MONDAY, TERM_ENDS, TERM_STARTS, SmallSchool

pytestmark = pytest.mark.usefixtures("all_databases")
NAME = "2026 年秋季学期"
SPRING = ("2027 年春季学期", date(2027, 3, 1), date(2027, 7, 2))


def office(school: SmallSchool) -> Viewer:
    return Viewer(account_id=school.accounts["office"], roles=frozenset({Role.TEACHER, Role.OFFICE}))


def change(school: SmallSchool, name: str = NAME, starts: date = TERM_STARTS, ends: date = TERM_ENDS) -> None:
    with write() as db:
        terms.change(db, office(school), school.term, name, starts, ends)


def add(school: SmallSchool, name: str, starts: date, ends: date) -> int:
    with write() as db:
        return terms.add(db, office(school), name, starts, ends)


def days_with_lessons() -> set[date]:
    with read() as db:
        return {one.day for one in db.exec(select(Session))}


@pytest.fixture
def week(school: SmallSchool) -> SmallSchool:
    with write() as db:
        keep_in_step(db, MONDAY)
    return school


def test_a_term_that_ends_earlier_takes_its_coming_lessons_along(week: SmallSchool) -> None:
    before = days_with_lessons()
    change(week, ends=MONDAY + timedelta(days=3))
    assert days_with_lessons() == {MONDAY, MONDAY + timedelta(days=1)}
    change(week)
    assert days_with_lessons() == before
    with read() as db:
        lines = db.exec(select(AuditEntry).where(AuditEntry.action == "school.term")).all()
    assert [line.after for line in lines] == [{"ends_on": "2026-11-26"}, {"ends_on": "2027-01-15"}]


def test_another_name_is_another_name_in_the_trail_too(school: SmallSchool) -> None:
    change(school, name="秋学期")
    change(school, name="秋学期")
    with read() as db:
        lines = db.exec(select(AuditEntry).where(AuditEntry.action == "school.term")).all()
        assert db.get_one(Term, school.term).name == "秋学期"
    assert [line.after for line in lines] == [{"name": "…"}]


def test_lessons_that_were_held_stay_within_the_term(week: SmallSchool, freeze: Callable[[str], None]) -> None:
    freeze("2026-11-24T08:00")
    for span in ({"ends": MONDAY - timedelta(days=3)}, {"starts": MONDAY + timedelta(days=7)}):
        with pytest.raises(Refused, match="term_held"):
            change(week, **span)
    change(week, ends=MONDAY)
    assert days_with_lessons() == {MONDAY}, "yesterday's were held"


def test_a_term_that_begins_earlier_takes_its_facts_along(school: SmallSchool, freeze: Callable[[str], None]) -> None:
    freeze("2026-08-20T10:00")
    change(school, starts=date(2026, 8, 24))
    assert {day for day in days_with_lessons() if day != MONDAY} == {date(2026, 8, 24), date(2026, 8, 25)}
    with read() as db:
        for model in (PeriodSlot, TimetableEntry, Participation, HomeroomMembership):
            assert {row.valid_from for row in db.exec(select(model))} == {date(2026, 8, 24)}


@pytest.mark.parametrize(
    ("name", "starts", "ends", "code"),
    [
        (" ", SPRING[1], SPRING[2], "empty_term"),
        (SPRING[0], SPRING[2], SPRING[1], "wrong_term"),
        (SPRING[0], SPRING[1], date(2028, 7, 2), "wrong_term"),
        (SPRING[0], TERM_ENDS, SPRING[2], "term_overlaps"),
        ("旧", date(2026, 3, 2), date(2026, 7, 2), "term_past"),
    ],
)
def test_terms_that_are_refused(school: SmallSchool, name: str, starts: date, ends: date, code: str) -> None:
    with pytest.raises(Refused, match=code):
        add(school, name, starts, ends)


def test_a_new_term_has_the_bells_of_the_one_before(school: SmallSchool) -> None:
    new = add(school, *SPRING)
    assert add(school, *SPRING) == new, "twice is harmless"
    with read() as db:
        slots = db.exec(select(PeriodSlot).where(PeriodSlot.term_id == new)).all()
        assert slot_names(db, SPRING[1]) == slot_names(db, MONDAY) == {1: "第一节", 2: "第二节"}
    assert [(one.number, one.starts_minutes, one.valid_from) for one in slots] == [
        (1, 990, SPRING[1]),
        (2, 1040, SPRING[1]),
    ]
    with pytest.raises(Refused, match="term_overlaps"):
        change(school, ends=SPRING[1])


def test_in_the_new_term_its_own_lists_count(school: SmallSchool, freeze: Callable[[str], None]) -> None:
    """Open spans of the old term neither make lessons nor count a child twice."""
    new, child = add(school, *SPRING), school.students["third"][0]
    freeze("2027-03-01T08:00")
    with write() as db:
        homeroom = Homeroom(term_id=new, grade=3, number=1, room_id=school.rooms["third"])
        db.add(homeroom)
        db.flush()
        for old in db.exec(select(HomeroomMembership).where(HomeroomMembership.student_id == child)):
            old.valid_to = SPRING[1] - timedelta(days=1)
        db.add(HomeroomMembership(student_id=child, homeroom_id=homeroom.id or 0, valid_from=SPRING[1]))
        db.add(Participation(student_id=child, term_id=new, valid_from=SPRING[1]))
        entry = {"term_id": new, "weekday": 1, "slot_number": 1, "homeroom_id": homeroom.id}
        db.add(TimetableEntry(**entry, valid_from=SPRING[1]))
        db.flush()
        keep_in_step(db, SPRING[1])
    with read() as db:
        made = db.exec(select(Session).where(Session.day == SPRING[1])).all()
    assert [(one.homeroom_id, one.slot_number) for one in made] == [(homeroom.id, 1)]
    with engine().connect() as connection:
        assert taking_part(connection, SPRING[1]) == {homeroom.id: (child,)}
    with pytest.raises(Refused, match="term_over"):
        change(school, name="改")
