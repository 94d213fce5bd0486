"""Passwords: Argon2id at 19 MiB and two passes (OWASP's first choice for small machines), at most two at once."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from schoolapp.refusals import Refused

LEAST_LENGTH = 8
MOST_LENGTH = 200
"""Longer ones are refused before any work is done on them."""
DEMO_PASSWORD = "kehou-demo"  # noqa: S105  it stands on the sign-in page
"""Opens the demo's accounts in demo mode, and nothing otherwise."""
_PATIENCE = 10.0
"""Seconds that a sign-in waits for its turn."""
_ONE_TIME_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
"""Without characters that are mistaken for one another on paper."""

_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_turns = BoundedSemaphore(2)


@contextmanager
def _turn() -> Iterator[None]:
    """Two hashes at once need 38 MiB; forty, as many as there are threads, would need 760."""
    if not _turns.acquire(timeout=_PATIENCE):
        raise Refused("busy")
    try:
        yield
    finally:
        _turns.release()


def hash_password(password: str) -> str:
    """The PHC string to keep. Raises Refused("busy") when no turn came."""
    with _turn():
        return _hasher.hash(password)


@lru_cache
def _nobodys_hash() -> str:
    return _hasher.hash(secrets.token_hex(16))


def verify(kept: str | None, password: str) -> bool:
    """Whether `password` is the kept one. None (no such account) takes as long and is never true."""
    with _turn():
        try:
            _hasher.verify(kept or _nobodys_hash(), password[:MOST_LENGTH])
        except (VerificationError, InvalidHashError):
            return False
        return kept is not None and len(password) <= MOST_LENGTH


def is_outdated(kept: str) -> bool:
    """Whether the hash was made with other parameters and should be made anew at this sign-in."""
    return _hasher.check_needs_rehash(kept)


def is_acceptable(password: str, login: str) -> bool:
    """Long enough, neither the login itself nor the demo's. Length alone counts, as NIST SP 800-63B advises."""
    is_known = password.casefold() in (login.casefold(), DEMO_PASSWORD)
    return LEAST_LENGTH <= len(password) <= MOST_LENGTH and not is_known


def one_time_password() -> str:
    """Ten characters that can be read out and typed, 49 bits."""
    return "".join(secrets.choice(_ONE_TIME_ALPHABET) for _ in range(10))
