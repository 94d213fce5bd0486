"""Name, walking times and special days, as the office changes them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlmodel import select
from starlette.testclient import TestClient

from schoolapp.checkin.board import service as board_service
from schoolapp.checkin.board.day import DayBoard
from schoolapp.checkin.board.queries import walks
from schoolapp.checkin.day_queries import millis
from schoolapp.clock import now
from schoolapp.db import engine, read, write
from schoolapp.identity.policy import Role, Viewer
from schoolapp.models import AuditEntry, CalendarDay, School, Session, WalkTime
from schoolapp.programme import queries
from schoolapp.programme.service import keep_in_step
from schoolapp.refusals import Refused
from schoolapp.school.basics import calendar, service
from schoolapp.school.basics.rules import Days
from tests.checkin_events import event, send
from tests.factory import MONDAY, SmallSchool

pytestmark = pytest.mark.usefixtures("all_databases")
Freeze = Callable[[str], None]
TUESDAY, SATURDAY = MONDAY + timedelta(days=1), MONDAY + timedelta(days=5)


def office(school: SmallSchool) -> Viewer:
    return Viewer(account_id=school.accounts["office"], roles=frozenset({Role.TEACHER, Role.OFFICE}))


def lessons(day: date) -> set[tuple[int, int | None, int | None]]:
    with read() as db:
        return {
            (one.slot_number, one.section_id, one.homeroom_id)
            for one in db.exec(select(Session).where(Session.day == day))
        }


def add(school: SmallSchool, *days: Days) -> None:
    with write() as db:
        for each in days:
            calendar.add(db, office(school), each)


def told(action: str) -> list[AuditEntry]:
    with read() as db:
        return list(db.exec(select(AuditEntry).where(AuditEntry.action == action)).all())


@pytest.fixture
def week(school: SmallSchool) -> SmallSchool:
    """The small school with the sessions of the coming week."""
    with write() as db:
        keep_in_step(db, MONDAY)
    return school


def test_only_the_office_writes(school: SmallSchool) -> None:
    leader = Viewer(account_id=school.accounts["leader"], roles=frozenset({Role.LEADER}))
    for work in (
        lambda db: service.rename(db, leader, "别名", ""),
        lambda db: service.set_walks(db, leader, {(1, 2): 7}),
        lambda db: calendar.add(db, leader, Days(TUESDAY, TUESDAY, "holiday")),
    ):
        with pytest.raises(Refused, match="not_allowed"), write() as db:
            work(db)


def test_the_school_is_renamed_and_the_trail_keeps_no_name(school: SmallSchool) -> None:
    with write() as db:
        assert service.rename(db, office(school), "  青禾  镇学校 ", "")
    with write() as db:
        assert not service.rename(db, office(school), "青禾 镇学校", ""), "twice is harmless"
    with read() as db:
        kept = db.exec(select(School)).one()
    assert (kept.name, kept.short_name) == ("青禾 镇学校", "青禾 镇学校")
    assert [line.after for line in told("school.rename")] == [{"name": "…", "short_name": "…"}]
    with pytest.raises(Refused, match="empty_name"), write() as db:
        service.rename(db, office(school), " ", "")


def test_a_walking_time_counts_both_ways_and_moves_the_board(school: SmallSchool) -> None:
    before = board_service.version(None, 0)
    with write() as db:
        assert service.set_walks(db, office(school), {(1, 2): 9}) == 1
    assert board_service.version(None, 0) != before
    with engine().connect() as connection:
        assert walks(connection) == {(1, 2): 9 * 60_000, (2, 1): 9 * 60_000}
    with write() as db:
        assert service.set_walks(db, office(school), {(1, 2): 9}) == 0
        assert service.set_walks(db, office(school), {(1, 2): 0}) == 1
    with read() as db:
        assert [row.minutes for row in db.exec(select(WalkTime))] == [0, 0]
    assert [(line.before, line.after) for line in told("school.walk")] == [
        ({"minutes": 5}, {"minutes": 9}),
        ({"minutes": 9}, {"minutes": 0}),
    ]


@pytest.mark.parametrize("wanted", [{(1, 2): 31}, {(1, 2): -1}, {(1, 1): 5}, {(1, 99): 5}])
def test_a_walking_time_that_cannot_be(school: SmallSchool, wanted: dict[tuple[int, int], int]) -> None:
    with pytest.raises(Refused, match="wrong_walk"), write() as db:
        service.set_walks(db, office(school), wanted)


def test_a_holiday_takes_the_lessons_and_gives_them_back(week: SmallSchool) -> None:
    before = lessons(TUESDAY)
    assert before
    add(week, Days(TUESDAY, TUESDAY, "holiday", note="校庆"))
    assert lessons(TUESDAY) == set()
    with read() as db:
        term_day = queries.term_day(db, TUESDAY)
        row = db.exec(select(CalendarDay)).one()
    assert term_day is not None
    assert term_day.note == "校庆"
    with write() as db:
        assert calendar.add(db, office(week), Days(TUESDAY, TUESDAY, "holiday")) is None, "twice is harmless"
        calendar.remove(db, office(week), [row.id or 0])
    with write() as db:
        assert calendar.remove(db, office(week), [row.id or 0]) is None
    assert lessons(TUESDAY) == before
    assert [line.row_id for line in told("school.calendar_add")] == [TUESDAY.isoformat()]
    assert len(told("school.calendar_remove")) == 1


def test_the_board_is_empty_on_a_holiday(week: SmallSchool, freeze: Freeze) -> None:
    add(week, Days(TUESDAY, TUESDAY, "exam"))
    freeze("2026-11-24T16:40")
    board = DayBoard(TUESDAY)
    with engine().connect() as db:
        board.refresh(db, millis(now()))
    assert board.numbers == []


def test_what_had_begun_or_was_recorded_stays(
    week: SmallSchool, freeze: Freeze, client_as: Callable[[str], TestClient]
) -> None:
    send(client_as("other"), event(week, "other", "opened", session="chess"))
    add(week, Days(MONDAY, MONDAY, "holiday"))
    assert lessons(MONDAY) == {(1, week.sections["chess"], None)}
    with write() as db:
        calendar.remove(db, office(week), [db.exec(select(CalendarDay)).one().id or 0])
    everything = lessons(MONDAY)
    freeze("2026-11-23T16:35")
    add(week, Days(MONDAY, MONDAY, "holiday"))
    assert lessons(MONDAY) == {one for one in everything if one[0] == 1}, "the first period had begun"


def test_a_make_up_day_has_the_lessons_of_its_weekday(week: SmallSchool) -> None:
    assert lessons(SATURDAY) == set()
    add(week, Days(SATURDAY, SATURDAY, "follows_weekday", follows=1))
    assert lessons(SATURDAY) == lessons(MONDAY)


def test_an_early_end_takes_the_second_period(week: SmallSchool) -> None:
    add(week, Days(TUESDAY, TUESDAY, "early_dismissal", ends_at=17 * 60 + 10))
    assert {number for number, _section, _homeroom in lessons(TUESDAY)} == {1}


@pytest.mark.parametrize(
    ("days", "code"),
    [
        (Days(MONDAY - timedelta(days=3), MONDAY, "holiday"), "past_day"),
        (Days(date(2027, 1, 14), date(2027, 1, 18), "holiday"), "outside_term"),
        (Days(TUESDAY, TUESDAY, "follows_weekday"), "wrong_days"),
        (Days(TUESDAY, SATURDAY, "exam"), "day_taken"),
    ],
)
def test_days_that_are_refused(school: SmallSchool, days: Days, code: str) -> None:
    add(school, Days(SATURDAY, SATURDAY, "follows_weekday", follows=1))
    with pytest.raises(Refused, match=code), write() as db:
        calendar.add(db, office(school), days)
    with read() as db:
        assert len(db.exec(select(CalendarDay)).all()) == 1, "all of it or nothing"


def test_a_day_that_is_over_stays(school: SmallSchool, freeze: Freeze) -> None:
    add(school, Days(TUESDAY, TUESDAY, "holiday"))
    freeze("2026-11-25T08:00")
    with pytest.raises(Refused, match="past_day"), write() as db:
        calendar.remove(db, office(school), [db.exec(select(CalendarDay)).one().id or 0])
