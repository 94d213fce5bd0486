"""Which websites may ask: the page's own address, and those that SCHOOLAPP_ORIGINS names. Pure but for settings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from starlette.requests import Request

from schoolapp.settings import settings

_DEFAULT_PORTS = {"http": 80, "https": 443, "ws": 80, "wss": 443}


def _place(origin: str) -> tuple[str, int | None]:
    """Host and port of an origin; the scheme's own port is left out: a proxy may have ended HTTPS before us."""
    try:
        parts = urlsplit(origin)
        port = parts.port
    except ValueError:
        return "", None
    return (parts.hostname or "").lower(), None if port == _DEFAULT_PORTS.get(parts.scheme) else port


def further_origins() -> list[str]:
    """The origins allowed besides the own host."""
    return [origin.strip().rstrip("/") for origin in settings().origins.split(",") if origin.strip()]


def public_origin(request: Request) -> str:
    """Where this server is reached, for what is printed: the first of SCHOOLAPP_ORIGINS, else as it was asked."""
    if named := further_origins():
        return named[0]
    scheme = "https" if settings().https else request.url.scheme
    return f"{scheme}://{request.headers.get('host', request.url.netloc)}"


def is_own(origin: str, host: str) -> bool:
    """Whether a page of `origin` (https://school.example) may ask the server it knows as `host` (a Host header)."""
    if origin.rstrip("/") in further_origins():
        return True
    scheme = origin.partition("://")[0]
    place = _place(origin)
    return scheme in ("http", "https") and bool(place[0]) and place == _place(f"{scheme}://{host}")


def is_welcome(headers: Mapping[str, str]) -> bool:
    """Whether a request that may change something, or opens a socket, comes from a page of ours.

    Browsers send Origin with these; where only Sec-Fetch-Site stands it decides; a program that sends neither is no
    browser and carries no visitor's cookie.
    """
    origin = headers.get("origin")
    if origin is not None:
        return is_own(origin, headers.get("host", ""))
    return headers.get("sec-fetch-site", "none") in ("same-origin", "none")


def allow_socket(origin: str | None, environ: Mapping[str, Any]) -> bool:
    """The same rule in the form that the socket server asks it."""
    return origin is None or is_own(origin, environ.get("HTTP_HOST", ""))
