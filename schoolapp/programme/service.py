"""Keeps the dated sessions in step with the plan."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import delete, insert, text, update
from sqlmodel import Session as Db

from schoolapp import clock
from schoolapp.identity import audit
from schoolapp.models import Session, SessionStudent
from schoolapp.models import tables as t
from schoolapp.programme import plan_queries
from schoolapp.programme.plan_queries import Standing
from schoolapp.programme.planning import Key, Planned, plan_day

_POSTGRES_LOCK = 5_330_917
"""Any number: workers that keep in step at the same time take turns."""


@dataclass
class Steps:
    """What lies between the sessions that stand and those the plan wants."""

    add: list[Planned] = field(default_factory=list)
    change: list[tuple[Standing, Planned]] = field(default_factory=list)
    remove: list[int] = field(default_factory=list)
    enter: list[tuple[int, int]] = field(default_factory=list)
    """(session, student) to be expected."""
    leave: list[tuple[int, int]] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.add or self.change or self.remove or self.enter or self.leave)


def keep_in_step(db: Db, today: date, days: int = 7) -> Steps:
    """Make and update the sessions of `today` and the `days` after it; doing it twice changes nothing.

    Sessions whose bell rang stand with their expected children, and so do those about which something was recorded or
    decided. A session that is missing is made even when its bell rang, so that a server that was off can take rolls.
    Returns what was done. Belongs into the caller's transaction.
    """
    if db.get_bind().dialect.name == "postgresql":
        db.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _POSTGRES_LOCK})
    steps = find_steps(db, today, days)
    _apply(db, steps)
    if steps:
        counts = {"added": len(steps.add), "changed": len(steps.change), "removed": len(steps.remove)}
        audit.record(db, None, "plan.keep_in_step", "session", today.isoformat(), after=counts)
    return steps


def send_back(db: Db, session_id: int) -> None:
    """Let the homework care that already began expect the children of a section that was cancelled meanwhile.

    Care that has not begun needs no help: `keep_in_step` sees the cancellation.
    """
    pairs = plan_queries.back_in_care(db, session_id)
    known = plan_queries.expected_among(db, {session for session, _student in pairs})
    _expect(db, [pair for pair in pairs if pair not in known])


def take_back(db: Db, session_id: int) -> None:
    """Undo `send_back`: the section takes place after all."""
    _forget(db, plan_queries.back_in_care(db, session_id))


def find_steps(db: Db, today: date, days: int = 7) -> Steps:
    """What `keep_in_step` would do, without doing it."""
    last = today + timedelta(days=days)
    planned: dict[Key, Planned] = {}
    for term in plan_queries.terms_of(db, today, last):
        facts = plan_queries.facts_of(db, term, today, last)
        for offset in range(days + 1):
            planned.update((item.key, item) for item in plan_day(today + timedelta(days=offset), facts))
    standing = plan_queries.standing(db, today, last)
    return _compare(db, planned, standing, plan_queries.expected(db, today, last))


def _compare(
    db: Db, planned: dict[Key, Planned], standing: dict[Key, Standing], expected: dict[int, set[int]]
) -> Steps:
    now = clock.now()
    steps = Steps(add=[item for key, item in planned.items() if key not in standing])
    for key, session in standing.items():
        if session.starts_at <= now:
            continue
        wanted = planned.get(key)
        if wanted is None:
            steps.remove.append(session.id)
            continue
        if _differs(session, wanted):
            steps.change.append((session, wanted))
        here = expected.get(session.id, set())
        steps.enter += [(session.id, student) for student in wanted.students - here]
        steps.leave += [(session.id, student) for student in here - wanted.students]
    if steps.remove:
        used = plan_queries.in_use(db, set(steps.remove))
        steps.remove = [session for session in steps.remove if session not in used]
    return steps


def _differs(session: Standing, wanted: Planned) -> bool:
    times = _times(wanted)
    return (session.entry_id, session.starts_at, session.ends_at, session.room_id, session.staff_id) != (
        wanted.entry_id,
        *times,
        wanted.room_id,
        wanted.staff_id,
    )


def _times(planned: Planned) -> tuple[datetime, datetime]:
    day = planned.key[0]
    return clock.at_minutes(day, planned.starts), clock.at_minutes(day, planned.ends)


def _values(planned: Planned) -> dict[str, Any]:
    starts_at, ends_at = _times(planned)
    return {
        "entry_id": planned.entry_id,
        "starts_at": starts_at,
        "ends_at": ends_at,
        "room_id": planned.room_id,
        "staff_id": planned.staff_id,
    }


def _apply(db: Db, steps: Steps) -> None:
    if steps.remove:
        db.execute(delete(t.listed).where(t.listed.c.session_id.in_(steps.remove)))
        db.execute(delete(t.session).where(t.session.c.id.in_(steps.remove)))
    for session, wanted in steps.change:
        db.execute(update(t.session).where(t.session.c.id == session.id).values(**_values(wanted)))
    _forget(db, steps.leave)
    _expect(db, steps.enter)
    _add(db, steps.add)


def _add(db: Db, added: list[Planned]) -> None:
    """Insert all at once, then find their ids by what identifies them."""
    if not added:
        return
    names = ("day", "slot_number", "section_id", "homeroom_id")
    db.execute(insert(Session), [{**dict(zip(names, item.key, strict=True)), **_values(item)} for item in added])
    days = [item.key[0] for item in added]
    ids = plan_queries.standing(db, min(days), max(days))
    _expect(db, [(ids[item.key].id, student) for item in added for student in sorted(item.students)])


def _expect(db: Db, pairs: list[tuple[int, int]]) -> None:
    if pairs:
        db.execute(
            insert(SessionStudent), [{"session_id": session, "student_id": student} for session, student in pairs]
        )


def _forget(db: Db, pairs: list[tuple[int, int]]) -> None:
    for session, student in pairs:
        db.execute(delete(t.listed).where(t.listed.c.session_id == session, t.listed.c.student_id == student))
