"""No axe violation on any page, for any role, light and dark (WCAG 2.2 A and AA rules)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext

from tests.e2e.npm import need_packages
from tools.pages import PAGES, ROLES_OF

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = f"axe.run(document, {{runOnly: {{type: 'tag', values: {RULES}}}, resultTypes: ['violations']}})"


def _said(violation: dict[str, Any]) -> str:
    where = "; ".join(" ".join(map(str, node["target"])) for node in violation["nodes"][:4])
    return f"{violation['id']} ({violation['impact']}): {violation['help']}: {where}"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("address", "role"), [(page, role) for page in PAGES for role in ROLES_OF[page]])
def test_no_violation(address: str, role: str, scheme: str, context_as: Callable[..., BrowserContext]) -> None:
    axe = need_packages() / "axe-core" / "axe.min.js"
    # The page's policy forbids foreign scripts; the test brings one.
    context = context_as(role, color_scheme=scheme, bypass_csp=True, reduced_motion="reduce")
    page = context.new_page()
    page.goto(address)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(800)
    page.add_script_tag(path=axe)
    assert [_said(violation) for violation in page.evaluate(RUN)["violations"]] == []
