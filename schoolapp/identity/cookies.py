"""The cookie that carries a login: a random token, of which the database keeps the hash only."""

from __future__ import annotations

import hashlib
import secrets

from starlette.responses import Response

from schoolapp.settings import settings

NAME = "schoolapp_login"
_LONGEST = 100


def new_token() -> str:
    """256 random bits, URL-safe."""
    return secrets.token_urlsafe(32)


def hash_of(token: str) -> str:
    """Hex SHA-256; enough for a token that nobody can guess."""
    return hashlib.sha256(token.encode()).hexdigest()


def token_in(cookie_header: str | None) -> str:
    """Our token in a Cookie header, or the empty string."""
    for part in (cookie_header or "").split(";"):
        name, _, value = part.strip().partition("=")
        if name == NAME and len(value) <= _LONGEST:
            return value
    return ""


def set_on(response: Response, token: str) -> None:
    """Out of reach of scripts; sent with links from other sites, never with their forms."""
    response.set_cookie(
        NAME,
        token,
        max_age=settings().login_days * 86_400,
        path="/",
        httponly=True,
        samesite="lax",
        secure=settings().https,
    )


def clear_on(response: Response) -> None:
    """Let the browser forget the login."""
    response.delete_cookie(NAME, path="/", httponly=True, samesite="lax", secure=settings().https)
