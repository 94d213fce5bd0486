"""Who is asking, and may they? For FastAPI routes here, for Reflex handlers in `state.py`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from fastapi import Request

from schoolapp import clock
from schoolapp.db import read
from schoolapp.identity import cookies, queries, service
from schoolapp.identity.policy import VISITOR, Action, Viewer, may
from schoolapp.refusals import Refused
from schoolapp.settings import settings

_TOUCH_AFTER = timedelta(minutes=10)
"""A login's last use is noted this often, not at each request."""


def viewer_of(cookie_header: str | None) -> Viewer:
    """The holder of the cookie's login; VISITOR without one, or when it was revoked, expired or disabled."""
    token = cookies.token_in(cookie_header)
    if not token:
        return VISITOR
    now = clock.real_now()
    with read() as db:
        rows = queries.viewer_rows(db, cookies.hash_of(token), now, clock.today())
    if rows and now - rows[0].last_seen_at > _TOUCH_AFTER:
        service.touch(rows[0].login_id)
    return queries.viewer_from(rows)


def check(viewer: Viewer, action: Action) -> None:
    """Raises Refused("sign_in") for a visitor, Refused("not_allowed") for anybody else who may not."""
    if not may(viewer, action):
        raise Refused("sign_in" if viewer.is_visitor else "not_allowed")


def requires(action: Action) -> Callable[[Request], Viewer]:
    """For `Depends(requires(Action.X))`: the viewer, or a refusal. The object itself is asked about in the route."""

    def viewer_who_may(request: Request) -> Viewer:
        viewer = viewer_of(request.headers.get("cookie"))
        check(viewer, action)
        return viewer

    viewer_who_may.action = action  # type: ignore[attr-defined]
    return viewer_who_may


def address_of(request: Request) -> str:
    """The visitor's address; behind our own proxy the one that the proxy saw."""
    if settings().trusted_proxy:
        forwarded = request.headers.get("x-forwarded-for", "").split(",")[-1].strip()
        if forwarded:
            return forwarded
    return request.client.host if request.client else ""
