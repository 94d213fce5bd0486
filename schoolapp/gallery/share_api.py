"""Sharing over HTTP: making a link or a poster, and the page behind a link, which needs no JavaScript and no sign-in.

Every request asks the rule anew: where a consent is withdrawn or a work taken down, page and picture are gone at once.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from schoolapp.gallery import pictures, sharing
from schoolapp.gallery.poster import poster
from schoolapp.gallery.service import applaud as give_applause
from schoolapp.gallery.shared_html import gone_page, shared_page
from schoolapp.identity.guards import requires
from schoolapp.identity.policy import VISITOR, Action, Viewer
from schoolapp.origins import public_origin
from schoolapp.refusals import Refused
from schoolapp.works.film import api as film_api
from schoolapp.works.film.service import film_for

router = APIRouter(tags=["sharing"])
Anybody = Annotated[Viewer, Depends(requires(Action.SEE_PUBLIC))]
OwnPeople = Annotated[Viewer, Depends(requires(Action.SEE_GALLERY))]
Sharer = Annotated[Viewer, Depends(requires(Action.SHARE_WORK))]
_ASK_AGAIN = {"Cache-Control": "private, no-cache", "X-Robots-Tag": "noindex"}
_GONE = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex"}


@router.post("/api/gallery/works/{work_id}/link")
def make_link(viewer: Sharer, work_id: int, request: Request) -> JSONResponse:
    """An address of the work for everybody. 409 when it is not public."""
    return JSONResponse({"link": f"{public_origin(request)}/w/{sharing.link(viewer, work_id)}"})


@router.get("/api/gallery/works/{work_id}/poster.jpg")
def make_poster(viewer: Sharer, work_id: int, request: Request) -> Response:
    """A poster to save and send: the work, the school, a QR code of its page. It is on record from here on."""
    work, school, token = sharing.poster_facts(viewer, work_id)
    picture = pictures.opened(work.photo)
    image = poster(picture, work, school, f"{public_origin(request)}/w/{token}")
    return Response(image, media_type="image/jpeg", headers={"Cache-Control": "no-store"})


@router.head("/w/{token}.webp", include_in_schema=False)
@router.get("/w/{token}.webp")
def shared_webp(_viewer: Anybody, token: str) -> Response:
    """The picture behind a link."""
    return Response(pictures.webp(_photo(token)), media_type="image/webp", headers=_ASK_AGAIN)


@router.head("/w/{token}.jpg", include_in_schema=False)
@router.get("/w/{token}.jpg")
def shared_jpeg(_viewer: Anybody, token: str) -> Response:
    """The same for those who show a preview of the link; not all of them read WebP."""
    return Response(pictures.jpeg(_photo(token)), media_type="image/jpeg", headers=_ASK_AGAIN)


@router.head("/w/{token}.mp4", include_in_schema=False)
@router.get("/w/{token}.mp4", response_class=Response)
def shared_film(_viewer: Anybody, token: str, request: Request) -> Response:
    """The film behind a link, in parts as players ask for them."""
    answer = film_api.shown(request, film_for(VISITOR, _photo(token)))
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


def _photo(token: str) -> str:
    found = sharing.shared(token)
    if found is None:
        raise Refused("not_found")
    return found.work.photo


@router.head("/w/{token}", include_in_schema=False)
@router.get("/w/{token}", response_class=HTMLResponse)
def shared(viewer: Anybody, token: str, request: Request) -> HTMLResponse:
    """The page behind a link: picture, words and Open Graph tags are in what is served."""
    found = sharing.shared(token, viewer)
    if found is None:
        return HTMLResponse(gone_page(), 404, _GONE)
    return HTMLResponse(shared_page(found, token, public_origin(request)), headers=_ASK_AGAIN)


@router.get("/w/{token}/applause")
def opened_applause(_viewer: Anybody, token: str) -> Response:
    """Applause is sent, not opened: whoever comes here, from a bookmark or after signing in, looks at the work."""
    if sharing.shared_work(token) is None:
        return HTMLResponse(gone_page(), 404, _GONE)
    return RedirectResponse(f"/w/{token}", 303)


@router.post("/w/{token}/applause")
def applaud_shared(viewer: OwnPeople, token: str) -> Response:
    """Applause from that page, for those who are signed in; then back to it."""
    work_id = sharing.shared_work(token)
    if work_id is None:
        return HTMLResponse(gone_page(), 404, _GONE)
    give_applause(viewer, work_id)
    return RedirectResponse(f"/w/{token}", 303)
