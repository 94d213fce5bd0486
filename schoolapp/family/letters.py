"""Letters to families: given out, printed again without a new one, replaced. A child has at most one in force."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass

from sqlmodel import Session as Db

from schoolapp import clock
from schoolapp.db import write
from schoolapp.family import codes, queries, tries
from schoolapp.family.queries import Pupil
from schoolapp.family.words import refused
from schoolapp.identity import audit
from schoolapp.identity.policy import Action, Target, Viewer, may
from schoolapp.models import Letter
from schoolapp.refusals import Refused
from schoolapp.school.cards.queries import roster_day, school
from schoolapp.school.keys import letter_key


@dataclass(frozen=True)
class PrintedLetter:
    """A letter as it is printed: the only value that carries a code out of this slice."""

    pupil: Pupil
    code: str


def letters_to_print(
    viewer: Viewer, homeroom_id: int | None, student_id: int | None
) -> tuple[str, list[PrintedLetter]]:
    """The school's name and a letter for each child of the homeroom, or for one child; who has none gets one now.

    Printing again prints the same letters. Kept in the trail. Raises Refused: no_school, not_found, not_allowed,
    wrong_key.
    """
    with write() as db:
        found = school(db)
        if found is None:
            raise refused("no_school")
        day = roster_day(db, clock.today())
        children = queries.pupils(db, day, homeroom_id=homeroom_id, student_id=student_id)
        if not children:
            raise Refused("not_found")
        if not all(may(viewer, Action.INVITE_FAMILY, Target(homeroom_id=child.homeroom_id)) for child in children):
            raise Refused("not_allowed")
        letters = _with_letters(db, [child.student_id for child in children], viewer.account_id)
        printed = [PrintedLetter(child, code_of(letters[child.student_id])) for child in children]
        after = {"letters": [letters[child.student_id].id for child in children]}
        audit.record(db, viewer.account_id, "family.print", "letter", after=after)
        return found.name, printed


def _with_letters(db: Db, student_ids: list[int], account_id: int | None) -> dict[int, Letter]:
    """Child → its letter in force. Two who print at once print the same letters: the second waits for the first."""
    queries.lock_children(db, student_ids)
    found = queries.live_letters(db, student_ids)
    issue(db, [child for child in student_ids if child not in found], account_id)
    return queries.live_letters(db, student_ids)


def issue(db: Db, student_ids: Iterable[int], account_id: int | None) -> None:
    """A letter for each of these children, who have none in force. In the caller's transaction."""
    key, now = letter_key(), clock.now()
    for student_id in student_ids:
        letter = Letter(
            code_digest=secrets.token_hex(32),  # until the id is known, from which the code is made
            student_id=student_id,
            issued_at=now,
            issued_by=account_id,
        )
        db.add(letter)
        db.flush()
        letter.code_digest = codes.digest(key, codes.make_code(key, letter.id or 0))
        audit.record(db, account_id, "family.issue", "letter", letter.id, after={"student_id": student_id})
    db.flush()


def code_of(letter: Letter) -> str:
    """The letter's code, derived again. Refused wrong_key when the key file is not the one it was issued under."""
    key = letter_key()
    code = codes.make_code(key, letter.id or 0)
    if codes.digest(key, code) != letter.code_digest:
        raise refused("wrong_key")
    return code


def reissue(viewer: Viewer, student_id: int) -> None:
    """A new letter, face to face: the old one is revoked and every lock of the family is lifted.

    Raises Refused: not_found, not_allowed.
    """
    with write() as db:
        day = roster_day(db, clock.today())
        child = next(iter(queries.pupils(db, day, student_id=student_id)), None)
        if child is None:
            raise Refused("not_found")
        if not may(viewer, Action.INVITE_FAMILY, Target(homeroom_id=child.homeroom_id)):
            raise Refused("not_allowed")
        queries.lock_children(db, [student_id])
        for letter in queries.all_live_letters(db, [student_id]):
            letter.revoked_at, letter.revoked_by = clock.now(), viewer.account_id
            tries.forget(db, [tries.letter(letter.code_digest)])
            audit.record(db, viewer.account_id, "family.revoke", "letter", letter.id, before={"student_id": student_id})
        db.flush()
        everyone = queries.members(db, [student_id])[student_id]
        tries.forget(db, [tries.person(one.guardian_id) for one in everyone])
        issue(db, [student_id], viewer.account_id)
