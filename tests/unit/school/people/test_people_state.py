"""The office's list of children."""

from __future__ import annotations

from typing import Any

import pytest
import reflex as rx
from reflex.istate.data import HeaderData
from sqlalchemy import Engine

from schoolapp.db import read
from schoolapp.identity import cookies
from schoolapp.models import Student
from schoolapp.school.people import queries
from schoolapp.school.people.state import PeopleState
from tests.factory import SmallSchool, begin_login


async def call(state: Any, name: str, *arguments: Any) -> None:
    await type(state).event_handlers[name].fn(state, *arguments)


async def test_a_search_says_whom_the_chosen_homeroom_hides(school: SmallSchool) -> None:
    root = rx.State(_reflex_internal_init=True)
    root.rx_router_headers = HeaderData(cookie=f"{cookies.NAME}={begin_login(school.accounts['office'])}")
    state: Any = root.substates[PeopleState.get_name()]
    with read() as db:
        name = db.get_one(Student, school.students["third"][0]).name
    await call(state, "load")
    await call(state, "choose_homeroom", str(school.homerooms["seventh"]))
    assert state.hidden == "", "nobody was looked for"
    await call(state, "search", name)
    assert state.rows == []
    assert "1" in state.hidden
    await call(state, "choose_homeroom", "")
    assert (len(state.rows), state.hidden) == (1, "")


async def test_a_school_without_children_is_asked_to_import(
    all_databases: Engine, school: SmallSchool, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = rx.State(_reflex_internal_init=True)
    root.rx_router_headers = HeaderData(cookie=f"{cookies.NAME}={begin_login(school.accounts['office'])}")
    state: Any = root.substates[PeopleState.get_name()]
    await call(state, "load")
    assert not state.is_new
    await call(state, "search", "nobody of this name")
    assert (state.rows, state.is_new) == ([], False)
    monkeypatch.setattr(queries, "find_students", lambda *_args, **_more: [])
    await call(state, "load")
    assert not state.is_new, "there are children, only not found"
    monkeypatch.setattr(queries, "has_students", lambda _db: False)
    await call(state, "load")
    assert state.is_new
