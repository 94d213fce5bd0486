"""Works over HTTP: file one, look at it, change it. The picture itself goes to /api/photos before."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path

from schoolapp.identity.guards import requires
from schoolapp.identity.policy import Action, Viewer
from schoolapp.works.capture import service
from schoolapp.works.capture.wire import NewWork, WorkChange

router = APIRouter(prefix="/api/works", tags=["works"])
Adding = Annotated[Viewer, Depends(requires(Action.ADD_WORK))]
WorkId = Annotated[int, Path(ge=1, le=2**31 - 1)]


@router.post("")
def post_work(work: NewWork, viewer: Adding) -> dict[str, Any]:
    """File a work; with an id that is known already nothing changes and the answer is the same."""
    return service.as_filed(viewer, service.file_work(viewer, work))


@router.get("/{work_id}")
def get_work(work_id: WorkId, viewer: Adding) -> dict[str, Any]:
    """A work as whoever may work on it sees it."""
    return service.as_filed(viewer, work_id)


@router.patch("/{work_id}")
def patch_work(work_id: WorkId, change: WorkChange, viewer: Adding) -> dict[str, Any]:
    """Change makers, words or how the picture is straightened."""
    return service.as_filed(viewer, service.change_work(viewer, work_id, change))
