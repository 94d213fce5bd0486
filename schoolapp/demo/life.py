"""Keeps the demo alive while the server runs: its clock, and the teachers who are played."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
from collections.abc import AsyncIterator

from schoolapp.db import read
from schoolapp.demo import clock as demo_clock
from schoolapp.demo.player import Player
from schoolapp.demo.service import is_demo
from schoolapp.settings import settings

log = logging.getLogger("schoolapp.demo")
EVERY = 2.0
"""Seconds between two looks at the script."""
_NOTE_EVERY = 30
"""Looks between two notes that the clock still runs."""


@contextlib.asynccontextmanager
async def demo_life() -> AsyncIterator[None]:
    """Entered before the first request is served. Does nothing where no demo school lives."""
    started = settings().demo and await asyncio.to_thread(_start)
    task = asyncio.create_task(_play()) if started and settings().demo_life else None
    try:
        yield
    finally:
        if task is not None:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task


def _start() -> bool:
    with read() as db:
        if not is_demo(db):
            return False
    return bool(settings().clock_start) or demo_clock.start()


async def _play() -> None:
    player, looks = Player(), 0
    lock = None
    while True:
        try:
            lock = lock or _be_the_one()
            if lock is not None:
                await asyncio.to_thread(player.tick)
                looks += 1
                if looks % _NOTE_EVERY == 0 and not settings().clock_start:
                    await asyncio.to_thread(demo_clock.note_running)
        except Exception:
            log.exception("the demo stumbled")
        await asyncio.sleep(EVERY)


def _be_the_one() -> int | None:
    """Of several workers one plays: the handle of its lock, None while another has it. The system frees it."""
    try:
        import fcntl
    except ImportError:
        return -1
    handle = os.open(demo_clock.path().with_name("demo-life.lock"), os.O_CREAT | os.O_RDWR, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        return None
    return handle
