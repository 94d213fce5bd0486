"""What becomes of children when the day changes after a roll went out: nobody is called safe whom nobody saw."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import Engine
from starlette.testclient import TestClient

from schoolapp import clock
from schoolapp.checkin.board.service import version
from schoolapp.checkin.whereis.answers import State
from schoolapp.db import write
from schoolapp.programme import changes
from tests.checkin_events import event, send
from tests.factory import MONDAY, SmallSchool
from tests.unit.checkin.boards import at, fresh_answers, look, viewer

ClientAs = Callable[[str], TestClient]
Freeze = Callable[[str], None]


def cancel(school: SmallSchool, name: str) -> int:
    with write() as db:
        return changes.cancel(db, viewer(school, "office"), school.sessions[name])


def merge(school: SmallSchool, name: str, into: str) -> int:
    with write() as db:
        return changes.merge(db, viewer(school, "office"), school.sessions[name], school.sessions[into])


def here(client: TestClient, school: SmallSchool, name: str) -> set[int]:
    """Who is here by the roll that phones get."""
    roll = client.get(f"/api/checkin/roll/{school.sessions[name]}").json()
    return {one["student_id"] for one in roll["here"]}


def care_roll(school: SmallSchool, number: int, period: int = 1, **more: object) -> dict[str, object]:
    return event(school, "homeroom", "submit", session=f"care third {period}", number=number, method="grid", **more)


def states(children: list[int], slot: int = 1) -> set[State]:
    answers = fresh_answers(slot)
    return {answers[child].state for child in children}


def test_the_office_cancels_a_class_after_the_care_roll(
    all_databases: Engine, school: SmallSchool, client_as: ClientAs, freeze: Freeze
) -> None:
    """As the office does it, care that has begun gets the children on its list: they are no less unseen."""
    homeroom, children = client_as("homeroom"), school.students["third"][:5]
    freeze("2026-11-23T16:35")
    send(homeroom, care_roll(school, 3))
    freeze("2026-11-23T16:40")
    change = cancel(school, "calligraphy")
    assert states(children) == {State.WALKING}
    assert here(homeroom, school, "care third 1").isdisjoint(children)
    freeze("2026-11-23T16:46")
    assert states(children) == {State.MISSING}
    with write() as db:
        changes.withdraw(db, viewer(school, "office"), change)
    freeze("2026-11-23T16:47")
    cancel(school, "calligraphy")
    assert State.HERE not in states(children), "cancelled once more: the roll is older still"


def test_an_old_list_says_nothing_of_who_joined_since(
    all_databases: Engine, school: SmallSchool, client_as: ClientAs, freeze: Freeze
) -> None:
    """A phone without a network has the list of before; its teacher counts those three and confirms three."""
    homeroom, children = client_as("homeroom"), school.students["third"]
    freeze("2026-11-23T16:31")
    made_at = homeroom.get("/api/checkin/pack").json()["made_at"]
    freeze("2026-11-23T16:40")
    cancel(school, "calligraphy")
    freeze("2026-11-23T16:45")
    roll = care_roll(school, 3, list_at=made_at)
    freeze("2026-11-23T16:55")
    send(homeroom, roll)
    assert here(homeroom, school, "care third 1") == set(children[8:11])
    assert State.HERE not in states(children[:5])


def test_who_was_counted_in_a_class_that_was_cancelled_is_presumed_by_the_next_care_roll(
    all_databases: Engine, school: SmallSchool, client_as: ClientAs, freeze: Freeze
) -> None:
    teacher, homeroom, children = client_as("teacher"), client_as("homeroom"), school.students["third"][:5]
    freeze("2026-11-23T16:32")
    send(teacher, *[event(school, "teacher", session="calligraphy", child=child) for child in children])
    freeze("2026-11-23T16:40")
    cancel(school, "calligraphy")
    freeze("2026-11-23T16:50")
    send(homeroom, care_roll(school, 8))
    assert here(homeroom, school, "care third 1") >= set(children)
    assert states(children) == {State.HERE}


def test_a_class_that_moved_after_its_roll_is_seen_in_one_room(
    all_databases: Engine, school: SmallSchool, client_as: ClientAs, freeze: Freeze
) -> None:
    child = school.students["third"][5]
    freeze("2026-11-23T16:32")
    send(client_as("other"), event(school, "other", session="chess", child=child))
    freeze("2026-11-23T16:40")
    merge(school, "chess", "basketball")
    [result] = send(client_as("coach"), event(school, "coach", session="basketball", child=child))
    assert (result["verdict"], result["alert"]) == ("late", None)
    answer = fresh_answers(1)[child]
    assert (answer.state, answer.conflict) == (State.HERE, ())


def test_the_second_bell_asks_for_everybody_when_the_first_roll_was_older_than_a_change(
    all_databases: Engine, school: SmallSchool, client_as: ClientAs, freeze: Freeze
) -> None:
    homeroom = client_as("homeroom")
    freeze("2026-11-23T16:35")
    send(homeroom, care_roll(school, 3))
    freeze("2026-11-23T16:40")
    cancel(school, "calligraphy")
    cancel(school, "chess")
    freeze("2026-11-23T17:25")
    send(homeroom, care_roll(school, 11, period=2))
    assert len(here(homeroom, school, "care third 2")) == 11
    assert states(school.students["third"][:11], 2) == {State.HERE}


def test_a_leave_withdrawn_after_the_roll_makes_nobody_present(
    all_databases: Engine, school: SmallSchool, client_as: ClientAs, freeze: Freeze
) -> None:
    homeroom, child = client_as("homeroom"), school.students["third"][8]
    office, day = viewer(school, "office"), [clock.at_minutes(MONDAY, 60 * hour) for hour in (12, 20)]
    with write() as db:
        leave = changes.grant_leave(db, office, child, *day)
    freeze("2026-11-23T16:35")
    send(homeroom, care_roll(school, 2))
    freeze("2026-11-23T16:40")
    with write() as db:
        changes.withdraw_leave(db, office, leave)
    assert child not in here(homeroom, school, "care third 1")
    assert states([child]) == {State.WALKING}
    freeze("2026-11-23T16:46")
    assert states([child]) == {State.MISSING}


@pytest.mark.parametrize("sent", ["2026-11-23T16:25", "2026-11-23T17:12"])
def test_a_leave_for_the_whole_lesson_holds_whenever_the_roll_is_sent(
    all_databases: Engine, school: SmallSchool, client_as: ClientAs, freeze: Freeze, sent: str
) -> None:
    homeroom, child = client_as("homeroom"), school.students["third"][8]
    hours = [clock.at_minutes(MONDAY, minutes) for minutes in (16 * 60 + 30, 17 * 60 + 10)]
    with write() as db:
        changes.grant_leave(db, viewer(school, "office"), child, *hours)
    freeze(sent)
    send(homeroom, care_roll(school, 2))
    freeze("2026-11-23T17:15")
    assert child not in here(homeroom, school, "care third 1")
    assert states([child]) == {State.ON_LEAVE}


def test_whom_its_own_teacher_keeps_after_counting_it_stays_where_it_is(
    all_databases: Engine, school: SmallSchool, client_as: ClientAs, freeze: Freeze
) -> None:
    teacher, child = client_as("teacher"), school.students["third"][0]
    freeze("2026-11-23T16:33")
    send(teacher, event(school, "teacher", session="calligraphy", child=child))
    freeze("2026-11-23T16:40")
    send(teacher, event(school, "teacher", "keep", session="calligraphy", student_id=child, until=at("16:50")))
    for moment in ("2026-11-23T16:45", "2026-11-23T17:02"):
        freeze(moment)
        assert states([child]) == {State.HERE}


def test_who_keeps_a_child_begins_no_roll(
    all_databases: Engine, school: SmallSchool, client_as: ClientAs, freeze: Freeze
) -> None:
    """Nobody looked at that class: its children are unknown, none of them is missing."""
    teacher, chess = client_as("teacher"), school.students["third"][5:8]
    freeze("2026-11-23T16:32")
    send(teacher, event(school, "teacher", "keep", session="chess", student_id=chess[0], until=at("16:35")))
    freeze("2026-11-23T16:37")
    assert states(chess[1:]) == {State.UNKNOWN}


def test_homework_care_is_not_confirmed_while_the_period_before_is_on(
    all_databases: Engine, school: SmallSchool, client_as: ClientAs, freeze: Freeze
) -> None:
    homeroom = client_as("homeroom")
    freeze("2026-11-23T17:00")
    assert [one["verdict"] for one in send(homeroom, care_roll(school, 11, period=2))] == ["session_closed"]
    freeze("2026-11-23T17:10")
    assert [one["verdict"] for one in send(homeroom, care_roll(school, 11, period=2))] == [""]


@pytest.mark.parametrize("kind", ["found", "scan"])
def test_a_roll_looks_at_its_own_period(
    all_databases: Engine, school: SmallSchool, client_as: ClientAs, freeze: Freeze, kind: str
) -> None:
    """Seen towards the end of the first period: the second bell asks anew, on the roll as on the board."""
    homeroom, child = client_as("homeroom"), school.students["third"][0]
    freeze("2026-11-23T17:05")
    if kind == "found":
        send(client_as("leader"), event(school, "leader", "found", student_id=child, note="nurse", method="board"))
    else:
        send(client_as("teacher"), event(school, "teacher", session="calligraphy", child=child))
    freeze("2026-11-23T17:25")
    send(homeroom, care_roll(school, 11, period=2))
    assert child in here(homeroom, school, "care third 2")
    assert states([child], 2) == {State.HERE}


def test_who_looks_at_one_period_hears_the_news_of_another_too(
    all_databases: Engine, school: SmallSchool, client_as: ClientAs, freeze: Freeze
) -> None:
    child = school.students["third"][8]
    freeze("2026-11-23T17:21")
    look(school, "leader", slot=2)
    send(client_as("leader"), event(school, "leader", "found", student_id=child, choice="home", method="board"))
    version(None, 1)
    freeze("2026-11-23T17:21:40")
    board = look(school, "leader", slot=2)
    assert {tile.state: tile.number for tile in board.extras}.get("gone_home") == 1
