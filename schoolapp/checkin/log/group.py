"""Stores one group of batches in the caller's transaction and says what each of them is answered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from schoolapp import clock
from schoolapp.checkin import rules
from schoolapp.checkin.log import effects
from schoolapp.checkin.log.batch import Batch, Outcome, rejection
from schoolapp.checkin.log.deciding import Decision, answer, decide
from schoolapp.checkin.log.gather import gather
from schoolapp.checkin.log.picture import LogRow, Picture
from schoolapp.checkin.log.wire import Item, Rejected
from schoolapp.identity.policy import Action, Viewer, may
from schoolapp.settings import settings


def refusal_of(viewer: Viewer) -> str:
    """Why this viewer's events are not taken at all; empty for staff."""
    if viewer.is_visitor:
        return "sign_in"
    return "" if may(viewer, Action.SEE_TODAY) else "not_allowed"


@dataclass(slots=True)
class _Pending:
    """An event on its way, with where it came from."""

    item: Item
    viewer: Viewer
    received_at: int
    device_id: str


def store(
    db: Connection, group: Sequence[Batch], viewers: Sequence[Viewer], heard_of: effects.HeardOf
) -> list[Outcome]:
    """Decide and insert every event of the group. Raises whatever the database raises; the caller rolls back."""
    refusals = [refusal_of(viewer) for viewer in viewers]
    pending = [
        _Pending(item, viewer, batch.received_at, batch.device.id if batch.device else "")
        for batch, viewer, refusal in zip(group, viewers, refusals, strict=True)
        if not refusal
        for item in batch.items
        if isinstance(item, Item) and item.actor_id == viewer.account_id
    ]
    picture = gather(db, [one.item for one in pending]) if pending else Picture()
    known_before = set(picture.stored)
    _insert(db, _decide_all(pending, picture), pending, picture)
    _hear(db, _devices(group, viewers, refusals), heard_of)
    answered = _Answers(picture, known_before)
    return [
        Outcome(refusal) if refusal else Outcome("", viewer, [answered.result(item, viewer) for item in batch.items])
        for batch, viewer, refusal in zip(group, viewers, refusals, strict=True)
    ]


def _hear(db: Connection, heard: dict[str, effects.Heard], heard_of: effects.HeardOf) -> None:
    newcomers = heard_of.newcomers(heard)
    effects.hear_devices(db, heard_of.news(heard), clock.now())
    effects.forget_devices(db, newcomers)


def _devices(group: Sequence[Batch], viewers: Sequence[Viewer], refusals: Sequence[str]) -> dict[str, effects.Heard]:
    """The devices that spoke, each with its newest word."""
    return {
        batch.device.id: effects.Heard(viewer.account_id or 0, batch.device.unsent, batch.device.agent)
        for batch, viewer, refusal in zip(group, viewers, refusals, strict=True)
        if batch.device and not refusal
    }


def _decide_all(pending: Iterable[_Pending], picture: Picture) -> list[Decision]:
    """Decide what is new, in the order in which it happened; each decision is a fact for the next."""
    decisions = []
    is_demo = settings().demo
    for one in sorted(pending, key=_when):
        if one.item.id in picture.stored:
            continue
        decision = decide(one.item, one.viewer, picture, one.received_at, is_demo)
        decisions.append(decision)
        row = decision.log_row()
        picture.stored[row.id] = row
        if row.student_id is not None:
            picture.add_to_log(row.student_id, row)
    return decisions


def _when(one: _Pending) -> tuple[int, bool, str]:
    at = rules.effective_time(one.item.scanned_at, one.item.clock_offset_ms, one.received_at)
    return at, one.item.kind == "undo", one.item.id


def _insert(db: Connection, decisions: list[Decision], pending: Iterable[_Pending], picture: Picture) -> None:
    if not decisions:
        return
    device = {one.item.id: one.device_id for one in pending if one.device_id}
    effects.insert_events(db, decisions, device, clock.now())
    effects.apply(db, decisions, picture)


class _Answers:
    """Results by item. The first time an id is answered it was stored, from then on it is a duplicate."""

    def __init__(self, picture: Picture, known_before: set[str]) -> None:
        self._picture = picture
        self._answered = set(known_before)

    def result(self, item: Item | Rejected, viewer: Viewer) -> dict[str, Any]:
        if isinstance(item, Rejected):
            return rejection(item.id, item.code)
        if item.actor_id != viewer.account_id:
            return rejection(item.id, "other_actor")
        row: LogRow = self._picture.stored[item.id]
        if row.actor_id != viewer.account_id:
            return rejection(item.id, "taken_id")
        status = "duplicate" if item.id in self._answered else "stored"
        self._answered.add(item.id)
        return answer(row, status, viewer, self._picture)
