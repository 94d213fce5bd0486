"""Rolls for paper over HTTP."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from fastapi.responses import HTMLResponse

from schoolapp.checkin.paper import service
from schoolapp.checkin.paper.sheets import roll_sheets
from schoolapp.identity.guards import requires
from schoolapp.identity.policy import Action, Target, Viewer, may
from schoolapp.refusals import Refused

router = APIRouter(tags=["paper rolls"])
RollTaker = Annotated[Viewer, Depends(requires(Action.PRINT_ROLLS))]


@router.get("/print/rolls", response_class=HTMLResponse)
def print_rolls(
    viewer: RollTaker,
    day: date | None = None,
    section: int | None = None,
    homeroom: int | None = None,
    everything: Annotated[str | None, Query(alias="all")] = None,
) -> HTMLResponse:
    """The rolls of `day` (default: the next one with lessons) for a section, a homeroom or `all` that one may print.

    Refused("invalid") when two of them are given; Refused("not_allowed") for a group that is not one's own.
    """
    if sum(chosen is not None for chosen in (section, homeroom, everything)) > 1:
        raise Refused("invalid")
    name, chosen_day, rolls = service.rolls(viewer, day, section, homeroom)
    if not rolls and not _is_own(viewer, section, homeroom):
        raise Refused("not_allowed")
    return HTMLResponse(roll_sheets(name, chosen_day, rolls), headers={"Cache-Control": "private, no-store"})


def _is_own(viewer: Viewer, section: int | None, homeroom: int | None) -> bool:
    """An empty answer about one's own group says "nothing meets", about another's it says nothing at all."""
    if section is None and homeroom is None:
        return True
    return may(viewer, Action.PRINT_ROLLS, Target(section_id=section, homeroom_id=homeroom))
