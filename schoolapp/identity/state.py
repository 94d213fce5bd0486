"""Guarded handlers for Reflex.

Every public method of a State can be called by anyone who opens a socket, with any arguments, whatever page they
are on; and a State outlives a sign-in. So every State is a `SchoolState`, and every handler is `@guarded(Action.X)`
below `@rx.event`: it finds out who is asking at each call, forgets what was filled for another login, and checks
the arguments against the handler's type hints. The object that a handler is given is asked about in the handler.
"""

from __future__ import annotations

import asyncio
import functools
import inspect
import json
import logging
from collections.abc import AsyncIterator, Callable
from contextvars import ContextVar
from typing import Any, TypeVar, cast, get_type_hints
from urllib.parse import quote

import reflex as rx
from pydantic import ConfigDict, PydanticUserError, TypeAdapter
from reflex.istate.proxy import StateProxy
from reflex.middleware.middleware import Middleware
from sqlalchemy.exc import DataError

from schoolapp.disk import is_full
from schoolapp.identity import cookies
from schoolapp.identity.guards import viewer_of
from schoolapp.identity.policy import Action, Viewer, may
from schoolapp.refusals import Refused

log = logging.getLogger("schoolapp")
_viewer_now: ContextVar[Viewer | None] = ContextVar("viewer", default=None)
Handler = TypeVar("Handler", bound=Callable[..., Any])
_LAX = ConfigDict(coerce_numbers_to_str=True, arbitrary_types_allowed=True)


class SchoolState(rx.State, mixin=True):
    """What every State is made from: `class BoardState(SchoolState, rx.State): …`.

    Both bases are needed: with a mixin alone Reflex takes the class for another mixin.
    """

    refusal: str = ""
    """What was refused at the last call, in words; the page shows it, the next call empties it."""
    _filled_for: str = ""
    """The login whose values the vars hold."""

    def __init_subclass__(cls, mixin: bool = False, **kwargs: Any) -> None:
        """Say so at import when `rx.State` was forgotten; what several States share says `_is_shared = True`."""
        super().__init_subclass__(mixin=mixin, **kwargs)
        if cls._mixin and not mixin and "_is_shared" not in cls.__dict__:
            raise TypeError(f"write: class {cls.__name__}(SchoolState, rx.State)")

    def _viewer(self) -> Viewer:
        """Who is asking. Inside a guarded handler without another query; a loop asks `_viewer_again`."""
        return _viewer_now.get() or viewer_of(self.router.headers.cookie)

    async def _viewer_again(self) -> Viewer:
        """Who is asking by now: for background loops, in which a login may end."""
        viewer = await asyncio.to_thread(viewer_of, self.router.headers.cookie)
        _viewer_now.set(viewer)
        return viewer

    def _forget_others(self) -> None:
        """Reset every var when the browser's login is not the one they were filled for."""
        holder = _login_of(self.router.headers.cookie)
        if self._filled_for != holder:
            self.reset()
            self._filled_for = holder


def _login_of(cookie_header: str) -> str:
    token = cookies.token_in(cookie_header)
    return cookies.hash_of(token) if token else ""


def guarded(action: Action) -> Callable[[Handler], Handler]:
    """Guard an async handler (or async generator); stands below `@rx.event`."""

    def decorate(handler: Handler) -> Handler:
        if inspect.isasyncgenfunction(handler):
            guard = _guard_generator(action, handler)
        elif inspect.iscoroutinefunction(handler):
            guard = _guard_coroutine(action, handler)
        else:
            raise TypeError(f"{handler.__qualname__}: a guarded handler is `async def`, others block everybody")
        guard.guarded_by = action  # type: ignore[attr-defined]
        return cast(Handler, guard)

    return decorate


def _guard_coroutine(action: Action, handler: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(handler)
    async def guard(self: Any, *args: Any, **kwargs: Any) -> Any:
        try:
            arguments = await _enter(self, action, handler, args, kwargs)
            return await handler(*arguments.args, **arguments.kwargs)
        except Refused as refused:
            return await _refuse(self, refused)
        except Exception as error:
            return await _refuse(self, _failure(handler, error))
        finally:
            _viewer_now.set(None)

    return guard


def _guard_generator(action: Action, handler: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(handler)
    async def guard(self: Any, *args: Any, **kwargs: Any) -> AsyncIterator[Any]:
        try:
            arguments = await _enter(self, action, handler, args, kwargs)
            async for update in handler(*arguments.args, **arguments.kwargs):
                yield update
        except Refused as refused:
            yield await _refuse(self, refused)
        except Exception as error:
            yield await _refuse(self, _failure(handler, error))
        finally:
            _viewer_now.set(None)

    return guard


async def _enter(
    state: Any, action: Action, handler: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
) -> inspect.BoundArguments:
    """Find the viewer, forget another login's values, check right and arguments. Raises Refused."""
    viewer = await asyncio.to_thread(viewer_of, state.router.headers.cookie)
    if isinstance(state, StateProxy):
        async with state:
            _prepare(state)
    else:
        _prepare(state)
    _viewer_now.set(viewer)
    if viewer.must_change_password and action is not Action.SIGNED_IN:
        raise Refused("change_password")
    if not may(viewer, action):
        raise Refused("sign_in" if viewer.is_visitor else "not_allowed")
    return _checked(handler, (state, *args), kwargs)


def _prepare(state: Any) -> None:
    state._forget_others()
    if state.refusal:
        state.refusal = ""


def _failure(handler: Callable[..., Any], error: Exception) -> Refused:
    """The cause goes to the log whole; the person reads one calm sentence instead of Reflex's alert."""
    if isinstance(error, (OverflowError, DataError)):  # a number or a day beyond calendar or database
        return Refused("invalid")
    log.error("a handler failed", extra={"handler": handler.__qualname__}, exc_info=error)
    return Refused("full" if is_full(error) else "failed")


async def _refuse(state: Any, refused: Refused) -> Any:
    """A visitor goes to sign-in (and everything shown is forgotten), the others read why not."""
    if isinstance(state, StateProxy):
        async with state:
            return _refusal(state, refused)
    return _refusal(state, refused)


def _refusal(state: Any, refused: Refused) -> Any:
    if refused.code == "sign_in":
        state.reset()
        return rx.redirect(f"/sign-in?next={quote(_path(state))}")
    if refused.code == "change_password":
        return rx.redirect("/me")
    if refused.code == "not_allowed":
        state.reset()
    state.refusal = refused.message
    return None


def _path(state: Any) -> str:
    url = state.router.url
    return f"{url.path}?{url.query}" if url.query else str(url.path or "/today")


@functools.cache
def _adapters(handler: Callable[..., Any]) -> dict[str, TypeAdapter[Any]]:
    """One check per hinted parameter; types that pydantic cannot judge are let through."""
    adapters: dict[str, TypeAdapter[Any]] = {}
    for name, hint in get_type_hints(handler).items():
        if name in ("self", "return"):
            continue
        try:
            adapters[name] = TypeAdapter(hint, config=_LAX)
        except PydanticUserError:
            adapters[name] = TypeAdapter(hint)
    return adapters


def _checked(handler: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> inspect.BoundArguments:
    """The arguments, each made what its hint says. Raises Refused("invalid"), for half a character too: half an emoji,
    which a field that counts letters may leave, is no text that could be looked for or kept.
    """
    try:
        json.dumps([args[1:], kwargs], ensure_ascii=False, default=str).encode()
        bound = inspect.signature(handler).bind(*args, **kwargs)
        adapters = _adapters(handler)
        for name in bound.arguments.keys() & adapters.keys():
            bound.arguments[name] = adapters[name].validate_python(bound.arguments[name])
    except (TypeError, ValueError, RecursionError):
        raise Refused("invalid") from None
    return bound


class ForgetOthers(Middleware):
    """Runs before Reflex sends a State to the browser: a tab's next person never gets the last one's values."""

    def preprocess(self, app: rx.App, state: Any, event: Any) -> None:  # type: ignore[override]
        """Reset each loaded State that was filled for another login than the socket's."""
        holder = _login_of(state._get_root_state().router.headers.cookie)
        _forget_in(state._get_root_state(), holder)


def _forget_in(state: Any, holder: str) -> None:
    if isinstance(state, SchoolState) and state._filled_for not in ("", holder):
        state.reset()
    for substate in state.substates.values():
        _forget_in(substate, holder)
