"""What holds for every log: one state each, counts that add up, no order that matters, no leak."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from schoolapp.checkin.roll import Entry
from schoolapp.checkin.rules import Verdict
from schoolapp.checkin.whereis.answers import State
from schoolapp.checkin.whereis.facts import Fact, FactKind, Slot
from schoolapp.checkin.whereis.slot import Standing, count
from tests.unit.checkin.slots import BRUSH, CARE, CHESS, change_child, ms, slot

SESSIONS = st.sampled_from([CHESS, BRUSH, CARE, 0])
PEOPLE = st.sampled_from([11, 12, 21, 22, 31, 32, 99])
MINUTES = st.integers(-15, 60)
KINDS = st.sampled_from(["scan", "scan", "scan", "mark", "undo", "opened", "head_count", "submit", "found"])


@st.composite
def entries(draw: st.DrawFn) -> list[tuple[int, Entry]]:
    """A log: pairs of session and entry; an undo names any entry, also one that comes later or does not exist."""
    size = draw(st.integers(0, 14))
    ids = [f"e{number:02d}" for number in range(size)]
    return [(draw(SESSIONS), _entry(draw, key, ids)) for key in ids]


def _entry(draw: st.DrawFn, key: str, ids: list[str]) -> Entry:
    kind = draw(KINDS)
    is_about_child = kind in ("scan", "mark", "undo", "found")
    return Entry(
        id=key,
        kind=kind,
        at=ms(draw(MINUTES)),
        student_id=draw(PEOPLE) if is_about_child else None,
        verdict=draw(st.sampled_from(list(Verdict))) if kind in ("scan", "mark") else "",
        choice=draw(st.sampled_from(["", "", "send", "keep", "absent", "home"])) if is_about_child else "",
        target_id=draw(st.sampled_from([*ids, "nobody"])) if kind == "undo" else None,
        number=draw(st.integers(0, 40)) if kind in ("head_count", "submit") else None,
    )


@st.composite
def slots(draw: st.DrawFn) -> tuple[Slot, list[tuple[int, Entry]]]:
    """A slot with some keeps, leaves, cancellations and quiet phones, and a log for it."""
    base = slot()
    for key in draw(st.lists(PEOPLE.filter(lambda one: one != 99), max_size=3, unique=True)):
        starts = draw(MINUTES)
        kind = draw(st.sampled_from([FactKind.KEEP, FactKind.LEAVE]))
        fact = Fact(ms(starts), f"span{key}", kind, until=ms(starts + draw(st.integers(1, 60))))
        base = change_child(base, key, spans=(fact,), is_last=draw(st.booleans()))
    cancelled = {key: replace(one, is_cancelled=draw(st.booleans())) for key, one in base.meetings.items()}
    heard = {key: ms(draw(MINUTES)) for key in (CHESS, CARE)}
    return replace(base, meetings=cancelled, heard=heard), draw(entries())


def with_log(base: Slot, log: list[tuple[int, Entry]]) -> Slot:
    logs: dict[int, tuple[Entry, ...]] = {}
    for session_id, one in log:
        logs[session_id] = (*logs.get(session_id, ()), one)
    return replace(base, logs=logs)


@given(slots(), MINUTES)
@settings(deadline=None)
def test_every_child_has_exactly_one_state_and_counts_add_up(made: tuple, at: int) -> None:
    base, log = made
    answers = Standing(with_log(base, log), ms(at)).answers
    assert base.children.keys() <= answers.keys() <= base.children.keys() | {99}
    counts = count(answers.values())
    assert set(counts) == set(State)
    assert sum(counts.values()) == len(answers)


@given(slots(), MINUTES, st.randoms(use_true_random=False))
@settings(deadline=None)
def test_any_order_of_the_log_gives_the_same(made: tuple, at: int, random: object) -> None:
    base, log = made
    shuffled = list(log)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert Standing(with_log(base, log), ms(at)).answers == Standing(with_log(base, shuffled), ms(at)).answers


@given(slots(), MINUTES)
@settings(deadline=None)
def test_an_event_twice_is_the_same_as_once(made: tuple, at: int) -> None:
    base, log = made
    assert Standing(with_log(base, log), ms(at)).answers == Standing(with_log(base, log + log), ms(at)).answers


@given(slots(), entries(), MINUTES)
@settings(deadline=None)
def test_an_unrelated_event_changes_nothing(made: tuple, others: list[tuple[int, Entry]], at: int) -> None:
    """Other children's events at a door that is not one's own, nor an undo of one's own events."""
    base, log = made
    known = {one.id for _, one in log}
    strange = [
        (CHESS, replace(one, id=f"x{one.id}"))
        for _, one in others
        if one.student_id in (11, 12) and one.target_id not in known
    ]
    before = Standing(with_log(base, log), ms(at))
    after = Standing(with_log(base, log + strange), ms(at))
    for child, answer in before.answers.items():
        if child not in (11, 12) and before.homes.get(child) != CHESS:
            assert after.answers[child] == answer


@given(slots(), MINUTES)
@settings(deadline=None)
def test_what_another_slot_knows_does_not_leak_into_this_one(made: tuple, at: int) -> None:
    """The same children, counted the period before: nothing of it is in this slot's logs, so nobody is here."""
    base, _ = made
    empty = replace(base, children={key: replace(one, spans=()) for key, one in base.children.items()})
    states = {answer.state for answer in Standing(with_log(empty, []), ms(at)).answers.values()}
    assert states <= {State.EXPECTED, State.WALKING, State.UNKNOWN}


@given(slots(), MINUTES)
@settings(deadline=None)
def test_nobody_is_here_whom_no_log_names_and_no_care_counted(made: tuple, at: int) -> None:
    base, log = made
    named = {one.student_id for _, one in log}
    answers = Standing(with_log(base, log), ms(at)).answers
    for child, answer in answers.items():
        if answer.state is State.HERE and child not in named:
            assert answer.expected_in == CARE
            assert any(session == CARE and one.kind == "submit" for session, one in log)


@given(slots(), st.lists(st.integers(0, 20), min_size=1, max_size=6), st.randoms(use_true_random=False))
@settings(max_examples=200, deadline=None)
def test_bringing_up_to_date_gives_what_a_fresh_look_gives(made: tuple, steps: list[int], random: object) -> None:
    base, log = made
    at, done = -20, 0
    standing = Standing(replace(base, heard={}), ms(at))
    for step in steps:
        at, upto = at + step, random.randint(done, len(log))  # type: ignore[attr-defined]
        fresh = replace(with_log(base, log[:upto]), heard=dict(base.heard))
        sessions = {session for session, _ in log[done:upto]}
        standing.update(ms(at), {key: fresh.logs[key] for key in sessions}, base.heard)
        done = upto
        assert standing.answers == Standing(fresh, ms(at)).answers


@given(slots(), MINUTES, PEOPLE.filter(lambda one: one != 99))
@settings(deadline=None)
def test_a_new_keep_is_taken_in(made: tuple, at: int, who: int) -> None:
    base, log = made
    before = with_log(base, log)
    child = replace(before.children[who], spans=(Fact(ms(-3), "new", FactKind.KEEP, until=ms(30)),))
    standing = Standing(before, ms(at))
    standing.update(ms(at), children={who: child})
    after = replace(before, children={**before.children, who: child})
    assert standing.answers == Standing(after, ms(at)).answers


@given(slots(), MINUTES)
@settings(deadline=None)
def test_an_answer_holds_until_the_time_it_names(made: tuple, at: int) -> None:
    """With no news, a child's answer one minute later is the same, unless it said that it would change."""
    base, log = made
    quiet = with_log(replace(base, heard={}), log)
    before, after = Standing(quiet, ms(at)), Standing(quiet, ms(at + 1))
    for child, answer in before.answers.items():
        if answer.changes_at is None or answer.changes_at > ms(at + 1):
            assert after.answers[child] == answer
