"""POST /api/login and /api/logout: by the page's script as JSON, or as a plain form where scripts fail."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response
from pydantic import BaseModel, Field, ValidationError

from schoolapp.identity import cookies, service
from schoolapp.identity.guards import address_of
from schoolapp.identity.rules import safe_next
from schoolapp.refusals import Refused

router = APIRouter(prefix="/api", tags=["identity"])
_hashing = ThreadPoolExecutor(max_workers=2, thread_name_prefix="sign-in")
"""Sign-ins wait here and not in the threads that everything else needs."""


class SignIn(BaseModel):
    """What the sign-in page sends."""

    login: str = Field(max_length=100)
    password: str = Field(max_length=200)
    next: str = ""


async def _sent(request: Request) -> tuple[SignIn, bool]:
    """The fields, and whether they came from a plain form."""
    is_form = not request.headers.get("content-type", "").startswith("application/json")
    try:
        fields: Any = dict(await request.form()) if is_form else await request.json()
        return SignIn.model_validate(fields), is_form
    except (ValueError, ValidationError):
        raise Refused("invalid") from None


@router.post("/login")
async def login(request: Request) -> Response:
    """Sign in: sets the cookie. Answers `{"next": path}`; a form is led there."""
    sent, is_form = await _sent(request)
    agent = request.headers.get("user-agent", "")
    loop = asyncio.get_running_loop()
    try:
        token = await loop.run_in_executor(
            _hashing, service.sign_in, sent.login, sent.password, agent, address_of(request)
        )
    except Refused as refused:
        if not is_form:
            raise
        return RedirectResponse(f"/sign-in?refused={refused.code}&next={quote(safe_next(sent.next), safe='')}", 303)
    target = safe_next(sent.next)
    response: Response = RedirectResponse(target, 303) if is_form else JSONResponse({"next": target})
    cookies.set_on(response, token)
    return response


@router.post("/logout")
async def logout(request: Request) -> Response:
    """Sign out: ends the login and lets the browser forget the cookie. Harmless without one."""
    await asyncio.to_thread(service.sign_out, cookies.token_in(request.headers.get("cookie")))
    is_script = request.headers.get("content-type", "").startswith("application/json")
    response: Response = JSONResponse({"next": "/sign-in"}) if is_script else RedirectResponse("/sign-in", 303)
    cookies.clear_on(response)
    return response
