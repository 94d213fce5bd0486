"""Who sent a batch. What a person may is remembered for two seconds; whether the login stands is asked each time."""

from __future__ import annotations

import time
from collections.abc import Collection

from sqlalchemy import Connection

from schoolapp import clock
from schoolapp.checkin import queries
from schoolapp.identity import cookies
from schoolapp.identity.guards import viewer_of
from schoolapp.identity.policy import VISITOR, Viewer

REMEMBERED_SECONDS = 2.0
"""After this long a role given or taken away is felt."""
_MOST = 5_000


class Logins:
    """Viewers by token. Used by one thread."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[float, Viewer]] = {}

    def viewer_of(self, token: str) -> Viewer:
        """The token's holder with roles and sections; VISITOR when there is none."""
        if not token:
            return VISITOR
        now = time.monotonic()
        found = self._known.get(token)
        if found is not None and now - found[0] < REMEMBERED_SECONDS:
            return found[1]
        viewer = viewer_of(f"{cookies.NAME}={token}")
        if len(self._known) >= _MOST:
            self._known.clear()
        if not viewer.is_visitor:
            self._known[token] = (now, viewer)
        return viewer

    def standing(self, db: Connection, tokens: Collection[str]) -> set[str]:
        """Those tokens whose login stands in this very transaction: a revoked one is refused at once, everywhere."""
        by_hash = {cookies.hash_of(token): token for token in set(tokens) if token}
        if not by_hash:
            return set()
        return {by_hash[found] for found in queries.standing_logins(db, by_hash, clock.real_now())}
