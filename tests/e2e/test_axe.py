"""No page, for any role, breaks an axe rule (WCAG 2.2 A and AA), light or dark, or its own security policy."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.e2e.npm import need_packages
from tools.pages import PAGES, ROLES_OF

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = f"axe.run(document, {{runOnly: {{type: 'tag', values: {RULES}}}, resultTypes: ['violations']}})"

AGAINST_THE_POLICY = """
  window.refused = [];
  document.addEventListener("securitypolicyviolation", (e) => {
    window.refused.push([e.violatedDirective, e.blockedURI, e.sourceFile].join(" "));
  });
"""
PAPER = "getComputedStyle(document.body).backgroundColor"


def _said(violation: dict[str, Any]) -> str:
    where = "; ".join(" ".join(map(str, node["target"])) for node in violation["nodes"][:4])
    return f"{violation['id']} ({violation['impact']}): {violation['help']}: {where}"


def _violations(page: Page) -> list[str]:
    """What axe finds once nothing moves any more."""
    page.wait_for_timeout(300)
    return [_said(violation) for violation in page.evaluate(RUN)["violations"]]


@pytest.mark.parametrize(("address", "role"), [(page, role) for page in PAGES for role in ROLES_OF[page]])
def test_no_violation(address: str, role: str, context_as: Callable[..., BrowserContext]) -> None:
    axe = need_packages() / "axe-core" / "axe.min.js"
    page = context_as(role, color_scheme="light", reduced_motion="reduce").new_page()
    page.add_init_script(AGAINST_THE_POLICY)
    page.goto(address)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(500)
    page.evaluate(axe.read_text(encoding="utf-8"))
    found, paper = {"light": _violations(page)}, page.evaluate(PAPER)
    page.emulate_media(color_scheme="dark")
    found["dark"] = _violations(page)
    assert found == {"light": [], "dark": []}
    assert page.evaluate(PAPER) != paper, "the page did not go dark"
    assert page.evaluate("window.refused") == []
