"""Whom and what the office can choose for a class: those taken at that time say so."""

from sqlalchemy import Engine

from schoolapp.db import read, write
from schoolapp.programme import changes, choosing
from schoolapp.programme.choosing import Opened
from tests.factory import SmallSchool
from tests.unit.checkin.board.test_board_state import call, tab
from tests.unit.programme.test_merging import office


def look(school: SmallSchool, name: str) -> Opened:
    with read() as db:
        return choosing.opened(db, office(school), school.sessions[name])


def test_who_teaches_then_is_marked_and_comes_last(all_databases: Engine, school: SmallSchool) -> None:
    seen = look(school, "chess")
    taken = [one.label for one in seen.staff if one.is_taken]
    assert taken
    assert "苏墨 (has 书法1班 then)" in taken
    assert [one.is_taken for one in seen.staff] == sorted(one.is_taken for one in seen.staff)
    assert str(school.staff["other"]) not in {one.value for one in seen.staff}, "who has the class is no substitute"
    assert str(school.staff["leader"]) in {one.value for one in seen.staff if not one.is_taken}
    assert any("书法1班" in one.label for one in seen.rooms if one.is_taken)


def test_who_substitutes_then_is_busy_and_whom_she_frees_is_not(school: SmallSchool) -> None:
    with write() as db:
        changes.substitute(db, office(school), school.sessions["calligraphy"], school.staff["leader"])
    taken = {one.value: one.is_taken for one in look(school, "chess").staff}
    assert (taken[str(school.staff["leader"])], taken[str(school.staff["teacher"])]) == (True, False)


async def test_what_was_refused_stays_as_it_was_typed(school: SmallSchool) -> None:
    from schoolapp.programme.day_state import DayState

    state = tab(DayState, school, "office")
    await call(state, "load")
    await call(state, "open", school.sessions["chess"])
    key = state.form_key
    await call(state, "substitute", {"staff": str(school.staff["teacher"])})
    assert (bool(state.refusal), state.form_key) == (True, key)
    await call(state, "substitute", {"staff": str(school.staff["leader"])})
    assert (state.refusal, state.form_key > key) == ("", True)
