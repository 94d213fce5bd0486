"""How often a wrong code may be tried with a letter: counted in the database, so that no restart forgets it.

A try is counted before its outcome is known and taken back when it succeeds: parallel guesses gain nothing. What is
locked stays locked until the homeroom teacher gives a new letter, face to face; an address is free again after a while.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session as Db

from schoolapp import clock
from schoolapp.db import write
from schoolapp.family.words import refused
from schoolapp.models import tables as t
from schoolapp.school.keys import letter_key
from schoolapp.settings import settings

PER_PERSON = 8
"""Wrong codes for one person: of a million codes, so many may be guessed, ever."""
PER_LETTER = 20
PER_ADDRESS = 40
"""In ADDRESS_WINDOW; a whole village may stand behind one address."""
ADDRESS_WINDOW = timedelta(minutes=15)
_KINDS = {
    "letter": (PER_LETTER, "locked"),
    "person": (PER_PERSON, "locked"),
    "address": (PER_ADDRESS, "too_many_tries"),
}


@dataclass(frozen=True)
class Key:
    """What is counted: letter, person or address, and which."""

    kind: str
    which: str

    @property
    def text(self) -> str:
        return f"{self.kind} {self.which}"


def letter(code_digest: str) -> Key:
    """A letter by its digest, whether or not there is one."""
    return Key("letter", code_digest[:32])


def person(guardian_id: int) -> Key:
    return Key("person", str(guardian_id))


def address(ip: str) -> Key:
    """An address under a keyed hash: the table tells nobody who tried."""
    return Key("address", hmac.new(letter_key(), ip.encode(), hashlib.sha256).hexdigest()[:32])


def take(keys: Iterable[Key]) -> None:
    """Count a try at each. Raises Refused: locked, too_many_tries."""
    with write() as db:
        for key in keys:
            _count(db, key)


def _count(db: Db, key: Key) -> None:
    most, code = _KINDS[key.kind]
    now, c = clock.real_now(), t.wrong_try.c
    if key.kind == "address":
        if not settings().rate_limits:
            return
        db.execute(delete(t.wrong_try).where(c.key.like("address %"), c.since < now - ADDRESS_WINDOW))
    new = _insert(db)(t.wrong_try).values(key=key.text, count=1, since=now)
    counted = new.on_conflict_do_update(index_elements=[c.key], set_={"count": c.count + 1}).returning(c.count)
    if db.scalar(counted) > most:
        raise refused(code)


def _insert(db: Db) -> Any:
    """Both databases know "insert or count on", in a dialect each."""
    return postgresql.insert if db.get_bind().dialect.name == "postgresql" else sqlite.insert


def give_back(keys: Iterable[Key]) -> None:
    """It was right: letter and person begin anew, and the address has one try more."""
    with write() as db:
        for key in keys:
            row = t.wrong_try.c.key == key.text
            if key.kind == "address":
                db.execute(update(t.wrong_try).where(row).values(count=t.wrong_try.c.count - 1))
            else:
                db.execute(delete(t.wrong_try).where(row))


def forget(db: Db, keys: Iterable[Key]) -> None:
    """Lift the locks, in the caller's transaction: the homeroom teacher gave a new letter."""
    db.execute(delete(t.wrong_try).where(t.wrong_try.c.key.in_([key.text for key in keys])))


def is_locked(db: Db, key: Key) -> bool:
    """Whether the next try would be refused."""
    count = db.scalar(select(t.wrong_try.c.count).where(t.wrong_try.c.key == key.text))
    return count is not None and count >= _KINDS[key.kind][0]
