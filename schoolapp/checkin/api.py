"""Check-in over HTTP: events in, pack and rolls out. The hot route takes the bare request and parses it itself."""

from __future__ import annotations

import asyncio
import gzip
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Request, Response
from pydantic_core import to_json

from schoolapp import clock
from schoolapp.checkin import service
from schoolapp.checkin.log.batch import Batch, Device, Outcome
from schoolapp.checkin.log.wire import MOST_BYTES, MOST_EVENTS, Envelope, parse_envelope, parse_item
from schoolapp.checkin.log.writer import writer
from schoolapp.checkin.pack.cache import packs
from schoolapp.checkin.pack.making import stamped
from schoolapp.identity import agents, cookies
from schoolapp.identity.guards import requires
from schoolapp.identity.policy import Action, Viewer
from schoolapp.refusals import answer

router = APIRouter(prefix="/api/checkin", tags=["check-in"])
_BODY = {"requestBody": {"required": True, "content": {"application/json": {"schema": Envelope.model_json_schema()}}}}


def _refusal(code: str, status: int = 400) -> Response:
    refused = service.refused(code)
    return answer(refused.code, refused.message, status if code not in service.STATUS else refused.status)


@router.post("/events", openapi_extra=_BODY)
async def post_events(request: Request) -> Response:
    """Store a batch of events (at most 500); an empty one is the heartbeat. One result an item, in their order."""
    body = await _body(request)
    if body is None:
        return _refusal("too_large", 413)
    try:
        envelope = parse_envelope(body)
    except ValueError:
        return _refusal("malformed", 400)
    if len(envelope.events) > MOST_EVENTS:
        return _refusal("too_many", 413)
    outcome = await _stored(request, envelope)
    if outcome.refusal:
        return _refusal(outcome.refusal)
    return Response(to_json(_answer(outcome)), media_type="application/json", headers={"Cache-Control": "no-store"})


async def _body(request: Request) -> bytes | None:
    """The body, None when it is over the cap: it is not read any further then."""
    declared = request.headers.get("content-length", "0")
    if not declared.isdecimal() or int(declared) > MOST_BYTES:
        return None
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > MOST_BYTES:
            return None
        parts.append(part)
    return b"".join(parts)


async def _stored(request: Request, envelope: Envelope) -> Outcome:
    """Hand the batch to the writer's thread and wait for its commit without blocking anybody."""
    loop = asyncio.get_running_loop()
    waiting: asyncio.Future[Outcome] = loop.create_future()

    def resolve(outcome: Outcome) -> None:
        if not waiting.done():
            waiting.set_result(outcome)

    def done(outcome: Outcome) -> None:
        loop.call_soon_threadsafe(resolve, outcome)

    agent = agents.short_name(request.headers.get("user-agent", ""))
    batch = Batch(
        [parse_item(raw) for raw in envelope.events],
        token=cookies.token_in(request.headers.get("cookie")),
        device=Device(envelope.device_id, envelope.unsent, agent),
        done=done,
    )
    writer().submit(batch)
    return await waiting


def _answer(outcome: Outcome) -> dict[str, Any]:
    return {
        "results": outcome.results,
        "server_time": round(clock.now().timestamp() * 1000),
        "pack_version": packs().version(outcome.viewer),
    }


@router.get("/pack", responses={304: {"description": "The pack with this ETag is still right."}})
def get_pack(request: Request, viewer: Viewer = Depends(requires(Action.TAKE_ROLL))) -> Response:  # noqa: B008
    """All that this teacher's phone needs to judge cards without a network, for today and seven days."""
    version, content = packs().pack(viewer)
    headers = {"ETag": f'W/"{version}"', "Cache-Control": "private, no-cache", "Vary": "Cookie, Accept-Encoding"}
    if version in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    content = stamped(content)
    if "gzip" in request.headers.get("accept-encoding", ""):
        content = gzip.compress(content, 4)
        headers["Content-Encoding"] = "gzip"
    return Response(content, media_type="application/json", headers=headers)


@router.get("/roll/{session_id}")
def get_roll(
    session_id: Annotated[int, Path(ge=1, le=2**31 - 1)],
    viewer: Viewer = Depends(requires(Action.TAKE_ROLL)),  # noqa: B008
) -> dict[str, Any]:
    """What has been recorded in one session, by whatever phone; and whether the phone's lists are still right."""
    return service.roll_for(viewer, session_id) | {"pack_version": packs().version_now(viewer)}
