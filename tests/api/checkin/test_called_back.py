"""A class is cancelled or merged, and then takes place after all: what its room saw before says nothing any more."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import Engine
from starlette.testclient import TestClient

from schoolapp.checkin.whereis.answers import State, Why
from schoolapp.db import write
from schoolapp.programme import changes
from tests.checkin_events import event, send
from tests.factory import SmallSchool
from tests.unit.checkin.boards import at, fresh_answers, viewer

ClientAs = Callable[[str], TestClient]
Freeze = Callable[[str], None]


@pytest.fixture
def counted(all_databases: Engine, school: SmallSchool, client_as: ClientAs, freeze: Freeze) -> list[int]:
    """Two children of calligraphy, counted there before it is cancelled at 16:40."""
    children = school.students["third"][:2]
    freeze("2026-11-23T16:32")
    send(client_as("teacher"), *[event(school, "teacher", session="calligraphy", child=child) for child in children])
    freeze("2026-11-23T16:40")
    return children


def cancel(school: SmallSchool, name: str = "calligraphy") -> int:
    office = viewer(school, "office")
    with write() as db:
        return changes.cancel(db, office, school.sessions[name])


def withdraw(school: SmallSchool, change: int) -> None:
    office = viewer(school, "office")
    with write() as db:
        changes.withdraw(db, office, change)


def here(client: TestClient, school: SmallSchool, name: str) -> set[int]:
    roll = client.get(f"/api/checkin/roll/{school.sessions[name]}").json()
    return {one["student_id"] for one in roll["here"]}


def test_children_set_out_for_it_anew(
    counted: list[int], school: SmallSchool, client_as: ClientAs, freeze: Freeze
) -> None:
    """In homework care one was tapped as absent meanwhile, the other presumed: neither sits in calligraphy again."""
    teacher, homeroom, (absent, other) = client_as("teacher"), client_as("homeroom"), counted
    change = cancel(school)
    freeze("2026-11-23T16:45")
    care = {"session": "care third 1", "method": "grid"}
    send(homeroom, event(school, "homeroom", "mark", student_id=absent, choice="absent", **care))
    send(homeroom, event(school, "homeroom", "submit", number=7, **care))
    freeze("2026-11-23T16:50")
    withdraw(school, change)
    assert here(teacher, school, "calligraphy") == set()
    assert [fresh_answers(1)[child].state for child in counted] == [State.MISSING, State.WALKING]
    [listed] = [
        one
        for one in teacher.get("/api/checkin/pack").json()["sessions"]
        if one["id"] == school.sessions["calligraphy"]
    ]
    assert listed["back_since"] == at("16:50")
    freeze("2026-11-23T16:56")
    answer = fresh_answers(1)[other]
    assert (answer.state, answer.why, answer.since) == (State.UNKNOWN, Why.NOT_BEGUN, at("16:50"))
    results = send(teacher, *[event(school, "teacher", session="calligraphy", child=child) for child in counted])
    assert [result["verdict"] for result in results] == ["late", "late"]
    assert here(teacher, school, "calligraphy") == set(counted)
    assert {fresh_answers(1)[child].state for child in counted} == {State.HERE}


def test_who_was_counted_in_between_is_seen_in_one_room(
    counted: list[int], school: SmallSchool, client_as: ClientAs, freeze: Freeze
) -> None:
    teacher, homeroom, (child, lost) = client_as("teacher"), client_as("homeroom"), counted
    change = cancel(school)
    freeze("2026-11-23T16:45")
    send(homeroom, *[event(school, "homeroom", session="care third 1", child=one) for one in counted])
    freeze("2026-11-23T16:50")
    withdraw(school, change)
    assert fresh_answers(1)[child].state is State.ELSEWHERE
    freeze("2026-11-23T16:54")
    [result] = send(teacher, event(school, "teacher", session="calligraphy", child=child))
    assert (result["verdict"], result["alert"]) == ("late", None)
    send(teacher, event(school, "teacher", "submit", session="calligraphy", number=1))
    answers = fresh_answers(1)
    assert (answers[child].state, answers[child].conflict) == (State.HERE, ())
    assert answers[lost].state is State.MISSING, "sent back at 16:50, and not there"


def test_care_that_is_on_again_asks_for_whoever_another_room_counted(
    all_databases: Engine, school: SmallSchool, client_as: ClientAs, freeze: Freeze
) -> None:
    homeroom, child = client_as("homeroom"), school.students["third"][8]
    freeze("2026-11-23T16:35")
    office, care = viewer(school, "office"), school.sessions["care third 1"]
    with write() as db:
        change = changes.merge(db, office, care, school.sessions["care seventh 1"])
    freeze("2026-11-23T16:40")
    tap = event(school, "homeroom7", "mark", session="care seventh 1", student_id=child, choice="present")
    send(client_as("homeroom7"), tap)
    freeze("2026-11-23T16:50")
    withdraw(school, change)
    freeze("2026-11-23T16:55")
    made_at = at("16:30")
    send(homeroom, event(school, "homeroom", "submit", session="care third 1", number=2, list_at=made_at))
    assert child not in here(homeroom, school, "care third 1"), "by a list of before"
    freeze("2026-11-23T16:56")
    send(homeroom, event(school, "homeroom", "submit", session="care third 1", number=3))
    assert child in here(homeroom, school, "care third 1")
    assert fresh_answers(1)[child].state is State.HERE


def test_a_slip_of_the_office_moves_nobody(
    counted: list[int], school: SmallSchool, client_as: ClientAs, freeze: Freeze
) -> None:
    change = cancel(school)
    freeze("2026-11-23T16:40:50")
    withdraw(school, change)
    assert here(client_as("teacher"), school, "calligraphy") == set(counted)
    assert {fresh_answers(1)[child].state for child in counted} == {State.HERE}


def test_a_roll_of_a_phone_that_knew_of_no_change_calls_no_class_missing(
    counted: list[int], school: SmallSchool, client_as: ClientAs, freeze: Freeze
) -> None:
    """Homework care had no network when calligraphy was cancelled: its children are not on that list."""
    homeroom = client_as("homeroom")
    cancel(school)
    freeze("2026-11-23T16:41")
    submit = {"session": "care third 1", "number": 3, "method": "grid"}
    send(homeroom, event(school, "homeroom", "submit", list_at=at("16:30"), **submit))
    assert {fresh_answers(1)[child].state for child in counted} == {State.ELSEWHERE}, "last seen in calligraphy"
    freeze("2026-11-23T16:46")
    send(homeroom, event(school, "homeroom", "mark", student_id=counted[0], choice="absent", session="care third 1"))
    assert [fresh_answers(1)[child].state for child in counted] == [State.MISSING, State.ELSEWHERE]


def test_who_turned_up_in_another_room_after_a_tap_is_not_missed(
    counted: list[int], school: SmallSchool, client_as: ClientAs, freeze: Freeze
) -> None:
    homeroom, child = client_as("homeroom"), counted[0]
    change = cancel(school)
    freeze("2026-11-23T16:44")
    send(homeroom, event(school, "homeroom", "mark", student_id=child, choice="absent", session="care third 1"))
    freeze("2026-11-23T16:47")
    send(client_as("other"), event(school, "other", "mark", child=child, choice="keep", session="chess"))
    freeze("2026-11-23T16:50")
    withdraw(school, change)
    answer = fresh_answers(1)[child]
    assert (answer.state, answer.session_id) == (State.ELSEWHERE, school.sessions["chess"])
