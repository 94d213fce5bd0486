"""What the periods of a day are called: one query for every page that names them."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import or_, select

from schoolapp.models import PeriodSlot
from schoolapp.models import tables as t
from schoolapp.models.base import valid_on


def slot_names(db: Any, day: date) -> dict[int, str]:
    """Number of a period slot → its name on `day`, in the term that runs then; the weekday's own name comes first.

    `db` is a session or a connection.
    """
    slot, term = t.period_slot.c, t.term.c
    query = (
        select(slot.number, slot.name)
        .join(t.term, term.id == slot.term_id)
        .where(term.starts_on <= day, term.ends_on >= day, valid_on(PeriodSlot, day))
        .where(or_(slot.weekday.is_(None), slot.weekday == day.isoweekday()))
        .order_by(slot.weekday.is_not(None), slot.stage != "", slot.id)
    )
    return {row[0]: row[1] for row in db.execute(query)}
