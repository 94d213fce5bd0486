"""What goes wrong on purpose on a played day, so that the board has something to tell."""

from __future__ import annotations

import random

from sqlalchemy import select
from sqlmodel import Session as Db

from schoolapp.demo.blueprint import CAST
from schoolapp.demo.script import Scene, Stage
from schoolapp.demo.stage import Cast, plain_stage
from schoolapp.models import tables as t

_NOT_BEGUN, _SILENT, _OTHER_ROOM = "舞蹈一班", "笛子班", "象棋班"
_LOST = ((4, 2, 6), (5, 1, 30))
_TWICE = (3, 3, 11)


def troubles(db: Db, is_first_day: bool, scenes: list[Scene], cast: Cast) -> tuple[Stage, set[int]]:
    """The stage of the day, and the sessions whose roll nobody begins."""
    if is_first_day:
        return _as_drawn(db, scenes, cast)
    return _by_chance(scenes, cast, _visitors(db))


def _as_drawn(db: Db, scenes: list[Scene], cast: Cast) -> tuple[Stage, set[int]]:
    """What the screens show: dance not begun, the flute's phone silent, two children missing, one in two rooms."""
    named = _sections(db, scenes)
    desks = _desks(db)
    lost = {
        (scene.session_id, desks[desk])
        for desk in _LOST
        for scene in scenes
        if scene.session_id in named.values() and desks[desk] in scene.expected
    }
    stage = plain_stage(cast)
    other = named.get(_OTHER_ROOM)
    twice = {desks[_TWICE]: other} if other is not None else {}
    silent = frozenset({named[_SILENT]} if _SILENT in named else ())
    made = Stage(stage.cards, stage.leader_account, stage.leader_device, silent, frozenset(lost), twice)
    return made, {named[_NOT_BEGUN]} if _NOT_BEGUN in named else set()


def _by_chance(scenes: list[Scene], cast: Cast, visitors: set[int]) -> tuple[Stage, set[int]]:
    """Each slot: a roll not begun, a silent phone, two missing children, one card in two rooms."""
    stage = plain_stage(cast)
    silent: set[int] = set()
    idle: set[int] = set()
    lost: set[tuple[int, int]] = set()
    twice: dict[int, int] = {}
    for starts_at in sorted({scene.starts_at for scene in scenes}):
        there = [s for s in scenes if s.starts_at == starts_at and not s.is_care and s.account_id not in visitors]
        if len(there) < 5:
            continue
        draw = random.Random(f"troubles:{starts_at}")
        late, mute, first, second, third = draw.sample(there, 5)
        idle.add(late.session_id)
        silent.add(mute.session_id)
        for scene in (first, second):
            lost.add((scene.session_id, draw.choice([s for s in scene.expected if s not in scene.on_leave])))
        wanderer = draw.choice([s for s in third.expected if s not in third.on_leave])
        twice[wanderer] = first.session_id
    made = Stage(stage.cards, stage.leader_account, stage.leader_device, frozenset(silent), frozenset(lost), twice)
    return made, idle


def _visitors(db: Db) -> set[int]:
    return set(db.scalars(select(t.account.c.id).where(t.account.c.login.in_(("teacher", "homeroom")))))


def _sections(db: Db, scenes: list[Scene]) -> dict[str, int]:
    """Section → its session of the day."""
    ids = [scene.session_id for scene in scenes]
    rows = db.execute(
        select(t.section.c.name, t.session.c.id)
        .join(t.session, t.session.c.section_id == t.section.c.id)
        .where(t.session.c.id.in_(ids))
    )
    return {name: session for name, session in rows}  # noqa: C416  dict() loses the row's types


def _desks(db: Db) -> dict[tuple[int, int, int], int]:
    """Desk → child, of those whom the stories speak of."""
    m = t.member.c
    rows = db.execute(
        select(t.homeroom.c.grade, t.homeroom.c.number, m.seat_number, m.student_id)
        .join(t.homeroom, t.homeroom.c.id == m.homeroom_id)
        .where(m.valid_to.is_(None))
    )
    return {desk: student for *desk_parts, student in rows if (desk := tuple(desk_parts)) in CAST}
