"""A backup taken while the school is in use comes back whole; old ones go, and a school is never overwritten."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

from sqlalchemy import Engine

from schoolapp.school.keys import card_key
from schoolapp.settings import settings
from tests.factory import SmallSchool
from tests.unit.platform.sources import ROOT


def _run(script: str, *arguments: str | Path, **environ: str | Path) -> subprocess.CompletedProcess[str]:
    ours = {name: str(value) for name, value in environ.items()}
    return subprocess.run(
        [ROOT / "deploy" / script, *arguments],
        env={**os.environ, "SCHOOLAPP_DATABASE_URL": "", "PYTHON": sys.executable, **ours},
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def _rows(file: Path) -> list[tuple[int, str]]:
    with sqlite3.connect(file) as connection:
        return connection.execute("SELECT id, name FROM student ORDER BY id").fetchall()


def test_backup_and_restore(database: Engine, school: SmallSchool, tmp_path: Path) -> None:
    data, key = settings().data, card_key()
    with database.connect() as busy:  # somebody reads meanwhile
        busy.exec_driver_sql("SELECT 1")
        done = _run("backup", SCHOOLAPP_DATA=data, BACKUPS=tmp_path / "backups")
    assert done.returncode == 0, done.stderr
    archive = Path(done.stdout.strip())
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600, "it holds names and the card key"
    assert _run("restore", archive, tmp_path / "new").returncode == 0
    assert _rows(tmp_path / "new" / "schoolapp.db") == _rows(data / "schoolapp.db") != []
    assert (tmp_path / "new" / "keys" / "card.key").read_bytes() == key


def test_only_so_many_are_kept(database: Engine, school: SmallSchool, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    for day in range(1, 6):
        (folder / f"schoolapp-2026-10-0{day}-023000.tar.gz").touch()
    assert _run("backup", SCHOOLAPP_DATA=settings().data, BACKUPS=folder, KEEP="3").returncode == 0
    kept = sorted(path.name for path in folder.iterdir())
    assert len(kept) == 3
    assert kept[:2] == ["schoolapp-2026-10-04-023000.tar.gz", "schoolapp-2026-10-05-023000.tar.gz"]


def test_a_school_is_not_overwritten(database: Engine, school: SmallSchool, tmp_path: Path) -> None:
    done = _run("backup", SCHOOLAPP_DATA=settings().data, BACKUPS=tmp_path / "backups")
    refused = _run("restore", done.stdout.strip(), settings().data)
    assert refused.returncode == 1
    assert "already holds a school" in refused.stderr
