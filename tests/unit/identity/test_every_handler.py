"""Every handler and every route, as every role, against the declared table."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import reflex as rx
from fastapi import FastAPI
from fastapi.routing import APIRoute
from reflex.istate.data import HeaderData
from reflex_base.config import get_config, get_state_auto_setters
from starlette.testclient import TestClient

from schoolapp.identity import cookies
from schoolapp.identity.guards import viewer_of
from schoolapp.identity.policy import VISITOR, may
from schoolapp.identity.state import SchoolState
from tests.factory import SmallSchool, begin_login
from tests.unit.identity.access_table import HANDLERS, ROUTES, STATES

ROLES = ("visitor", "guardian", "teacher", "homeroom", "leader", "office")
FRAMEWORK = ("reflex.", "reflex_base.", "reflex_components")


def _below(state: Any) -> Iterator[Any]:
    yield state
    for substate in state.get_substates():
        yield from _below(substate)


def our_states() -> list[Any]:
    """Every State of the application; those that tests define do not count."""
    import schoolapp.schoolapp  # noqa: F401  registers them all

    found = [state for state in _below(rx.State) if not state.__module__.startswith((*FRAMEWORK, "tests."))]
    return sorted(found, key=lambda state: state.__name__)


def our_handlers() -> list[tuple[Any, str]]:
    """Every public handler with its State; `setvar` is Reflex's own and sets nothing while auto setters are off."""
    return [(state, name) for state in our_states() for name in sorted(state.event_handlers) if name != "setvar"]


def declared(state: Any, name: str) -> frozenset[str]:
    return HANDLERS.get(f"{state.__name__}.{name}", STATES.get(state.__name__, frozenset()))


def test_every_state_is_a_school_state_and_declared() -> None:
    assert [state.__name__ for state in our_states() if not issubclass(state, SchoolState)] == []
    assert {state.__name__ for state in our_states()} == set(STATES)
    assert set(HANDLERS) <= {f"{state.__name__}.{name}" for state, name in our_handlers()}


def test_every_handler_is_guarded() -> None:
    unguarded = [
        f"{state.__name__}.{name}"
        for state, name in our_handlers()
        if not hasattr(state.event_handlers[name].fn, "guarded_by")
    ]
    assert unguarded == []


def test_nothing_sets_a_var_from_outside() -> None:
    get_config()
    assert get_state_auto_setters() is not True
    for state in our_states():
        assert state.event_handlers["setvar"].fn.__module__ == "reflex.state"


def test_computed_vars_and_public_vars_hold_no_rows() -> None:
    rows = [
        f"{state.__name__}.{name}"
        for state in our_states()
        for name, var in state.vars.items()
        if "schoolapp.models" in str(getattr(var, "_var_type", ""))
    ]
    assert rows == []


def _tab(state: Any, cookie: str) -> Any:
    root = rx.State(_reflex_internal_init=True)
    root.rx_router_headers = HeaderData(cookie=cookie)
    found = root
    for part in state.get_full_name().split(".")[1:]:
        found = found.substates[part]
    return found


async def _call(state: Any, name: str, cookie: str) -> tuple[Any, Any]:
    """Call a handler without arguments, as anyone with a socket may; the tab and what came back first."""
    tab = _tab(state, cookie)
    result = state.event_handlers[name].fn(tab)
    if inspect.isasyncgen(result):
        return tab, await anext(result, None)
    return tab, await result


@pytest.mark.parametrize("role", ROLES)
async def test_handlers_let_in_whom_the_table_says(school: SmallSchool, role: str) -> None:
    cookie = "" if role == "visitor" else f"{cookies.NAME}={begin_login(school.accounts[role])}"
    viewer = viewer_of(cookie) if cookie else VISITOR
    for state, name in our_handlers():
        where = f"{state.__name__}.{name} as {role}"
        action = state.event_handlers[name].fn.guarded_by
        assert may(viewer, action) == (role in declared(state, name)), where
        if may(viewer, action):
            continue
        tab, result = await _call(state, name, cookie)
        if role == "visitor":
            assert "/sign-in" in str(getattr(result, "args", "")), where
        else:
            assert tab.refusal != "", where


def our_routes(api: FastAPI) -> set[str]:
    """`GET /api/door` of every route, those hidden from the schema too."""

    def walk(routes: Any) -> Iterator[str]:
        for route in routes:
            inner = getattr(route, "original_router", None)
            if inner is not None:
                yield from walk(inner.routes)
            elif isinstance(route, APIRoute) or hasattr(route, "methods"):
                yield from (f"{method} {route.path}" for method in route.methods - {"HEAD"})
            else:
                yield f"MOUNT {getattr(route, 'path', route)}"

    return set(walk(api.routes))


def test_every_route_is_declared(api: FastAPI) -> None:
    assert our_routes(api) == set(ROUTES)


def test_the_walk_sees_hidden_routes() -> None:
    api = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    api.add_api_route("/secret", lambda: None, include_in_schema=False)
    assert our_routes(api) == {"GET /secret"}


def _ask(client: TestClient, name: str, path: str, body: dict[str, Any] | None) -> tuple[int, str]:
    answer = client.request(name.split(" ")[0], path, json=body)
    is_json = answer.headers.get("content-type", "").startswith("application/json")
    found = answer.json() if is_json else {}
    return answer.status_code, found.get("code", "") if isinstance(found, dict) else ""


def _wrong(client: TestClient, school: SmallSchool, role: str, name: str) -> str:
    """What is wrong with the answers that `role` gets from one route; empty when all is as declared."""
    route = ROUTES[name]
    status, code = _ask(client, name, route.path(school, role), route.body)
    if role in route.who:
        is_right = status not in (401, 403, 404, 405, 500)
    else:
        is_right = (status, code) == ((401, "sign_in") if role == "visitor" else (403, "not_allowed"))
    if not is_right:
        return f"{name} answers {status} {code}"
    if role in route.foreign:
        status, code = _ask(client, name, route.foreign[role](school), route.body)
        return "" if status in (403, 404) else f"{name} answers {status} {code} about something foreign"
    return ""


@pytest.mark.parametrize("role", ROLES)
def test_routes_let_in_whom_the_table_says(
    client_as: Callable[[str], TestClient], school: SmallSchool, role: str
) -> None:
    found = [_wrong(client_as(role), school, role, name) for name in sorted(ROUTES)]
    assert [text for text in found if text] == []
