"""The rules of "where is everyone", one sentence a test. Minutes are after the bell; see `slots.py`."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from schoolapp.checkin.rules import Verdict
from schoolapp.checkin.whereis.answers import State, Why
from schoolapp.checkin.whereis.facts import FactKind, Slot
from schoolapp.checkin.whereis.slot import RollState, Standing, progress_of, roll_state
from tests.unit.checkin.slots import (
    BRUSH,
    CARE,
    CHESS,
    HOMEROOM,
    answer,
    change_child,
    change_log,
    change_meeting,
    child,
    entry,
    meeting,
    ms,
    slot,
    span,
)

OPENED = entry("opened", at=-1)


def test_before_the_bell_a_child_is_expected_then_walks() -> None:
    assert answer(slot(), 11, -6).state is State.EXPECTED
    assert answer(slot(), 11, -5).state is State.WALKING
    assert answer(slot(), 11, 4.9).state is State.WALKING


def test_a_child_who_stays_in_its_room_does_not_walk() -> None:
    assert {answer(slot(), 31, at).state for at in (-4, 0, 4.9)} == {State.EXPECTED}


def test_walking_takes_what_the_pair_of_buildings_takes() -> None:
    begun = slot(chess=(OPENED,), brush=(entry("opened"),))
    assert (answer(begun, 11, 4.9).state, answer(begun, 11, 5).state) == (State.WALKING, State.MISSING)
    assert (answer(begun, 21, 7.9).state, answer(begun, 21, 8).state) == (State.WALKING, State.MISSING)


def test_the_walk_begins_at_the_end_of_the_period_before() -> None:
    base = change_child(slot(), 11, left_at=ms(-10))
    assert (answer(base, 11, -11).state, answer(base, 11, -10).state) == (State.EXPECTED, State.WALKING)


def test_a_counted_child_is_here_since_its_scan() -> None:
    found = answer(slot(chess=(entry("scan", 11, 1),)), 11, 6)
    assert (found.state, found.since, found.session_id) == (State.HERE, ms(1), CHESS)


@pytest.mark.parametrize("verdict", [Verdict.ON_TIME, Verdict.LATE, Verdict.ALREADY_HERE, Verdict.ON_LEAVE])
def test_every_counting_verdict_says_here(verdict: Verdict) -> None:
    assert answer(slot(chess=(entry("scan", 11, 6, verdict=verdict),)), 11, 7).state is State.HERE


@pytest.mark.parametrize(
    "verdict",
    [Verdict.REVOKED_CARD, Verdict.UNKNOWN_CARD, Verdict.NOT_A_CARD, Verdict.SESSION_CLOSED, Verdict.INVALID],
)
def test_a_refused_scan_is_no_place(verdict: Verdict) -> None:
    assert answer(slot(chess=(OPENED, entry("scan", 11, 6, verdict=verdict))), 11, 7).state is State.MISSING


def test_a_roll_nobody_began_leaves_children_unknown() -> None:
    found = answer(slot(), 11, 30)
    assert (found.state, found.why, found.since) == (State.UNKNOWN, Why.NOT_BEGUN, ms(0))


def test_seats_that_are_open_and_not_confirmed_miss_nobody() -> None:
    found = answer(slot(care=(OPENED, entry("mark", 32, 2, choice="absent"))), 31, 30)
    assert (found.state, found.why, found.since) == (State.UNKNOWN, Why.UNCONFIRMED, ms(0))
    tapped = answer(slot(care=(OPENED, entry("mark", 32, 2, choice="absent"))), 32, 3)
    assert (tapped.state, tapped.why) == (State.MISSING, Why.NAMED), "whom the teacher taps is missing at once"


def test_a_refused_teacher_has_not_begun_the_roll() -> None:
    found = answer(slot(chess=(entry("opened", verdict=Verdict.NOT_ALLOWED),)), 11, 6)
    assert found.why is Why.NOT_BEGUN


def test_a_submitted_roll_names_the_missing_at_once() -> None:
    log = (entry("scan", 11, 1), entry("submit", at=2, number=1))
    found = answer(slot(chess=log), 12, 2)
    assert (found.state, found.why, found.since) == (State.MISSING, Why.NAMED, ms(0))


def test_a_child_tapped_absent_is_missing_until_it_comes() -> None:
    tapped = entry("mark", 11, 1, choice="absent")
    assert answer(slot(chess=(tapped,)), 11, 1).why is Why.NAMED
    assert answer(slot(chess=(tapped, entry("scan", 11, 3))), 11, 4).state is State.HERE


def test_a_late_arrival_after_submission_is_here() -> None:
    log = (entry("submit", at=2, number=1), entry("scan", 12, 9, verdict=Verdict.LATE))
    assert answer(slot(chess=log), 12, 10).state is State.HERE


def test_a_silent_phone_makes_unknown_not_missing() -> None:
    base = replace(slot(chess=(OPENED, entry("scan", 11, 1))), heard={CHESS: ms(3)})
    found = answer(base, 12, 5.1)
    assert (found.state, found.why, found.since) == (State.UNKNOWN, Why.SILENT, ms(3))
    assert answer(base, 11, 6).state is State.HERE
    assert answer(replace(base, heard={CHESS: ms(5)}), 12, 6).state is State.MISSING


def test_a_phone_may_fall_silent_after_it_submitted() -> None:
    base = replace(slot(chess=(OPENED, entry("submit", at=2, number=1))), heard={CHESS: ms(2)})
    assert answer(base, 12, 20).state is State.MISSING


def test_homework_care_taps_only_the_absent() -> None:
    log = (entry("mark", 32, 1, choice="absent"), entry("submit", at=2, number=1))
    assert answer(slot(care=log), 31, 3).state is State.HERE
    assert answer(slot(care=log), 32, 3).state is State.MISSING
    assert answer(slot(care=log[:1]), 31, 3).state is State.EXPECTED


def test_care_presumes_nobody_whom_another_teacher_keeps() -> None:
    base = change_child(slot(care=(entry("submit", at=2, number=1),)), 31, spans=(span(FactKind.KEEP, -5, 20),))
    assert answer(base, 31, 3).state is State.KEPT
    assert answer(base, 31, 21).state is State.WALKING


def test_in_a_double_period_the_head_count_carries_the_roll_over() -> None:
    first = (entry("mark", 32, -39, choice="absent"), entry("submit", at=-38, number=1))
    before = Standing(change_meeting(slot(care=first), CARE, starts_at=ms(-40), ends_at=ms(-10)), ms(-11))
    assert Standing(slot(), ms(6), before).answers[31].state is State.UNKNOWN
    counted = Standing(slot(care=(entry("submit", at=1, number=1),)), ms(2), before).answers
    assert (counted[31].state, counted[32].state) == (State.HERE, State.MISSING)


def test_a_first_roll_that_was_never_submitted_carries_nobody_over() -> None:
    """The second roll was taken in full then: the board may not call the whole class missing."""
    before = Standing(slot(care=(entry("opened", at=-39),)), ms(-11))
    second = (entry("mark", 32, 1, choice="absent"), entry("submit", at=2, number=1))
    full = Standing(slot(care=second), ms(3), before)
    assert (full.answers[31].state, full.answers[32].state) == (State.HERE, State.MISSING)
    late = (entry("mark", 31, -38, choice="absent"), entry("submit", at=-37, number=1))
    before.update(ms(4), {CARE: before.slot.logs[CARE] + late})
    full.update(ms(4))
    assert full.answers[31].state is State.MISSING, "the first roll came late, from a phone without a network"


def test_a_smaller_second_period_carries_the_first_roll_over() -> None:
    first = (entry("mark", 32, -39, choice="absent"), entry("submit", at=-38, number=1))
    base = slot(care=first)
    more = {**base.children, 33: child(33, CARE)}
    before = Standing(replace(base, children=more), ms(-11))
    now = Standing(slot(care=(entry("submit", at=1, number=1),)), ms(2), before)
    assert (now.answers[31].state, now.answers[32].state) == (State.HERE, State.MISSING)


def test_a_wrong_door_is_elsewhere_for_the_length_of_the_walk() -> None:
    log = (entry("scan", 11, 1, verdict=Verdict.WRONG_ROOM),)
    seen = answer(slot(brush=log), 11, 2)
    assert (seen.state, seen.session_id, seen.conflict) == (State.ELSEWHERE, BRUSH, ())
    lost = answer(slot(brush=log, chess=(OPENED,)), 11, 6)
    assert (lost.state, lost.session_id, lost.why) == (State.MISSING, BRUSH, Why.OVERDUE)


def test_kept_at_a_wrong_door_is_elsewhere() -> None:
    log = (entry("scan", 11, 1, verdict=Verdict.WRONG_ROOM, choice="keep"),)
    assert (answer(slot(brush=log), 11, 30).state, answer(slot(brush=log), 11, 30).session_id) == (
        State.ELSEWHERE,
        BRUSH,
    )


def test_a_child_sent_on_walks_even_while_its_own_roll_is_submitted() -> None:
    sent = entry("scan", 21, 10, verdict=Verdict.WRONG_ROOM, choice="send")
    base = slot(chess=(sent,), brush=(entry("submit", at=9, number=1),))
    assert answer(base, 21, 17.9).state is State.WALKING
    lost = answer(base, 21, 18)
    assert (lost.state, lost.why, lost.session_id) == (State.MISSING, Why.OVERDUE, CHESS)


def test_who_was_sent_on_to_a_roll_nobody_takes_is_unknown() -> None:
    sent = entry("scan", 21, 1, verdict=Verdict.WRONG_ROOM, choice="send")
    assert answer(slot(chess=(sent,)), 21, 20).why is Why.NOT_BEGUN


def test_two_rooms_keep_both_sightings() -> None:
    base = slot(chess=(entry("scan", 11, 1),), brush=(entry("scan", 11, 3, verdict=Verdict.WRONG_ROOM),))
    found = answer(base, 11, 4)
    assert [(one.session_id, one.at) for one in found.conflict] == [(CHESS, ms(1)), (BRUSH, ms(3))]


def test_a_wrong_door_and_then_the_right_one_is_no_conflict() -> None:
    base = slot(chess=(entry("scan", 11, 3),), brush=(entry("scan", 11, 1, verdict=Verdict.WRONG_ROOM),))
    assert (answer(base, 11, 4).state, answer(base, 11, 4).conflict) == (State.HERE, ())


def test_whoever_finds_the_child_settles_the_conflict() -> None:
    base = slot(
        chess=(entry("scan", 11, 1), entry("found", 11, 5, note="clinic")),
        brush=(entry("scan", 11, 3, verdict=Verdict.WRONG_ROOM),),
    )
    found = answer(base, 11, 6)
    assert (found.state, found.conflict, found.fact and found.fact.note) == (State.ELSEWHERE, (), "clinic")


def test_found_needs_no_session_and_can_be_home() -> None:
    assert answer(slot(loose=(entry("found", 11, 6, note="gate"),)), 11, 7).state is State.ELSEWHERE
    assert answer(slot(loose=(entry("found", 11, 6, choice="home"),)), 11, 7).state is State.GONE_HOME


def test_a_refused_finding_says_nothing() -> None:
    assert answer(slot(loose=(entry("found", 11, 6, verdict=Verdict.NOT_ALLOWED),)), 11, 7).state is State.UNKNOWN


def test_care_presumes_nobody_whom_no_list_names() -> None:
    base = slot(care=(entry("submit", at=2, number=2),))
    base = replace(base, children={**base.children, 41: child(41)})
    assert (answer(base, 41, 3).state, answer(base, 41, 3).why) == (State.UNKNOWN, Why.NO_PLACE)


def test_an_undone_finding_says_nothing() -> None:
    found = entry("found", 11, 6)
    base = slot(chess=(OPENED, found, entry("undo", 11, 7, target_id=found.id)))
    assert answer(base, 11, 8).state is State.MISSING


def test_an_undone_scan_is_no_presence() -> None:
    scan = entry("scan", 11, 1)
    base = slot(chess=(scan, entry("undo", 11, 2, target_id=scan.id)))
    assert answer(base, 11, 3).state is State.WALKING


def test_leave_holds_until_the_child_shows() -> None:
    base = change_child(slot(chess=(entry("submit", at=2, number=0),)), 11, spans=(span(FactKind.LEAVE, -60, 90),))
    assert answer(base, 11, 10).state is State.ON_LEAVE
    seen = replace(base, logs={CHESS: (*base.logs[CHESS], entry("scan", 11, 9, verdict=Verdict.ON_LEAVE))})
    assert answer(seen, 11, 10).state is State.HERE


def test_fetched_during_the_lesson_a_child_is_on_leave_from_then() -> None:
    base = change_child(slot(chess=(entry("scan", 11, 1),)), 11, spans=(span(FactKind.LEAVE, 20, 90),))
    assert [answer(base, 11, at).state for at in (19, 20)] == [State.HERE, State.ON_LEAVE]
    assert answer(base, 11, 19).changes_at == ms(20)


def test_a_leave_that_ends_early_makes_the_child_awaited() -> None:
    base = change_child(slot(chess=(OPENED,)), 11, spans=(span(FactKind.LEAVE, -60, 10),))
    assert [answer(base, 11, at).state for at in (9, 10, 15)] == [State.ON_LEAVE, State.WALKING, State.MISSING]


def test_a_keep_or_leave_from_before_the_slot_says_nothing() -> None:
    for kind in (FactKind.KEEP, FactKind.LEAVE):
        base = change_child(slot(chess=(OPENED,)), 11, left_at=ms(-10), spans=(span(kind, -50, -10),))
        assert answer(base, 11, 6).state is State.MISSING


def test_kept_until_the_time_named_then_on_the_way() -> None:
    base = change_child(slot(brush=(OPENED,)), 21, spans=(span(FactKind.KEEP, -8, 5),))
    assert [answer(base, 21, at).state for at in (4, 5, 13)] == [State.KEPT, State.WALKING, State.MISSING]


def test_a_cancelled_class_goes_back_to_homework_care() -> None:
    base = change_meeting(slot(care=(entry("submit", at=2, number=4),)), CHESS, is_cancelled=True)
    back = answer(base, 11, 6)
    assert (back.state, back.session_id, back.expected_in) == (State.HERE, CARE, CARE)


@pytest.mark.parametrize("off", [{"is_cancelled": True}, {"into_id": BRUSH}], ids=["cancelled", "merged"])
def test_a_class_that_ends_after_the_other_roll_was_submitted_sets_out_then(off: dict[str, Any]) -> None:
    """Nobody saw them in the new room: its submission of before presumes them no more than it misses them."""
    roll = (entry("scan", 21, 1), OPENED, entry("submit", at=2, number=4))
    base = change_meeting(slot(care=roll, brush=roll), CHESS, off_since=ms(5), **off)
    walk = 5 if "is_cancelled" in off else 8
    found = [answer(base, 11, at) for at in (5, 5 + walk)]
    assert [(one.state, one.since) for one in found] == [(State.WALKING, ms(5)), (State.MISSING, ms(5))]
    again = change_log(base, CARE if "is_cancelled" in off else BRUSH, (*roll, entry("submit", at=7, number=6)))
    assert answer(again, 11, 8).state is (State.HERE if "is_cancelled" in off else State.MISSING)


def test_at_the_door_of_a_cancelled_class_a_child_is_on_its_way_back() -> None:
    scan = entry("scan", 11, 1, verdict=Verdict.SESSION_CANCELLED)
    base = change_meeting(slot(chess=(scan,), care=(OPENED,)), CHESS, is_cancelled=True)
    assert [answer(base, 11, at).state for at in (2, 7)] == [State.WALKING, State.MISSING]


def test_cancelled_without_any_care_is_unknown_not_here() -> None:
    base = change_child(change_meeting(slot(), CHESS, is_cancelled=True), 11, homeroom_id=99)
    assert (answer(base, 11, 6).state, answer(base, 11, 6).why) == (State.UNKNOWN, Why.NO_PLACE)


def test_a_merged_class_is_expected_in_the_other_room() -> None:
    base = change_meeting(slot(brush=(entry("scan", 11, 2),)), CHESS, into_id=BRUSH)
    assert (answer(base, 11, 3).state, answer(base, 11, 3).session_id) == (State.HERE, BRUSH)


def test_the_last_bell_sends_home_only_who_was_counted() -> None:
    base = slot(chess=(entry("scan", 11, 1), entry("submit", at=2, number=1)))
    base = change_child(change_child(base, 11, is_last=True), 12, is_last=True)
    assert [answer(base, 11, at).state for at in (39.9, 40)] == [State.HERE, State.GONE_HOME]
    assert answer(base, 12, 60).state is State.MISSING
    assert answer(change_child(slot(), 11, is_last=True), 11, 60).state is State.UNKNOWN


def test_who_is_kept_after_the_last_bell_goes_home_later() -> None:
    base = change_child(slot(), 11, is_last=True, spans=(span(FactKind.KEEP, 1, 55),))
    assert [answer(base, 11, at).state for at in (41, 55)] == [State.KEPT, State.GONE_HOME]


def test_no_bell_makes_a_missing_child_walk() -> None:
    base = change_child(slot(), 11, left_at=ms(-10), lost_since=ms(-50))
    for at in (-9, 4, 30):
        assert (answer(base, 11, at).state, answer(base, 11, at).since) == (State.MISSING, ms(-50))
    assert answer(replace(base, logs={CHESS: (entry("scan", 11, 1),)}), 11, 2).state is State.HERE


def test_unknown_in_the_period_before_stays_unknown_until_its_roll() -> None:
    base = change_child(slot(chess=(OPENED,)), 11, left_at=ms(-10), unseen_since=ms(-50))
    assert (answer(base, 11, 0).state, answer(base, 11, 0).why) == (State.UNKNOWN, Why.STILL)
    assert answer(base, 11, 5).state is State.MISSING


def test_a_guest_is_shown_where_it_is() -> None:
    base = slot(chess=(entry("scan", 99, 1, verdict=Verdict.NOT_ENROLLED),))
    assert (answer(base, 99, 60).state, answer(base, 99, 60).session_id) == (State.ELSEWHERE, CHESS)


def test_a_child_without_any_place_is_unknown() -> None:
    base = slot()
    base = replace(base, children={**base.children, 41: child(41, homeroom_id=99)})
    assert (answer(base, 41, 1).why, answer(base, 41, 1).since) == (Why.NO_PLACE, ms(0))


def test_roll_states_tell_not_begun_from_silent() -> None:
    lesson, silent = meeting(CHESS), progress_of((OPENED,), ms(1))
    assert [roll_state(lesson, progress_of((), None), ms(at)) for at in (-1, 0, 5)] == [
        RollState.UPCOMING,
        RollState.AWAITED,
        RollState.NOT_BEGUN,
    ]
    assert [roll_state(lesson, silent, ms(at)) for at in (3, 3.1)] == [RollState.TAKING, RollState.SILENT]
    assert roll_state(lesson, progress_of((entry("submit"),), None), ms(9)) is RollState.SUBMITTED
    assert roll_state(replace(lesson, is_cancelled=True), silent, ms(9)) is RollState.CANCELLED


def test_the_newest_head_count_stands() -> None:
    log = (entry("submit", at=3, number=30), entry("head_count", at=2, number=29))
    assert progress_of(log, None).head_count == 30


def test_a_guest_taken_back_leaves_the_board() -> None:
    scan = entry("scan", 99, 1, verdict=Verdict.WRONG_ROOM, choice="keep")
    standing = Standing(slot(chess=(scan,)), ms(2))
    assert standing.update(ms(3), {CHESS: (scan, entry("undo", 99, 2, target_id=scan.id))})
    assert 99 not in standing.answers


def test_homeroom_of_care_is_the_one_named() -> None:
    assert slot().meetings[CARE].homeroom_id == HOMEROOM


def last(base: Slot, *children: int) -> Slot:
    """These children go home after the slot."""
    for key in children:
        base = change_child(base, key, is_last=True)
    return base


def test_a_short_keep_early_in_the_lesson_sends_nobody_home() -> None:
    """Kept for three minutes, tapped absent: missing, also after the last bell, as any other child would be."""
    log = (entry("mark", 32, 6, choice="absent"), entry("submit", at=7, number=1))
    base = last(change_child(slot(care=log), 32, spans=(span(FactKind.KEEP, 2, 5),)), 31, 32)
    assert [answer(base, 32, minute).state for minute in (3, 20, 41)] == [State.KEPT, State.MISSING, State.MISSING]


def test_a_keep_to_the_end_sends_home_from_there() -> None:
    kept = change_child(slot(care=(entry("submit", at=1, number=1),)), 32, spans=(span(FactKind.KEEP, -5, 38),))
    found = [answer(last(kept, 32), 32, minute) for minute in (37, 39, 41)]
    assert [one.state for one in found] == [State.KEPT, State.WALKING, State.GONE_HOME]
    assert found[1].changes_at == ms(40)


@pytest.mark.parametrize("choice", ["", "home"])
def test_care_presumes_nobody_who_was_found_elsewhere(choice: str) -> None:
    """What was said of a child by name outranks what the head count of a class implies."""
    found = entry("found", 31, 1, choice=choice, note="在校医室")
    base = slot(loose=(found,), care=(entry("submit", at=2, number=2),))
    state = State.GONE_HOME if choice else State.ELSEWHERE
    assert (answer(base, 31, 3).state, answer(base, 32, 3).state) == (state, State.HERE)
    came = replace(base, logs={**base.logs, CARE: (*base.logs[CARE], entry("mark", 31, 5, choice="present"))})
    assert answer(came, 31, 6).state is State.HERE
    later = slot(loose=(entry("found", 31, 8, choice=choice),), care=(entry("submit", at=2, number=2),))
    assert answer(later, 31, 9).state is state, "found after the roll: the newer fact counts"


def test_care_presumes_nobody_whom_another_room_counted() -> None:
    there = entry("scan", 31, 1, verdict=Verdict.WRONG_ROOM, choice="keep")
    base = slot(chess=(there,), care=(entry("submit", at=2, number=2),))
    found = answer(base, 31, 3)
    assert (found.state, found.session_id, found.conflict) == (State.ELSEWHERE, CHESS, ())
    undone = replace(base, logs={**base.logs, CHESS: (there, entry("undo", 31, 4, target_id=there.id))})
    assert answer(undone, 31, 5).state is State.HERE
    grown = Standing(slot(care=base.logs[CARE]), ms(3))
    grown.update(ms(3), {CHESS: (there,)})
    assert grown.answers == Standing(base, ms(3)).answers, "the other room's phone sent later"


def test_who_was_sent_on_to_care_is_presumed_with_the_others() -> None:
    sent = entry("scan", 31, 1, verdict=Verdict.WRONG_ROOM, choice="send")
    assert answer(slot(chess=(sent,), care=(entry("submit", at=2, number=2),)), 31, 3).state is State.HERE


def test_absent_where_its_merged_class_went_is_missing() -> None:
    """Scanned in a class that was merged afterwards: the roll of the class it went to is the newer word."""
    log = (entry("scan", 11, 1),)
    base = slot(chess=log, brush=(entry("submit", at=2, number=2),))
    base = change_meeting(base, CHESS, into_id=BRUSH, off_since=ms(3))
    assert answer(base, 11, 6).state is State.ELSEWHERE, "that roll went out before it was asked about this child"
    again = replace(base, logs={**base.logs, BRUSH: (*base.logs[BRUSH], entry("submit", at=9, number=2))})
    found = answer(again, 11, 10)
    assert (found.state, found.why, found.session_id) == (State.MISSING, Why.NAMED, CHESS)


def test_a_short_keep_within_a_leave_or_a_longer_keep_hides_neither() -> None:
    short = span(FactKind.KEEP, 6, 10)
    for longer, state in ((span(FactKind.LEAVE, -60, 90), State.ON_LEAVE), (span(FactKind.KEEP, 0, 60), State.KEPT)):
        base = change_child(slot(chess=(OPENED,)), 11, spans=(longer, short))
        assert [answer(base, 11, minute).state for minute in (8, 20)] == [State.KEPT, state]
    seen = change_child(slot(chess=(entry("scan", 11, 3),)), 11, spans=(span(FactKind.KEEP, 0, 60), short))
    assert answer(seen, 11, 20).state is State.MISSING, "was here since: the long keep is history"


def test_what_was_said_before_the_roll_opened_says_nothing() -> None:
    early: dict[str, object] = {"verdict": Verdict.SESSION_CLOSED}
    log = (entry("opened", at=-60, **early), entry("mark", 11, -60, choice="absent", **early))
    found = Standing(slot(chess=log), ms(6)).answers[11]
    assert (found.state, found.why) == (State.UNKNOWN, Why.NOT_BEGUN)
