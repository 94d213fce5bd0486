"""An expected refusal: a code for programs, a sentence for people, and the one shape it has over HTTP.

A slice raises `Refused("too_many_tries")` for a code of its own table; `TABLE` holds those that all slices share.
"""

from __future__ import annotations

import logging
from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, Response
from sqlalchemy.exc import DataError, OperationalError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from schoolapp.disk import is_full
from schoolapp.i18n import _
from schoolapp.logs import quiet
from schoolapp.ui.printing import render

log = logging.getLogger("schoolapp")

TABLE: dict[str, tuple[int, str]] = {
    "sign_in": (401, _("Please sign in, then try again.")),
    "not_allowed": (403, _("Your account may not do this. Ask the office if you need it.")),
    "foreign_origin": (403, _("This request came from another website and was refused. Open the page itself again.")),
    "not_found": (404, _("This does not exist, or not any more.")),
    "wrong_method": (405, _("This address does not answer that kind of request.")),
    "too_large": (413, _("This is too large. Send it in smaller parts.")),
    "invalid": (422, _("Something in the request is missing or wrong. Check it and send it again.")),
    "too_many_tries": (429, _("Too many tries. Wait a quarter of an hour, then try again.")),
    "failed": (500, _("Something went wrong here. Nothing was lost; try again in a moment.")),
    "full": (507, _("The school's server has no room left, so this was not kept. Please tell the office.")),
    "later": (503, _("The school's server is busy. Nothing was lost; try again in a few seconds.")),
    "busy": (503, _("Many people are signing in just now. Try again in a few seconds.")),
}
"""Code → HTTP status and what to tell the person."""

_LATER = "20"
"""Seconds after which a busy server is asked again."""
_BY_STATUS = {401: "sign_in", 403: "not_allowed", 404: "not_found", 405: "wrong_method", 413: "too_large"}


class Refused(Exception):  # noqa: N818  a refusal is not an error, and is named as people say it
    """Something that is not done, for a reason that the person is told.

    `code` stands in TABLE, or the raiser gives `message` and `status` from its slice's own table. `field`: of the form,
    where the refusal is about one.
    """

    def __init__(self, code: str, message: str = "", status: int = 0, field: str = "") -> None:
        known_status, known_message = TABLE.get(code, (400, TABLE["invalid"][1]))
        self.code = code
        self.status = status or known_status
        self.message = message or known_message
        self.field = field
        super().__init__(code)


def answer(code: str, message: str = "", status: int = 0, field: str = "") -> JSONResponse:
    """The refusal as a response: `{"code": …, "message": …}`, with `field` where it is about one of a form."""
    refused = Refused(code, message, status, field)
    body = {"code": refused.code, "message": refused.message} | ({"field": field} if field else {})
    later = {"Retry-After": _LATER} if refused.status == 503 else {}
    return JSONResponse(body, refused.status, {"Cache-Control": "no-store", **later})


def _on_refused(request: Request, error: Exception) -> Response:
    refused = error if isinstance(error, Refused) else Refused("failed")
    if _is_read_by_a_person(request):
        return _page(request, refused)
    return answer(refused.code, refused.message, refused.status, refused.field)


def _on_invalid(request: Request, _error: Exception) -> Response:
    return _page(request, Refused("invalid")) if _is_read_by_a_person(request) else answer("invalid")


def _is_read_by_a_person(request: Request) -> bool:
    """A printed sheet, or a form of the families' door: there the refusal is a page, with the same status."""
    return request.url.path.startswith(("/print/", "/join", "/w/")) and "text/html" in request.headers.get("accept", "")


def _page(request: Request, refused: Refused) -> HTMLResponse:
    is_visitor = refused.code == "sign_in"
    if request.url.path.startswith("/join"):
        onward = "/join"
    else:
        onward = f"/sign-in?next={quote(_page_of(request))}" if is_visitor else "/today"
    page = render(
        "ui/refusal.html",
        title=refused.message,
        back="/today",
        onward=onward,
        word=_("Sign in") if is_visitor else _("Back"),
    )
    return HTMLResponse(page, refused.status, {"Cache-Control": "no-store"})


def _page_of(request: Request) -> str:
    """Where to come back to after signing in; what a form posts to cannot be opened, the page above it can."""
    if request.method == "POST":
        return request.url.path.rsplit("/", 1)[0] or "/"
    return f"{request.url.path}?{request.url.query}" if request.url.query else request.url.path


def _on_http(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    if _is_read_by_a_person(request):
        code = _BY_STATUS.get(status, "invalid" if status < 500 else "failed")
        return _page(request, Refused(code, status=status))
    return answer(_BY_STATUS.get(status, "invalid" if status < 500 else "failed"), status=status)


def _on_gone(_request: Request, _error: Exception) -> Response:
    """Whoever sent it hung up halfway, as phones do: nothing was done, nobody hears the answer, nothing failed here."""
    return answer("invalid")


def _on_failure(request: Request, error: Exception) -> Response:
    """The cause goes to the log whole; the person reads one calm sentence. A database that is locked, or that just
    ended the connection, answers again soon."""
    log.error("request failed", extra={"path": quiet(request.url.path)}, exc_info=error)
    code = "full" if is_full(error) else "later" if isinstance(error, OperationalError) else "failed"
    return _page(request, Refused(code)) if _is_read_by_a_person(request) else answer(code)


def install(api: FastAPI) -> None:
    """Let every route of `api` answer refusals in the one shape."""
    api.add_exception_handler(Refused, _on_refused)
    api.add_exception_handler(RequestValidationError, _on_invalid)
    api.add_exception_handler(HTTPException, _on_http)
    api.add_exception_handler(ClientDisconnect, _on_gone)
    for kind in (OverflowError, DataError):  # a number or a day beyond what calendar or database can hold
        api.add_exception_handler(kind, _on_invalid)
    api.add_exception_handler(Exception, _on_failure)
