"""Keeps the dated sessions in step with the plan."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import delete, insert, text, update
from sqlmodel import Session as Db

from schoolapp import clock
from schoolapp.identity import audit
from schoolapp.models import DayChange, Session, SessionStudent
from schoolapp.models import tables as t
from schoolapp.programme import plan_queries
from schoolapp.programme.plan_queries import Standing
from schoolapp.programme.planning import Key, Planned, lost_on, plan_day
from schoolapp.programme.rules import Special

_POSTGRES_LOCK = 5_330_917
"""Any number: workers that keep in step at the same time take turns."""


@dataclass
class Steps:
    """What lies between the sessions that stand and those the plan wants."""

    add: list[Planned] = field(default_factory=list)
    change: list[tuple[Standing, Planned]] = field(default_factory=list)
    remove: list[int] = field(default_factory=list)
    call_off: list[int] = field(default_factory=list)
    """Sessions that the plan lost but whose changes of the day are kept: they are cancelled instead of removed."""
    call_on: list[int] = field(default_factory=list)
    """Changes by which sessions were so cancelled that the plan has again."""
    enter: list[tuple[int, int]] = field(default_factory=list)
    """(session, student) to be expected."""
    leave: list[tuple[int, int]] = field(default_factory=list)

    def __bool__(self) -> bool:
        return any(getattr(self, one.name) for one in fields(self))

    @property
    def gone(self) -> int:
        """How many sessions do not take place any more."""
        return len(self.remove) + len(self.call_off)

    @property
    def made(self) -> int:
        """How many sessions take place that did not before."""
        return len(self.add) + len(self.call_on)


def keep_in_step(db: Db, today: date, days: int = 7) -> Steps:
    """Make and update the sessions of `today` and the `days` after it; doing it twice changes nothing.

    Sessions whose bell rang stand with their expected children, and so do those about which something was recorded.
    Of a session that the plan lost the changes of the day are kept: it is cancelled, and takes place again when the
    plan has it again. A session that is missing is made even when its bell rang, so that a server that was off can
    take rolls. Returns what was done. Belongs into the caller's transaction.
    """
    take_turns(db)
    steps = find_steps(db, today, days)
    _apply(db, steps)
    if steps:
        counts = {"added": steps.made, "changed": len(steps.change), "removed": steps.gone}
        audit.record(db, None, "plan.keep_in_step", "session", today.isoformat(), after=counts)
    return steps


def take_turns(db: Db) -> None:
    """Whoever writes what the sessions are made from waits until the others have written; SQLite has one writer."""
    if db.get_bind().dialect.name == "postgresql":
        db.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _POSTGRES_LOCK})


def send_back(db: Db, session_id: int) -> None:
    """Let the homework care that already began expect the children of a section that was cancelled meanwhile.

    Care that has not begun needs no help: `keep_in_step` sees the cancellation.
    """
    pairs = plan_queries.back_in_care(db, session_id)
    known = plan_queries.expected_among(db, {session for session, _student in pairs})
    _expect(db, [pair for pair in pairs if pair not in known], clock.now())


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


def concerned(db: Db, specials: dict[date, Special]) -> tuple[int, int]:
    """How many coming classes would not take place, and how many children they are for, were these days so."""
    first, last = min(specials), max(specials)
    lost: list[Planned] = []
    for term in plan_queries.terms_of(db, first, last):
        facts = plan_queries.facts_of(db, term, first, last)
        lost += [one for day in specials for one in lost_on(day, facts, specials[day])]
    now = clock.now()
    coming = [one for one in lost if _times(one)[0] > now]
    return len(coming), len({student for one in coming for student in one.students})


def _compare(
    db: Db, planned: dict[Key, Planned], standing: dict[Key, Standing], expected: dict[int, set[int]]
) -> Steps:
    now = clock.now()
    coming = [session for session in standing.values() if session.starts_at > now]
    pairs = [(session, planned[session.key]) for session in coming if session.key in planned]
    steps = Steps(add=[item for key, item in planned.items() if key not in standing], change=_changed(db, pairs))
    for session, wanted in pairs:
        here = expected.get(session.id, set())
        steps.enter += [(session.id, student) for student in wanted.students - here]
        steps.leave += [(session.id, student) for student in here - wanted.students]
    _part_with(db, steps, {session.id for session in coming if session.key not in planned}, expected)
    if coming:
        days, back = [session.key[0] for session in coming], {session.id for session, _wanted in pairs}
        steps.call_on = [one for one, session in plan_queries.off_by_plan(db, min(days), max(days)) if session in back]
    return steps


def _changed(db: Db, pairs: list[tuple[Standing, Planned]]) -> list[tuple[Standing, Planned]]:
    """The sessions that the plan has otherwise now. Where something was recorded already, the times stand."""
    differ = [(session, wanted) for session, wanted in pairs if _differs(session, wanted)]
    recorded = plan_queries.recorded(db, {session.id for session, _wanted in differ}) if differ else set()
    kept = [(one, _at_its_times(one, wanted) if one.id in recorded else wanted) for one, wanted in differ]
    return [(session, wanted) for session, wanted in kept if _differs(session, wanted)]


def _at_its_times(session: Standing, wanted: Planned) -> Planned:
    return replace(wanted, starts=clock.minutes_of(session.starts_at), ends=clock.minutes_of(session.ends_at))


def _part_with(db: Db, steps: Steps, unwanted: set[int], expected: dict[int, set[int]]) -> None:
    """What becomes of sessions that the plan does not have any more."""
    if not unwanted:
        return
    free = unwanted - plan_queries.recorded(db, unwanted)
    kept = plan_queries.decided(db, free)
    steps.remove = sorted(free - kept)
    steps.call_off = sorted(kept - plan_queries.off(db, kept))
    steps.leave += [(session, student) for session in sorted(kept) for student in expected.get(session, ())]


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
    _call_off(db, steps.call_off)
    if steps.call_on:
        db.execute(update(t.change).where(t.change.c.id.in_(steps.call_on)).values(withdrawn_at=clock.now()))
    _forget(db, steps.leave)
    _expect(db, steps.enter, clock.now())
    _add(db, steps.add)


def _call_off(db: Db, session_ids: list[int]) -> None:
    common = {"kind": "cancelled", "is_by_plan": True, "created_at": clock.now()}
    if session_ids:
        db.execute(insert(DayChange), [{"session_id": session, **common} for session in session_ids])


def _add(db: Db, added: list[Planned]) -> None:
    """Insert all at once, then find their ids by what identifies them."""
    if not added:
        return
    names = ("day", "slot_number", "section_id", "homeroom_id")
    db.execute(insert(Session), [{**dict(zip(names, item.key, strict=True)), **_values(item)} for item in added])
    days = [item.key[0] for item in added]
    ids = plan_queries.standing(db, min(days), max(days))
    _expect(db, [(ids[item.key].id, student) for item in added for student in sorted(item.students)])


def _expect(db: Db, pairs: list[tuple[int, int]], at: datetime | None = None) -> None:
    """Put children on lists; `at`: now, when the session stood already and its roll may have gone out."""
    rows = [{"session_id": session, "student_id": student, "listed_at": at} for session, student in pairs]
    if rows:
        db.execute(insert(SessionStudent), rows)


def _forget(db: Db, pairs: list[tuple[int, int]]) -> None:
    for session, student in pairs:
        db.execute(delete(t.listed).where(t.listed.c.session_id == session, t.listed.c.student_id == student))
