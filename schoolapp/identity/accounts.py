"""Accounts of the staff, kept by the office. Each function is one transaction and leaves a line in the trail."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session

from schoolapp import clock
from schoolapp.db import write
from schoolapp.i18n import _
from schoolapp.identity import passwords, queries, service, staff_queries
from schoolapp.identity.audit import record
from schoolapp.identity.policy import Role, Viewer
from schoolapp.models import Account, Homeroom, RoleGrant, Staff
from schoolapp.refusals import Refused

GRANTED = (Role.HOMEROOM, Role.LEADER, Role.OFFICE)
_LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{1,39}")

REFUSALS = {
    "bad_login": (400, _("A name for signing in has 2 to 40 letters a–z, digits, dots or dashes.")),
    "login_taken": (409, _("This name for signing in is taken. Add a digit.")),
    "has_account": (409, _("This person can sign in already.")),
    "bad_role": (400, _("Choose a role; a homeroom teacher needs the homeroom.")),
    "bad_dates": (400, _("The last day lies before the first.")),
    "last_office": (409, _("This is the last account of the office. Give somebody else that role first.")),
}


@dataclass(frozen=True)
class NewRole:
    """A role to give. `valid_to` None: until further notice."""

    role: str
    homeroom_id: int | None
    valid_from: date
    valid_to: date | None = None


def _refused(code: str) -> Refused:
    status, message = REFUSALS[code]
    return Refused(code, message, status)


def create(viewer: Viewer, staff_id: int, login: str) -> str:
    """An account for a member of staff; its one-time password, which is shown once and must be changed.

    Raises Refused: not_found, bad_login, login_taken, has_account.
    """
    login, password = login.strip().lower(), passwords.one_time_password()
    if not _LOGIN.fullmatch(login):
        raise _refused("bad_login")
    password_hash = passwords.hash_password(password)
    with write() as db:
        if db.get(Staff, staff_id) is None:
            raise Refused("not_found")
        if queries.account_by_login(db, login):
            raise _refused("login_taken")
        if staff_queries.account_of_staff(db, staff_id):
            raise _refused("has_account")
        account = Account(
            login=login,
            password_hash=password_hash,
            staff_id=staff_id,
            created_at=clock.real_now(),
            must_change_password=True,
        )
        db.add(account)
        db.flush()
        record(db, viewer.account_id, "accounts.create", "account", account.id, after={"staff_id": staff_id})
    return password


def reset_password(viewer: Viewer, account_id: int) -> str:
    """A new one-time password; every login of the account ends. Raises Refused("not_found")."""
    password = passwords.one_time_password()
    password_hash = passwords.hash_password(password)
    with write() as db:
        account = _staff_account(db, account_id)
        account.password_hash, account.must_change_password = password_hash, True
        service.end_logins(db, account_id)
        record(db, viewer.account_id, "accounts.reset_password", "account", account_id)
    return password


def set_disabled(viewer: Viewer, account_id: int, disabled: bool) -> None:
    """Lock an account out at once, or let it in again. Raises Refused: not_found, last_office."""
    with write() as db:
        account = _staff_account(db, account_id)
        if disabled == (account.disabled_at is not None):
            return
        if disabled:
            _refuse_last_office(db, account_id)
            service.end_logins(db, account_id)
        account.disabled_at = clock.real_now() if disabled else None
        record(db, viewer.account_id, "accounts.disable" if disabled else "accounts.enable", "account", account_id)


def grant(viewer: Viewer, account_id: int, new: NewRole) -> None:
    """Give a role for a span of days. Raises Refused: not_found, bad_role, bad_dates."""
    is_homeroom = new.role == Role.HOMEROOM
    if new.role not in GRANTED or is_homeroom != (new.homeroom_id is not None):
        raise _refused("bad_role")
    if new.valid_to is not None and new.valid_to < new.valid_from:
        raise _refused("bad_dates")
    with write() as db:
        _staff_account(db, account_id)
        if new.homeroom_id is not None and db.get(Homeroom, new.homeroom_id) is None:
            raise _refused("bad_role")
        given = RoleGrant(
            account_id=account_id,
            role=new.role,
            homeroom_id=new.homeroom_id,
            valid_from=new.valid_from,
            valid_to=new.valid_to,
        )
        db.add(given)
        db.flush()
        after = {"account_id": account_id, "role": new.role, "homeroom_id": new.homeroom_id}
        record(db, viewer.account_id, "accounts.grant", "role_grant", given.id, after=after)


def end_role(viewer: Viewer, grant_id: int) -> None:
    """From today on the role no longer counts; that it was held stays known. Raises Refused: not_found, last_office."""
    with write() as db:
        held = db.get(RoleGrant, grant_id)
        if held is None:
            raise Refused("not_found")
        if held.role == Role.OFFICE:
            _refuse_last_office(db, held.account_id)
        yesterday = clock.today() - timedelta(days=1)
        if held.valid_to is not None and held.valid_to <= yesterday:
            return
        before = {"valid_to": held.valid_to.isoformat() if held.valid_to else None}
        held.valid_to = yesterday
        after = {"valid_to": yesterday.isoformat()}
        record(db, viewer.account_id, "accounts.end_role", "role_grant", grant_id, before=before, after=after)


def _staff_account(db: Session, account_id: int) -> Account:
    account = db.get(Account, account_id)
    if account is None or account.staff_id is None:
        raise Refused("not_found")
    return account


def _refuse_last_office(db: Session, account_id: int) -> None:
    if staff_queries.office_accounts(db, clock.today()) == {account_id}:
        raise _refused("last_office")
