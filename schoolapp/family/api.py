"""The families' door: letters on paper, and joining by plain forms that need no script and keep nothing in the browser.

A letter's code reaches the server in the body of a form and never in an address: no log, no history, no referrer holds
one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from schoolapp.family import joining, rules
from schoolapp.family.joining import Claim, OpenedLetter
from schoolapp.family.letter_sheets import letter_sheets
from schoolapp.family.letters import letters_to_print
from schoolapp.family.words import refused, relation_word
from schoolapp.i18n import _
from schoolapp.identity import cookies
from schoolapp.identity.api import in_turn
from schoolapp.identity.guards import address_of, requires, viewer_of
from schoolapp.identity.policy import Action, Viewer
from schoolapp.identity.service import school_name
from schoolapp.origins import public_origin
from schoolapp.refusals import Refused
from schoolapp.ui.printing import render

router = APIRouter(tags=["family"])
_PRIVATE = {"Cache-Control": "private, no-store"}
"""What stands on these pages is one family's."""
HOME = "/home#"
"""The empty part behind the # replaces the letter's code, which browsers else carry along to a page that is shared."""
_LONGEST_FIELD = 60
Family = Annotated[Viewer, Depends(requires(Action.SEE_OWN_CHILD))]
Inviter = Annotated[Viewer, Depends(requires(Action.INVITE_FAMILY))]


@router.get("/print/letters", response_class=HTMLResponse)
def print_letters(
    request: Request, viewer: Inviter, homeroom: int | None = None, student: int | None = None
) -> HTMLResponse:
    """Four letters to a sheet for exactly one of a homeroom or a child. Refused: invalid, not_allowed, not_found."""
    if (homeroom is None) == (student is None):
        raise Refused("invalid")
    school, printed = letters_to_print(viewer, homeroom, student)
    return HTMLResponse(letter_sheets(school, public_origin(request), printed), headers=_PRIVATE)


@router.get("/join", response_class=HTMLResponse)
def join_page() -> Response:
    """Where a letter leads: takes its code from behind the #, or from whoever types it."""
    return _page("code")


@router.post("/join", response_class=HTMLResponse)
async def open_letter(request: Request) -> Response:
    """The letter: who joined, and who one may be."""
    code, _rest = await _fields(request)
    return await _with_letter(request, code, lambda letter, viewer: _who(code, letter, viewer))


@router.post("/join/who", response_class=HTMLResponse)
async def choose(request: Request) -> Response:
    """The form of somebody new, for the relation that was tapped."""
    code, fields = await _fields(request)
    relation = fields.get("relation", "")
    if relation not in rules.RELATIONS:
        raise refused("no_relation")
    claim = Claim(relation, rules.is_parent(relation))
    return await _with_letter(request, code, lambda letter, viewer: _new(code, letter, viewer, claim))


@router.post("/join/new", response_class=HTMLResponse)
async def join(request: Request) -> Response:
    """Join: makes the account, signs in, leads home. A refusal comes back with what was typed, but for the digits."""
    code, fields = await _fields(request)
    claim = _claim(fields)
    try:
        token = await in_turn(joining.join, code, claim, request.headers.get("user-agent", ""), address_of(request))
    except Refused as error:
        refusal = error
        return await _with_letter(
            request, code, lambda letter, viewer: _new(code, letter, viewer, claim, refusal), refusal
        )
    return _home_with(token)


@router.post("/join/child")
async def add_child(request: Request, viewer: Family) -> Response:
    """A signed-in guardian takes a further child's letter."""
    code, fields = await _fields(request)
    try:
        await in_turn(joining.add_child, viewer, code, _claim(fields), address_of(request))
    except Refused as error:
        return _page("code", error)
    return RedirectResponse(HOME, 303, headers=_PRIVATE)


@router.post("/join/known", response_class=HTMLResponse)
async def known(request: Request) -> Response:
    """The six digits of somebody who joined before."""
    code, fields = await _fields(request)
    who = _number(fields.get("who", ""))
    return await _with_letter(request, code, lambda letter, _viewer: _digits(code, letter, who))


@router.post("/join/enter", response_class=HTMLResponse)
async def enter(request: Request) -> Response:
    """Sign in with letter and digits, and lead home."""
    code, fields = await _fields(request)
    who, digits = _number(fields.get("who", "")), fields.get("digits", "")
    try:
        token = await in_turn(
            joining.enter, code, who, digits, request.headers.get("user-agent", ""), address_of(request)
        )
    except Refused as error:
        refusal = error
        return await _with_letter(request, code, lambda letter, _viewer: _digits(code, letter, who, refusal), refusal)
    return _home_with(token)


async def _fields(request: Request) -> tuple[str, dict[str, str]]:
    """The letter's code and the other fields of a form, each cut to a sensible length."""
    form = await request.form()
    fields = {name: value.strip()[:_LONGEST_FIELD] for name, value in form.items() if isinstance(value, str)}
    return "".join(fields.pop("code", "").split()), fields


def _claim(fields: dict[str, str]) -> Claim:
    return Claim(
        relation=fields.get("relation", ""),
        is_legal=fields.get("legal") == "yes",
        name=" ".join(fields.get("name", "").split()),
        digits=rules.digits_of(fields.get("digits", "")),
        again=rules.digits_of(fields.get("again", "")),
    )


def _number(text: str) -> int:
    """An id as a form brings it; 0 for what is none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


async def _with_letter(
    request: Request, code: str, show: Callable[[OpenedLetter, Viewer], Response], before: Refused | None = None
) -> Response:
    """The page of a letter that counts; without one the page that asks for its code. `before`: why we are here."""
    viewer = await in_turn(viewer_of, request.headers.get("cookie"))
    try:
        letter = await in_turn(joining.open_letter, code, address_of(request), viewer)
    except Refused as error:
        return _page("code", before or error)
    if letter.is_own and viewer.guardian_id is not None:
        return RedirectResponse(HOME, 303, headers=_PRIVATE)
    return show(letter, viewer)


def _who(code: str, letter: OpenedLetter, viewer: Viewer) -> Response:
    return _page("who", code=code, letter=letter, relations=rules.RELATIONS, is_adding=_is_family(viewer))


def _new(code: str, letter: OpenedLetter, viewer: Viewer, claim: Claim, refusal: Refused | None = None) -> Response:
    return _page("new", refusal, code=code, letter=letter, claim=claim, is_adding=_is_family(viewer))


def _digits(code: str, letter: OpenedLetter, who: int, refusal: Refused | None = None) -> Response:
    relation = next((relation_word(tile.relation) for tile in letter.joined if tile.id == who), "")
    return _page("known", refusal, code=code, letter=letter, who=who, relation=relation)


def _is_family(viewer: Viewer) -> bool:
    return viewer.guardian_id is not None


def _page(name: str, refusal: Refused | None = None, **values: Any) -> Response:
    html = render(
        f"family/join_{name}.html",
        title=_("Join with the letter"),
        back=HOME,
        school=school_name(),
        refusal=refusal.message if refusal else "",
        is_locked=refusal is not None and refusal.code == "locked",
        word=relation_word,
        **values,
    )
    return HTMLResponse(html, refusal.status if refusal else 200, headers=_PRIVATE)


def _home_with(token: str) -> Response:
    """Home, signed in."""
    response = RedirectResponse(HOME, 303, headers=_PRIVATE)
    cookies.set_on(response, token)
    return response
