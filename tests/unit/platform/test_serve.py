"""What the start of the server sees to."""

import os
import stat
from pathlib import Path

import pytest

from schoolapp import serve
from schoolapp.settings import settings


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_only_the_server_reads_the_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "var"
    folder.mkdir(mode=0o755)
    monkeypatch.setenv("SCHOOLAPP_DATA", str(folder))
    settings.cache_clear()
    before = os.umask(0o022)
    try:
        serve.keep_to_ourselves()
        (folder / "schoolapp.db").touch()
        assert (mode(folder), mode(folder / "schoolapp.db")) == (0o700, 0o600)
    finally:
        os.umask(before)
        settings.cache_clear()
