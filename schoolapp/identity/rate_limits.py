"""How often something may be tried. Counted in the process, or in Redis when several workers share the work.

A try is counted before its outcome is known and given back when it succeeds: a burst of parallel guesses gains nothing.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from typing import Protocol

import redis

from schoolapp.refusals import Refused
from schoolapp.settings import settings


@dataclass(frozen=True)
class Limit:
    """At most `most` tries in `seconds`, per whatever stands in the key."""

    name: str
    most: int
    seconds: int = 900


class Counter(Protocol):
    def add(self, key: str, seconds: int) -> int:
        """Count one try; returns how many there are in this window."""
        ...

    def give_back(self, key: str) -> None:
        """Uncount one try."""
        ...


class MemoryCounter:
    """For one worker. Windows that have passed are swept out when many have gathered."""

    def __init__(self) -> None:
        self._counts: dict[str, tuple[float, int]] = {}
        self._lock = Lock()

    def add(self, key: str, seconds: int) -> int:
        now = time.monotonic()
        with self._lock:
            if len(self._counts) > 10_000:
                self._counts = {k: v for k, v in self._counts.items() if v[0] > now}
            until, count = self._counts.get(key, (0.0, 0))
            if until <= now:
                until, count = now + seconds, 0
            self._counts[key] = (until, count + 1)
            return count + 1

    def give_back(self, key: str) -> None:
        with self._lock:
            if key in self._counts:
                until, count = self._counts[key]
                self._counts[key] = (until, max(0, count - 1))


class RedisCounter:
    """For several workers. The counter and its expiry are made in one step."""

    def __init__(self, url: str) -> None:
        self._redis = redis.Redis.from_url(url, socket_timeout=2)

    def add(self, key: str, seconds: int) -> int:
        with self._redis.pipeline(transaction=True) as pipe:
            pipe.set(f"limit:{key}", 0, ex=seconds, nx=True)
            pipe.incr(f"limit:{key}")
            return int(pipe.execute()[1])

    def give_back(self, key: str) -> None:
        if self._redis.exists(f"limit:{key}"):
            self._redis.decr(f"limit:{key}")


@lru_cache
def counter() -> Counter:
    """The one that fits the installation."""
    return RedisCounter(settings().redis_url) if settings().redis_url else MemoryCounter()


def take(limit: Limit, key: str) -> None:
    """Count a try. Raises Refused("too_many_tries") when there were too many."""
    if settings().rate_limits and counter().add(f"{limit.name}:{key}", limit.seconds) > limit.most:
        raise Refused("too_many_tries")


def give_back(limit: Limit, key: str) -> None:
    """It succeeded: the try does not count."""
    if settings().rate_limits:
        counter().give_back(f"{limit.name}:{key}")
