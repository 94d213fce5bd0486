"""Writes the demo school into an empty database."""

from __future__ import annotations

import secrets
import uuid
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import insert, select, text, update
from sqlmodel import Session as Db
from sqlmodel import SQLModel

from schoolapp.checkin import codes
from schoolapp.demo import blueprint, days
from schoolapp.demo.day import prepare_day
from schoolapp.demo.draft import Draft
from schoolapp.demo.families import prepare_families
from schoolapp.demo.rows import draft, entered_at
from schoolapp.demo.script import submission
from schoolapp.demo.stage import DEVICE_AGENT, cast_of, plain_stage, rows_of_day, scenes_of
from schoolapp.identity.passwords import hash_password
from schoolapp.models import Card, CheckinEvent, Device, RollSubmission, School
from schoolapp.models import tables as t
from schoolapp.programme.service import keep_in_step
from schoolapp.school.keys import card_key
from schoolapp.settings import settings

SEED = 20261123
PASSWORD = "kehou-demo"  # noqa: S105  the demo's logins are on the sign-in page
LOGINS = ("office", "leader", "homeroom", "teacher")
PAST_DAYS = 15
"""Three weeks of school days."""
LOST_CARDS = 0.02


def is_empty(db: Db) -> bool:
    """Nobody has set up a school here, and nothing was imported."""
    has_school = db.scalar(select(t.school.c.id).limit(1)) is not None
    return not has_school and db.scalar(select(t.student.c.id).limit(1)) is None


def seed(db: Db, first_day: date) -> None:
    """The whole demo school as of `first_day`, a school day, with three weeks behind it. One transaction."""
    at = entered_at(first_day, settings().zone)
    made = draft(first_day, at, SEED)
    db.execute(insert(School), [_school(at)])
    for table, rows in made.rows.items():
        db.execute(insert(table), _even(rows))
    _issue_cards(db, made, at)
    _hand_out_phones(db, made)
    password_hash = hash_password(PASSWORD)
    db.execute(update(t.account).where(t.account.c.login.in_(LOGINS)).values(password_hash=password_hash))
    count_on(db)
    prepare_families(db, first_day, password_hash)
    past = days.school_days_before(first_day, PAST_DAYS)
    keep_in_step(db, past[0], (first_day - past[0]).days + 7)
    for day in (*past, first_day, days.school_day_after(first_day)):
        prepare_day(db, day, first_day)
    for day in past:
        play_whole_day(db, day)


def _school(at: datetime) -> dict[str, Any]:
    return {
        "id": 1,
        "name": blueprint.SCHOOL,
        "short_name": blueprint.SHORT,
        "is_demo": True,
        "tag_salt": secrets.token_hex(16),
        "created_at": at,
    }


def _even(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows that all have the same columns, as one statement needs them; what a row lacks is NULL."""
    names = dict.fromkeys(name for row in rows for name in row)
    return [{name: row.get(name) for name in names} for row in rows]


def _issue_cards(db: Db, made: Draft, at: datetime) -> None:
    """A card for every child; 2 % were lost in the meantime and replaced."""
    key, salt = card_key(), db.scalar(select(t.school.c.tag_salt)) or ""
    office = made.post("office")
    lost = sorted(made.draw.sample([child.id for child in made.children], round(LOST_CARDS * len(made.children))))
    rows = []
    for serial, student in enumerate([*(child.id for child in made.children), *lost], start=1):
        code = codes.make_code(key, serial)
        is_new = serial > len(made.children)
        again = at + timedelta(days=14 + 2 * (serial - len(made.children))) if is_new else at
        rows.append(
            {
                "id": serial,
                "serial": serial,
                "code_digest": codes.digest(key, code),
                "tag": codes.tag(salt, code),
                "student_id": student,
                "issued_at": again,
                "issued_by": office,
                "revoked_at": None,
                "revoked_by": None,
                "revoked_reason": "",
            }
        )
    for new in rows[len(made.children) :]:
        old = rows[new["student_id"] - 1]
        old.update(revoked_at=new["issued_at"], revoked_by=office, revoked_reason="lost")
    db.execute(insert(Card), rows)


def _hand_out_phones(db: Db, made: Draft) -> None:
    """A phone for every teacher, known by its account."""
    rows = [
        {
            "id": str(uuid.uuid5(uuid.NAMESPACE_URL, f"demo-phone-{person.id}")),
            "account_id": person.id,
            "last_heard_at": made.at,
            "unsent": 0,
            "agent": DEVICE_AGENT,
        }
        for person in made.staff
    ]
    db.execute(insert(Device), rows)


def count_on(db: Db) -> None:
    """PostgreSQL counts ids itself: let it go on after those that were given here."""
    if db.get_bind().dialect.name != "postgresql":
        return
    for table in SQLModel.metadata.sorted_tables:
        if "id" in table.c and table.c.id.primary_key and isinstance(table.c.id.type.python_type(), int):
            query = f"SELECT setval(pg_get_serial_sequence('\"{table.name}\"', 'id'), max(id)) FROM \"{table.name}\""  # noqa: S608
            db.execute(text(query))


def play_whole_day(db: Db, day: date) -> None:
    """An afternoon that lies behind, with nothing left open."""
    cast = cast_of(db)
    rows = rows_of_day(scenes_of(db, day, cast), plain_stage(cast))
    if rows:
        db.execute(insert(CheckinEvent), rows)
        db.execute(insert(RollSubmission), [submission(row) for row in rows if row["kind"] == "submit"])
