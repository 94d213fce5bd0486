"""A copy leaves in the moment in which a family withdraws: it is refused, or it is asked back. Never neither."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import Engine, select

from schoolapp.db import read
from schoolapp.gallery import sharing
from schoolapp.identity.policy import Viewer
from schoolapp.models import tables as t
from tests.at_once import at_once
from tests.factory import SmallSchool
from tests.shown_works import agree, public_work, withdraw
from tests.unit.works.approval.people import viewer

ROUNDS = 15


def _standing(work_id: int) -> list[str]:
    """Links that still lead to the work, and copies of it that nobody is asked to take back."""
    s, d = t.share_link.c, t.departure.c
    with read() as db:
        links = db.scalars(select(s.token).where(s.work_id == work_id, s.ended_at.is_(None)))
        copies = db.scalars(select(d.kind).where(d.work_id == work_id, d.recalled_at.is_(None)))
        return [*links, *copies]


@pytest.mark.parametrize("share", [sharing.link, sharing.poster_facts])
def test_shared_while_the_family_withdraws(
    all_databases: Engine, school: SmallSchool, share: Callable[[Viewer, int], object]
) -> None:
    child = school.students["third"][0]
    teacher = viewer(school, "teacher")
    for _ in range(ROUNDS):
        work_id = public_work(school)
        at_once(lambda work_id=work_id: share(teacher, work_id), lambda: withdraw(school, child))
        assert _standing(work_id) == []
        agree(school, child)
