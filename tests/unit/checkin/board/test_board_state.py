"""The board's State: every call asks who is there, and the next person in the tab finds nothing of the last."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import reflex as rx
from reflex.istate.data import HeaderData

from schoolapp.checkin.attendance.state import AttendanceState
from schoolapp.checkin.board import queries, service
from schoolapp.checkin.board.state import BoardState
from schoolapp.db import write
from schoolapp.identity import cookies
from schoolapp.models import Homeroom, Term
from tests.factory import MONDAY, SmallSchool, begin_login
from tests.unit.checkin.boards import submit


def tab(state_class: Any, school: SmallSchool, role: str) -> Any:
    state = rx.State(_reflex_internal_init=True).substates  # type: ignore[call-arg]
    found = state[state_class.get_name()]
    sit_down(found, school, role)
    return found


def sit_down(state: Any, school: SmallSchool, role: str) -> None:
    cookie = f"{cookies.NAME}={begin_login(school.accounts[role])}" if role else ""
    state._get_root_state().rx_router_headers = HeaderData(cookie=cookie)


async def call(state: Any, name: str, *args: Any) -> Any:
    return await type(state).event_handlers[name].fn(state, *args)


async def test_the_page_fills_and_a_found_child_moves(school: SmallSchool, freeze: Callable[[str], None]) -> None:
    freeze("2026-11-23T16:40")
    child = school.students["third"][0]
    state = tab(BoardState, school, "leader")
    await call(state, "load")
    assert state.is_loaded
    assert {tile.state: tile.number for tile in state.tiles}["unknown"] == 20
    await call(state, "open_child", child)
    assert state.child.may_find
    await call(state, "mark_found", {"place": "Clinic"})
    assert state.done != ""
    assert {tile.state: tile.number for tile in state.extras} == {"elsewhere": 1}
    assert [line.text for line in state.child.lines] == ["Found: Clinic · 方正"]


async def test_a_place_is_chosen_or_written_or_both(school: SmallSchool, freeze: Callable[[str], None]) -> None:
    freeze("2026-11-23T16:40")
    state = tab(BoardState, school, "leader")
    await call(state, "load")
    await call(state, "open_child", school.students["third"][0])
    await call(state, "mark_found", {"place": "  "})
    assert state.found_error != ""
    assert state.child.lines == []
    await call(state, "mark_found", {"choice": "Other classroom", "place": "301"})
    assert (state.found_error, state.child.lines[-1].text) == ("", "Found: Other classroom 301 · 方正")
    await call(state, "open_child", school.students["third"][1])
    await call(state, "mark_found", {"choice": "home", "place": "with granny"})
    assert (state.child.word, state.child.lines[-1].text) == ("Gone home", "Found: gone home with granny · 方正")


async def test_a_child_marked_as_found_by_mistake_is_looked_for_again(
    all_databases: Any, school: SmallSchool, freeze: Callable[[str], None]
) -> None:
    """Also later, from its sheet; nobody else's note is offered."""
    freeze("2026-11-23T16:40")
    submit(school, "teacher", "calligraphy", "16:39", 0)
    child = school.students["third"][0]
    state = tab(BoardState, school, "leader")
    await call(state, "load")
    await call(state, "open_child", child)
    assert (state.child.word, state.child.undo_id) == ("To be checked", "")
    await call(state, "mark_found", {"choice": "Clinic"})
    assert state.child.word == "Elsewhere"
    other = tab(BoardState, school, "office")
    await call(other, "load")
    await call(other, "open_child", child)
    assert other.child.undo_id == ""
    await call(state, "close_child")
    await call(state, "open_child", child)
    await call(state, "take_back")
    assert (state.child.word, state.child.undo_id) == ("To be checked", "")
    assert "Found: Clinic (taken back) · 方正" in [line.text for line in state.child.lines]
    await call(state, "keep_here", {"reason": "late"})
    assert state.child.word == "Kept by a teacher"
    await call(state, "take_back")
    assert state.child.word == "To be checked"


async def test_the_list_is_headed_by_what_was_asked(school: SmallSchool, freeze: Callable[[str], None]) -> None:
    freeze("2026-11-23T16:40")
    state = tab(BoardState, school, "homeroom")
    await call(state, "load")
    assert state.is_homeroom, "the list is copied for her own use"
    await call(state, "filter_state", "unknown")
    assert state.state_title == "No roll yet"
    state = tab(BoardState, school, "leader")
    await call(state, "load")
    assert (state.is_homeroom, state.state_title) == (False, "")


async def test_a_new_school_is_told_what_comes_first(school: SmallSchool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "days_to_open", list)
    monkeypatch.setattr(queries, "has_lessons", lambda _db: False)
    state = tab(BoardState, school, "office")
    await call(state, "load")
    assert (state.lacks, state.may_import) == ("There are no lessons yet", True)
    state = tab(BoardState, school, "teacher")
    await call(state, "load")
    assert not state.may_import, "only the office imports"


@pytest.mark.usefixtures("database")
def test_homerooms_come_before_lessons() -> None:
    assert service.what_comes_first() == "There are no homerooms yet"
    with write() as db:
        term = Term(name="2026", starts_on=MONDAY, ends_on=MONDAY)
        db.add(term)
        db.flush()
        db.add(Homeroom(term_id=term.id or 0, grade=3, number=1))
    assert service.what_comes_first() == "There are no lessons yet"


def test_a_school_with_lessons_lacks_nothing(school: SmallSchool) -> None:
    assert school.sessions
    assert service.what_comes_first() == ""


async def test_stays_with_me_holds_to_the_end_of_the_period(school: SmallSchool, freeze: Callable[[str], None]) -> None:
    freeze("2026-11-23T16:40")
    state = tab(BoardState, school, "leader")
    await call(state, "load")
    await call(state, "open_child", school.students["third"][0])
    await call(state, "keep_here", {"reason": "newspaper"})
    assert {tile.state: tile.number for tile in state.extras} == {"kept": 1}
    assert "17:10" in state.child.detail


async def test_another_teachers_child_is_not_opened(school: SmallSchool, freeze: Callable[[str], None]) -> None:
    freeze("2026-11-23T16:40")
    state = tab(BoardState, school, "coach")
    await call(state, "load")
    await call(state, "open_child", school.students["third"][0])
    assert state.child.id == 0
    assert state.refusal != ""


async def test_the_next_login_in_the_tab_finds_nothing(school: SmallSchool, freeze: Callable[[str], None]) -> None:
    freeze("2026-11-23T16:40")
    state = tab(BoardState, school, "leader")
    await call(state, "load")
    await call(state, "filter_state", "unknown")
    assert len(state.children) == 20
    sit_down(state, school, "guardian")
    await call(state, "changed")
    assert (state.children, state.tiles, state.attention, state.copy_text) == ([], [], [], "")
    sit_down(state, school, "teacher")
    await call(state, "load")
    assert state.state_filter == ""
    assert sum(tile.number for tile in [*state.tiles, *state.extras]) == 5


async def test_only_what_differs_is_sent(school: SmallSchool, freeze: Callable[[str], None]) -> None:
    freeze("2026-11-23T16:40")
    state = tab(BoardState, school, "leader")
    await call(state, "load")
    state._clean()
    await call(state, "changed")
    assert not {"tiles", "buildings", "attention", "children", "silent"} & state.dirty_vars


async def test_nonsense_from_a_socket_is_harmless(school: SmallSchool, freeze: Callable[[str], None]) -> None:
    freeze("2026-11-23T16:40")
    state = tab(BoardState, school, "leader")
    for name, argument in (
        ("choose_day", "not a day"),
        ("choose_slot", "99"),
        ("choose_slot", "x"),
        ("filter_state", "everyone"),
        ("filter_homeroom", "1 OR 1=1"),
        ("filter_homeroom", "9" * 5000),
        ("open_child", 10**9),
    ):
        await call(state, name, argument)
    assert sum(tile.number for tile in [*state.tiles, *state.extras]) == 21
    assert state.state_filter == ""


async def test_attendance_shows_own_homeroom_only(school: SmallSchool, freeze: Callable[[str], None]) -> None:
    freeze("2026-11-23T16:40")
    state = tab(AttendanceState, school, "homeroom")
    await call(state, "load")
    await call(state, "choose_scope", "homeroom")
    assert len(state.rows) == 12
    await call(state, "choose_homeroom", str(school.homerooms["seventh"]))
    assert (state.rows, state.address) == ([], "")
    assert state.refusal != ""


async def test_whoever_opens_the_board_sees_now(school: SmallSchool, freeze: Callable[[str], None]) -> None:
    """A day chosen before, the open child and what was said of it do not outlive the page."""
    freeze("2026-11-23T16:40")
    state = tab(BoardState, school, "leader")
    await call(state, "load")
    assert (state.is_live, state.is_elsewhen) == (True, False)
    await call(state, "open_child", school.students["third"][0])
    await call(state, "mark_found", {"choice": "Clinic"})
    await call(state, "choose_day", "2026-11-20")
    await call(state, "load")
    assert (state.is_live, state.is_elsewhen) == (False, True), "back in the network, what was opened stays"
    await call(state, "begin")
    assert (state.is_live, state.is_elsewhen, state.shown_day) == (True, False, "2026-11-23")
    assert (state.child.id, state.done) == (0, "")


async def test_from_another_day_or_period_back_to_now(school: SmallSchool, freeze: Callable[[str], None]) -> None:
    freeze("2026-11-23T16:40")
    state = tab(BoardState, school, "leader")
    await call(state, "load")
    other = next(one.value for one in state.slots if one.value != state.shown_slot)
    for name, value in (("choose_day", "2026-11-20"), ("choose_slot", other)):
        await call(state, name, value)
        assert state.is_elsewhen
        await call(state, "back_to_now")
        assert (state.is_live, state.is_elsewhen, state.shown_day) == (True, False, "2026-11-23")
