"""A county's set-up for tests: PostgreSQL, Redis and two workers, and doors that lead to the worker one wants.

Which worker takes a connection is the system's choice. A `Door` is a port of its own whose connections all reach one
worker, as the kernel tells (Linux only); `lead_to` sends everybody who stands in it to the other one.
"""

from __future__ import annotations

import contextlib
import os
import re
import socket
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests import databases
from tools.demo_server import DemoServer, build_once, environment, free_port, start, stop

_MOST_TRIES = 300


@contextmanager
def two_workers(clock: str, **more: str) -> Iterator[DemoServer]:
    """A demo school on PostgreSQL, served by two workers; its database and its Redis index are emptied afterwards."""
    with (
        databases.empty_postgres() as database,
        databases.empty_redis() as redis,
        tempfile.TemporaryDirectory() as data,
    ):
        build_once()
        shared = {"SCHOOLAPP_DATABASE_URL": database, "SCHOOLAPP_REDIS_URL": redis, "GRANIAN_WORKERS": "2"}
        server = start(Path(data), free_port(), environment(Path(data), clock, **shared, **more))
        try:
            yield server
        finally:
            stop(server)


def workers_of(server: DemoServer) -> list[int]:
    """Process ids of the server's workers."""
    tasks = Path(f"/proc/{server.process.pid}/task").iterdir()
    return sorted(int(child) for task in tasks for child in (task / "children").read_text().split())


class Door:
    """A port on this machine that leads to one worker of the server."""

    def __init__(self, server: DemoServer, worker: int) -> None:
        self._port = int(server.url.rsplit(":", 1)[1])
        self._worker = worker
        self._open: list[socket.socket] = []
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://localhost:{self._listening.getsockname()[1]}"
        threading.Thread(target=self._receive, daemon=True).start()

    def lead_to(self, worker: int) -> None:
        """From now on to this one; who stands in the door is dropped, as by a bad network."""
        self._worker = worker
        self._drop()

    def close(self) -> None:
        _shut(self._listening)
        self._drop()

    def _drop(self) -> None:
        standing, self._open = self._open, []
        for each in standing:
            _shut(each)

    def _receive(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                visitor, _address = self._listening.accept()
                threading.Thread(target=self._let_in, args=(visitor,), daemon=True).start()

    def _let_in(self, visitor: socket.socket) -> None:
        try:
            inside = _connection_to(self._worker, self._port)
        except OSError:  # the server is gone
            return _shut(visitor)
        self._open += [visitor, inside]
        threading.Thread(target=_pump, args=(visitor, inside), daemon=True).start()
        _pump(inside, visitor)


def _connection_to(worker: int, port: int) -> socket.socket:
    """Try until the connection is the worker's."""
    for _ in range(_MOST_TRIES):
        tried = socket.create_connection(("127.0.0.1", port))
        if _is_with(worker, port, tried.getsockname()[1]):
            return tried
        tried.close()
    raise RuntimeError(f"worker {worker} takes no connection")


def _is_with(worker: int, port: int, visitor: int) -> bool:
    """Whether the worker has accepted the connection from port `visitor`; waits until somebody has."""
    for _ in range(200):
        inode = _inode(port, visitor)
        if inode != "0":
            return f"socket:[{inode}]" in _sockets(worker)
        threading.Event().wait(0.005)
    return False


def _inode(port: int, visitor: int) -> str:
    """The inode of the server's end; "0" as long as nobody has accepted."""
    ends = re.compile(rf"[0-9A-F]+:{port:04X} [0-9A-F]+:{visitor:04X} ")
    for line in Path("/proc/net/tcp").read_text().splitlines():
        if ends.search(line):
            return line.split()[9]
    return "0"


def _sockets(worker: int) -> set[str]:
    found = set()
    for handle in Path(f"/proc/{worker}/fd").iterdir():
        with contextlib.suppress(OSError):
            found.add(os.readlink(handle))
    return found


def _pump(source: socket.socket, target: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while part := source.recv(65_536):
            target.sendall(part)
    _shut(source)
    _shut(target)


def _shut(one: socket.socket) -> None:
    with contextlib.suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)
    one.close()
