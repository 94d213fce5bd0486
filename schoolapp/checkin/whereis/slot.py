"""The board of one slot: every child's answer, every roll's progress, brought up to date with what changed.

Pure. `Standing` computes again only the children whom a new log, a new plan or the clock can have moved; a fresh one
gives the same answers (a property that the tests hold).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from enum import StrEnum
from heapq import heappop, heappush

from schoolapp.checkin.roll import (
    OF_NO_ROLL,
    Entry,
    Roll,
    is_outdated,
    last_away,
    last_submission,
    marked_away,
    settled_elsewhere,
)
from schoolapp.checkin.rules import LATE_AFTER, VOID
from schoolapp.checkin.whereis.answers import Answer, Progress, State
from schoolapp.checkin.whereis.doubles import Carried, carry, firsts
from schoolapp.checkin.whereis.facts import Child, Fact, Meeting, Slot, destinations, facts_of_log, roll_of
from schoolapp.checkin.whereis.rules import Case, where


class RollState(StrEnum):
    """What there is to say about the roll of a session."""

    UPCOMING = "upcoming"
    AWAITED = "awaited"
    """The bell rang, children still walk, nobody has begun."""
    NOT_BEGUN = "not_begun"
    TAKING = "taking"
    SILENT = "silent"
    SUBMITTED = "submitted"
    CANCELLED = "cancelled"
    """Cancelled, or merged into another class."""


def roll_state(meeting: Meeting, progress: Progress, now: int) -> RollState:
    """How far the roll of a session is, in one word."""
    if meeting.is_cancelled or meeting.into_id is not None:
        return RollState.CANCELLED
    if progress.submitted_at is not None:
        return RollState.SUBMITTED
    if progress.begun_at is not None:
        return RollState.SILENT if progress.is_silent(now) else RollState.TAKING
    if now < meeting.starts_at:
        return RollState.UPCOMING
    return RollState.AWAITED if now < meeting.starts_at + LATE_AFTER else RollState.NOT_BEGUN


def progress_of(log: Collection[Entry], heard_at: int | None) -> Progress:
    """How far the roll is, by its log and the last sign of its phone."""
    entries = [entry for entry in log if entry.kind not in OF_NO_ROLL and entry.verdict not in VOID]
    submission = last_submission(entries)
    counts = [entry for entry in entries if entry.kind in ("head_count", "submit") and entry.number is not None]
    counted = max(counts, key=lambda entry: (entry.at, entry.id), default=None)
    return Progress(
        begun_at=min((entry.at for entry in entries), default=None),
        submitted_at=submission.at if submission else None,
        knew_until=submission.knew_until if submission else None,
        heard_at=heard_at,
        head_count=counted.number if counted else None,
        explanation=counted.note if counted else "",
        named=frozenset(marked_away(log)),
    )


def count(answers: Iterable[Answer]) -> dict[State, int]:
    """How many children are in each state; every state is named, and the numbers add up to all answers."""
    found = Counter(answer.state for answer in answers)
    return {state: found[state] for state in State}


def session_of(answer: Answer) -> int:
    """The session under which a child is counted: where it belongs, for guests where they are, else 0."""
    return answer.expected_in or answer.session_id or 0


class Standing:
    """All answers of a slot at a time, kept up to date."""

    def __init__(self, slot: Slot, now: int, before: Standing | None = None) -> None:
        """`before`: the standing of the period right before, whose homework care this one may go on with."""
        self.slot = slot
        self.now = now
        self.homes = destinations(slot)
        self.members = _members(slot, self.homes)
        self._before = before
        self._firsts = firsts(slot, self.members, before) if before else {}
        """Where homework care follows on homework care: second session → first."""
        self._carried: dict[int, Carried] = {}
        """What each second session took over when its roll was read."""
        self._entries: dict[int, dict[int, list[Entry]]] = {}
        """Session → child → what the session's log says of it."""
        self._named_in: defaultdict[int, set[int]] = defaultdict(set)
        """Child → sessions whose logs name it."""
        self.rolls: dict[int, Roll] = {}
        self.progress: dict[int, Progress] = {}
        self.answers: dict[int, Answer] = {}
        self.tallies: defaultdict[int, Counter[State]] = defaultdict(Counter)
        """By session: its children by state; 0: children without a place."""
        self.counts: Counter[State] = Counter()
        self.odd: set[int] = set()
        """Children who are missing or were seen in two rooms."""
        self._facts: dict[int, dict[int, list[Fact]]] = {}
        self._by_child: dict[int, set[int]] = {}
        self._changes: list[tuple[int, int]] = []
        """A heap of (time, child): answers that say when they become others; some are out of date by now."""
        self._read(slot.meetings.keys() | slot.logs.keys())
        self._answer(slot.children.keys() | self._by_child.keys())

    def update(
        self,
        now: int,
        logs: Mapping[int, tuple[Entry, ...]] | None = None,
        heard: Mapping[int, int] | None = None,
        children: Mapping[int, Child] | None = None,
    ) -> bool:
        """Take in new logs (whole, by session), signs of phones and changed keeps or leaves; True when answers changed.

        A change of the plan itself (lists, rooms, cancelled classes) needs a new Standing.
        """
        before, changed = self.now, children or {}
        self.now = now
        self.slot = replace(
            self.slot,
            logs={**self.slot.logs, **(logs or {})},
            heard={**self.slot.heard, **(heard or {})},
            children={**self.slot.children, **changed} if changed else self.slot.children,
        )
        homes = {self.homes[child] for child in changed}
        moved = {second for second in self._firsts if self._carry(second) != self._carried[second]}
        touched = self._read({*(logs or {}), *(home for home in homes if home is not None), *moved})
        touched |= changed.keys() | self._moved_by_clock(before, heard or {})
        return self._answer(touched)

    def _read(self, sessions: Iterable[int]) -> set[int]:
        """Read the logs of some sessions again; returns the children whom that can have moved.

        Homework care whose children these logs name is read again too: it presumes nobody whom another room counted.
        """
        touched: set[int] = set()
        asked = set(sessions)
        for session_id in asked:
            self._entries[session_id] = _by_child(self.slot.logs.get(session_id, ()))
            for child in self._entries[session_id]:
                self._named_in[child].add(session_id)
        named = {child for session_id in asked for child in self._entries[session_id]}
        homes = {home for child in named if (home := self.homes.get(child)) is not None}
        for session_id in asked | {home for home in homes if self.slot.meetings[home].homeroom_id is not None}:
            log = self.slot.logs.get(session_id, ())
            meeting = self.slot.meetings.get(session_id)
            if meeting is not None:
                carried, missed = self._carried[session_id] = self._carry(session_id)
                elsewhere = self._settled_elsewhere(meeting, log)
                about = (self.slot, meeting, self.members[session_id])
                self.rolls[session_id] = roll_of(*about, carried, elsewhere, missed)
                self._set_progress(session_id, progress_of(log, self.slot.heard.get(session_id)), touched)
            facts: dict[int, list[Fact]] = {}
            for child_id, fact in facts_of_log(session_id, log, self.rolls.get(session_id)):
                facts.setdefault(child_id, []).append(fact)
            old = self._facts.get(session_id, {})
            touched |= {child for child in old.keys() | facts.keys() if old.get(child) != facts.get(child)}
            touched |= {key for key in self._entries.get(session_id, ()) if self._is_back(key)}
            self._facts[session_id] = facts
            for child_id in facts:
                self._by_child.setdefault(child_id, set()).add(session_id)
        return touched

    def _carry(self, session_id: int) -> Carried:
        first = self._firsts.get(session_id)
        if self._before is None or first is None:
            return None, ()
        return carry(self.members[session_id], self._before, first)

    def _settled_elsewhere(self, meeting: Meeting, log: Collection[Entry]) -> set[int]:
        """Children of a homework care whom another room counted, or somebody found, before its submission."""
        submission = last_submission(log) if meeting.homeroom_id is not None else None
        if submission is None:
            return set()
        told = (
            (key, entry)
            for child in self.members[meeting.id]
            for key in self._named_in.get(child, set()) - {meeting.id}
            for entry in self._entries[key].get(child, ())
            if not is_outdated(entry, meeting.back_since, *self._moves(key))
        )
        return settled_elsewhere(told, submission.at)

    def _moves(self, session_id: int) -> tuple[int | None, ...]:
        """When a change of the day moved the children of a room."""
        meeting = self.slot.meetings.get(session_id)
        return (meeting.off_since, meeting.back_since) if meeting else ()

    def _set_progress(self, session_id: int, progress: Progress, touched: set[int]) -> None:
        """A roll that was begun, submitted or named somebody moves everyone who is waited for there."""
        if progress != self.progress.get(session_id):
            self.progress[session_id] = progress
            touched.update(self.members[session_id])

    def _moved_by_clock(self, before: int, heard: Mapping[int, int]) -> set[int]:
        """Children whom the time since `before`, or a phone that fell silent or spoke again, can have moved."""
        touched: set[int] = set()
        for session_id, progress in self.progress.items():
            at = heard.get(session_id, progress.heard_at)
            fresh = progress if at == progress.heard_at else replace(progress, heard_at=at)
            self.progress[session_id] = fresh
            if fresh.begun_at is not None and fresh.submitted_at is None:
                was, now_silent = progress.is_silent(before), fresh.is_silent(self.now)
                if was != now_silent or (now_silent and fresh.heard_at != progress.heard_at):
                    touched.update(self.members[session_id])
        while self._changes and self._changes[0][0] <= self.now:
            touched.add(heappop(self._changes)[1])
        return touched

    def _answer(self, children: Iterable[int]) -> bool:
        is_new = False
        for child_id in children:
            before, answer = self.answers.get(child_id), self._where(child_id)
            if answer is not None and answer.changes_at is not None:
                heappush(self._changes, (answer.changes_at, child_id))
            if answer != before:
                is_new = True
                self._recount(child_id, before, answer)
        return is_new

    def _recount(self, child_id: int, before: Answer | None, answer: Answer | None) -> None:
        """Keep the counts in step with one changed answer."""
        self.odd.discard(child_id)
        if before is not None:
            self.counts[before.state] -= 1
            self.tallies[session_of(before)][before.state] -= 1
        if answer is None:
            del self.answers[child_id]
            return
        self.answers[child_id] = answer
        self.counts[answer.state] += 1
        self.tallies[session_of(answer)][answer.state] += 1
        if answer.state is State.MISSING or answer.conflict:
            self.odd.add(child_id)

    def _where(self, child_id: int) -> Answer | None:
        """None for a guest who was taken back: nobody of the slot, seen nowhere."""
        child = self.slot.children.get(child_id)
        sessions = self._by_child.get(child_id, ())
        facts = [fact for session_id in sessions for fact in self._facts[session_id].get(child_id, ())]
        if child is None and not facts:
            return None
        home = self.homes.get(child_id)
        meeting = self.slot.meetings[home] if home is not None else None
        progress = self.progress[home] if home is not None else Progress()
        if home is not None and self._is_back(child_id) and self._is_missed(child_id, home):
            progress = replace(progress, named=progress.named | {child_id})
        return where(Case(self.slot, child or Child(child_id), meeting, progress, self.now), facts)

    def _is_back(self, child_id: int) -> bool:
        """Whether the child's class was off for a while: then another room's taps tell of it, too."""
        home = self.homes.get(child_id)
        return home is not None and self.slot.meetings[home].back_since is not None

    def _is_missed(self, child_id: int, home: int) -> bool:
        """Whether the last word of the rooms that the child was sent to while its class was off is a tap as absent."""
        told = [one for key in self._named_in[child_id] - {home} for one in self._entries[key].get(child_id, ())]
        return any(one.choice == "absent" for one in last_away(told).values())


def _by_child(log: Iterable[Entry]) -> dict[int, list[Entry]]:
    """What is said of each child; an undo belongs to the child of what it takes back."""
    entries = tuple(log)
    child_of = {entry.id: entry.student_id for entry in entries}
    found: dict[int, list[Entry]] = {}
    for entry in entries:
        child = entry.student_id or child_of.get(entry.target_id or "")
        if child is not None:
            found.setdefault(child, []).append(entry)
    return found


def _members(slot: Slot, homes: Mapping[int, int | None]) -> dict[int, list[int]]:
    """By session: the children who belong there after the changes of the day, by id."""
    members: dict[int, list[int]] = {session_id: [] for session_id in slot.meetings}
    for child_id in sorted(homes):
        home = homes[child_id]
        if home is not None:
            members[home].append(child_id)
    return members
