"""Attendance as a file: `GET /api/attendance.xlsx?scope=day&day=2026-11-23`."""

from __future__ import annotations

from datetime import date
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Query, Response

from schoolapp import clock
from schoolapp.checkin.attendance.sheet import workbook
from schoolapp.checkin.attendance.tables import attendance
from schoolapp.checkin.attendance.values import Question, Scope
from schoolapp.i18n import _
from schoolapp.identity.guards import requires
from schoolapp.identity.policy import Action, Viewer

router = APIRouter(tags=["attendance"])
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@router.get("/api/attendance.xlsx")
def get_attendance(
    scope: Scope = Scope.DAY,
    day: date | None = None,
    key: Annotated[int, Query(ge=0, le=2_147_483_647)] = 0,
    until: date | None = None,
    viewer: Viewer = Depends(requires(Action.SEE_ATTENDANCE)),  # noqa: B008
) -> Response:
    """The table of a day, or of the homeroom, section or session `key`; whose it is not is refused."""
    table = attendance(viewer, Question(scope, day or clock.today(), key, until))
    name = quote(f"{_('Attendance')} {table.title}.xlsx".replace("/", "-"))
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}", "Cache-Control": "no-store"}
    return Response(workbook(table), media_type=_XLSX, headers=headers)
