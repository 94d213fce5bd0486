"""Builds the front end, and only when what it is made from has changed."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from schoolapp.alone import alone
from schoolapp.settings import settings

ROOT = Path(__file__).resolve().parent.parent
STAMP = ROOT / ".web" / "built-from"
_LOCK = ROOT / ".web.lock"
STATIC = ROOT / ".web" / "build" / "client"
_SOURCES = ("schoolapp", "assets", "reflex.lock", "rxconfig.py", "requirements.txt")
_NOT_SOURCES = {"__pycache__", "external"}


def _files() -> Iterator[Path]:
    for name in _SOURCES:
        path = ROOT / name
        if path.is_file():
            yield path
        for folder, folders, names in os.walk(path):
            folders[:] = sorted(set(folders) - _NOT_SOURCES)
            yield from (Path(folder, name) for name in sorted(names))


def fingerprint() -> str:
    """SHA-256 over the content of every source and the settings that are baked into the pages."""
    digest = hashlib.sha256(f"{settings().locale}\n{sys.version_info[:2]}\n".encode())
    for path in _files():
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        digest.update(f"{path.relative_to(ROOT)} {content}\n".encode())
    return digest.hexdigest()


def is_current() -> bool:
    """Whether the built pages were made from the present sources."""
    try:
        return (STATIC / "index.html").exists() and STAMP.read_text() == fingerprint()
    except OSError:
        return False


def use_own_node() -> None:
    """Let the Node that pip installed beside this Python win over any older one of the system."""
    own = str(Path(sys.executable).parent)
    os.environ["PATH"] = own + os.pathsep + os.environ.get("PATH", "")
    os.environ["REFLEX_USE_NPM"] = "1"
    os.environ["REFLEX_CHECK_LATEST_VERSION"] = "false"


def build() -> None:
    """Compile and bundle for production (about a minute); ends the program with the tool's own words on failure."""
    use_own_node()
    STAMP.unlink(missing_ok=True)
    locks = {path: path.read_text(encoding="utf-8") for path in (ROOT / "reflex.lock").glob("*.json")}
    command = [sys.executable, "-m", "reflex", "export", "--frontend-only", "--no-zip"]
    if subprocess.run(command, cwd=ROOT, check=False).returncode:
        raise SystemExit("The front end could not be built; what went wrong stands above.")
    _undo_reordering(locks)
    STAMP.write_text(fingerprint())


def _undo_reordering(locks: dict[Path, str]) -> None:
    """npm writes the same packages in another order now and then; that is no change to commit."""
    for path, before in locks.items():
        now = path.read_text(encoding="utf-8") if path.exists() else "null"
        if now != before and json.loads(now) == json.loads(before):
            path.write_text(before, encoding="utf-8")


def ensure_built() -> bool:
    """Build if the sources changed; says whether it did. Of several processes one builds, the others wait for it."""
    if is_current():
        return False
    with alone(_LOCK):
        if is_current():  # another one has built it meanwhile
            return False
        print("Building the pages; this takes a minute and happens only when sources have changed …", flush=True)
        build()
        return True


if __name__ == "__main__":
    ensure_built()
