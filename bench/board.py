"""The board's query: from a log that has grown to what the duty leader's page gets, for a school and for a county.

Measured is `board_for` as the page calls it: ask the revision, read what is new in the log, compute again whom it
moved, count, cut to the viewer, put into words. Before each look 100 scans have been committed. The first look of a
process, and the one after a change of the plan, read everything: they are told without a goal. Processor time stands
beside the time on the wall: the two differ when something else runs on the machine.
"""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, insert

from bench.figures import Figure, Gap, attempt
from schoolapp import clock, db, memory
from schoolapp.checkin.board import service as board_service
from schoolapp.checkin.board.service import Wish
from schoolapp.identity.policy import Role, Viewer
from schoolapp.migrate import upgrade
from schoolapp.models import (
    Account,
    Building,
    Campus,
    CheckinEvent,
    Course,
    Homeroom,
    HomeroomMembership,
    Leave,
    Participation,
    PeriodSlot,
    Room,
    Section,
    Session,
    SessionStudent,
    Staff,
    Student,
    Term,
)
from schoolapp.settings import settings

GROUP = "checkin"
DAY = date(2026, 11, 23)
BELL = datetime(2026, 11, 23, 16, 30, tzinfo=ZoneInfo("Asia/Shanghai")).astimezone(UTC)
LEADER = Viewer(account_id=1, staff_id=1, name="leader", roles=frozenset({Role.TEACHER, Role.LEADER}))
LOOKS = 25
BATCH = 100
SIZES = ((1_500, "<= 20"), (53_000, "<= 60"))


@contextmanager
def _database() -> Iterator[None]:
    """An empty SQLite database of its own in force; the demo off; the clock six minutes after the bell."""
    before = dict(os.environ)
    with tempfile.TemporaryDirectory(prefix="bench-board-") as folder:
        os.environ.update(
            SCHOOLAPP_DATA=folder, SCHOOLAPP_DEMO="0", SCHOOLAPP_DATABASE_URL="", SCHOOLAPP_CLOCK_START=""
        )
        settings.cache_clear()
        db.engine.cache_clear()
        clock.use_source(lambda _real: BELL + timedelta(minutes=6))
        Path(folder).mkdir(exist_ok=True)
        upgrade(db.engine())
        try:
            yield
        finally:
            db.engine().dispose()
            clock.use_source(None)
            os.environ.clear()
            os.environ.update(before)
            settings.cache_clear()
            db.engine.cache_clear()


def _fill(connection: Connection, students: int) -> tuple[list[tuple[int, int]], int]:
    """A school of that size in its interest period: (session, student) of everybody expected, and how many sessions."""

    def add(model: Any, rows: list[dict[str, Any]]) -> None:
        if rows:
            connection.execute(insert(model), rows)

    homerooms, since = students // 47 + 1, date(2026, 8, 31)
    taking = [child for child in range(1, students + 1) if child % 20 >= 3]
    groups = [taking[start : start + 30] for start in range(0, len(taking), 30)]
    add(Campus, [{"id": 1, "name": "c"}])
    add(Building, [{"id": key, "campus_id": 1, "name": f"b{key}", "position": key} for key in range(1, 4)])
    add(Room, [{"id": k, "building_id": k % 3 + 1, "number": str(k)} for k in range(1, len(groups) + 1)])
    add(Term, [{"id": 1, "name": "t", "starts_on": since, "ends_on": date(2027, 1, 15)}])
    slot = {"name": "1", "starts_minutes": 990, "ends_minutes": 1030, "valid_from": since}
    add(PeriodSlot, [{"id": 1, "term_id": 1, "number": 1, **slot}])
    add(Staff, [{"id": key, "name": f"teacher {key}"} for key in range(1, len(groups) + 1)])
    add(Account, [{"id": 1, "login": "leader", "password_hash": "", "staff_id": 1, "created_at": BELL}])
    add(Homeroom, [{"id": k, "term_id": 1, "grade": k % 9 + 1, "number": k} for k in range(1, homerooms + 1)])
    add(Student, [{"id": child, "name": f"child {child}"} for child in range(1, students + 1)])
    members = [
        {"student_id": c, "homeroom_id": c // 47 + 1, "seat_number": c % 47 + 1, "valid_from": since}
        for c in range(1, students + 1)
    ]
    add(HomeroomMembership, members)
    add(Participation, [{"student_id": child, "term_id": 1, "valid_from": since} for child in taking])
    add(Course, [{"id": 1, "name": "course"}])
    keys = range(1, len(groups) + 1)
    add(Section, [{"id": key, "term_id": 1, "course_id": 1, "name": f"section {key}", "room_id": key} for key in keys])
    hours = {"day": DAY, "slot_number": 1, "starts_at": BELL, "ends_at": BELL + timedelta(minutes=40)}
    add(Session, [{"id": key, "section_id": key, "room_id": key, "staff_id": key, **hours} for key in keys])
    pairs = [(key, child) for key, group in enumerate(groups, start=1) for child in group]
    add(SessionStudent, [{"session_id": session, "student_id": child} for session, child in pairs])
    span = {"starts_at": BELL - timedelta(hours=1), "ends_at": BELL + timedelta(hours=2), "created_at": BELL}
    add(Leave, [{"student_id": child, **span} for child in taking[::33]])
    return pairs, len(groups)


def _scan(connection: Connection, pairs: list[tuple[int, int]], first: int) -> None:
    """The scans of these children, numbered from `first`."""
    rows = []
    for number, (session_id, student_id) in enumerate(pairs, start=first):
        at = BELL + timedelta(seconds=number % 300)
        facts = {"kind": "scan", "verdict": "on_time", "method": "camera", "actor_id": 1, "device_id": "d"}
        rows.append(
            {
                "id": str(UUID(int=number + 1)),
                "session_id": session_id,
                "student_id": student_id,
                "happened_at": at,
                "received_at": at,
                **facts,
            }
        )
    connection.execute(insert(CheckinEvent), rows)


def _look() -> tuple[float, float]:
    """Milliseconds of one look: on the wall, and of the processor."""
    wall, processor = time.perf_counter(), time.process_time()
    view = board_service.board_for(LEADER, Wish())
    times = (time.perf_counter() - wall) * 1000, (time.process_time() - processor) * 1000
    assert view.tiles[0].number > 0
    return times


def _measure(students: int, goal: str) -> Iterator[Figure]:
    with _database():
        with db.write() as session:
            pairs, groups = _fill(session.connection(), students)
            # Spread over the sections, as doors everywhere scan at once; the last ones come in while one looks.
            spread = sorted(pairs, key=lambda pair: (pair[1] * 2_654_435_761 % 2**32, pair[0]))
            batch = min(BATCH, len(spread) // (2 * LOOKS))
            done = len(spread) - LOOKS * batch
            _scan(session.connection(), spread[:done], 0)
        memory.settle()  # as the serving process does
        cold, warm, still = _look(), [], []
        for _round in range(LOOKS):
            with db.write() as session:
                _scan(session.connection(), spread[done : done + batch], done)
            done += batch
            warm.append(_look())
            still.append(_look())
        name = f"board query, {students:,} students, {groups:,} rolls"
        walls = sorted(wall for wall, _processor in warm)
        yield Figure(f"{name}, {batch} new scans", statistics.median(walls), "ms", goal)
        yield Figure(f"{name}, p95", walls[int(len(walls) * 0.95)], "ms")
        yield Figure(f"{name}, processor", statistics.median(processor for _wall, processor in warm), "ms")
        yield Figure(f"{name}, nothing new", statistics.median(wall for wall, _processor in still), "ms", goal)
        yield Figure(f"{name}, first look", cold[0], "ms")


def measure() -> Iterator[Figure | Gap]:
    for students, goal in SIZES:
        yield from attempt(f"board query, {students:,} students", partial(_measure, students, goal))
