"""How built files leave the server: no redirect from /scan to /scan/, and a caching rule for each kind of file."""

from __future__ import annotations

from pathlib import Path

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from schoolapp.build import STATIC

_OWN_RULES = ("/api/", "/media/", "/print/", "/join/")
"""Their handlers say themselves how long an answer may be kept."""


class BuiltFiles:
    """ASGI wrapper around the application.

    Reflex prerenders /scan to scan/index.html and redirects /scan to an absolute http:// address with a slash at the
    end, which costs a round trip and is wrong behind HTTPS; here the file is served under the address asked for.
    """

    def __init__(self, app: ASGIApp, static_dir: Path = STATIC) -> None:
        self._app = app
        self._pages = {"/" + path.parent.relative_to(static_dir).as_posix() for path in static_dir.rglob("index.html")}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith(_OWN_RULES):
            await self._app(scope, receive, send)
            return
        asked = scope["path"]
        if asked in self._pages:
            scope = {**scope, "path": asked + "/", "raw_path": (asked + "/").encode()}

        async def with_rule(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.setdefault("cache-control", cache_rule(asked, message["status"]))
            await send(message)

        await self._app(scope, receive, with_rule)


def cache_rule(path: str, status: int) -> str:
    """Vite names files under /assets/ after their content: they never change. All else is asked for anew, by ETag,
    but for icons: a browser fetches the tab's icon past the service worker, so its own cache must hold it offline."""
    if status in (200, 206, 304) and path.startswith("/assets/"):
        return "public, max-age=31536000, immutable"
    if status in (200, 304) and path.startswith("/icons/"):
        return "public, max-age=86400"
    return "no-cache"
