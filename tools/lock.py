"""Writes requirements.txt and requirements-dev.txt: every package, direct or not, at one exact version.

`make lock` keeps the versions that the environment has and adds what is new; `make lock UPGRADE=1` takes the newest.
Only pip is asked, so the files hold neither an address of an index nor anything of this machine.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HEADER = "# Written by `make lock` from {source}; change that file, not this one.\n"


def pip(*arguments: str) -> str:
    """What pip prints; its complaint goes to the terminal and ends the run."""
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", *arguments]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout


def resolve(source: Path, keep: list[str]) -> list[str]:
    """`name==version` of `source` and everything it needs, preferring the versions in `keep`."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as constraints, tempfile.NamedTemporaryFile("r") as report:
        constraints.write("\n".join(keep))
        constraints.flush()
        pip("install", "--dry-run", "--ignore-installed", "--quiet", "--report", report.name,
            "-c", constraints.name, "-r", str(source))  # fmt: skip
        found = [item["metadata"] for item in json.load(report)["install"]]
    return sorted(f"{item['name'].lower().replace('_', '-')}=={item['version']}" for item in found)


def main() -> None:
    keep = [] if os.environ.get("UPGRADE") else [line for line in pip("freeze").splitlines() if "==" in line]
    for name in ("requirements", "requirements-dev"):
        pins = resolve(ROOT / f"{name}.in", keep)
        (ROOT / f"{name}.txt").write_text(HEADER.format(source=f"{name}.in") + "\n".join(pins) + "\n")
        print(f"{name}.txt: {len(pins)} packages")


if __name__ == "__main__":
    main()
