"""What the gallery shows, and what somebody who looks may do: applaud, say a kind word."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session as Db

from schoolapp import clock
from schoolapp.db import read, write
from schoolapp.gallery import queries
from schoolapp.gallery.queries import Wish
from schoolapp.gallery.rules import PAGE, Place, clean_words, is_public, place_text, shown_names, words_refusal
from schoolapp.gallery.words import refused
from schoolapp.identity.policy import Action, Viewer, may
from schoolapp.models import Applause, KindWord
from schoolapp.models import tables as t
from schoolapp.refusals import Refused
from schoolapp.school.naming import homeroom_name
from schoolapp.works.queries import eyes_of


@dataclass(frozen=True)
class Shown:
    """A work as one reader sees it."""

    id: int
    photo: str
    width: int
    height: int
    placeholder: str
    film: int
    """Seconds of the film of which the picture is the poster; 0 for a picture."""
    title: str
    medium: str
    remark: str
    kind: str
    homeroom: str
    by: list[str]
    course: str
    day: str
    term: int


@dataclass(frozen=True)
class Page:
    """`after`: where the next page begins; empty at the end."""

    works: list[Shown]
    after: str


@dataclass(frozen=True)
class Word:
    text: str
    is_waiting: bool
    is_own: bool


@dataclass(frozen=True)
class Details:
    """What stands below an opened work."""

    work: Shown
    applause: int
    applauded: bool
    words: list[Word]
    may_answer: bool
    """Applaud, say a kind word, report: the school's own people."""
    is_visitor: bool
    """Signing in would help."""
    may_share: bool


@dataclass(frozen=True)
class Filters:
    """What can be chosen; (key, words)."""

    courses: list[tuple[int, str]]
    grades: list[tuple[int, str]] = field(default_factory=list)
    homerooms: list[tuple[int, str]] = field(default_factory=list)
    terms: list[tuple[int, str]] = field(default_factory=list)


def knows_school(viewer: Viewer) -> bool:
    """Staff and confirmed families: they read names."""
    return may(viewer, Action.SEE_GALLERY)


def gallery_page(viewer: Viewer, wish: Wish) -> Page:
    """The next works, newest first."""
    with read() as db:
        eyes = eyes_of(db, viewer, clock.today())
        rows = queries.gallery_page(db, eyes, wish, knows_school(viewer))
        shown = shown_works(db, viewer, rows[:PAGE])
    if len(rows) <= PAGE:
        return Page(shown, "")
    return Page(shown, place_text(Place(rows[PAGE - 1].shown_at, rows[PAGE - 1].id)))


def shown_works(db: Db, viewer: Viewer, rows: list[Any]) -> list[Shown]:
    """Rows in the form in which this viewer reads them."""
    names = queries.makers(db, [row.id for row in rows]) if rows else {}
    return [_shown(row, names.get(row.id, []), knows_school(viewer)) for row in rows]


def _shown(row: Any, names: list[str], knows: bool) -> Shown:
    homeroom = homeroom_name(row.homeroom_grade, row.homeroom_number) if row.homeroom_grade else ""
    return Shown(
        id=row.id,
        photo=row.photo_id,
        width=row.width,
        height=row.height,
        placeholder=row.placeholder,
        film=row.film_seconds,
        title=row.title,
        medium=row.medium,
        remark=row.remark,
        kind=row.kind,
        homeroom=homeroom,
        by=shown_names(names, row.kind, knows_school=knows),
        course=row.course or "",
        day=row.day.isoformat(),
        term=row.term_id,
    )


def details(viewer: Viewer, work_id: int) -> Details:
    """One work with what people said. Refused("not_found") when the viewer may not see it, whatever the reason."""
    with read() as db:
        row = _seen(db, viewer, work_id)
        count, mine = queries.applause(db, work_id, viewer.account_id)
        words = [
            Word(word.text, word.state == "waiting", bool(word.is_own))
            for word in queries.kind_words(db, work_id, viewer.account_id)
        ]
        may_share = may(viewer, Action.SHARE_WORK) and is_public(row.state, row.audience)
        shown, own = shown_works(db, viewer, [row])[0], knows_school(viewer)
        return Details(shown, count, mine, words, own, viewer.is_visitor, may_share)


def _seen(db: Db, viewer: Viewer, work_id: int) -> Any:
    """The work's row. Every act on a work asks here first."""
    row = queries.one_work(db, eyes_of(db, viewer, clock.today()), work_id)
    if row is None:
        raise Refused("not_found")
    return row


def need_seen(db: Db, viewer: Viewer, work_id: int) -> Any:
    """For sharing and reporting: the work's row, or Refused("not_found")."""
    return _seen(db, viewer, work_id)


def applaud(viewer: Viewer, work_id: int, *, is_on: bool = True) -> int:
    """Give or take back one's applause; twice is once. How many there are now."""
    if not may(viewer, Action.SEE_GALLERY) or viewer.account_id is None:
        raise Refused("not_allowed")
    try:
        with write() as db:
            _seen(db, viewer, work_id)
            _, mine = queries.applause(db, work_id, viewer.account_id)
            if is_on and not mine:
                db.add(Applause(work_id=work_id, account_id=viewer.account_id, at=clock.now()))
            elif not is_on and mine:
                a = t.applause.c
                db.execute(delete(t.applause).where(a.work_id == work_id, a.account_id == viewer.account_id))
            db.flush()
    except IntegrityError:  # the same person twice at once, on two phones
        pass
    with read() as db:
        return queries.applause(db, work_id, viewer.account_id)[0]


def say_kindly(viewer: Viewer, work_id: int, uuid: str, text: str) -> None:
    """Keep kind words; they are shown after somebody of the school has read them. The same uuid twice is once."""
    if not may(viewer, Action.SEE_GALLERY) or viewer.account_id is None:
        raise Refused("not_allowed")
    words = clean_words(text)
    try:
        _keep_words(viewer, work_id, uuid, words)
    except IntegrityError:  # the same words twice at once: the other one was faster, and is known now
        _keep_words(viewer, work_id, uuid, words)


def _keep_words(viewer: Viewer, work_id: int, uuid: str, words: str) -> None:
    account_id = viewer.account_id or 0
    with write() as db:
        _seen(db, viewer, work_id)
        known = queries.word_by_uuid(db, uuid)
        if known is not None:
            if known.account_id != account_id or known.work_id != work_id:
                raise Refused("invalid")
            return
        today = queries.words_since(db, account_id, clock.at_minutes(clock.today(), 0))
        code = words_refusal(words, today)
        if code:
            raise refused(code)
        db.add(KindWord(uuid=uuid, work_id=work_id, account_id=account_id, text=words, at=clock.now()))


def filters(viewer: Viewer) -> Filters:
    """What a gallery can be narrowed by. Visitors learn of courses and grades only."""
    with read() as db:
        courses = [(row.id, row.name) for row in queries.courses(db)]
        rooms = queries.homerooms(db, clock.today())
        terms = [(row.id, row.name) for row in queries.terms(db)]
    grades = [(grade, grade_name(grade)) for grade in sorted({row.grade for row in rooms})]
    named = [(row.id, homeroom_name(row.grade, row.number)) for row in rooms] if knows_school(viewer) else []
    return Filters(courses, grades, named, terms)


def grade_name(grade: int) -> str:
    """三年级."""
    return homeroom_name(grade, 1)[0] + "年级"
