"""What the office is told before two classes become one for a day."""

import pytest
from sqlalchemy import Engine, update

from schoolapp import clock
from schoolapp.db import read, write
from schoolapp.identity.policy import Role, Viewer
from schoolapp.models import CheckinEvent, Room, Section
from schoolapp.programme import changes, choosing, day_view, merging, today
from schoolapp.programme.rules import covers, seats_short
from schoolapp.refusals import Refused
from tests.factory import MONDAY, SmallSchool


def office(school: SmallSchool) -> Viewer:
    return Viewer(account_id=school.accounts["office"], roles=frozenset({Role.TEACHER, Role.OFFICE}))


def look(school: SmallSchool, name: str, into: str) -> merging.Outlook:
    with read() as db:
        return merging.outlook(db, office(school), school.sessions[name], school.sessions[into])


def test_only_classes_of_the_same_time_and_kind_are_offered(all_databases: Engine, school: SmallSchool) -> None:
    with read() as db:
        offered, care = (
            {int(one.value) for one in choosing.opened(db, office(school), school.sessions[name]).partners}
            for name in ("chess", "care third 1")
        )
    assert offered == {school.sessions["calligraphy"], school.sessions["basketball"]}
    assert care == {school.sessions["care seventh 1"]}


def test_what_is_tight_is_told(school: SmallSchool) -> None:
    with write() as db:
        room = db.get(Room, school.rooms["calligraphy"])
        assert room is not None
        room.seats = 10
        db.add(room)
    seen = look(school, "chess", "calligraphy")
    assert seen.line.endswith("12 children together")
    assert any("10 seats, 2 too few" in text for text in seen.tight)


def test_room_enough_is_calm(school: SmallSchool) -> None:
    with write() as db:
        db.execute(update(Section).values(grade_from=3, grade_to=8))
    assert look(school, "chess", "calligraphy").tight == []


def test_a_roll_that_was_begun_and_other_grades_are_told(school: SmallSchool) -> None:
    facts = {"kind": "opened", "session_id": school.sessions["basketball"], "actor_id": school.accounts["coach"]}
    with write() as db:
        homeroom = db.get(Room, school.rooms["seventh"])
        assert homeroom is not None
        db.execute(update(Room).where(Room.id == school.rooms["field"]).values(building_id=homeroom.building_id))  # type: ignore[arg-type]
        db.execute(update(Section).where(Section.name == "书法1班").values(grade_to=6))  # type: ignore[arg-type]
        moment = clock.now()
        db.add(CheckinEvent(id="019abc00-0000-7000-8000-000000000001", happened_at=moment, received_at=moment, **facts))
    told = " ".join(look(school, "basketball", "calligraphy").tight)
    assert "begun" in told
    assert "another building" in told
    assert "is made for" in told


def test_what_cannot_be_joined_is_refused_before_it_is_tried(school: SmallSchool) -> None:
    with pytest.raises(Refused) as refused:
        look(school, "chess", "care third 1")
    assert refused.value.code == "not_alike"
    teacher = Viewer(account_id=school.accounts["teacher"], roles=frozenset({Role.TEACHER}))
    with pytest.raises(Refused) as refused, read() as db:
        choosing.opened(db, teacher, school.sessions["chess"])
    assert refused.value.code == "not_allowed"


def test_both_teachers_and_the_office_see_where_it_went(school: SmallSchool) -> None:
    with write() as db:
        changes.merge(db, office(school), school.sessions["basketball"], school.sessions["chess"], "rain")
    with read() as db:
        rows = {row.id: row for slot in day_view.day_view(db, MONDAY, "").slots for row in slot.rows}
        opened = day_view.class_row(db, school.sessions["chess"])
    assert "象棋1班" in rows[school.sessions["basketball"]].changes[0].text
    assert opened == rows[school.sessions["chess"]]
    assert "篮球1班" in opened.guests
    for role in ("other", "coach"):
        viewer = Viewer(school.accounts[role], school.staff[role], roles=frozenset({Role.TEACHER}))
        with read() as db:
            notices = today.today_for(db, viewer, clock.now()).notices
        assert ["象棋1班" in one.text for one in notices if one.kind == "Merged"] == [True], role


def test_rules() -> None:
    assert (seats_short(30, 40), seats_short(41, 40)) == (0, 1)
    assert covers((3, 6), (3, 6))
    assert not covers((3, 6), (7, 8))
    assert not covers((4, 6), (3, 6))
