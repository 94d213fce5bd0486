"""Who agreed to what, and to whom a work may be shown. Pure: facts in, decision out.

Source: the school's own promise ("a child's picture reaches nobody whom the guardian did not agree to") and PIPL
art. 31: a child under 14 needs the consent of a parent or other guardian, which art. 15 lets them withdraw.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import IntFlag, StrEnum


class Purpose(IntFlag):
    """What a work may be shown for. A set of them is an audience."""

    NOBODY = 0
    CLASS = 1
    """Families of the child's homeroom and of the section in which it was made."""
    SCHOOL = 2
    """Every family and teacher of the school."""
    OPEN_DAY = 4
    """Visitors in the school on an open day."""
    PUBLIC = 8
    """Everybody."""


EVERYTHING = Purpose.CLASS | Purpose.SCHOOL | Purpose.OPEN_DAY | Purpose.PUBLIC
PURPOSES = (Purpose.CLASS, Purpose.SCHOOL, Purpose.OPEN_DAY, Purpose.PUBLIC)
CHOICES: dict[str, Purpose] = {
    "teachers": Purpose.NOBODY,
    "school": Purpose.CLASS | Purpose.SCHOOL,
    "public": EVERYTHING,
}
"""The three choices of the first screen: 只老师看 / 本班和学校看 / 可以公开."""


class Subject(StrEnum):
    """What a consent is about, and what a picture shows."""

    WORK = "work"
    """What the child made."""
    PERSON = "person"
    """The child itself."""


class WorkState(StrEnum):
    WAITING = "waiting"
    APPROVED = "approved"
    RETURNED = "returned"
    TAKEN_DOWN = "taken_down"


SUBJECT_OF_KIND = {"work": Subject.WORK, "people": Subject.PERSON}


@dataclass(frozen=True)
class Said:
    """One line of the consent history of one child, subject and purpose."""

    voice: str
    """Whose: `guardian 7`, or for paper `paper mother`."""
    is_given: bool
    is_legal: bool
    """A legal guardian's; a caretaker's word counts only as a withdrawal."""
    order: int
    """Later words have larger numbers."""


def is_agreed(history: Iterable[Said]) -> bool:
    """Whether the child's guardians agree: a legal guardian said yes, and no standing word says no.

    The newest word of each voice stands. Where two legal guardians disagree the stricter wins. A caretaker's no stands
    until a legal guardian says yes after it. Nobody said anything: no.
    """
    newest: dict[str, Said] = {}
    for said in history:
        if said.voice not in newest or newest[said.voice].order < said.order:
            newest[said.voice] = said
    legal = [said for said in newest.values() if said.is_legal]
    if not any(said.is_given for said in legal) or not all(said.is_given for said in legal):
        return False
    last_yes = max(said.order for said in legal)
    return all(said.is_given or said.order < last_yes for said in newest.values() if not said.is_legal)


def agreed(history: Iterable[tuple[int, Said]]) -> Purpose:
    """The purposes agreed to, from (purpose, word) pairs of one child and one subject."""
    by_purpose: dict[int, list[Said]] = {}
    for purpose, said in history:
        by_purpose.setdefault(purpose, []).append(said)
    found = Purpose.NOBODY
    for purpose in PURPOSES:
        if is_agreed(by_purpose.get(purpose, ())):
            found |= purpose
    return found


def audience(state: str, approved_for: int, consents: Collection[int]) -> Purpose:
    """For whom a work may be shown: what it was approved for and what every child on it consented to.

    `consents` has one entry per child on the work; without any child nobody has consented.
    """
    if state != WorkState.APPROVED or not consents:
        return Purpose.NOBODY
    allowed = Purpose(approved_for & EVERYTHING)
    for consent in consents:
        allowed &= Purpose(consent & EVERYTHING)
    return allowed


def may_say(*, is_legal: bool, is_given: bool) -> bool:
    """Only a legal guardian gives; a caretaker may only withdraw."""
    return is_legal or not is_given
