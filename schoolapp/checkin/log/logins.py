"""Who sent a batch: looked up for a whole group, in the very transaction that stores its events.

So a login that was revoked, or a role that was taken away, is felt at once in every worker.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from sqlalchemy import Connection, bindparam, update

from schoolapp import clock
from schoolapp.checkin.log.prepared import Prepared
from schoolapp.identity import cookies
from schoolapp.identity.policy import Viewer
from schoolapp.identity.queries import viewer_from, viewer_query
from schoolapp.models import LoginSession
from schoolapp.settings import settings

_TOUCH_AFTER = timedelta(minutes=10)
"""A login's last use is noted this often, not at each request."""

_login = LoginSession.__table__  # type: ignore[attr-defined]
_VIEWERS = Prepared(
    lambda among: viewer_query(among(_login.c.token_hash, "hashes"), bindparam("now"), bindparam("today"))
)
_TOUCH = Prepared(
    lambda among: (
        update(_login)
        .where(among(_login.c.id, "ids"))
        .values(last_seen_at=bindparam("now"), expires_at=bindparam("expires"))
    )
)


def viewers_of(db: Connection, tokens: Collection[str]) -> dict[str, Viewer]:
    """The holders of those tokens whose login stands, with roles and sections; the others are not in it."""
    by_hash = {cookies.hash_of(token): token for token in set(tokens) if token}
    if not by_hash:
        return {}
    now = clock.real_now()
    rows: dict[str, list[Any]] = defaultdict(list)
    for row in _VIEWERS.named_rows(db, hashes=by_hash, now=now, today=clock.today()):
        rows[row.token_hash].append(row)
    _touch(db, [found[0] for found in rows.values() if now - found[0].last_seen_at > _TOUCH_AFTER])
    return {by_hash[token_hash]: viewer_from(found) for token_hash, found in rows.items()}


def _touch(db: Connection, used: list[SimpleNamespace]) -> None:
    """These logins were used: they stand for another `login_days`."""
    if used:
        now = clock.real_now()
        expires = now + timedelta(days=settings().login_days)
        _TOUCH.run_many(db, [{"ids": [one.login_id for one in used], "now": now, "expires": expires}])
