"""What a choice adds to the history."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schoolapp.works.consent.rules import CaretakerMayNotGiveError, words_to_add
from schoolapp.works.rules import PURPOSES

MASKS = st.integers(0, 15)
NEWEST = st.dictionaries(st.sampled_from(PURPOSES), st.booleans())


@given(MASKS, NEWEST, MASKS)
def test_a_legal_guardian_then_says_exactly_that(wanted: int, newest: dict[int, bool], agreed: int) -> None:
    words = words_to_add(wanted, newest, agreed, is_legal=True)
    after = newest | dict(words)
    assert {p: after[p] for p in PURPOSES} == {p: bool(p & wanted) for p in PURPOSES}
    assert words_to_add(wanted, after, agreed, is_legal=True) == [], "said twice adds nothing"


@given(MASKS, NEWEST, MASKS)
def test_a_caretaker_never_gives(wanted: int, newest: dict[int, bool], agreed: int) -> None:
    if wanted & ~agreed:
        with pytest.raises(CaretakerMayNotGiveError):
            words_to_add(wanted, newest, agreed, is_legal=False)
        return
    words = words_to_add(wanted, newest, agreed, is_legal=False)
    assert all(not is_given for _, is_given in words)
    assert {p for p, _ in words} == {p for p in PURPOSES if p & agreed and not p & wanted}
