"""The hub shows what opens, and nothing that refuses."""

from __future__ import annotations

from typing import Any

import pytest
import reflex as rx
from reflex.istate.data import HeaderData

from schoolapp.identity import cookies
from schoolapp.routes import PAGES
from schoolapp.school import office_tools
from schoolapp.school.office_tools import TOOLS, OfficeState
from tests.factory import SmallSchool, begin_login

_ELSEWHERE = {"/print/rolls?all=1"}
"""Not a page but a sheet of the API, whose access is tested with the routes."""


def test_each_tool_asks_for_what_its_page_asks_for() -> None:
    asked = {route: on_load[-1].fn.guarded_by for route, _page, _title, on_load in PAGES if on_load}
    assert {tool.href: tool.action for tool in TOOLS if tool.href not in _ELSEWHERE} == {
        tool.href: asked[tool.href] for tool in TOOLS if tool.href not in _ELSEWHERE
    }


def test_no_page_of_the_office_is_missing() -> None:
    pages = {route for route, *_rest in PAGES if route.startswith("/office/")} | {"/families"}
    assert pages <= {tool.href for tool in TOOLS}


@pytest.mark.parametrize(
    ("key", "shown"),
    [
        ("teacher", ["/board", "/print/rolls?all=1", "/attendance"]),
        ("homeroom", ["/board", "/print/rolls?all=1", "/attendance", "/families"]),
        ("office", [tool.href for tool in TOOLS]),
    ],
)
async def test_shows_what_the_viewer_may_open(school: SmallSchool, key: str, shown: list[str]) -> None:
    assert (await opened(school, key)).tools == shown


async def test_the_office_alone_is_told_that_the_disk_fills_up(
    school: SmallSchool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office_tools, "has_little_room", lambda: True)
    assert [(await opened(school, key)).has_little_room for key in ("office", "homeroom")] == [True, False]


async def opened(school: SmallSchool, key: str) -> Any:
    """The page's state after it was loaded."""
    root = rx.State(_reflex_internal_init=True)
    root.rx_router_headers = HeaderData(cookie=f"{cookies.NAME}={begin_login(school.accounts[key])}")
    state: Any = root.substates[OfficeState.get_name()]
    await OfficeState.event_handlers["load"].fn(state)
    return state
