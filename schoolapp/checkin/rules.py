"""What a scan means: the one place that decides, for the server, for the packs and (as a twin) for the phone.

Pure: facts in, decision out; every time is an argument, in milliseconds since 1970 (the phone's unit).
The phone's twin is `scanner/client/rules.js`; both run `tests/cases/verdicts.json`.

    not a card → may not take this roll → unknown card → revoked card → session cancelled → session closed
    → already here → (what the plan says of the child) on leave, on time or late, wrong room, not enrolled
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

MINUTE = 60_000
OPENS_BEFORE = 20 * MINUTE
"""Children may be counted this long before the bell: the room fills while they walk."""
CARE_OPENS_BEFORE = 10 * MINUTE
"""Homework care, where a roll counts whoever was not tapped: not while the period before is still on."""
LATE_AFTER = 5 * MINUTE
"""The default walking time between two buildings; who comes later is late."""
CLOSES_AFTER = 15 * MINUTE
"""A card held up this long after the end belongs to no roll any more."""
SLIP = MINUTE
"""A cancellation that is withdrawn this soon never was: nobody has set out."""
DOUBTFUL_OFFSET = 2 * MINUTE
"""A phone's clock that is further off is flagged, its scans are kept."""
DOUBTFUL_FUTURE = 2_000
"""Half a slow round trip: an offset measured on a weak network may be this wrong."""


class Verdict(StrEnum):
    """What became of one event. The words shown for each are in `phrases.py`."""

    ON_TIME = "on_time"
    LATE = "late"
    ALREADY_HERE = "already_here"
    WRONG_ROOM = "wrong_room"
    ON_LEAVE = "on_leave"
    NOT_ENROLLED = "not_enrolled"
    REVOKED_CARD = "revoked_card"
    UNKNOWN_CARD = "unknown_card"
    NOT_A_CARD = "not_a_card"
    SESSION_CANCELLED = "session_cancelled"
    SESSION_CLOSED = "session_closed"
    NOT_ALLOWED = "not_allowed"
    INVALID = "invalid"


class Alert(StrEnum):
    """What a person should look at besides the verdict."""

    TWO_CARDS = "two_cards"
    """This child was seen with another card in the same slot: one of them is in somebody else's hand."""
    TWO_ROOMS = "two_rooms"
    """This child is counted in another room of the same slot; both facts are kept."""
    NAMESAKE = "namesake"
    """A child of the same name is expected elsewhere in this slot: is it the right one?"""
    CLOCK = "clock"


class CardState(StrEnum):
    VALID = "valid"
    REVOKED = "revoked"
    UNKNOWN = "unknown"
    NOT_A_CARD = "not_a_card"
    NONE = "none"
    """No card was involved: the child was chosen by seat number or name."""


class Plan(StrEnum):
    """What the plan says of a child and a session; the pack's base verdict."""

    EXPECTED = "expected"
    ON_LEAVE = "on_leave"
    ELSEWHERE = "wrong_room"
    NOWHERE = "not_enrolled"


HERE = frozenset({Verdict.ON_TIME, Verdict.LATE, Verdict.ALREADY_HERE, Verdict.ON_LEAVE})
"""Verdicts that count the child as being in the room. One on leave who stands there is there."""
VOID = frozenset({Verdict.NOT_ALLOWED, Verdict.SESSION_CANCELLED, Verdict.SESSION_CLOSED, Verdict.INVALID})
"""Verdicts after which an event says nothing about its child in this room, neither here nor away."""
KEEPABLE = frozenset({Verdict.WRONG_ROOM, Verdict.NOT_ENROLLED})
"""Verdicts after which the teacher may choose to keep the child here."""


@dataclass(frozen=True, slots=True)
class Hours:
    """When a session takes scans. All in milliseconds since 1970, both ends included."""

    opens_at: int
    late_after: int
    closes_at: int
    is_cancelled: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """All that is known about one scan or mark when it is decided."""

    at: int
    card: CardState
    hours: Hours | None
    """None: the session does not exist, or this person may not take its roll."""
    plan: Plan = Plan.NOWHERE
    is_counted: bool = False
    """The child already counts as here in this session."""


def hours_of(starts_at: int, ends_at: int, *, is_care: bool = False, is_cancelled: bool = False) -> Hours:
    """The hours of a session that lasts from `starts_at` to `ends_at`."""
    opens_at = starts_at - (CARE_OPENS_BEFORE if is_care else OPENS_BEFORE)
    return Hours(opens_at, starts_at + LATE_AFTER, ends_at + CLOSES_AFTER, is_cancelled)


def back_since(off_since: int, withdrawn_at: int, opens_at: int) -> int | None:
    """Since when a class takes place again whose cancellation or merger was withdrawn; None when that moved nobody.

    It was off until then: its children set out anew.
    """
    return withdrawn_at if withdrawn_at > max(off_since + SLIP, opens_at) else None


def plan_of(*, is_expected: bool, is_on_leave: bool, is_elsewhere: bool) -> Plan:
    """What the plan says; a leave counts only for a child who is expected here."""
    if is_expected:
        return Plan.ON_LEAVE if is_on_leave else Plan.EXPECTED
    return Plan.ELSEWHERE if is_elsewhere else Plan.NOWHERE


def excuses(leaves: Iterable[tuple[int, int]], starts_at: int, ends_at: int) -> bool:
    """Whether leaves, as times from and until, excuse a child from a whole session.

    Who is on leave for a part of it is expected: until the leave begins, or from when it is over.
    """
    return any(start <= starts_at and end >= ends_at for start, end in leaves)


def decide(facts: Facts) -> Verdict:
    """The verdict on a scan, or on a child marked present by hand."""
    if facts.card is CardState.NOT_A_CARD:
        return Verdict.NOT_A_CARD
    if facts.hours is None:
        return Verdict.NOT_ALLOWED
    if facts.card is CardState.UNKNOWN:
        return Verdict.UNKNOWN_CARD
    if facts.card is CardState.REVOKED:
        return Verdict.REVOKED_CARD
    return _decide_in_hours(facts, facts.hours)


def _decide_in_hours(facts: Facts, hours: Hours) -> Verdict:
    if hours.is_cancelled:
        return Verdict.SESSION_CANCELLED
    if not _is_open(facts, hours):
        return Verdict.SESSION_CLOSED
    if facts.is_counted:
        return Verdict.ALREADY_HERE
    if facts.plan is Plan.EXPECTED:
        return punctuality(facts.at, hours)
    return Verdict(facts.plan.value)


def _is_open(facts: Facts, hours: Hours) -> bool:
    """A mark by hand may come later: that is the late entry (补签) of a roll kept on paper."""
    return hours.opens_at <= facts.at and (facts.card is CardState.NONE or facts.at <= hours.closes_at)


def punctuality(at: int, hours: Hours) -> Verdict:
    """On time until `late_after`, included."""
    return Verdict.ON_TIME if at <= hours.late_after else Verdict.LATE


def decide_about_session(hours: Hours | None, at: int) -> Verdict | None:
    """The refusal of an event about a whole roll (opened, head count, submit, absent mark), None when it stands.

    A roll can be finished long after its lesson, never before anybody could have come: a submission says who is here.
    """
    if hours is None:
        return Verdict.NOT_ALLOWED
    if hours.is_cancelled:
        return Verdict.SESSION_CANCELLED
    return Verdict.SESSION_CLOSED if at < hours.opens_at else None


def effective_time(scanned_at: int, offset_ms: int, received_at: int) -> int:
    """The time that counts: the phone's, put right by its measured offset, never after receipt."""
    return min(scanned_at + offset_ms, received_at)


def is_clock_doubtful(scanned_at: int, offset_ms: int, received_at: int) -> bool:
    """True when the phone's clock was over two minutes off, or the scan would lie after its receipt."""
    return abs(offset_ms) > DOUBTFUL_OFFSET or scanned_at + offset_ms > received_at + DOUBTFUL_FUTURE


def alert_of(*, has_other_card: bool, is_in_other_room: bool, has_namesake_elsewhere: bool) -> Alert | None:
    """The one alert about a child that is shown: the gravest."""
    if has_other_card:
        return Alert.TWO_CARDS
    if is_in_other_room:
        return Alert.TWO_ROOMS
    return Alert.NAMESAKE if has_namesake_elsewhere else None
