"""Properties of the verdict rules and of the roll: no order of arrival changes what is true."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from schoolapp.checkin import phrases, rules
from schoolapp.checkin.roll import Entry, marked_away, roll, says_away, says_here, standing
from schoolapp.checkin.rules import Alert, CardState, Facts, Plan, Verdict

START = 1_795_422_600_000
HOURS = rules.hours_of(START, START + 40 * rules.MINUTE)
CHILDREN = (1, 2, 3, 4)
_times = st.integers(START - 30 * rules.MINUTE, START + 70 * rules.MINUTE)
_ids = st.integers(0, 9).map(lambda number: f"e{number}")


@st.composite
def _entries(draw: st.DrawFn) -> list[Entry]:
    """A log with unique ids: scans, marks, undos of anything, submissions."""
    log = []
    for number in range(draw(st.integers(0, 9))):
        kind = draw(st.sampled_from(["scan", "mark", "undo", "submit", "opened"]))
        about_child = kind in ("scan", "mark")
        log.append(
            Entry(
                id=f"e{number}",
                kind=kind,
                at=draw(_times),
                student_id=draw(st.sampled_from(CHILDREN)) if about_child else None,
                verdict=draw(st.sampled_from([*map(str, Verdict), ""])) if about_child else "",
                choice=draw(st.sampled_from(["", "keep", "send", "present", "absent"])) if about_child else "",
                target_id=draw(_ids) if kind == "undo" else None,
                number=draw(st.integers(0, 5)) if kind == "submit" else None,
            )
        )
    return log


@given(_entries(), st.randoms(), st.booleans())
@settings(max_examples=300, deadline=None)
def test_replaying_the_log_in_any_order_gives_the_same_roll(log: list[Entry], draw: object, is_care: bool) -> None:
    shuffled = list(log)
    draw.shuffle(shuffled)  # type: ignore[attr-defined]
    assert roll(CHILDREN, (4,), log, HOURS, is_care=is_care) == roll(CHILDREN, (4,), shuffled, HOURS, is_care=is_care)


@given(_entries())
@settings(max_examples=300, deadline=None)
def test_here_and_absent_never_overlap_and_cover_the_list(log: list[Entry]) -> None:
    found = roll(CHILDREN, (4,), log, HOURS)
    assert not set(found.absent) & set(found.here)
    assert set(found.absent) | set(found.here) >= {1, 2, 3}
    assert not set(standing(log, HOURS)) & marked_away(log)


@given(_entries())
@settings(max_examples=200, deadline=None)
def test_doing_it_twice_is_harmless(log: list[Entry]) -> None:
    """The same events again under the same ids are the same events."""
    assert roll(CHILDREN, (), log + log, HOURS) == roll(CHILDREN, (), log, HOURS)


@given(_entries())
@settings(max_examples=200, deadline=None)
def test_nobody_is_here_without_a_statement_that_says_so(log: list[Entry]) -> None:
    said = {entry.student_id for entry in log if says_here(entry)}
    assert set(roll(CHILDREN, (), log, HOURS).here) <= said
    assert not any(says_here(entry) and says_away(entry) for entry in log)


@given(_times, st.sampled_from(CardState), st.sampled_from(Plan), st.booleans(), st.booleans())
@settings(max_examples=300, deadline=None)
def test_every_scan_gets_one_verdict(at: int, card: CardState, plan: Plan, counted: bool, allowed: bool) -> None:
    verdict = rules.decide(Facts(at, card, HOURS if allowed else None, plan, counted))
    assert verdict in Verdict
    assert verdict is not Verdict.INVALID
    if card is CardState.NOT_A_CARD:
        assert verdict is Verdict.NOT_A_CARD
    elif not allowed:
        assert verdict is Verdict.NOT_ALLOWED


@given(st.integers(0, 4 * 10**12), st.integers(-(10**11), 10**11), st.integers(0, 4 * 10**12))
def test_the_time_that_counts_is_never_after_receipt(scanned_at: int, offset: int, received_at: int) -> None:
    assert rules.effective_time(scanned_at, offset, received_at) <= received_at
    if rules.effective_time(scanned_at, offset, received_at) < scanned_at + offset - rules.DOUBTFUL_FUTURE:
        assert rules.is_clock_doubtful(scanned_at, offset, received_at)


def test_offsets_over_two_minutes_are_doubtful() -> None:
    limit = 2 * rules.MINUTE
    assert not rules.is_clock_doubtful(START - limit, limit, START)
    assert rules.is_clock_doubtful(START - limit - 1, limit + 1, START)
    assert rules.is_clock_doubtful(START, -limit - 1, START)


def test_every_verdict_and_alert_has_a_phrase() -> None:
    assert set(phrases.verdict_phrases()) == set(Verdict)
    assert set(phrases.alert_phrases()) == set(Alert)
    assert all(phrases.verdict_phrases().values())
    assert phrases.message("", None) == ""
    assert phrases.message("late", "clock").startswith(phrases.verdict_phrases()[Verdict.LATE])


def test_the_gravest_alert_is_shown() -> None:
    flags = {
        "has_other_card": True,
        "is_in_other_room": True,
        "has_namesake_elsewhere": True,
    }
    order = []
    for name in list(flags):
        order.append(rules.alert_of(**flags))
        flags[name] = False
    assert order == [Alert.TWO_CARDS, Alert.TWO_ROOMS, Alert.NAMESAKE]
    assert rules.alert_of(**flags) is None
