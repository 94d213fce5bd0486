"""Cards over HTTP, for the office: the printed sheets and the picture of one card."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from schoolapp.identity.guards import requires
from schoolapp.identity.policy import Action, Viewer
from schoolapp.refusals import Refused
from schoolapp.school.cards import qr, service
from schoolapp.school.cards.queries import Choice
from schoolapp.school.cards.sheets import card_sheets
from schoolapp.ui.printing import STYLE

router = APIRouter(tags=["cards"])
_PRIVATE = {"Cache-Control": "private, no-store"}
"""A card's code is a key: no copy of it stays in a browser's cache."""
CardKeeper = Annotated[Viewer, Depends(requires(Action.MANAGE_CARDS))]


@router.get("/print/print.css")
def style() -> Response:
    """The style sheet of everything printed; its address carries a hash of it."""
    return Response(STYLE.read_bytes(), media_type="text/css", headers={"Cache-Control": "public, max-age=31536000"})


@router.get("/print/cards", response_class=HTMLResponse)
def print_cards(
    viewer: CardKeeper, homeroom: int | None = None, section: int | None = None, student: int | None = None
) -> HTMLResponse:
    """Sheets of ten cards for exactly one of a homeroom, a section or a child. Refused("invalid") otherwise."""
    if sum(chosen is not None for chosen in (homeroom, section, student)) != 1:
        raise Refused("invalid")
    choice = Choice(homeroom_id=homeroom, section_id=section, student_id=student)
    school, printed, lacking = service.cards_to_print(choice, viewer.account_id or 0)
    return HTMLResponse(card_sheets(school, printed, lacking), headers=_PRIVATE)


@router.get("/api/cards/{card_id}.png", response_class=Response)
def card_picture(card_id: int, viewer: CardKeeper) -> Response:
    """The QR code of a card in force, 580 × 580 pixels. Refused("not_found") for a revoked or unknown one."""
    code = service.card_to_print(card_id, viewer.account_id or 0)
    if code is None:
        raise Refused("not_found")
    return Response(qr.png(code), media_type="image/png", headers=_PRIVATE)
