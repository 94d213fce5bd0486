"""Helpers for the tests of the board: who looks, what is recorded, and what is seen."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from schoolapp import clock
from schoolapp.checkin import service
from schoolapp.checkin.board.day import DayBoard
from schoolapp.checkin.board.service import BoardView, Wish, board_for
from schoolapp.checkin.day_queries import millis
from schoolapp.checkin.whereis.answers import Answer
from schoolapp.db import read
from schoolapp.identity import cookies
from schoolapp.identity.guards import viewer_of
from schoolapp.identity.policy import Viewer
from schoolapp.settings import settings
from tests.factory import SmallSchool, begin_login


def viewer(school: SmallSchool, role: str) -> Viewer:
    return viewer_of(f"{cookies.NAME}={begin_login(school.accounts[role])}")


def at(wall: str) -> int:
    """Milliseconds at a time of the test's Monday: at("16:31")."""
    return millis(datetime.fromisoformat(f"2026-11-23T{wall}").replace(tzinfo=settings().zone))


def record(school: SmallSchool, role: str, kind: str, wall: str, **more: Any) -> dict[str, Any]:
    """One event through check-in's way in, as it was at that time."""
    event = {"id": str(uuid4()), "kind": kind, "scanned_at": at(wall), **more}
    return service.record_events(viewer(school, role), [event])[0]


def scan(school: SmallSchool, role: str, session: str, student: int, wall: str, **more: Any) -> dict[str, Any]:
    return record(school, role, "scan", wall, session_id=school.sessions[session], code=school.codes[student], **more)


def submit(school: SmallSchool, role: str, session: str, wall: str, number: int) -> dict[str, Any]:
    return record(school, role, "submit", wall, session_id=school.sessions[session], number=number)


def look(school: SmallSchool, role: str, **wish: Any) -> BoardView:
    return board_for(viewer(school, role), Wish(**wish))


def numbers(view: BoardView) -> dict[str, int]:
    """State → how many, only those with somebody."""
    return {tile.state: tile.number for tile in [*view.tiles, *view.extras] if tile.number}


def fresh_answers(slot: int, day: date | None = None) -> dict[int, Answer]:
    """What a process that has seen nothing yet answers."""
    with read() as db:
        board = DayBoard(day or clock.today())
        board.refresh(db.connection(), millis(clock.now()), slot)
        return dict(board.standings[slot].answers)


def states(answers: dict[int, Answer]) -> Counter[str]:
    return Counter(answer.state.value for answer in answers.values())
