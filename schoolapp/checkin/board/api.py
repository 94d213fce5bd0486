"""What the board's page asks each second."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Query, Response

from schoolapp.checkin.board import service as board_service
from schoolapp.identity.guards import requires
from schoolapp.identity.policy import Action, Viewer

router = APIRouter(prefix="/api/board", tags=["board"])


@router.get("/version")
def get_version(
    response: Response,
    day: str = Query(default="", max_length=10),
    slot: int = Query(default=0, ge=0, le=20),
    _viewer: Viewer = Depends(requires(Action.SEE_BOARD)),  # noqa: B008
) -> dict[str, str]:
    """The version of a slot's picture (empty day, slot 0: now). It says nothing about anybody."""
    response.headers["Cache-Control"] = "no-store"
    return {"version": board_service.version(board_service.day_of(day), slot)}
