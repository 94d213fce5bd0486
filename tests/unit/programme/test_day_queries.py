"""What the office chooses from on the page of the day's changes, the same on both databases."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from schoolapp import clock
from schoolapp.db import read, write
from schoolapp.models import Student
from schoolapp.programme import changes, day_queries
from tests.factory import MONDAY, SmallSchool
from tests.unit.programme.test_changes import office


def test_staff_by_pinyin_and_rooms_by_building_and_door(all_databases: Engine, school: SmallSchool) -> None:
    with read() as db:
        assert [name for _id, name in day_queries.staff_choices(db)] == [
            "方正", "高飞", "何勇", "梁文", "林静", "齐军", "苏墨",
        ]  # fmt: skip
        rooms = day_queries.room_choices(db)
        assert [name for _id, name in rooms][:4] == ["明德楼 101", "明德楼 201", "综合楼 203", "综合楼 301"]
        assert day_queries.room_facts(db, [rooms[0][0], None])[rooms[0][0]].building == "明德楼"


def test_leaves_of_the_day_by_homeroom_and_seat(all_databases: Engine, school: SmallSchool) -> None:
    with write() as db:
        for homeroom, seat in (("seventh", 2), ("third", 5), ("third", 1)):
            changes.grant_day_leave(db, office(school), school.students[homeroom][seat - 1], MONDAY, "ill")
    start, end = clock.at_minutes(MONDAY, 0), clock.at_minutes(MONDAY, 24 * 60)
    with read() as db:
        found = [(row.grade, row.seat_number, row.reason) for row in day_queries.leaves_on(db, start, end)]
        assert found == [(3, 1, "ill"), (3, 5, "ill"), (7, 2, "ill"), (7, 10, "病假")]
        assert day_queries.leaves_on(db, end, end.replace(year=2027)) == []


@pytest.mark.parametrize("text", ["zw", "ZW", "张伟", "s2026", "S2026"])
def test_children_are_found_whatever_the_case(all_databases: Engine, school: SmallSchool, text: str) -> None:
    """LIKE tells capitals apart on PostgreSQL and not on SQLite; whoever types does not think of it."""
    with write() as db:
        for child in (school.students["third"][2], school.students["seventh"][4]):
            db.get_one(Student, child).school_number = f"S2026{child:03}"
    with read() as db:
        rows = day_queries.find_children(db, text, MONDAY)
    assert [(row.name, row.grade) for row in rows] == [("张伟", 3), ("张伟", 7)]
