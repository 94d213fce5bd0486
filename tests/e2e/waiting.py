"""Waiting for a page. Playwright's own wait_for_function evaluates text, which our security policy forbids."""

from __future__ import annotations

import time

from playwright.sync_api import Error, Page


def eventually(page: Page, question: str, wanted: object = True, seconds: float = 15) -> None:
    """Ask the page until its answer is the wanted one; an expression, or one that gives a promise."""
    deadline = time.monotonic() + seconds
    while (answer := _answer(page, question)) != wanted:
        assert time.monotonic() < deadline, f"still {answer!r}, not {wanted!r}: {question}"
        page.wait_for_timeout(100)


def _answer(page: Page, question: str) -> object:
    """What the page says; that it leaves for another one while it is asked is an answer too."""
    try:
        return page.evaluate(question)
    except Error as error:
        if "context was destroyed" not in str(error):
            raise
        return "(on its way to another page)"
