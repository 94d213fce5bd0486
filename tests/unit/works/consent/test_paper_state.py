"""/office/consents in front of the service: which sheet is open when the page is opened again."""

from __future__ import annotations

from typing import Any

import pytest
import reflex as rx
from reflex.istate.data import HeaderData

from schoolapp.identity import cookies
from schoolapp.works.consent.paper_state import PaperConsentState
from tests.factory import MONDAY, SmallSchool, begin_login

SHEET = {"signer": "", "signed_by": "妈妈", "is_legal": "on", "signed_on": MONDAY.isoformat()}
pytestmark = pytest.mark.usefixtures("all_databases")


async def call(state: Any, name: str, *arguments: Any) -> None:
    await type(state).event_handlers[name].fn(state, *arguments)


async def test_an_entered_sheet_is_put_away_and_an_open_one_stays(school: SmallSchool) -> None:
    root = rx.State(_reflex_internal_init=True)
    root.rx_router_headers = HeaderData(cookie=f"{cookies.NAME}={begin_login(school.accounts['office'])}")
    state: Any = root.substates[PaperConsentState.get_name()]
    child = school.students["third"][0]
    await call(state, "open", child)
    await call(state, "load")
    assert state.child.id == child, "a reconnect takes nothing away from who is filling in"
    await call(state, "enter", SHEET | {"work": "school", "person": "teachers"})
    assert (state.refusal, bool(state.done)) == ("", True)
    await call(state, "load")
    assert (state.child.id, state.done) == (0, "")
