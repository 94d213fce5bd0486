"""Pure decisions about addresses."""

from __future__ import annotations

from urllib.parse import urlsplit

HOME = "/today"


def safe_next(wanted: str) -> str:
    """Where to go after signing in: a path on this very site, else today.

    Refuses whole addresses, `//host` (`/..//host` becomes one), `/\\host` and control characters, which browsers
    read as another site.
    """
    is_path = wanted.startswith("/") and not wanted.startswith(("//", "/\\"))
    if not is_path or any(ord(char) < 32 or char == "\\" for char in wanted) or len(wanted) > 500:
        return HOME
    parts = urlsplit(wanted)
    if parts.scheme or parts.netloc or "//" in parts.path or parts.path.startswith(("/sign-in", "/api/")):
        return HOME
    return wanted
