"""What the doors of one day recorded, kept in memory; only what is new is read from the database."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date

from sqlalchemy import Connection

from schoolapp import clock
from schoolapp.checkin.board import queries as q
from schoolapp.checkin.day_queries import millis
from schoolapp.checkin.roll import OF_NO_ROLL, Entry, times_at_home
from schoolapp.checkin.rules import VOID

_GAP_LIVES = 20_000
"""Milliseconds for which a missing number of the log is asked for: a slower transaction may still commit it."""
_LOOK_BACK = 500
"""Numbers below the newest among which the first reading looks for missing ones."""


class DayLog:
    """The logs of a day's sessions; under 0 what belongs to none."""

    def __init__(self, day: date, sessions: Collection[int] = ()) -> None:
        self._day, self._known = day, sessions
        self._start, self._end = clock.at_minutes(day, 0), clock.at_minutes(day, 24 * 60)
        self.actors: dict[str, int] = {}
        """Event → the account that recorded it."""
        self.alerts: dict[str, str] = {}
        """Event → the alert that was answered with it."""
        self.devices: dict[int, set[str]] = {}
        """Session → the phones that take its roll."""
        self._sessions: dict[int, dict[str, Entry]] = {}
        self._about: dict[int, dict[str, int]] = {}
        """Child → the entries about it, with the session of each."""
        self._found_home: set[int] = set()
        self._seq = 0
        self._gaps: dict[int, int] = {}
        """Missing number → until when it is asked for."""

    @property
    def has_gaps(self) -> bool:
        """Whether numbers are missing that a slower transaction may still bring."""
        return bool(self._gaps)

    def of(self, session_id: int) -> tuple[Entry, ...]:
        """The log of one session."""
        return tuple(self._sessions.get(session_id, {}).values())

    def about(self, student_id: int) -> Iterator[tuple[int, Entry]]:
        """Pairs of session and entry about one child."""
        return ((key, self._sessions[key][id_]) for id_, key in self._about.get(student_id, {}).items())

    def at_home(self) -> dict[int, list[tuple[Entry, int | None]]]:
        """Who was found to have gone home: by whom, and until when that held, since the child was seen again."""
        return {child: times_at_home(self.about(child)) for child in self._found_home}

    def read_all(self, db: Connection, now: int) -> None:
        """What was recorded until now."""
        self._seq = q.newest_seq(db)
        first = max(1, self._seq - _LOOK_BACK)
        there = q.numbers_since(db, first)
        self._gaps = {seq: now + _GAP_LIVES for seq in range(first, self._seq) if seq not in there}
        self._take(q.log_of_day(db, self._day, self._start, self._end))

    def read_new(self, db: Connection, now: int) -> set[int]:
        """What came in since; the sessions whose logs grew."""
        rows = q.log_after(db, self._seq, self._gaps)
        seen = {row.seq for row in rows}
        self._gaps = {seq: until for seq, until in self._gaps.items() if seq not in seen and now < until}
        newest = max(seen, default=self._seq)
        if newest - self._seq < 10_000:
            self._gaps |= {seq: now + _GAP_LIVES for seq in range(self._seq + 1, newest) if seq not in seen}
        self._seq = max(self._seq, newest)
        return self._take(rows)

    def _take(self, rows: Iterable[q.Logged]) -> set[int]:
        """File rows of this day; returns the sessions whose logs grew."""
        touched: set[int] = set()
        for row in rows:
            key, entry = row.session_id or 0, row.entry
            if (key not in self._known) if key else not self._is_of_day(entry):
                continue
            self._file(key, entry)
            self.actors[entry.id] = row.actor_id
            touched.add(key)
            if row.device_id and entry.kind not in OF_NO_ROLL and entry.verdict not in VOID:
                self.devices.setdefault(key, set()).add(row.device_id)
            if row.alert:
                self.alerts[entry.id] = row.alert
        return touched

    def _file(self, key: int, entry: Entry) -> None:
        self._sessions.setdefault(key, {})[entry.id] = entry
        child = entry.student_id
        if child is None:
            return
        self._about.setdefault(child, {})[entry.id] = key
        if entry.kind == "found" and entry.choice == "home":
            self._found_home.add(child)

    def _is_of_day(self, entry: Entry) -> bool:
        return millis(self._start) <= entry.at < millis(self._end)
