"""The gallery over HTTP: pages of works, one work with what people said, applause, kind words, reports, portfolios."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, timedelta
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from fastapi.responses import HTMLResponse, JSONResponse
from pydantic import BaseModel, Field

from schoolapp import clock
from schoolapp.gallery import portfolio as portfolios
from schoolapp.gallery import service
from schoolapp.gallery.booklet import booklet_sheets
from schoolapp.gallery.queries import Wish
from schoolapp.gallery.rules import Place, month_days, place_of
from schoolapp.identity.guards import requires
from schoolapp.identity.policy import Action, Viewer
from schoolapp.refusals import Refused
from schoolapp.works.approval import reports

router = APIRouter(tags=["gallery"])
Anybody = Annotated[Viewer, Depends(requires(Action.SEE_PUBLIC))]
OwnPeople = Annotated[Viewer, Depends(requires(Action.SEE_GALLERY))]
_MONTHS = 6
"""So many months back are offered."""


class Hands(BaseModel):
    """Applause: given or taken back."""

    on: bool = True


class KindWords(BaseModel):
    """`id`: a UUID of the phone; the same one twice is once."""

    id: UUID
    text: str = Field(max_length=2000)


class Report(BaseModel):
    reason: str = Field(max_length=2000)


@router.get("/api/gallery")
def gallery(
    viewer: Anybody,
    course: int | None = None,
    grade: Annotated[int | None, Query(ge=1, le=9)] = None,
    homeroom: int | None = None,
    term: int | None = None,
    month: Annotated[str, Query(max_length=7)] = "",
    q: Annotated[str, Query(max_length=60)] = "",
    after: Annotated[str, Query(max_length=40)] = "",
) -> JSONResponse:
    """At most 24 works, newest first; `after` as the page before gave it. Refused("invalid") for a made-up one."""
    since, until = _span(month)
    wish = Wish(course, grade, homeroom, term, since, until, q.strip(), _place(after))
    return JSONResponse(asdict(service.gallery_page(viewer, wish)))


def _place(after: str) -> Place | None:
    try:
        return place_of(after)
    except ValueError:
        raise Refused("invalid") from None


def _span(month: str) -> tuple[Any, Any]:
    try:
        days = month_days(month)
    except ValueError:
        raise Refused("invalid") from None
    return tuple(clock.at_minutes(day, 0) for day in days) if days else (None, None)  # type: ignore[return-value]


@router.get("/api/gallery/filters")
def filters(viewer: Anybody) -> JSONResponse:
    """What the gallery can be narrowed by, and whether the reader is of the school."""
    found = asdict(service.filters(viewer))
    return JSONResponse(found | {"months": _months(clock.today()), "is_own": service.knows_school(viewer)})


def _months(today: date) -> list[str]:
    """YYYY-MM of this month and those before, newest first."""
    months = [today.replace(day=1)]
    while len(months) < _MONTHS:
        months.append((months[-1] - timedelta(days=1)).replace(day=1))
    return [f"{month:%Y-%m}" for month in months]


@router.get("/api/gallery/works/{work_id}")
def work(viewer: Anybody, work_id: int) -> JSONResponse:
    """One work with applause and kind words; 404 when the reader may not see it."""
    return JSONResponse(asdict(service.details(viewer, work_id)))


@router.post("/api/gallery/works/{work_id}/applause")
def applaud(viewer: OwnPeople, work_id: int, hands: Hands) -> dict[str, int]:
    """Applaud or take it back; how much applause there is now."""
    return {"applause": service.applaud(viewer, work_id, is_on=hands.on)}


@router.post("/api/gallery/works/{work_id}/words")
def say_kindly(viewer: OwnPeople, work_id: int, words: KindWords) -> dict[str, str]:
    """Leave kind words; they wait until somebody of the school has read them."""
    service.say_kindly(viewer, work_id, str(words.id), words.text)
    return {"state": "waiting"}


@router.post("/api/gallery/works/{work_id}/report")
def report(viewer: OwnPeople, work_id: int, sent: Report) -> dict[str, str]:
    """Tell the school that this work should not be shown."""
    reports.report(viewer, work_id, sent.reason)
    return {"state": "told"}


@router.get("/api/gallery/children")
def own_children(viewer: OwnPeople) -> JSONResponse:
    """A guardian's children; nobody for staff."""
    return JSONResponse([asdict(child) for child in portfolios.own_children(viewer)])


@router.get("/api/gallery/portfolio/{student_id}")
def portfolio(viewer: OwnPeople, student_id: int) -> JSONResponse:
    """A child's works by term, for its family and for staff who answer for it."""
    return JSONResponse(asdict(portfolios.portfolio(viewer, student_id)))


@router.get("/print/booklet/{student_id}", response_class=HTMLResponse)
def booklet(viewer: OwnPeople, student_id: int) -> HTMLResponse:
    """The same as a booklet for paper."""
    return HTMLResponse(booklet_sheets(portfolios.portfolio(viewer, student_id)))
