"""The first start of a real school: whoever holds the code from the console creates it, once."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import BaseModel, Field, ValidationError
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from schoolapp import clock
from schoolapp.db import read, write
from schoolapp.i18n import _
from schoolapp.identity import passwords
from schoolapp.identity.audit import record
from schoolapp.identity.policy import Role
from schoolapp.identity.rate_limits import Limit, give_back, take
from schoolapp.models import Account, Campus, PeriodSlot, RoleGrant, School, Staff, Term
from schoolapp.refusals import Refused
from schoolapp.school.basics.rules import Period, bell_rows, is_in_order, is_term, monday_of, read_periods
from schoolapp.settings import settings

BY_CODE = Limit("setup_code", most=10)
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
MOST_BELLS = 4
"""Rows of the page; more come later, by the office."""
_THE_ONE = 1
"""The key of the one school: a second one breaks the primary key, whoever is faster."""

REFUSALS = {
    "wrong_code": (403, _("The set-up code is not right. It stands in the window in which the server was started.")),
    "set_up_already": (409, _("This school is set up already. Sign in instead.")),
    "empty_name": (400, _("Write the school's name, the term's name, your name and a name for signing in.")),
    "wrong_term": (400, _("The term ends before it begins, or lasts longer than a year. Check both days.")),
    "wrong_bells": (400, _("Each period needs a name, a beginning and a later end, and begins after the one before.")),
    "weak_password": (400, _("Take a password of at least 8 characters, other than the name for signing in.")),
}


class NewSchool(BaseModel):
    """What the set-up page sends; periods as `bell1_name`, `bell1_starts` (16:30), `bell1_ends` and so on to 4."""

    code: str = Field(max_length=40)
    school: str = Field(max_length=60)
    short: str = Field(default="", max_length=20)
    term: str = Field(max_length=60)
    starts: date
    ends: date
    person: str = Field(max_length=40)
    login: str = Field(max_length=60)
    password: str = Field(max_length=200)
    bells: list[tuple[str, str, str]] = Field(default_factory=list)


def _refused(code: str) -> Refused:
    status, message = REFUSALS[code]
    return Refused(code, message, status)


def _file() -> Path:
    return settings().data.resolve() / "setup-code"


def needs_setup() -> bool:
    """Whether there is no school yet, and no demo one is coming."""
    with read() as db:
        return not settings().demo and db.exec(select(School.id)).first() is None


def setup_code() -> str:
    """A new code for the console; empty when the school is set up. Only its hash is kept: each start makes another."""
    if not needs_setup():
        return ""
    code = "-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(3))
    file = _file()
    file.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as kept:
        kept.write(_hash(code))
    return code


def _hash(code: str) -> str:
    return hashlib.sha256(re.sub(r"[^0-9A-Z]", "", code.upper()).encode()).hexdigest()


def _is_right(code: str) -> bool:
    try:
        return secrets.compare_digest(_file().read_text().strip(), _hash(code))
    except FileNotFoundError:
        return False


def read_form(fields: dict[str, Any]) -> NewSchool:
    """The page's flat fields as one value. Raises Refused("invalid")."""
    try:
        return NewSchool.model_validate({**fields, "bells": list(bell_rows(fields, MOST_BELLS).values())})
    except ValidationError:
        raise Refused("invalid") from None


def _bells(new: NewSchool) -> list[Period]:
    try:
        bells = list(read_periods(dict(enumerate(new.bells, start=1))).values())
    except ValueError:
        raise _refused("wrong_bells") from None
    if not bells or not is_in_order([(bell.starts, bell.ends) for bell in bells]):
        raise _refused("wrong_bells")
    return bells


def _check(new: NewSchool) -> None:
    if not all(text.strip() for text in (new.school, new.term, new.person, new.login)):
        raise _refused("empty_name")
    if not is_term(new.starts, new.ends):
        raise _refused("wrong_term")
    if not passwords.is_acceptable(new.password, new.login):
        raise _refused("weak_password")


def create_school(new: NewSchool, address: str = "") -> None:
    """Create school, term, bells and the office's account. Raises Refused: one of REFUSALS, or too_many_tries."""
    if not needs_setup():
        raise _refused("set_up_already")
    take(BY_CODE, address)
    if not _is_right(new.code):
        raise _refused("wrong_code")
    give_back(BY_CODE, address)
    _check(new)
    bells, password_hash = _bells(new), passwords.hash_password(new.password)
    try:
        with write() as db:
            _write_school(db, new, bells)
            _write_office(db, new, password_hash)
    except IntegrityError:
        raise _refused("set_up_already") from None
    _file().unlink(missing_ok=True)


def _write_school(db: Session, new: NewSchool, bells: list[Period]) -> None:
    short, salt = new.short.strip() or new.school.strip(), secrets.token_hex(16)
    db.add(School(id=_THE_ONE, name=new.school.strip(), short_name=short, tag_salt=salt, created_at=clock.real_now()))
    db.add(Campus(name=new.school.strip()))
    monday = monday_of(new.starts)
    term = Term(name=new.term.strip(), starts_on=monday, ends_on=new.ends)
    db.add(term)
    db.flush()
    for number, bell in enumerate(bells, start=1):
        slot = PeriodSlot(
            term_id=term.id or 0,
            number=number,
            name=bell.name,
            starts_minutes=bell.starts,
            ends_minutes=bell.ends,
            valid_from=monday,
        )
        db.add(slot)


def _write_office(db: Session, new: NewSchool, password_hash: str) -> None:
    person = Staff(name=new.person.strip())
    db.add(person)
    db.flush()
    account = Account(
        login=new.login.strip().lower(),
        password_hash=password_hash,
        staff_id=person.id,
        created_at=clock.real_now(),
    )
    db.add(account)
    db.flush()
    db.add(RoleGrant(account_id=account.id or 0, role=Role.OFFICE, valid_from=clock.today()))
    record(db, account.id, "identity.set_up", "school", _THE_ONE)
