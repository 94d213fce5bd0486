"""What the office is asked before a change overtakes a roll."""

from collections.abc import Callable

import pytest
from sqlalchemy import Engine, select

from schoolapp.db import read
from schoolapp.models import DayChange
from schoolapp.programme.day_state import DayState
from tests.factory import SmallSchool
from tests.unit.checkin.board.test_board_state import call, tab
from tests.unit.checkin.boards import record, submit


def kinds() -> list[str]:
    with read() as db:
        return list(db.scalars(select(DayChange.kind)))


@pytest.mark.parametrize("kind", ["merge", "cancel"])
async def test_a_roll_is_overtaken_only_after_a_yes(
    all_databases: Engine, school: SmallSchool, freeze: Callable[[str], None], kind: str
) -> None:
    freeze("2026-11-23T16:40")
    record(school, "other", "opened", "16:35", session_id=school.sessions["chess"])
    submit(school, "teacher", "calligraphy", "16:38", 4)
    state = tab(DayState, school, "office")
    await call(state, "load")
    await call(state, "open", school.sessions["chess"])
    form = {"into": str(school.sessions["calligraphy"]), "reason": "rain"}
    await call(state, kind, form)
    assert (state.asked, kinds()) == (kind, [])
    told = ["象棋1班: the roll has been begun", "书法1班: the roll was submitted at 16:38, 0 here"]
    assert state.at_stake == (told if kind == "merge" else told[:1])
    assert state.question.startswith("象棋1班 (")
    assert ("书法1班 (" in state.question) == (kind == "merge")
    await call(state, "leave_it")
    assert (state.asked, state.at_stake, kinds()) == ("", [], [])
    await call(state, kind, form)
    await call(state, "go_on")
    assert (state.asked, kinds()) == ("", ["merged" if kind == "merge" else "cancelled"])
    await call(state, "go_on")
    assert len(kinds()) == 1


async def test_where_nobody_has_begun_nothing_is_asked(school: SmallSchool) -> None:
    state = tab(DayState, school, "office")
    await call(state, "load")
    await call(state, "open", school.sessions["chess"])
    await call(state, "merge", {"into": str(school.sessions["calligraphy"])})
    assert (state.asked, kinds()) == ("", ["merged"])


async def test_what_was_opened_and_done_does_not_outlive_the_page(school: SmallSchool) -> None:
    state = tab(DayState, school, "office")
    await call(state, "load")
    await call(state, "open", school.sessions["chess"])
    await call(state, "cancel", {"reason": "rain"})
    await call(state, "load")
    assert (state.chosen.id, bool(state.done)) == (school.sessions["chess"], True), "back in the network"
    await call(state, "begin")
    assert (state.chosen.id, state.done, state.partners) == (0, "", [])
