"""Whom to call about a child, and who is shown the numbers."""

from __future__ import annotations

import logging
from collections.abc import Callable

import pytest
from sqlalchemy import Engine, delete, update

from schoolapp import clock
from schoolapp.checkin.board.child import ChildDay, child_day
from schoolapp.db import write
from schoolapp.models import Guardianship, RoleGrant, Staff
from tests.factory import SmallSchool
from tests.unit.checkin.boards import viewer

GRANNY, TEACHER = "13900000000", "13700000001"


@pytest.fixture(autouse=True)
def _at_twenty_to_five(school: SmallSchool, freeze: Callable[[str], None]) -> None:
    freeze("2026-11-23T16:40")
    with write() as db:
        db.execute(update(Staff).where(Staff.id == school.staff["homeroom"]).values(phone=TEACHER))  # type: ignore[arg-type]


def seen_by(school: SmallSchool, role: str, child: int = 0) -> ChildDay:
    return child_day(viewer(school, role), school.students["third"][child], "", 1)


def test_whom_each_role_may_call(all_databases: Engine, school: SmallSchool) -> None:
    shown = {
        role: (day.sees_contacts, [one.phone for one in day.contacts])
        for role in ("leader", "office", "homeroom", "teacher")
        for day in [seen_by(school, role)]
    }
    assert shown == {
        "leader": (True, [GRANNY, TEACHER]),
        "office": (True, [GRANNY, TEACHER]),
        "homeroom": (True, [GRANNY]),
        "teacher": (False, []),
    }, "a homeroom teacher need not call herself"


def test_it_says_who_that_is(school: SmallSchool) -> None:
    told = [one.who for one in seen_by(school, "leader").contacts]
    assert told == ["Grandmother (father's side) 王奶奶", "homeroom teacher 林静"]


def test_only_who_has_a_number_and_still_counts(school: SmallSchool) -> None:
    with write() as db:
        db.execute(update(Guardianship).values(ended_at=clock.now()))
        db.execute(update(Staff).values(phone=""))
    assert (seen_by(school, "leader").sees_contacts, seen_by(school, "leader").contacts) == (True, [])
    assert seen_by(school, "leader", child=1).contacts == []
    with write() as db:
        db.execute(delete(RoleGrant).where(RoleGrant.role == "homeroom"))  # type: ignore[arg-type]
    assert seen_by(school, "leader").contacts == []


def test_numbers_are_in_no_log(school: SmallSchool, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        assert seen_by(school, "leader").contacts
    assert not [one for one in (GRANNY, TEACHER) if one in caplog.text]
