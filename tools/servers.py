"""PostgreSQL and Redis for tests and benchmarks: throwaway ones, where their programs are installed.

    python3 -m tools.servers make test

runs a command with throwaway ones (SCHOOLAPP_TEST_POSTGRES, SCHOOLAPP_TEST_REDIS): they do not sync, which makes the
databases of some hundred tests four times as fast. Where the programs are lacking those that listen already serve.
Only the standard library is needed: the command may be what installs the rest.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

POSTGRES, POSTGRES_PORT = "SCHOOLAPP_TEST_POSTGRES", 5432
REDIS, REDIS_PORT = "SCHOOLAPP_TEST_REDIS", 6379
_DEBIAN = "/usr/lib/postgresql"


class MissingError(RuntimeError):
    """The programs of such a server are not installed; the text says how to get them."""


@contextmanager
def throwaway_postgres(is_durable: bool = False) -> Iterator[str]:
    """The address of a PostgreSQL of one's own; `is_durable`: it syncs at each commit, as in use."""
    programs, port = _postgres_programs(), _free_port()
    with TemporaryDirectory(prefix="schoolapp-postgres-") as folder:
        before = _as_owner(folder)
        data, log = f"{folder}/data", f"{folder}/log"
        _run([*before, f"{programs}/initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync"])
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c fsync={'on' if is_durable else 'off'} -k {folder}"
        control = [*before, f"{programs}/pg_ctl", "-D", data, "-w"]
        _run([*control, "-o", options, "-l", log, "start"])
        try:
            yield f"postgresql://postgres@127.0.0.1:{port}/"
        finally:
            _run([*control, "-m", "fast", "stop"])


def _postgres_programs() -> Path:
    """The folder of initdb and pg_ctl; the newest one of Debian's, which are not on the PATH."""
    found = sorted(Path(_DEBIAN).glob("*/bin/initdb"), key=lambda path: [int(n) for n in re.findall(r"\d+", str(path))])
    named = shutil.which("initdb")
    if not found and not named:
        raise MissingError("no PostgreSQL here: sudo apt install postgresql")
    return found[-1].parent if found else Path(str(named)).parent


def _as_owner(folder: str) -> list[str]:
    """PostgreSQL refuses to run as root: then it runs as its own user, who gets the folder."""
    if os.geteuid() != 0:
        return []
    try:
        shutil.chown(folder, "postgres")
    except LookupError:
        raise MissingError("no user postgres here to run PostgreSQL as: sudo apt install postgresql") from None
    return ["runuser", "-u", "postgres", "--"]


@contextmanager
def throwaway_redis() -> Iterator[str]:
    """The address of a Redis of one's own that keeps nothing."""
    program = shutil.which("redis-server")
    if program is None:
        raise MissingError("no Redis here: sudo apt install redis-server")
    port = _free_port()
    with TemporaryDirectory(prefix="schoolapp-redis-") as folder:
        options = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", folder]
        process = subprocess.Popen([program, *options], stdout=subprocess.DEVNULL)
        try:
            _wait_for(port)
            yield f"redis://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(10)


def _run(command: list[str]) -> None:
    """Its output goes nowhere but into the error: a pipe would stay open as long as the server that it starts."""
    with TemporaryDirectory() as folder, open(f"{folder}/said", "w+b") as said:
        code = subprocess.run(command, cwd="/", stdout=said, stderr=said, check=False).returncode
        said.seek(0)
        if code:
            raise RuntimeError(f"{' '.join(command)} failed:\n{said.read().decode(errors='replace')[-2000:]}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def listens(port: int) -> bool:
    """Whether something answers at that port of this machine."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _wait_for(port: int, seconds: float = 10) -> None:
    until = time.monotonic() + seconds
    while not listens(port):
        if time.monotonic() > until:
            raise RuntimeError(f"nothing answers at port {port}")
        time.sleep(0.05)


def run_with(command: list[str]) -> int:
    """The command's exit code. What is neither there nor installed is left out, and said by the tests themselves."""
    kinds: list[tuple[str, int, Callable[[], AbstractContextManager[str]]]] = [
        (POSTGRES, POSTGRES_PORT, throwaway_postgres),
        (REDIS, REDIS_PORT, throwaway_redis),
    ]
    with ExitStack() as stack:
        env = dict(os.environ)
        for name, port, throwaway in kinds:
            if env.get(name):
                continue
            try:
                env[name] = stack.enter_context(throwaway())
            except MissingError as lacking:
                if not listens(port):
                    print(lacking, file=sys.stderr)
        return subprocess.run(command, env=env, check=False).returncode


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    sys.exit(run_with(sys.argv[1:]))
