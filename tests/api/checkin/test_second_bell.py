"""The second of two periods of care: whom the first roll missed is missing still until somebody says that it came."""

from __future__ import annotations

from collections.abc import Callable

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


def here(client: TestClient, school: SmallSchool, name: str) -> set[int]:
    roll = client.get(f"/api/checkin/roll/{school.sessions[name]}").json()
    return {one["student_id"] for one in roll["here"]}


def care(school: SmallSchool, kind: str, period: int, **more: object) -> dict[str, object]:
    return event(school, "homeroom", kind, session=f"care third {period}", method="grid", **more)


def first_roll_misses(homeroom: TestClient, school: SmallSchool, freeze: Freeze, child: int) -> dict[str, object]:
    """The tap on the child, which the roll of the first period's care is handed in with."""
    freeze("2026-11-23T16:35")
    tap = care(school, "mark", 1, student_id=child, choice="absent")
    send(homeroom, tap, care(school, "submit", 1, number=2))
    return tap


def test_a_roll_for_more_children_than_the_first_one_had(
    all_databases: Engine, school: SmallSchool, client_as: ClientAs, freeze: Freeze
) -> None:
    """The others come back from their classes, so the whole roll is taken: it seats nobody who was missing."""
    homeroom, missing = client_as("homeroom"), school.students["third"][8]
    first_roll_misses(homeroom, school, freeze, missing)
    freeze("2026-11-23T17:25")
    [second] = [
        one
        for one in homeroom.get("/api/checkin/pack").json()["sessions"]
        if one["id"] == school.sessions["care third 2"]
    ]
    assert (second["head_count_only"], second["carry_from"]) == (False, school.sessions["care third 1"])
    send(homeroom, care(school, "submit", 2, number=10))
    everybody = set(school.students["third"][:11])
    assert here(homeroom, school, "care third 2") == everybody - {missing}
    answer = fresh_answers(2)[missing]
    assert (answer.state, answer.why) == (State.MISSING, Why.STILL)
    freeze("2026-11-23T17:27")
    send(homeroom, care(school, "mark", 2, student_id=missing, choice="present"))
    assert here(homeroom, school, "care third 2") == everybody
    assert fresh_answers(2)[missing].state is State.HERE


def test_a_double_period_whose_first_roll_is_older_than_a_change(
    all_databases: Engine, school: SmallSchool, client_as: ClientAs, freeze: Freeze
) -> None:
    homeroom, missing = client_as("homeroom"), school.students["third"][8]
    first_roll_misses(homeroom, school, freeze, missing)
    freeze("2026-11-23T16:40")
    office = viewer(school, "office")
    with write() as db:
        for name in ("calligraphy", "chess"):
            changes.cancel(db, office, school.sessions[name])
    freeze("2026-11-23T17:25")
    send(homeroom, care(school, "submit", 2, number=10))
    assert here(homeroom, school, "care third 2") == set(school.students["third"][:11]) - {missing}
    assert fresh_answers(2)[missing].state is State.MISSING


def test_whose_absence_was_taken_back_is_presumed_again(
    all_databases: Engine, school: SmallSchool, client_as: ClientAs, freeze: Freeze
) -> None:
    """Its phone had no network in the first period: the undo comes after the second roll, and the board follows."""
    homeroom, child = client_as("homeroom"), school.students["third"][8]
    tap = first_roll_misses(homeroom, school, freeze, child)
    freeze("2026-11-23T16:36")
    undo = event(school, "homeroom", "undo", session="care third 1", target_id=tap["id"])
    freeze("2026-11-23T17:25")
    send(homeroom, care(school, "submit", 2, number=10))
    assert child not in here(homeroom, school, "care third 2")
    send(homeroom, undo)
    assert child in here(homeroom, school, "care third 2")
    assert fresh_answers(2)[child].state is State.HERE


def test_whom_somebody_kept_at_the_first_bell_the_second_does_not_seat(
    all_databases: Engine, school: SmallSchool, client_as: ClientAs, freeze: Freeze
) -> None:
    """Let go after five minutes, and never seen again."""
    homeroom, child = client_as("homeroom"), school.students["third"][8]
    freeze("2026-11-23T16:31")
    send(client_as("coach"), event(school, "coach", "keep", student_id=child, until=at("16:36")))
    freeze("2026-11-23T16:35")
    send(homeroom, care(school, "submit", 1, number=2))
    freeze("2026-11-23T17:25")
    send(homeroom, care(school, "submit", 2, number=10))
    assert child not in here(homeroom, school, "care third 2")
    assert fresh_answers(2)[child].state is State.MISSING


def test_who_had_gone_home_at_the_bell_is_not_seated_by_a_later_sighting(
    all_databases: Engine, school: SmallSchool, client_as: ClientAs, freeze: Freeze
) -> None:
    homeroom, child = client_as("homeroom"), school.students["third"][8]
    freeze("2026-11-23T16:31")
    send(client_as("leader"), event(school, "leader", "found", student_id=child, choice="home", method="board"))
    freeze("2026-11-23T17:25")
    send(homeroom, care(school, "submit", 2, number=10))
    assert fresh_answers(2)[child].state is State.GONE_HOME
    freeze("2026-11-23T17:40")
    send(homeroom, care(school, "mark", 1, student_id=child, choice="present"))
    assert child not in here(homeroom, school, "care third 2")
    assert fresh_answers(2)[child].state is not State.HERE
