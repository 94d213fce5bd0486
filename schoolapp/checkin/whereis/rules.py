"""Where is everyone: one answer for every participating child, computed from the plan, the day and the scan log.

Pure, never stored, and the same for every order of the log. Times are milliseconds since 1970.

    newest fact:  counted here → here · counted elsewhere, found → elsewhere · kept → kept · on leave → on_leave
                  at a wrong door, sent on, kept no longer → elsewhere or walking while the walk lasts, then as below
    no fact:      before the bell → expected, walking · roll submitted, or tapped absent → missing, at once
                  walking time over: roll not begun → unknown · phone silent → unknown
                                     homework care not confirmed → unknown · else → missing
    last bell:    who was counted has gone_home; who was missing or unknown stays so

A roll that nobody took is `unknown`: nobody is presumed present.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from schoolapp.checkin.rules import MINUTE, OPENS_BEFORE
from schoolapp.checkin.whereis.facts import Child, Fact, FactKind, Meeting, Slot

SILENT_AFTER = 2 * MINUTE
"""Phones report every 30 seconds; after four that did not come, the phone is silent."""


class State(StrEnum):
    EXPECTED = "expected"
    HERE = "here"
    WALKING = "walking"
    ELSEWHERE = "elsewhere"
    KEPT = "kept"
    ON_LEAVE = "on_leave"
    MISSING = "missing"
    UNKNOWN = "unknown"
    GONE_HOME = "gone_home"


class Why(StrEnum):
    """Why a child is missing or unknown."""

    NONE = ""
    NAMED = "named"
    """The submitted roll, or the teacher's tap, names the child as not there."""
    OVERDUE = "overdue"
    """The walking time is over, and the roll is being taken."""
    STILL = "still"
    """Missing, or unknown, since the period before."""
    NOT_BEGUN = "not_begun"
    UNCONFIRMED = "unconfirmed"
    """Homework care: the seats are open on a phone, and nobody has confirmed who sits there."""
    SILENT = "silent"
    NO_PLACE = "no_place"
    """The plan has no room for the child in this slot, or its class was cancelled and no care takes place."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the roll of a session is."""

    begun_at: int | None = None
    submitted_at: int | None = None
    heard_at: int | None = None
    head_count: int | None = None
    named: frozenset[int] = frozenset()
    """Children whom the teacher tapped as absent."""

    def is_silent(self, now: int) -> bool:
        """A roll that was begun and not finished, by a phone that has not been heard for two minutes."""
        is_open = self.begun_at is not None and self.submitted_at is None
        return is_open and self.heard_at is not None and now - self.heard_at > SILENT_AFTER


@dataclass(frozen=True, slots=True)
class Answer:
    """Where one child is. `since`: in that state since; of who is missing or unknown: expected since."""

    student_id: int
    state: State
    since: int
    session_id: int | None = None
    """The room where the child is, or was last seen."""
    expected_in: int | None = None
    """The session where the child belongs now."""
    why: Why = Why.NONE
    fact: Fact | None = None
    """What the answer stands on; None when nobody has seen the child in this slot."""
    conflict: tuple[Fact, ...] = ()
    """Counted in one room and then seen in another: every sighting, both kept."""
    changes_at: int | None = None
    """Without any news the answer becomes another one then."""


@dataclass(frozen=True, slots=True)
class Case:
    """One child, the session where it belongs now, the progress of that session's roll, and the time."""

    slot: Slot
    child: Child
    meeting: Meeting | None
    progress: Progress
    now: int

    @property
    def home(self) -> int | None:
        return self.meeting.id if self.meeting else None

    @property
    def is_after_last_bell(self) -> bool:
        return self.meeting is not None and self.child.is_last and self.now >= self.meeting.ends_at


def where(case: Case, facts: Iterable[Fact]) -> Answer:
    """The one answer for one child, from the facts of its slot in any order."""
    spans = [span for span in case.child.spans if _touches(span, case)]
    known = sorted((*facts, *(span for span in spans if span.at <= case.now)), key=lambda fact: (fact.at, fact.id))
    answer = _by_fact(case, known[-1]) if known else _unseen(case)
    later = [span.at for span in spans if span.at > case.now]
    changes = [*later, *(() if answer.changes_at is None else (answer.changes_at,))]
    return replace(answer, conflict=conflict_of(known), changes_at=min(changes, default=None))


def conflict_of(facts: list[Fact]) -> tuple[Fact, ...]:
    """All sightings when a child was counted in one room and then seen in another; empty when nothing contradicts.

    `facts` in order of time. A wrong door first and the right one after is no contradiction; whoever finds or keeps
    the child settles what was before.
    """
    if len(facts) < 2:
        return ()
    settled = max((index for index, fact in enumerate(facts) if fact.kind in _SETTLES), default=-1)
    seen = [fact for fact in facts[settled + 1 :] if fact.kind in SIGHTINGS]
    for index, first in enumerate(seen):
        if first.kind is FactKind.HERE and any(later.session_id != first.session_id for later in seen[index + 1 :]):
            return tuple(dict.fromkeys(seen))
    return ()


_SETTLES = frozenset({FactKind.FOUND, FactKind.HOME, FactKind.KEEP})
SIGHTINGS = frozenset({FactKind.HERE, FactKind.PASSING, FactKind.SENT})
_STATES = {
    FactKind.FOUND: State.ELSEWHERE,
    FactKind.HOME: State.GONE_HOME,
    FactKind.KEEP: State.KEPT,
    FactKind.LEAVE: State.ON_LEAVE,
}


def _touches(span: Fact, case: Case) -> bool:
    """Whether a keep or leave reaches into the slot; one that ended before it says nothing about it."""
    if case.meeting is None:
        return True
    left_at = case.child.left_at
    opens = left_at if left_at is not None else case.meeting.starts_at - OPENS_BEFORE
    return span.at < case.meeting.ends_at and (span.until is None or span.until > opens)


def _by_fact(case: Case, fact: Fact) -> Answer:
    """The answer that the newest fact gives."""
    if fact.kind is FactKind.HERE:
        return _counted(case, fact)
    if fact.kind in (FactKind.SENT, FactKind.PASSING):
        return _on_the_way(case, fact, fact.at)
    if fact.until is not None and case.now >= fact.until:
        return _released(case, fact, fact.until)
    return Answer(case.child.id, _STATES[fact.kind], fact.at, None, case.home, fact=fact, changes_at=fact.until)


def _counted(case: Case, fact: Fact) -> Answer:
    """Here, until the last bell sends the child home. (Who fetches a child, nobody records yet.)"""
    state = State.HERE if fact.session_id == case.home else State.ELSEWHERE
    answer = Answer(case.child.id, state, fact.at, fact.session_id, case.home, fact=fact)
    if case.meeting is None or not case.child.is_last:
        return answer
    if case.is_after_last_bell:
        return replace(answer, state=State.GONE_HOME, since=max(case.meeting.ends_at, fact.at))
    return replace(answer, changes_at=case.meeting.ends_at)


def _released(case: Case, fact: Fact, until: int) -> Answer:
    """A keep or a leave that is over: the child is on the way, or, after the last bell, home."""
    if case.meeting is not None and case.is_after_last_bell and fact.kind is FactKind.KEEP:
        return Answer(case.child.id, State.GONE_HOME, max(until, case.meeting.ends_at), None, case.home, fact=fact)
    answer = _on_the_way(case, fact, until)
    if case.meeting is None or not case.child.is_last or fact.kind is not FactKind.KEEP:
        return answer
    return replace(answer, changes_at=min(answer.changes_at or case.meeting.ends_at, case.meeting.ends_at))


def _on_the_way(case: Case, fact: Fact, left_at: int) -> Answer:
    """At a wrong door, sent on, or let go: holds for the walking time, whatever a roll submitted meanwhile says."""
    is_passing = fact.kind is FactKind.PASSING
    if case.meeting is None:
        state = State.ELSEWHERE if fact.kind in SIGHTINGS else State.UNKNOWN
        why = Why.NONE if state is State.ELSEWHERE else Why.NO_PLACE
        return Answer(case.child.id, state, left_at, fact.session_id, None, why, fact)
    origin = case.slot.meetings.get(fact.session_id or 0)
    building = origin.building_id if origin else case.child.from_building_id
    start = left_at if fact.kind in SIGHTINGS else max(left_at, case.meeting.starts_at)
    due = start + case.slot.walk(building, case.meeting.building_id)
    if case.now >= due:
        return replace(_overdue(case, left_at), session_id=fact.session_id, fact=fact)
    state = State.ELSEWHERE if is_passing else State.WALKING
    return Answer(case.child.id, state, left_at, fact.session_id, case.home, fact=fact, changes_at=due)


def _unseen(case: Case) -> Answer:
    """Nobody has seen the child in this slot."""
    child, meeting = case.child, case.meeting
    if child.lost_since is not None:
        return Answer(child.id, State.MISSING, child.lost_since, None, case.home, Why.STILL)
    if meeting is None:
        return Answer(child.id, State.UNKNOWN, case.slot.starts_at, why=Why.NO_PLACE)
    if case.progress.submitted_at is not None or child.id in case.progress.named:
        return Answer(child.id, State.MISSING, meeting.starts_at, None, case.home, Why.NAMED)
    due = meeting.starts_at + case.slot.walk(child.from_building_id, meeting.building_id)
    return _not_come(case, meeting) if case.now >= due else _awaited(case, meeting, due)


def _awaited(case: Case, meeting: Meeting, due: int) -> Answer:
    """Before the walking time is over. A child that stays in its room does not walk."""
    child = case.child
    if child.unseen_since is not None:
        return Answer(child.id, State.UNKNOWN, child.unseen_since, None, case.home, Why.STILL, changes_at=due)
    walk = due - meeting.starts_at
    leaves_at = child.left_at if child.left_at is not None else meeting.starts_at - walk
    is_seated = child.from_room_id is not None and child.from_room_id == meeting.room_id
    if is_seated or case.now < leaves_at:
        changes_at = due if is_seated else leaves_at
        return Answer(child.id, State.EXPECTED, meeting.starts_at, None, case.home, changes_at=changes_at)
    return Answer(child.id, State.WALKING, leaves_at, None, case.home, changes_at=due)


def _not_come(case: Case, meeting: Meeting) -> Answer:
    """Nobody has seen the child, and the walking time is over.

    Whoever opens the seats of homework care records nobody who sits there until the roll is confirmed: a whole class
    in its places is not missing.
    """
    answer = _overdue(case, meeting.starts_at)
    if answer.state is State.MISSING and meeting.homeroom_id is not None:
        return replace(answer, state=State.UNKNOWN, why=Why.UNCONFIRMED)
    return answer


def _overdue(case: Case, since: int) -> Answer:
    """The walking time is over. Missing only where somebody is looking; otherwise nobody knows."""
    progress = case.progress
    state, why = State.MISSING, Why.OVERDUE
    if case.child.id in progress.named or (progress.submitted_at is not None and progress.submitted_at >= since):
        why = Why.NAMED
    elif progress.begun_at is None:
        state, why = State.UNKNOWN, Why.NOT_BEGUN
    elif progress.is_silent(case.now):
        state, why, since = State.UNKNOWN, Why.SILENT, progress.heard_at or since
    return Answer(case.child.id, state, since, None, case.home, why)
