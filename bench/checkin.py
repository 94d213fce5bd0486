"""Check-in under load: the real application and a load generator in a process of its own, on the same machine.

32 phones on kept-alive connections, one request each under way; the demo school of 1,500 children; all ids distinct,
one card of twenty from another room; checks, devices and audit as in use. `SCHOOLAPP_TEST_POSTGRES` may name
the server.
"""

from __future__ import annotations

import json
import socket
import statistics
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench import needs, school
from bench.figures import Figure, Gap, attempt
from bench.server import ROOT, cpu_seconds, pss_mib, serving

GROUP = "checkin"
RUNS = 5
"""Figures are medians of so many runs."""
SINGLE_SCANS = 150
"""Requests a phone sends in one run, one scan each."""
BATCHES = 4
"""Requests a phone sends in one run, fifty scans each."""
MILLION = 1_000_000


def measure() -> Iterator[Figure | Gap]:
    """The figures of issue A about check-in, first on PostgreSQL, then on the embedded database."""
    yield from attempt("check-in, PostgreSQL, 2 workers", _on_postgres)
    yield from attempt("check-in, SQLite, 1 worker", _on_sqlite)


def _on_postgres() -> Iterator[Figure]:
    with school.postgres_database() as address, needs.redis() as redis, TemporaryDirectory() as folder:
        more = {"SCHOOLAPP_REDIS_URL": redis, "GRANIAN_WORKERS": "2"}
        world = school.build(Path(folder) / "data", address, more)
        yield from _measure(world, Path(folder), "PostgreSQL, 2 workers")
        world.engine.dispose()


def _on_sqlite() -> Iterator[Figure]:
    with TemporaryDirectory(prefix="schoolapp-bench-") as folder:
        world = school.build(Path(folder) / "data", "", {"GRANIAN_WORKERS": "1"})
        yield from _measure(world, Path(folder), "SQLite, 1 worker")


def _measure(world: school.World, folder: Path, where: str) -> Iterator[Figure]:
    with _server(world, folder) as (port, process):
        _load(world, port, folder, 20, 1)
        before = cpu_seconds(process)
        singles = [_load(world, port, folder, SINGLE_SCANS, 1) for _ in range(RUNS)]
        cpu = cpu_seconds(process) - before
        memory = pss_mib(process)
    yield Figure(f"single scans, {school.PHONES} at once, {where}", _rate(singles), "scans/s", ">= 1000")
    yield Figure(f"  the slowest of 100 requests, {where}", _median(singles, "p99_ms"), "ms", "<= 100")
    yield Figure(f"  refused or lost, {where}", sum(one["errors"] for one in singles), "requests", "<= 0")
    yield Figure(f"  the server's own time for one scan, {where}", 1000 * cpu / _stored(singles), "ms CPU")
    yield Figure(f"  the generator's share of one core, {where}", 100 * _median(singles, "cpu_share"), "%")
    school.fill_log(world, MILLION)
    with _server(world, folder) as (port, process):
        _load(world, port, folder, 1, 50)
        batches = [_load(world, port, folder, BATCHES, 50) for _ in range(RUNS)]
        memory = max(memory, pss_mib(process))
    yield Figure(f"batches of 50, log of 1 million events, {where}", _rate(batches), "scans/s", ">= 5000")
    yield Figure(f"memory under that load (summed PSS), {where}", memory, "MiB", "<= 300")


@contextmanager
def _server(world: school.World, folder: Path) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with serving(port, world.env, folder / "server.log") as process:
        yield port, process


_seed = iter(range(1_000_000))


def _load(world: school.World, port: int, folder: Path, number: int, batch: int) -> dict[str, Any]:
    """One run from a fresh day: what the generator measured."""
    world.forget_events()
    seed = next(_seed)
    queues = [school.requests(world, phone, number, batch, seed) for phone in world.phones]
    job = folder / "job.json"
    job.write_text(json.dumps({"host": "127.0.0.1", "port": port, "connections": queues}))
    done = subprocess.run(
        [sys.executable, "-m", "bench.load", str(job)], cwd=ROOT, check=True, capture_output=True, text=True
    )
    measured = json.loads(done.stdout)
    missing = number * batch * len(queues) - measured["stored"]
    measured["errors"] += missing
    return measured


def _rate(runs: list[dict[str, Any]]) -> float:
    return statistics.median(one["stored"] / one["seconds"] for one in runs)


def _stored(runs: list[dict[str, Any]]) -> int:
    return sum(one["stored"] for one in runs)


def _median(runs: list[dict[str, Any]], name: str) -> float:
    return statistics.median(one[name] for one in runs)
