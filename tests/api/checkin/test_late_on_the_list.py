"""A child is put on a list after that session's roll went out before its bell: the roll says nothing of it."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Engine, update
from starlette.testclient import TestClient

from schoolapp.checkin.whereis.answers import State, Why
from schoolapp.db import write
from schoolapp.models import Enrolment
from schoolapp.models import tables as t
from schoolapp.programme.service import keep_in_step
from tests.checkin_events import event, send
from tests.factory import MONDAY, TERM_STARTS, SmallSchool
from tests.unit.checkin.boards import at, fresh_answers

ClientAs = Callable[[str], TestClient]
Freeze = Callable[[str], None]


def test_into_a_section_the_child_is_walking_not_missing(
    all_databases: Engine, school: SmallSchool, client_as: ClientAs, freeze: Freeze
) -> None:
    teacher, child = client_as("teacher"), school.students["third"][8]
    freeze("2026-11-23T16:25")
    submit = {"kind": "submit", "session": "calligraphy", "number": 5}
    send(teacher, event(school, "teacher", **submit))
    freeze("2026-11-23T16:27")
    with write() as db:
        db.add(Enrolment(section_id=school.sections["calligraphy"], student_id=child, valid_from=MONDAY))
        db.flush()
        keep_in_step(db, MONDAY, 0)
    calligraphy = school.sessions["calligraphy"]
    assert child in teacher.get(f"/api/checkin/roll/{calligraphy}").json()["absent"]
    freeze("2026-11-23T16:31")
    answer = fresh_answers(1)[child]
    assert (answer.state, answer.expected_in) == (State.WALKING, calligraphy)
    assert fresh_answers(1)[school.students["third"][0]].state is State.MISSING, "of whom the roll spoke"
    freeze("2026-11-23T16:36")
    assert (fresh_answers(1)[child].state, fresh_answers(1)[child].why) == (State.MISSING, Why.OVERDUE)
    send(teacher, event(school, "teacher", **submit))
    assert fresh_answers(1)[child].why is Why.NAMED


def test_into_homework_care_the_roll_of_before_presumes_it_not(
    all_databases: Engine, school: SmallSchool, client_as: ClientAs, freeze: Freeze
) -> None:
    homeroom, child = client_as("homeroom"), school.students["third"][0]
    care = school.sessions["care third 1"]
    freeze("2026-11-23T16:25")
    submit = {"kind": "submit", "session": "care third 1", "number": 3, "method": "grid"}
    send(homeroom, event(school, "homeroom", **submit))
    freeze("2026-11-23T16:27")
    with write() as db:
        leaves = update(t.enrolment).where(t.enrolment.c.student_id == child)
        db.execute(leaves.values(valid_to=TERM_STARTS))
        keep_in_step(db, MONDAY, 0)
    assert child in homeroom.get(f"/api/checkin/roll/{care}").json()["absent"]
    [listed] = [one for one in homeroom.get("/api/checkin/pack").json()["sessions"] if one["id"] == care]
    assert listed["joined"] == {str(child): at("16:27")}
    freeze("2026-11-23T16:31")
    assert fresh_answers(1)[child].state in (State.EXPECTED, State.WALKING)
    freeze("2026-11-23T16:36")
    assert fresh_answers(1)[child].state is State.MISSING
    send(homeroom, event(school, "homeroom", **submit))
    assert fresh_answers(1)[child].state is State.HERE
