"""Families of the demo school: the grandmother whom one can be, and people who wait for the homeroom teacher."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select, update
from sqlmodel import Session as Db

from schoolapp.clock import at_minutes
from schoolapp.demo import blueprint
from schoolapp.family import letters, queries
from schoolapp.identity.notices import tell
from schoolapp.models import Account, Guardian, Guardianship
from schoolapp.models import tables as t

LOGIN = "guardian"
_NO_PASSWORD = "!"  # noqa: S105  no password has this hash
_WAITING = ((4, "妈妈", "龚秀兰", True), (9, "爷爷", "朱国华", False), (17, "其他", "王玉珍", True))
"""Seat in the demo's homeroom, who joined, and whether as a legal guardian; the last one is worth a question."""


def prepare_families(db: Db, first_day: date, password_hash: str) -> None:
    """Letters for the demo's homeroom; one grandmother of two joined and confirmed, three people wait."""
    homeroom_id = db.scalar(
        select(t.homeroom.c.id).where(
            t.homeroom.c.grade == blueprint.DEMO_HOMEROOM[0], t.homeroom.c.number == blueprint.DEMO_HOMEROOM[1]
        )
    )
    pupils = {one.seat: one.student_id for one in queries.pupils(db, first_day, homeroom_id=homeroom_id)}
    teacher = queries.teachers_of(db, [homeroom_id or 0], first_day)[homeroom_id or 0]
    letters.issue(db, pupils.values(), teacher.account_id)
    twins = [pupils[seat] for _grade, _number, seat in blueprint.TWINS[0]]
    _grandmother(db, first_day, twins, password_hash)
    for seat, relation, name, is_legal in _WAITING:
        _waiting(db, first_day, pupils[seat], (name, relation, is_legal))
        at = at_minutes(first_day - timedelta(days=1), 20 * 60)
        tell(db, [teacher.account_id], "guardian_joined", student_id=pupils[seat], at=at)


def _letter_id(db: Db, student_id: int) -> int | None:
    return queries.live_letters(db, [student_id])[student_id].id


def _grandmother(db: Db, first_day: date, twins: list[int], password_hash: str) -> None:
    """The twins' guardian on the list: by a court's paper, so that the demo shows what a legal guardian decides."""
    guardian_id = db.scalar(select(t.guardianship.c.guardian_id).where(t.guardianship.c.student_id == twins[0]))
    joined = at_minutes(first_day - timedelta(days=14), 19 * 60 + 12)
    for child in twins:
        row = t.guardianship.c.guardian_id == guardian_id, t.guardianship.c.student_id == child
        values = {"relation": "奶奶", "is_legal": True, "joined_at": joined, "letter_id": _letter_id(db, child)}
        confirmed = joined + timedelta(hours=13)
        db.execute(update(t.guardianship).where(*row).values(**values, confirmed_at=confirmed))
    db.add(Account(login=LOGIN, password_hash=password_hash, guardian_id=guardian_id, created_at=joined))
    db.flush()


def _waiting(db: Db, first_day: date, student_id: int, who: tuple[str, str, bool]) -> None:
    name, relation, is_legal = who
    at = at_minutes(first_day - timedelta(days=1), 19 * 60 + student_id % 50)
    guardian = Guardian(name=name)
    db.add(guardian)
    db.flush()
    db.add(
        Account(login=f"family-demo-{guardian.id}", password_hash=_NO_PASSWORD, guardian_id=guardian.id, created_at=at)
    )
    db.add(
        Guardianship(
            guardian_id=guardian.id or 0,
            student_id=student_id,
            relation=relation,
            is_legal=is_legal,
            letter_id=_letter_id(db, student_id),
            joined_at=at,
        )
    )
    db.flush()
