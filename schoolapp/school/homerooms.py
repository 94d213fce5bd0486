"""The homerooms that somebody can choose from: one query for every list of them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlmodel import Session as Db

from schoolapp.models import tables as t


def homerooms_on(db: Db, day: date, among: Collection[int] | None = None) -> list[Any]:
    """id, grade and number of the homerooms of the term that runs on `day`, in the school's order.

    `among`: only those with these ids; None asks for all.
    """
    h, term = t.homeroom.c, t.term.c
    query = select(h.id, h.grade, h.number).join(t.term, term.id == h.term_id)
    query = query.where(term.starts_on <= day, term.ends_on >= day).order_by(h.grade, h.number)
    return list(db.execute(query if among is None else query.where(h.id.in_(among))))
