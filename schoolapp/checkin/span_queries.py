"""The selects about leaves and keeps: for how long a child is accounted for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, or_, select, true

from schoolapp.checkin.day_queries import millis
from schoolapp.checkin.log.prepared import Among, Prepared
from schoolapp.models.tables import keep as _keep
from schoolapp.models.tables import leave as _leave


def _leaves(where: Callable[[Among], Any]) -> Prepared:
    return Prepared(
        lambda among: (
            select(_leave.c.student_id, _leave.c.starts_at, _leave.c.ends_at, _leave.c.withdrawn_at)
            .where(stood_at_all(), _leave.c.ends_at > bindparam("start"))
            .where(_leave.c.starts_at < bindparam("end"), where(among))
            .order_by(_leave.c.id)
        )
    )


_KEEPS_OF = Prepared(
    lambda among: (
        select(_keep.c.student_id, _keep.c.starts_at, _keep.c.ends_at, _keep.c.ended_at)
        .where(_keep.c.starts_at < bindparam("end"), _keep.c.ends_at > bindparam("start"))
        .where(among(_keep.c.student_id, "ids"))
        .order_by(_keep.c.starts_at, _keep.c.id)
    )
)
_LEAVES_OF = _leaves(lambda among: among(_leave.c.student_id, "ids"))
_ALL_LEAVES = _leaves(lambda _among: true())


def leaves(db: Connection, student_ids: Collection[int] | None, start: datetime, end: datetime) -> dict[int, list[Any]]:
    """Approved leaves that overlap the span: student → [(from, to)] in milliseconds; None asks for everybody's.

    One that was withdrawn stood until then: a roll of before knew the child as on leave.
    """
    if student_ids is None:
        rows = _ALL_LEAVES.rows(db, start=start, end=end)
    else:
        rows = _LEAVES_OF.rows(db, ids=student_ids, start=start, end=end)
    found: dict[int, list[Any]] = defaultdict(list)
    for student_id, begins, ends, withdrawn in rows:
        found[student_id].append((millis(begins), millis(over_at(ends, withdrawn))))
    return found


def stood_at_all() -> Any:
    """A condition: the leave was not withdrawn before it began."""
    return or_(_leave.c.withdrawn_at.is_(None), _leave.c.withdrawn_at > _leave.c.starts_at)


def keeps(db: Connection, student_ids: Collection[int], start: datetime, end: datetime) -> dict[int, list[Any]]:
    """Times in the span at which a teacher kept the child back: student → [(from, to)] in milliseconds."""
    found: dict[int, list[Any]] = defaultdict(list)
    for student_id, begins, ends, ended in _KEEPS_OF.rows(db, ids=student_ids, start=start, end=end):
        found[student_id].append((millis(begins), millis(over_at(ends, ended))))
    return found


def over_at(ends_at: datetime, ended_at: datetime | None) -> datetime:
    """When a keep or a leave was over: at its time, or when the child was let go, or the leave withdrawn, before."""
    return min(ends_at, ended_at) if ended_at else ends_at


def leave_mark() -> Any:
    """A select whose answer changes when a leave is given or withdrawn."""
    return select(func.max(_leave.c.id), func.count(_leave.c.withdrawn_at))
