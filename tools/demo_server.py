"""A demo school served from a folder of its own, for browser tests, pictures and benchmarks.

The pages are built once (`schoolapp.build`), the demo school is filled once, and every server starts on a copy of it.
"""

from __future__ import annotations

import atexit
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from schoolapp.alone import alone
from schoolapp.build import ROOT

MONDAY_AFTERNOON = "2026-11-23T16:28:00"
"""Two minutes before the bell, local time."""
AFTER_THE_BELL = "2026-11-23T16:36:00"
"""Six minutes into the first period: whoever is not there yet is late."""
SHARED = "SCHOOLAPP_TEST_FOLDER"
"""Names a folder in which the processes of one test run share what is costly to make; it is for them to remove."""
PASSWORD = "kehou-demo"  # noqa: S105  the demo's, printed on its sign-in page
_SECONDS_TO_START = 240
"""Most of them are a demo school's that the server fills itself, on a machine with other work."""
NO_LIMITS = {"SCHOOLAPP_RATE_LIMITS": "0"}
"""Tests sign in more often than people do."""


@dataclass(frozen=True)
class DemoServer:
    """Where it answers, where its data lie, and its process (to kill it in the middle)."""

    url: str
    data: Path
    process: subprocess.Popen[bytes]

    @property
    def log(self) -> str:
        return (self.data / "server.log").read_text(encoding="utf-8", errors="replace")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(data: Path, clock: str = MONDAY_AFTERNOON, **more: str) -> dict[str, str]:
    """The settings of such a server: Chinese, demo, a clock that starts at `clock`, no rate limits."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("SCHOOLAPP_", "REFLEX_"))}
    ours = {"DATA": str(data), "CLOCK_START": clock, "LOCALE": "zh_CN", "DEMO": "1", "DEMO_LIFE": "0"}
    return inherited | {f"SCHOOLAPP_{name}": value for name, value in ours.items()} | NO_LIMITS | more


def _run(module: str, environ: dict[str, str]) -> None:
    done = subprocess.run([sys.executable, "-m", module], cwd=ROOT, env=environ, capture_output=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{module} failed:\n{(done.stdout + done.stderr).decode(errors='replace')[-4000:]}")


def _folder(of: str) -> Path:
    """A temporary folder that goes away when this process ends."""
    folder = Path(tempfile.mkdtemp(prefix=f"schoolapp-{of}-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


@lru_cache
def pristine(clock: str = MONDAY_AFTERNOON) -> Path:
    """A data folder with the demo school of that day, never served; made once in this process, or in this test run."""
    shared = os.environ.get(SHARED)
    if not shared:
        return _filled(_folder("demo"), clock)
    made = Path(shared) / f"demo-{re.sub(r'[^0-9]', '', clock)}"
    with alone(made.with_suffix(".lock")):
        if not made.exists():
            _filled(made.with_suffix(".begun"), clock).rename(made)
    return made


def _filled(data: Path, clock: str) -> Path:
    _run("schoolapp.demo", environment(data, clock))
    return data


@lru_cache
def build_once() -> None:
    """The Chinese production build."""
    _run("schoolapp.build", environment(_folder("build")))


def _wait_until_ready(server: DemoServer, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if server.process.poll() is not None:
            raise RuntimeError(f"the server ended at its start:\n{server.log[-4000:]}")
        try:
            urllib.request.urlopen(server.url + "/ping", timeout=5)  # noqa: S310  our own address
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError(f"the server was not ready in {seconds} s:\n{server.log[-4000:]}")


def start(data: Path, port: int, environ: dict[str, str]) -> DemoServer:
    """Start a server on a prepared folder and wait until it answers; its log lies in the folder."""
    with (data / "server.log").open("ab") as log:
        command = [sys.executable, "-m", "schoolapp.serve", "--host", "127.0.0.1", "--port", str(port)]
        process = subprocess.Popen(command, cwd=ROOT, env=environ, stdout=log, stderr=log, start_new_session=True)
    server = DemoServer(f"http://localhost:{port}", data, process)
    _wait_until_ready(server, _SECONDS_TO_START)
    return server


def stop(server: DemoServer) -> None:
    """End it and its workers."""
    if server.process.poll() is None:
        server.process.terminate()
        try:
            server.process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(server.process.pid, 9)
            server.process.wait(10)


@contextmanager
def demo_server(clock: str = MONDAY_AFTERNOON, port: int = 0, **more: str) -> Iterator[DemoServer]:
    """Serve a fresh copy of the demo school; the folder goes away with it."""
    build_once()
    data = Path(tempfile.mkdtemp(prefix="schoolapp-served-"))
    shutil.copytree(pristine(clock), data, dirs_exist_ok=True)
    server = start(data, port or free_port(), environment(data, clock, **more))
    try:
        yield server
    finally:
        stop(server)
        shutil.rmtree(data, ignore_errors=True)
