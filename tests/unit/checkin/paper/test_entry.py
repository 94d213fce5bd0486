"""Paper rolls entered afterwards, through the check-in service, and the page's handlers."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from uuid import uuid4

import pytest
import reflex as rx
from reflex.istate.data import HeaderData
from sqlalchemy import Engine
from sqlmodel import col, select

from schoolapp import clock
from schoolapp.checkin import service as checkin
from schoolapp.checkin.paper import entry
from schoolapp.checkin.paper.entry import Filled
from schoolapp.checkin.paper.state import PaperRollState
from schoolapp.db import read, write
from schoolapp.identity import cookies
from schoolapp.identity.guards import viewer_of
from schoolapp.identity.policy import Viewer
from schoolapp.models import CheckinEvent, DayChange
from schoolapp.refusals import Refused
from tests.factory import SmallSchool, begin_login

Freeze = Callable[[str], None]
EVENING = "2026-11-23T19:00"


@pytest.fixture
def after(school: SmallSchool, freeze: Freeze) -> SmallSchool:
    """The evening of the school's day."""
    freeze(EVENING)
    return school


def cookie(school: SmallSchool, role: str) -> str:
    return f"{cookies.NAME}={begin_login(school.accounts[role])}"


def office(school: SmallSchool) -> Viewer:
    return viewer_of(cookie(school, "office"))


def fill(school: SmallSchool, key: str, absent: list[int], count: int | None = None, note: str = "") -> Filled:
    sheet = entry.open_sheet(office(school), school.sessions[key])
    present = {line.child.id for line in sheet.lines if line.state != "leave"} - set(absent)
    counted = len(present) if count is None else count
    return Filled(school.sessions[key], frozenset(present), frozenset(absent), counted, note, uuid4())


def log(session_id: int) -> list[CheckinEvent]:
    with read() as db:
        rows = list(db.exec(select(CheckinEvent).where(CheckinEvent.session_id == session_id)
                            .order_by(col(CheckinEvent.seq))))  # fmt: skip
        db.expunge_all()
        return rows


def test_a_sheet_becomes_a_submitted_roll(all_databases: Engine, after: SmallSchool) -> None:
    children = after.students["third"][:5]
    entry.enter(office(after), fill(after, "calligraphy", [children[2]]))
    roll = checkin.roll_for(office(after), after.sessions["calligraphy"])
    assert {one["student_id"] for one in roll["here"]} == {*children} - {children[2]}
    assert {one["verdict"] for one in roll["here"]} == {"on_time"}  # counted at the bell, not in the evening
    assert roll["absent"] == [children[2]]
    assert roll["submitted"]["number"] == 4
    events = log(after.sessions["calligraphy"])
    assert {event.method for event in events} == {"paper"}
    assert {event.actor_id for event in events} == {after.accounts["office"]}
    assert not any(event.is_clock_doubtful for event in events)


def test_entering_the_same_sheet_twice_is_once(all_databases: Engine, after: SmallSchool) -> None:
    filled = fill(after, "calligraphy", [])
    entry.enter(office(after), filled)
    before = len(log(filled.session_id))
    entry.enter(office(after), filled)
    assert len(log(filled.session_id)) == before


def test_a_correction_counts_over_what_was_entered(all_databases: Engine, after: SmallSchool) -> None:
    first, second = after.students["third"][:2]
    entry.enter(office(after), fill(after, "calligraphy", [first]))
    entry.enter(office(after), fill(after, "calligraphy", [second]))
    roll = checkin.roll_for(office(after), after.sessions["calligraphy"])
    assert roll["absent"] == [second]
    assert {one["verdict"] for one in roll["here"]} == {"on_time"}


def test_what_a_phone_had_counted_is_known_on_the_sheet(school: SmallSchool, freeze: Freeze) -> None:
    freeze("2026-11-23T16:32")
    first = school.students["third"][0]
    teacher = viewer_of(cookie(school, "teacher"))
    scan = {"kind": "scan", "session_id": school.sessions["calligraphy"], "code": school.codes[first]}
    assert checkin.record_events(teacher, [scan])[0]["verdict"] == "on_time"
    freeze(EVENING)
    lines = entry.open_sheet(office(school), school.sessions["calligraphy"]).lines
    assert [line.state for line in lines] == ["present", "absent", "absent", "absent", "absent"]
    entry.enter(office(school), fill(school, "calligraphy", [], count=5))
    roll = checkin.roll_for(office(school), school.sessions["calligraphy"])
    assert len(roll["here"]) == 5
    assert [one["method"] for one in roll["here"] if one["student_id"] == first] != ["paper"]


def test_homework_care_and_leave(after: SmallSchool) -> None:
    sheet = entry.open_sheet(office(after), after.sessions["care seventh 2"])
    assert [line.state for line in sheet.lines] == ["present"] * 9 + ["leave"]
    absent = after.students["seventh"][3]
    entry.enter(office(after), fill(after, "care seventh 2", [absent]))
    roll = checkin.roll_for(office(after), after.sessions["care seventh 2"])
    assert roll["absent"] == [absent]
    assert len(roll["here"]) == 8


def test_a_cancelled_class_is_entered_with_homework_care(after: SmallSchool) -> None:
    with write() as db:
        db.add(DayChange(session_id=after.sessions["calligraphy"], kind="cancelled", created_at=_now()))
    with pytest.raises(Refused, match="no_roll"):
        entry.open_sheet(office(after), after.sessions["calligraphy"])
    lines = entry.open_sheet(office(after), after.sessions["care third 1"]).lines
    assert {line.child.id for line in lines} >= set(after.students["third"][:5])
    entry.enter(office(after), fill(after, "care third 1", []))
    roll = checkin.roll_for(office(after), after.sessions["care third 1"])
    assert len(roll["here"]) == len(lines)


def _now() -> datetime:

    return clock.now()


def test_a_count_that_differs_must_be_explained(after: SmallSchool) -> None:
    filled = fill(after, "calligraphy", [], count=3)
    with pytest.raises(Refused, match="explain"):
        entry.enter(office(after), filled)
    assert log(filled.session_id) == []
    entry.enter(office(after), fill(after, "calligraphy", [], count=3, note="两人去医务室"))
    assert checkin.roll_for(office(after), filled.session_id)["submitted"]["note"] == "两人去医务室"


def test_a_head_count_is_asked_for(after: SmallSchool) -> None:
    filled = fill(after, "calligraphy", [])
    without = Filled(filled.session_id, filled.present, filled.absent, None, "", filled.key)
    with pytest.raises(Refused, match="count_first"):
        entry.enter(office(after), without)


def test_children_of_other_sheets_are_never_recorded(after: SmallSchool) -> None:
    filled = fill(after, "calligraphy", [])
    stranger = after.students["seventh"][0]
    mixed = Filled(filled.session_id, filled.present | {stranger}, frozenset(), 6, "", filled.key)
    entry.enter(office(after), mixed)
    assert stranger not in {event.student_id for event in log(filled.session_id)}


def test_a_lesson_that_has_not_begun_cannot_be_entered(school: SmallSchool, freeze: Freeze) -> None:
    freeze("2026-11-23T16:40")
    names = [(meet.meeting.title, meet.meeting.slot) for meet in entry.lessons(date(2026, 11, 23))]
    assert ("书法1班", 1) in names
    assert all(slot == 1 for _title, slot in names)
    with pytest.raises(Refused, match="no_roll"):
        entry.open_sheet(office(school), school.sessions["care third 2"])


def test_lessons_without_a_roll_come_first(after: SmallSchool) -> None:
    entry.enter(office(after), fill(after, "calligraphy", []))
    first_slot = [meet for meet in entry.lessons(date(2026, 11, 23)) if meet.meeting.slot == 1]
    assert [meet.is_submitted for meet in first_slot] == [False] * 4 + [True]
    assert first_slot[-1].meeting.title == "书法1班"


def tab(school: SmallSchool, role: str) -> Any:
    state = rx.State(_reflex_internal_init=True).get_substate(PaperRollState.get_full_name().split("."))
    state._get_root_state().rx_router_headers = HeaderData(cookie=cookie(school, role))
    return state


async def call(state: Any, name: str, *args: Any) -> Any:
    return await PaperRollState.event_handlers[name].fn(state, *args)


async def test_the_page_from_day_to_recorded_roll(after: SmallSchool) -> None:
    state = tab(after, "office")
    await call(state, "load")
    assert (state.day, state.shown) == ("2026-11-23", 7)
    await call(state, "search", "书法")
    assert [lesson.title for lesson in state.lessons] == ["书法1班"]
    await call(state, "open", after.sessions["calligraphy"])
    await call(state, "tap", after.students["third"][1])
    assert (state.present, state.absent) == (4, 1)
    await call(state, "submit", {"head_count": "5", "note": ""})
    assert state.refusal != ""
    assert (state.lesson.id, state.absent) == (after.sessions["calligraphy"], 1)  # nothing typed is lost
    await call(state, "submit", {"head_count": "4", "note": ""})
    assert (state.refusal, state.lesson.id) == ("", 0)
    assert "4" in state.done
    assert state.lessons[0].is_submitted


async def test_one_on_leave_who_came_is_tapped_present(after: SmallSchool) -> None:
    state, child = tab(after, "office"), after.students["seventh"][9]
    await call(state, "load")
    await call(state, "open", after.sessions["care seventh 1"])
    assert state.on_leave == 1
    await call(state, "tap", child)
    assert (state.on_leave, state.present) == (0, 3)
    await call(state, "tap", child)
    assert state.on_leave == 1


async def test_another_day_is_chosen_and_nonsense_refused(after: SmallSchool) -> None:
    state = tab(after, "office")
    await call(state, "load")
    await call(state, "choose_day", "2026-11-20")
    assert (state.day, state.shown) == ("2026-11-20", 0)
    await call(state, "choose_day", "yesterday")
    assert state.refusal != ""


@pytest.mark.parametrize("role", ["teacher", "homeroom", "leader", "guardian"])
async def test_only_the_office_enters_paper_rolls(after: SmallSchool, role: str) -> None:
    state = tab(after, role)
    session = after.sessions["calligraphy"]
    for name, arguments in {
        "load": (), "choose_day": ("2026-11-23",), "search": ("书法",), "open": (session,), "close": (),
        "tap": (1,), "submit": ({"head_count": "5"},),
    }.items():  # fmt: skip
        await call(state, name, *arguments)
        assert state.refusal != ""
        assert (state.lessons, state.seats) == ([], [])
    assert log(session) == []
