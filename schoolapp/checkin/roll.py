"""Who is in the room: the roll of one session, read from its log. Pure, and the same for every order of the log.

A child's last statement counts (by time, then by id): a scan or a mark "present" says here, a mark "absent" or
"send" says not here. An undo takes its target back, and with a count also its repeats before the undo: whoever
undoes a scan says that this child is not here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from schoolapp.checkin import rules
from schoolapp.checkin.rules import Hours, Verdict


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
    """Where a child who is not here was last seen or said to be. `kind`: here, sent, passing (at a door), found."""

    student_id: int
    kind: str
    at: int
    session_id: int | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Roll:
    """The roll of one session."""

    here: dict[int, Presence]
    absent: tuple[int, ...]
    """Expected, not on leave, not here; in the order of the expected."""
    submission: Entry | None
    """The last submission; None: not submitted yet."""


def says_here(entry: Entry) -> bool:
    """Whether the entry counts its child as being in the room."""
    if entry.student_id is None or entry.kind not in ("scan", "mark") or entry.choice in ("absent", "send"):
        return False
    return entry.verdict in rules.HERE or (entry.verdict in rules.KEEPABLE and entry.choice == "keep")


def says_away(entry: Entry) -> bool:
    """Whether the entry says that its child is not in the room."""
    if entry.student_id is None or entry.verdict in (Verdict.NOT_ALLOWED, Verdict.SESSION_CANCELLED, Verdict.INVALID):
        return False
    return entry.kind in ("scan", "mark") and entry.choice in ("absent", "send")


def standing(entries: Iterable[Entry], hours: Hours) -> dict[int, Presence]:
    """The children who are here by the log of one session, with the time of their first count since they were away."""
    log = sorted(entries, key=lambda entry: (entry.at, entry.id))
    here: dict[int, Presence] = {}
    for entry in _without_undone(log):
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
    away: set[int] = set()
    for entry in _without_undone(sorted(entries, key=lambda entry: (entry.at, entry.id))):
        if entry.student_id is not None and says_away(entry):
            away.add(entry.student_id)
        elif entry.student_id is not None and says_here(entry):
            away.discard(entry.student_id)
    return away


def roll(
    expected: Collection[int],
    on_leave: Collection[int],
    entries: Collection[Entry],
    hours: Hours,
    *,
    is_care: bool = False,
    carried: Collection[int] | None = None,
) -> Roll:
    """The roll of one session.

    In homework care (`is_care`) only the absent are tapped: with the submission everyone else who is expected counts
    as here. `carried` are the children of the first period's roll in a double period: the second bell asks only for
    the head count, and they count as here once it is given. Before that nobody is presumed present.
    """
    here = standing(entries, hours)
    submission = last_submission(entries)
    if submission is not None and (is_care or carried is not None):
        presumed = expected if carried is None else carried
        away = marked_away(entries)
        for child in presumed:
            if child not in away and child not in on_leave and child not in here:
                here[child] = Presence(child, submission.at, submission.id, submission.method, Verdict.ON_TIME)
    absent = tuple(child for child in expected if child not in here and child not in on_leave)
    return Roll(here, absent, submission)


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
    for entry in _without_undone([entry for _session, entry in ordered]):
        child, session = entry.student_id, session_of[entry.id]
        kind = _sighting_kind(entry)
        if child is not None and kind:
            seen[child] = Sighting(child, kind, entry.at, session, entry.note)
        elif child in seen and says_away(entry) and seen[child].session_id == session:
            del seen[child]
    return seen


def _sighting_kind(entry: Entry) -> str:
    if entry.kind == "found":
        return "" if entry.verdict else "found"
    if says_here(entry):
        return "here"
    if entry.kind not in ("scan", "mark") or entry.verdict not in rules.KEEPABLE or entry.choice == "absent":
        return ""
    return "sent" if entry.choice == "send" else "passing"


def _without_undone(log: list[Entry]) -> list[Entry]:
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
