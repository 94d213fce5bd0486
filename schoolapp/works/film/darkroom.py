"""Where films are made anew: in a process of its own each, one at a time, some waiting, the rest told to come back."""

from __future__ import annotations

import asyncio
import json
import logging
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

from schoolapp.works.media.kinds import Unreadable

log = logging.getLogger("schoolapp.film")
DEADLINE = 420.0
"""Seconds on the clock for one film; its processor time is limited more strictly by the worker itself."""
MOST_WAITING = 6
"""Films that wait for their turn, the one being made among them."""
_ROOT = Path(__file__).resolve().parents[3]


@dataclass(frozen=True)
class Made:
    """A film as it is kept."""

    content: bytes
    seconds: float


class Busy(Exception):  # noqa: N818  a state, not an error
    """So many films wait that one more would wait too long."""


class Darkroom:
    """The one place in a process where films are made."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._is_closed = False
        self._inside: list[str] = []
        self._process: subprocess.Popen[bytes] | None = None
        self._places = threading.BoundedSemaphore(MOST_WAITING)

    @contextmanager
    def place(self, photo_id: str) -> Iterator[None]:
        """A place in the queue for this poster's film. Raises Busy."""
        if not self._places.acquire(blocking=False):
            raise Busy
        self._inside.append(photo_id)
        try:
            yield
        finally:
            self._inside.remove(photo_id)
            self._places.release()

    def is_busy(self, photo_id: str) -> bool:
        """Sending this poster's film now would be in vain: all places are taken, or it is being made already."""
        return photo_id in self._inside or len(self._inside) >= MOST_WAITING

    def close(self) -> None:
        """The server ends: what is being made is not waited for, phones send it again."""
        self._is_closed = True
        if self._process:
            self._process.kill()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Waits until the films before are made. Blocks: call it from a thread."""
        with self._turn:
            yield

    def make(self, file: BinaryIO) -> Made:
        """The film made anew, guarded. Raises Unreadable, also when the process did not survive it; Busy at the end."""
        if self._is_closed:
            raise Busy
        process = self._process = _started(file)
        alarm = threading.Timer(DEADLINE, process.kill)
        alarm.start()
        try:
            return _asked(process)
        except (OSError, EOFError, ValueError):
            process.kill()
            status = process.wait()
            if self._is_closed:
                raise Busy from None
            log.warning("a film's worker ended", extra={"status": status})
            raise Unreadable("film_too_heavy") from None
        finally:
            alarm.cancel()
            process.kill()
            process.wait()
            if process.stdout:
                process.stdout.close()


def _started(file: BinaryIO) -> subprocess.Popen[bytes]:
    file.seek(0)
    return subprocess.Popen(
        [sys.executable, "-m", "schoolapp.works.film.worker"],
        cwd=_ROOT,
        stdin=file,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={},
    )


def _asked(process: subprocess.Popen[bytes]) -> Made:
    if process.stdout is None:
        raise EOFError("a worker has a pipe")
    said = json.loads(process.stdout.readline())
    if "cause" in said:
        log.error("a film could not be made", extra={"cause": said["cause"]})
    if "refused" in said:
        raise Unreadable(said["refused"])
    content = process.stdout.read(said["bytes"])
    if len(content) < said["bytes"]:
        raise EOFError("the film ended early")
    return Made(content, said["seconds"])


@lru_cache
def darkroom() -> Darkroom:
    """The process's darkroom."""
    return Darkroom()


async def end_with_server() -> None:
    """For the server's lifespan: a film half made does not hold up its end."""
    try:
        await asyncio.Event().wait()
    finally:
        darkroom().close()
