"""Roll, list and board say the same of a child, whatever was sent when; on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import Engine
from sqlmodel import select
from starlette.testclient import TestClient

from schoolapp import clock
from schoolapp.checkin.whereis.answers import State
from schoolapp.db import write
from schoolapp.models import DayChange, Leave, SessionStudent
from tests.checkin_events import event, send
from tests.factory import MONDAY, SmallSchool
from tests.unit.checkin.boards import fresh_answers

ClientAs = Callable[[str], TestClient]
Freeze = Callable[[str], None]


def test_a_roll_cannot_be_taken_before_anybody_could_come(
    all_databases: Engine, school: SmallSchool, client_as: ClientAs, freeze: Freeze
) -> None:
    """Picked by mistake an hour before the bell, a submission would say of a whole class that it is here."""
    freeze("2026-11-23T15:30")
    homeroom, children = client_as("homeroom"), school.students["third"]
    care = {"session": "care third 1"}
    early = [
        event(school, "homeroom", "opened", **care),
        event(school, "homeroom", "mark", student_id=children[8], choice="absent", method="grid", **care),
        event(school, "homeroom", "head_count", number=3, **care),
        event(school, "homeroom", "submit", number=3, method="grid", **care),
    ]
    assert {result["verdict"] for result in send(homeroom, *early)} == {"session_closed"}
    roll = homeroom.get(f"/api/checkin/roll/{school.sessions['care third 1']}").json()
    assert (roll["here"], roll["submitted"]) == ([], None)
    freeze("2026-11-23T16:40")
    board = fresh_answers(1)
    assert {board[child].state for child in roll["absent"]} == {State.UNKNOWN}, "nobody has begun this roll"


def test_who_is_on_leave_for_a_part_of_the_lesson_is_expected(
    all_databases: Engine, school: SmallSchool, client_as: ClientAs
) -> None:
    teacher = client_as("teacher")
    late, early, child = school.students["third"][0:3]
    bell = 16 * 60 + 30
    with write() as db:
        for one, start, end in ((late, bell - 60, bell + 5), (early, bell + 35, bell + 60)):
            span = {"starts_at": clock.at_minutes(MONDAY, start), "ends_at": clock.at_minutes(MONDAY, end)}
            db.add(Leave(student_id=one, created_at=clock.now(), **span))
    roll = teacher.get(f"/api/checkin/roll/{school.sessions['calligraphy']}").json()
    assert {late, early, child} <= set(roll["absent"]), "the phone names them until they come"
    [result] = send(teacher, event(school, "teacher", session="calligraphy", child=early))
    assert result["verdict"] == "on_time"


@pytest.mark.parametrize("is_submitted", [True, False])
def test_a_double_period_reads_the_same_everywhere(
    all_databases: Engine,
    school: SmallSchool,
    client_as: ClientAs,
    freeze: Freeze,
    is_submitted: bool,
) -> None:
    """Board, roll and list of the second period stand on one rule, whether the first roll was finished or not."""
    homeroom, children = client_as("homeroom"), school.students["third"][8:11]
    first, second = (school.sessions[f"care third {number}"] for number in (1, 2))
    with write() as db:
        for row in db.exec(select(SessionStudent).where(SessionStudent.session_id == second)).all():
            if row.student_id not in children[:2]:
                db.delete(row)
    freeze("2026-11-23T16:32")
    tap = event(school, "homeroom", "mark", session="care third 1", student_id=children[0], choice="absent")
    send(homeroom, tap)
    if is_submitted:
        send(homeroom, event(school, "homeroom", "submit", session="care third 1", number=2, method="grid"))
    freeze("2026-11-23T17:22")
    pack = homeroom.get("/api/checkin/pack").json()
    listed = next(one for one in pack["sessions"] if one["id"] == second)
    assert (listed["head_count_only"], listed["carry_from"]) == (True, first)
    send(homeroom, event(school, "homeroom", "submit", session="care third 2", number=1, method="head_count"))
    here = {one["student_id"] for one in homeroom.get(f"/api/checkin/roll/{second}").json()["here"]}
    assert here == {children[1]}, "the first period missed the other, whether its roll went out or not"
    board = fresh_answers(2)
    assert {child for child in children[:2] if board[child].state is State.HERE} == here


def test_care_presumes_nobody_of_whom_something_else_was_said(
    all_databases: Engine, school: SmallSchool, client_as: ClientAs, freeze: Freeze
) -> None:
    """Kept back, found with the nurse, gone home: the roll and the board name the others alone."""
    homeroom, leader, third = client_as("homeroom"), client_as("leader"), school.students["third"][8:11]
    freeze("2026-11-23T16:31")
    until = round(clock.at_minutes(MONDAY, 17 * 60).timestamp() * 1000)
    send(client_as("coach"), event(school, "coach", "keep", student_id=third[0], until=until))
    send(leader, event(school, "leader", "found", student_id=third[1], choice="home", method="board"))
    freeze("2026-11-23T16:32")
    submit = event(school, "homeroom", "submit", session="care third 1", number=1, method="grid")
    send(homeroom, submit)
    freeze("2026-11-23T16:33")
    roll = homeroom.get(f"/api/checkin/roll/{school.sessions['care third 1']}").json()
    assert [one["student_id"] for one in roll["here"]] == third[2:]
    assert [(one["student_id"], one["kind"]) for one in roll["elsewhere"]] == [(third[1], "home")]
    board = fresh_answers(1)
    assert [board[child].state for child in third] == [State.KEPT, State.GONE_HOME, State.HERE]
    freeze("2026-11-23T17:25")
    send(homeroom, event(school, "homeroom", "submit", session="care third 2", number=1, method="head_count"))
    later = fresh_answers(2)
    assert later[third[1]].state is State.GONE_HOME, "gone home holds for the rest of the day"
    assert later[third[2]].state is State.HERE


def test_who_came_back_after_going_home_counts_at_the_second_bell(
    all_databases: Engine, school: SmallSchool, client_as: ClientAs, freeze: Freeze
) -> None:
    """The leader was wrong: the child sits in its room, is tapped as here, and goes on with its class."""
    homeroom, child = client_as("homeroom"), school.students["third"][8]
    freeze("2026-11-23T16:31")
    found = event(school, "leader", "found", student_id=child, choice="home", method="board")
    send(client_as("leader"), found)
    freeze("2026-11-23T16:33")
    here = event(school, "homeroom", "mark", session="care third 1", student_id=child, choice="present", method="grid")
    send(homeroom, here, event(school, "homeroom", "submit", session="care third 1", number=3, method="grid"))
    freeze("2026-11-23T17:22")
    send(homeroom, event(school, "homeroom", "submit", session="care third 2", number=3, method="grid"))
    roll = homeroom.get(f"/api/checkin/roll/{school.sessions['care third 2']}").json()
    assert child in {one["student_id"] for one in roll["here"]}
    assert fresh_answers(2)[child].state is State.HERE


def test_a_class_cancelled_after_the_care_roll_is_presumed_by_nobody(
    all_databases: Engine, school: SmallSchool, client_as: ClientAs, freeze: Freeze
) -> None:
    """Its children were seen by nobody: the roll that went out before says nothing of them, the next one does."""
    homeroom, child = client_as("homeroom"), school.students["third"][0]
    care = school.sessions["care third 1"]
    freeze("2026-11-23T16:35")
    send(homeroom, event(school, "homeroom", "submit", session="care third 1", number=3, method="grid"))
    freeze("2026-11-23T16:40")
    with write() as db:
        db.add(DayChange(session_id=school.sessions["calligraphy"], kind="cancelled", created_at=clock.now()))
    freeze("2026-11-23T16:41")
    roll = homeroom.get(f"/api/checkin/roll/{care}").json()
    assert child in roll["absent"]
    [listed] = [one for one in homeroom.get("/api/checkin/pack").json()["sessions"] if one["id"] == care]
    at = round(clock.at_minutes(MONDAY, 16 * 60 + 40).timestamp() * 1000)
    assert listed["joined"][str(child)] == at
    assert fresh_answers(1)[child].state is State.WALKING
    freeze("2026-11-23T16:46")
    assert fresh_answers(1)[child].state is State.MISSING
    send(homeroom, event(school, "homeroom", "submit", session="care third 1", number=4, method="grid"))
    assert child in {one["student_id"] for one in homeroom.get(f"/api/checkin/roll/{care}").json()["here"]}
    assert fresh_answers(1)[child].state is State.HERE


def test_a_find_that_is_taken_back_in_the_next_period_never_was(
    all_databases: Engine, school: SmallSchool, client_as: ClientAs, freeze: Freeze
) -> None:
    """Missing in chess; the leader found somebody else, and says so after the bell."""
    leader, other, child = client_as("leader"), client_as("other"), school.students["third"][5]
    freeze("2026-11-23T16:40")
    send(other, event(school, "other", "submit", session="chess", number=6))
    freeze("2026-11-23T17:05")
    found = event(school, "leader", "found", student_id=child, method="board")
    send(leader, found)
    freeze("2026-11-23T17:12")
    send(leader, event(school, "leader", "undo", target_id=found["id"]))
    assert (fresh_answers(1)[child].state, fresh_answers(2)[child].state) == (State.MISSING, State.MISSING)
