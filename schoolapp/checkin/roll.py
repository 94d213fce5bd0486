"""Who is in the room: the roll of one session, read from its log. Pure, and the same for every order of the log.

A child's last statement counts (by time, then by id): a scan or a mark "present" says here, a mark "absent" or
"send" says not here. An undo takes its target back, and with a count also its repeats before the undo: whoever
undoes a scan says that this child is not here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from schoolapp.checkin import rules
from schoolapp.checkin.rules import Hours, Verdict

Spans = Sequence[tuple[int, int]]
"""Times from and until, in milliseconds since 1970."""
_NOBODY: Mapping[int, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Entry:
    """One event of the log, as far as the roll needs it. `at` in milliseconds since 1970."""

    id: str
    kind: str
    at: int
    student_id: int | None = None
    verdict: str = ""
    choice: str = ""
    method: str = ""
    target_id: str | None = None
    number: int | None = None
    note: str = ""
    list_at: int | None = None
    """When the list was made that a submission answers."""

    @property
    def knew_until(self) -> int:
        """A submission says nothing of who joined the class later than this."""
        return self.at if self.list_at is None else min(self.at, self.list_at)


@dataclass(frozen=True, slots=True)
class Presence:
    """A child who is here, since when, and the event that says so."""

    student_id: int
    at: int
    event_id: str
    method: str
    verdict: str


@dataclass(frozen=True, slots=True)
class Sighting:
    """Where a child who is not here was last seen or said to be. `kind`: here, sent, passing (at a door), found,
    home (found to have gone)."""

    student_id: int
    kind: str
    at: int
    session_id: int | None
    note: str = ""
    event_id: str = ""


@dataclass(frozen=True, slots=True)
class Roll:
    """The roll of one session."""

    here: dict[int, Presence]
    absent: tuple[int, ...]
    """Expected, not on leave, not here; in the order of the expected."""
    submission: Entry | None
    """The last submission; None: not submitted yet."""
    away: frozenset[int] = frozenset()
    """In homework care: whose last statement says that they are not here."""


OF_NO_ROLL = frozenset({"found", "keep", "keep_end", "undo"})
"""What is said of a child, whoever takes the roll: it begins none."""


def says_here(entry: Entry) -> bool:
    """Whether the entry counts its child as being in the room."""
    if entry.student_id is None or entry.kind not in ("scan", "mark") or entry.choice in ("absent", "send"):
        return False
    return entry.verdict in rules.HERE or (entry.verdict in rules.KEEPABLE and entry.choice == "keep")


def says_away(entry: Entry) -> bool:
    """Whether the entry says that its child is not in the room."""
    if entry.student_id is None or entry.verdict in rules.VOID:
        return False
    return entry.kind in ("scan", "mark") and entry.choice in ("absent", "send")


def standing(entries: Iterable[Entry], hours: Hours) -> dict[int, Presence]:
    """The children who are here by the log of one session, with the time of their first count since they were away."""
    log = sorted(entries, key=lambda entry: (entry.at, entry.id))
    here: dict[int, Presence] = {}
    for entry in without_undone(log):
        child = entry.student_id
        if child is None:
            continue
        if says_here(entry):
            here.setdefault(child, _presence(entry, hours))
        elif says_away(entry):
            here.pop(child, None)
    return here


def marked_away(entries: Iterable[Entry]) -> set[int]:
    """The children whose last statement says that they are not here."""
    return set(last_away(entries))


def last_away(entries: Iterable[Entry]) -> dict[int, Entry]:
    """The last statement of each child of whom it says that they are not here."""
    away: dict[int, Entry] = {}
    for entry in without_undone(sorted(entries, key=lambda entry: (entry.at, entry.id))):
        if entry.student_id is not None and says_away(entry):
            away[entry.student_id] = entry
        elif entry.student_id is not None and says_here(entry):
            away.pop(entry.student_id, None)
    return away


def roll(
    expected: Collection[int],
    on_leave: Collection[int],
    entries: Collection[Entry],
    hours: Hours,
    *,
    is_care: bool = False,
    carried: Collection[int] | None = None,
    apart: Mapping[int, Spans] = _NOBODY,
    elsewhere: Collection[int] = (),
    missed: Collection[int] = (),
) -> Roll:
    """The roll of one session.

    In homework care (`is_care`) only the absent are tapped: with the submission everyone else who is expected counts
    as here. `carried` (see `carried_over`) are the children of the first period's roll in a double period: the second
    bell asks only for the head count, and they count as here once it is given. Before that nobody is presumed
    present; and nobody who was accounted for elsewhere in that moment: kept back by a teacher, on leave for a part of
    the lesson, or in a class that was cancelled only afterwards (`apart`, by child); counted or found in another place
    (`elsewhere`, see `settled_elsewhere`); missing in the period before (`missed`, see `missed_before`).
    """
    here = standing(entries, hours)
    away = frozenset(marked_away(entries) if is_care else ())
    submission = last_submission(entries)
    if submission is not None and (is_care or carried is not None):
        presumed = expected if carried is None else carried
        others = {*away, *on_leave, *elsewhere, *missed}
        for child in presumed:
            is_apart = any(since <= submission.at < until for since, until in apart.get(child, ()))
            if not is_apart and child not in others and child not in here:
                here[child] = Presence(child, submission.at, submission.id, submission.method, Verdict.ON_TIME)
    absent = tuple(child for child in expected if child not in here and child not in on_leave)
    return Roll(here, absent, submission, away)


def continues(expected: Collection[int], before: Collection[int]) -> bool:
    """Whether a period of homework care goes on with the roll of the one before it: it expects nobody new."""
    return bool(expected) and set(expected) <= set(before)


def carried_over(expected: Collection[int], first: Roll, joined: Mapping[int, int] = _NOBODY) -> tuple[int, ...] | None:
    """Of the second period's expected those who were here in the first; None until the first roll is submitted, and
    when it says nothing of some: of whom the first period was told (`joined`: child → since when) only afterwards.

    Guests of the first period are expected elsewhere now: they are counted where they turn up.
    """
    submission = first.submission
    if submission is None or any(joined.get(child, 0) > submission.knew_until for child in expected):
        return None
    return tuple(child for child in expected if child in first.here)


def missed_before(expected: Collection[int], first: Roll, joined: Mapping[int, int] = _NOBODY) -> tuple[int, ...]:
    """Of the second period's expected whom the first roll missed: a tap named them, or its submission, which knew of
    them (`joined`), left them out. They are missing still until somebody says that they came.
    """
    told_until = first.submission.knew_until if first.submission else -1
    return tuple(
        child
        for child in expected
        if child in first.absent and (child in first.away or joined.get(child, 0) <= told_until)
    )


def last_submission(entries: Iterable[Entry]) -> Entry | None:
    """The newest submission that was not refused."""
    submitted = [entry for entry in entries if entry.kind == "submit" and entry.verdict == ""]
    return max(submitted, key=lambda entry: (entry.at, entry.id), default=None)


def _presence(entry: Entry, hours: Hours) -> Presence:
    """A repeat can be the earliest: two phones send in any order. Its punctuality follows from its own time."""
    verdict = entry.verdict if entry.verdict != Verdict.ALREADY_HERE else rules.punctuality(entry.at, hours)
    return Presence(entry.student_id or 0, entry.at, entry.id, entry.method, str(verdict))


def last_sightings(log: Iterable[tuple[int | None, Entry]]) -> dict[int, Sighting]:
    """The newest sighting of each child in what all doors recorded, as pairs of session and entry.

    An absence tapped elsewhere takes back what that door said before, and tells nothing itself.
    """
    ordered = sorted(log, key=lambda pair: (pair[1].at, pair[1].id))
    session_of = {entry.id: session for session, entry in ordered}
    seen: dict[int, Sighting] = {}
    for entry in without_undone([entry for _session, entry in ordered]):
        child, session = entry.student_id, session_of[entry.id]
        kind = _sighting_kind(entry)
        if child is not None and kind:
            seen[child] = Sighting(child, kind, entry.at, session, entry.note, entry.id)
        elif child in seen and says_away(entry) and seen[child].session_id == session:
            del seen[child]
    return seen


def settled_elsewhere(log: Iterable[tuple[int | None, Entry]], at: int) -> set[int]:
    """Children whom somebody had counted or found in another place by then: what is said of one by name outranks
    what the submission of `at` implies. `log`: what all other doors of the period recorded; what was taken back says
    nothing.
    """
    seen = last_sightings(_told_by(log, at)).values()
    return {one.student_id for one in seen if one.kind in ("here", "found", "home")}


def gone_home(log: Iterable[tuple[int | None, Entry]], at: int) -> set[int]:
    """Children who were found to have gone home by then and not seen since: that holds for the rest of the day."""
    return {one.student_id for one in last_sightings(_told_by(log, at)).values() if one.kind == "home"}


def times_at_home(log: Iterable[tuple[int | None, Entry]]) -> list[tuple[Entry, int | None]]:
    """When one child was held to have gone home: from who found that, until it was seen again (None: not yet)."""
    found: list[tuple[Entry, int | None]] = []
    home: Entry | None = None
    for entry in without_undone(sorted((one for _session, one in log), key=lambda one: (one.at, one.id))):
        kind = _sighting_kind(entry)
        if kind == "home":
            home = home or entry
        elif kind and home is not None:
            found.append((home, entry.at))
            home = None
    return found if home is None else [*found, (home, None)]


def _told_by(log: Iterable[tuple[int | None, Entry]], at: int) -> list[tuple[int | None, Entry]]:
    return [(session, entry) for session, entry in log if entry.at <= at or entry.kind == "undo"]


def is_outdated(entry: Entry, *moves: int | None) -> bool:
    """Whether a room recorded it before one of these changes of the day moved its children: since then they belong
    elsewhere, and that they were there says nothing of where they are. Who finds a child speaks of no class.
    """
    return entry.kind in ("scan", "mark") and any(at is not None and entry.at < at for at in moves)


def since_back(entries: Collection[Entry], back_since: int | None) -> Collection[Entry]:
    """What a room has recorded since its class takes place again: the children it had before were sent away between."""
    return entries if back_since is None else [entry for entry in entries if entry.at >= back_since]


def _sighting_kind(entry: Entry) -> str:
    if entry.kind == "found":
        return "" if entry.verdict else "home" if entry.choice == "home" else "found"
    if says_here(entry):
        return "here"
    if entry.kind not in ("scan", "mark") or entry.verdict not in rules.KEEPABLE or entry.choice == "absent":
        return ""
    return "sent" if entry.choice == "send" else "passing"


def without_undone(log: list[Entry]) -> list[Entry]:
    """`log` in order of time, less what was undone."""
    by_id = {entry.id: entry for entry in log}
    gone: set[str] = set()
    cleared: dict[int, tuple[int, str]] = {}
    for undo in log:
        target = by_id.get(undo.target_id or "") if undo.kind == "undo" and undo.verdict == "" else None
        if target is None:
            continue
        gone.add(target.id)
        if says_here(target) and target.student_id is not None:
            cleared[target.student_id] = max(cleared.get(target.student_id, (0, "")), (undo.at, undo.id))
    return [entry for entry in log if entry.id not in gone and not _is_cleared(entry, cleared)]


def _is_cleared(entry: Entry, cleared: dict[int, tuple[int, str]]) -> bool:
    limit = cleared.get(entry.student_id or 0)
    return limit is not None and says_here(entry) and (entry.at, entry.id) < limit
