"""Names, places in the list, months, kind words: the gallery's pure rules."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schoolapp.gallery import rules
from schoolapp.gallery.rules import Place
from schoolapp.works.rules import EVERYTHING, Purpose


@pytest.mark.parametrize(
    ("name", "given_"),
    [
        ("陈小禾", "小禾"),
        ("王伟", "伟"),
        ("欧阳雨", "雨"),
        ("欧阳小雨", "小雨"),
        ("阿依古丽·买买提", "阿依古丽"),
        ("禾", "禾"),
        ("John Smith", "John"),
        ("Anna", "Anna"),
        (" 李梅 ", "梅"),
        ("", ""),
    ],
)
def test_a_given_name(name: str, given_: str) -> None:
    assert rules.given_name(name) == given_


def test_the_schools_own_people_read_whole_names() -> None:
    assert rules.shown_names(["陈小禾"], "work", knows_school=True) == ["陈小禾"]
    assert rules.shown_names(["陈小禾"], "people", knows_school=True) == ["陈小禾"]


def test_visitors_read_given_names_and_none_beside_a_face() -> None:
    assert rules.shown_names(["陈小禾", "王伟"], "work", knows_school=False) == ["小禾", "伟"]
    assert rules.shown_names(["陈小禾"], "people", knows_school=False) == []


@given(st.text(min_size=3, max_size=4, alphabet="陈王李小禾苗雨桐"))
def test_visitors_never_read_a_surname(name: str) -> None:
    assert rules.shown_names([name], "work", knows_school=False) == [name[1:]]


@pytest.mark.parametrize("state", ["waiting", "returned", "taken_down"])
def test_only_what_is_shown_can_be_shared(state: str) -> None:
    assert not rules.is_public(state, int(EVERYTHING))


def test_only_what_everybody_may_see_can_be_shared() -> None:
    assert rules.is_public("approved", int(Purpose.PUBLIC))
    assert not rules.is_public("approved", int(Purpose.CLASS | Purpose.SCHOOL | Purpose.OPEN_DAY))


@given(st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1)), st.integers(1, 2**40))
def test_a_place_travels_unchanged(moment: datetime, work_id: int) -> None:
    place = Place(moment.replace(tzinfo=UTC), work_id)
    assert rules.place_of(rules.place_text(place)) == place


@pytest.mark.parametrize("text", ["x", "1", "-1", "1-", "a-1", "1-b", "-5-1", "9" * 39, "1" * 38 + "-1", "１-2 "])
def test_a_made_up_place_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=re.escape(text)):
        rules.place_of(text)


def test_the_beginning_has_no_place() -> None:
    assert rules.place_of("") is None


def test_a_month_reaches_to_the_next_one() -> None:
    assert rules.month_days("2026-12") == (date(2026, 12, 1), date(2027, 1, 1))
    assert rules.month_days("2026-02") == (date(2026, 2, 1), date(2026, 3, 1))
    assert rules.month_days("") is None
    with pytest.raises(ValueError, match="month"):
        rules.month_days("2026-13")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("真好看！", ""),
        ("x" * 140, ""),
        ("x" * 141, "words_long"),
        ("", "words_empty"),
        ("看 https://a.b", "words_link"),
        ("加我 13900000000", "words_link"),
        ("buy.example.com", "words_link"),
        ("三年级2班第1名", ""),
    ],
)
def test_kind_words(text: str, code: str) -> None:
    assert rules.words_refusal(text, today=0) == code


def test_nobody_fills_the_wall_with_words() -> None:
    assert rules.words_refusal("好", today=rules.WORDS_A_DAY) == "words_many"
    assert rules.words_refusal("好", today=rules.WORDS_A_DAY - 1) == ""


def test_words_are_kept_on_one_line() -> None:
    assert rules.clean_words("  好\n看\x00 ") == "好 看"
    assert rules.clean_words("真\u202e好\u2028看\u2066\u200b ☀") == "真好 看 ☀"
    assert rules.words_refusal(rules.clean_words("\u200b\u202e\u2060\U000e0041 "), today=0) == "words_empty"


def test_a_search_means_its_signs() -> None:
    assert rules.like_pattern("50%_\\") == "%50\\%\\_\\\\%"
