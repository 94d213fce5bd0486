"""Consent and audience, without a database."""

from __future__ import annotations

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from schoolapp.works.rules import (
    CHOICES,
    EVERYTHING,
    Purpose,
    Said,
    WorkState,
    agreed,
    audience,
    is_agreed,
    may_say,
)

YES, NO = True, False


def said(*words: tuple[str, bool]) -> list[Said]:
    """Words in their order; a voice that begins with "grand" is a caretaker's."""
    return [Said(voice, given, not voice.startswith("grand"), order) for order, (voice, given) in enumerate(words)]


def test_silence_is_no() -> None:
    assert not is_agreed([])


def test_a_legal_guardian_gives_and_withdraws() -> None:
    assert is_agreed(said(("mother", YES)))
    assert not is_agreed(said(("mother", YES), ("mother", NO)))
    assert is_agreed(said(("mother", NO), ("mother", YES)))


def test_where_two_disagree_the_stricter_wins_whoever_spoke_last() -> None:
    assert not is_agreed(said(("mother", YES), ("father", NO)))
    assert not is_agreed(said(("father", NO), ("mother", YES)))


def test_a_caretaker_cannot_give_but_withdraws_until_a_parent_says_yes_again() -> None:
    assert not is_agreed(said(("grandmother", YES)))
    assert not is_agreed(said(("mother", YES), ("grandmother", NO)))
    assert is_agreed(said(("mother", YES), ("grandmother", NO), ("mother", YES)))


def test_who_may_say_what() -> None:
    assert may_say(is_legal=True, is_given=True)
    assert may_say(is_legal=False, is_given=False)
    assert not may_say(is_legal=False, is_given=True)


WORDS = st.lists(
    st.builds(tuple, st.tuples(st.sampled_from(["mother", "father", "grandmother"]), st.booleans())), max_size=4
)


@given(WORDS)
def test_the_order_of_reading_does_not_matter(words: list[tuple[str, bool]]) -> None:
    history = said(*words)
    assert len({is_agreed(read) for read in permutations(history)}) == 1


@given(WORDS, st.sampled_from(["mother", "father", "grandmother"]))
def test_a_withdrawal_works_whatever_was_said_before(words: list[tuple[str, bool]], voice: str) -> None:
    assert not is_agreed(said(*words, (voice, NO)))


def test_each_purpose_by_itself() -> None:
    history = [(Purpose.CLASS, word) for word in said(("mother", YES))]
    history += [(Purpose.PUBLIC, word) for word in said(("mother", YES), ("mother", NO))]
    assert agreed(history) == Purpose.CLASS


MASKS = st.integers(0, 15)


@given(st.sampled_from(list(WorkState)), MASKS, st.lists(MASKS, max_size=4))
def test_the_audience_is_what_all_allow(state: str, approved_for: int, consents: list[int]) -> None:
    allowed = audience(state, approved_for, consents)
    assert allowed & ~approved_for == 0
    assert all(allowed & ~consent == 0 for consent in consents)
    if state != WorkState.APPROVED or not consents:
        assert allowed == Purpose.NOBODY
    else:
        dropped = EVERYTHING & ~allowed
        assert all(not (approved_for & p and all(c & p for c in consents)) for p in Purpose if p & dropped)


def test_the_three_choices() -> None:
    assert CHOICES["teachers"] == Purpose.NOBODY
    assert CHOICES["school"] == Purpose.CLASS | Purpose.SCHOOL
    assert CHOICES["public"] == EVERYTHING
