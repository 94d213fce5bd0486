"""The demo's time: always an afternoon, never backwards, the same after a restart."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schoolapp import clock
from schoolapp.demo import clock as demo_clock
from schoolapp.demo.clock import PAUSE, Anchor, resumed, school_time
from schoolapp.demo.days import is_school_day, school_day_after, school_day_from, school_days_before
from schoolapp.settings import settings

ZONE = ZoneInfo("Asia/Shanghai")
NIGHT = datetime(2026, 11, 23, 19, 0, tzinfo=UTC)
MONDAY = date(2026, 11, 23)
START = Anchor(NIGHT, datetime(2026, 11, 23, 16, 28, tzinfo=ZONE), NIGHT)


def wall(anchor: Anchor, **later: float) -> str:
    return school_time(anchor, NIGHT + timedelta(**later), ZONE).strftime("%m-%d %H:%M")


def test_it_flows_and_goes_on_at_the_next_school_day() -> None:
    assert wall(START) == "11-23 16:28"
    assert wall(START, minutes=101) == "11-23 18:09"
    assert wall(START, minutes=102) == "11-24 16:20"
    assert wall(START, minutes=102 + 110 * 3) == "11-27 16:20"
    assert wall(START, minutes=102 + 110 * 4) == "11-30 16:20", "after Friday comes Monday"


@given(st.lists(st.integers(0, 10**7), min_size=2, max_size=8))
def test_it_never_goes_back_and_is_always_an_afternoon(seconds: list[int]) -> None:
    times = [school_time(START, NIGHT + timedelta(seconds=second), ZONE) for second in sorted(seconds)]
    assert times == sorted(times)
    assert all("16:20" <= time.strftime("%H:%M") <= "18:10" and is_school_day(time.date()) for time in times)


def test_a_short_restart_is_not_noticed() -> None:
    assert resumed(START, NIGHT + PAUSE, ZONE) == START


def test_while_the_server_is_off_it_stands_still() -> None:
    later = NIGHT + timedelta(hours=5)
    seen = Anchor(START.real, START.school, NIGHT + timedelta(minutes=20))
    again = resumed(seen, later, ZONE)
    assert school_time(again, later, ZONE).strftime("%d %H:%M") == "24 16:28", "the calendar has overtaken it"
    ahead = Anchor(START.real, START.school, NIGHT + timedelta(minutes=400))
    stood = resumed(ahead, later + timedelta(hours=5), ZONE)
    assert school_time(stood, later + timedelta(hours=5), ZONE) == school_time(ahead, ahead.seen, ZONE)


def test_after_days_it_jumps_to_the_real_day() -> None:
    later = NIGHT + timedelta(days=5)
    assert school_time(resumed(START, later, ZONE), later, ZONE).strftime("%m-%d %H:%M") == "11-27 16:28"


def test_all_workers_have_the_same_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    monkeypatch.setenv("SCHOOLAPP_DATA", str(tmp_path))
    settings.cache_clear()
    request.addfinalizer(settings.cache_clear)
    request.addfinalizer(lambda: clock.use_source(None))
    assert not demo_clock.start(), "nothing was prepared: the school's time is the system's"
    demo_clock.prepare(MONDAY)
    monkeypatch.setattr(clock, "real_now", lambda: NIGHT)
    assert demo_clock.start()
    first = clock.now()
    monkeypatch.setattr(clock, "real_now", lambda: NIGHT + timedelta(minutes=5))
    demo_clock.start()
    assert clock.now() - first == timedelta(minutes=5)


def test_school_days() -> None:
    assert school_day_from(date(2026, 11, 29)) == date(2026, 11, 27)
    assert school_day_after(MONDAY, 5) == date(2026, 11, 30)
    assert school_day_after(date(2026, 11, 28)) == date(2026, 11, 30)
    assert school_days_before(MONDAY, 2) == [date(2026, 11, 19), date(2026, 11, 20)]


def test_a_login_was_used_as_long_ago_on_the_demo_clock_as_in_truth(request: pytest.FixtureRequest) -> None:
    request.addfinalizer(lambda: clock.use_source(None))
    clock.use_source(lambda real: real - timedelta(days=30, hours=4))
    used = clock.real_now() - timedelta(minutes=7)
    assert abs(clock.now() - clock.in_school_time(used) - timedelta(minutes=7)) < timedelta(seconds=1)
