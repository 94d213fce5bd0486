"""What the staff's pages of works show: plain values, already worded."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from schoolapp.i18n import _
from schoolapp.works.approval.rules import Step
from schoolapp.works.rules import WorkState

STATES: dict[str, tuple[str, str]] = {
    WorkState.WAITING: ("unknown", _("Waits for approval")),
    WorkState.APPROVED: ("here", _("Approved")),
    WorkState.RETURNED: ("redirect", _("Sent back")),
    WorkState.TAKEN_DOWN: ("refuse", _("Taken down")),
}
"""State → tone (colour and shape) and word."""
STEPS = {
    Step.APPROVE: _("Approved"),
    Step.RETURN: _("Sent back"),
    Step.TAKE_DOWN: _("Taken down"),
    Step.HAND_IN: _("Mended and handed in again"),
    Step.UNDO: _("Decision taken back"),
}


@dataclass(frozen=True)
class Choice:
    """A wall to choose."""

    value: str
    label: str


@dataclass(frozen=True)
class Card:
    """One work on a wall or in the queue."""

    id: int = 0
    uuid: str = ""
    src: str = ""
    large: str = ""
    film: str = ""
    """Address of the film of which the picture is the poster; empty for a picture."""
    lasts: str = ""
    """0:12; empty for a picture."""
    placeholder: str = ""
    width: int = 3
    height: int = 2
    frame: str = "3 / 2"
    """Proportions of its frame on a wall, as CSS says them."""
    title: str = ""
    children: str = ""
    """陈小禾 三（2）班 21 号、…"""
    names: str = ""
    seats: str = ""
    where: str = ""
    state: str = ""
    tone: str = ""
    word: str = ""
    is_people: bool = False
    agreed: str = ""
    """What all families on it agreed to."""
    consent: int = 0
    sees: str = ""
    """Who will see it, approved as is chosen now."""
    approved_for: int = 0
    can_straighten: bool = False
    stamp: str = ""
    order: int = 0
    """Place on the wall."""


@dataclass(frozen=True)
class Line:
    """One line of a work's history."""

    what: str
    who: str
    at: str
    reason: str


@dataclass(frozen=True)
class Report:
    """Somebody found that a work should not be shown."""

    id: int
    who: str
    at: str
    reason: str


@dataclass(frozen=True)
class Sheet:
    """One work, opened."""

    card: Card = field(default_factory=Card)
    medium: str = ""
    remark: str = ""
    by: str = ""
    sees_now: str = ""
    history: list[Line] = field(default_factory=list)
    reports: list[Report] = field(default_factory=list)
    may_approve: bool = False
    may_hand_in: bool = False


@dataclass(frozen=True)
class Reported:
    """A work with what was said against it."""

    card: Card
    reports: list[Report]


@dataclass(frozen=True)
class Word:
    """Kind words to be read."""

    id: int
    text: str
    who: str
    at: str
    card: Card


@dataclass(frozen=True)
class Child:
    """A child without a work yet."""

    id: int
    name: str
    seat: str
    """21 号"""


@dataclass(frozen=True)
class Group:
    """The children of one homeroom without a work yet."""

    name: str
    children: list[Child]


TALLEST, FLATTEST = 1.7, 0.5
"""Height by width of a frame on a wall: a scroll or a banner hangs whole inside it, on paper."""


def frame_height(width: int, height: int) -> float:
    """Height of the work's frame where it is 1 wide; its own proportions unless they are extreme."""
    return min(TALLEST, max(FLATTEST, height / max(width, 1)))


def spread(cards: list[Card], columns: int = 4) -> list[list[Card]]:
    """The cards in columns of about the same height: each below the shortest column, its height known beforehand."""
    found: list[list[Card]] = [[] for _column in range(columns)]
    heights = [0.0] * columns
    for order, card in enumerate(cards):
        shortest = heights.index(min(heights))
        found[shortest].append(replace(card, order=order))
        heights[shortest] += frame_height(card.width, card.height) + 0.3
    return found


@dataclass(frozen=True)
class LeftLine:
    """A work that stayed as it was, and why."""

    id: int
    children: str
    why: str
