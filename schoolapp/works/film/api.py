"""Films over HTTP: `PUT /api/films/…` adds one to a poster, `GET /media/films/…` streams it to whoever may see that."""

from __future__ import annotations

import asyncio
import logging
import tempfile
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import Annotated, Any, BinaryIO, cast
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from schoolapp.identity.guards import requires
from schoolapp.identity.policy import Action, Viewer
from schoolapp.identity.rate_limits import Limit, give_back, take
from schoolapp.models import Photo
from schoolapp.refusals import Refused
from schoolapp.settings import settings
from schoolapp.works.film import service
from schoolapp.works.film.darkroom import MOST_WAITING
from schoolapp.works.film.kinds import MOST_BYTES
from schoolapp.works.film.ranges import streamed
from schoolapp.works.film.words import refusal
from schoolapp.works.media import store
from schoolapp.works.media.api import has_it, sender_for
from schoolapp.works.media.service import Picture

log = logging.getLogger("schoolapp.film")
router = APIRouter(tags=["films"])
_may_send = requires(Action.ADD_WORK)
Sender = Annotated[Viewer, Depends(sender_for(_may_send))]
Asker = Annotated[Viewer, Depends(_may_send)]
Looker = Annotated[Viewer, Depends(requires(Action.SEE_PUBLIC))]

LIMIT = Limit("films", most=60)
"""Films of one account in a quarter of an hour."""
MOST_ON_THEIR_WAY = 1024 * 1024 * 1024
"""Bytes of films that are arriving or waiting, on the disk and without a name; beyond it phones come back later."""
_makers = ThreadPoolExecutor(MOST_WAITING + 1, thread_name_prefix="film")
_on_their_way = 0


@router.get("/api/films/{photo_id}")
def ask_film(photo_id: UUID, viewer: Asker) -> dict[str, Any]:
    """Whether the film to this poster is here, so that nothing is sent twice: `seconds` is 0 when it should be sent.

    503 while it is being made ready from an earlier try, or when too many others are: asking costs a phone nothing.
    """
    return {"id": str(photo_id), "seconds": service.ask(str(photo_id), viewer.account_id or 0)}


@router.put("/api/films/{photo_id}")
async def take_film(photo_id: UUID, request: Request, viewer: Sender) -> dict[str, Any]:
    """Take a film, the raw body. Answers when it is stored for good; the same again gives the same answer."""
    account_id = viewer.account_id or 0
    await asyncio.to_thread(take, LIMIT, str(account_id))
    async with _arrived(request) as file:
        loop = asyncio.get_running_loop()
        if await asyncio.to_thread(service.seconds_of, str(photo_id), account_id):
            await asyncio.to_thread(give_back, LIMIT, str(account_id))
        photo = await loop.run_in_executor(_makers, service.accept, str(photo_id), file, account_id)
    return _said(photo)


def _said(photo: Photo) -> dict[str, Any]:
    return {"id": photo.id, "seconds": photo.film_seconds}


@asynccontextmanager
async def _arrived(request: Request) -> AsyncIterator[BinaryIO]:
    """The whole body in a file that has no name: whatever happens to this process, nothing of it is left behind.

    What is too much is heard to its end all the same: a phone that still sends would see a broken connection instead.
    """
    global _on_their_way
    size = kept = 0
    with tempfile.TemporaryFile(dir=settings().data) as file:
        try:
            async for part in request.stream():
                size += len(part)
                if size <= MOST_BYTES and _on_their_way + len(part) <= MOST_ON_THEIR_WAY and kept + len(part) == size:
                    file.write(part)
                    kept += len(part)
                    _on_their_way += len(part)
            if kept < size:
                raise refusal("film_too_large" if size > MOST_BYTES else "film_busy")
            file.flush()
            yield cast(BinaryIO, file)
        finally:
            _on_their_way -= kept


@router.head("/media/films/{photo_id}", include_in_schema=False)
@router.get("/media/films/{photo_id}", response_class=Response)
def show_film(photo_id: UUID, viewer: Looker, request: Request) -> Response:
    """The film, whole or the part that a player asks for; 404 where its poster is none for the viewer."""
    return shown(request, service.film_for(viewer, str(photo_id)))


def shown(request: Request, film: Picture | None) -> Response:
    """Asked anew each time (`no-cache`), sent only when the browser does not have it already."""
    if film is None:
        raise Refused("not_found")
    headers = {"ETag": film.etag, "Cache-Control": "private, no-cache"}
    if "range" not in request.headers and has_it(request.headers.get("if-none-match", ""), film.etag):
        return Response(status_code=304, headers=headers)
    size = store.size_of(film.name)
    if size is None:
        log.error("a film's file is missing", extra={"path": film.name})
        raise Refused("not_found")
    return streamed(request, film.name, size, "video/mp4", headers)
