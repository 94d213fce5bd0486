"""Bells, as the office changes them: the past stays, what has begun stays, phones hear of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import Connection
from sqlmodel import select
from starlette.testclient import TestClient

from schoolapp import clock
from schoolapp.checkin.pack.plan import mark_of
from schoolapp.db import engine, read, write
from schoolapp.identity.policy import Role, Viewer
from schoolapp.models import AuditEntry, PeriodSlot, Session
from schoolapp.programme.service import keep_in_step
from schoolapp.refusals import Refused
from schoolapp.school.basics import bells, calendar, service
from schoolapp.school.basics.bells import Which
from schoolapp.school.basics.rules import Days, Row
from schoolapp.school.bells import slot_names
from tests.checkin_events import event, send
from tests.factory import MONDAY, SmallSchool

pytestmark = pytest.mark.usefixtures("all_databases")
TUESDAY = MONDAY + timedelta(days=1)
FIRST, SECOND = ("第一节", "16:30", "17:10"), ("第二节", "17:20", "18:00")
LATER = ("第二节", "17:30", "18:10")


def office(school: SmallSchool) -> Viewer:
    return Viewer(account_id=school.accounts["office"], roles=frozenset({Role.TEACHER, Role.OFFICE}))


def save(school: SmallSchool, *rows: Row, day: date = MONDAY, stage: str = "", weekday: int | None = None) -> bool:
    """Whether anything changed."""
    which = Which(school.term, stage, weekday)
    with write() as db:
        return bells.save(db, office(school), which, dict(enumerate(rows, start=1)), day) is not None


def times(day: date) -> set[tuple[int, str]]:
    """(number, beginning) of the lessons of the day."""
    with read() as db:
        rows = db.exec(select(Session).where(Session.day == day)).all()
    return {(row.slot_number, f"{clock.local(row.starts_at):%H:%M}") for row in rows}


def all_times() -> list[PeriodSlot]:
    with read() as db:
        return list(db.exec(select(PeriodSlot)).all())


@pytest.fixture
def week(school: SmallSchool) -> SmallSchool:
    with write() as db:
        keep_in_step(db, MONDAY)
    return school


def test_coming_lessons_follow_and_the_past_keeps_its_bells(week: SmallSchool, freeze: Callable[[str], None]) -> None:
    freeze("2026-11-23T17:15")
    assert save(week, FIRST, LATER)
    assert times(MONDAY) == {(1, "16:30"), (2, "17:30")}
    assert times(TUESDAY) == {(1, "16:30"), (2, "17:30")}
    assert not save(week, FIRST, LATER), "twice is harmless"
    freeze("2026-11-24T09:00")
    save(week, ("头一节", "16:00", "17:10"), LATER, day=TUESDAY)
    assert times(MONDAY) == {(1, "16:30"), (2, "17:30")}, "yesterday stays"
    assert times(TUESDAY) == {(1, "16:00"), (2, "17:30")}
    with read() as db:
        assert slot_names(db, MONDAY)[1] == "第一节"
        assert slot_names(db, TUESDAY)[1] == "头一节"
        lines = db.exec(select(AuditEntry).where(AuditEntry.action == "school.bells")).all()
    assert [(line.before or {}).get("starts") for line in lines] == ["17:20", "16:30"]


def test_changed_in_the_middle_of_a_day(
    week: SmallSchool, freeze: Callable[[str], None], client_as: Callable[[str], TestClient]
) -> None:
    """What has begun stays; so does what a teacher opened before the bell."""
    freeze("2026-11-23T17:05")
    send(client_as("homeroom"), event(week, "homeroom", "opened", session="care third 2"))
    save(week, ("第一节", "16:35", "17:15"), LATER)
    with read() as db:
        opened = db.get_one(Session, week.sessions["care third 2"])
        other = db.get_one(Session, week.sessions["care seventh 2"])
        first = db.get_one(Session, week.sessions["chess"])
    starts = [f"{clock.local(one.starts_at):%H:%M}" for one in (first, opened, other)]
    assert starts == ["16:30", "17:20", "17:30"]


def test_from_a_later_day(week: SmallSchool) -> None:
    save(week, FIRST, LATER, day=MONDAY + timedelta(days=7))
    assert (2, "17:20") in times(TUESDAY)
    assert (2, "17:30") in times(MONDAY + timedelta(days=7))
    save(week, FIRST, ("第二节", "17:25", "18:00"), day=TUESDAY)
    assert {row for day in (1, 7) for row in times(MONDAY + timedelta(days=day)) if row[0] == 2} == {(2, "17:25")}


def test_one_weekday_has_bells_of_its_own_and_gives_them_back(week: SmallSchool) -> None:
    save(week, FIRST, LATER, weekday=2)
    assert (times(MONDAY), times(TUESDAY)) == ({(1, "16:30"), (2, "17:20")}, {(1, "16:30"), (2, "17:30")})
    assert len(all_times()) == 3, "the first period is as on every day and needs no row"
    save(week, weekday=2)
    assert times(TUESDAY) == times(MONDAY)


def test_a_stage_has_bells_of_its_own(week: SmallSchool) -> None:
    save(week, FIRST, LATER, stage="junior")
    assert times(TUESDAY) == {(1, "16:30"), (2, "17:20"), (2, "17:30")}


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([FIRST, ("第二节", "17:00", "18:00")], "bells_overlap"),
        ([FIRST, ("第二节", "17:20", "17:20")], "wrong_bells"),
        ([FIRST, ("", "17:20", "18:00")], "wrong_bells"),
        ([FIRST], "bell_in_use"),
        ([], "no_bells"),
        ([("第一节", "16:20", "17:10"), SECOND], "bell_rang"),
    ],
)
def test_bells_that_are_refused(week: SmallSchool, rows: list[Row], code: str) -> None:
    with pytest.raises(Refused, match=code):
        save(week, *rows)
    assert len(all_times()) == 2


@pytest.mark.parametrize("day", [MONDAY - timedelta(days=1), date(2027, 1, 16)])
def test_they_hold_from_a_day_of_the_term_to_come(school: SmallSchool, day: date) -> None:
    with pytest.raises(Refused, match="bells_day"):
        save(school, FIRST, LATER, day=day)


def test_a_period_without_lessons_may_go_and_one_may_come(week: SmallSchool) -> None:
    save(week, FIRST, SECOND, ("第三节", "18:10", "18:40"))
    save(week, FIRST, SECOND)
    with read() as db:
        assert slot_names(db, MONDAY).keys() == {1, 2}


def test_the_phones_packs_notice(week: SmallSchool) -> None:
    def mark(connection: Connection) -> str:
        return mark_of(connection)

    marks = []
    for work in (
        lambda db: None,
        lambda db: bells.save(
            db, office(week), Which(week.term), {1: ("头一节", *FIRST[1:]), 2: SECOND}, MONDAY + timedelta(days=3)
        ),
        lambda db: calendar.add(db, office(week), Days(date(2027, 1, 1), date(2027, 1, 3), "holiday")),
        lambda db: service.set_walks(db, office(week), {(1, 2): 8}),
    ):
        with write() as db:
            work(db)
        with engine().connect() as connection:
            marks.append(mark(connection))
    assert len(set(marks)) == len(marks)
