"""Sets the stage of a day: reads its sessions, leaves and changes, so that the script can be written."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlmodel import Session as Db

from schoolapp.checkin.roll import continues
from schoolapp.clock import at_minutes
from schoolapp.demo.script import Row, Scene, Stage, script
from schoolapp.models import Session
from schoolapp.models import tables as t

DEVICE_AGENT = "demo"
"""Marks the phones of the played teachers; whatever another phone takes is left alone."""


@dataclass(frozen=True, slots=True)
class Cast:
    """Who acts: accounts by member of staff, valid cards by child, the duty leader."""

    accounts: dict[int, int]
    devices: dict[int, str]
    cards: dict[int, int]
    leader_account: int


def cast_of(db: Db) -> Cast:
    """Everybody who may appear."""
    accounts = {
        staff: account
        for account, staff in db.execute(
            select(t.account.c.id, t.account.c.staff_id).where(t.account.c.staff_id.is_not(None))
        )
    }
    devices = {
        account: device
        for device, account in db.execute(
            select(t.device.c.id, t.device.c.account_id).where(t.device.c.agent == DEVICE_AGENT)
        )
    }
    cards = {
        student: card
        for card, student in db.execute(
            select(t.card.c.id, t.card.c.student_id).where(t.card.c.revoked_at.is_(None)).order_by(t.card.c.serial)
        )
    }
    leader = db.scalar(
        select(t.role_grant.c.account_id).where(t.role_grant.c.role == "leader").order_by(t.role_grant.c.id)
    )
    return Cast(accounts, devices, cards, leader or 0)


def scenes_of(db: Db, day: date, cast: Cast) -> list[Scene]:
    """The sessions of the day that take place, with whoever takes them that day."""
    changes, expected, leaves = _changes(db, day), _expected(db, day), frozenset(_on_leave(db, day))
    off = {session for session, kind in changes if kind in ("cancelled", "merged")}
    scenes: list[Scene] = []
    care: dict[int, Scene] = {}
    sessions = select(Session).where(t.session.c.day == day).order_by(t.session.c.starts_at, t.session.c.id)
    for row in db.scalars(sessions):
        if row.id is None or row.id in off:
            continue
        staff = changes.get((row.id, "substitute")) or row.staff_id
        scene = _scene(row, cast, staff, expected[row.id], leaves, care.get(row.homeroom_id or 0))
        scenes.append(scene)
        if row.homeroom_id is not None:
            care[row.homeroom_id] = scene
    return scenes


def _scene(
    row: Session, cast: Cast, staff: int | None, children: tuple[int, ...], leaves: frozenset[int], before: Scene | None
) -> Scene:
    """`before`: the homeroom's care of the period before; when that expected all of these it carries over."""
    account = cast.accounts.get(staff or 0, cast.leader_account)
    return Scene(
        session_id=row.id or 0,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        is_care=row.homeroom_id is not None,
        carried_from=before.session_id if before is not None and continues(children, before.expected) else None,
        account_id=account,
        device_id=cast.devices.get(account, f"demo-{account}"),
        expected=children,
        on_leave=leaves & set(children),
    )


def _expected(db: Db, day: date) -> dict[int, tuple[int, ...]]:
    """Session → the children listed."""
    children: dict[int, list[int]] = defaultdict(list)
    listed = select(t.listed.c.session_id, t.listed.c.student_id)
    listed = listed.join(t.session, t.session.c.id == t.listed.c.session_id)
    for session, student in db.execute(listed.where(t.session.c.day == day).order_by(t.listed.c.student_id)):
        children[session].append(student)
    return defaultdict(tuple, {session: tuple(found) for session, found in children.items()})


def _changes(db: Db, day: date) -> dict[tuple[int, str], int | None]:
    """(session, kind) → substitute, the newest change of a kind."""
    rows = db.execute(
        select(t.change.c.session_id, t.change.c.kind, t.change.c.staff_id)
        .join(t.session, t.session.c.id == t.change.c.session_id)
        .where(t.session.c.day == day, t.change.c.withdrawn_at.is_(None))
        .order_by(t.change.c.id)
    )
    return {(session, kind): staff for session, kind, staff in rows}


def _on_leave(db: Db, day: date) -> list[int]:
    """Children with a leave that covers the afternoon."""
    return list(
        db.scalars(
            select(t.leave.c.student_id).where(
                t.leave.c.withdrawn_at.is_(None),
                t.leave.c.starts_at <= at_minutes(day, 16 * 60 + 30),
                t.leave.c.ends_at >= at_minutes(day, 17 * 60),
            )
        )
    )


def rows_of_day(scenes: list[Scene], stage: Stage) -> list[Row]:
    """The whole afternoon's log, in the order of time."""
    doors: dict[object, list[Scene]] = defaultdict(list)
    for scene in scenes:
        if not scene.is_care:
            doors[scene.starts_at].append(scene)
    rows: list[Row] = []
    for scene in scenes:
        rows += script(scene, stage, [door for door in doors[scene.starts_at] if door is not scene])
    return sorted(rows, key=lambda row: row["happened_at"])


def plain_stage(cast: Cast) -> Stage:
    """A day on which nothing is left open."""
    return Stage(cast.cards, cast.leader_account, cast.devices.get(cast.leader_account, "demo-leader"))
