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

from schoolapp.checkin.rules import OPENS_BEFORE
from schoolapp.checkin.whereis.answers import Answer, Progress, State, Why
from schoolapp.checkin.whereis.conflicts import SIGHTINGS, conflict_of
from schoolapp.checkin.whereis.facts import Child, Fact, FactKind, Meeting, Slot, joined_at


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
    known = _without_keeps_in_its_room(case, known)
    answer = _by_fact(case, _decisive(known, case.now)) if known else _unseen(case)
    later = [span.at for span in spans if span.at > case.now]
    changes = [*later, *(() if answer.changes_at is None else (answer.changes_at,))]
    return replace(answer, conflict=conflict_of(case.slot, case.meeting, known), changes_at=min(changes, default=None))


def _without_keeps_in_its_room(case: Case, known: list[Fact]) -> list[Fact]:
    """Whom the teacher of its own room keeps after counting it, stays where it is, then and afterwards."""
    counts = [one.at for one in known if one.kind is FactKind.HERE and one.session_id == case.home]
    room_id = case.meeting.room_id if case.meeting else None
    if not counts or room_id is None:
        return known
    return [one for one in known if one.kind is not FactKind.KEEP or one.room_id != room_id or one.at < min(counts)]


def _decisive(known: list[Fact], now: int) -> Fact:
    """The newest fact; where that is a keep or leave that is over, an older one that still runs: a child who was kept
    for a minute during its leave is on leave again. `known` in order of time."""
    for fact in reversed(known):
        if fact.until is None:
            break
        if now < fact.until:
            return fact
    return known[-1]


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
    """Here, until the last bell sends the child home. (Who fetches a child, nobody records yet.)

    Who was counted before a change of the day sent it elsewhere stands there until the roll of where the child
    belongs now says otherwise.
    """
    moved_at = _moved_at(case, fact)
    if moved_at is not None and _is_named_since(case, max(fact.at, moved_at)):
        return replace(_overdue(case, max(fact.at, moved_at)), session_id=fact.session_id, fact=fact)
    state = State.HERE if fact.session_id == case.home else State.ELSEWHERE
    answer = Answer(case.child.id, state, fact.at, fact.session_id, case.home, fact=fact)
    if case.meeting is None or not case.child.is_last:
        return answer
    if case.is_after_last_bell:
        return replace(answer, state=State.GONE_HOME, since=max(case.meeting.ends_at, fact.at))
    return replace(answer, changes_at=case.meeting.ends_at)


def _moved_at(case: Case, fact: Fact) -> int | None:
    """When the class in which the child was counted was cancelled or merged, or the child's own was on again."""
    room, back_since = case.slot.meetings.get(fact.session_id or 0), case.meeting.back_since if case.meeting else None
    if room is not None and room.off_since is not None:
        return room.off_since
    return back_since if back_since is not None and fact.at < back_since else None


def _is_named_since(case: Case, at: int) -> bool:
    """Whether a submission that knew of the change, or a tap, names it as absent where it belongs since then."""
    return case.home is not None and (case.progress.tells_of(at) or case.child.id in case.progress.named)


def _released(case: Case, fact: Fact, until: int) -> Answer:
    """A keep or a leave that is over: the child is on the way.

    A keep that lasted so long that the way takes beyond the last bell sends the child home from there.
    """
    answer, meeting = _on_the_way(case, fact, until), case.meeting
    if meeting is None or not case.child.is_last or fact.kind is not FactKind.KEEP:
        return answer
    if until + case.slot.walk(case.child.from_building_id, meeting.building_id) < meeting.ends_at:
        return answer
    if case.is_after_last_bell:
        return Answer(case.child.id, State.GONE_HOME, max(until, meeting.ends_at), None, case.home, fact=fact)
    return replace(answer, changes_at=meeting.ends_at)


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
    joined = joined_at(case.slot, child, case.home)
    since = max(meeting.starts_at, joined)
    if case.progress.tells_of(joined) or child.id in case.progress.named:
        return Answer(child.id, State.MISSING, since, None, case.home, Why.NAMED)
    due = since + case.slot.walk(child.from_building_id, meeting.building_id)
    return _not_come(case, meeting, since) if case.now >= due else _awaited(case, meeting, since, due)


def _awaited(case: Case, meeting: Meeting, since: int, due: int) -> Answer:
    """Before the walking time is over. A child that stays in its room does not walk; one whose class was cancelled or
    merged after the bell sets out then."""
    child = case.child
    if child.unseen_since is not None:
        return Answer(child.id, State.UNKNOWN, child.unseen_since, None, case.home, Why.STILL, changes_at=due)
    if since > meeting.starts_at:
        return Answer(child.id, State.WALKING, since, None, case.home, changes_at=due)
    walk = due - meeting.starts_at
    leaves_at = child.left_at if child.left_at is not None else meeting.starts_at - walk
    is_seated = child.from_room_id is not None and child.from_room_id == meeting.room_id
    if is_seated or case.now < leaves_at:
        changes_at = due if is_seated else leaves_at
        return Answer(child.id, State.EXPECTED, meeting.starts_at, None, case.home, changes_at=changes_at)
    return Answer(child.id, State.WALKING, leaves_at, None, case.home, changes_at=due)


def _not_come(case: Case, meeting: Meeting, since: int) -> Answer:
    """Nobody has seen the child, and the walking time is over.

    Whoever opens the seats of homework care records nobody who sits there until the roll is confirmed: a whole class
    in its places is not missing.
    """
    answer = _overdue(case, since)
    is_open = case.progress.submitted_at is None
    if answer.state is State.MISSING and meeting.homeroom_id is not None and is_open:
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
