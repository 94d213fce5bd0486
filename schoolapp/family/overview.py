"""What a homeroom teacher and the office see of the families of a homeroom. Each row is asked about with its target."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from schoolapp import clock
from schoolapp.db import read
from schoolapp.family import queries, tries
from schoolapp.family.queries import Member, Pupil
from schoolapp.family.rules import is_parent, relation_of
from schoolapp.family.words import relation_word
from schoolapp.i18n import _
from schoolapp.identity.policy import Action, Target, Viewer, may
from schoolapp.refusals import Refused
from schoolapp.school.cards.queries import roster_day
from schoolapp.school.homerooms import homerooms_on
from schoolapp.school.naming import homeroom_name, seat_name


@dataclass(frozen=True)
class HomeroomChoice:
    """A homeroom to look at; the id as text, as a select holds it."""

    id: str
    name: str


@dataclass(frozen=True)
class Person:
    """One of a child's family. `state`: waiting, confirmed or listed (on the school's list, not joined)."""

    id: int = 0
    name: str = ""
    relation: str = ""
    """As it is kept, one of the relations or a word of the list."""
    relation_word: str = ""
    is_legal: bool = False
    state: str = "listed"
    since: str = ""
    child: str = ""
    where: str = ""
    seems_odd: bool = False
    """A parent who says to be no legal guardian, or somebody else who says to be one: worth a question."""


@dataclass(frozen=True)
class Family:
    """A child and its family."""

    id: int
    name: str
    where: str
    letter: str
    """What became of the letter, in words."""
    has_letter: bool
    is_locked: bool
    joined: int
    waiting: int = 0
    """Of those who joined, how many nobody has confirmed yet."""
    people: list[Person] = field(default_factory=list)


@dataclass(frozen=True)
class Overview:
    """The page of one homeroom."""

    homerooms: list[HomeroomChoice] = field(default_factory=list)
    homeroom_id: str = ""
    title: str = ""
    waiting: list[Person] = field(default_factory=list)
    families: list[Family] = field(default_factory=list)
    joined: int = 0
    """Children of whose family somebody is confirmed."""


def overview(viewer: Viewer, homeroom_id: int) -> Overview:
    """The families of the homeroom; 0: the first of those that the viewer may invite. Raises Refused("not_allowed").

    Nothing for the office of a school that has no homerooms yet.
    """
    with read() as db:
        day = roster_day(db, clock.today())
        rooms = [row for row in homerooms_on(db, day) if _may_invite(viewer, row.id)]
        if not homeroom_id and not rooms and may(viewer, Action.MANAGE_FAMILIES):
            return Overview()  # A new school: no homeroom has come in yet.
        if not rooms or (homeroom_id and all(row.id != homeroom_id for row in rooms)):
            raise Refused("not_allowed")
        waiting_in = queries.waiting_in(db, [row.id for row in rooms], day)
        chosen = homeroom_id or next((row.id for row in rooms if row.id in waiting_in), rooms[0].id)
        pupils = queries.pupils(db, day, homeroom_id=chosen)
        members = queries.members(db, [pupil.student_id for pupil in pupils])
        letters = queries.live_letters(db, [pupil.student_id for pupil in pupils])
        locked = {
            key
            for key, letter in letters.items()
            if tries.is_locked(db, tries.letter(letter.code_digest))
            or any(tries.is_locked(db, tries.person(one.guardian_id)) for one in members[key] if one.joined_at)
        }
    families = [_family(pupil, members[pupil.student_id], pupil.student_id in locked) for pupil in pupils]
    return Overview(
        [HomeroomChoice(str(row.id), _choice(row, waiting_in.get(row.id, 0))) for row in rooms],
        str(chosen),
        next(homeroom_name(row.grade, row.number) for row in rooms if row.id == chosen),
        [one for family in families for one in family.people if one.state == "waiting"],
        families,
        sum(any(one.state == "confirmed" for one in family.people) for family in families),
    )


def _may_invite(viewer: Viewer, homeroom_id: int) -> bool:
    return may(viewer, Action.INVITE_FAMILY, Target(homeroom_id=homeroom_id))


def _choice(row: Any, waiting: int) -> str:
    name = homeroom_name(row.grade, row.number)
    return _("{homeroom}, {n} waiting").format(homeroom=name, n=waiting) if waiting else name


def _family(pupil: Pupil, members: list[Member], is_locked: bool) -> Family:
    where = seat_name(homeroom_name(pupil.grade, pupil.number), pupil.seat)
    people = [_person(one, pupil.name, where) for one in members]
    return Family(
        pupil.student_id,
        pupil.name,
        f"{pupil.seat} 号" if pupil.seat is not None else "",
        _letter_words(pupil),
        pupil.letter_id is not None,
        is_locked,
        sum(one.state == "confirmed" for one in people),
        sum(one.state == "waiting" for one in people),
        people,
    )


def _letter_words(pupil: Pupil) -> str:
    if pupil.issued_at is None:
        return _("no letter yet")
    day = f"{clock.local(pupil.issued_at):%m-%d}"
    wording = _("new letter on {day}, the old one is void") if pupil.letters > 1 else _("letter of {day}")
    return wording.format(day=day)


def _person(one: Member, child: str, where: str) -> Person:
    has_joined = one.joined_at is not None
    state = ("confirmed" if one.confirmed_at else "waiting") if has_joined else "listed"
    return Person(
        one.guardianship_id,
        one.name,
        relation_of(one.relation),
        relation_word(one.relation),
        one.is_legal,
        state,
        f"{clock.local(one.joined_at):%m-%d %H:%M}" if one.joined_at else "",
        child,
        where,
        seems_odd=one.is_legal != is_parent(one.relation),
    )
