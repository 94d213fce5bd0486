"""Signing in and out, own logins, own password. Each function is one transaction."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from schoolapp import clock
from schoolapp.db import read, write
from schoolapp.i18n import _
from schoolapp.identity import agents, cookies, passwords, queries
from schoolapp.identity.audit import record
from schoolapp.identity.policy import Viewer
from schoolapp.identity.rate_limits import Limit, give_back, take
from schoolapp.models import Account, LoginSession, School
from schoolapp.refusals import Refused
from schoolapp.settings import settings

BY_ACCOUNT = Limit("sign_in_account", most=10)
BY_ADDRESS = Limit("sign_in_address", most=60)
"""A whole school stands behind one address; only tries that failed count."""
BY_OWN_PASSWORD = Limit("own_password", most=10)

REFUSALS = {
    "wrong_sign_in": (401, _("Name or password is not right. Check both, or ask the office for a new password.")),
    "wrong_password": (400, _("The present password is not right.")),
    "not_twice_the_same": (400, _("The new password was typed differently the second time.")),
    "weak_password": (400, _("Take at least 8 characters, other than your name for signing in.")),
}


def refused(code: str) -> Refused:
    status, message = REFUSALS[code]
    return Refused(code, message, status)


def sign_in(login: str, password: str, user_agent: str = "", address: str = "") -> str:
    """A new login's token.

    Raises Refused: wrong_sign_in (the same answer, after the same time, whether or not the account exists or is
    disabled), too_many_tries, busy.
    """
    login = login.strip().lower()[:100]
    keys = ((BY_ACCOUNT, login), (BY_ADDRESS, address))
    for limit, key in keys:
        take(limit, key)
    with read() as db:
        account = queries.account_by_login(db, login)
        is_welcome = account is not None and not account.disabled_at and not _has_left(db, account)
    is_right = passwords.verify(account.password_hash if account else None, password)
    is_right = is_right and (settings().demo or password != passwords.DEMO_PASSWORD)
    if not (account and is_welcome and is_right):
        raise refused("wrong_sign_in")
    for limit, key in keys:
        give_back(limit, key)
    renewed = passwords.hash_password(password) if passwords.is_outdated(account.password_hash) else ""
    with write() as db:
        return begin(db, account, agents.short_name(user_agent), renewed)


def _has_left(db: Session, account: Account) -> bool:
    return queries.has_left(db, account, clock.today())


def begin(db: Session, account: Account, agent: str, renewed_hash: str = "") -> str:
    """A login of `account`, in the caller's transaction; its token. `agent`: the browser's short name."""
    token, now = cookies.new_token(), clock.real_now()
    if renewed_hash:
        kept = db.get_one(Account, account.id)
        kept.password_hash = renewed_hash
    login = LoginSession(
        token_hash=cookies.hash_of(token),
        account_id=account.id or 0,
        created_at=now,
        last_seen_at=now,
        expires_at=_expiry(now),
        agent=agent,
    )
    db.add(login)
    db.flush()
    record(db, account.id, "identity.sign_in", "login_session", login.id)
    return token


def _expiry(now: datetime) -> datetime:
    return now + timedelta(days=settings().login_days)


def sign_out(token: str) -> None:
    """End the login that `token` belongs to; nothing happens when it has ended already."""
    if not token:
        return
    with write() as db:
        query = select(LoginSession).where(LoginSession.token_hash == cookies.hash_of(token))
        login = db.exec(query.where(col(LoginSession.revoked_at).is_(None))).first()
        if login:
            login.revoked_at = clock.real_now()
            record(db, login.account_id, "identity.sign_out", "login_session", login.id)


def touch(login_id: int) -> None:
    """The login was used: it stands for another `login_days`."""
    now = clock.real_now()
    with write() as db:
        login = db.get(LoginSession, login_id)
        if login and login.revoked_at is None:
            login.last_seen_at, login.expires_at = now, _expiry(now)


def own_logins(viewer: Viewer) -> list[queries.Login]:
    """The viewer's logins that stand, the latest used first."""
    with read() as db:
        return queries.logins_of(db, viewer.account_id or 0, clock.real_now())


def revoke(viewer: Viewer, login_id: int) -> None:
    """End one of the viewer's own logins. Raises Refused("not_found") for anybody else's."""
    with write() as db:
        login = db.get(LoginSession, login_id)
        if login is None or login.account_id != viewer.account_id:
            raise Refused("not_found")
        if login.revoked_at is None:
            login.revoked_at = clock.real_now()
            record(db, viewer.account_id, "identity.revoke_login", "login_session", login_id)


def change_password(viewer: Viewer, present: str, new: str) -> None:
    """Set the viewer's own password and end every other login of the account.

    Raises Refused: too_many_tries, wrong_password, weak_password, busy.
    """
    take(BY_OWN_PASSWORD, str(viewer.account_id))
    with read() as db:
        account = db.get_one(Account, viewer.account_id)
    if not passwords.verify(account.password_hash, present):
        raise refused("wrong_password")
    give_back(BY_OWN_PASSWORD, str(viewer.account_id))
    if not passwords.is_acceptable(new, account.login) or new == present:
        raise refused("weak_password")
    new_hash = passwords.hash_password(new)
    with write() as db:
        kept = db.get_one(Account, viewer.account_id)
        kept.password_hash, kept.must_change_password = new_hash, False
        end_logins(db, kept.id or 0, but=viewer.login_id)
        record(db, viewer.account_id, "identity.change_password", "account", kept.id)


def end_logins(db: Session, account_id: int, but: int | None = None) -> None:
    """End the account's logins, in the caller's transaction, except `but`."""
    for login in queries.login_rows(db, account_id):
        if login.id != but:
            login.revoked_at = clock.real_now()


def school_name() -> str:
    """The school's name; empty before it is set up."""
    with read() as db:
        return db.exec(select(School.name)).first() or ""
