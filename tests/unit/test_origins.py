"""Own origins only: examples, and a property over hosts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schoolapp import origins
from schoolapp.settings import settings


@pytest.fixture
def further(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SCHOOLAPP_ORIGINS", "https://school.example/, http://localhost:3000")
    settings.cache_clear()
    yield
    settings.cache_clear()


@pytest.mark.parametrize(
    ("origin", "host"),
    [
        ("http://192.168.1.20:8000", "192.168.1.20:8000"),
        ("https://school.example", "school.example"),
        ("https://school.example:443", "school.example"),
        ("https://School.example", "school.example:443"),
        ("http://[::1]:8000", "[::1]:8000"),
    ],
)
def test_the_pages_own_host_is_allowed(origin: str, host: str) -> None:
    assert origins.is_own(origin, host)


@pytest.mark.parametrize(
    ("origin", "host"),
    [
        ("https://evil.example", "school.example"),
        ("https://school.example.evil.example", "school.example"),
        ("https://school.example:8443", "school.example"),
        ("http://192.168.1.20:8001", "192.168.1.20:8000"),
        ("null", "school.example"),
        ("", ""),
        ("https://", ""),
        ("file://", ""),
        ("https://school.example:x", "school.example:y"),
        ("chrome-extension://school.example", "school.example"),
    ],
)
def test_others_are_not(origin: str, host: str) -> None:
    assert not origins.is_own(origin, host)


def test_named_origins_are_allowed(further: None) -> None:
    assert origins.is_own("https://school.example", "10.0.0.5:8000")
    assert origins.is_own("http://localhost:3000", "localhost:8000")
    assert not origins.is_own("http://localhost:3001", "localhost:8000")


HOSTS = st.from_regex(r"[a-z]{1,8}(\.[a-z]{2,5}){0,2}(:[1-9][0-9]{1,3})?", fullmatch=True)


@given(HOSTS, HOSTS, st.sampled_from(["http", "https"]))
def test_an_origin_is_own_exactly_when_it_is_the_same_place(one: str, other: str, scheme: str) -> None:
    default = ":80" if scheme == "http" else ":443"
    same = one.removesuffix(default) == other.removesuffix(default)
    assert origins.is_own(f"{scheme}://{one}", other) == same


@pytest.mark.parametrize(
    ("headers", "welcome"),
    [
        ({"host": "a", "origin": "http://a"}, True),
        ({"host": "a", "origin": "http://b"}, False),
        ({"host": "a", "origin": "http://b", "sec-fetch-site": "same-origin"}, False),
        ({"host": "a", "sec-fetch-site": "cross-site"}, False),
        ({"host": "a", "sec-fetch-site": "same-site"}, False),
        ({"host": "a", "sec-fetch-site": "same-origin"}, True),
        ({"host": "a"}, True),
    ],
)
def test_who_is_welcome(headers: dict[str, str], welcome: bool) -> None:
    assert origins.is_welcome(headers) is welcome
