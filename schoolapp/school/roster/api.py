"""Import over HTTP, for the office: preview a file, apply a preview, download a template."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Depends, Form, UploadFile
from fastapi.responses import Response
from pydantic import BaseModel, Field

from schoolapp.identity.guards import requires
from schoolapp.identity.policy import Action, Viewer
from schoolapp.school.roster import service
from schoolapp.school.roster.columns import Kind
from schoolapp.school.roster.presenting import present, present_applied
from schoolapp.school.roster.spreadsheets import MAX_UPLOAD
from schoolapp.school.roster.templates import file_name, template
from schoolapp.school.roster.words import refusal

router = APIRouter(prefix="/api/import", tags=["import"])
Importer = Annotated[Viewer, Depends(requires(Action.IMPORT))]
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Decision(BaseModel):
    """A preview to apply: answers by question, options of the file."""

    token: str = Field(max_length=64)
    answers: dict[str, str] = Field(default_factory=dict, max_length=20_000)
    options: dict[str, bool] = Field(default_factory=dict, max_length=20)


@router.post("/preview")
async def preview(viewer: Importer, file: UploadFile, kind: Annotated[str, Form(max_length=20)] = "") -> dict[str, Any]:
    """What the file would do; changes nothing. `kind` empty: told by its headings. Refused for an unreadable file."""
    content = await file.read(MAX_UPLOAD + 1)
    name = (file.filename or "").replace("\\", "/").rsplit("/", 1)[-1][:200]
    if len(content) > MAX_UPLOAD:
        raise refusal("too_big", name)
    chosen = Kind(kind) if kind in set(Kind) else None
    shown = await asyncio.to_thread(service.preview, content, name, chosen, viewer.account_id or 0)
    return present(shown)


@router.post("/apply")
async def apply(viewer: Importer, decision: Decision) -> dict[str, Any]:
    """Do what the preview showed, in one transaction. Refused("import_gone" or "import_moved") otherwise."""
    applied = await asyncio.to_thread(
        service.apply, decision.token, decision.answers, decision.options, viewer.account_id or 0
    )
    return present_applied(applied)


@router.get("/template/{kind}.xlsx", response_class=Response)
def download_template(kind: Kind, viewer: Importer) -> Response:
    """An empty list of that kind to fill in."""
    disposition = f"attachment; filename=\"{kind}.xlsx\"; filename*=UTF-8''{quote(file_name(kind))}"
    return Response(template(kind), media_type=_SHEET, headers={"Content-Disposition": disposition})
