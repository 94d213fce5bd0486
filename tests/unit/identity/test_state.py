"""The guard of Reflex handlers: who asks, what another login left behind, arguments, refusals."""

from __future__ import annotations

import logging
from datetime import date, timedelta
from typing import Any

import pytest
import reflex as rx
from reflex.istate.data import HeaderData

from schoolapp import clock
from schoolapp.db import write
from schoolapp.identity import cookies
from schoolapp.identity.policy import Action
from schoolapp.identity.state import ForgetOthers, SchoolState, guarded
from schoolapp.models import Account
from schoolapp.refusals import Refused
from tests.factory import SmallSchool, begin_login


class ProbeState(SchoolState, rx.State):
    """Stands for any page's State."""

    names: list[str] = []
    number: int = 0

    @rx.event
    @guarded(Action.SEE_TODAY)
    async def fill(self) -> None:
        self.names = [self._viewer().name]

    @rx.event
    @guarded(Action.SEE_TODAY)
    async def choose(self, number: int, word: str = "") -> None:
        self.number = number
        self.names = [word]

    @rx.event
    @guarded(Action.SEE_TODAY)
    async def stepwise(self, last: int):
        for number in range(1, last + 1):
            self.number = number
            yield

    @rx.event
    @guarded(Action.MANAGE_PEOPLE)
    async def office_only(self) -> None:
        self.names = ["everybody's secret"]

    @rx.event
    @guarded(Action.SEE_TODAY)
    async def refuses(self) -> None:
        raise Refused("not_found")

    @rx.event
    @guarded(Action.SEE_TODAY)
    async def breaks(self, number: int = 0) -> None:
        if number:
            date.max + timedelta(days=number)
        raise RuntimeError("the disk is full")

    @rx.event(background=True)
    @guarded(Action.SEE_TODAY)
    async def watch(self) -> None:
        async with self:
            self.names = [self._viewer().name]


def tab(cookie: str = "") -> Any:
    """A State as one browser tab has it."""
    root = rx.State(_reflex_internal_init=True)
    state = root.substates[ProbeState.get_name()]
    use(state, cookie)
    return state


def use(state: Any, cookie: str) -> None:
    """The same tab, connected anew with another cookie."""
    state._get_root_state().rx_router_headers = HeaderData(cookie=cookie)


def cookie_of(school: SmallSchool, key: str) -> str:
    return f"{cookies.NAME}={begin_login(school.accounts[key])}"


def handler(name: str) -> Any:
    return ProbeState.event_handlers[name]


def is_redirect(result: Any, target: str) -> bool:
    return isinstance(result, rx.event.EventSpec) and target in str(result.args)


async def test_the_viewer_comes_from_the_cookie(school: SmallSchool) -> None:
    state = tab(cookie_of(school, "teacher"))
    assert await handler("fill").fn(state) is None
    assert state.names == ["苏墨"]


async def test_a_visitor_is_led_to_sign_in_and_sees_nothing(school: SmallSchool) -> None:
    state = tab()
    state.names = ["left over"]
    result = await handler("fill").fn(state)
    assert is_redirect(result, "/sign-in")
    assert state.names == []


async def test_not_allowed_is_said_and_nothing_runs(school: SmallSchool) -> None:
    state = tab(cookie_of(school, "teacher"))
    assert await handler("office_only").fn(state) is None
    assert state.names == []
    assert state.refusal != ""
    await handler("fill").fn(state)
    assert state.refusal == ""


async def test_the_next_person_in_the_same_tab_finds_nothing(school: SmallSchool) -> None:
    state = tab(cookie_of(school, "office"))
    await handler("office_only").fn(state)
    assert state.names == ["everybody's secret"]
    use(state, cookie_of(school, "teacher"))
    await handler("choose").fn(state, 3)
    assert state.names == [""]
    assert state.number == 3


async def test_before_reflex_sends_anything_the_last_persons_values_are_gone(school: SmallSchool) -> None:
    state = tab(cookie_of(school, "office"))
    await handler("office_only").fn(state)
    forget, root = ForgetOthers(), state._get_root_state()
    forget.preprocess(None, root, None)
    assert state.names == ["everybody's secret"], "the same login keeps its values"
    for cookie in (cookie_of(school, "teacher"), ""):
        await handler("fill").fn(state)
        use(state, cookie)
        forget.preprocess(None, root, None)
        assert state.names == []
        assert "secret" not in str(root.dict())


async def test_a_login_that_was_revoked_ends_at_the_next_call(school: SmallSchool) -> None:
    state = tab(cookie_of(school, "teacher"))
    await handler("fill").fn(state)
    with write() as db:
        db.get_one(Account, school.accounts["teacher"]).disabled_at = clock.real_now()
    assert is_redirect(await handler("fill").fn(state), "/sign-in")
    assert state.names == []


async def test_a_one_time_password_must_be_changed_first(school: SmallSchool) -> None:
    with write() as db:
        db.get_one(Account, school.accounts["office"]).must_change_password = True
    assert is_redirect(await handler("office_only").fn(tab(cookie_of(school, "office"))), "/me")


@pytest.mark.parametrize("arguments", [(), ("three",), (1, 2, 3), ({"number": 1},), (None,), ([1],)])
async def test_wrong_arguments_are_refused(school: SmallSchool, arguments: tuple[Any, ...]) -> None:
    state = tab(cookie_of(school, "teacher"))
    await handler("choose").fn(state, *arguments)
    assert state.number == 0
    assert state.refusal != ""


async def test_arguments_become_what_their_hints_say(school: SmallSchool) -> None:
    state = tab(cookie_of(school, "teacher"))
    await handler("choose").fn(state, number="7", word=5)
    assert (state.number, state.names) == (7, ["5"])


async def test_a_generator_yields_through_its_guard(school: SmallSchool) -> None:
    state = tab(cookie_of(school, "teacher"))
    assert [state.number async for _ in handler("stepwise").fn(state, 3)] == [1, 2, 3]
    visitor = tab()
    results = [result async for result in handler("stepwise").fn(visitor, 3)]
    assert len(results) == 1
    assert is_redirect(results[0], "/sign-in")


async def test_a_refusal_from_within_is_shown(school: SmallSchool) -> None:
    state = tab(cookie_of(school, "teacher"))
    await handler("refuses").fn(state)
    assert state.refusal == Refused("not_found").message


async def test_a_failure_is_logged_and_one_calm_sentence(
    school: SmallSchool, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logging.getLogger("schoolapp"), "propagate", True)
    state = tab(cookie_of(school, "teacher"))
    assert await handler("breaks").fn(state) is None
    assert state.refusal == Refused("failed").message
    assert "the disk is full" in caplog.text
    assert await handler("breaks").fn(state, 1) is None
    assert state.refusal == Refused("invalid").message


def test_reflex_sees_the_signature_through_the_guard() -> None:
    assert list(handler("choose").get_parameters()) == ["self", "number", "word"]
    spec = handler("choose")(5, "x")
    assert [name._js_expr for name, _value in spec.args] == ["number", "word"]
    assert handler("watch").is_background


def test_a_handler_that_would_block_everybody_is_refused() -> None:
    with pytest.raises(TypeError):
        guarded(Action.SEE_TODAY)(lambda self: None)


def test_every_state_has_vars_of_its_own() -> None:
    class OtherProbeState(SchoolState, rx.State):
        pass

    assert OtherProbeState.get_parent_state() is rx.State
    assert OtherProbeState.__fields__["refusal"]._owner is OtherProbeState
    assert ProbeState.__fields__["_filled_for"]._owner is ProbeState


def test_a_forgotten_base_is_said_at_import() -> None:
    with pytest.raises(TypeError, match=r"class Forgetful\(SchoolState, rx.State\)"):

        class Forgetful(SchoolState):
            pass


@pytest.mark.parametrize("word", ["剪纸\ud83d", "\udc00"])
async def test_half_a_character_is_refused_as_typed_wrong(
    school: SmallSchool, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch, word: str
) -> None:
    """Half an emoji, which a field that counts letters may leave, is no failure of ours and reaches no handler."""
    monkeypatch.setattr(logging.getLogger("schoolapp"), "propagate", True)
    state = tab(cookie_of(school, "teacher"))
    await handler("choose").fn(state, 7, word)
    assert (state.refusal, state.number) == (Refused("invalid").message, 0)
    assert "a handler failed" not in caplog.text
