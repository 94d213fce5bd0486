"""What terms, bells, days and walking times must be like."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from schoolapp.programme.rules import Bell
from schoolapp.school.basics import rules
from schoolapp.school.basics.rules import Days, Period

MONDAY = date(2026, 11, 23)
BELLS = (Bell(1, "一", 990, 1030), Bell(2, "二", 1040, 1080))


@pytest.mark.parametrize(("text", "found"), [("16:30", 990), ("0:00", 0), ("23:59:00", 1439), (" 9:05 ", 545)])
def test_minutes(text: str, found: int) -> None:
    assert rules.minutes(text) == found


@pytest.mark.parametrize("text", ["", "24:00", "16.30", "16:60", "-1:00"])
def test_what_is_no_time(text: str) -> None:
    with pytest.raises(ValueError, match="no time"):
        rules.minutes(text)


def test_rows_left_empty_do_not_count() -> None:
    fields = {"bell1_name": "一", "bell1_starts": "16:30", "bell1_ends": "17:10", "bell2_name": " ", "bell9_name": "九"}
    rows = rules.bell_rows(fields, 4)
    assert rows == {1: ("一", "16:30", "17:10")}
    assert rules.read_periods(rows) == {1: Period("一", 990, 1030)}


@pytest.mark.parametrize("row", [("", "16:30", "17:10"), ("一", "", "17:10"), ("一", "17:10", "17:10")])
def test_a_period_needs_name_and_times(row: rules.Row) -> None:
    with pytest.raises(ValueError, match=r"no time|needs a name"):
        rules.read_periods({1: row})


def test_periods_may_touch_but_not_overlap() -> None:
    assert rules.is_in_order([(990, 1030), (1030, 1080)])
    assert not rules.is_in_order([(990, 1031), (1030, 1080)])


def test_an_overlap_is_found_on_its_weekday_and_from_its_day() -> None:
    assert rules.overlapping(BELLS, MONDAY) is None
    friday = Bell(1, "五", 990, 1045, weekday=5)
    assert rules.overlapping([*BELLS, friday], MONDAY) == ("primary", 5)
    junior = Bell(2, "二", 1020, 1080, stage="junior", valid_from=MONDAY + timedelta(days=30))
    assert rules.overlapping([*BELLS, junior], MONDAY) == ("junior", 1), "also one that begins later"


def test_a_period_that_lessons_use_keeps_a_bell() -> None:
    used = {(1, 1), (1, 2)}
    assert rules.without_bell(BELLS, BELLS[:1], MONDAY, used) == 2
    assert rules.without_bell(BELLS, BELLS[:1], MONDAY, {(1, 1)}) == 0
    assert rules.without_bell(BELLS, [BELLS[0], replace(BELLS[1], weekday=1)], MONDAY, used) == 0


def test_a_bell_moved_before_now_is_noticed() -> None:
    moved = [replace(BELLS[0], starts=980), BELLS[1]]
    assert rules.rung_already(BELLS, moved, MONDAY, 1, 985) == 1
    assert rules.rung_already(BELLS, moved, MONDAY, 1, 970) == 0
    assert rules.rung_already(BELLS, moved, MONDAY, 1, 995) == 0, "it had begun anyway and stands"


@pytest.mark.parametrize(("length", "fits"), [(0, False), (1, True), (365, True), (366, False)])
def test_how_long_a_term_lasts(length: int, fits: bool) -> None:
    assert rules.is_term(MONDAY, MONDAY + timedelta(days=length)) is fits


def test_terms_share_days() -> None:
    term = (MONDAY, MONDAY + timedelta(days=10))
    assert rules.share_days(term, (term[1], term[1] + timedelta(days=5)))
    assert not rules.share_days(term, (term[1] + timedelta(days=1), term[1] + timedelta(days=5)))
    assert rules.monday_of(MONDAY + timedelta(days=6)) == MONDAY


@pytest.mark.parametrize(
    ("days", "fits"),
    [
        (Days(MONDAY, MONDAY + timedelta(days=7), "holiday"), True),
        (Days(MONDAY, MONDAY - timedelta(days=1), "holiday"), False),
        (Days(MONDAY, MONDAY + timedelta(days=rules.MOST_DAYS), "holiday"), False),
        (Days(MONDAY, MONDAY, "party"), False),
        (Days(MONDAY, MONDAY, "follows_weekday", follows=5), True),
        (Days(MONDAY, MONDAY, "follows_weekday"), False),
        (Days(MONDAY, MONDAY + timedelta(days=1), "follows_weekday", follows=5), False),
        (Days(MONDAY, MONDAY, "early_dismissal", ends_at=960), True),
        (Days(MONDAY, MONDAY, "early_dismissal"), False),
    ],
)
def test_days_are_what_their_kind_asks_for(days: Days, fits: bool) -> None:
    assert rules.is_complete(days) is fits


def test_walking_times() -> None:
    assert [rules.is_walk(length) for length in (-1, 0, 30, 31)] == [False, True, True, False]
