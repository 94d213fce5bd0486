"""Viewers of the small school, and what the database says about a work."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from schoolapp.db import read
from schoolapp.identity.policy import Role, Viewer
from schoolapp.models import Work
from schoolapp.models import tables as t
from tests.factory import SmallSchool


def viewer(school: SmallSchool, key: str) -> Viewer:
    """As the door would make it."""
    own: dict[str, Any] = {
        "teacher": {"section_ids": frozenset({school.sections["calligraphy"]})},
        "other": {"section_ids": frozenset({school.sections["chess"]})},
        "homeroom": {"homeroom_ids": frozenset({school.homerooms["third"]})},
        "homeroom7": {"homeroom_ids": frozenset({school.homerooms["seventh"]})},
        "guardian": {"student_ids": frozenset({school.students["third"][0]})},
    }.get(key, {})
    more = {"homeroom": Role.HOMEROOM, "homeroom7": Role.HOMEROOM, "leader": Role.LEADER, "office": Role.OFFICE}
    roles = {Role.GUARDIAN} if key == "guardian" else {Role.TEACHER} | ({more[key]} if key in more else set())
    return Viewer(school.accounts[key], school.staff.get(key), roles=frozenset(roles), **own)


def work(work_id: int) -> Work:
    """The row as it stands."""
    with read() as db:
        row = db.get(Work, work_id)
    assert row is not None
    return row


def decisions(work_id: int) -> list[tuple[str, str]]:
    """(kind, reason), oldest first."""
    d = t.decision.c
    with read() as db:
        return [tuple(row) for row in db.execute(select(d.kind, d.reason).where(d.work_id == work_id).order_by(d.id))]


def notices(school: SmallSchool, key: str) -> list[tuple[str, int | None, str]]:
    """What an account was told: (kind, work, note)."""
    n = t.notice.c
    told = select(n.kind, n.work_id, n.note).where(n.account_id == school.accounts[key]).order_by(n.id)
    with read() as db:
        return [tuple(row) for row in db.execute(told)]


def trail(work_id: int) -> list[tuple[str, int]]:
    """(action, account) about a work."""
    a = t.audit_entry.c
    query = select(a.action, a.account_id).where(a.table_name == "work", a.row_id == str(work_id)).order_by(a.id)
    with read() as db:
        return [tuple(row) for row in db.execute(query)]
