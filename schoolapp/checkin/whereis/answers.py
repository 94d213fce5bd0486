"""What can be said of where a child is, and how far a session's roll is. Times are milliseconds since 1970."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from schoolapp.checkin.rules import MINUTE
from schoolapp.checkin.whereis.facts import Fact

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
    knew_until: int | None = None
    """Of who joined the class later than this, the submission says nothing."""
    heard_at: int | None = None
    head_count: int | None = None
    explanation: str = ""
    """What the teacher says of a head count that is not what was recorded."""
    named: frozenset[int] = frozenset()
    """Children whom the teacher tapped as absent."""

    def tells_of(self, joined_at: int) -> bool:
        """Whether the submitted roll speaks of a child who belongs here since then."""
        return self.knew_until is not None and self.knew_until >= joined_at

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
