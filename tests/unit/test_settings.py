"""What an operator writes is taken as meant or refused at start, with what to write instead."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from schoolapp.settings import settings, unknown_names


@pytest.fixture(autouse=True)
def _read_anew() -> Iterator[None]:
    settings.cache_clear()
    yield
    settings.cache_clear()


def refusal(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str, value: str) -> str:
    """What the start says before it ends."""
    monkeypatch.setenv(name, value)
    with pytest.raises(SystemExit) as ended:
        settings()
    assert ended.value.code == 2
    return capsys.readouterr().err


def test_a_misspelt_name_is_refused_with_the_one_that_was_meant(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    said = refusal(monkeypatch, capsys, "SCHOOLAPP_DEM", "0")
    assert said == "SCHOOLAPP_DEM is no setting; is it SCHOOLAPP_DEMO?\n"


def test_a_name_like_none_is_refused_with_all_there_are() -> None:
    [said] = unknown_names(["SCHOOLAPP_XYZZY"])
    assert "SCHOOLAPP_DATA, " in said


@pytest.mark.parametrize("name", ["SCHOOLAPP_TEST_POSTGRES", "SCHOOLAPP_PORT", "schoolapp_demo", "PATH", "SCHOOLAPP"])
def test_other_names_are_let_be(name: str) -> None:
    assert unknown_names([name]) == []


@pytest.mark.parametrize(
    ("origins", "instead"),
    [
        ("school.example", "https://school.example"),
        ("school.example/kehou", "https://school.example"),
        ("school.example:8443", "https://school.example:8443"),
        ("https://school.example, kehou.example", "https://kehou.example"),
        ("https://school.example/kehou", "https://school.example"),
        ("ftp://school.example", "https://school.example"),
        ("https://", "https://school.example"),
    ],
)
def test_an_origin_without_scheme_or_with_a_path_is_refused(
    origins: str, instead: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    said = refusal(monkeypatch, capsys, "SCHOOLAPP_ORIGINS", origins)
    assert said.startswith("SCHOOLAPP_ORIGINS: ")
    assert f"write scheme and host without a path, {instead} " in said


@pytest.mark.parametrize("origins", ["", "https://school.example", "https://a.example/, http://192.168.1.20:8000"])
def test_whole_origins_are_taken(origins: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCHOOLAPP_ORIGINS", origins)
    assert settings().origins == origins
