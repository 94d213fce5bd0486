"""Single changes by the office: dated, refused with a reason, on the trail."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import col, select

from schoolapp.db import read, write
from schoolapp.models import AuditEntry, Enrolment, HomeroomMembership, Participation, Student
from schoolapp.refusals import Refused
from schoolapp.school.people import queries, service
from tests.factory import MONDAY, SmallSchool


def new(school: SmallSchool, **changes: object) -> service.NewStudent:
    facts: dict[str, object] = {
        "name": "郑小满",
        "school_number": "20260099",
        "homeroom_id": school.homerooms["third"],
        "seat_number": 40,
        "takes_part": True,
    }
    return service.NewStudent(**(facts | changes))  # type: ignore[arg-type]


def add(school: SmallSchool, **changes: object) -> int:
    with write() as db:
        return service.add_student(db, school.accounts["office"], new(school, **changes), MONDAY)


def test_a_new_child_is_found_by_initials_in_its_homeroom(all_databases: Engine, school: SmallSchool) -> None:
    student_id = add(school)
    with read() as db:
        found = queries.find_students(db, MONDAY, "zxm")
        assert queries.find_students(db, MONDAY, "Zheng xiaom") == found
        assert [(row.id, row.grade, row.number, row.seat_number) for row in found] == [(student_id, 3, 1, 40)]
        assert queries.participates(db, student_id, MONDAY)
        trail = db.exec(select(AuditEntry.action).where(AuditEntry.row_id == str(student_id))).all()
    assert "people.add_student" in trail


@pytest.mark.parametrize(
    ("changes", "code"),
    [({"name": "　 "}, "no_name"), ({"seat_number": 1}, "seat_taken")],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(
    school: SmallSchool, changes: dict[str, object], code: str
) -> None:
    with read() as db:
        before = len(db.exec(select(Student.id)).all())
    with pytest.raises(Refused) as refused:
        add(school, **changes)
    assert refused.value.code == code
    with read() as db:
        assert len(db.exec(select(Student.id)).all()) == before


def test_a_student_number_belongs_to_one_child(school: SmallSchool) -> None:
    add(school)
    with pytest.raises(Refused) as refused:
        add(school, name="郑大满", seat_number=41)
    assert refused.value.code == "number_taken"


def test_a_move_leaves_the_past_readable(school: SmallSchool) -> None:
    child = school.students["third"][0]
    with write() as db:
        service.move_student(db, school.accounts["office"], child, school.homerooms["seventh"], 30, MONDAY)
    with read() as db:
        yesterday = queries.find_students(db, MONDAY - timedelta(days=1), homeroom_id=school.homerooms["third"])
        today = queries.find_students(db, MONDAY, homeroom_id=school.homerooms["seventh"])
    assert child in [row.id for row in yesterday]
    assert (child, 30) in [(row.id, row.seat_number) for row in today]


def test_moving_twice_on_one_day_leaves_one_homeroom(school: SmallSchool) -> None:
    child = school.students["third"][0]
    for seat in (30, 31):
        with write() as db:
            service.move_student(db, school.accounts["office"], child, school.homerooms["seventh"], seat, MONDAY)
    with read() as db:
        rows = [row for row in queries.find_students(db, MONDAY) if row.id == child]
    assert [row.seat_number for row in rows] == [31]


def test_who_has_left_is_expected_nowhere_from_that_day_on(all_databases: Engine, school: SmallSchool) -> None:
    child = school.students["third"][0]
    with write() as db:
        service.student_left(db, school.accounts["office"], child, MONDAY)
    with read() as db:
        assert not queries.participates(db, child, MONDAY)
        assert queries.participates(db, child, MONDAY - timedelta(days=1))
        for model in (HomeroomMembership, Participation, Enrolment):
            spans = db.exec(select(model).where(col(model.student_id) == child)).all()
            assert spans
            assert all(span.valid_to is not None and span.valid_to < MONDAY for span in spans)
        assert [card.revoked_reason for card in queries.cards_of(db, child)] == ["left"]


def test_taking_part_ends_and_begins_again(all_databases: Engine, school: SmallSchool) -> None:
    child = school.students["third"][0]
    for takes_part in (False, False, True):
        with write() as db:
            service.set_participation(db, school.accounts["office"], child, takes_part, MONDAY)
        with read() as db:
            assert queries.participates(db, child, MONDAY) is takes_part


def test_whom_the_chosen_homeroom_hides_is_counted(all_databases: Engine, school: SmallSchool) -> None:
    add(school)
    with read() as db:
        assert queries.count_hidden(db, MONDAY, "zxm", school.homerooms["third"]) == 0
        assert queries.count_hidden(db, MONDAY, "zxm", school.homerooms["seventh"]) == 1
        everyone = len(queries.find_students(db, MONDAY))
        own = len(queries.find_students(db, MONDAY, homeroom_id=school.homerooms["seventh"]))
        assert queries.count_hidden(db, MONDAY, "", school.homerooms["seventh"]) == everyone - own


@pytest.mark.parametrize("text", ["s77", "S77", "ana", "ANA"])
def test_capitals_in_a_search_make_no_difference(all_databases: Engine, school: SmallSchool, text: str) -> None:
    with write() as db:
        child = db.get_one(Student, school.students["third"][0])
        child.name, child.school_number = "Ana 陈", "S7701"
    with read() as db:
        assert [row.id for row in queries.find_students(db, MONDAY, text)] == [school.students["third"][0]]
