"""What a figure means nothing without: the machine and the versions it was measured on."""

from __future__ import annotations

import os
import platform
import sqlite3
import subprocess
from importlib.metadata import version
from pathlib import Path

from schoolapp.build import ROOT


def _first(path: str, key: str) -> str:
    """The value after `key:` in one of Linux's information files, or a question mark."""
    try:
        lines = Path(path).read_text(encoding="utf-8").splitlines()
    except OSError:
        return "?"
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith(key)), "?")


def conditions() -> list[str]:
    """Lines to print after the figures."""
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    return [
        f"{os.cpu_count()} cores, {_first('/proc/cpuinfo', 'model name')}, {_first('/proc/meminfo', 'MemTotal')}",
        f"load before and while measuring (1, 5, 15 min): {load}",
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, Reflex {version('reflex')}, "
        f"commit {commit.stdout.strip() or '?'}",
    ]
