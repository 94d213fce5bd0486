"""What benchmarks need besides the project: found, else started or fetched; where neither can be, that is said."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import lru_cache

import psycopg

from bench.figures import NotMeasuredError
from tools import browser, servers

_USUAL = f"postgresql://postgres@127.0.0.1:{servers.POSTGRES_PORT}/"


@lru_cache
def chromium() -> str:
    """The path of a Chromium."""
    path = browser.find() or browser.get()
    if not path:
        print(browser.HOW, file=sys.stderr)
        raise NotMeasuredError("no Chromium here")
    return path


@contextmanager
def postgres() -> Iterator[str]:
    """A server in which databases may be created: the one named or usual, else a throwaway one that syncs as in use."""
    address = os.environ.get(servers.POSTGRES) or _USUAL
    if _lets_in(address):
        yield address
        return
    with ExitStack() as stack:
        try:
            address = stack.enter_context(servers.throwaway_postgres(is_durable=True))
        except servers.MissingError as lacking:
            raise NotMeasuredError(str(lacking)) from None
        yield address


def _lets_in(address: str) -> bool:
    try:
        with psycopg.connect(address, connect_timeout=3):
            return True
    except psycopg.Error:
        return False


@contextmanager
def redis() -> Iterator[str]:
    """Reflex wants Redis for two workers; check-in itself never asks it, so that it is measured without as well."""
    named = os.environ.get(servers.REDIS)
    if named or servers.listens(servers.REDIS_PORT):
        yield named or f"redis://127.0.0.1:{servers.REDIS_PORT}"
        return
    with ExitStack() as stack:
        address = ""
        with suppress(servers.MissingError):
            address = stack.enter_context(servers.throwaway_redis())
        yield address
