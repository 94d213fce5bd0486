"""The only selects on letters and on who belongs to a family."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, and_, or_, select
from sqlmodel import Session as Db

from schoolapp.models import Account, HomeroomMembership, Letter, RoleGrant
from schoolapp.models import tables as t
from schoolapp.models.base import valid_on


@dataclass(frozen=True)
class Member:
    """Somebody of a child's family; `account_id` None: on the school's list, not joined yet."""

    guardianship_id: int
    guardian_id: int
    student_id: int
    name: str
    relation: str
    is_legal: bool
    joined_at: datetime | None
    confirmed_at: datetime | None
    account_id: int | None


@dataclass(frozen=True)
class Pupil:
    """A child with its homeroom and its letter in force. `letters`: how many it has had."""

    student_id: int
    name: str
    homeroom_id: int
    grade: int
    number: int
    seat: int | None
    letter_id: int | None = None
    issued_at: datetime | None = None
    letters: int = 0


@dataclass(frozen=True)
class Teacher:
    """A homeroom teacher as a family needs one."""

    account_id: int
    staff_id: int
    name: str
    phone: str


def letter_of_digest(db: Db, digest: str, today: date) -> Letter | None:
    """The letter in force with this digest, of a child who is at the school; locked until the transaction ends."""
    query = (
        select(Letter)
        .join(t.student, t.student.c.id == t.letter.c.student_id)
        .where(t.letter.c.code_digest == digest, t.letter.c.revoked_at.is_(None))
        .where(or_(t.student.c.left_on.is_(None), t.student.c.left_on > today))
    )
    return db.scalars(query.with_for_update(of=Letter)).first()


def lock_children(db: Db, student_ids: Collection[int]) -> None:
    """Let one transaction at a time give these children letters; rows may still point to the children."""
    rows = select(t.student.c.id).where(t.student.c.id.in_(student_ids)).order_by(t.student.c.id)
    db.execute(rows.with_for_update(key_share=True))


def all_live_letters(db: Db, student_ids: Collection[int]) -> list[Letter]:
    """The letters of these children that are in force, the oldest first."""
    query = select(Letter).where(t.letter.c.student_id.in_(student_ids), t.letter.c.revoked_at.is_(None))
    return list(db.scalars(query.order_by(t.letter.c.id)))


def live_letters(db: Db, student_ids: Collection[int]) -> dict[int, Letter]:
    """Child → its letter in force."""
    return {letter.student_id: letter for letter in all_live_letters(db, student_ids)}


def name_of(db: Db, student_id: int) -> str:
    """The child's name."""
    return db.scalar(select(t.student.c.name).where(t.student.c.id == student_id)) or ""


def names_of(db: Db, student_ids: Collection[int]) -> dict[int, str]:
    """Child → name."""
    rows = db.execute(select(t.student.c.id, t.student.c.name).where(t.student.c.id.in_(student_ids)))
    return {row[0]: row[1] for row in rows}


def members(db: Db, student_ids: Collection[int]) -> dict[int, list[Member]]:
    """Child → its family, those whose access ended left out, in the order in which they came."""
    g = t.guardianship.c
    query = (
        select(g.id, g.guardian_id, g.student_id, t.guardian.c.name, g.relation, g.is_legal, g.joined_at,
               g.confirmed_at, t.account.c.id)
        .join(t.guardian, t.guardian.c.id == g.guardian_id)
        .outerjoin(t.account, and_(t.account.c.guardian_id == g.guardian_id, t.account.c.disabled_at.is_(None)))
        .where(g.student_id.in_(student_ids), g.ended_at.is_(None))
        .order_by(g.id)
    )  # fmt: skip
    found: dict[int, list[Member]] = defaultdict(list)
    for row in db.execute(query):
        found[row[2]].append(Member(*row))
    return found


def children_of(db: Db, guardian_id: int) -> list[Member]:
    """One guardian's own standing with each of the children, confirmed or not."""
    ids = list(db.scalars(select(t.guardianship.c.student_id).where(t.guardianship.c.guardian_id == guardian_id)))
    everyone = members(db, ids)
    return [one for child in sorted(everyone) for one in everyone[child] if one.guardian_id == guardian_id]


def account_of(db: Db, guardian_id: int) -> Account | None:
    """The guardian's account, locked ones too."""
    return db.scalars(select(Account).where(t.account.c.guardian_id == guardian_id)).first()


def homeroom_of(db: Db, student_id: int, day: date) -> int | None:
    """The child's homeroom on `day`."""
    member = t.member.c
    query = select(member.homeroom_id).where(member.student_id == student_id, valid_on(HomeroomMembership, day))
    return db.scalar(query.order_by(member.id.desc()))


def teachers_of(db: Db | Connection, homeroom_ids: Collection[int], day: date) -> dict[int, Teacher]:
    """Homeroom → its homeroom teacher on `day`."""
    grant = t.role_grant.c
    query = (
        select(grant.homeroom_id, t.account.c.id, t.staff.c.id, t.staff.c.name, t.staff.c.phone)
        .join(t.account, t.account.c.id == grant.account_id)
        .join(t.staff, t.staff.c.id == t.account.c.staff_id)
        .where(grant.role == "homeroom", grant.homeroom_id.in_(homeroom_ids), valid_on(RoleGrant, day))
        .order_by(grant.id.desc())
    )
    return {row[0]: Teacher(*row[1:]) for row in db.execute(query)}


def pupils(db: Db, day: date, *, homeroom_id: int | None = None, student_id: int | None = None) -> list[Pupil]:
    """The children of a homeroom on `day`, or one child, by seat, with their letters."""
    m, h, s = t.member.c, t.homeroom.c, t.student.c
    which = m.homeroom_id == homeroom_id if homeroom_id is not None else s.id == student_id
    query = (
        select(s.id, s.name, h.id, h.grade, h.number, m.seat_number)
        .join(t.member, m.student_id == s.id)
        .join(t.homeroom, h.id == m.homeroom_id)
        .where(which, valid_on(HomeroomMembership, day), or_(s.left_on.is_(None), s.left_on > day))
        .order_by(m.seat_number, s.id)
    )
    rows = db.execute(query).all()
    letters = _letters(db, [row[0] for row in rows])
    return [Pupil(*row, *_letter_of(letters.get(row[0], []))) for row in rows]


def _letters(db: Db, student_ids: Collection[int]) -> dict[int, list[Any]]:
    c = t.letter.c
    query = select(c.student_id, c.id, c.issued_at, c.revoked_at).where(c.student_id.in_(student_ids)).order_by(c.id)
    found: dict[int, list[Any]] = defaultdict(list)
    for row in db.execute(query):
        found[row[0]].append(row)
    return found


def _letter_of(rows: list[Any]) -> Any:
    live = next((row for row in reversed(rows) if row.revoked_at is None), None)
    return (live.id, live.issued_at, len(rows)) if live else (None, None, len(rows))


def waiting_in(db: Db, homeroom_ids: Collection[int], day: date) -> dict[int, int]:
    """Homeroom → how many joined and wait for a confirmation."""
    g, m = t.guardianship.c, t.member.c
    query = (
        select(m.homeroom_id)
        .join(t.guardianship, g.student_id == m.student_id)
        .where(m.homeroom_id.in_(homeroom_ids), valid_on(HomeroomMembership, day))
        .where(g.joined_at.is_not(None), g.confirmed_at.is_(None), g.ended_at.is_(None))
    )
    found: dict[int, int] = defaultdict(int)
    for homeroom_id in db.scalars(query):
        found[homeroom_id] += 1
    return found


def called(db: Db, student_id: int, day: date, slot_number: int) -> bool:
    """Whether the duty leader has called the child's family in this period."""
    c = t.family_call.c
    query = select(c.id).where(c.student_id == student_id, c.day == day, c.slot_number == slot_number)
    return db.execute(query).first() is not None
