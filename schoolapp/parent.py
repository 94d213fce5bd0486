"""A worker ends when the process that started it is gone, so that no orphan keeps the port after a `kill -9`.

Linux tells the worker at once; elsewhere, and to be sure, a thread looks every second who its parent is.
"""

from __future__ import annotations

import ctypes
import logging
import multiprocessing
import os
import signal
import sys
import threading
import time

log = logging.getLogger("schoolapp")
LOOK_SECONDS = 1.0
GRACE_SECONDS = 3.0
"""For requests under way; scans that were acknowledged are stored, the others are sent again."""
_PR_SET_PDEATHSIG = 1


async def end_with_parent() -> None:
    """Watch from now on. Does nothing in a process that no server started as its worker."""
    parent = multiprocessing.parent_process()
    if parent is None or parent.pid is None:
        return
    _ask_kernel()
    threading.Thread(target=_watch, args=(parent.pid,), name="parent-watch", daemon=True).start()


def _ask_kernel() -> None:
    """Let Linux send SIGTERM in the moment in which the parent dies."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)


def _watch(parent: int) -> None:
    """A thread, not a task: a loop that hangs must not keep the port either."""
    while is_there(parent):
        time.sleep(LOOK_SECONDS)
    log.warning("the server's main process is gone, its worker ends", extra={"parent": parent})
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE_SECONDS)
    os._exit(1)


def is_there(parent: int) -> bool:
    """Whether `parent` still runs: an orphan is given another parent; Windows names the old one, but knows its end."""
    process = multiprocessing.parent_process()
    return os.getppid() == parent and (process is None or process.is_alive())
