"""Fixtures that all tests share. See `factory.py` for the small school."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

os.environ["SCHOOLAPP_LOCALE"] = "en"
os.environ["SCHOOLAPP_DEMO"] = "0"

import hypothesis
import pytest
from fastapi import FastAPI
from sqlalchemy import Engine
from starlette.testclient import TestClient
from xdist.scheduler import LoadScopeScheduling

from schoolapp import clock
from schoolapp.identity import cookies
from schoolapp.settings import settings
from tests import databases, left_out
from tests.factory import SmallSchool, begin_login, build_school
from tools import demo_server
from tools.demo_server import ROOT

# A busy machine is no fault of the code.
hypothesis.settings.register_profile("calm", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("calm")

MONDAY_AFTERNOON = "2026-11-23T16:28:00"


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """A fresh, migrated SQLite database in force, with its own data folder."""
    databases.copy_sqlite(tmp_path)
    with databases.in_force(tmp_path, "", monkeypatch) as engine:
        yield engine


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def all_databases(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """As `database`, once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        databases.copy_sqlite(tmp_path)
        with databases.in_force(tmp_path, "", monkeypatch) as engine:
            yield engine
        return
    with databases.in_force(tmp_path, databases.emptied_postgres(), monkeypatch) as engine:
        yield engine


@pytest.fixture
def freeze() -> Iterator[Callable[[str], None]]:
    """`freeze("2026-11-23T16:50")` stops the school's clock at that local time; may be called again."""

    def stop_at(wall: str) -> None:
        instant = datetime.fromisoformat(wall).replace(tzinfo=settings().zone)
        clock.use_source(lambda _real: instant)

    yield stop_at
    clock.use_source(None)


@pytest.fixture
def school(request: pytest.FixtureRequest, freeze: Callable[[str], None]) -> SmallSchool:
    """The small school, its clock stopped two minutes before the bell; on `all_databases` when the test has it."""
    name = "all_databases" if "all_databases" in request.fixturenames else "database"
    request.getfixturevalue(name)
    freeze(MONDAY_AFTERNOON)
    return build_school()


@pytest.fixture(scope="session")
def api() -> FastAPI:
    """The HTTP API as it is served, without the pages."""
    from schoolapp.routes import make_api

    return make_api()


@pytest.fixture
def client(api: FastAPI) -> TestClient:
    """A visitor's browser. Redirects are answers to look at."""
    return TestClient(api, base_url="http://school.test", follow_redirects=False, raise_server_exceptions=False)


@pytest.fixture
def client_as(api: FastAPI, school: SmallSchool) -> Callable[[str], TestClient]:
    """`client_as("teacher")`: a browser signed in as that account of the small school; `"visitor"` is nobody."""

    def make(role: str) -> TestClient:
        headers = {}
        if role != "visitor":
            headers["Cookie"] = f"{cookies.NAME}={begin_login(school.accounts[role])}"
        return TestClient(api, base_url="http://school.test", headers=headers, follow_redirects=False)

    return make


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    """No test feels another's tries."""
    from schoolapp.identity.rate_limits import counter

    counter.cache_clear()


class _BrowsersInTwoProcesses(LoadScopeScheduling):
    """Shares the tests file by file; the browser's go to two processes, which begin with them: they take longest.

    Of the two, one has the files that only look at the demo school which it serves, the other those that start
    schools of their own.
    """

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.split("::")[0]
        return _kind_of_browser_tests(file) if file.startswith("tests/e2e/") else file


@cache
def _kind_of_browser_tests(file: str) -> str:
    text = (ROOT / file).read_text(encoding="utf-8")
    own = any(made in text for made in ("own_server", "demo_server(", "Afternoon"))
    return "schools of their own" if own else "looking on"


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadScopeScheduling:
    return _BrowsersInTwoProcesses(config, log)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Nothing is left out in silence."""
    for line in left_out.last_words(_why_skipped(one) for one in terminalreporter.stats.get("skipped", [])):
        terminalreporter.write_line(line)


def _why_skipped(report: pytest.TestReport | pytest.CollectReport) -> str:
    return report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)


def pytest_configure(config: pytest.Config) -> None:
    """The processes of a run share a folder; the one that leads them makes it."""
    if not hasattr(config, "workerinput"):
        os.environ[demo_server.SHARED] = mkdtemp(prefix="schoolapp-tests-")


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        shutil.rmtree(os.environ[demo_server.SHARED], ignore_errors=True)


def pytest_sessionfinish() -> None:
    databases.drop_postgres_template()
