"""/works and /works/approve in front of the services: walls, queue, one work opened, undo."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import reflex as rx
from reflex.istate.data import HeaderData, ReflexURL, URLData
from sqlalchemy import Engine

from schoolapp.db import read, write
from schoolapp.identity import cookies
from schoolapp.works.approval import walls
from schoolapp.works.approval.approve_state import PAGE, ApproveState
from schoolapp.works.approval.reports import report
from schoolapp.works.approval.view import Card, spread
from schoolapp.works.approval.wall_queries import Scope
from schoolapp.works.approval.wall_state import WallState
from schoolapp.works.rules import CHOICES, EVERYTHING, Purpose
from tests.factory import SmallSchool, add_consent, add_work, begin_login
from tests.unit.works.approval.people import viewer, work


def tab(kind: type[rx.State], school: SmallSchool, key: str) -> Any:
    root = rx.State(_reflex_internal_init=True)
    root.rx_router_headers = HeaderData(cookie=f"{cookies.NAME}={begin_login(school.accounts[key])}")
    return root.substates[kind.get_name()]


async def call(state: Any, name: str, *arguments: Any) -> None:
    await type(state).event_handlers[name].fn(state, *arguments)


def fill(school: SmallSchool, count: int, **more: Any) -> list[int]:
    third = school.students["third"]
    with write() as db:
        for child in third[:5]:
            add_consent(db, school, child, CHOICES["school"])
        return [add_work(db, school, [third[number % 5]], **more) for number in range(count)]


async def test_fifty_are_chosen_and_approved(school: SmallSchool) -> None:
    ids = fill(school, PAGE + 3)
    state = tab(ApproveState, school, "teacher")
    await call(state, "load")
    assert (len(state.cards), state.has_more, state.counts) == (PAGE, True, [PAGE + 3, 0, 0])
    assert [card.id for card in state.cards] == ids[:PAGE], "the oldest first"
    await call(state, "mark_all")
    await call(state, "approve_chosen")
    assert state.done
    assert (state.left, state.counts[0], state.chosen) == ([], 3, [])
    assert {work(one).audience for one in ids[:PAGE]} == {CHOICES["school"]}
    await call(state, "undo")
    assert (state.counts[0], state.can_undo) == (PAGE + 3, False)


async def test_a_work_is_opened_to_be_sent_back(school: SmallSchool) -> None:
    ids = fill(school, 2)
    state = tab(ApproveState, school, "teacher")
    await call(state, "load")
    await call(state, "open_to_return", ids[0])
    assert (state.sheet.card.id, state.is_returning) == (ids[0], True)
    await call(state, "open", ids[1])
    assert not state.is_returning
    await call(state, "open_to_return", ids[0])
    await call(state, "send_back", {"reason": "blurred"})
    assert (state.sheet.card.id, state.is_returning, work(ids[0]).state) == (0, False, "returned")


async def test_what_changed_in_the_meantime_is_named(school: SmallSchool) -> None:
    ids = fill(school, 3)
    mine, other = tab(ApproveState, school, "teacher"), tab(ApproveState, school, "homeroom")
    for state in (mine, other):
        await call(state, "load")
    await call(other, "open", ids[0])
    await call(other, "send_back", {"reason": "blurred"})
    await call(mine, "mark_all")
    await call(mine, "approve_chosen")
    assert [(line.id, bool(line.children), bool(line.why)) for line in mine.left] == [(ids[0], True, True)]
    assert [work(one).state for one in ids] == ["returned", "approved", "approved"]


async def test_the_words_follow_the_choice(school: SmallSchool) -> None:
    fill(school, 1)
    state = tab(ApproveState, school, "teacher")
    await call(state, "load")
    assert state.cards[0].agreed == "Class and school"
    assert state.cards[0].sees == "All families and teachers"
    await call(state, "choose", "teachers")
    assert state.cards[0].sees == "Teachers and the child's own family"
    await call(state, "switch", int(Purpose.CLASS))
    assert (state.choice, state.purposes, state.cards[0].sees) == ("", 1, "Families of the class")
    await call(state, "choose", "public")
    assert state.cards[0].sees == "All families and teachers", "nobody agreed to more"
    for wrong in ("everybody", ""):
        await call(state, "choose", wrong)
    await call(state, "switch", 3)
    assert state.purposes == EVERYTHING


@pytest.mark.parametrize(("key", "seen"), [("teacher", True), ("homeroom", True), ("other", False), ("office", True)])
async def test_whose_queue_it_is(school: SmallSchool, key: str, seen: bool) -> None:
    (one,) = fill(school, 1)
    state = tab(ApproveState, school, key)
    await call(state, "load")
    assert bool(state.cards) is seen
    await call(state, "open", one)
    assert bool(state.sheet.card.id) is seen
    await call(state, "approve_one", one)
    assert (work(one).state == "approved") is seen


async def test_a_foreign_work_is_neither_shown_nor_decided_about(school: SmallSchool) -> None:
    (one,) = fill(school, 1)
    state = tab(WallState, school, "other")
    await call(state, "load")
    await call(state, "open", one)
    assert state.sheet.card.id == 0
    await call(state, "take_down", {"reason": "no"})
    assert state.refusal
    assert work(one).state == "waiting"


async def test_what_others_decided_about_a_shown_work_is_not_for_every_teacher(school: SmallSchool) -> None:
    """A colleague sees the picture in the gallery; what its family agreed to and why it was sent back is not hers."""
    (one,) = fill(school, 1, state="approved", approved_for=int(CHOICES["school"]))
    for key, is_shown in (("other", False), ("coach", False), ("homeroom", True), ("teacher", True), ("leader", True)):
        state = tab(WallState, school, key)
        await call(state, "load")
        await call(state, "open", one)
        assert bool(state.sheet.card.id) is is_shown, key
        assert bool(state.sheet.history) is is_shown, key


async def test_reported_looked_at_and_kept(school: SmallSchool) -> None:
    (one,) = fill(school, 1, state="approved", approved_for=EVERYTHING)
    report(viewer(school, "guardian"), one, "a name can be read")
    state = tab(ApproveState, school, "teacher")
    await call(state, "load")
    await call(state, "show", "reports")
    assert [(entry.card.id, entry.reports[0].reason) for entry in state.reported] == [(one, "a name can be read")]
    await call(state, "open", one)
    assert [line.who for line in state.sheet.reports] == ["王奶奶"]
    await call(state, "keep")
    assert (state.reported, state.counts) == ([], [0, 0, 0])


async def test_a_shown_work_opens_with_its_own_choice_and_leaves_the_others(school: SmallSchool) -> None:
    (waiting,) = fill(school, 1)
    (shown,) = fill(school, 1, state="approved", approved_for=EVERYTHING)
    state = tab(WallState, school, "teacher")
    await call(state, "load")
    await call(state, "open", shown)
    assert (state.choice, state.purposes) == ("public", EVERYTHING)
    await call(state, "open", waiting)
    assert state.choice == "school", "from one to the other without closing"
    await call(state, "open", shown)
    await call(state, "close")
    assert (state.choice, state.sheet.card.id) == ("school", 0)
    await call(state, "open", shown)
    await call(state, "choose", "teachers")
    await call(state, "approve_open")
    assert (work(shown).approved_for, state.choice) == (0, "school")


async def test_the_history_of_a_work(school: SmallSchool) -> None:
    (one,) = fill(school, 1)
    state = tab(WallState, school, "office")
    await call(state, "load")
    await call(state, "open", one)
    await call(state, "take_down", {"reason": "wrong child"})
    await call(state, "open", one)
    assert [(line.what, line.who, line.reason) for line in state.sheet.history] == [
        ("Taken down", "梁文", "wrong child")
    ]
    assert state.sheet.sees_now == "Its teachers only"
    await call(state, "approve_open")
    assert work(one).state == "approved", "asked for on the opened work"


async def test_the_wall_page_by_page(school: SmallSchool) -> None:
    ids = fill(school, 45, size=(900, 1400))
    state = tab(WallState, school, "teacher")
    await call(state, "load")
    assert [choice.label for choice in state.scopes] == ["书法1班"]
    shown = sorted((card for column in state.columns for card in column), key=lambda card: card.order)
    assert [card.id for card in shown] == ids[:4:-1]
    assert state.has_more
    await call(state, "older")
    assert sorted(card.id for column in state.columns for card in column) == ids[:5]
    await call(state, "newest")
    assert state.has_more


@pytest.mark.parametrize("key", ["teacher", "homeroom"])
async def test_who_has_no_work_yet_this_month(school: SmallSchool, key: str) -> None:
    state = tab(WallState, school, key)
    await call(state, "load")
    await call(state, "choose_scope", state.scopes[0].value)
    before = state.without_count
    assert before == {"teacher": 5, "homeroom": 11}[key], "of the homeroom those who take part"
    fill(school, 2)
    await call(state, "choose_scope", state.scopes[0].value)
    assert state.without_count == before - 2
    assert state.without[0].name == "三（1）班"
    assert state.without[0].children[0].seat == "3 号"
    await call(state, "choose_scope", "s999")
    assert (state.scope, state.without_count) == ("", 0)


def test_last_month_and_other_classes_do_not_count(all_databases: Engine, school: SmallSchool) -> None:
    third = school.students["third"]
    section = Scope(section_id=school.sections["calligraphy"])
    with write() as db:
        add_work(db, school, third[:1], day=school_day(10, 30))
        add_work(db, school, third[:1], section="chess")
        add_work(db, school, third[1:2], state="returned")
        add_work(db, school, third[2:4], day=school_day(11, 1))
    with read() as db:
        groups = walls.without_work(db, section)
    assert [child.id for group in groups for child in group.children] == [third[0], third[1], third[4]]


def school_day(month: int, day: int) -> date:
    return date(2026, month, day)


def test_columns_are_of_about_the_same_height() -> None:
    cards = [Card(id=number, width=100, height=60 + number * 37 % 140) for number in range(40)]
    heights = [sum(card.height for card in column) for column in spread(cards)]
    assert max(heights) - min(heights) <= 200
    assert sorted(card.order for column in spread(cards) for card in column) == list(range(40))


async def test_a_notice_opens_its_work_once(school: SmallSchool) -> None:
    first, second = fill(school, 2)
    state = tab(WallState, school, "teacher")

    async def visit(query: str) -> int:
        state._get_root_state().rx_router_url = URLData.from_url(ReflexURL(f"http://school.test/works{query}"))
        await call(state, "load")
        return state.sheet.card.id

    assert await visit(f"?work={first}") == first
    await call(state, "close")
    assert await visit(f"?work={first}") == 0, "a reconnect does not open it again"
    assert await visit(f"?work={second}") == second
    assert await visit("?work=nonsense") == second
