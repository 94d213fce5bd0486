"""Pictures over HTTP: `POST /api/photos` takes one, `GET /media/photos/…` shows one to whoever may see it."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from schoolapp.identity.guards import requires
from schoolapp.identity.policy import Action, Viewer
from schoolapp.identity.rate_limits import Limit, give_back, take
from schoolapp.models import Photo
from schoolapp.refusals import Refused
from schoolapp.works.media import service, store
from schoolapp.works.media.opening import MOST_BYTES
from schoolapp.works.media.service import Picture
from schoolapp.works.media.words import refusal
from schoolapp.works.media.workshop import AT_ONCE

log = logging.getLogger("schoolapp.media")
router = APIRouter(tags=["photos"])
_may_send = requires(Action.ADD_WORK)
Editor = Annotated[Viewer, Depends(_may_send)]
Looker = Annotated[Viewer, Depends(requires(Action.SEE_PUBLIC))]

LIMIT = Limit("photos", most=400)
"""Pictures of one account in a quarter of an hour; 30 works in 5 minutes are 90, and an offline phone has more."""
MOST_WAITING = 256 * 1024 * 1024
"""Bytes of pictures that wait for a worker; beyond it a phone is told to come back, which it does by itself."""


def sender_for(door: Callable[[Request], Viewer]) -> Callable[[Request], Awaitable[Viewer]]:
    """Who may send something large. A refusal, too, waits until it has arrived and is dropped: see `_body`."""

    async def sender(request: Request) -> Viewer:
        try:
            return await asyncio.to_thread(door, request)
        except Refused:
            async for _part in request.stream():
                pass
            raise

    return sender


Sender = Annotated[Viewer, Depends(sender_for(_may_send))]
_makers = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="media")
_waiting = 0


@router.post("/api/photos")
async def take_photo(
    request: Request, viewer: Sender, id: UUID, edit: Annotated[str, Query(max_length=1000)] = ""
) -> dict[str, Any]:
    """Take a picture, the raw body. Answers when it is stored for good; the same id again gives the same answer."""
    account_id = viewer.account_id or 0
    data = await _body(request)
    await asyncio.to_thread(take, LIMIT, str(account_id))
    known = await asyncio.to_thread(service.already_accepted, str(id), account_id)
    if known:
        await asyncio.to_thread(give_back, LIMIT, str(account_id))
        return _said(known)
    return _said(await _in_turn(str(id), data, account_id, _read_edit(edit)))


async def _body(request: Request) -> bytes:
    """All of it, before anything is answered: a phone that is still sending would see a broken connection instead."""
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size <= MOST_BYTES:
            parts.append(part)
        else:
            parts.clear()
    if size > MOST_BYTES:
        raise refusal("photo_too_large")
    return b"".join(parts)


async def _in_turn(photo_id: str, data: bytes, account_id: int, edit: dict[str, Any] | None) -> Photo:
    """At most two at once, in threads of their own, so that nothing else waits for pictures."""
    global _waiting
    if _waiting + len(data) > MOST_WAITING:
        raise refusal("photo_busy")
    _waiting += len(data)
    try:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(_makers, service.accept, photo_id, data, account_id, edit)
    finally:
        _waiting -= len(data)


def _read_edit(said: str) -> dict[str, Any] | None:
    try:
        return json.loads(said) if said else None
    except (ValueError, RecursionError):
        raise refusal("photo_edit") from None


def _said(photo: Photo) -> dict[str, Any]:
    return {"id": photo.id, "width": photo.width, "height": photo.height, "placeholder": photo.placeholder}


@router.head("/media/photos/{photo_id}/original", include_in_schema=False)
@router.get("/media/photos/{photo_id}/original", response_class=Response)
def show_original(photo_id: UUID, viewer: Editor, request: Request) -> Response:
    """The picture before any edit, for staff who may edit it; 404 to others, and once the work is approved."""
    return _shown(request, service.original_for(viewer, str(photo_id)), "image/jpeg")


@router.head("/media/photos/{photo_id}/{width}", include_in_schema=False)
@router.get("/media/photos/{photo_id}/{width}", response_class=Response)
def show_photo(photo_id: UUID, width: Literal["480", "960", "1920"], viewer: Looker, request: Request) -> Response:
    """A rendition by its long side; 404 when there is none or the viewer may not see it, whichever it is."""
    return _shown(request, service.picture_for(viewer, str(photo_id), int(width)), "image/webp")


def _shown(request: Request, picture: Picture | None, kind: str) -> Response:
    """Asked anew each time (`no-cache`), sent only when the browser does not have it already."""
    if picture is None:
        raise Refused("not_found")
    headers = {"ETag": picture.etag, "Cache-Control": "private, no-cache"}
    if has_it(request.headers.get("if-none-match", ""), picture.etag):
        return Response(status_code=304, headers=headers)
    try:
        content = store.load(picture.name)
    except FileNotFoundError:
        log.error("a picture's file is missing", extra={"path": picture.name})
        raise Refused("not_found") from None
    if request.method == "HEAD":
        return Response(headers={**headers, "Content-Length": str(len(content))}, media_type=kind)
    return Response(content, headers=headers, media_type=kind)


def has_it(said: str, etag: str) -> bool:
    """Whether If-None-Match names the tag; a proxy may have made a weak one of it."""
    return etag in (one.strip().removeprefix("W/") for one in said.split(","))
