"""The real application as in production, for benchmarks: Granian with the app, on one port, without built pages."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parent.parent
_READY_SECONDS = 60


@contextmanager
def serving(port: int, env: Mapping[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A server on `port` that answers; stopped with all its workers at the end."""
    with log.open("ab") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "bench.server", str(port)],
            cwd=ROOT,
            env={**os.environ, **env},
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    try:
        _wait_for(port, process, log)
        yield process
    finally:
        stop(process, signal.SIGTERM)


def stop(process: subprocess.Popen[bytes], how: int) -> None:
    """Send `how` to the server and its workers, which form a process group of their own."""
    if process.poll() is None:
        os.killpg(process.pid, how)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(10)


def _wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + _READY_SECONDS
    while time.monotonic() < until and process.poll() is None:
        with socket.socket() as probe:
            probe.settimeout(1)
            try:
                probe.connect(("127.0.0.1", port))
                probe.sendall(b"GET /api/checkin/pack HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                if b" 401 " in probe.recv(200):
                    return
            except OSError:
                pass
        time.sleep(0.1)
    raise RuntimeError(f"the server did not start:\n{log.read_text()[-2000:]}")


def pss_mib(process: subprocess.Popen[bytes]) -> float:
    """Summed proportional set size, MiB, of the server and everything it started."""
    return sum(_pss_kib(pid) for pid in _family(process.pid)) / 1024


def cpu_seconds(process: subprocess.Popen[bytes]) -> float:
    """Processor time that the server and everything it started have used."""
    ticks = 0
    for pid in _family(process.pid):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def _family(pid: int) -> Iterator[int]:
    yield pid
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            yield from _family(int(child))


def _pss_kib(pid: int) -> int:
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1])
    return 0


def _serve(port: int) -> None:
    """What `schoolapp.serve.run` does, but for the built pages, which no benchmark here asks for."""
    os.environ.setdefault("GRANIAN_LOG_LEVEL", "warning")
    from reflex.utils import exec as reflex_exec
    from reflex_base.constants import Env, LogLevel
    from reflex_base.environment import environment

    environment.REFLEX_ENV_MODE.set(Env.PROD)
    environment.REFLEX_SKIP_COMPILE.set(True)
    reflex_exec.run_granian_backend_prod("127.0.0.1", port, LogLevel.WARNING)


if __name__ == "__main__":
    _serve(int(sys.argv[1]))
