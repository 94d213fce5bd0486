"""Terms: their name and days, and the next one."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlmodel import Session as Db

from schoolapp import clock
from schoolapp.identity import audit
from schoolapp.identity.policy import Viewer
from schoolapp.models import PeriodSlot, Term
from schoolapp.models import tables as t
from schoolapp.programme.rules import holds_on
from schoolapp.programme.service import Steps
from schoolapp.school.basics import queries
from schoolapp.school.basics.rules import is_term, monday_of, share_days
from schoolapp.school.basics.service import MOST_NAME, begin, replan, tidy
from schoolapp.school.basics.words import day_words, refuse


def change(db: Db, viewer: Viewer, term_id: int, name: str, starts_on: date, ends_on: date) -> Steps:
    """Another name or other days; its first day is the Monday of that week. What became of the coming lessons.

    Raises Refused: no_term, term_over, term_held and those of `add`.
    """
    begin(db, viewer)
    term, name, starts_on = open_term(db, term_id), tidy(name, MOST_NAME), monday_of(starts_on)
    _check(db, name, starts_on, ends_on, term)
    held = queries.held_between(db, term.starts_on, term.ends_on, clock.now())
    if held and not starts_on <= held[0] <= held[1] <= ends_on:
        raise refuse("term_held", first=day_words(held[0]), last=day_words(held[1]))
    wanted = {"name": name, "starts_on": starts_on, "ends_on": ends_on}
    changed = [field for field, value in wanted.items() if getattr(term, field) != value]
    if not changed:
        return Steps()
    before = _facts(term, changed)
    if starts_on < term.starts_on:
        _begin_earlier(db, term, starts_on)
    term.name, term.starts_on, term.ends_on = name, starts_on, ends_on
    db.add(term)
    audit.record(db, viewer.account_id, "school.term", "term", term.id, before=before, after=_facts(term, changed))
    return replan(db)


def add(db: Db, viewer: Viewer, name: str, starts_on: date, ends_on: date) -> int:
    """A new term with the bells of the one before; its lists are imported once that one is over. Its id.

    Raises Refused: empty_term, wrong_term, term_past, term_overlaps.
    """
    begin(db, viewer)
    name, starts_on = tidy(name, MOST_NAME), monday_of(starts_on)
    known = queries.terms(db)
    for term in known:
        if (term.name, term.starts_on, term.ends_on) == (name, starts_on, ends_on):
            return term.id or 0
    _check(db, name, starts_on, ends_on)
    new = Term(name=name, starts_on=starts_on, ends_on=ends_on)
    db.add(new)
    db.flush()
    earlier = [term for term in known if term.ends_on < starts_on] or known
    if earlier:
        _take_bells_over(db, earlier[-1], new)
    audit.record(db, viewer.account_id, "school.term_new", "term", new.id, after=_facts(new, ["starts_on", "ends_on"]))
    replan(db)
    return new.id or 0


def open_term(db: Db, term_id: int) -> Term:
    """The term, while it can be changed: not once it is over and another one is known. Raises no_term, term_over."""
    known = queries.terms(db)
    term = next((one for one in known if one.id == term_id), None)
    if term is None:
        raise refuse("no_term")
    if term.ends_on < clock.today() and term is not known[-1]:
        raise refuse("term_over")
    return term


def _check(db: Db, name: str, starts_on: date, ends_on: date, term: Term | None = None) -> None:
    if not name:
        raise refuse("empty_term")
    if not is_term(starts_on, ends_on):
        raise refuse("wrong_term")
    if term is None and ends_on < clock.today():
        raise refuse("term_past")
    for other in queries.terms(db):
        if other is not term and share_days((starts_on, ends_on), (other.starts_on, other.ends_on)):
            first, last = day_words(other.starts_on), day_words(other.ends_on)
            raise refuse("term_overlaps", term=other.name, first=first, last=last)


def _facts(term: Term, fields: list[str]) -> dict[str, Any]:
    """For the trail: days, and of a name that it is another one."""
    return {field: "…" if field == "name" else getattr(term, field).isoformat() for field in fields}


def _take_bells_over(db: Db, old: Term, new: Term) -> None:
    for slot in queries.slots(db, old.id or 0):
        if holds_on(old.ends_on, slot.valid_from, slot.valid_to):
            values = slot.model_dump(exclude={"id", "term_id", "valid_from", "valid_to"})
            db.add(PeriodSlot(**values, term_id=new.id or 0, valid_from=new.starts_on))


def _begin_earlier(db: Db, term: Term, starts_on: date) -> None:
    """What began with the term begins with it still; a place in another term's homeroom ends the earlier for it."""
    old = term.starts_on
    homerooms = select(t.homeroom.c.id).where(t.homeroom.c.term_id == term.id)
    sections = select(t.section.c.id).where(t.section.c.term_id == term.id)
    moved = select(t.member.c.student_id).where(t.member.c.homeroom_id.in_(homerooms), t.member.c.valid_from == old)
    until = {"valid_to": starts_on - timedelta(days=1)}
    db.execute(
        update(t.member)
        .where(t.member.c.student_id.in_(moved), t.member.c.homeroom_id.not_in(homerooms))
        .where(t.member.c.valid_to == old - timedelta(days=1))
        .values(until)
    )
    for table, is_of_term in (
        (t.period_slot, t.period_slot.c.term_id == term.id),
        (t.entry, t.entry.c.term_id == term.id),
        (t.taking_part, t.taking_part.c.term_id == term.id),
        (t.member, t.member.c.homeroom_id.in_(homerooms)),
        (t.role_grant, t.role_grant.c.homeroom_id.in_(homerooms)),
        (t.enrolment, t.enrolment.c.section_id.in_(sections)),
        (t.section_teacher, t.section_teacher.c.section_id.in_(sections)),
    ):
        db.execute(update(table).where(is_of_term, table.c.valid_from == old).values(valid_from=starts_on))
