"""What families are told: a word for every state of the board; names, relations and codes."""

from __future__ import annotations

from itertools import product

import pytest

from schoolapp.checkin.whereis.answers import State, Why
from schoolapp.checkin.whereis.facts import FactKind
from schoolapp.family.rules import (
    CALM,
    LONG_UNKNOWN,
    RELATIONS,
    Standing,
    Word,
    digits_of,
    given_name,
    is_number_shown,
    is_parent,
    is_same_person,
    relation_of,
    weakness_of,
    word_for,
)

MINUTE = 60_000
NOW = 100 * MINUTE


@pytest.mark.parametrize(
    ("state", "word"),
    [
        (State.EXPECTED, Word.BEFORE),
        (State.HERE, Word.IN_CLASS),
        (State.WALKING, Word.ON_THE_WAY),
        (State.ELSEWHERE, Word.AT_SCHOOL),
        (State.KEPT, Word.WITH_TEACHER),
        (State.ON_LEAVE, Word.ON_LEAVE),
        (State.MISSING, Word.CHECKING),
        (State.UNKNOWN, Word.CHECKING),
        (State.GONE_HOME, Word.GONE_HOME),
    ],
)
def test_every_state_has_its_word(state: State, word: Word) -> None:
    assert word_for(Standing(state), NOW) is word


def test_no_state_is_left_out() -> None:
    """Whatever the board may answer, the family reads one of the words."""
    for state, why, fact, conflict, called, over in product(
        State, Why, [None, *FactKind], (False, True), (False, True), (False, True)
    ):
        standing = Standing(state, why, NOW, fact, conflict, called, over)
        assert word_for(standing, NOW) in Word


def test_not_arrived_only_after_the_duty_leader_has_called() -> None:
    for state, why, fact, conflict, over in product(State, Why, [None, *FactKind], (False, True), (False, True)):
        assert word_for(Standing(state, why, 0, fact, conflict, False, over), NOW) is not Word.NOT_ARRIVED
    for why in Why:
        assert word_for(Standing(State.MISSING, why, is_called=True), NOW) is Word.NOT_ARRIVED
        assert word_for(Standing(State.MISSING, why), NOW) is Word.CHECKING


def test_a_call_says_nothing_about_a_child_that_was_found() -> None:
    for state in set(State) - {State.MISSING}:
        assert word_for(Standing(state, is_called=True), NOW) is word_for(Standing(state), NOW)


@pytest.mark.parametrize("why", [Why.NOT_BEGUN, Why.SILENT, Why.STILL])
def test_a_roll_is_being_taken_for_a_quarter_of_an_hour(why: Why) -> None:
    assert word_for(Standing(State.UNKNOWN, why, NOW - LONG_UNKNOWN + 1), NOW) is Word.ROLL
    assert word_for(Standing(State.UNKNOWN, why, NOW - LONG_UNKNOWN), NOW) is Word.CHECKING


def test_a_child_without_a_place_is_looked_into_at_once() -> None:
    assert word_for(Standing(State.UNKNOWN, Why.NO_PLACE, NOW), NOW) is Word.CHECKING


def test_a_roll_that_nobody_took_is_no_search_in_the_evening() -> None:
    assert word_for(Standing(State.UNKNOWN, Why.NOT_BEGUN, 0, is_over=True), NOW) is Word.NO_RECORD
    assert word_for(Standing(State.MISSING, Why.NAMED, 0, is_over=True), NOW) is Word.CHECKING


def test_who_was_seen_in_two_rooms_is_looked_into() -> None:
    for state in (State.HERE, State.ELSEWHERE):
        assert word_for(Standing(state, has_conflict=True), NOW) is Word.CHECKING


@pytest.mark.parametrize("fact", [FactKind.PASSING, FactKind.SENT])
def test_at_a_wrong_door_is_on_the_way(fact: FactKind) -> None:
    assert word_for(Standing(State.ELSEWHERE, fact=fact), NOW) is Word.ON_THE_WAY


def test_the_number_stands_beside_whatever_is_not_calm() -> None:
    assert {word for word in Word if is_number_shown(word)} == {
        Word.ROLL, Word.CHECKING, Word.NOT_ARRIVED, Word.NO_RECORD,
    }  # fmt: skip
    assert not any(is_number_shown(word) for word in CALM)


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("陈小禾", "小禾"),
        ("张伟", "伟"),
        ("欧阳小文", "小文"),
        ("欧阳", "阳"),
        ("阿依古丽·买买提江", "阿依古丽"),
        ("阿依古丽•买买提江", "阿依古丽"),
        ("Anna Berg", "Anna"),
        ("王", "王"),
        ("", ""),
    ],
)
def test_the_given_name_alone(name: str, given: str) -> None:
    assert given_name(name) == given


def test_relations_of_lists_are_those_of_the_tiles() -> None:
    assert relation_of("母亲") == "妈妈"
    assert relation_of("姥姥") == "外婆"
    assert relation_of("姑姑") == "姑姑"
    assert [relation for relation in RELATIONS if is_parent(relation)] == ["妈妈", "爸爸"]
    assert is_parent("父亲")
    assert not is_parent("奶奶")


def test_the_same_person_on_list_and_letter() -> None:
    assert is_same_person(("母亲", "李 红"), ("妈妈", "李红"))
    assert not is_same_person(("母亲", "李红"), ("爸爸", "李红"))
    assert not is_same_person(("母亲", "李红"), ("妈妈", "李霞"))
    assert not is_same_person(("母亲", ""), ("妈妈", ""))


@pytest.mark.parametrize(
    ("digits", "why"),
    [
        ("", "not_six"), ("12345", "not_six"), ("1234567", "not_six"), ("12345a", "not_six"),
        ("１２３４５６", "not_six"),
        ("123456", "too_simple"), ("654321", "too_simple"), ("000000", "too_simple"), ("890123", "too_simple"),
        ("121212", "too_simple"), ("123123", "too_simple"), ("112233", "too_simple"), ("010203", "too_simple"),
        ("200811", "birthday"), ("150623", "birthday"), ("310199", "birthday"),
        ("739154", ""), ("902847", ""), ("201399", ""),
    ],
)  # fmt: skip
def test_codes_that_are_guessed_first_are_refused(digits: str, why: str) -> None:
    if digits == "010203":  # a date as well; whichever is said first
        assert weakness_of(digits) in ("too_simple", "birthday")
    else:
        assert weakness_of(digits) == why


def test_digits_are_read_as_people_type_them() -> None:
    assert digits_of("７39 154") == "739154"
    assert digits_of("٣") == "3"
