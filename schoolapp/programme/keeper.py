"""Keeps the week ahead in step with the plan while the server runs: at the start and every five minutes."""

from __future__ import annotations

import asyncio
import logging

from schoolapp import clock
from schoolapp.db import read, write
from schoolapp.programme.service import find_steps, keep_in_step

log = logging.getLogger("schoolapp.programme")
EVERY = 300
"""Seconds."""


def keep_once() -> bool:
    """Whether anything had to be done. Takes the lock for writing only then, so no scan waits for nothing."""
    today = clock.today()
    with read() as db:
        if not find_steps(db, today):
            return False
    with write() as db:
        steps = keep_in_step(db, today)
    log.info("kept in step", extra={"added": len(steps.add), "removed": len(steps.remove)})
    return bool(steps)


async def keeper() -> None:
    """Runs until the server stops; a failed round is logged and tried again at the next."""
    while True:
        try:
            await asyncio.to_thread(keep_once)
        except Exception:
            log.exception("keeping in step failed")
        await asyncio.sleep(EVERY)
