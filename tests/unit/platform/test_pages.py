"""Pictures and the accessibility test know every page there is."""

from __future__ import annotations

from schoolapp.routes import OFFLINE_PAGES, PAGES, PUBLIC_PAGES
from schoolapp.schoolapp import app
from tools.pages import ROLES_OF


def test_no_page_is_left_out() -> None:
    assert {entry[0] for entry in (*PAGES, *PUBLIC_PAGES, *OFFLINE_PAGES)} == set(ROLES_OF)


def test_an_address_that_leads_nowhere_says_so_and_leads_back() -> None:
    shown = str(app._unevaluated_pages["404"].component())  # type: ignore[operator]
    assert "This page does not exist" in shown
    assert "/today" in shown
