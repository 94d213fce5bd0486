"""Signing in and out, and setting up: by the page's script as JSON, or as a plain form where scripts fail."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response
from pydantic import BaseModel, Field, ValidationError

from schoolapp.identity import cookies, service, setup
from schoolapp.identity.guards import address_of, viewer_of
from schoolapp.identity.rules import HOME, home_of, safe_next
from schoolapp.identity.setup_fields import placed
from schoolapp.refusals import Refused
from schoolapp.settings import settings

router = APIRouter(prefix="/api", tags=["identity"])
_hashing = ThreadPoolExecutor(max_workers=2, thread_name_prefix="sign-in")
"""Sign-ins wait here and not in the threads that everything else needs."""


class SignIn(BaseModel):
    """What the sign-in page sends."""

    login: str = Field(max_length=100)
    password: str = Field(max_length=200)
    next: str = ""


async def _fields(request: Request) -> tuple[dict[str, Any], bool]:
    """What was sent, and whether it came from a plain form."""
    is_form = not request.headers.get("content-type", "").startswith("application/json")
    try:
        fields: Any = dict(await request.form()) if is_form else await request.json()
    except (ValueError, RecursionError):
        raise Refused("invalid") from None
    if not isinstance(fields, dict):
        raise Refused("invalid")
    return fields, is_form


@router.get("/door")
def door(request: Request) -> dict[str, Any]:
    """What the sign-in page needs to know: demo mode, whether the school still has to be set up, its name."""
    return {
        "demo": settings().demo,
        "needs_setup": setup.needs_setup(),
        "school": service.school_name(),
        "is_signed_in": not viewer_of(request.headers.get("cookie")).is_visitor,
    }


async def _sent(request: Request) -> tuple[SignIn, bool]:
    """The fields, and whether they came from a plain form.

    A form that is sent before the page's script is ready lacks where one wanted to go: the page's address has it.
    """
    fields, is_form = await _fields(request)
    if is_form and not fields.get("next"):
        asked = parse_qs(urlsplit(request.headers.get("referer", "")).query)
        fields["next"] = asked.get("next", [""])[0]
    try:
        return SignIn.model_validate(fields), is_form
    except ValidationError:
        raise Refused("invalid") from None


@router.post("/login")
async def login(request: Request) -> Response:
    """Sign in: sets the cookie. Answers `{"next": path}`; a form is led there."""
    sent, is_form = await _sent(request)
    agent = request.headers.get("user-agent", "")
    try:
        token = await in_turn(service.sign_in, sent.login, sent.password, agent, address_of(request))
    except Refused as refused:
        if not is_form:
            raise
        return RedirectResponse(f"/sign-in?refused={refused.code}&next={quote(safe_next(sent.next), safe='')}", 303)
    return _led_to(await asyncio.to_thread(_target, sent.next, token), is_form, token)


def _target(wanted: str, token: str) -> str:
    """Where to go after signing in: where one wanted to, else the first page of whoever it is."""
    target = safe_next(wanted)
    return home_of(viewer_of(f"{cookies.NAME}={token}")) if target == HOME else target


async def in_turn(work: Callable[..., Any], *args: Any) -> Any:
    """Run what hashes a password, two at a time, apart from the threads that everything else needs."""
    return await asyncio.get_running_loop().run_in_executor(_hashing, work, *args)


def _led_to(target: str, is_form: bool, token: str) -> Response:
    """On to `target`, with the new login's cookie."""
    response: Response = RedirectResponse(target, 303) if is_form else JSONResponse({"next": target})
    cookies.set_on(response, token)
    return response


@router.post("/setup")
async def set_up(request: Request) -> Response:
    """Create the school and sign its office in. Works once, with the code from the console."""
    fields, is_form = await _fields(request)
    agent, address = request.headers.get("user-agent", ""), address_of(request)
    try:
        new = setup.read_form(fields)
        await in_turn(setup.create_school, new, address)
    except Refused as refused:
        raise placed(refused, fields) from None
    token = await in_turn(service.sign_in, new.login, new.password, agent, address)
    return _led_to("/office/import", is_form, token)


@router.post("/logout")
async def logout(request: Request) -> Response:
    """Sign out: ends the login and lets the browser forget the cookie. Harmless without one."""
    await asyncio.to_thread(service.sign_out, cookies.token_in(request.headers.get("cookie")))
    is_script = request.headers.get("content-type", "").startswith("application/json")
    response: Response = JSONResponse({"next": "/sign-in"}) if is_script else RedirectResponse("/sign-in", 303)
    cookies.clear_on(response)
    return response
