"""Who sees which work: the rule, and that the SQL says the same for every work and everybody."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, select
from sqlmodel import Session as Db

from schoolapp import clock
from schoolapp.db import write
from schoolapp.models import tables as t
from schoolapp.works import queries
from schoolapp.works.rules import Purpose, WorkState
from schoolapp.works.visibility import Eyes, Seen, may_see
from tests.factory import MONDAY, SmallSchool

STATES = st.sampled_from(list(WorkState))
KINDS = st.sampled_from(["work", "people"])
SMALL = st.integers(1, 3)
SETS = st.frozensets(SMALL, max_size=2)


@st.composite
def eyes(draw: st.DrawFn) -> Eyes:
    who = draw(st.sampled_from(["visitor", "guardian", "unconfirmed", "teacher", "homeroom", "leader"]))
    if who == "visitor":
        return Eyes(is_at_open_day=draw(st.booleans()))
    if who in ("guardian", "unconfirmed"):
        own = draw(st.frozensets(SMALL, min_size=1, max_size=2)) if who == "guardian" else frozenset()
        classes = (draw(SETS), draw(SETS)) if own else (frozenset(), frozenset())
        return Eyes(4, student_ids=own, class_homeroom_ids=classes[0], class_section_ids=classes[1])
    if who == "leader":
        return Eyes(draw(SMALL), is_staff=True, sees_all=True)
    homerooms = draw(SETS) if who == "homeroom" else frozenset()
    return Eyes(draw(SMALL), is_staff=True, homeroom_ids=homerooms, section_ids=draw(SETS))


@st.composite
def works(draw: st.DrawFn) -> Seen:
    makers = draw(st.dictionaries(SMALL, st.none() | st.integers(1, 2), max_size=3))
    homerooms = set(makers.values())
    return Seen(
        kind=draw(KINDS),
        state=draw(STATES),
        audience=draw(st.integers(0, 15)),
        created_by=draw(SMALL),
        section_id=draw(st.none() | SMALL),
        homeroom_id=homerooms.pop() if len(homerooms) == 1 else None,
        makers=makers,
    )


@given(eyes(), works())
def test_an_outsider_sees_only_what_was_agreed_to(who: Eyes, work: Seen) -> None:
    """Whoever is neither family nor answers for the work sees it approved and under a purpose that reaches them."""
    if not may_see(who, work) or who.is_staff or work.makers.keys() & who.student_ids:
        return
    assert work.state == WorkState.APPROVED
    assert work.audience
    if not who.student_ids:
        assert work.audience & (Purpose.PUBLIC | Purpose.OPEN_DAY)


@given(eyes(), works())
def test_what_was_taken_down_is_seen_by_those_who_answer_for_it_alone(who: Eyes, work: Seen) -> None:
    if work.state in (WorkState.TAKEN_DOWN, WorkState.RETURNED) and not who.is_staff:
        assert not may_see(who, work)


@given(eyes(), works())
def test_a_picture_of_children_needs_every_family(who: Eyes, work: Seen) -> None:
    """A family sees a picture of several children only when all agreed, although its own child is in it."""
    others = work.makers.keys() - who.student_ids
    if work.kind == "people" and others and not work.audience and not who.is_staff:
        assert not may_see(who, work)


@pytest.mark.usefixtures("all_databases")
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(works(), min_size=1, max_size=12), st.lists(eyes(), min_size=1, max_size=12))
def test_the_condition_in_sql_is_the_rule(school: SmallSchool, made: list[Seen], lookers: list[Eyes]) -> None:
    """Ids of the drawn works are 1 to 3 and mean the small school's first rows of each kind."""
    names = _Names(school)
    with write() as db:
        for table in (t.maker, t.work):
            db.execute(table.delete())
        ids = [names.store(db, number, work) for number, work in enumerate(made, start=1)]
        for looker in map(names.eyes, lookers):
            told = set(db.scalars(select(t.work.c.id).where(queries.visible_to(looker))))
            ruled = queries.seen_works(db, ids)
            assert told == {work_id for work_id, work in ruled.items() if may_see(looker, work)}
            by_hand = zip(ids, made, strict=True)
            assert told == {work_id for work_id, work in by_hand if may_see(looker, names.seen(work))}


class _Names:
    """Turns 1, 2, 3 into ids of the small school."""

    def __init__(self, school: SmallSchool) -> None:
        self._school = school
        self.students = dict(enumerate(school.students["third"][:3], start=1))
        self.sections = dict(enumerate(school.sections.values(), start=1))
        self.homerooms = dict(enumerate(school.homerooms.values(), start=1))
        self.accounts = dict(enumerate(school.accounts.values(), start=1))

    def _all(self, table: dict[int, int], values: frozenset[int]) -> frozenset[int]:
        return frozenset(table[value] for value in values if value in table)

    def eyes(self, drawn: Eyes) -> Eyes:
        return Eyes(
            account_id=self.accounts[drawn.account_id] if drawn.account_id else None,
            is_staff=drawn.is_staff,
            sees_all=drawn.sees_all,
            homeroom_ids=self._all(self.homerooms, drawn.homeroom_ids),
            section_ids=self._all(self.sections, drawn.section_ids),
            student_ids=self._all(self.students, drawn.student_ids),
            class_homeroom_ids=self._all(self.homerooms, drawn.class_homeroom_ids),
            class_section_ids=self._all(self.sections, drawn.class_section_ids),
            is_at_open_day=drawn.is_at_open_day,
        )

    def seen(self, drawn: Seen) -> Seen:
        return Seen(
            kind=drawn.kind,
            state=drawn.state,
            audience=drawn.audience,
            created_by=self.accounts[drawn.created_by],
            section_id=self.sections.get(drawn.section_id or 0),
            homeroom_id=self.homerooms.get(drawn.homeroom_id or 0),
            makers={self.students[child]: self.homerooms.get(room or 0) for child, room in drawn.makers.items()},
        )

    def store(self, db: Db, number: int, drawn: Seen) -> int:
        work = self.seen(drawn)
        photo = f"00000000-0000-7000-8000-{number:012d}"
        db.execute(t.photo.delete().where(t.photo.c.id == photo))
        db.execute(insert(t.photo), [_photo(photo, work.created_by)])
        row: dict[str, Any] = {
            "uuid": photo,
            "kind": work.kind,
            "photo_id": photo,
            "title": "",
            "medium": "",
            "remark": "",
            "term_id": self._school.term,
            "day": MONDAY,
            "section_id": work.section_id,
            "homeroom_id": work.homeroom_id,
            "created_by": work.created_by,
            "created_at": clock.now(),
            "state": work.state,
            "approved_for": work.audience,
            "audience": work.audience,
        }
        work_id = int(db.execute(insert(t.work).returning(t.work.c.id), row).scalar_one())
        for child, room in work.makers.items():
            maker = {"work_id": work_id, "student_id": child, "homeroom_id": room, "added_at": clock.now()}
            db.execute(insert(t.maker), maker)
        return work_id


def _photo(photo_id: str, account_id: int) -> dict[str, Any]:
    return {
        "id": photo_id,
        "digest": "0" * 64,
        "original_digest": "",
        "edit": {},
        "width": 1920,
        "height": 1280,
        "placeholder": "",
        "size": 1,
        "uploaded_by": account_id,
        "received_at": clock.now(),
    }
