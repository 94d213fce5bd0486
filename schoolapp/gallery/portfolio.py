"""A child's works over the terms, for its family and for staff who answer for it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session as Db

from schoolapp import clock
from schoolapp.db import read
from schoolapp.gallery import queries
from schoolapp.gallery.service import Shown, shown_works
from schoolapp.identity.policy import Action, Target, Viewer, may
from schoolapp.refusals import Refused
from schoolapp.school.naming import homeroom_name
from schoolapp.works.queries import eyes_of


@dataclass(frozen=True)
class TermWorks:
    name: str
    works: list[Shown]


@dataclass(frozen=True)
class Portfolio:
    """`terms`: oldest first, each with its works in the order in which they were made."""

    student_id: int
    name: str
    homeroom: str
    school: str
    terms: list[TermWorks]

    @property
    def count(self) -> int:
        return sum(len(term.works) for term in self.terms)


@dataclass(frozen=True)
class OwnChild:
    id: int
    name: str
    homeroom: str


def own_children(viewer: Viewer) -> list[OwnChild]:
    """A guardian's children, for the name tabs; empty for staff."""
    with read() as db:
        found = [queries.child(db, student_id, clock.today()) for student_id in sorted(viewer.student_ids)]
    return [OwnChild(row.id, row.name, _homeroom(row)) for row in found if row]


def portfolio(viewer: Viewer, student_id: int) -> Portfolio:
    """What this viewer sees of the child's works.

    Raises Refused: not_allowed for a child that is neither the viewer's own nor entrusted to them, not_found.
    """
    with read() as db:
        child = queries.child(db, student_id, clock.today())
        if not _may_open(db, viewer, student_id, child):
            raise Refused("not_allowed")
        if child is None:
            raise Refused("not_found")
        rows = queries.works_of_child(db, eyes_of(db, viewer, clock.today()), student_id)
        works = shown_works(db, viewer, rows)
        terms = [
            TermWorks(term.name, [work for work in works if work.term == term.id])
            for term in reversed(queries.terms(db))
        ]
        school = queries.school_name(db)
    return Portfolio(student_id, child.name, _homeroom(child), school, [term for term in terms if term.works])


def _may_open(db: Db, viewer: Viewer, student_id: int, child: object) -> bool:
    if may(viewer, Action.SEE_OWN_CHILD, Target(student_id=student_id)):
        return True
    homeroom_id = getattr(child, "homeroom_id", None)
    sections = queries.sections_of(db, student_id, clock.today())
    return may(viewer, Action.SEE_WORKS, Target(student_id, homeroom_id, section_ids=sections))


def _homeroom(row: object) -> str:
    grade, number = getattr(row, "grade", None), getattr(row, "number", None)
    return homeroom_name(grade, number) if grade and number else ""
