"""Plays the other teachers of the demo, in demo time: rolls are opened, cards scanned, rolls submitted.

What the demo's visitor holds in hand is left alone: the sections of the logins `teacher` and `homeroom`, and every
session in which a phone that is not one of ours has recorded something.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session as Db

from schoolapp import clock
from schoolapp.db import read, write
from schoolapp.demo import days
from schoolapp.demo.day import prepare_day
from schoolapp.demo.script import Row, Scene, submission
from schoolapp.demo.stage import DEVICE_AGENT, cast_of, plain_stage, rows_of_day, scenes_of
from schoolapp.demo.troubles import troubles
from schoolapp.models import (
    CheckinEvent,
    RollSubmission,
)
from schoolapp.models import tables as t
from schoolapp.programme.service import keep_in_step

VISITORS = ("teacher", "homeroom")
"""Logins whose own rolls are left to whoever tries the demo."""
FILL = 15
"""School days behind that get rolls when the demo was off."""
REWRITE = timedelta(minutes=1)
"""Leaves and changes made meanwhile find their way into the script this soon."""
HEARTBEAT = timedelta(seconds=30)
_MARGIN = timedelta(days=21)


class Player:
    """Plays one day after the other; `tick` is called every other second, in a thread."""

    def __init__(self) -> None:
        self._day: date | None = None
        self._rows: list[Row] = []
        self._written_at: datetime | None = None
        self._heard_at: datetime | None = None
        self._done: set[str] = set()
        self._phones: list[str] = []

    def tick(self) -> int:
        """Record what has happened by now; how many events."""
        now = clock.now()
        today = clock.local(now).date()
        if today != self._day:
            self._begin(today)
        if self._written_at is None or now - self._written_at >= REWRITE:
            with read() as db:
                self._rows, self._phones = write_script(db, today)
            self._written_at = now
        due = [row for row in self._rows if row["happened_at"] <= now and row["id"] not in self._done]
        if due:
            with write() as db:
                record(db, due)
                hear(db, due)
            self._done.update(row["id"] for row in due)
        self._beat(now)
        return len(due)

    def _begin(self, today: date) -> None:
        """A new day: the days between get their rolls, the coming ones their leaves and changes."""
        if self._day is not None:
            self._finish()
        with write() as db:
            let_the_term_go_on(db, today)
            keep_in_step(db, today)
        for day in days.school_days_before(today, FILL):
            with write() as db:
                fill_day(db, day)
        with write() as db:
            for day in (today, days.school_day_after(today)):
                prepare_day(db, day, first_day(db))
            keep_in_step(db, today)
        self._day, self._written_at, self._done = today, None, set()

    def _finish(self) -> None:
        """What was still to come when the clock went on to the next day."""
        left = [row for row in self._rows if row["id"] not in self._done]
        if left:
            with write() as db:
                record(db, left)

    def _beat(self, now: datetime) -> None:
        """The phones of running lessons report every half minute."""
        if self._heard_at is not None and timedelta() <= now - self._heard_at < HEARTBEAT:
            return
        with write() as db:
            db.execute(update(t.device).where(t.device.c.id.in_(self._phones)).values(last_heard_at=now, unsent=0))
        self._heard_at = now


def write_script(db: Db, today: date) -> tuple[list[Row], list[str]]:
    """The day's events, and the phones that report."""
    cast = cast_of(db)
    scenes = scenes_of(db, today, cast)
    stage, not_begun = troubles(db, today == first_day(db), scenes, cast)
    ours = _left_to_visitors(db, scenes) | not_begun
    rows = [row for row in rows_of_day(scenes, stage) if row["session_id"] not in ours]
    silent = {scene.device_id for scene in scenes if scene.session_id in stage.silent}
    return rows, sorted({scene.device_id for scene in scenes if scene.session_id not in ours} - silent)


def _left_to_visitors(db: Db, scenes: list[Scene]) -> set[int]:
    """Sessions of the visitors' logins, and those in which a phone of theirs has recorded something."""
    accounts = set(db.scalars(select(t.account.c.id).where(t.account.c.login.in_(VISITORS))))
    sessions = [scene.session_id for scene in scenes]
    ours = select(t.device.c.id).where(t.device.c.agent == DEVICE_AGENT)
    kinds = ("scan", "mark", "opened", "submit", "head_count")
    touched = (
        select(t.event.c.session_id)
        .where(t.event.c.session_id.in_(sessions), t.event.c.kind.in_(kinds))
        .where(t.event.c.device_id.is_(None) | t.event.c.device_id.not_in(ours))
    )
    return {scene.session_id for scene in scenes if scene.account_id in accounts} | set(db.scalars(touched.distinct()))


def first_day(db: Db) -> date:
    """The day on which the demo first started: in week 12, on the weekday of the first section's first period."""
    starts_on = db.scalars(select(t.term.c.starts_on).order_by(t.term.c.id)).first() or date.min
    weekday = db.scalars(select(t.entry.c.weekday).order_by(t.entry.c.id)).first() or 1
    return starts_on + timedelta(days=7 * (days.FIRST_WEEK - 1) + weekday - 1)


def let_the_term_go_on(db: Db, today: date) -> None:
    """The demo's term does not end while somebody looks at it."""
    last = today + _MARGIN
    db.execute(update(t.term).where(t.term.c.ends_on < last).values(ends_on=last + timedelta(days=4 - last.weekday())))


def fill_day(db: Db, day: date) -> None:
    """Rolls for a day on which the demo was off."""
    span = clock.at_minutes(day, 0), clock.at_minutes(day, 24 * 60)
    found = select(t.event.c.seq).where(t.event.c.happened_at.between(*span)).limit(1)
    if db.scalars(found).first() is not None:
        return
    keep_in_step(db, day, 0)
    prepare_day(db, day, first_day(db))
    cast = cast_of(db)
    record(db, rows_of_day(scenes_of(db, day, cast), plain_stage(cast)))


def record(db: Db, rows: list[Row]) -> None:
    """Append to the log; what is there already stays as it is."""
    _insert_new(db, CheckinEvent, rows)
    _insert_new(db, RollSubmission, [submission(row) for row in rows if row["kind"] == "submit"])


def hear(db: Db, rows: list[Row]) -> None:
    """Whatever a phone sends tells that it lives: the silent one was heard with its last scan."""
    latest: dict[str, datetime] = {}
    for row in rows:
        device = row["device_id"]
        latest[device] = max(latest.get(device, row["received_at"]), row["received_at"])
    for device, at in sorted(latest.items()):
        phone = t.device.c
        db.execute(update(t.device).where(phone.id == device, phone.last_heard_at < at).values(last_heard_at=at))


def _insert_new(db: Db, table: Any, rows: list[Row]) -> None:
    dialect = postgresql if db.get_bind().dialect.name == "postgresql" else sqlite
    if rows:
        db.execute(dialect.insert(table).on_conflict_do_nothing(index_elements=["id"]), rows)
