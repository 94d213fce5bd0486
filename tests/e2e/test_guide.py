"""The teachers' guide is one printed sheet, the roll in front and works on the back, and its pictures are there."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page


def test_the_guide_is_one_sheet(page_as: Callable[..., Page]) -> None:
    page = page_as("visitor")
    page.goto("/guide")
    page.wait_for_load_state("networkidle")
    page.evaluate("document.querySelectorAll('img').forEach((each) => each.loading = 'eager')")
    page.wait_for_load_state("networkidle")
    widths = page.evaluate("[...document.querySelectorAll('main img')].map((each) => each.naturalWidth)")
    assert widths == [390] * 8
    page.evaluate("() => { window.print = () => { window.printed = true; }; }")
    page.get_by_role("button", name="打印").click()
    assert page.evaluate("window.printed"), "one press, no key to know"
    page.emulate_media(media="print")
    assert not page.get_by_role("button", name="打印").is_visible()
    sheet = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", sheet)) == 2
