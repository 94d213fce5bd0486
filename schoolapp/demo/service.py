"""The demo school: only in demo mode, and only into an empty database."""

from __future__ import annotations

from sqlalchemy import select
from sqlmodel import Session as Db

from schoolapp import clock
from schoolapp.db import read, write
from schoolapp.demo import clock as demo_clock
from schoolapp.demo import days
from schoolapp.demo.seed import count_on, is_empty, seed
from schoolapp.demo.works import hang_works, states_of_newest
from schoolapp.demo.works_catalogue import catalogue
from schoolapp.demo.works_pictures import drawn, keep
from schoolapp.models import tables as t
from schoolapp.settings import settings
from schoolapp.works.rules import WorkState


def fill_when_empty() -> bool:
    """Fill the database with the demo school and set its clock; False when there is a school already."""
    if not settings().demo:
        return False
    with read() as db:
        if not is_empty(db):
            return False
    pieces = catalogue()
    waiting = {place for place, state in states_of_newest(len(pieces)).items() if state is WorkState.WAITING}
    with drawn(pieces, waiting) as drawing, write() as db:
        if not is_empty(db):
            return False
        first_day = days.school_day_from(clock.today())
        seed(db, first_day)
        made = drawing.pictures()
        films = drawing.films()
        keep(made, films)
        hang_works(db, first_day, pieces, made, films)
        count_on(db)
        demo_clock.prepare(first_day)
    return True


def is_demo(db: Db) -> bool:
    """Whether the school in the database is the demo's."""
    return bool(db.scalars(select(t.school.c.is_demo)).first())
