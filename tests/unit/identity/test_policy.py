"""The policy: the product's table row by row, and what holds for every viewer there can be."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from schoolapp.identity.policy import VISITOR, Action, Role, Target, Viewer, may

STAFF_ROLES = (Role.TEACHER, Role.HOMEROOM, Role.LEADER, Role.OFFICE)
IDS = st.integers(1, 5)
ID_SETS = st.frozensets(IDS, max_size=3)

VIEWERS = st.builds(
    Viewer,
    account_id=IDS,
    staff_id=st.none() | IDS,
    guardian_id=st.none() | IDS,
    roles=st.frozensets(st.sampled_from(list(Role)), max_size=5),
    homeroom_ids=ID_SETS,
    section_ids=ID_SETS,
    student_ids=ID_SETS,
)
TARGETS = st.none() | st.builds(
    Target,
    student_id=st.none() | IDS,
    homeroom_id=st.none() | IDS,
    section_id=st.none() | IDS,
    section_ids=ID_SETS,
    staff_ids=ID_SETS,
)
ACTIONS = st.sampled_from(list(Action))


def viewer(role: Role, **own: frozenset[int]) -> Viewer:
    """A person with one role; staff are teachers besides."""
    roles = frozenset({role}) if role is Role.GUARDIAN else frozenset({role, Role.TEACHER})
    return Viewer(account_id=1, staff_id=None if role is Role.GUARDIAN else 1, roles=roles, **own)


TABLE = {
    Action.SIGNED_IN: set(Role),
    Action.SEE_OWN_CHILD: {Role.GUARDIAN},
    Action.TAKE_ROLL: set(STAFF_ROLES),
    Action.KEEP_CHILD: set(STAFF_ROLES),
    Action.SEE_TODAY: set(STAFF_ROLES),
    Action.SEE_BOARD: set(STAFF_ROLES),
    Action.SEE_WHOLE_BOARD: {Role.LEADER, Role.OFFICE},
    Action.MARK_FOUND: set(STAFF_ROLES),
    Action.SEE_CHILD: set(STAFF_ROLES),
    Action.SEE_CONTACTS: {Role.HOMEROOM, Role.LEADER, Role.OFFICE},
    Action.SEE_ATTENDANCE: set(STAFF_ROLES),
    Action.PRINT_ROLLS: set(STAFF_ROLES),
    Action.ENTER_PAPER_ROLL: {Role.OFFICE},
    Action.MANAGE_PEOPLE: {Role.OFFICE},
    Action.MANAGE_PLAN: {Role.OFFICE},
    Action.MANAGE_CARDS: {Role.OFFICE},
    Action.IMPORT: {Role.OFFICE},
    Action.EXPORT: {Role.OFFICE},
    Action.MANAGE_SETTINGS: {Role.OFFICE},
    Action.SEE_AUDIT: {Role.OFFICE},
    Action.SEE_PUBLIC: set(Role),
    Action.SEE_GALLERY: set(STAFF_ROLES),
    Action.SHARE_WORK: set(STAFF_ROLES),
    Action.SPEAK_FOR_CHILD: {Role.GUARDIAN},
    Action.SEE_WORKS: set(STAFF_ROLES),
    Action.ADD_WORK: set(STAFF_ROLES),
    Action.APPROVE_WORK: set(STAFF_ROLES),
    Action.SEE_CONSENTS: set(STAFF_ROLES),
    Action.INVITE_FAMILY: {Role.HOMEROOM, Role.OFFICE},
    Action.ENTER_CONSENT: {Role.OFFICE},
    Action.MANAGE_FAMILIES: {Role.OFFICE},
}
"""A guardian here has no confirmed child yet."""
FOR_FAMILIES = (Action.SEE_OWN_CHILD, Action.SPEAK_FOR_CHILD, Action.SEE_GALLERY, Action.SHARE_WORK)
OPEN_TO_ALL = (Action.SIGNED_IN, Action.SEE_PUBLIC)


def test_the_table_is_complete() -> None:
    assert set(TABLE) == set(Action)


@pytest.mark.parametrize("action", list(Action))
def test_who_may_at_all(action: Action) -> None:
    assert {role for role in Role if may(viewer(role), action)} == TABLE[action]


OWN_ONLY = (
    Action.TAKE_ROLL,
    Action.MARK_FOUND,
    Action.SEE_CHILD,
    Action.SEE_ATTENDANCE,
    Action.PRINT_ROLLS,
    Action.SEE_WORKS,
    Action.ADD_WORK,
    Action.APPROVE_WORK,
    Action.SEE_CONSENTS,
)


@pytest.mark.parametrize("action", OWN_ONLY)
def test_teachers_reach_their_own_only(action: Action) -> None:
    teacher = viewer(Role.TEACHER, section_ids=frozenset({7}))
    homeroom = viewer(Role.HOMEROOM, homeroom_ids=frozenset({3}))
    assert may(teacher, action, Target(section_id=7))
    assert may(teacher, action, Target(section_ids=frozenset({7, 8})))
    assert may(teacher, action, Target(section_id=9, staff_ids=frozenset({1}))), "a substitute takes the roll"
    assert not may(teacher, action, Target(section_id=9, homeroom_id=3))
    assert may(homeroom, action, Target(homeroom_id=3, section_id=9))
    assert not may(homeroom, action, Target(homeroom_id=4))
    assert not may(teacher, action, Target())
    for role in (Role.LEADER, Role.OFFICE):
        assert may(viewer(role), action, Target(section_id=9))


def test_a_guardian_sees_the_own_child_only() -> None:
    guardian = viewer(Role.GUARDIAN, student_ids=frozenset({5}))
    assert may(guardian, Action.SEE_OWN_CHILD, Target(student_id=5))
    assert not may(guardian, Action.SEE_OWN_CHILD, Target(student_id=6))
    assert not may(guardian, Action.SEE_CHILD, Target(student_id=5))
    assert may(guardian, Action.SPEAK_FOR_CHILD, Target(student_id=5))
    assert not may(guardian, Action.SPEAK_FOR_CHILD, Target(student_id=6))


def test_the_gallery_opens_with_the_first_confirmed_child() -> None:
    assert not may(viewer(Role.GUARDIAN), Action.SEE_GALLERY)
    assert may(viewer(Role.GUARDIAN, student_ids=frozenset({5})), Action.SEE_GALLERY)


def test_families_are_invited_by_their_own_homeroom_teacher() -> None:
    homeroom = viewer(Role.HOMEROOM, homeroom_ids=frozenset({3}))
    assert may(homeroom, Action.INVITE_FAMILY, Target(homeroom_id=3))
    assert not may(homeroom, Action.INVITE_FAMILY, Target(homeroom_id=4))


def test_numbers_are_seen_by_who_looks_for_the_child() -> None:
    teacher = viewer(Role.TEACHER, section_ids=frozenset({7}))
    homeroom = viewer(Role.HOMEROOM, homeroom_ids=frozenset({3}), section_ids=frozenset({7}))
    child = Target(student_id=5, homeroom_id=3, section_ids=frozenset({7}), staff_ids=frozenset({1}))
    of_another = replace(child, homeroom_id=4)
    seen = {
        who.roles - {Role.TEACHER}: [may(who, Action.SEE_CONTACTS, one) for one in (child, of_another)]
        for who in (teacher, homeroom, viewer(Role.LEADER), viewer(Role.OFFICE), viewer(Role.GUARDIAN))
    }
    assert seen == {
        frozenset(): [False, False],
        frozenset({Role.HOMEROOM}): [True, False],
        frozenset({Role.LEADER}): [True, True],
        frozenset({Role.OFFICE}): [True, True],
        frozenset({Role.GUARDIAN}): [False, False],
    }


@given(ACTIONS, TARGETS)
def test_a_visitor_sees_what_is_public_and_nothing_else(action: Action, target: Target | None) -> None:
    assert may(VISITOR, action, target) == (action is Action.SEE_PUBLIC)


@given(VIEWERS, ACTIONS, TARGETS)
def test_before_the_password_is_changed_nothing_else_opens(who: Viewer, action: Action, target: Target | None) -> None:
    assert may(replace(who, must_change_password=True), action, target) == (action in OPEN_TO_ALL)


@given(VIEWERS, ACTIONS, TARGETS)
def test_what_may_be_done_to_one_may_be_done_at_all(who: Viewer, action: Action, target: Target | None) -> None:
    if may(who, action, target):
        assert may(who, action)


@given(VIEWERS, ACTIONS, TARGETS, st.sampled_from([Role.TEACHER, Role.HOMEROOM, Role.LEADER]))
def test_a_further_role_takes_nothing_away(who: Viewer, action: Action, target: Target | None, more: Role) -> None:
    if may(who, action, target):
        assert may(replace(who, roles=who.roles | {more}), action, target)


@given(VIEWERS, ACTIONS, TARGETS, IDS)
def test_a_further_own_group_takes_nothing_away(who: Viewer, action: Action, target: Target | None, more: int) -> None:
    if may(who, action, target):
        wider = replace(who, section_ids=who.section_ids | {more}, homeroom_ids=who.homeroom_ids | {more})
        assert may(wider, action, target)


@given(VIEWERS, ACTIONS, TARGETS)
def test_only_the_office_does_the_offices_work(who: Viewer, action: Action, target: Target | None) -> None:
    assume(TABLE[action] == {Role.OFFICE})
    assert may(who, action, target) == (Role.OFFICE in who.roles)


@given(VIEWERS, ACTIONS, TARGETS)
def test_without_a_staff_role_no_other_child_is_reached(who: Viewer, action: Action, target: Target | None) -> None:
    plain = replace(who, roles=who.roles & {Role.GUARDIAN})
    if may(plain, action, target):
        assert action in (*OPEN_TO_ALL, *FOR_FAMILIES)
        if action is Action.SEE_OWN_CHILD and target is not None:
            assert target.student_id in plain.student_ids
