"""Whom to call about a child. The policy decides who sees it; numbers go to the page and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, select

from schoolapp import clock
from schoolapp.family.queries import teachers_of
from schoolapp.family.words import relation_word
from schoolapp.i18n import _
from schoolapp.identity.policy import Action, Target, Viewer, may
from schoolapp.models import tables as t


@dataclass(frozen=True)
class Contact:
    """Somebody with a number."""

    who: str
    """奶奶 龚秀兰."""
    phone: str


def of_child(db: Connection, viewer: Viewer, child: Target) -> list[Contact]:
    """Its guardians, then its homeroom teacher of today: those with a number. Nobody for who may not see them."""
    if not may(viewer, Action.SEE_CONTACTS, child):
        return []
    return _family(db, child.student_id or 0) + _homeroom_teacher(db, viewer, child.homeroom_id or 0)


def _family(db: Connection, student_id: int) -> list[Contact]:
    kin, guardian = t.guardianship.c, t.guardian.c
    query = (
        select(kin.relation, guardian.name, guardian.phone)
        .join(t.guardian, guardian.id == kin.guardian_id)
        .where(kin.student_id == student_id, kin.ended_at.is_(None), guardian.phone != "")
        .order_by(kin.id)
    )
    return [Contact(f"{relation_word(relation)} {name}", phone) for relation, name, phone in db.execute(query)]


def _homeroom_teacher(db: Connection, viewer: Viewer, homeroom_id: int) -> list[Contact]:
    teacher = teachers_of(db, [homeroom_id], clock.today()).get(homeroom_id)
    if teacher is None or not teacher.phone or teacher.staff_id == viewer.staff_id:
        return []
    return [Contact(_("homeroom teacher {name}").format(name=teacher.name), teacher.phone)]
