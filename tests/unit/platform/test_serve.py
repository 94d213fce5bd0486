"""What the start of the server sees to."""

import os
import stat
from pathlib import Path

import pytest
from sqlalchemy import Engine

from schoolapp import serve
from schoolapp.pwa.serving import cache_rule
from schoolapp.settings import settings
from tests import databases


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


@pytest.mark.parametrize(
    ("name", "address"),
    [("DATABASE_URL", "postgresql://school:secret@127.0.0.1:1/x"), ("REDIS_URL", "redis://:secret@127.0.0.1:1/0")],
)
def test_a_service_that_does_not_answer_ends_the_start(
    name: str, address: str, database: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"SCHOOLAPP_{name}", address)
    databases.forget()
    with pytest.raises(SystemExit) as stopped:
        serve.refuse_silent_services()
    assert f"SCHOOLAPP_{name}" in str(stopped.value)
    assert "secret" not in str(stopped.value)


def test_services_that_answer_or_are_not_set(database: Engine) -> None:
    serve.refuse_silent_services()


def test_several_workers_need_both(database: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRANIAN_WORKERS", "2")
    with pytest.raises(SystemExit, match="needs SCHOOLAPP_DATABASE_URL"):
        serve.workers()
    monkeypatch.setenv("SCHOOLAPP_DATABASE_URL", "postgresql://school@127.0.0.1/x")
    monkeypatch.setenv("SCHOOLAPP_REDIS_URL", "redis://127.0.0.1")
    databases.forget()
    assert serve.workers() == 2


def test_a_wrong_address_of_redis_is_named(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("SCHOOLAPP_REDIS_URL", "127.0.0.1:6379")
    settings.cache_clear()
    with pytest.raises(SystemExit):
        settings()
    assert "SCHOOLAPP_REDIS_URL" in capsys.readouterr().err
    monkeypatch.undo()
    settings.cache_clear()


def test_the_tabs_icon_stays_in_the_browsers_own_cache_but_pages_are_asked_for_anew() -> None:
    assert cache_rule("/icons/favicon-48.png", 200) == "public, max-age=86400"
    assert "immutable" in cache_rule("/assets/scan-1a2b.js", 200)
    assert cache_rule("/icons/favicon-48.png", 404) == cache_rule("/today", 200) == "no-cache"
