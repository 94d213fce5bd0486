"""Which decision may follow which, and what a history of decisions means."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schoolapp.works.approval.rules import (
    NEW,
    UNDO_WITHIN,
    Standing,
    Step,
    leads_to,
    may_undo,
    reason_of,
    stamp,
    standing_after,
    why_not,
)
from schoolapp.works.rules import WorkState

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
STEPS = [step for step in Step if step is not Step.UNDO]
ALLOWED = {
    WorkState.WAITING: {Step.APPROVE, Step.RETURN, Step.TAKE_DOWN},
    WorkState.APPROVED: {Step.APPROVE, Step.RETURN, Step.TAKE_DOWN},
    WorkState.RETURNED: {Step.APPROVE, Step.TAKE_DOWN, Step.HAND_IN},
    WorkState.TAKEN_DOWN: set(),
}


@pytest.mark.parametrize("state", WorkState)
@pytest.mark.parametrize("step", STEPS)
def test_what_may_follow(state: WorkState, step: Step) -> None:
    assert (why_not(step, Standing(state, 1), purposes=2) == "") == (step in ALLOWED[state])


def test_what_was_taken_down_comes_back_only_when_asked_for() -> None:
    down = Standing(WorkState.TAKEN_DOWN)
    assert why_not(Step.APPROVE, down, purposes=2) == "taken_down"
    assert why_not(Step.APPROVE, down, purposes=2, is_again=True) == ""


def test_the_same_approval_twice_says_so() -> None:
    assert why_not(Step.APPROVE, Standing(WorkState.APPROVED, 3), purposes=3) == "already"
    assert why_not(Step.APPROVE, Standing(WorkState.WAITING, 0), purposes=0) == ""


def test_a_work_of_nobody_is_not_approved() -> None:
    assert why_not(Step.APPROVE, NEW, purposes=3, has_children=False) == "no_child"


def _history(*steps: Step | tuple[Step, int]) -> list[tuple[str, int, datetime]]:
    pairs = [step if isinstance(step, tuple) else (step, 0) for step in steps]
    return [(kind, purposes, NOON + timedelta(hours=hour)) for hour, (kind, purposes) in enumerate(pairs)]


def test_an_undo_takes_away_the_step_before_it() -> None:
    history = _history((Step.APPROVE, 3), Step.TAKE_DOWN, Step.UNDO)
    assert standing_after(history) == Standing(WorkState.APPROVED, 3, NOON)
    assert standing_after([*history, *_history(Step.UNDO)]) == NEW


def test_other_purposes_do_not_make_it_new() -> None:
    assert standing_after(_history((Step.APPROVE, 3), (Step.APPROVE, 15))) == Standing(WorkState.APPROVED, 15, NOON)


def test_approved_again_after_a_return_is_new() -> None:
    after = standing_after(_history((Step.APPROVE, 3), Step.RETURN, (Step.APPROVE, 3)))
    assert after == Standing(WorkState.APPROVED, 3, NOON + timedelta(hours=2))


@given(st.lists(st.sampled_from(STEPS), min_size=1, max_size=6), st.sampled_from(STEPS))
def test_done_and_undone_is_as_before(steps: list[Step], one_more: Step) -> None:
    history = _history(*steps)
    assert standing_after([*history, *_history(one_more, Step.UNDO)]) == standing_after(history)
    assert standing_after(history).state is leads_to(steps[-1])


@pytest.mark.parametrize(
    ("change", "is_allowed"),
    [
        ({}, True),
        ({"is_newest": False}, False),
        ({"is_own": False}, False),
        ({"now": NOON + UNDO_WITHIN + timedelta(seconds=1)}, False),
    ],
)
def test_one_takes_back_ones_own_newest_decision(change: dict[str, object], is_allowed: bool) -> None:
    facts = {"is_newest": True, "is_own": True, "made_at": NOON, "now": NOON + UNDO_WITHIN} | change
    assert may_undo(Step.APPROVE, **facts) is is_allowed  # type: ignore[arg-type]
    assert not may_undo(Step.UNDO, **facts)  # type: ignore[arg-type]


def test_the_stamp_knows_what_was_looked_at() -> None:
    said = ("work", ("山", "", "稳"))
    stamps = {
        stamp(1, "a", [1, 2], *said),
        stamp(2, "a", [1, 2], *said),
        stamp(1, "b", [1, 2], *said),
        stamp(1, "a", [1], *said),
        stamp(1, "a", [1, 2], "people", said[1]),
        stamp(1, "a", [1, 2], "work", ("山", "稳", "")),
    }
    assert len(stamps) == 6
    assert stamp(1, "a", [2, 1], *said) == stamp(1, "a", [1, 2], *said)


def test_a_reason_is_one_line() -> None:
    assert reason_of("  not \n sharp \x00 ") == "not sharp"
    assert reason_of("\u202e\u200b\x07") == "", "what nobody can see is no reason"
    assert len(reason_of("x" * 999)) == 200
