"""The school's name and the walking times; how every part of the page begins and ends its writing."""

from __future__ import annotations

from collections.abc import Mapping

from sqlmodel import Session as Db

from schoolapp import clock
from schoolapp.identity import audit
from schoolapp.identity.policy import Action, Viewer, may
from schoolapp.models import WalkTime
from schoolapp.programme.service import Steps, keep_in_step, take_turns
from schoolapp.refusals import Refused
from schoolapp.school.basics import queries
from schoolapp.school.basics.rules import is_walk
from schoolapp.school.basics.words import refuse

MOST_NAME = 60
MOST_SHORT = 20
_ANOTHER = "…"
"""What the trail keeps of a name: that it is another one."""


def begin(db: Db, viewer: Viewer) -> None:
    """Check who asks, and wait for others who write the plan. Raises Refused: sign_in, not_allowed."""
    if not may(viewer, Action.MANAGE_SETTINGS):
        raise Refused("sign_in" if viewer.is_visitor else "not_allowed")
    take_turns(db)


def replan(db: Db) -> Steps:
    """Bring the lessons of the coming week in step with what was written."""
    db.flush()
    return keep_in_step(db, clock.today())


def tidy(text: str, most: int) -> str:
    """Without needless blanks, at most so long."""
    return " ".join(text.split())[:most]


def rename(db: Db, viewer: Viewer, name: str, short: str) -> bool:
    """The school's name and its short one, for narrow places. Whether it is another one. Raises Refused: empty_name."""
    begin(db, viewer)
    school, name = queries.school(db), tidy(name, MOST_NAME)
    if school is None or not name:
        raise refuse("empty_name")
    wanted = {"name": name, "short_name": tidy(short, MOST_SHORT) or name}
    changed = {field: _ANOTHER for field, value in wanted.items() if getattr(school, field) != value}
    if not changed:
        return False
    school.name, school.short_name = wanted["name"], wanted["short_name"]
    db.add(school)
    audit.record(db, viewer.account_id, "school.rename", "school", school.id, before=changed, after=changed)
    return True


def set_walks(db: Db, viewer: Viewer, wanted: Mapping[tuple[int, int], int]) -> int:
    """Minutes between pairs of buildings, there and back. How many pairs changed. Raises Refused: wrong_walk."""
    begin(db, viewer)
    rows, known = queries.walk_rows(db), {building.id for building in queries.buildings(db)}
    changed = 0
    for (one, other), length in wanted.items():
        if not is_walk(length) or one == other or not {one, other} <= known:
            raise refuse("wrong_walk")
        before = queries.walk_between(rows, one, other)
        if before != length:
            _set_walk(db, viewer, rows, (one, other), before, length)
            changed += 1
    return changed


def _set_walk(
    db: Db,
    viewer: Viewer,
    rows: dict[tuple[int, int], WalkTime],
    pair: tuple[int, int],
    before: int,
    length: int,
) -> None:
    for start, end in (pair, pair[::-1]):
        row = rows.get((start, end)) or WalkTime(from_building_id=start, to_building_id=end, minutes=length)
        row.minutes = length
        rows[start, end] = row
        db.add(row)
    db.flush()
    audit.record(
        db,
        viewer.account_id,
        "school.walk",
        "walk_time",
        rows[pair].id,
        before={"minutes": before},
        after={"minutes": length},
    )
