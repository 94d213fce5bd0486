"""The only selects on accounts, roles and logins."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Date, Row, and_, bindparam, func, or_
from sqlmodel import Session, col, select

from schoolapp.identity.policy import VISITOR, Role, Viewer
from schoolapp.models import (
    Account,
    Guardian,
    Guardianship,
    LoginSession,
    RoleGrant,
    SectionTeacher,
    Staff,
)
from schoolapp.models.base import UtcDateTime, valid_on


@dataclass(frozen=True)
class Login:
    """One of a person's own logins."""

    id: int
    agent: str
    created_at: datetime
    last_seen_at: datetime


def viewer_rows(db: Session, token_hash: str, now: datetime, today: date) -> Sequence[Row[Any]]:
    """Everything about the holder of a login that stands: one row per combination of role, section and child."""
    return db.execute(_query_by_token(), {"token_hash": token_hash, "now": now, "today": today}).all()


@lru_cache
def _query_by_token() -> Any:
    """Built once: every request asks it, and building takes longer than running."""
    is_asked = col(LoginSession.token_hash) == bindparam("token_hash")
    return viewer_query(is_asked, bindparam("now", type_=UtcDateTime), bindparam("today", type_=Date))


def viewer_query(is_asked: Any, now: Any, today: Any) -> Any:
    """The select of `viewer_rows`; `is_asked` says which logins, `now` and `today` may be parameters."""
    grant_counts = and_(col(RoleGrant.account_id) == Account.id, valid_on(RoleGrant, today))
    teaches = and_(col(SectionTeacher.staff_id) == Staff.id, valid_on(SectionTeacher, today))
    guards = and_(
        col(Guardianship.guardian_id) == Guardian.id,
        col(Guardianship.confirmed_at).is_not(None),
        col(Guardianship.ended_at).is_(None),
    )
    columns: tuple[Any, ...] = (
        LoginSession.token_hash,
        LoginSession.id.label("login_id"),  # type: ignore[union-attr]
        LoginSession.last_seen_at,
        Account.id.label("account_id"),  # type: ignore[union-attr]
        Account.must_change_password,
        Account.staff_id,
        Account.guardian_id,
        func.coalesce(Staff.name, Guardian.name, Account.login).label("name"),
        RoleGrant.role,
        RoleGrant.homeroom_id,
        SectionTeacher.section_id,
        Guardianship.student_id,
    )
    return (
        select(*columns)
        .select_from(LoginSession)
        .join(Account, col(Account.id) == LoginSession.account_id)
        .outerjoin(Staff, col(Staff.id) == Account.staff_id)
        .outerjoin(Guardian, col(Guardian.id) == Account.guardian_id)
        .outerjoin(RoleGrant, grant_counts)
        .outerjoin(SectionTeacher, teaches)
        .outerjoin(Guardianship, guards)
        .where(is_asked, col(LoginSession.revoked_at).is_(None))
        .where(LoginSession.expires_at > now, col(Account.disabled_at).is_(None))
        .where(or_(col(Staff.left_on).is_(None), col(Staff.left_on) > today))
    )


def viewer_from(rows: Sequence[Row[Any]]) -> Viewer:
    """Fold the rows of `viewer_rows`; none: a visitor."""
    if not rows:
        return VISITOR
    first = rows[0]
    roles = {Role(row.role) for row in rows if row.role in (Role.HOMEROOM, Role.LEADER, Role.OFFICE)}
    if first.staff_id is not None:
        roles.add(Role.TEACHER)
    if first.guardian_id is not None:
        roles.add(Role.GUARDIAN)
    return Viewer(
        account_id=first.account_id,
        staff_id=first.staff_id,
        guardian_id=first.guardian_id,
        name=first.name,
        roles=frozenset(roles),
        homeroom_ids=_ids(row.homeroom_id for row in rows if row.role == Role.HOMEROOM),
        section_ids=_ids(row.section_id for row in rows),
        student_ids=_ids(row.student_id for row in rows),
        login_id=first.login_id,
        must_change_password=first.must_change_password,
    )


def _ids(values: Iterable[int | None]) -> frozenset[int]:
    return frozenset(value for value in values if value is not None)


def account_by_login(db: Session, login: str) -> Account | None:
    """The account, disabled ones too. Logins are kept in lower case."""
    return db.exec(select(Account).where(Account.login == login.strip().lower())).first()


def has_left(db: Session, account: Account, today: date) -> bool:
    """Whether the account's member of staff is no longer at the school."""
    staff = db.get(Staff, account.staff_id) if account.staff_id else None
    return staff is not None and staff.left_on is not None and staff.left_on <= today


def logins_of(db: Session, account_id: int, now: datetime) -> list[Login]:
    """The logins of one account that stand, the latest used first."""
    query = (
        select(LoginSession)
        .where(LoginSession.account_id == account_id, col(LoginSession.revoked_at).is_(None))
        .where(LoginSession.expires_at > now)
        .order_by(col(LoginSession.last_seen_at).desc())
    )
    return [Login(row.id or 0, row.agent, row.created_at, row.last_seen_at) for row in db.exec(query)]


def login_rows(db: Session, account_id: int) -> Sequence[LoginSession]:
    """The unrevoked login rows of an account, to be changed."""
    query = select(LoginSession).where(LoginSession.account_id == account_id, col(LoginSession.revoked_at).is_(None))
    return db.exec(query).all()
