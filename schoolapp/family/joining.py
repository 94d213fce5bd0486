"""Joining a child's family with its letter, signing in again with it, adding a second child.

Whoever holds a letter learns the child's given name and the relations of those who joined, and nothing else before the
homeroom teacher has confirmed. A letter that is unknown, mistyped, revoked or of a child who left is answered alike,
after the same work.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlmodel import Session as Db

from schoolapp import clock
from schoolapp.db import read, write
from schoolapp.family import codes, queries, rules, tries
from schoolapp.family.queries import Member
from schoolapp.family.words import refused
from schoolapp.identity import agents, audit, passwords, service
from schoolapp.identity.notices import tell
from schoolapp.identity.policy import Viewer
from schoolapp.models import Account, Guardian, Guardianship, Letter
from schoolapp.models import tables as t
from schoolapp.refusals import Refused
from schoolapp.school.cards.queries import roster_day
from schoolapp.school.keys import letter_key

LONGEST_NAME = 20


@dataclass(frozen=True)
class Tile:
    """One who joined, by relation alone. `id`: of the guardianship."""

    id: int
    relation: str
    number: int
    """Of several with the same relation; 0 when there is one."""


@dataclass(frozen=True)
class OpenedLetter:
    """What the letter shows to whoever holds it."""

    given_name: str
    joined: list[Tile] = field(default_factory=list)
    is_own: bool = False
    """The signed-in guardian has this child already."""


@dataclass(frozen=True)
class Claim:
    """Who somebody says they are."""

    relation: str
    is_legal: bool
    name: str = ""
    digits: str = ""
    again: str = ""


def open_letter(code: str, address: str, viewer: Viewer) -> OpenedLetter:
    """What the letter shows. Raises Refused: no_letter, too_many_tries."""
    keys = [tries.address(address)]
    tries.take(keys)
    with read() as db:
        letter = _letter(db, code)
        family = queries.members(db, [letter.student_id])[letter.student_id]
        opened = OpenedLetter(
            rules.given_name(queries.name_of(db, letter.student_id)),
            _tiles([one for one in family if one.account_id is not None and one.joined_at is not None]),
            is_own=any(one.guardian_id == viewer.guardian_id and one.joined_at is not None for one in family),
        )
    tries.give_back(keys)
    return opened


def _tiles(joined: list[Member]) -> list[Tile]:
    relations = [rules.relation_of(one.relation) for one in joined]
    return [
        Tile(one.guardianship_id, relation, relations[: at + 1].count(relation) if relations.count(relation) > 1 else 0)
        for at, (one, relation) in enumerate(zip(joined, relations, strict=True))
    ]


def _letter(db: Db, code: str) -> Letter:
    letter = queries.letter_of_digest(db, codes.digest(letter_key(), code), clock.today())
    if letter is None:
        raise refused("no_letter")
    return letter


def check(claim: Claim) -> None:
    """Raises Refused: no_relation, no_name, not_six, too_simple, birthday, not_twice."""
    if claim.relation not in rules.RELATIONS:
        raise refused("no_relation")
    if not claim.name or len(claim.name) > LONGEST_NAME or not claim.name.isprintable():
        raise refused("no_name")
    weakness = rules.weakness_of(claim.digits)
    if weakness:
        raise refused(weakness)
    if claim.digits != claim.again:
        raise refused("not_twice")


def join(code: str, claim: Claim, user_agent: str, address: str) -> str:
    """A new account of the child's family, signed in: its token. Sent twice it signs the same person in.

    Raises Refused: what `check` and `enter` raise, no_letter, many_wait, too_many_tries, busy.
    """
    check(claim)
    keys = [tries.address(address)]
    tries.take(keys)
    login = f"family-{secrets.token_hex(16)}"  # nobody types it: a family signs in with letter and digits alone
    password_hash = passwords.hash_password(codes.secret_of(letter_key(), login, claim.digits))
    with write() as db:
        letter = _letter(db, code)
        family = queries.members(db, [letter.student_id])[letter.student_id]
        same = [one for one in family if rules.is_same_person((one.relation, one.name), (claim.relation, claim.name))]
        twice = next((one for one in same if one.account_id is not None and one.joined_at is not None), None)
        token = ""
        if twice is None:
            _check_room(family)
            account = _take_in(db, letter, claim, _listed(db, same), login, password_hash)
            token = service.begin(db, account, agents.short_name(user_agent))
    tries.give_back(keys)
    return token or enter(code, twice.guardianship_id if twice else 0, claim.digits, user_agent, address)


def _check_room(family: list[Member]) -> None:
    """A letter that went astray fills neither the teacher's page nor the database."""
    if sum(one.joined_at is not None and one.confirmed_at is None for one in family) >= rules.MOST_WAITING:
        raise refused("many_wait")


def _listed(db: Db, same: list[Member]) -> int | None:
    """The guardian whom the school's list names so and who never had an account: nobody takes over another's."""
    return next((one.guardian_id for one in same if queries.account_of(db, one.guardian_id) is None), None)


def _take_in(db: Db, letter: Letter, claim: Claim, listed: int | None, login: str, password_hash: str) -> Account:
    """The account, and the guardianship that waits for the homeroom teacher."""
    guardian_id = listed or _new_guardian(db, claim.name)
    _unconfirm(db, guardian_id)
    account = Account(login=login, password_hash=password_hash, guardian_id=guardian_id, created_at=clock.real_now())
    db.add(account)
    db.flush()
    _bind(db, guardian_id, letter, claim, account.id or 0)
    return account


def _new_guardian(db: Db, name: str) -> int:
    guardian = Guardian(name=name)
    db.add(guardian)
    db.flush()
    return guardian.id or 0


def _unconfirm(db: Db, guardian_id: int) -> None:
    """The list confirmed a person, not whoever now claims to be that person: every child is confirmed anew."""
    rows = select(Guardianship).where(t.guardianship.c.guardian_id == guardian_id)
    for row in db.scalars(rows.where(t.guardianship.c.joined_at.is_(None))):
        row.confirmed_at, row.confirmed_by_staff_id = None, None


def _bind(db: Db, guardian_id: int, letter: Letter, claim: Claim, account_id: int) -> None:
    """The guardianship as it was claimed, waiting; the homeroom teacher is told."""
    both = t.guardianship.c.guardian_id == guardian_id, t.guardianship.c.student_id == letter.student_id
    row = db.scalars(select(Guardianship).where(*both)).first()
    if row is None:
        row = Guardianship(guardian_id=guardian_id, student_id=letter.student_id)
    row.relation, row.is_legal, row.letter_id, row.joined_at = claim.relation, claim.is_legal, letter.id, clock.now()
    row.confirmed_at, row.confirmed_by_staff_id, row.ended_at = None, None, None
    db.add(row)
    db.flush()
    after = {"guardian_id": guardian_id, "student_id": letter.student_id, "letter_id": letter.id}
    audit.record(db, account_id, "family.join", "guardianship", row.id, after=after | {"is_legal": claim.is_legal})
    day = roster_day(db, clock.today())
    homeroom = queries.homeroom_of(db, letter.student_id, day)
    teachers = queries.teachers_of(db, [homeroom] if homeroom else [], day)
    tell(db, [one.account_id for one in teachers.values()], "guardian_joined", student_id=letter.student_id)


def enter(code: str, guardianship_id: int, digits: str, user_agent: str, address: str) -> str:
    """Sign in again with the letter: a new login's token.

    Raises Refused: wrong_code (the same answer, after the same work, whether or not there is such a letter or person),
    locked, too_many_tries, busy.
    """
    key, digits = letter_key(), rules.digits_of(digits)[:20]
    digest = codes.digest(key, code)
    with read() as db:
        account, guardian_id = _whom(db, digest, guardianship_id)
    who = tries.person(guardian_id) if guardian_id else tries.Key("person", f"{digest[:16]} {guardianship_id}")
    keys = [tries.address(address), tries.letter(digest), who]
    tries.take(keys)
    secret = codes.secret_of(key, account.login if account else "", digits)
    if not passwords.verify(account.password_hash if account else None, secret) or account is None:
        raise refused("wrong_code")
    tries.give_back(keys)
    with write() as db:
        return service.begin(db, account, agents.short_name(user_agent))


def _whom(db: Db, digest: str, guardianship_id: int) -> tuple[Account | None, int]:
    """Account and guardian behind a tile of this very letter; (None, 0) otherwise."""
    letter = queries.letter_of_digest(db, digest, clock.today())
    family = queries.members(db, [letter.student_id])[letter.student_id] if letter else []
    one = next((one for one in family if one.guardianship_id == guardianship_id and one.joined_at is not None), None)
    account = queries.account_of(db, one.guardian_id) if one else None
    return (account, one.guardian_id) if one and account and account.disabled_at is None else (None, 0)


def add_child(viewer: Viewer, code: str, claim: Claim, address: str) -> None:
    """A signed-in guardian takes the letter of a further child: it waits for that child's homeroom teacher.

    Twice is harmless. Raises Refused: sign_in, no_relation, no_letter, many_wait, too_many_tries.
    """
    if viewer.guardian_id is None:
        raise Refused("sign_in")
    if claim.relation not in rules.RELATIONS:
        raise refused("no_relation")
    keys = [tries.address(address)]
    tries.take(keys)
    with write() as db:
        letter = _letter(db, code)
        family = queries.members(db, [letter.student_id])[letter.student_id]
        is_own = any(one.guardian_id == viewer.guardian_id and one.joined_at is not None for one in family)
        if not is_own:
            _check_room(family)
            _bind(db, viewer.guardian_id, letter, claim, viewer.account_id or 0)
    tries.give_back(keys)


def change_code(viewer: Viewer, present: str, new: str, again: str) -> None:
    """A guardian's own six digits; every other login of the account ends.

    Raises Refused: wrong_present_code, locked, not_six, too_simple, birthday, not_twice, not_allowed.
    """
    if viewer.guardian_id is None:
        raise Refused("not_allowed")
    new, again, keys = rules.digits_of(new), rules.digits_of(again), [tries.person(viewer.guardian_id)]
    weakness = rules.weakness_of(new) or ("" if new == again else "not_twice")
    if weakness:
        raise refused(weakness)
    tries.take(keys)
    key = letter_key()
    with read() as db:
        account = db.get_one(Account, viewer.account_id)
    secret = codes.secret_of(key, account.login, rules.digits_of(present)[:20])
    is_demo = present == passwords.DEMO_PASSWORD and passwords.verify(account.password_hash, present)
    if not is_demo and not passwords.verify(account.password_hash, secret):
        raise refused("wrong_present_code")
    tries.give_back(keys)
    new_hash = passwords.hash_password(codes.secret_of(key, account.login, new))
    with write() as db:
        kept = db.get_one(Account, viewer.account_id)
        kept.password_hash = new_hash
        service.end_logins(db, kept.id or 0, but=viewer.login_id)
        audit.record(db, viewer.account_id, "family.change_code", "account", kept.id)
