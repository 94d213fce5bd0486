"""What the board asks a person about a child, and that it can be answered where it is asked."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from schoolapp.checkin.board.child import ChildDay, child_day
from tests.api.checkin.test_events import another_card
from tests.factory import SALT, SmallSchool
from tests.unit.checkin.boards import look, record, scan, viewer


@pytest.fixture
def child(school: SmallSchool, freeze: Callable[[str], None]) -> int:
    freeze("2026-11-23T16:40")
    return school.students["third"][0]


def opened(school: SmallSchool, child: int) -> ChildDay:
    return child_day(viewer(school, "leader"), child, "", 1)


def asked_about(school: SmallSchool) -> list[int]:
    return [one.id for one in look(school, "leader").attention if one.is_conflict]


def hold_up_two_cards(school: SmallSchool, child: int) -> None:
    session = school.sessions["calligraphy"]
    scan(school, "teacher", "calligraphy", child, "16:31")
    record(school, "teacher", "scan", "16:33", session_id=session, code=another_card(child, SALT))


def test_two_cards_are_asked_about_until_somebody_has_seen_the_child(school: SmallSchool, child: int) -> None:
    hold_up_two_cards(school, child)
    assert asked_about(school) == [child]
    assert opened(school, child).doubt.startswith("Two cards")
    found = record(school, "leader", "found", "16:38", student_id=child, note="301")
    assert (asked_about(school), opened(school, child).doubt) == ([], "")
    record(school, "leader", "undo", "16:39", student_id=child, target_id=found["id"])
    assert asked_about(school) == [child], "taken back: the question stands again"


def test_what_was_said_before_the_second_card_answers_nothing(school: SmallSchool, child: int) -> None:
    record(school, "leader", "found", "16:30", student_id=child, note="301")
    hold_up_two_cards(school, child)
    assert asked_about(school) == [child]


def test_who_may_not_find_a_child_answers_nothing(school: SmallSchool, child: int) -> None:
    hold_up_two_cards(school, child)
    refused = record(school, "coach", "found", "16:38", student_id=child, note="301")
    assert refused["verdict"] == "not_allowed"
    assert asked_about(school) == [child]


def test_two_rooms_are_offered_as_the_answer(school: SmallSchool, child: int) -> None:
    scan(school, "teacher", "calligraphy", child, "16:31")
    scan(school, "other", "chess", child, "16:33")
    day = opened(school, child)
    assert day.doubt.startswith("Two rooms")
    assert (day.may_find, len(day.seen_in)) == (True, 2)
    record(school, "leader", "found", "16:38", student_id=child, note=day.seen_in[0])
    assert (opened(school, child).doubt, opened(school, child).seen_in, asked_about(school)) == ("", [], [])


def test_a_calm_child_asks_nothing(school: SmallSchool, child: int) -> None:
    scan(school, "teacher", "calligraphy", child, "16:31")
    assert (opened(school, child).doubt, opened(school, child).seen_in) == ("", [])
