"""Pictures and the accessibility test know every page there is."""

from __future__ import annotations

from schoolapp.routes import OFFLINE_PAGES, PAGES
from tools.pages import ROLES_OF


def test_no_page_is_left_out() -> None:
    assert {entry[0] for entry in (*PAGES, *OFFLINE_PAGES)} == set(ROLES_OF)
