"""Days as nobody planned them: after each step an open board, a new one, rolls, lists and cards say the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Connection, delete

from schoolapp import clock
from schoolapp.checkin import day_queries, rolls
from schoolapp.checkin.board import day as board_day
from schoolapp.checkin.board.day import DayBoard
from schoolapp.checkin.log.gather import gather
from schoolapp.checkin.log.wire import Item, parse_item
from schoolapp.checkin.pack.plan import read_plan
from schoolapp.checkin.whereis.facts import joined_at
from schoolapp.checkin.whereis.slot import Standing
from schoolapp.db import read, write
from schoolapp.models import Enrolment
from schoolapp.models import tables as t
from schoolapp.programme import changes
from schoolapp.programme.service import keep_in_step
from schoolapp.refusals import Refused
from tests.checkin_events import event
from tests.factory import MONDAY, SmallSchool
from tests.unit.checkin.boards import at, record, viewer

Freeze = Callable[[str], None]
TEACHERS = {
    "calligraphy": "teacher",
    "chess": "other",
    "basketball": "coach",
    **{f"care third {n}": "homeroom" for n in (1, 2)},
    **{f"care seventh {n}": "homeroom7" for n in (1, 2)},
}


@dataclass
class Afternoon:
    """One afternoon that is played step by step from a seed."""

    school: SmallSchool
    dice: Random
    told: list[str] = field(default_factory=list)
    """What happened, to read when a step fails."""
    changed: list[int] = field(default_factory=list)
    leaves: list[int] = field(default_factory=list)
    recorded: list[str] = field(default_factory=list)
    wall: str = ""

    def __post_init__(self) -> None:
        self.office = viewer(self.school, "office")
        self.children = [*self.school.students["third"][:11], *self.school.students["seventh"]]

    def step(self, wall: str) -> None:
        self.wall = wall
        kinds = {
            self.room_says: 8,
            self.submits: 4,
            self.changes_the_day: 4,
            self.withdraws: 3,
            self.says_of_a_child: 3,
            self.undoes: 1,
            self.leave: 1,
            self.enrols: 1,
        }
        [act] = self.dice.choices(list(kinds), list(kinds.values()))
        try:
            self.told.append(f"{wall} {act()}")
        except Refused as refused:
            self.told.append(f"{wall} {act.__name__} refused: {refused.code}")

    def _record(self, role: str, kind: str, **more: Any) -> str:
        id_, late = str(UUID(int=self.dice.getrandbits(128))), self.dice.choice([0, 0, 0, 120_000, 600_000])
        more = {"id": id_, "method": "grid", "scanned_at": at(self.wall) - late, **more}
        self.recorded.append(id_)
        result = record(self.school, role, kind, self.wall, **more)
        return f"{role} {kind} {more} → {result.get('verdict')}"

    def room_says(self) -> str:
        name, child = self.dice.choice(list(TEACHERS)), self.dice.choice(self.children)
        choice = self.dice.choice(["present", "absent", "absent", "keep", "send", ""])
        kind, who = ("mark", {"student_id": child}) if choice else ("scan", {"code": self.school.codes[child]})
        return self._record(TEACHERS[name], kind, session_id=self.school.sessions[name], choice=choice, **who)

    def submits(self) -> str:
        name = self.dice.choice(list(TEACHERS))
        list_at = self.dice.choice([None, None, at("16:20"), at("16:35"), at(self.wall) - 180_000])
        session = {"session_id": self.school.sessions[name]}
        return self._record(TEACHERS[name], "submit", number=3, list_at=list_at, **session)

    def says_of_a_child(self) -> str:
        child = self.dice.choice(self.children)
        if self.dice.random() < 0.6:
            choice = self.dice.choice(["home", "", ""])
            return self._record("leader", "found", student_id=child, choice=choice, method="board")
        until = at(self.wall) + 60_000 * self.dice.choice([3, 10, 40])
        role, room = self.dice.choice([("coach", "basketball"), ("homeroom", "care third 1")])
        return self._record(role, "keep", student_id=child, until=until, session_id=self.school.sessions[room])

    def undoes(self) -> str:
        target = self.dice.choice(self.recorded or [str(UUID(int=1))])
        return self._record(self.dice.choice([*TEACHERS.values(), "leader"]), "undo", target_id=target)

    def changes_the_day(self) -> str:
        name, into = self.dice.choice(list(TEACHERS)), self.dice.choice(list(TEACHERS))
        is_merged = self.dice.random() < 0.4
        with write() as db:
            about = (db, self.office, self.school.sessions[name])
            made = changes.merge(*about, self.school.sessions[into]) if is_merged else changes.cancel(*about)
        self.changed.append(made)
        return f"{name} merged into {into}" if is_merged else f"{name} cancelled"

    def withdraws(self) -> str:
        change = self.changed.pop(self.dice.randrange(len(self.changed))) if self.changed else 0
        with write() as db:
            changes.withdraw(db, self.office, change)
        return f"change {change} withdrawn"

    def leave(self) -> str:
        with write() as db:
            if self.leaves and self.dice.random() < 0.5:
                leave = self.leaves.pop()
                changes.withdraw_leave(db, self.office, leave)
                return f"leave {leave} withdrawn"
            child, ahead = self.dice.choice(self.children), self.dice.choice([-60, 5, 20])
            start = at(self.wall) // 60_000 + ahead
            span = [clock.at_minutes(MONDAY, (one - at("00:00") // 60_000)) for one in (start, start + 45)]
            self.leaves.append(changes.grant_leave(db, self.office, child, *span))
            return f"leave of {child}, {span}"

    def enrols(self) -> str:
        child, name = self.dice.choice(self.children), self.dice.choice(["calligraphy", "chess", "basketball"])
        with write() as db:
            db.execute(delete(t.enrolment).where(t.enrolment.c.student_id == child))
            if self.dice.random() < 0.7:
                db.add(Enrolment(section_id=self.school.sections[name], student_id=child, valid_from=MONDAY))
            db.flush()
            keep_in_step(db, MONDAY, 0)
        return f"{child} enrolled in {name} or none"


def agree(db: Connection, opened: DayBoard, afternoon: Afternoon) -> None:
    """Everybody who is asked says the same."""
    now = at(afternoon.wall)
    opened.refresh(db, now, 2)
    fresh = DayBoard(MONDAY)
    fresh.refresh(db, now, 2)
    plan = read_plan(db)
    for number, standing in fresh.standings.items():
        assert opened.standings[number].answers == standing.answers
        _any_order(standing, fresh.standings.get(number - 1), afternoon.dice)
        for key in standing.slot.meetings:
            _same_roll(db, standing, key)
            taking_part = [child for child in standing.members[key] if child in plan.pupils]
            assert taking_part == plan.expected.get(key, [])
    _same_card(db, afternoon.school, fresh)


def _any_order(standing: Standing, before: Standing | None, dice: Random) -> None:
    logs = {key: tuple(dice.sample(log, len(log))) for key, log in standing.slot.logs.items()}
    assert Standing(replace(standing.slot, logs=logs), standing.now, before).answers == standing.answers


def _same_roll(db: Connection, standing: Standing, key: int) -> None:
    meeting = day_queries.meetings_by_id(db, [key])[key]
    expected = rolls.expected_in(db, meeting)
    assert list(expected.children) == standing.members[key]
    joined = {child: joined_at(standing.slot, standing.slot.children[child], key) for child in expected.children}
    assert {child: since for child, since in joined.items() if since} == expected.joined, key
    roll, mine = rolls.roll_of(db, meeting, expected), standing.rolls[key]
    assert {child: one.event_id for child, one in roll.here.items()} == {
        child: one.event_id for child, one in mine.here.items()
    }, key


def _same_card(db: Connection, school: SmallSchool, board: DayBoard) -> None:
    ids = [(child, key) for standing in board.standings.values() for child in standing.homes for key in standing.rolls]
    marks = [event(school, "leader", "mark", student_id=one, session_id=key, choice="present") for one, key in ids]
    items = [parse_item(one) for one in marks]
    picture = gather(db, [item for item in items if isinstance(item, Item)])
    for number, standing in board.standings.items():
        for child, home in standing.homes.items():
            goal = picture.expected.get(child, {}).get((MONDAY, number))
            assert (goal.id if goal else None) == home, child


@pytest.mark.parametrize("seed", [0, 4])
def test_all_agree_whatever_happens(
    seed: int, school: SmallSchool, freeze: Freeze, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(board_day, "_READ_AGAIN", 10**9)  # an open board lives on news alone
    afternoon, opened = Afternoon(school, Random(seed)), DayBoard(MONDAY)
    minute = 16 * 60 + 12
    while minute < 18 * 60 + 5:
        wall = f"{minute // 60}:{minute % 60:02}"
        freeze(f"2026-11-23T{wall}")
        afternoon.step(wall)
        try:
            with read() as db:
                agree(db.connection(), opened, afternoon)
        except AssertionError as differs:
            raise AssertionError("\n".join([*afternoon.told, str(differs)])) from differs
        minute += afternoon.dice.choice([0, 1, 1, 2, 3])
