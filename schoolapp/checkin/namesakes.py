"""Who can be mistaken for whom: children of the same name, and twins."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import Connection, and_, select

from schoolapp.checkin.day_queries import on
from schoolapp.checkin.log.prepared import Prepared
from schoolapp.models.tables import guardianship as _guardianship
from schoolapp.models.tables import homeroom as _homeroom
from schoolapp.models.tables import listed as _listed
from schoolapp.models.tables import member as _member
from schoolapp.models.tables import session as _session
from schoolapp.models.tables import student as _student

_other = _student.alias("other")
_NAMESAKES = Prepared(
    lambda among: (
        select(_student.c.id, _listed.c.session_id)
        .join(_other, and_(_other.c.name == _student.c.name, _other.c.id != _student.c.id))
        .join(_listed, _listed.c.student_id == _other.c.id)
        .join(_session, _session.c.id == _listed.c.session_id)
        .where(among(_student.c.id, "ids"), among(_session.c.day, "days"))
    )
)


_kin, _kin_other = _guardianship, _guardianship.alias("other_guardianship")
_other_member, _other_homeroom = _member.alias("other_member"), _homeroom.alias("other_homeroom")
_TWINS = Prepared(
    lambda among: (
        select(_kin.c.student_id, _listed.c.session_id)
        .distinct()
        .join(_kin_other, _kin_other.c.guardian_id == _kin.c.guardian_id)
        .join(_listed, _listed.c.student_id == _kin_other.c.student_id)
        .join(_session, _session.c.id == _listed.c.session_id)
        .join(_member, and_(_member.c.student_id == _kin.c.student_id, on(_member, _session.c.day)))
        .join(_homeroom, _homeroom.c.id == _member.c.homeroom_id)
        .join(
            _other_member,
            and_(_other_member.c.student_id == _kin_other.c.student_id, on(_other_member, _session.c.day)),
        )
        .join(_other_homeroom, _other_homeroom.c.id == _other_member.c.homeroom_id)
        .where(_kin_other.c.student_id != _kin.c.student_id, _other_homeroom.c.grade == _homeroom.c.grade)
        .where(_kin.c.ended_at.is_(None), _kin_other.c.ended_at.is_(None))
        .where(among(_kin.c.student_id, "ids"), among(_session.c.day, "days"))
    )
)
"""Brothers and sisters of the same grade, as the pack has them (`plan.twins`)."""


def namesake_sessions(db: Connection, student_ids: Collection[int], days: Collection[date]) -> list[tuple[int, int]]:
    """(student, session): the sessions of these days in which a child of the same name, or a twin, is expected."""
    found = [(row[0], row[1]) for query in (_NAMESAKES, _TWINS) for row in query.rows(db, ids=student_ids, days=days)]
    return sorted(set(found))
