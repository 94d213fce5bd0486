"""What every answer carries and no request may do: headers, own origins only, size of bodies."""

from __future__ import annotations

import json
import logging
import re
import time
from functools import lru_cache
from pathlib import Path

import reflex as rx
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from schoolapp import origins, refusals
from schoolapp.build import STATIC
from schoolapp.logs import quiet
from schoolapp.pwa.policy_hashes import Hashes
from schoolapp.settings import settings

log = logging.getLogger("schoolapp.http")

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
MIB = 1024 * 1024
BODY_CAP = 2 * MIB
"""Bytes of a request's body; a full batch of 500 scans has about 0.3 MiB."""
BODY_CAPS = {"/api/import": 13 * MIB, "/api/photos": 48 * MIB, "/api/films": 96 * MIB}
_SLOW = 1.0
"""Seconds after which a request is logged although it succeeded."""
_HOST = re.compile(r"[A-Za-z0-9.\-\[\]:]{1,255}")
_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": (
        "camera=(self), screen-wake-lock=(self), fullscreen=(self), clipboard-write=(self), "
        "microphone=(), geolocation=(), payment=(), usb=(), serial=(), display-capture=()"
    ),
}
_HSTS = "max-age=31536000"
_NOTHING = "default-src 'none'; frame-ancestors 'none'"
"""The policy of answers that are no page."""


class Baseline:
    """ASGI wrapper around the whole application, pages and API and socket."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await self._socket(scope, receive, send)
        elif scope["type"] == "http":
            await self._request(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _socket(self, scope: Scope, receive: Receive, send: Send) -> None:
        """A foreign page's socket is closed before it opens: browsers send cookies with it."""
        if origins.is_welcome(Headers(scope=scope)):
            await self._app(scope, receive, send)
            return
        log.warning("foreign socket refused", extra={"path": scope["path"]})
        await receive()
        await send({"type": "websocket.close", "code": 1008})

    async def _request(self, scope: Scope, receive: Receive, send: Send) -> None:
        began = time.perf_counter()

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                _add_headers(scope, message)
                _note(scope, message["status"], time.perf_counter() - began)
            await send(message)

        code = refusal_of(scope)
        if code:
            await refusals.answer(code)(scope, receive, with_headers)
            return
        await self._app(scope, _capped(receive, body_cap(scope["path"])), with_headers)


def refusal_of(scope: Scope) -> str:
    """The code of the refusal that a request earns by its headers alone, or the empty string."""
    headers = Headers(scope=scope)
    if scope["method"] not in SAFE_METHODS and not origins.is_welcome(headers):
        return "foreign_origin"
    length = headers.get("content-length", "0")
    if not length.isascii() or not length.isdigit() or int(length) > body_cap(scope["path"]):
        return "too_large"
    return ""


def body_cap(path: str) -> int:
    """Bytes that a request to `path` may carry."""
    return next((cap for prefix, cap in BODY_CAPS.items() if path.startswith(prefix)), BODY_CAP)


def _capped(receive: Receive, cap: int) -> Receive:
    """Count what arrives: a chunked body says no length beforehand."""
    seen = 0

    async def counted() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > cap:
            raise HTTPException(413)
        return message

    return counted


def _add_headers(scope: Scope, message: Message) -> None:
    headers = MutableHeaders(scope=message)
    for name, value in _ALWAYS.items():
        headers.setdefault(name, value)
    if settings().https:
        headers.setdefault("Strict-Transport-Security", _HSTS)
    if message["status"] != 304:  # "not modified" has no type of its own; the policy that came with the page stays
        headers.setdefault("Content-Security-Policy", content_policy(scope, headers.get("content-type", "")))
    rule = cache_rule(scope["path"])
    if rule:
        headers.setdefault("Cache-Control", rule)


def cache_rule(path: str) -> str:
    """How long answers to `path` may be kept; built files have their own rules (pwa.serving)."""
    if path.startswith(("/api/", "/print/", "/join/")) or path == "/join":
        return "no-store"
    return "private, no-cache" if path.startswith("/media/") else ""


def content_policy(scope: Scope, content_type: str) -> str:
    """The Content-Security-Policy of one answer: pages and scripts (a worker obeys its own file's) get the page's."""
    kind = content_type.split(";")[0].strip()
    if kind not in ("text/html", "text/javascript", "application/javascript"):
        return _NOTHING
    inline = _inline_of(scope["path"]) if kind == "text/html" else {}
    scripts = " ".join(f"'{value}'" for value in inline.get("script", ()))
    styles = " ".join(f"'{value}'" for value in inline.get("style", ()))
    host = Headers(scope=scope).get("host", "")
    sockets = f"ws://{host} wss://{host}" if _HOST.fullmatch(host) else ""
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'self' 'wasm-unsafe-eval' {scripts}".rstrip(),
            f"style-src 'self' 'unsafe-hashes' {styles}" if styles else "style-src 'self'",
            f"connect-src 'self' {sockets}".rstrip(),
            "img-src 'self' data: blob:",
            "media-src 'self' data: blob:",
            "font-src 'self'",
            "worker-src 'self' blob:",
            "manifest-src 'self'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )


def _inline_of(path: str) -> Hashes:
    pages = inline_hashes(STATIC.parent / "csp-hashes.json")
    return pages.get("/" + path.strip("/"), pages.get("", {}))


@lru_cache
def inline_hashes(file: Path) -> dict[str, Hashes]:
    """Page address → hashes of its inline scripts and styles, as the build wrote them (pwa.plugin); empty without a
    build."""
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}


def _note(scope: Scope, status: int, seconds: float) -> None:
    """Log what failed or was slow. The path holds ids only; the query string may hold more and is left out."""
    if status >= 400 or seconds > _SLOW:
        fields = {
            "method": scope["method"],
            "path": quiet(scope["path"]),
            "status": status,
            "ms": round(seconds * 1000),
        }
        log.info("request", extra=fields)


def guard_socket(app: rx.App) -> None:
    """Own origins on the socket server too, instead of Reflex's `*`; the page's host is only known at the request."""
    if app.sio is None:
        raise RuntimeError("the application has no socket server yet")
    app.sio.eio.cors_allowed_origins = origins.allow_socket
