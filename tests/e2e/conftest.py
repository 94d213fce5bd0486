"""Browser tests: one production build, one server with the demo school, one Chromium a session.

    def test_something(page_as): page = page_as("teacher"); page.goto("/today")

A test that changes what others look at takes `own_server` and gets a demo school for itself.

Two of the processes of `make test` run them, beside a third with the rest: a browser test waits more than it works.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect, sync_playwright

from tests import left_out
from tests.e2e.phones import PHONE, Afternoon, an_afternoon, sign_in
from tools import browser as chromium
from tools.demo_server import DemoServer, demo_server

FLAGS = ["--no-sandbox", "--disable-dev-shm-usage"]
HERE = Path(__file__).parent
expect.set_options(timeout=30_000)  # as long as Playwright waits for all else
HOW_LONG_SHARED = "package"
"""Not "session": Playwright keeps an event loop, in which none of the async tests could run that may follow."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests are marked, and come last where one process runs everything."""
    ours = [item for item in items if item.path.is_relative_to(HERE)]
    for item in ours:
        item.add_marker(pytest.mark.browser)
    items[:] = [item for item in items if item not in ours] + ours


@cache
def _chromium() -> str | None:
    return chromium.find()


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Under CI a browser test that cannot run is a failure."""
    if item.get_closest_marker("browser") and not _chromium():
        left_out.leave_out(left_out.CHROMIUM, "no Chromium here")


@pytest.fixture(scope=HOW_LONG_SHARED)
def server() -> Iterator[DemoServer]:
    """The demo school at two minutes before the bell, shared by all tests that only look."""
    with demo_server() as running:
        yield running


@pytest.fixture
def own_server() -> Iterator[Callable[..., DemoServer]]:
    """`own_server(clock=…, **env)`: a demo school for this test alone."""
    with ExitStack() as stack:
        yield lambda **options: stack.enter_context(demo_server(**options))


@pytest.fixture(scope=HOW_LONG_SHARED)
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="module")
def launch(playwright: Playwright) -> Iterator[Callable[..., Browser]]:
    """`launch("--more-flags")`: a Chromium, closed when its file of tests is done; an open camera costs the others."""
    opened: list[Browser] = []

    def start(*more: str) -> Browser:
        opened.append(playwright.chromium.launch(executable_path=_chromium(), args=[*FLAGS, *more]))
        return opened[-1]

    yield start
    for each in opened:
        each.close()


@pytest.fixture(scope="module")
def camera(launch: Callable[..., Browser]) -> Browser:
    """Some camera, where it does not matter what it sees."""
    return launch("--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream")


@pytest.fixture(scope="module")
def afternoon(camera: Browser) -> Iterator[Afternoon]:
    """The phones of two teachers in a demo school of this file."""
    with an_afternoon(camera) as found:
        yield found


@pytest.fixture(scope=HOW_LONG_SHARED)
def browser(playwright: Playwright) -> Iterator[Browser]:
    """The one in which all tests without wishes of their own look."""
    shared = playwright.chromium.launch(executable_path=_chromium(), args=FLAGS)
    yield shared
    shared.close()


@pytest.fixture
def context_as(browser: Browser, server: DemoServer) -> Iterator[Callable[..., BrowserContext]]:
    """`context_as("leader", server=…, browser=…, color_scheme="dark")`: a signed-in phone; "visitor" is nobody."""
    opened: list[BrowserContext] = []

    def make(role: str, **options: Any) -> BrowserContext:
        url = options.pop("server", server).url
        used = options.pop("browser", browser)
        options.setdefault("viewport", PHONE)
        opened.append(used.new_context(base_url=url, locale="zh-CN", timezone_id="Asia/Shanghai", **options))
        if role != "visitor":
            sign_in(opened[-1], url, role)
        return opened[-1]

    yield make
    for context in opened:
        context.close()


@pytest.fixture
def page_as(context_as: Callable[..., BrowserContext]) -> Callable[..., Page]:
    """`page_as("teacher")`: an empty tab of a signed-in phone."""
    return lambda role, **options: context_as(role, **options).new_page()
