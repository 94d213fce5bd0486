"""The pages' states in front of the services: /me, /office/accounts, /office/audit."""

from __future__ import annotations

from typing import Any

import pytest
import reflex as rx
from reflex.istate.data import HeaderData
from sqlalchemy import Engine

from schoolapp.db import write
from schoolapp.identity import cookies, service
from schoolapp.identity.accounts_state import AccountsState
from schoolapp.identity.audit import record
from schoolapp.identity.audit_state import PAGE, AuditState
from schoolapp.identity.me_state import MeState
from tests.factory import PASSWORD, SmallSchool, begin_login


def tab(kind: type[rx.State], school: SmallSchool, key: str) -> Any:
    root = rx.State(_reflex_internal_init=True)
    root.rx_router_headers = HeaderData(cookie=f"{cookies.NAME}={begin_login(school.accounts[key])}")
    return root.substates[kind.get_name()]


async def call(state: Any, name: str, *arguments: Any) -> None:
    await type(state).event_handlers[name].fn(state, *arguments)


async def test_me_shows_who_one_is(school: SmallSchool) -> None:
    state = tab(MeState, school, "homeroom")
    await call(state, "open")
    assert (state.name, len(state.roles), state.is_office, state.must_change) == ("林静", 2, False, False)
    assert [login.is_this for login in state.logins] == [True]


async def test_me_ends_another_login(all_databases: Engine, school: SmallSchool) -> None:
    service.sign_in("homeroom", PASSWORD)
    state = tab(MeState, school, "homeroom")
    await call(state, "open")
    other = next(login for login in state.logins if not login.is_this)
    await call(state, "revoke", other.id)
    assert len(state.logins) == 1
    assert state.done


@pytest.mark.parametrize(
    ("fields", "is_done"),
    [
        ({"present": PASSWORD, "new": "my-own-word", "again": "my-own-word"}, True),
        ({"present": PASSWORD, "new": "my-own-word", "again": "my-own-wort"}, False),
        ({"present": "wrong", "new": "my-own-word", "again": "my-own-word"}, False),
        ({}, False),
    ],
)
async def test_me_changes_the_password(school: SmallSchool, fields: dict[str, str], is_done: bool) -> None:
    state = tab(MeState, school, "teacher")
    await call(state, "change_password", fields)
    assert bool(state.done) is is_done
    assert bool(state.refusal) is not is_done


async def test_who_is_alone_on_the_list_is_told_where_the_others_come_from(school: SmallSchool) -> None:
    state = tab(AccountsState, school, "office")
    await call(state, "load")
    assert not state.is_alone
    await call(state, "search", "sm")
    assert (len(state.rows), state.is_alone) == (1, False)
    state.text = ""
    assert state.is_alone


async def test_the_office_gives_a_login_step_by_step(all_databases: Engine, school: SmallSchool) -> None:
    state = tab(AccountsState, school, "office")
    await call(state, "load")
    assert len(state.rows) == len(school.staff)
    await call(state, "search", "sm")
    assert [row.name for row in state.rows] == ["苏墨"]
    await call(state, "choose", state.rows[0].staff_id)
    await call(state, "reset_password")
    assert len(state.one_time) == 10
    await call(state, "grant", {"role": "leader", "homeroom_id": "", "valid_from": "2026-11-23", "valid_to": ""})
    assert state.one_time == "", "the password is shown until the next step only"
    assert len(state.person.roles) == 1
    await call(state, "end_role", state.person.roles[0].id)
    assert state.person.roles == []
    await call(state, "set_disabled", True)
    assert state.person.is_disabled
    await call(state, "choose", 0)
    assert state.person.staff_id == 0


@pytest.mark.parametrize(
    "fields", [{}, {"role": "leader", "valid_from": "soon"}, {"role": "homeroom", "valid_from": "2026-11-23"}]
)
async def test_a_broken_role_is_refused(school: SmallSchool, fields: dict[str, str]) -> None:
    state = tab(AccountsState, school, "office")
    await call(state, "choose", school.staff["teacher"])
    await call(state, "grant", fields)
    assert state.refusal
    assert state.person.roles == []


async def test_the_trail_grows_page_by_page(all_databases: Engine, school: SmallSchool) -> None:
    service.sign_out(service.sign_in("teacher", PASSWORD))
    with write() as db:
        for number in range(PAGE + 5):
            record(db, school.accounts["office"], "cards.reissue", "card", number)
    state = tab(AuditState, school, "office")
    await call(state, "load")
    assert (len(state.lines), state.has_more) == (PAGE, True)
    await call(state, "older")
    assert (len(state.lines), state.has_more) == (PAGE + 7, False)
    assert len({line.id for line in state.lines}) == PAGE + 7
    await call(state, "choose", "identity")
    assert len(state.lines) == 2
