"""Sharing a public work: a link that lives as long as its work is public, and a poster. Each copy is on record."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session as Db

from schoolapp import clock
from schoolapp.db import read, write
from schoolapp.gallery import queries
from schoolapp.gallery.poster import lines
from schoolapp.gallery.rules import is_public
from schoolapp.gallery.service import Shown, need_seen, shown_works
from schoolapp.gallery.words import refused
from schoolapp.identity.audit import record
from schoolapp.identity.policy import VISITOR, Action, Viewer, may
from schoolapp.models import Departure, ShareLink
from schoolapp.refusals import Refused
from schoolapp.ui import lettering
from schoolapp.works.queries import eyes_of
from schoolapp.works.rules import Purpose


@dataclass(frozen=True)
class Shared:
    """A work behind a living link, as everybody sees it."""

    work: Shown
    school: str
    applause: int
    words: list[str]
    applauded: bool
    may_applaud: bool
    is_visitor: bool


def link(viewer: Viewer, work_id: int) -> str:
    """The token of this viewer's link to the work; made when there is none. Refused: not_found, not_public."""
    with write() as db:
        _need_public(db, viewer, work_id)
        return _link(db, viewer, work_id)


def poster_facts(viewer: Viewer, work_id: int) -> tuple[Shown, str, str]:
    """Work, school and token for a poster; the poster is on record from here on.

    Refused: not_found, not_public, poster_letters (a name has a character that no font of this server has).
    """
    with write() as db:
        row = _need_public(db, viewer, work_id)
        work, school = shown_works(db, VISITOR, [row])[0], queries.school_name(db)
        if letters := lettering.unwritable("".join((*lines(work), school))):
            raise refused("poster_letters", letters=letters)
        token = _link(db, viewer, work_id)
        _depart(db, viewer, work_id, "poster")
        return work, school, token


def _need_public(db: Db, viewer: Viewer, work_id: int) -> Any:
    """The work's row, held: a withdrawal at the same moment comes before the copy, or finds it and asks it back."""
    if not may(viewer, Action.SHARE_WORK) or viewer.account_id is None:
        raise Refused("not_allowed")
    queries.hold_work(db, work_id)
    row = need_seen(db, viewer, work_id)
    if not is_public(row.state, row.audience):
        raise refused("not_public")
    return row


def _link(db: Db, viewer: Viewer, work_id: int) -> str:
    account_id = viewer.account_id or 0
    token = queries.own_link(db, work_id, account_id)
    if token is None:
        token = secrets.token_urlsafe(16)
        db.add(ShareLink(token=token, work_id=work_id, created_by=account_id, created_at=clock.now()))
    _depart(db, viewer, work_id, "link")
    return token


def _depart(db: Db, viewer: Viewer, work_id: int, kind: str) -> None:
    """A copy leaves: whoever sends it is asked to take it back when the consent goes. Once as long as it stands."""
    account_id = viewer.account_id or 0
    if queries.has_open_departure(db, work_id, kind, account_id):
        return
    row = Departure(work_id=work_id, kind=kind, purpose=int(Purpose.PUBLIC), account_id=account_id, at=clock.now())
    db.add(row)
    record(db, account_id, "works.share", "work", work_id, None, {"kind": kind})


def shared(token: str, viewer: Viewer = VISITOR) -> Shared | None:
    """What is behind the link, by what the rule says now; None when nothing is, whatever the reason.

    Names and words are those that everybody may read, whoever is signed in: the page is made to be passed on.
    """
    with read() as db:
        row = _behind(db, token)
        if row is None:
            return None
        count, mine = queries.applause(db, row.id, viewer.account_id)
        words = [word.text for word in queries.kind_words(db, row.id, None) if word.state == "shown"]
        own = may(viewer, Action.SEE_GALLERY)
        shown, school = shown_works(db, VISITOR, [row])[0], queries.school_name(db)
        return Shared(shown, school, count, words, mine, own, viewer.is_visitor)


def shared_work(token: str) -> int | None:
    """The id of the work behind the link, as long as everybody may see it."""
    with read() as db:
        row = _behind(db, token)
    return row.id if row is not None else None


def _behind(db: Db, token: str) -> Any | None:
    work_id = queries.live_link(db, token)
    row = queries.one_work(db, eyes_of(db, VISITOR, clock.today()), work_id) if work_id else None
    return row if row is not None and is_public(row.state, row.audience) else None
