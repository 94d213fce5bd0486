"""The board of one day, kept in memory and brought up to date from the database. It writes nothing.

One instance serves all viewers of a process. A refresh reads what is new in the log and computes again whom it moved;
a change of the plan, and every minute that passes, reads the day afresh.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from sqlalchemy import Connection

from schoolapp import clock
from schoolapp.checkin.board import queries as q
from schoolapp.checkin.board.slots import children_of_slot, lost_of
from schoolapp.checkin.day_queries import children, meetings_on, millis, places
from schoolapp.checkin.log.picture import Child as Named
from schoolapp.checkin.log.picture import Meeting as Planned
from schoolapp.checkin.log.picture import Place
from schoolapp.checkin.roll import Entry
from schoolapp.checkin.rules import MINUTE, OPENS_BEFORE
from schoolapp.checkin.whereis.facts import Child, Fact, Meeting, Slot
from schoolapp.checkin.whereis.slot import Standing

_READ_AGAIN = 60 * 1000
"""Lists may change until the bell without a trace in the revision: after this long the plan is read again."""
_GAP_LIVES = 5
"""Refreshes for which a missing number of the log is asked for again: a slower transaction may still commit it."""


@dataclass(slots=True)
class Plan:
    """What stands in the plan for the day, with its changes."""

    planned: dict[int, Planned] = field(default_factory=dict)
    lists: dict[int, tuple[int, ...]] = field(default_factory=dict)
    members: dict[int, tuple[int, ...]] = field(default_factory=dict)
    taking_part: dict[int, tuple[int, ...]] = field(default_factory=dict)
    homerooms: dict[int, q.HomeroomRow] = field(default_factory=dict)
    rooms: dict[int, q.RoomRow] = field(default_factory=dict)
    walks: dict[tuple[int, int], int] = field(default_factory=dict)
    places: dict[int, Place] = field(default_factory=dict)
    slot_names: dict[int, str] = field(default_factory=dict)
    homeroom_of: dict[int, int] = field(default_factory=dict)

    def meetings(self, number: int) -> dict[int, Planned]:
        return {key: one for key, one in self.planned.items() if one.slot_number == number}


def read_plan(db: Connection, day: date) -> Plan:
    """The plan of the day in eight selects."""
    plan = Plan(
        planned=meetings_on(db, [day]),
        lists=q.lists_of_day(db, day),
        members=q.members_of_homerooms(db, day),
        taking_part=q.taking_part(db, day),
        homerooms=q.homerooms(db),
        rooms=q.rooms(db),
        walks=q.walks(db),
        slot_names=q.slot_names(db, day),
    )
    plan.places = places(db, plan.planned.values())
    plan.homeroom_of = {child: key for key, children in plan.members.items() for child in children}
    return plan


class DayBoard:
    """All slots of a day: for each the answers of its children at the time asked for."""

    def __init__(self, day: date) -> None:
        self.day = day
        self.plan = Plan()
        self.standings: dict[int, Standing] = {}
        self.keepers: dict[str, q.KeepRow] = {}
        self.alerts: dict[str, str] = {}
        """Event → the alert that was answered with it."""
        self.actors: dict[str, int] = {}
        self._known: dict[int, Named] = {}
        self._logs: dict[int, dict[str, Entry]] = {}
        self._devices: dict[int, set[str]] = {}
        self._heard: dict[str, int] = {}
        self._spans: dict[int, tuple[Fact, ...]] = {}
        self._respanned: set[int] = set()
        """Children whose keeps or leaves changed since the slots were brought up."""
        self._seq = 0
        self._gaps: dict[int, int] = {}
        self.marks: tuple[Any, ...] | None = None
        """The database's revision that the answers stand on."""
        self._read_at = 0

    @property
    def numbers(self) -> list[int]:
        """The slots of the day, in order."""
        return sorted({one.slot_number for one in self.plan.planned.values()})

    def hours(self, number: int) -> tuple[int, int]:
        """First bell and last end of a slot, in milliseconds."""
        meetings = self.plan.meetings(number).values()
        return min((m.starts_at for m in meetings), default=0), max((m.ends_at for m in meetings), default=0)

    def current(self, now: int) -> int:
        """The slot that is on, else the next one, else the last; 0 when the day has none."""
        for number in self.numbers:
            if now < self.hours(number)[1]:
                return number
        return self.numbers[-1] if self.numbers else 0

    def names(self, db: Connection, ids: Collection[int]) -> dict[int, Named]:
        """Name, homeroom and seat of these children, asked for once as long as the plan stands."""
        unknown = {key for key in ids if key not in self._known}
        if unknown:
            self._known |= children(db, unknown, self.day)
        return {key: self._known[key] for key in ids if key in self._known}

    def log_about(self, student_id: int) -> list[tuple[int, Entry]]:
        """Pairs of session and entry about one child."""
        pairs = ((key, entry) for key, log in self._logs.items() for entry in log.values())
        return [(key, entry) for key, entry in pairs if entry.student_id == student_id]

    def spans_of(self, student_id: int) -> tuple[Fact, ...]:
        """Keeps and leaves of one child on this day."""
        return self._spans.get(student_id, ())

    def refresh(self, db: Connection, now: int, number: int = 0) -> bool:
        """Bring the slots up to `number` (0: the current one) up to `now`; True when an answer changed."""
        marks = q.revision(db)
        if self._is_stale(db, marks, now):
            self._read(db, now)
            logs: dict[int, tuple[Entry, ...]] = {}
        else:
            logs = self._read_log(db) if marks != self.marks or self._gaps else {}
            if marks[2:4] + marks[6:] != (self.marks or ())[2:4] + (self.marks or ())[6:]:
                self._set_spans(db)
        self.marks = marks
        heard = self._read_heard(db, now)
        return self._bring_up(now, number or self.current(now), logs, heard)

    def _is_stale(self, db: Connection, marks: tuple[Any, ...], now: int) -> bool:
        """Whether the plan must be read again: it changed, or nobody looked for a minute."""
        if self.marks is None or marks[4:6] != self.marks[4:6] or not 0 <= now - self._read_at < _READ_AGAIN:
            return True
        return marks[1] != self.marks[1] and q.is_plan_touched(db, self.marks[1] or 0)

    def _read(self, db: Connection, now: int) -> None:
        """Everything afresh."""
        start, end = clock.at_minutes(self.day, 0), clock.at_minutes(self.day, 24 * 60)
        self.standings, self._logs, self._devices, self._gaps, self._known = {}, {}, {}, {}, {}
        self.plan = read_plan(db, self.day)
        self._seq = q.newest_seq(db)
        self._take(q.log_of_day(db, self.day, start, end))
        self._set_spans(db)
        self._heard = q.heard_since(db, start) if self._logs else {}
        self._read_at = now

    def _set_spans(self, db: Connection) -> None:
        start, end = clock.at_minutes(self.day, 0), clock.at_minutes(self.day, 24 * 60)
        before = self._spans
        self._spans, self.keepers = q.spans(db, start, end)
        changed = before.keys() | self._spans.keys()
        self._respanned = {key for key in changed if before.get(key) != self._spans.get(key)}

    def _read_log(self, db: Connection) -> dict[int, tuple[Entry, ...]]:
        """The logs that grew, whole, by session."""
        rows = q.log_after(db, self._seq, self._gaps)
        seen = {row.seq for row in rows}
        self._gaps = {seq: left - 1 for seq, left in self._gaps.items() if seq not in seen and left > 1}
        newest = max(seen, default=self._seq)
        if newest - self._seq < 10_000:
            self._gaps |= {seq: _GAP_LIVES for seq in range(self._seq + 1, newest) if seq not in seen}
        self._seq = max(self._seq, newest)
        return {key: tuple(self._logs[key].values()) for key in self._take(rows)}

    def _take(self, rows: Iterable[q.Logged]) -> set[int]:
        """File rows of this day; returns the sessions whose logs grew. 0: no session."""
        touched: set[int] = set()
        for row in rows:
            key = row.session_id or 0
            if (key not in self.plan.planned) if key else not self._is_of_day(row.entry):
                continue
            self._logs.setdefault(key, {})[row.entry.id] = row.entry
            self.actors[row.entry.id] = row.actor_id
            touched.add(key)
            if row.device_id and row.entry.kind != "found":
                self._devices.setdefault(key, set()).add(row.device_id)
            if row.alert:
                self.alerts[row.entry.id] = row.alert
        return touched

    def _is_of_day(self, entry: Entry) -> bool:
        start = millis(clock.at_minutes(self.day, 0))
        return start <= entry.at < start + 24 * 60 * MINUTE

    def _read_heard(self, db: Connection, now: int) -> dict[int, int]:
        """By session: when one of the phones that take its roll was last heard."""
        open_rolls = [key for key, devices in self._devices.items() if key and devices]
        if open_rolls and clock.today() == self.day:
            self._heard |= q.heard_since(db, clock.at_minutes(self.day, 0))
        found = {}
        for key in open_rolls:
            times = [self._heard[device] for device in self._devices[key] if device in self._heard]
            if times:
                found[key] = max(times)
        return found

    def _bring_up(self, now: int, upto: int, logs: Mapping[int, tuple[Entry, ...]], heard: Mapping[int, int]) -> bool:
        is_changed = False
        before: Standing | None = None
        for number in (one for one in self.numbers if one <= upto):
            at = self._time_of(number, now)
            standing = self.standings.get(number)
            signs = {key: at_ for key, at_ in heard.items() if self.plan.planned[key].slot_number == number}
            if standing is None or self._is_carried_anew(standing):
                self.standings[number] = standing = self._fresh(number, at, signs, before)
                is_changed = True
            else:
                children = self._changed_children(standing, before, is_changed)
                is_changed |= standing.update(at, self._logs_of(number, logs), signs, children)
            before = standing
        self._respanned = set()
        return is_changed

    def _logs_of(self, number: int, logs: Mapping[int, tuple[Entry, ...]]) -> dict[int, tuple[Entry, ...]]:
        """Those of the logs that bear on the slot."""
        mine = {key: log for key, log in logs.items() if key and self.plan.planned[key].slot_number == number}
        return mine | ({0: self._of_slot(number, logs[0])} if 0 in logs else {})

    def _time_of(self, number: int, now: int) -> int:
        """The time at which a slot is looked at: now while it is on, its last moment once it is over.

        After the last bell of today children have gone home; an earlier day is shown as it was before that.
        """
        is_last_today = number == self.numbers[-1] and self.day == clock.today()
        return now if is_last_today else min(now, self.hours(number)[1] - 1)

    def _of_slot(self, number: int, log: Iterable[Entry]) -> tuple[Entry, ...]:
        """Entries of no session belong to the slot that was on, or about to begin."""
        starts, ends = self.hours(number)
        earlier = [one for one in self.numbers if one < number]
        opens = self.hours(earlier[-1])[1] if earlier else starts - OPENS_BEFORE
        is_last = number == self.numbers[-1]
        return tuple(one for one in log if opens <= one.at and (is_last or one.at < ends))

    def _fresh(self, number: int, at: int, heard: Mapping[int, int], before: Standing | None) -> Standing:
        planned = self.plan.meetings(number)
        meetings = {key: self._meeting(one) for key, one in planned.items()}
        logs = {key: tuple(self._logs[key].values()) for key in planned if key in self._logs}
        loose = self._of_slot(number, self._logs.get(0, {}).values())
        children = children_of_slot(self.plan, number, self.standings, self._spans, before)
        slot = Slot(meetings, children, logs | ({0: loose} if loose else {}), dict(heard), self.plan.walks)
        return Standing(slot, at)

    def _changed_children(self, standing: Standing, before: Standing | None, is_before_new: bool) -> dict[int, Child]:
        """Children whose keeps or leaves changed, or of whom the period before says something else now."""
        asked = standing.slot.children.keys() if before is not None and is_before_new else self._respanned
        changed = {}
        for key in asked:
            child = standing.slot.children.get(key)
            if child is None:
                continue
            lost, unseen = lost_of(key, before)
            spans = self._spans.get(key, ())
            if spans != child.spans or (lost, unseen) != (child.lost_since, child.unseen_since):
                changed[key] = replace(child, spans=spans, lost_since=lost, unseen_since=unseen)
        return changed

    def _meeting(self, one: Planned) -> Meeting:
        room = self.plan.rooms.get(one.room_id or 0)
        return Meeting(
            one.id,
            one.starts_at,
            one.ends_at,
            one.room_id,
            room.building_id if room else None,
            one.homeroom_id,
            one.is_cancelled,
            one.into_id,
            self._carried(one),
        )

    def _carried(self, one: Planned) -> frozenset[int] | None:
        """In the second half of a double period of care: who was here in the first."""
        for number, standing in self.standings.items():
            if one.homeroom_id is None or number != one.slot_number - 1:
                continue
            for key, earlier in standing.slot.meetings.items():
                same = earlier.homeroom_id == one.homeroom_id
                if same and self.plan.lists.get(key) == self.plan.lists.get(one.id):
                    return frozenset(standing.rolls[key].here) & frozenset(self.plan.lists.get(key, ()))
        return None

    def _is_carried_anew(self, standing: Standing) -> bool:
        """Whether the first half of a double period now counts others than when this slot was made."""
        carrying = (one for one in standing.slot.meetings.values() if one.carried is not None)
        return any(one.carried != self._carried(self.plan.planned[one.id]) for one in carrying)
