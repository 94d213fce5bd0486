"""Parts of a file over HTTP, as players ask for them (RFC 9110, section 14)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from fastapi import Request
from fastapi.responses import Response, StreamingResponse

from schoolapp.works.media import store

PIECE = 256 * 1024
"""Bytes that are in memory at once for one reader."""
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII)


class Unsatisfiable(Exception):  # noqa: N818  the RFC's word for it
    """The part lies beyond the end."""


def part_of(said: str, size: int) -> tuple[int, int] | None:
    """Start and end (not included) of the part that a Range header asks for.

    None: all of it, also for several parts at once and for what nobody understands, as the RFC allows.
    """
    found = _RANGE.fullmatch(said.strip().lower())
    if found is None or found.group(0) == "bytes=-":
        return None
    first, last = found.groups()
    if not first:
        start, end = max(0, size - int(last)), size
    else:
        start, end = int(first), min(size, int(last) + 1) if last else size
        if last and int(last) < int(first):
            return None
    if start >= size or start >= end:
        raise Unsatisfiable
    return start, end


def streamed(request: Request, name: str, size: int, kind: str, headers: dict[str, str]) -> Response:
    """The file, or the part asked for, piece by piece. `headers` hold its ETag."""
    headers = {**headers, "Accept-Ranges": "bytes"}
    is_same = request.headers.get("if-range", headers["ETag"]) == headers["ETag"]
    try:
        part = part_of(request.headers.get("range", "") if is_same else "", size)
    except Unsatisfiable:
        return Response(status_code=416, headers={**headers, "Content-Range": f"bytes */{size}"})
    start, end = part or (0, size)
    if part:
        headers["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
    headers["Content-Length"] = str(end - start)
    status = 206 if part else 200
    if request.method == "HEAD":
        return Response(status_code=status, headers=headers, media_type=kind)
    return StreamingResponse(_pieces(name, start, end), status, headers, kind)


def _pieces(name: str, start: int, end: int) -> Iterator[bytes]:
    for at in range(start, end, PIECE):
        yield store.load_part(name, at, min(end, at + PIECE))
