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
from schoolapp.checkin.board.day_log import DayLog
from schoolapp.checkin.board.slots import children_of_slot, lost_of
from schoolapp.checkin.day_queries import children, meetings_on, places
from schoolapp.checkin.log.picture import Child as Named
from schoolapp.checkin.log.picture import Meeting as Planned
from schoolapp.checkin.log.picture import Place
from schoolapp.checkin.roll import Entry, since_back
from schoolapp.checkin.rules import OPENS_BEFORE
from schoolapp.checkin.whereis.facts import Child, Fact, FactKind, Meeting, Slot
from schoolapp.checkin.whereis.slot import Standing
from schoolapp.school.bells import slot_names

_READ_AGAIN = 60 * 1000
"""Lists may change until the bell without a trace in the revision: after this long the plan is read again."""


@dataclass(slots=True)
class Plan:
    """What stands in the plan for the day, with its changes."""

    planned: dict[int, Planned] = field(default_factory=dict)
    lists: dict[int, tuple[int, ...]] = field(default_factory=dict)
    listed_at: dict[tuple[int, int], int] = field(default_factory=dict)
    """(session, child) put on the list later → since when."""
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
    """The plan of the day in nine selects."""
    plan = Plan(
        planned=meetings_on(db, [day]),
        lists=q.lists_of_day(db, day),
        listed_at=q.listed_later(db, day),
        members=q.members_of_homerooms(db, day),
        taking_part=q.taking_part(db, day),
        homerooms=q.homerooms(db),
        rooms=q.rooms(db),
        walks=q.walks(db),
        slot_names=slot_names(db, day),
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
        self.log = DayLog(day)
        self._known: dict[int, Named] = {}
        self._heard: dict[str, int] = {}
        self._spans: dict[int, tuple[Fact, ...]] = {}
        self._respanned: set[int] = set()
        """Children whose keeps, leaves or way home changed since the slots were brought up."""
        self._homes: dict[int, tuple[Fact, ...]] = {}
        """Who was found to have gone home: that holds for the periods after it, too, until the child is seen again."""
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
            grown = self.log.read_new(db, now) if marks != self.marks or self.log.has_gaps else set[int]()
            logs = {key: self._log_of(key) for key in grown}
            if marks[2:4] + marks[6:] != (self.marks or ())[2:4] + (self.marks or ())[6:]:
                self._set_spans(db)
        if logs or not self.standings:
            self._set_homes()
        self.marks = marks
        heard = self._read_heard(db, now)
        upto = max([number or self.current(now), *self.standings])  # News are for every slot that was asked for before.
        return self._bring_up(now, upto, logs, heard)

    def _is_stale(self, db: Connection, marks: tuple[Any, ...], now: int) -> bool:
        """Whether the plan must be read again: it changed, or nobody looked for a minute."""
        if self.marks is None or marks[4:6] != self.marks[4:6] or not 0 <= now - self._read_at < _READ_AGAIN:
            return True
        return marks[1] != self.marks[1] and q.is_plan_touched(db, self.marks[1] or 0)

    def _read(self, db: Connection, now: int) -> None:
        """Everything afresh."""
        self.standings, self._known = {}, {}
        self.plan = read_plan(db, self.day)
        self.log = DayLog(self.day, self.plan.planned.keys())
        self.log.read_all(db, now)
        self._set_spans(db)
        self._heard = q.heard_since(db, clock.at_minutes(self.day, 0)) if self.log.devices else {}
        self._read_at = now

    def _set_spans(self, db: Connection) -> None:
        start, end = clock.at_minutes(self.day, 0), clock.at_minutes(self.day, 24 * 60)
        before = self._spans
        self._spans, self.keepers = q.spans(db, start, end)
        changed = before.keys() | self._spans.keys()
        self._respanned |= {key for key in changed if before.get(key) != self._spans.get(key)}

    def _set_homes(self) -> None:
        """Who was found to have gone home, and until when that held."""
        before = self._homes
        self._homes = {
            child: tuple(Fact(one.at, one.id, FactKind.HOME, until=until, note=one.note) for one, until in times)
            for child, times in self.log.at_home().items()
        }
        changed = before.keys() | self._homes.keys()
        self._respanned |= {child for child in changed if before.get(child) != self._homes.get(child)}

    def _read_heard(self, db: Connection, now: int) -> dict[int, int]:
        """By session: when one of the phones that take its roll was last heard."""
        open_rolls = [key for key in self.log.devices if key]
        if open_rolls and clock.today() == self.day:
            self._heard |= q.heard_since(db, clock.at_minutes(self.day, 0))
        found = {}
        for key in open_rolls:
            times = [self._heard[device] for device in self.log.devices[key] if device in self._heard]
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
            if standing is None:
                self.standings[number] = standing = self._fresh(number, at, signs, before)
                is_changed = True
            else:
                children = self._changed_children(standing, before, is_changed)
                is_changed |= standing.update(at, self._logs_of(number, logs), signs, children)
            before = standing
        self._respanned = set()
        return is_changed

    def _log_of(self, key: int) -> tuple[Entry, ...]:
        """What a room recorded since its class takes place; under 0 what belongs to none."""
        meeting = self.plan.planned.get(key)
        return tuple(since_back(self.log.of(key), meeting.back_since if meeting else None))

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
        """Entries of no session belong to the slot that was on, or about to begin; an undo to what it takes back."""
        starts, ends = self.hours(number)
        earlier = [one for one in self.numbers if one < number]
        opens = self.hours(earlier[-1])[1] if earlier else starts - OPENS_BEFORE
        is_last = number == self.numbers[-1]
        return tuple(one for one in log if one.kind == "undo" or (opens <= one.at and (is_last or one.at < ends)))

    def _fresh(self, number: int, at: int, heard: Mapping[int, int], before: Standing | None) -> Standing:
        planned = self.plan.meetings(number)
        meetings = {key: self._meeting(one) for key, one in planned.items()}
        logs = {key: log for key in planned if (log := self._log_of(key))}
        loose = self._of_slot(number, self.log.of(0))
        children = children_of_slot(self.plan, number, self.standings, self._all_spans_of, before)
        slot = Slot(meetings, children, logs | ({0: loose} if loose else {}), dict(heard), self.plan.walks)
        return Standing(slot, at, self.standings.get(number - 1))

    def _changed_children(self, standing: Standing, before: Standing | None, is_before_new: bool) -> dict[int, Child]:
        """Children whose keeps or leaves changed, or of whom the period before says something else now."""
        asked = standing.slot.children.keys() if before is not None and is_before_new else self._respanned
        changed = {}
        for key in asked:
            child = standing.slot.children.get(key)
            if child is None:
                continue
            lost, unseen = lost_of(key, before)
            spans = self._all_spans_of(key)
            if spans != child.spans or (lost, unseen) != (child.lost_since, child.unseen_since):
                changed[key] = replace(child, spans=spans, lost_since=lost, unseen_since=unseen)
        return changed

    def _all_spans_of(self, child: int) -> tuple[Fact, ...]:
        """What accounts for the child over time: keeps, leaves, and the way home."""
        homes = self._homes.get(child)
        return (*self._spans.get(child, ()), *homes) if homes else self._spans.get(child, ())

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
            one.off_since,
            one.back_since,
        )
