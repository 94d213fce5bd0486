"""What may be filed and what may still be changed."""

from datetime import timedelta

import pytest

from schoolapp.works.capture import rules
from schoolapp.works.rules import WorkState
from tests.factory import MONDAY


def test_a_work_is_made_before_it_is_filed() -> None:
    assert rules.is_possible_day(MONDAY, MONDAY)
    assert not rules.is_possible_day(MONDAY + timedelta(days=1), MONDAY)


@pytest.mark.parametrize(("values", "shared"), [([], None), ([3], 3), ([3, 3], 3), ([3, 4], None), ([3, None], None)])
def test_what_all_share(values: list[int | None], shared: int | None) -> None:
    assert rules.what_all_share(values) == shared


@pytest.mark.parametrize(
    ("state", "may_approve", "touches_picture", "code"),
    [
        (WorkState.WAITING, False, True, ""),
        (WorkState.RETURNED, False, True, ""),
        (WorkState.APPROVED, True, False, ""),
        (WorkState.APPROVED, False, False, "already_approved"),
        (WorkState.APPROVED, True, True, "already_approved"),
        (WorkState.TAKEN_DOWN, True, False, "taken_down"),
    ],
)
def test_what_was_read_before_it_was_shown_changes_only_through_who_may_approve(
    state: str, may_approve: bool, touches_picture: bool, code: str
) -> None:
    assert rules.why_not_change(state, may_approve=may_approve, touches_picture=touches_picture) == code


def test_only_what_was_sent_back_waits_again() -> None:
    assert [rules.state_after_change(state) for state in WorkState] == ["waiting", "approved", "waiting", "taken_down"]
