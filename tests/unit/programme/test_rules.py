"""Which plan runs on a day, which bell rings, what is on now."""

from datetime import UTC, date, datetime, timedelta

import pytest

from schoolapp.programme.rules import Bell, Special, bell_for, clashes, current, plan_weekday, takes_place, week_of_term

MONDAY = date(2026, 11, 23)
SATURDAY = date(2026, 10, 10)


@pytest.mark.parametrize(
    ("day", "special", "weekday"),
    [
        (MONDAY, None, 1),
        (SATURDAY, None, 6),
        (SATURDAY, Special("follows_weekday", 4), 4),
        (MONDAY, Special("holiday"), None),
        (MONDAY, Special("exam"), None),
        (MONDAY, Special("half_day"), None),
        (MONDAY, Special("half_day", ends_at_minutes=1030), 1),
        (MONDAY, Special("normal"), 1),
    ],
)
def test_which_weekdays_plan_runs(day: date, special: Special | None, weekday: int | None) -> None:
    assert plan_weekday(day, special) == weekday


def test_nothing_takes_place_after_the_school_closed() -> None:
    early = Special("early_dismissal", ends_at_minutes=1030)
    assert takes_place(Bell(1, "1", 990, 1030), early)
    assert not takes_place(Bell(2, "2", 1040, 1080), early)


def test_the_most_particular_bell_wins() -> None:
    every = Bell(1, "any", 990, 1030)
    junior = Bell(1, "junior", 1000, 1040, stage="junior")
    friday = Bell(1, "junior friday", 960, 1000, stage="junior", weekday=5)
    summer = Bell(1, "summer", 1020, 1060, valid_from=date(2027, 5, 1))
    bells = [friday, every, junior, summer]
    assert bell_for(bells, MONDAY, 1, 1, "primary") is every
    assert bell_for(bells, MONDAY, 1, 1, "junior") is junior
    assert bell_for(bells, MONDAY, 5, 1, "junior") is friday
    assert bell_for(bells, date(2027, 5, 3), 1, 1, "primary") is summer
    assert bell_for(bells, MONDAY, 1, 2, "primary") is None


def test_meeting_end_to_end_is_no_clash() -> None:
    assert clashes((990, 1030), (1029, 1040))
    assert not clashes((990, 1030), (1030, 1070))
    assert clashes((990, 1080), (1000, 1010))


def test_now_is_what_is_on_then_what_begins_soon() -> None:
    start = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)

    def minutes(value: int) -> datetime:
        return start + timedelta(minutes=value)

    spans = [(minutes(50), minutes(90)), (minutes(0), minutes(40))]
    assert current(spans, minutes(-21)) is None
    assert current(spans, minutes(-20)) == 1
    assert current(spans, minutes(39)) == 1
    assert current(spans, minutes(40)) == 0
    assert current(spans, minutes(90)) is None
    assert current([], minutes(0)) is None


def test_weeks_are_counted_from_the_terms_first_monday() -> None:
    assert week_of_term(date(2026, 9, 7), date(2026, 9, 7)) == 1
    assert week_of_term(date(2026, 9, 13), date(2026, 9, 7)) == 1
    assert week_of_term(MONDAY, date(2026, 9, 7)) == 12
