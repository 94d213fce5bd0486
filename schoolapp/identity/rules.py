"""Pure decisions about addresses."""

from __future__ import annotations

from urllib.parse import urlsplit

from schoolapp.identity.policy import Role, Viewer

HOME = "/today"
FAMILY_HOME = "/home"


def is_family(viewer: Viewer) -> bool:
    """A guardian, confirmed or not, who is not of the staff as well."""
    return viewer.has(Role.GUARDIAN) and viewer.staff_id is None


def home_of(viewer: Viewer) -> str:
    """The first page of whoever is signed in."""
    return FAMILY_HOME if is_family(viewer) else HOME


def leads_elsewhere(viewer: Viewer, path: str) -> bool:
    """Whether `path` is the first page of the others: a family on the staff's, or staff on a family's."""
    return (path == HOME and is_family(viewer)) or (path == FAMILY_HOME and not viewer.has(Role.GUARDIAN))


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
