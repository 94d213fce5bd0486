"""Hands uploads to worker processes, at most two at once; one that overruns, dies or falls silent is replaced.

Nothing of an upload is decoded in the server itself, so no picture, however made, can stop or bloat it.
"""

from __future__ import annotations

import json
import logging
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from queue import LifoQueue
from typing import IO, Any

from schoolapp.works.media.imaging import Made
from schoolapp.works.media.kinds import Unreadable
from schoolapp.works.media.worker import LENGTH, LENGTHS

log = logging.getLogger("schoolapp.media")
AT_ONCE = 2
DEADLINE = 60.0
"""Seconds on the clock for one job; its processor time is limited more strictly by the worker itself."""
JOBS_A_LIFE = 200
"""A worker is replaced after so many jobs, whatever a decoder may have leaked."""
_ROOT = Path(__file__).resolve().parents[3]


class Gone(Exception):  # noqa: N818  a state, not an error
    """The worker ended before it answered. `was_idle`: it had gone to sleep and never began the job."""

    def __init__(self, was_idle: bool) -> None:
        self.was_idle = was_idle
        super().__init__("worker gone")


class Worker:
    """One process, one job at a time."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._jobs = 0

    def run(self, order: dict[str, Any], data: bytes) -> Made:
        """Let the process make the pictures. Raises Unreadable, also when the process did not survive the job."""
        try:
            return self._once(order, data)
        except Gone as gone:
            if gone.was_idle:
                return self._once(order, data)
            raise Unreadable("photo_too_heavy") from None

    def _once(self, order: dict[str, Any], data: bytes) -> Made:
        process = self._awake()
        alarm = threading.Timer(DEADLINE, process.kill)
        alarm.start()
        try:
            return _asked(process, order, data)
        except (OSError, EOFError, ValueError) as error:
            self.end()
            was_idle = process.returncode == 0
            log.warning("a picture's worker ended", extra={"status": process.returncode, "bytes": len(data)})
            raise Gone(was_idle) from error
        finally:
            alarm.cancel()

    def _awake(self) -> subprocess.Popen[bytes]:
        self._jobs += 1
        if self._process and (self._process.poll() is not None or self._jobs > JOBS_A_LIFE):
            self.end()
        if self._process is None:
            self._jobs = 1
            self._process = _started()
        return self._process

    def end(self) -> None:
        """Stop the process; the next job starts another."""
        process, self._process = self._process, None
        if process is None:
            return
        for stream in (process.stdin, process.stdout):
            _close(stream)
        try:
            process.wait(1)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _close(stream: IO[bytes] | None) -> None:
    try:
        if stream:
            stream.close()
    except OSError:  # what was still to be written goes nowhere any more
        pass


def _started() -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "schoolapp.works.media.worker"],
        cwd=_ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={},
    )


def _asked(process: subprocess.Popen[bytes], order: dict[str, Any], data: bytes) -> Made:
    if process.stdin is None or process.stdout is None:
        raise EOFError("a worker has two pipes")
    text = json.dumps(order).encode()
    process.stdin.write(LENGTHS.pack(len(text), len(data)) + text)
    process.stdin.write(data)
    process.stdin.flush()
    (length,) = LENGTH.unpack(_read(process.stdout, LENGTH.size))
    said = json.loads(_read(process.stdout, length))
    if "cause" in said:
        log.error("a picture could not be made", extra={"cause": said["cause"], "bytes": len(data)})
    if "refused" in said:
        raise Unreadable(said["refused"])
    renditions = {width: _read(process.stdout, size) for width, size in said["renditions"]}
    original = _read(process.stdout, said["original"])
    return Made(said["width"], said["height"], said["placeholder"], renditions, original)


def _read(stream: IO[bytes], size: int) -> bytes:
    found = stream.read(size)
    if len(found) < size:
        raise EOFError("the worker's answer ended early")
    return found


class Workshop:
    """The workers; a job waits until one is free."""

    def __init__(self, at_once: int = AT_ONCE) -> None:
        self._free: LifoQueue[Worker] = LifoQueue()
        for _ in range(at_once):
            self._free.put(Worker())

    def make(self, data: bytes, edit: dict[str, Any], *, keep_original: bool = True) -> Made:
        """As `imaging.make`, guarded. `edit` is a recipe that `read_edit` takes. Blocks: call it from a thread."""
        with self._one() as worker:
            return worker.run({"edit": edit, "keep_original": keep_original}, data)

    def close(self) -> None:
        """End the idle workers; those at work end after their job, when their input closes."""
        while not self._free.empty():
            self._free.get().end()

    @contextmanager
    def _one(self) -> Iterator[Worker]:
        worker = self._free.get()
        try:
            yield worker
        finally:
            self._free.put(worker)


@lru_cache
def workshop() -> Workshop:
    """The process's workshop."""
    return Workshop()
