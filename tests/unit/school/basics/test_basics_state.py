"""The page's state: each part says what became of it, and shows what holds."""

from __future__ import annotations

from typing import Any

import pytest
import reflex as rx
from reflex.istate.data import HeaderData

from schoolapp.db import write
from schoolapp.identity import cookies
from schoolapp.programme.service import keep_in_step
from schoolapp.school.basics.state import BasicsState
from tests.factory import MONDAY, SmallSchool, begin_login

BELLS = {"bell1_name": "第一节", "bell1_starts": "16:30", "bell1_ends": "17:10", "valid_from": "2026-11-23"}
SECOND = {"bell2_name": "第二节", "bell2_starts": "17:30", "bell2_ends": "18:10"}


@pytest.fixture
def state(school: SmallSchool) -> Any:
    with write() as db:
        keep_in_step(db, MONDAY)
    root = rx.State(_reflex_internal_init=True)
    root.rx_router_headers = HeaderData(cookie=f"{cookies.NAME}={begin_login(school.accounts['office'])}")
    return root.substates[BasicsState.get_name()]


async def call(state: Any, name: str, *arguments: Any) -> None:
    await type(state).event_handlers[name].fn(state, *arguments)


async def test_shows_what_holds(state: Any) -> None:
    await call(state, "load")
    view = state.view
    assert (view.term.name, view.term.is_open, view.bells_from) == ("2026 年秋季学期", True, "2026-11-23")
    assert [(bell.name, bell.starts) for bell in view.bells] == [("第一节", "16:30"), ("第二节", "17:20"), ("", "")]
    assert [(walk.field, walk.minutes) for walk in view.walks] == [("walk_1_2", "5")]
    assert state.is_loaded


async def test_bells_are_saved_and_it_is_said_from_when_they_hold(state: Any) -> None:
    await call(state, "load")
    await call(state, "save_bells", BELLS | SECOND)
    assert (state.about, state.refusal) == ("bells", "")
    assert "Monday, 23/11" in state.done
    assert "lessons at other times" in state.done
    assert state.view.bells[1].starts == "17:30"
    await call(state, "save_bells", BELLS | SECOND)
    assert "Nothing was changed" in state.done


async def test_a_refusal_stands_with_its_part_and_changes_nothing(state: Any) -> None:
    await call(state, "load")
    key = state.form_key
    await call(state, "save_bells", BELLS | SECOND | {"valid_from": ""})
    assert (state.about, bool(state.refusal), state.form_key) == ("bells", True, key)
    await call(state, "add_days", {"first": "2026-11-20"})
    assert (state.about, bool(state.refusal), state.view.days) == ("days", True, [])
    await call(state, "save_walks", {"walk_1_2": "4.5"})
    assert (state.about, bool(state.refusal), state.view.walks[0].minutes) == ("walks", True, "5")


async def test_a_weekday_shows_its_own_bells(state: Any) -> None:
    await call(state, "load")
    await call(state, "choose_weekday", "5")
    await call(state, "save_bells", BELLS | SECOND)
    assert [bool(bell.note) for bell in state.view.bells[:2]] == [False, True]
    await call(state, "choose_weekday", "")
    assert state.view.bells[1].starts == "17:20"


async def test_days_that_follow_each_other_are_one_line(state: Any) -> None:
    await call(state, "load")
    days = {"first": "2026-11-24", "last": "2026-11-26", "note": "校庆", "ends_at": None}
    await call(state, "add_days", days)
    assert "4 classes with 21 children would not take place" in state.question
    await call(state, "leave_it")
    await call(state, "go_on")
    assert (state.question, state.view.days) == ("", [])
    await call(state, "add_days", days)
    await call(state, "go_on")
    assert state.question == ""
    [line] = state.view.days
    assert line.words == "Tuesday, 24/11 to Thursday, 26/11"
    assert "lessons withdrawn" in state.done
    await call(state, "choose_kind", "follows_weekday")
    await call(state, "add_days", {"first": "2026-11-28", "follows": "2"})
    assert "lessons of Tuesday" in state.view.days[1].detail
    await call(state, "remove_days", line.ids)
    assert [one.words for one in state.view.days] == ["Saturday, 28/11"]


async def test_a_new_term_is_opened(state: Any) -> None:
    await call(state, "load")
    await call(state, "add_term", {"term": "春", "starts": "2027-03-01", "ends": "2027-07-02"})
    assert (state.view.term.name, len(state.view.terms), state.view.bells_from) == ("春", 2, "2027-03-01")
    await call(state, "change_term", {"term": "春季", "starts": "2027-03-01", "ends": "2027-07-02"})
    assert state.view.term.name == "春季"
    await call(state, "rename", {"school": "新名", "short": ""})
    assert (state.view.name, state.about) == ("新名", "name")
