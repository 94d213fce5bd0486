"""A benchmark that breaks, or lacks something here, is said in its line and loses no other; servers are started."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from types import SimpleNamespace

import psycopg
import pytest
import redis

import bench.__main__ as bench_main
from bench import needs
from bench.figures import Figure, NotMeasuredError
from tests import left_out
from tools import browser, servers

NOBODY = "postgresql://postgres@127.0.0.1:1/"


def benchmark(name: str, error: BaseException | None, value: float = 1) -> SimpleNamespace:
    """One that yields a figure and then ends early."""

    def measure() -> Iterator[Figure]:
        yield Figure(f"{name} begins", value, "s", "<= 1")
        if error:
            raise error

    return SimpleNamespace(__name__=f"bench.{name}", GROUP="checkin", measure=measure)


def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *modules: object) -> tuple[int, list[str]]:
    monkeypatch.setattr(bench_main, "benchmarks", lambda only: list(modules))
    code = bench_main.main("")
    return code, [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]


@pytest.mark.parametrize("error", [ValueError("no such table"), SystemExit(2)])
def test_one_that_breaks_is_a_miss_and_the_next_is_measured(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], error: BaseException
) -> None:
    code, said = run(monkeypatch, capsys, benchmark("one", error), benchmark("two", None))
    assert code == 1
    assert said[:3] == [
        "one begins 1 s <= 1 ok",
        f"one - - - miss ({type(error).__name__}: {error})",
        "two begins 1 s <= 1 ok",
    ]
    assert any(line.startswith("Python ") for line in said), "the conditions stand at the end all the same"


def test_what_this_machine_lacks_is_said_and_no_miss(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lacking = benchmark("one", NotMeasuredError("no PostgreSQL here"))
    code, said = run(monkeypatch, capsys, lacking, benchmark("two", None))
    assert code == 0
    assert said[1:3] == ["one - - - not measured: no PostgreSQL here", "two begins 1 s <= 1 ok"]
    assert "1 parts NOT MEASURED" in said


def test_without_postgres_check_in_is_measured_on_sqlite_alone(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from bench import checkin

    monkeypatch.setattr(servers, "_postgres_programs", lambda: _raise(servers.MissingError("no PostgreSQL here")))
    monkeypatch.setenv(servers.POSTGRES, NOBODY)
    monkeypatch.setattr(checkin, "_on_sqlite", lambda: [Figure("on SQLite", 1, "s")])
    code, said = run(monkeypatch, capsys, checkin)
    assert (code, said[1]) == (0, "on SQLite 1 s - ok")
    assert said[0] == "check-in, PostgreSQL, 2 workers - - - not measured: no PostgreSQL here"


def test_a_chromium_is_fetched_before_one_goes_without(monkeypatch: pytest.MonkeyPatch) -> None:
    needs.chromium.cache_clear()
    monkeypatch.setattr(browser, "find", lambda: None)
    monkeypatch.setattr(browser, "get", lambda: "/fetched/chrome")
    assert needs.chromium() == "/fetched/chrome"
    needs.chromium.cache_clear()
    monkeypatch.setattr(browser, "get", lambda: None)
    with pytest.raises(NotMeasuredError, match="no Chromium here"):
        needs.chromium()


def test_a_server_is_started_where_none_lets_us_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(servers.POSTGRES, NOBODY)
    try:
        servers._postgres_programs()
    except servers.MissingError as lacking:
        left_out.leave_out(left_out.POSTGRES, str(lacking))
    with needs.postgres() as address:
        assert address != NOBODY
        with psycopg.connect(address) as connection:
            assert connection.execute("SHOW fsync").fetchone() == ("on",)
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(address, connect_timeout=3)


def test_a_command_runs_with_the_servers_that_are_lacking(monkeypatch: pytest.MonkeyPatch) -> None:
    try:
        with servers.throwaway_redis() as address:
            assert redis.Redis.from_url(address).ping()
    except servers.MissingError as lacking:
        left_out.leave_out(left_out.REDIS, str(lacking))
    monkeypatch.setattr(servers, "listens", lambda port: False)
    monkeypatch.setattr(servers, "_wait_for", lambda port: None)
    monkeypatch.setenv(servers.POSTGRES, NOBODY)
    monkeypatch.delenv(servers.REDIS, raising=False)
    code = "import os, sys; e = os.environ; sys.exit(7 if e['SCHOOLAPP_TEST_REDIS'] and '1/' in e[%r] else 0)"
    assert servers.run_with([sys.executable, "-c", code % servers.POSTGRES]) == 7
    assert subprocess.run([sys.executable, "-m", "tools.servers", "true"], check=False).returncode == 0


def _raise(error: Exception) -> None:
    raise error
