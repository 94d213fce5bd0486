"""Recording and reading rolls, for phones, paper rolls, the board and whoever else has facts from a door."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from schoolapp import clock
from schoolapp.checkin import day_queries, rolls
from schoolapp.checkin.log.batch import Batch
from schoolapp.checkin.log.deciding import may_take
from schoolapp.checkin.log.wire import parse_item
from schoolapp.checkin.log.writer import writer
from schoolapp.checkin.phrases import refusal_phrases
from schoolapp.checkin.roll import Entry
from schoolapp.db import engine
from schoolapp.identity.policy import Viewer
from schoolapp.refusals import Refused

STATUS = {"sign_in": 401, "not_allowed": 403, "busy": 503, "failed": 503, "not_found": 404}
"""HTTP status of each refusal of a whole request."""


def refused(code: str) -> Refused:
    """The refusal with check-in's own words."""
    return Refused(code, refusal_phrases()[code], STATUS.get(code, 400))


def record_events(viewer: Viewer, events: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Store events of this viewer and return one result each, as the HTTP API words them.

    An event is a dict as phones send it; `id`, `actor_id` and `scanned_at` (school's time, ms) are filled in when
    absent. Blocks until it is committed, so call it through `asyncio.to_thread` from a handler.
    Raises Refused: sign_in, not_allowed, busy, failed.
    """
    items = [parse_item(_completed(event, viewer)) for event in events]
    outcome = writer().run(Batch(items, viewer=viewer))
    if outcome.refusal:
        raise refused(outcome.refusal)
    return outcome.results


def _completed(event: dict[str, Any], viewer: Viewer) -> dict[str, Any]:
    now = round(clock.now().timestamp() * 1000)
    return {"id": str(uuid4()), "actor_id": viewer.account_id, "scanned_at": now, **event}


def roll_for(viewer: Viewer, session_id: int) -> dict[str, Any]:
    """The roll of one session as all phones recorded it. Raises Refused: not_found, not_allowed."""
    with engine().connect() as db:
        meeting = day_queries.meetings_by_id(db, [session_id]).get(session_id)
        if meeting is None:
            raise refused("not_found")
        if not may_take(viewer, meeting):
            raise refused("not_allowed")
        found = rolls.roll_of(db, meeting)
        away = rolls.away_in(db, meeting)
        elsewhere = rolls.seen_elsewhere(db, meeting, found.absent)
    return {
        "session_id": session_id,
        "here": [
            {
                "student_id": one.student_id,
                "at": one.at,
                "event_id": one.event_id,
                "method": one.method,
                "verdict": one.verdict,
            }
            for one in sorted(found.here.values(), key=lambda one: (one.at, one.event_id))
        ],
        "marked_away": [
            {"student_id": one.student_id, "at": one.at, "event_id": one.id, "method": one.method} for one in away
        ],
        "absent": list(found.absent),
        "elsewhere": elsewhere,
        "submitted": _submission(found.submission),
    }


def _submission(one: Entry | None) -> dict[str, Any] | None:
    if one is None:
        return None
    return {"id": one.id, "at": one.at, "number": one.number, "note": one.note, "list_at": one.list_at}
