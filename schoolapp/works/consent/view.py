"""What the consent pages show: small frozen values, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from typing import Any

from sqlmodel import Session as Db

from schoolapp import clock
from schoolapp.i18n import _
from schoolapp.school.naming import homeroom_name, seat_name
from schoolapp.works.audience import consents_of
from schoolapp.works.consent import queries
from schoolapp.works.rules import PURPOSES, Purpose, Subject
from schoolapp.works.words import PURPOSE_WORDS, agreed_words, choice_of

SUBJECT_WORDS = {
    Subject.WORK: _("What the child makes"),
    Subject.PERSON: _("Pictures of the child"),
}
SUBJECT_HINTS = {
    Subject.WORK: _("Paper-cuts, calligraphy, paintings. Without your yes only teachers and you see them."),
    Subject.PERSON: _("The child itself in a picture of the class. Without your yes it is not shown."),
}


@dataclass(frozen=True)
class Switch:
    """One purpose: what this voice says, and whether it may be turned."""

    purpose: int
    word: str
    is_on: bool
    is_fixed: bool
    """A caretaker cannot turn it on."""


@dataclass(frozen=True)
class SubjectView:
    """Work or person, as one guardian sees it."""

    subject: str = ""
    title: str = ""
    hint: str = ""
    choice: str = ""
    """The key of the choice that this voice made; empty for a mix, or when it never spoke."""
    is_mix: bool = False
    counts: str = ""
    """What counts in the end, in words."""
    is_agreed: bool = False
    """Something counts, whoever said so."""
    is_outvoted: bool = False
    """Another word is stricter than this voice."""
    is_silent: bool = False
    """This legal guardian has not spoken; others may have, on paper or on their own phone."""
    switches: list[Switch] = field(default_factory=list)


@dataclass(frozen=True)
class HistoryLine:
    """What one voice said at one time."""

    id: int
    at: str
    who: str
    what: str


@dataclass(frozen=True)
class ChildLine:
    """A child with what was agreed to."""

    id: int
    name: str
    where: str
    work: str = ""
    person: str = ""
    no_pictures: bool = False
    """Pictures of this child may be shown to nobody."""


def subjects(db: Db, student_id: int, guardian_id: int, *, is_legal: bool) -> list[SubjectView]:
    """Both subjects as this guardian sees them."""
    agreed = consents_of(db, [student_id])
    return [
        _subject(db, student_id, guardian_id, subject, agreed.get((student_id, subject), Purpose.NOBODY), is_legal)
        for subject in Subject
    ]


def _subject(db: Db, student_id: int, guardian_id: int, subject: Subject, agreed: int, is_legal: bool) -> SubjectView:
    newest = queries.newest_words(db, student_id, subject, guardian_id, "")
    own = sum(purpose for purpose, is_given in newest.items() if is_given) if is_legal else agreed
    return SubjectView(
        subject=subject,
        title=SUBJECT_WORDS[subject],
        hint=SUBJECT_HINTS[subject],
        choice=choice_of(own) if newest or not is_legal else "",
        is_mix=bool(own) and not choice_of(own),
        counts=agreed_words(agreed),
        is_agreed=bool(agreed),
        is_outvoted=bool(own & ~agreed),
        is_silent=is_legal and not newest,
        switches=[
            Switch(int(p), PURPOSE_WORDS[p], bool(own & p), is_fixed=not is_legal and not own & p) for p in PURPOSES
        ],
    )


def history_lines(db: Db, student_id: int) -> list[HistoryLine]:
    """The history in words: what was said in one breath is one line, the newest first."""

    def breath(word: queries.Word) -> tuple[datetime, str, str]:
        return word.at, word.relation, word.subject

    words = queries.history(db, student_id)
    return [_history_line(list(said)) for _key, said in groupby(words, key=breath)]


def _history_line(said: Sequence[queries.Word]) -> HistoryLine:
    first = said[0]
    given = sum(word.purpose for word in said if word.is_given)
    refused = sum(word.purpose for word in said if not word.is_given)
    parts = [
        _("yes: {whom}").format(whom=listed(given)) if given else "",
        _("no: {whom}").format(whom=listed(refused)) if refused else "",
    ]
    paper = _("on paper of {day}").format(day=first.signed_on.isoformat()) if first.signed_on else ""
    subject = SUBJECT_WORDS[Subject(first.subject)]
    at = f"{clock.local(first.at):%Y-%m-%d %H:%M}"
    return HistoryLine(first.id, at, first.relation, " · ".join(p for p in (subject, *parts, paper) if p))


def listed(purposes: int) -> str:
    """Purposes one by one: what was said, not which of the three choices it makes."""
    return _(", ").join(word for purpose, word in PURPOSE_WORDS.items() if purposes & purpose)


def child_lines(db: Db, rows: Sequence[Any]) -> list[ChildLine]:
    """Children with what counts for each, in the order given."""
    agreed = consents_of(db, [row.id for row in rows])
    return [_child_line(row, agreed) for row in rows]


def _child_line(row: Any, agreed: dict[tuple[int, str], Purpose]) -> ChildLine:
    person = agreed.get((row.id, Subject.PERSON), Purpose.NOBODY)
    return ChildLine(
        id=row.id,
        name=row.name,
        where=seat_name(homeroom_name(row.grade, row.number), row.seat_number),
        work=agreed_words(agreed.get((row.id, Subject.WORK), Purpose.NOBODY)),
        person=agreed_words(person),
        no_pictures=not person,
    )


def named(db: Db, student_ids: Sequence[int], today: date) -> list[ChildLine]:
    """These children with what counts, by homeroom and seat."""
    return child_lines(db, queries.children_by_id(db, student_ids, today))
