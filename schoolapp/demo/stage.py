"""Sets the stage of a day: reads its sessions, leaves and changes, so that the script can be written."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlmodel import Session as Db

from schoolapp.clock import at_minutes
from schoolapp.demo.script import Row, Scene, Stage, script
from schoolapp.models import Account, Card, DayChange, Device, Leave, RoleGrant, Session, SessionStudent

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
        for account, staff in db.execute(select(Account.id, Account.staff_id).where(Account.staff_id.is_not(None)))
    }
    devices = {
        account: device
        for device, account in db.execute(select(Device.id, Device.account_id).where(Device.agent == DEVICE_AGENT))
    }
    cards = {
        student: card
        for card, student in db.execute(
            select(Card.id, Card.student_id).where(Card.revoked_at.is_(None)).order_by(Card.serial)
        )
    }
    leader = db.scalar(select(RoleGrant.account_id).where(RoleGrant.role == "leader").order_by(RoleGrant.id))
    return Cast(accounts, devices, cards, leader or 0)


def scenes_of(db: Db, day: date, cast: Cast) -> list[Scene]:
    """The sessions of the day that take place, with whoever takes them that day."""
    changes = _changes(db, day)
    cancelled = {session for session, kind in changes if kind in ("cancelled", "merged")}
    expected: dict[int, list[int]] = defaultdict(list)
    for session, student in db.execute(
        select(SessionStudent.session_id, SessionStudent.student_id)
        .join(Session, Session.id == SessionStudent.session_id)
        .where(Session.day == day)
        .order_by(SessionStudent.student_id)
    ):
        expected[session].append(student)
    leaves = frozenset(_on_leave(db, day))
    scenes: list[Scene] = []
    care: dict[int, Scene] = {}
    for row in db.scalars(select(Session).where(Session.day == day).order_by(Session.starts_at, Session.id)):
        if row.id in cancelled or row.id is None:
            continue
        staff = changes.get((row.id, "substitute")) or row.staff_id
        account = cast.accounts.get(staff or 0, cast.leader_account)
        before = care.get(row.homeroom_id or 0)
        children = tuple(expected[row.id])
        scene = Scene(
            row.id,
            row.starts_at,
            row.ends_at,
            row.homeroom_id is not None,
            before.session_id if before is not None and before.expected == children else None,
            account,
            cast.devices.get(account, f"demo-{account}"),
            children,
            leaves & set(children),
        )
        scenes.append(scene)
        if row.homeroom_id is not None:
            care[row.homeroom_id] = scene
    return scenes


def _changes(db: Db, day: date) -> dict[tuple[int, str], int | None]:
    """(session, kind) → substitute, the newest change of a kind."""
    rows = db.execute(
        select(DayChange.session_id, DayChange.kind, DayChange.staff_id)
        .join(Session, Session.id == DayChange.session_id)
        .where(Session.day == day, DayChange.withdrawn_at.is_(None))
        .order_by(DayChange.id)
    )
    return {(session, kind): staff for session, kind, staff in rows}


def _on_leave(db: Db, day: date) -> list[int]:
    """Children with a leave that covers the afternoon."""
    return list(
        db.scalars(
            select(Leave.student_id).where(
                Leave.withdrawn_at.is_(None),
                Leave.starts_at <= at_minutes(day, 16 * 60 + 30),
                Leave.ends_at >= at_minutes(day, 17 * 60),
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
