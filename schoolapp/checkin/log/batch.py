"""What one request wants stored, and what became of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from schoolapp.checkin.log.wire import Item, Rejected
from schoolapp.checkin.phrases import refusal_phrases
from schoolapp.identity.policy import Viewer


@dataclass(frozen=True, slots=True)
class Device:
    """The phone that speaks, and how many events it still has to send."""

    id: str
    unsent: int
    agent: str


@dataclass(slots=True)
class Outcome:
    """What became of a batch: a refusal of the whole, or one result an item."""

    refusal: str = ""
    viewer: Viewer = field(default_factory=Viewer)
    results: list[dict[str, Any]] = field(default_factory=list)

    @staticmethod
    def refused(code: str) -> Outcome:
        return Outcome(refusal=code)

    @staticmethod
    def unstorable(items: Iterable[Item | Rejected]) -> Outcome:
        """The phone keeps these and tries again: a fault of ours must not lose a scan."""
        return Outcome(results=[rejection(item.id, "failed") for item in items])

    @staticmethod
    def joined(outcomes: Sequence[Outcome]) -> Outcome:
        """One batch's outcome from those of its items. A refusal of one is a refusal of all: the phone sends again."""
        refusal = next((one.refusal for one in outcomes if one.refusal), "")
        results = [result for one in outcomes for result in one.results]
        return Outcome(refusal, outcomes[-1].viewer, results)


def rejection(event_id: str, code: str) -> dict[str, Any]:
    """The result of an item that is not stored."""
    return {
        "id": event_id,
        "status": "invalid",
        "code": code,
        "verdict": "invalid",
        "student": None,
        "place": None,
        "alert": None,
        "message": refusal_phrases()[code],
    }


@dataclass(slots=True)
class Batch:
    """What one request, or one call of the service, wants stored. Exactly one of `token` and `viewer` counts."""

    items: list[Item | Rejected]
    token: str = ""
    """The login's token as the cookie carried it; looked at in the same transaction that stores the events."""
    viewer: Viewer | None = None
    device: Device | None = None
    done: Callable[[Outcome], None] = field(default=lambda _outcome: None)
    received_at: int = 0
