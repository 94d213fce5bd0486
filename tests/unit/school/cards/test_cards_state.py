"""The office's cards page, handler by handler."""

from typing import Any

import pytest
import reflex as rx
from reflex.istate.data import HeaderData
from sqlmodel import select

from schoolapp.db import read, write
from schoolapp.identity import cookies
from schoolapp.models import Card
from schoolapp.school.cards.state import CardsState
from tests.factory import SmallSchool, begin_login


def tab(school: SmallSchool, role: str) -> Any:
    root = rx.State(_reflex_internal_init=True)
    state = root.get_substate(CardsState.get_full_name().split("."))
    cookie = f"{cookies.NAME}={begin_login(school.accounts[role])}"
    state._get_root_state().rx_router_headers = HeaderData(cookie=cookie)
    return state


async def call(state: Any, name: str, *args: Any) -> Any:
    return await CardsState.event_handlers[name].fn(state, *args)


async def test_a_homeroom_is_shown_with_who_has_a_card(school: SmallSchool) -> None:
    state = tab(school, "office")
    await call(state, "load")
    assert [choice.name for choice in state.homerooms] == ["三（1）班", "七（2）班"]
    assert (state.rows, state.title) == ([], "")
    await call(state, "choose_homeroom", str(school.homerooms["third"]))
    assert state.title == "三（1）班"
    assert (state.shown, state.printable, state.sheets, state.lacking) == (12, 12, 2, 0)
    assert state.print_address == f"/print/cards?homeroom={school.homerooms['third']}"
    assert [row.name for row in state.rows if row.is_namesake] == ["张伟"]
    assert not state.rows[11].takes_part


async def test_a_search_empties_the_chosen_group(school: SmallSchool) -> None:
    state = tab(school, "office")
    await call(state, "choose_section", str(school.sections["chess"]))
    assert (state.title, state.shown) == ("象棋1班", 7)
    await call(state, "search", "zw")
    assert (state.title, state.section_id, state.print_address) == ("", "", "")
    assert [(row.name, row.where) for row in state.rows] == [("张伟", "三（1）班 3 号"), ("张伟", "七（2）班 5 号")]


async def test_a_card_is_replaced_and_the_new_one_shown(school: SmallSchool) -> None:
    state, child = tab(school, "office"), school.students["third"][0]
    await call(state, "choose_homeroom", str(school.homerooms["third"]))
    await call(state, "open", child)
    old = state.child.card_id
    await call(state, "choose_reason", "stolen")
    await call(state, "replace")
    assert state.child.id == child
    assert state.child.card_id not in (0, old)
    assert state.child.replaced == 1
    assert state.done != ""
    with read() as db:
        card = db.get(Card, old)
        assert card is not None
        assert card.revoked_reason == "stolen"


async def test_a_wrong_reason_is_said_and_nothing_changes(school: SmallSchool) -> None:
    state, child = tab(school, "office"), school.students["third"][0]
    await call(state, "choose_homeroom", str(school.homerooms["third"]))
    await call(state, "open", child)
    await call(state, "choose_reason", "bored")
    await call(state, "replace")
    assert state.refusal != ""
    assert state.child.card_id == school.cards[child]


async def test_missing_cards_are_given_to_the_group(school: SmallSchool) -> None:

    with write() as db:
        for card in db.exec(select(Card)).all():
            db.delete(card)
    state = tab(school, "office")
    await call(state, "choose_homeroom", str(school.homerooms["third"]))
    assert (state.lacking, state.printable) == (11, 0)
    await call(state, "issue_missing")
    assert (state.lacking, state.printable) == (0, 11)
    await call(state, "open", state.rows[11].id)
    await call(state, "issue_one")
    assert state.child.card_id > 0


async def test_without_a_choice_nothing_is_given(school: SmallSchool) -> None:
    state = tab(school, "office")
    await call(state, "issue_missing")
    assert state.refusal != ""


@pytest.mark.parametrize("role", ["teacher", "homeroom", "leader", "guardian"])
async def test_only_the_office_gets_anything(school: SmallSchool, role: str) -> None:
    state = tab(school, role)
    arguments = {
        "open": (1,),
        "choose_homeroom": ("1",),
        "choose_section": ("1",),
        "search": ("x",),
        "choose_reason": ("lost",),
    }
    for name in (
        "load",
        "choose_homeroom",
        "choose_section",
        "search",
        "issue_missing",
        "open",
        "close",
        "issue_one",
        "choose_reason",
        "replace",
    ):
        await call(state, name, *arguments.get(name, ()))
        assert state.refusal != ""
        assert (state.rows, state.homerooms) == ([], [])
