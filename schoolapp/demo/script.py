"""What happens at the doors of one slot, as a script drawn by seed: rows of the scan log, in the order of time. Pure.

The same sessions give the same script, whenever it is asked for: life can be played piece by piece, and playing a
piece twice changes nothing, because every event has the same id again.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from schoolapp.checkin.rules import LATE_AFTER

Row = dict[str, Any]
MISSING = 0.015
"""Children who are not there at the first call."""
TURN_UP = 0.8
"""Of those, who come in while the lesson runs; the others are found by the duty leader."""
FORGOT_CARD = 0.02
WRONG_DOOR = 0.008
_PLACES = ("在校医室", "在老师办公室", "家长已接走", "在图书室", "帮老师搬器材")


@dataclass(frozen=True, slots=True)
class Scene:
    """One session with who takes it and who should come."""

    session_id: int
    starts_at: datetime
    ends_at: datetime
    is_care: bool
    carried_from: int | None
    """In the second half of a double period the first session: only the head count is asked."""
    account_id: int
    device_id: str
    expected: tuple[int, ...]
    on_leave: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Stage:
    """What all scenes share: the cards, who searches, and what goes wrong on purpose."""

    cards: Mapping[int, int]
    """Student → valid card."""
    leader_account: int
    leader_device: str
    silent: frozenset[int] = frozenset()
    """Sessions whose phone falls silent in the middle of the roll."""
    lost: frozenset[tuple[int, int]] = frozenset()
    """(session, child) who does not turn up there and whom nobody finds."""
    two_rooms: Mapping[int, int] | None = None
    """Child → session of the same slot where the card is held up, too."""


def script(scene: Scene, stage: Stage, doors: list[Scene]) -> list[Row]:
    """The events of one session. `doors`: the slot's other sections, where a child may stand by mistake."""
    if scene.carried_from is not None:
        return _head_count(scene, stage)
    return _care(scene, stage) if scene.is_care else _section(scene, stage, doors)


def _draw(*what: object) -> random.Random:
    return random.Random(":".join(map(str, what)))


def _row(scene: Scene, kind: str, at: datetime, **values: Any) -> Row:
    """One row of checkin_event; every row has every column, so that all go in with one statement."""
    draw = _draw(scene.session_id, kind, at.timestamp(), values.get("student_id"))
    return {
        "id": _uuid7(at, draw),
        "kind": kind,
        "actor_id": scene.account_id,
        "device_id": scene.device_id,
        "session_id": scene.session_id,
        "student_id": None,
        "card_id": None,
        "happened_at": at,
        "received_at": at + timedelta(milliseconds=draw.randint(120, 900)),
        "pack_version": "demo",
        "phone_verdict": values.get("verdict", ""),
        "verdict": "",
        "method": "",
        "choice": "",
        "number": None,
        "note": "",
        "alert": "",
        **values,
    }


def _uuid7(at: datetime, draw: random.Random) -> str:
    bits = int(at.timestamp() * 1000) << 80 | 7 << 76 | draw.getrandbits(12) << 64 | 2 << 62 | draw.getrandbits(62)
    text = f"{bits:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def _seconds(draw: random.Random, low: float, high: float) -> timedelta:
    return timedelta(seconds=draw.uniform(low, high))


def _verdict(scene: Scene, at: datetime) -> str:
    return "on_time" if at <= scene.starts_at + timedelta(milliseconds=LATE_AFTER) else "late"


@dataclass(frozen=True, slots=True)
class _Coming:
    """When each child comes in; None: not in this session."""

    first: dict[int, datetime]
    later: dict[int, datetime | None]


def _coming(scene: Scene, stage: Stage, opened: datetime) -> _Coming:
    first: dict[int, datetime] = {}
    later: dict[int, datetime | None] = {}
    for student in scene.expected:
        draw = _draw(scene.session_id, student)
        if student in scene.on_leave:
            continue
        if (scene.session_id, student) in stage.lost:
            later[student] = None
        elif draw.random() < MISSING:
            comes = draw.random() < TURN_UP
            later[student] = scene.starts_at + _seconds(draw, 480, 900) if comes else None
        else:
            walk = _seconds(draw, -60, 120) if draw.random() < 0.9 else _seconds(draw, 120, 280)
            first[student] = max(opened + _seconds(draw, 2, 60), scene.starts_at + walk)
    return _Coming(first, later)


def _section(scene: Scene, stage: Stage, doors: list[Scene]) -> list[Row]:
    """Scanned at the door one after the other, submitted when the flow ends."""
    draw = _draw(scene.session_id)
    opened = scene.starts_at + _seconds(draw, -90, 40)
    coming = _coming(scene, stage, opened)
    rows = [_row(scene, "opened", opened, method="camera")]
    for student, at in coming.first.items():
        rows += _arrival(scene, stage, doors, student, at)
    if scene.session_id in stage.silent:
        return sorted(rows, key=lambda row: row["happened_at"])[:9]
    closing = max([*coming.first.values(), scene.starts_at + timedelta(minutes=5)]) + _seconds(draw, 15, 70)
    rows.append(_row(scene, "submit", closing, method="camera", number=len(coming.first)))
    for student, at in coming.later.items():
        rows += _afterwards(scene, stage, student, at)
    return sorted(rows, key=lambda row: row["happened_at"])


def _arrival(scene: Scene, stage: Stage, doors: list[Scene], student: int, at: datetime) -> list[Row]:
    draw = _draw(scene.session_id, student, "door")
    values: Row = {"student_id": student, "verdict": _verdict(scene, at)}
    if draw.random() < FORGOT_CARD:
        return [_row(scene, "mark", at, method="name", choice="present", **values)]
    rows = [_row(scene, "scan", at, method="camera", card_id=stage.cards[student], **values)]
    other = (stage.two_rooms or {}).get(student)
    there = next((door for door in doors if door.session_id == other), None)
    if there is not None:
        rows.append(_stray(there, stage, student, at + timedelta(seconds=105), "keep", "two_rooms"))
    elif doors and draw.random() < WRONG_DOOR:
        rows.append(_stray(draw.choice(doors), stage, student, at - timedelta(seconds=100), "send", ""))
    return rows


def _stray(door: Scene, stage: Stage, student: int, at: datetime, choice: str, alert: str) -> Row:
    card = stage.cards[student]
    values: Row = {"student_id": student, "card_id": card, "method": "camera", "choice": choice, "alert": alert}
    return _row(door, "scan", at, verdict="wrong_room", **values)


def _afterwards(scene: Scene, stage: Stage, student: int, at: datetime | None) -> list[Row]:
    """Comes late, or is found, or neither."""
    if at is not None:
        card = stage.cards[student]
        return [_row(scene, "scan", at, student_id=student, card_id=card, method="camera", verdict="late")]
    return [] if (scene.session_id, student) in stage.lost else [_found(scene, stage, student)]


def _found(scene: Scene, stage: Stage, student: int) -> Row:
    draw = _draw(scene.session_id, student, "found")
    at = scene.starts_at + _seconds(draw, 700, 1200)
    place = draw.choice(_PLACES)
    who: Row = {"actor_id": stage.leader_account, "device_id": stage.leader_device}
    choice = "home" if "接走" in place else ""
    return _row(scene, "found", at, student_id=student, method="board", note=place, choice=choice, **who)


def _care(scene: Scene, stage: Stage) -> list[Row]:
    """Seen by seat: the absent are tapped, then the head count is confirmed."""
    draw = _draw(scene.session_id)
    opened = scene.starts_at + _seconds(draw, 20, 110)
    coming = _coming(scene, stage, opened)
    rows = [_row(scene, "opened", opened, method="grid")]
    for number, student in enumerate(coming.later):
        at = opened + timedelta(seconds=4 + 2 * number)
        rows.append(_row(scene, "mark", at, student_id=student, method="grid", choice="absent"))
    closing = opened + timedelta(seconds=4 + 2 * len(coming.later)) + _seconds(draw, 5, 15)
    rows.append(_row(scene, "submit", closing, method="grid", number=len(coming.first)))
    for student, at in coming.later.items():
        if at is not None:
            values: Row = {"student_id": student, "method": "grid", "choice": "present", "verdict": _verdict(scene, at)}
            rows.append(_row(scene, "mark", at, **values))
        elif (scene.session_id, student) not in stage.lost:
            rows.append(_found(scene, stage, student))
    return rows


def _head_count(scene: Scene, stage: Stage) -> list[Row]:
    """Whoever was there at the end of the first half."""
    at = scene.starts_at + _seconds(_draw(scene.session_id), 20, 100)
    before = _coming(replace(scene, session_id=scene.carried_from or 0), stage, scene.starts_at)
    there = len(before.first) + sum(came is not None for came in before.later.values())
    return [_row(scene, "submit", at, method="grid", number=there)]


def submission(row: Row) -> Row:
    """The row of roll_submission that belongs to a submit event."""
    return {
        "id": row["id"],
        "session_id": row["session_id"],
        "actor_id": row["actor_id"],
        "submitted_at": row["happened_at"],
        "head_count": row["number"],
        "present_count": row["number"],
        "explanation": row["note"],
    }
