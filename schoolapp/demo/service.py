"""The demo school: only in demo mode, and only into an empty database."""

from __future__ import annotations

from schoolapp import clock
from schoolapp.db import write
from schoolapp.demo import days
from schoolapp.demo.seed import is_empty, seed
from schoolapp.settings import settings


def fill_when_empty() -> bool:
    """Fill the database with the demo school and start its clock; False when there is a school already."""
    if not settings().demo:
        return False
    with write() as db:
        if not is_empty(db):
            return False
        seed(db, days.school_day_from(clock.today()))
    return True
