"""The played teachers: the board moves, the visitor's own classes are left alone, nothing is recorded twice."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import Engine, func, select

from schoolapp import clock
from schoolapp.db import read, write
from schoolapp.demo.player import Player, first_day
from schoolapp.demo.seed import seed
from schoolapp.models import Account, CheckinEvent, Device, RollSubmission, Section, Session, SessionStudent, Staff

MONDAY = date(2026, 11, 23)


@pytest.fixture
def demo(all_databases: Engine, freeze: Callable[[str], None]) -> None:
    freeze("2026-11-23T16:28")
    with write() as db:
        seed(db, MONDAY)


def events_today(*where: object) -> int:
    start = clock.at_minutes(MONDAY, 0)
    query = select(func.count()).select_from(CheckinEvent).where(CheckinEvent.happened_at >= start, *where)  # type: ignore[arg-type]
    with read() as db:
        return db.scalar(query) or 0


def session_of(section: str, day: date = MONDAY) -> int:
    query = select(Session.id).join(Section, Section.id == Session.section_id)
    with read() as db:
        return db.scalars(query.where(Section.name == section, Session.day == day)).one() or 0


def test_an_afternoon(demo: None, freeze: Callable[[str], None]) -> None:
    with read() as db:
        assert first_day(db) == MONDAY
    player = Player()
    player.tick()
    freeze("2026-11-23T16:36")
    assert player.tick() > 500
    assert player.tick() == 0, "nothing twice"
    at_36 = events_today()

    again = Player()
    again.tick()
    assert events_today() == at_36, "another worker, or a restart, finds everything recorded"

    _the_visitors_class_is_untouched()
    _what_the_screens_show()
    _it_gives_way_to_a_visitor(player, freeze)
    _the_next_day(player, freeze)


def _the_visitors_class_is_untouched() -> None:
    assert events_today(CheckinEvent.session_id == session_of("书法一班")) == 0


def _what_the_screens_show() -> None:
    assert events_today(CheckinEvent.session_id == session_of("舞蹈一班")) == 0
    flute = session_of("笛子班")
    assert events_today(CheckinEvent.session_id == flute, CheckinEvent.kind == "scan") >= 5
    assert events_today(CheckinEvent.session_id == flute, CheckinEvent.kind == "submit") == 0
    assert events_today(CheckinEvent.alert == "two_rooms") == 1
    basketball = session_of("篮球二班")
    with read() as db:
        expected = set(db.scalars(select(SessionStudent.student_id).where(SessionStudent.session_id == basketball)))
        seen = set(db.scalars(select(CheckinEvent.student_id).where(CheckinEvent.session_id == basketball)))
        roll = db.scalars(select(RollSubmission).where(RollSubmission.session_id == basketball)).one()
        silent = db.scalars(
            select(Device.last_heard_at)
            .join(Account, Account.id == Device.account_id)
            .join(Staff, Staff.id == Account.staff_id)
            .where(Staff.name == "张鸣远")
        ).one()
    assert len(expected - seen) >= 1, "何子涵 is missing"
    assert roll.head_count < len(expected)
    assert clock.now() - silent > timedelta(minutes=2)
    assert silent > clock.at_minutes(MONDAY, 16 * 60 + 20), "it was heard with its last scan"


def _it_gives_way_to_a_visitor(player: Player, freeze: Callable[[str], None]) -> None:
    """A visitor who takes somebody's second class finds it untouched by the played teacher."""
    session = session_of("象棋提高班")
    with write() as db:
        at = clock.now()
        db.add(
            CheckinEvent(
                id="00000000-0000-7000-8000-000000000001",
                kind="opened",
                actor_id=1,
                device_id="a-visitor",
                session_id=session,
                happened_at=at,
                received_at=at,
            )
        )
    freeze("2026-11-23T17:40")
    player.tick()
    assert events_today(CheckinEvent.session_id == session) == 1


def _the_next_day(player: Player, freeze: Callable[[str], None]) -> None:
    freeze("2026-11-24T16:45")
    player.tick()
    with read() as db:
        late = db.scalars(select(Session.id).where(Session.day == MONDAY + timedelta(days=8))).first()
        today = db.scalar(
            select(func.count())
            .select_from(CheckinEvent)
            .where(CheckinEvent.happened_at >= clock.at_minutes(MONDAY + timedelta(days=1), 0))
        )
    assert late is not None, "the week ahead is there"
    assert today


def test_after_a_long_pause_the_days_between_have_rolls(demo: None, freeze: Callable[[str], None]) -> None:
    freeze("2026-12-14T16:30")
    Player().tick()
    with read() as db:
        for day in (date(2026, 12, 1), date(2026, 12, 11)):
            sessions = db.scalars(select(Session.id).where(Session.day == day)).all()
            rolls = db.scalars(select(RollSubmission.session_id).where(RollSubmission.session_id.in_(sessions))).all()
            assert len(sessions) > 60
            assert set(rolls) >= set(sessions) - {None}
