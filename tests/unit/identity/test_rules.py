"""Where a sign-in leads, and names of browsers."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schoolapp.identity.agents import short_name
from schoolapp.identity.cookies import NAME, token_in
from schoolapp.identity.policy import Role, Viewer
from schoolapp.identity.rules import FAMILY_HOME, HOME, leads_elsewhere, safe_next

HERE = "https://school.example/sign-in"


@given(st.text(st.sampled_from("/\\:.@?#%evilhtps\t\n 课"), max_size=30) | st.text(max_size=40))
def test_next_stays_on_this_site(wanted: str) -> None:
    assert urlsplit(urljoin(HERE, safe_next(wanted))).netloc == "school.example"
    assert safe_next(wanted).startswith("/")


@pytest.mark.parametrize("wanted", ["/today", "/board?day=2026-11-23", "/attendance?section=3#top", "/office/import"])
def test_own_paths_are_kept(wanted: str) -> None:
    assert safe_next(wanted) == wanted


@pytest.mark.parametrize(
    "wanted",
    [
        "",
        "today",
        "//evil",
        "/..//evil",
        "/.//evil",
        "/\\evil",
        "\\/evil",
        "/a\\b",
        "/a\nb",
        "/sign-in?next=/sign-in",
        "/api/logout",
    ],
)
def test_others_lead_home(wanted: str) -> None:
    assert safe_next(wanted) == HOME


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 16_0) Safari/605.1 MicroMessenger/8.0.3", "WeChat · iPhone"),
        ("Mozilla/5.0 (Linux; Android 12; M2) Chrome/100 XiaoMi/MiuiBrowser/17", "Xiaomi · Android"),
        ("Mozilla/5.0 (Windows NT 6.1) Chrome/109.0 Safari/537.36", "Chrome · Windows"),
        ("Mozilla/5.0 (Macintosh) Version/16 Safari/605", "Safari · Mac"),
        ("curl/8", ""),
    ],
)
def test_browsers_by_name(agent: str, name: str) -> None:
    assert short_name(agent) == name


@given(st.text(max_size=60))
def test_any_cookie_header_can_be_read(header: str) -> None:
    assert isinstance(token_in(header), str)


@pytest.mark.parametrize(
    ("header", "token"),
    [(f"{NAME}=abc", "abc"), (f"a=1; {NAME}=abc; b=2", "abc"), (f"x{NAME}=abc", ""), (f"{NAME}={'a' * 101}", "")],
)
def test_the_token_is_found(header: str, token: str) -> None:
    assert token_in(header) == token


def test_whoever_opens_the_others_first_page_is_led_to_their_own() -> None:
    family, teacher = Viewer(roles=frozenset({Role.GUARDIAN})), Viewer(staff_id=1, roles=frozenset({Role.TEACHER}))
    both = Viewer(staff_id=1, roles=frozenset({Role.TEACHER, Role.GUARDIAN}))
    assert leads_elsewhere(family, HOME)
    assert leads_elsewhere(teacher, FAMILY_HOME)
    kept = [(family, FAMILY_HOME), (teacher, HOME), (both, HOME), (both, FAMILY_HOME), (teacher, "/works")]
    assert not any(leads_elsewhere(viewer, path) for viewer, path in kept)
