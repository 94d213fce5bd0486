"""Who made it: children chosen by name, cards held up, and which of them this person may file for."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, insert
from sqlmodel import Session as Db

from schoolapp import clock
from schoolapp.checkin import codes, day_queries
from schoolapp.checkin.log import queries as log_queries
from schoolapp.identity.policy import Action, Target, Viewer, may
from schoolapp.models import WorkMaker
from schoolapp.models import tables as t
from schoolapp.school.keys import card_key
from schoolapp.works.capture.phrases import refused


@dataclass(frozen=True)
class Makers:
    homerooms: dict[int, int | None]
    """Child → homeroom on that day."""
    unmatched: int = 0
    """Cards that name nobody, or nobody of this person's: the work is kept and waits for a person to say who."""


def find(
    db: Db, viewer: Viewer, day: date, named: Collection[int], texts: Collection[str], room: Collection[int]
) -> Makers:
    """The makers of a work of that day; `room`: children who were in the lesson that the viewer held.

    Raises Refused(not_your_child) for a child that was chosen by name and is none of the viewer's.
    """
    by_card, unmatched = _by_card(db, texts)
    homerooms = _allowed(db, viewer, day, {*named, *by_card}, room)
    if not set(named) <= homerooms.keys():
        raise refused("not_your_child")
    return Makers(homerooms, unmatched + len(by_card - homerooms.keys()))


def named_by(db: Db, named: Collection[int], texts: Collection[str]) -> set[int]:
    """The children whom names and cards mean, whosever they are."""
    return {*named, *_by_card(db, texts)[0]}


def put(db: Db, work_id: int, makers: dict[int, int | None]) -> None:
    """Exactly these makers; whoever stays keeps the instant of being added."""
    c = t.maker.c
    db.execute(delete(t.maker).where(c.work_id == work_id, c.student_id.not_in(makers)))
    kept = set(db.scalars(t.maker.select().with_only_columns(c.student_id).where(c.work_id == work_id)))
    rows = [
        {"work_id": work_id, "student_id": child, "homeroom_id": homeroom, "added_at": clock.now()}
        for child, homeroom in sorted(makers.items())
        if child not in kept
    ]
    if rows:
        db.execute(insert(WorkMaker), rows)


def _by_card(db: Db, texts: Iterable[str]) -> tuple[set[int], int]:
    """Children whose cards in use these are, and how many texts are no such card."""
    asked = {codes.normalise(text) for text in texts}
    if not asked:
        return set(), 0
    key = card_key()
    digests = [codes.digest(key, text) for text in asked if codes.is_code(text)]
    found = log_queries.cards_by_digest(db.connection(), digests) if digests else {}
    in_use = [card.student_id for card in found.values() if card.revoked_at is None]
    return set(in_use), len(asked) - len(in_use)


def _allowed(db: Db, viewer: Viewer, day: date, student_ids: set[int], room: Collection[int]) -> dict[int, int | None]:
    """Those of the children for whom the viewer may file a work of that day, with their homerooms."""
    if not student_ids:
        return {}
    known = day_queries.children(db.connection(), student_ids, day)
    sections = day_queries.sections_of(db.connection(), student_ids, day)

    def is_own(child: int) -> bool:
        target = Target(child, known[child].homeroom_id, section_ids=frozenset(sections.get(child, ())))
        return child in room or may(viewer, Action.ADD_WORK, target)

    return {child: known[child].homeroom_id for child in sorted(student_ids) if child in known and is_own(child)}
