"""No test is left out in silence: the last words name every kind; a build machine leaves nothing out."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests import left_out

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize("need", left_out.NEEDS.values(), ids=list(left_out.NEEDS))
def test_every_kind_is_counted_and_says_how(need: left_out.Need) -> None:
    skip = "Skipped: " + left_out.reason(need, "not here")
    assert left_out.last_words([skip, skip]) == [need.how, f"2 {need.what} NOT RUN"]


def test_a_skip_for_any_other_reason_is_said_too() -> None:
    assert left_out.last_words(["Skipped: reads /proc"]) == ["1 tests (reads /proc) NOT RUN"]
    assert left_out.last_words([]) == []


@pytest.mark.parametrize("need", left_out.NEEDS.values(), ids=list(left_out.NEEDS))
def test_a_build_machine_lacks_nothing_that_a_clone_can_have(
    need: left_out.Need, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception):
        left_out.leave_out(need, "not here")
    monkeypatch.setenv("CI", "true")
    outcome = pytest.fail.Exception if need.in_every_clone else pytest.skip.Exception
    with pytest.raises(outcome):
        left_out.leave_out(need, "not here")


def test_a_run_without_browser_and_database() -> None:
    tests = ["tests/e2e/test_webkit.py", "tests/unit/identity/test_viewer.py", "-k", "webkit or postgresql"]
    lacking = {"CHROMIUM": "/nowhere", "SCHOOLAPP_TEST_POSTGRES": "postgresql://postgres@127.0.0.1:1/"}
    values = {name: value for name, value in os.environ.items() if name != "CI" and not name.startswith("PYTEST")}
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-n", "0", *tests]
    run = subprocess.run(command, cwd=ROOT, env={**values, **lacking}, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout
    assert "browser tests NOT RUN" in run.stdout
    assert "tests of PostgreSQL NOT RUN" in run.stdout
