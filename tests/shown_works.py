"""Works that hang in the gallery, for tests: with files, with a living link."""

from __future__ import annotations

from uuid import uuid4

from sqlalchemy import update

from schoolapp import clock
from schoolapp.db import write
from schoolapp.models import ShareLink
from schoolapp.models import tables as t
from schoolapp.works.audience import refresh_children
from schoolapp.works.rules import EVERYTHING
from tests.factory import SmallSchool, add_consent, add_work
from tests.photos import public_film, public_photo, put_files


def public_work(school: SmallSchool) -> int:
    """A work that everybody may see, its files in place. Its id."""
    photo_id = public_photo(school)
    with write() as db:
        return db.scalar(t.work.select().with_only_columns(t.work.c.id).where(t.work.c.photo_id == photo_id)) or 0


def school_work(school: SmallSchool) -> int:
    """A work that is approved for all and that nobody's family agreed to. Its id."""
    with write() as db:
        child = school.students["seventh"][0]
        work_id = add_work(db, school, [child], section="chess", by="other", state="approved", approved_for=EVERYTHING)
        photo = t.work.select().with_only_columns(t.work.c.photo_id).where(t.work.c.id == work_id)
        put_files(db, db.scalar(photo) or "")
    return work_id


def living_link(school: SmallSchool, work_id: int | None = None) -> str:
    """The token of a link to a public work."""
    token = uuid4().hex[:22]
    row = {
        "token": token,
        "work_id": work_id or public_work(school),
        "created_by": school.accounts["teacher"],
        "created_at": clock.now(),
    }
    with write() as db:
        db.add(ShareLink(**row))
    return token


def film_link(school: SmallSchool) -> str:
    """The token of a link to a public film."""
    photo_id = public_film(school)
    with write() as db:
        work_id = db.scalar(t.work.select().with_only_columns(t.work.c.id).where(t.work.c.photo_id == photo_id))
    return living_link(school, work_id)


def dead_link(school: SmallSchool) -> str:
    """The token of a link whose work nobody agreed to any more."""
    return living_link(school, school_work(school))


def agree(school: SmallSchool, student_id: int) -> None:
    """The family agrees to everything about works."""
    with write() as db:
        add_consent(db, school, student_id, EVERYTHING)
        refresh_children(db, [student_id])


def withdraw(school: SmallSchool, student_id: int) -> None:
    """The family takes everything back that it agreed to about works."""
    with write() as db:
        add_consent(db, school, student_id, 0)
        refresh_children(db, [student_id])


def take_down(work_id: int) -> None:
    """As the approval slice does it."""
    with write() as db:
        gone = {"state": "taken_down", "audience": 0, "shown_at": None}
        db.execute(update(t.work).where(t.work.c.id == work_id).values(**gone))
