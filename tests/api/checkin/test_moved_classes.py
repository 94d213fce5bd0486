"""Where children belong when several changes of a day meet: list, roll, card and board say the same."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import Engine, select, update
from starlette.testclient import TestClient

from schoolapp import clock
from schoolapp.checkin.whereis.answers import State
from schoolapp.db import write
from schoolapp.models import tables as t
from schoolapp.programme import changes
from schoolapp.programme.service import keep_in_step
from tests.checkin_events import event, send
from tests.factory import MONDAY, TERM_STARTS, SmallSchool
from tests.unit.checkin.boards import fresh_answers, viewer

ClientAs = Callable[[str], TestClient]
Freeze = Callable[[str], None]


def listed(client: TestClient, session_id: int) -> dict[str, Any]:
    """The session as the phone's list has it."""
    return next(one for one in client.get("/api/checkin/pack").json()["sessions"] if one["id"] == session_id)


def is_expected_by_all(client: TestClient, school: SmallSchool, actor: str, child: int, session: str) -> None:
    """List, roll, board and the child's own card say that it belongs in this session."""
    session_id = school.sessions[session]
    assert child in listed(client, session_id)["expected"]
    assert child in client.get(f"/api/checkin/roll/{session_id}").json()["absent"]
    assert fresh_answers(1)[child].expected_in == session_id
    [result] = send(client, event(school, actor, session=session, child=child))
    assert result["verdict"] == "on_time"


def test_children_of_a_cancelled_class_go_where_their_care_was_merged_into(
    all_databases: Engine, school: SmallSchool, client_as: ClientAs, freeze: Freeze
) -> None:
    office, child = viewer(school, "office"), school.students["third"][0]
    freeze("2026-11-23T16:25")
    with write() as db:
        changes.merge(db, office, school.sessions["care third 1"], school.sessions["care seventh 1"])
        changes.cancel(db, office, school.sessions["calligraphy"])
        own_list = t.listed.c.session_id == school.sessions["care third 1"]
        db.execute(t.listed.delete().where(own_list, t.listed.c.student_id == child))
    freeze("2026-11-23T16:31")
    is_expected_by_all(client_as("homeroom7"), school, "homeroom7", child, "care seventh 1")


def drop_from_plan(school: SmallSchool, name: str) -> None:
    """The timetable loses the class while the day's sessions stand already."""
    with write() as db:
        entry = update(t.entry).where(t.entry.c.id == school.entries[name])
        db.execute(entry.values(valid_to=TERM_STARTS))
        keep_in_step(db, MONDAY, 0)
        off = select(t.change.c.is_by_plan).where(t.change.c.session_id == school.sessions[name])
        assert list(db.scalars(off)) == [True]


def test_children_who_had_joined_a_class_that_the_plan_drops_go_back_to_care(
    all_databases: Engine, school: SmallSchool, client_as: ClientAs, freeze: Freeze
) -> None:
    freeze("2026-11-23T15:00")
    office = viewer(school, "office")
    with write() as db:
        changes.merge(db, office, school.sessions["chess"], school.sessions["basketball"])
    freeze("2026-11-23T15:10")
    drop_from_plan(school, "basketball")
    freeze("2026-11-23T16:31")
    homeroom, child = client_as("homeroom"), school.students["third"][5]
    is_expected_by_all(homeroom, school, "homeroom", child, "care third 1")
    since = round(clock.at_minutes(MONDAY, 15 * 60 + 10).timestamp() * 1000)
    assert listed(homeroom, school.sessions["care third 1"])["joined"][str(child)] == since


def test_care_does_not_expect_the_children_of_a_class_that_joined_another(
    all_databases: Engine, school: SmallSchool, client_as: ClientAs, freeze: Freeze
) -> None:
    """They went from calligraphy to chess: the roll of their homeroom must not seat them."""
    homeroom, merged = client_as("homeroom"), school.students["third"][:5]
    freeze("2026-11-23T16:20")
    with write() as db:
        changes.merge(db, viewer(school, "office"), school.sessions["calligraphy"], school.sessions["chess"])
    freeze("2026-11-23T16:35")
    send(homeroom, event(school, "homeroom", "submit", session="care third 1", number=3, method="grid"))
    roll = homeroom.get(f"/api/checkin/roll/{school.sessions['care third 1']}").json()
    assert {one["student_id"] for one in roll["here"]} == set(school.students["third"][8:11])
    assert {fresh_answers(1)[child].state for child in merged} == {State.UNKNOWN}, "no roll begun there"
