"""Import in two steps: preview says what a file would do, apply does exactly that, in one transaction."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from schoolapp import clock
from schoolapp.db import read, write
from schoolapp.identity import audit
from schoolapp.programme.service import keep_in_step
from schoolapp.school.keys import national_key
from schoolapp.school.roster import drafts
from schoolapp.school.roster.columns import Kind
from schoolapp.school.roster.plan import ADD, CHANGE, Answers, Plan
from schoolapp.school.roster.planning import make_plan
from schoolapp.school.roster.queries import load_snapshot
from schoolapp.school.roster.reading import Reading, read_book
from schoolapp.school.roster.records import Setting
from schoolapp.school.roster.snapshot import Snapshot
from schoolapp.school.roster.spreadsheets import UnreadableError, open_book
from schoolapp.school.roster.words import refusal
from schoolapp.school.roster.writing import apply_plan

_LOCK = 0x726F7374
"""Number of the lock that lets one import at a time write on PostgreSQL; SQLite has one writer anyway."""
_MOVES_SESSIONS = frozenset({Kind.STUDENTS, Kind.SECTIONS, Kind.ENROLMENTS, Kind.TIMETABLE})


@dataclass(frozen=True)
class Preview:
    """What a file would do. `token` names it for `apply`."""

    token: str
    file_name: str
    kind: Kind
    reading: Reading
    plan: Plan


@dataclass(frozen=True)
class Applied:
    """What was done."""

    kind: Kind
    file_name: str
    plan: Plan

    @property
    def waiting(self) -> int:
        """Questions that nobody answered: those rows stayed out."""
        return sum(1 for question in self.plan.questions if question.answer is None)


def hide(number: str) -> str:
    """Keyed hash of a national student number, hex: finds the child again, tells nothing about it."""
    return hmac.new(national_key(), number.encode(), hashlib.sha256).hexdigest()


def preview(content: bytes, file_name: str, kind: Kind | None, account_id: int) -> Preview:
    """Read the file and plan its import; nothing is changed. Raises Refused for a file that cannot be read."""
    with read() as db:
        now = _snapshot(db)
    try:
        book = open_book(content, file_name)
    except UnreadableError as error:
        raise refusal(error.code, file_name) from error
    reading = read_book(book, Setting(now.school_year, hide), kind)
    if reading.kind is None or not reading.tables:
        raise refusal("no_list", file_name)
    for record in reading.records:
        record.forget()
    plan = make_plan(reading.kind, reading.records, now)
    token = drafts.save(drafts.Draft(account_id, reading.kind, file_name, plan.digest(), reading.records))
    return Preview(token, file_name, reading.kind, reading, plan)


def apply(token: str, answers: Mapping[str, str], options: Mapping[str, bool], account_id: int) -> Applied:
    """Do what the preview showed, with the answers given since. All of it or nothing.

    Raises Refused: import_gone (no such preview any more), import_moved (the school changed since it was shown).
    """
    draft = drafts.load(token, account_id)
    if draft is None:
        raise refusal("import_gone")
    try:
        with write() as db:
            plan = _apply(db, draft, Answers(answers, options), account_id)
    except IntegrityError as error:
        raise refusal("import_moved") from error
    drafts.drop(token)
    return Applied(draft.kind, draft.file_name, plan)


def _apply(db: Session, draft: drafts.Draft, answers: Answers, account_id: int) -> Plan:
    if db.get_bind().dialect.name == "postgresql":
        db.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _LOCK})
    now = _snapshot(db)
    if make_plan(draft.kind, draft.records, now).digest() != draft.digest:
        raise refusal("import_moved")
    plan = make_plan(draft.kind, draft.records, now, answers)
    apply_plan(db, plan, account_id)
    counts = {"kind": str(draft.kind), "added": plan.count(ADD), "changed": plan.count(CHANGE)}
    audit.record(db, account_id, "import.apply", "import", after=counts)
    if draft.kind in _MOVES_SESSIONS:
        db.flush()
        keep_in_step(db, clock.today())
    return plan


def _snapshot(db: Session) -> Snapshot:
    now = load_snapshot(db, clock.today())
    if now is None:
        raise refusal("import_no_term")
    return now
