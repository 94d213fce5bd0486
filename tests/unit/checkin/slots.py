"""A small slot for the tests of "where is everyone": two classes, one homework care, six children.

11 and 12 play chess, 21 and 22 learn calligraphy in another building, 31 and 32 stay in homework care.

Times are minutes after the bell of 16:30; `ms(6)` is 16:36.
"""

from __future__ import annotations

import itertools
from dataclasses import replace

from schoolapp.checkin.roll import Entry
from schoolapp.checkin.rules import MINUTE, Verdict
from schoolapp.checkin.whereis.answers import Answer
from schoolapp.checkin.whereis.facts import Child, Fact, FactKind, Meeting, Slot
from schoolapp.checkin.whereis.slot import Standing

BELL = 1_795_422_600_000
CHESS, BRUSH, CARE = 1, 2, 3
HOMEROOM, ROOM = 30, 300
MAIN, HALL = 7, 8
_numbers = itertools.count(1)


def ms(minutes: float) -> int:
    return BELL + int(minutes * MINUTE)


def entry(kind: str, student: int | None = None, at: float = 1, **more: object) -> Entry:
    """An entry with an id of its own; scans and marks get the verdict on_time unless told otherwise."""
    verdict = Verdict.ON_TIME if kind in ("scan", "mark") and more.get("choice") != "absent" else ""
    facts = {"id": f"e{next(_numbers):04d}", "verdict": verdict, **more}
    return Entry(kind=kind, at=ms(at), student_id=student, **facts)  # type: ignore[arg-type]


def span(kind: FactKind, starts: float, ends: float) -> Fact:
    return Fact(ms(starts), f"{kind}-{starts}", kind, until=ms(ends))


def meeting(key: int, building: int = MAIN, **more: object) -> Meeting:
    facts = {"room_id": key * 100, "building_id": building, **more}
    return Meeting(key, ms(0), ms(40), **facts)  # type: ignore[arg-type]


def child(key: int, *sessions: int, **more: object) -> Child:
    facts = {"homeroom_id": HOMEROOM, "from_room_id": ROOM, "from_building_id": MAIN, **more}
    return Child(key, sessions, **facts)  # type: ignore[arg-type]


def slot(**logs: tuple[Entry, ...]) -> Slot:
    """The slot with the logs given by name: chess=…, brush=…, care=…."""
    names = {"chess": CHESS, "brush": BRUSH, "care": CARE, "loose": 0}
    meetings = [meeting(CHESS), meeting(BRUSH, HALL), meeting(CARE, room_id=ROOM, homeroom_id=HOMEROOM)]
    lists = {11: CHESS, 12: CHESS, 21: BRUSH, 22: BRUSH, 31: CARE, 32: CARE}
    return Slot(
        meetings={one.id: one for one in meetings},
        children={key: child(key, session) for key, session in lists.items()},
        logs={names[name]: log for name, log in logs.items()},
        walks={(MAIN, HALL): 8 * MINUTE},
    )


def change_child(base: Slot, key: int, **more: object) -> Slot:
    return replace(base, children={**base.children, key: replace(base.children[key], **more)})  # type: ignore[arg-type]


def change_meeting(base: Slot, key: int, **more: object) -> Slot:
    return replace(base, meetings={**base.meetings, key: replace(base.meetings[key], **more)})  # type: ignore[arg-type]


def change_log(base: Slot, key: int, log: tuple[Entry, ...]) -> Slot:
    return replace(base, logs={**base.logs, key: log})


def answer(base: Slot, student: int, at: float) -> Answer:
    """Where the child is `at` minutes after the bell."""
    return Standing(base, ms(at)).answers[student]
