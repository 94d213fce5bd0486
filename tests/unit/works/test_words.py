"""Purposes in words: one of the three choices wherever it is one."""

import pytest

from schoolapp.works import words
from schoolapp.works.rules import CHOICES, EVERYTHING, PURPOSES, Purpose


@pytest.mark.parametrize("choice", CHOICES)
def test_a_choice_is_called_by_its_name(choice: str) -> None:
    assert words.choice_of(CHOICES[choice]) == choice
    assert words.agreed_words(CHOICES[choice]) == words.CHOICE_WORDS[choice]


def test_single_switches_are_listed() -> None:
    assert words.choice_of(Purpose.CLASS | Purpose.OPEN_DAY) == ""
    assert words.agreed_words(Purpose.CLASS | Purpose.OPEN_DAY) == "Families of the class, Guests on the open day"


def test_every_purpose_has_its_word() -> None:
    assert set(words.PURPOSE_WORDS) == set(PURPOSES)
    assert set(words.CHOICE_WORDS) == set(CHOICES)


def test_who_will_see_it() -> None:
    assert words.seen_by_words(Purpose.NOBODY) == "Teachers and the child's own family"
    assert words.seen_by_words(Purpose.CLASS | Purpose.SCHOOL) == "All families and teachers"
    assert words.seen_by_words(EVERYTHING) == "Everybody, in public"
    with_guests = Purpose.CLASS | Purpose.SCHOOL | Purpose.OPEN_DAY
    assert words.seen_by_words(with_guests) == "All families and teachers, Guests on the open day"
