"""Finds a Chromium, or gets one: `python -m tools.browser` before the browser tests.

In this order: the one named by CHROMIUM, one of the system, one that Playwright keeps, and if there is none a
download by Playwright or a package of the system (only as root). Where all fail it says how to install one; the tests
then end with "N browser tests NOT RUN".
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
HOW = (
    "Install a browser, then run make test again:\n"
    "  Debian, Ubuntu   sudo apt install chromium fonts-noto-cjk\n"
    "  elsewhere        .venv/bin/python -m playwright install --with-deps chromium\n"
    "  or name one      CHROMIUM=/path/to/chrome make test"
)


_ASK = "from playwright.sync_api import sync_playwright as s\nwith s() as p: print(p.chromium.executable_path)"


def _kept_by_playwright() -> str | None:
    """Where Playwright would look for its own Chromium, if that exists.

    Asked in a process of its own: there may be only one Playwright in ours, and the caller may have it.
    """
    answer = subprocess.run([sys.executable, "-c", _ASK], capture_output=True, text=True, check=False).stdout.strip()
    return answer if answer and Path(answer).exists() else None


def find() -> str | None:
    """The path of a Chromium on this machine, or nothing."""
    named = os.environ.get("CHROMIUM")
    if named:
        return named if Path(named).exists() else None
    return next((path for name in NAMES if (path := shutil.which(name))), None) or _kept_by_playwright()


def get() -> str | None:
    """Try to install one; whatever the tools say goes to the terminal."""
    print("No Chromium here; trying to get one …", flush=True)
    steps = [[sys.executable, "-m", "playwright", "install", "chromium"]]
    if shutil.which("apt-get") and os.geteuid() == 0:
        steps = [["apt-get", "install", "-y", "-q", "chromium", "fonts-noto-cjk"], *steps]
    for step in steps:
        subprocess.run(step, check=False)
        if path := find():
            return path
    return None


if __name__ == "__main__":
    found = find() or get()
    print(f"Browser tests use {found}" if found else f"No Chromium could be had.\n{HOW}")
