"""What the office sees: the staff's accounts and roles, and the audit trail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, or_
from sqlmodel import Session, col, select

from schoolapp.identity.policy import Role
from schoolapp.models import (
    Account,
    AuditEntry,
    Guardian,
    Homeroom,
    LoginSession,
    RoleGrant,
    Staff,
    Term,
)
from schoolapp.models.base import valid_on
from schoolapp.school.naming import homeroom_name


def account_of_staff(db: Session, staff_id: int) -> Account | None:
    """The member of staff's account, disabled ones too."""
    return db.exec(select(Account).where(Account.staff_id == staff_id)).first()


def office_accounts(db: Session, today: date) -> set[int]:
    """Accounts that hold the office's role today and can sign in."""
    query = (
        select(RoleGrant.account_id)
        .join(Account, col(Account.id) == RoleGrant.account_id)
        .outerjoin(Staff, col(Staff.id) == Account.staff_id)
        .where(RoleGrant.role == Role.OFFICE, valid_on(RoleGrant, today), col(Account.disabled_at).is_(None))
        .where(or_(col(Staff.left_on).is_(None), col(Staff.left_on) > today))
    )
    return set(db.exec(query))


@dataclass(frozen=True)
class Grant:
    """A role held today or later."""

    id: int
    account_id: int
    role: str
    homeroom_id: int | None
    homeroom: str
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True)
class Person:
    """A member of staff with what the office needs to know of the account; account_id 0: cannot sign in."""

    staff_id: int
    name: str
    staff_number: str
    initials: str
    is_hired: bool
    account_id: int
    login: str
    is_disabled: bool
    must_change_password: bool
    last_seen_at: datetime | None
    grants: tuple[Grant, ...]


def people(db: Session, today: date) -> list[Person]:
    """Every member of staff who has not left, by name in pinyin."""
    seen = (
        select(LoginSession.account_id, func.max(LoginSession.last_seen_at).label("last"))
        .group_by(col(LoginSession.account_id))
        .subquery()
    )
    query = (
        select(Staff, Account, seen.c.last)
        .outerjoin(Account, col(Account.staff_id) == Staff.id)
        .outerjoin(seen, seen.c.account_id == Account.id)
        .where(or_(col(Staff.left_on).is_(None), col(Staff.left_on) > today))
        .order_by(Staff.pinyin, Staff.name, col(Staff.id))
    )
    held = _grants(db, today)
    return [_person(staff, account, last, held) for staff, account, last in db.exec(query)]


def _person(staff: Staff, account: Account | None, last: datetime | None, held: dict[int, list[Grant]]) -> Person:
    account_id = account.id or 0 if account else 0
    return Person(
        staff_id=staff.id or 0,
        name=staff.name,
        staff_number=staff.staff_number or "",
        initials=staff.initials,
        is_hired=staff.is_hired,
        account_id=account_id,
        login=account.login if account else "",
        is_disabled=bool(account and account.disabled_at),
        must_change_password=bool(account and account.must_change_password),
        last_seen_at=last,
        grants=tuple(held.get(account_id, ())),
    )


def _grants(db: Session, today: date) -> dict[int, list[Grant]]:
    """Roles that count today or later, by account."""
    query = (
        select(RoleGrant, Homeroom)
        .outerjoin(Homeroom, col(Homeroom.id) == RoleGrant.homeroom_id)
        .where(or_(col(RoleGrant.valid_to).is_(None), col(RoleGrant.valid_to) >= today))
        .order_by(RoleGrant.role, col(RoleGrant.valid_from))
    )
    found: dict[int, list[Grant]] = {}
    for row, homeroom in db.exec(query):
        name = homeroom_name(homeroom.grade, homeroom.number) if homeroom else ""
        grant = Grant(row.id or 0, row.account_id, row.role, row.homeroom_id, name, row.valid_from, row.valid_to)
        found.setdefault(row.account_id, []).append(grant)
    return found


def homerooms(db: Session, today: date) -> list[tuple[int, str]]:
    """Id and name of the homerooms of the term that counts today, else of the latest term."""
    term = db.exec(select(Term).where(Term.starts_on <= today).order_by(col(Term.starts_on).desc())).first()
    if term is None:
        return []
    query = select(Homeroom).where(Homeroom.term_id == term.id).order_by(col(Homeroom.grade), col(Homeroom.number))
    return [(row.id or 0, homeroom_name(row.grade, row.number)) for row in db.exec(query)]


@dataclass(frozen=True)
class TrailLine:
    """One line of the audit trail, with the name of who did it."""

    id: int
    at: datetime
    who: str
    action: str
    table: str
    row_id: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None


def trail(db: Session, *, below: int = 0, slice_name: str = "", most: int = 50) -> list[TrailLine]:
    """The newest lines first; `below`: only lines older than this one; `slice_name`: actions that begin so."""
    query = (
        select(AuditEntry, func.coalesce(Staff.name, Guardian.name, Account.login))
        .outerjoin(Account, col(Account.id) == AuditEntry.account_id)
        .outerjoin(Staff, col(Staff.id) == Account.staff_id)
        .outerjoin(Guardian, col(Guardian.id) == Account.guardian_id)
        .order_by(col(AuditEntry.id).desc())
        .limit(most)
    )
    if below:
        query = query.where(col(AuditEntry.id) < below)
    if slice_name:
        query = query.where(col(AuditEntry.action).startswith(slice_name + ".", autoescape=True))
    return [
        TrailLine(row.id or 0, row.at, who or "", row.action, row.table, row.row_id, row.before, row.after)
        for row, who in db.exec(query)
    ]


def trail_slices(db: Session) -> list[str]:
    """The slices that have left a line."""
    actions = db.exec(select(AuditEntry.action).distinct())
    return sorted({action.split(".")[0] for action in actions})
