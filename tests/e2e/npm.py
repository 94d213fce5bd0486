"""Packages for browser tests that only npm has: a real Chromium 109 and axe. Fetched at the first use."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from functools import lru_cache
from pathlib import Path

from tests import left_out

FLOOR = Path(__file__).parent.parent / "floor"


def own_node() -> str:
    """The Node that pip installed beside this Python."""
    return shutil.which("node", path=str(Path(sys.executable).parent)) or "node"


@lru_cache
def _why_missing() -> str:
    """Empty when the packages are there, else why not."""
    lock, done = FLOOR / "package-lock.json", FLOOR / "node_modules" / ".package-lock.json"
    if done.exists() and done.stat().st_mtime >= lock.stat().st_mtime:
        return ""
    npm = shutil.which("npm", path=str(Path(sys.executable).parent)) or "npm"
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", "")))
    command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
    result = subprocess.run(command, cwd=FLOOR, env={**os.environ, "PATH": path}, capture_output=True, check=False)
    if result.returncode == 0:
        done.touch()
    return "" if result.returncode == 0 else (result.stderr or result.stdout).decode(errors="replace")[-500:]


def need_packages() -> Path:
    """The folder of the packages. Without a network the test is skipped; under CI that is a failure."""
    if why := _why_missing():
        left_out.leave_out(left_out.NPM_PACKAGES, why)
    return FLOOR / "node_modules"
