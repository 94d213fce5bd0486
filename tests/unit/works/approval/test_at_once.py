"""Two people decide in the same moment: the later one sees what the earlier one wrote, and the audience never lies."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from sqlalchemy import Engine, select

from schoolapp import clock
from schoolapp.db import read, write
from schoolapp.identity.policy import Viewer
from schoolapp.models import tables as t
from schoolapp.works.approval import queries, rules, service
from schoolapp.works.approval.reports import report
from schoolapp.works.audience import consents_of
from schoolapp.works.capture.service import change_work
from schoolapp.works.capture.wire import WorkChange
from schoolapp.works.consent.service import Sheet, enter_sheet, say
from schoolapp.works.rules import CHOICES, EVERYTHING, Purpose, WorkState, audience
from tests.at_once import at_once
from tests.factory import SmallSchool, add_consent, add_work
from tests.unit.works.approval.people import notices, viewer, work

ROUNDS = 12


def some_works(school: SmallSchool, count: int) -> list[int]:
    with write() as db:
        children = school.students["third"][:2]
        for child in children:
            add_consent(db, school, child, EVERYTHING)
        return [add_work(db, school, children) for _ in range(count)]


def agrees(work_id: int, subject: str = "work") -> bool:
    """Row, history and consents say the same."""
    with read() as db:
        row = db.execute(select(t.work).where(t.work.c.id == work_id)).one()
        history = queries.decisions_of(db, [work_id])[work_id]
        makers = queries.homerooms_of_makers(db, [work_id])[work_id]
        consents = consents_of(db, makers)
    stands = rules.standing_after((one.kind, one.purposes, one.at) for one in history)
    masks = [consents.get((child, subject), Purpose.NOBODY) for child in makers]
    is_shown = row.shown_at is not None
    return (
        (stands.state, stands.approved_for) == (row.state, row.approved_for)
        and is_shown == (row.state == WorkState.APPROVED)
        and row.audience == audience(row.state, row.approved_for, masks)
    )


def test_approved_and_taken_down_ends_as_taken_down(all_databases: Engine, school: SmallSchool) -> None:
    teacher, office = viewer(school, "teacher"), viewer(school, "office")
    for _ in range(ROUNDS):
        ids = some_works(school, 3)
        at_once(
            lambda ids=ids: service.approve(teacher, ids, EVERYTHING),
            lambda ids=ids: service.take_down(office, ids[1], "wrong child"),
        )
        assert [work(one).state for one in ids] == ["approved", "taken_down", "approved"]
        assert all(agrees(one) for one in ids)


def test_two_approve_the_same_in_opposite_order(all_databases: Engine, school: SmallSchool) -> None:
    teacher, homeroom = viewer(school, "teacher"), viewer(school, "homeroom")
    for _ in range(ROUNDS):
        ids = some_works(school, 6)
        done = at_once(
            lambda ids=ids: service.approve(teacher, ids, EVERYTHING),
            lambda ids=ids: service.approve(homeroom, ids[::-1], CHOICES["school"]),
        )
        assert [len(one.done) for one in done if isinstance(one, service.Outcome)] == [6, 6]
        assert all(agrees(one) for one in ids)
        assert len({work(one).approved_for for one in ids}) == 1, "the later batch is the one that stands, whole"
    assert len(notices(school, "guardian")) == 6 * ROUNDS, "told once, whoever was first"


def test_approved_while_a_family_withdraws(all_databases: Engine, school: SmallSchool) -> None:
    """Whichever comes first, nobody sees what was not agreed to."""
    child = school.students["third"][0]
    with write() as db:
        db.execute(t.guardianship.update().values(is_legal=True))
        (guardian,) = db.scalars(select(t.guardianship.c.guardian_id).where(t.guardianship.c.student_id == child))
    family = viewer(school, "guardian")
    family = Viewer(family.account_id, guardian_id=guardian, roles=family.roles, student_ids=family.student_ids)
    for _ in range(ROUNDS):
        say(family, child, "work", EVERYTHING)
        ids = some_works(school, 2)
        answers = at_once(
            lambda ids=ids: service.approve(viewer(school, "teacher"), ids, EVERYTHING),
            lambda: say(family, child, "work", Purpose.NOBODY),
        )
        assert answers[1] == Purpose.NOBODY
        assert [work(one).audience for one in ids] == [0, 0]
        assert all(agrees(one) for one in ids)


def test_anything_at_once_stays_consistent(all_databases: Engine, school: SmallSchool) -> None:
    chance = random.Random(20261123)
    people = [viewer(school, key) for key in ("teacher", "homeroom", "office", "leader")]
    ids = some_works(school, 4)

    def job() -> Callable[[], object]:
        who, one, some = chance.choice(people), chance.choice(ids), chance.sample(ids, 3)
        mask = chance.choice([0, 3, 15])
        with read() as db:
            newest = list(queries.last_decisions(db, ids).values())
        return chance.choice(
            [
                lambda: service.approve(who, some, mask, is_again=True),
                lambda: service.send_back(who, one, "blurred"),
                lambda: service.take_down(who, one, "wrong child"),
                lambda: service.hand_in(who, one),
                lambda: service.undo(who, newest),
            ]
        )

    for _ in range(ROUNDS):
        at_once(*[job() for _ in range(4)])
        assert all(agrees(one) for one in ids)


def test_children_come_and_go_while_others_decide(all_databases: Engine, school: SmallSchool) -> None:
    """Nobody waits in a circle: whoever puts a child on a work waits for that child before holding the work."""
    chance = random.Random(20261125)
    people = [viewer(school, key) for key in ("homeroom", "office", "leader")]
    children, ids = school.students["third"][:4], some_works(school, 4)

    def job() -> Callable[[], object]:
        who, one, some = chance.choice(people), chance.choice(ids), chance.sample(ids, 3)
        makers, child, mask = chance.sample(children, 2), chance.choice(children), chance.choice([0, 3, 15])
        sheet = Sheet(child, clock.today(), mask, mask, signed_by="mother", is_legal=True)
        return chance.choice(
            [
                lambda: change_work(who, one, WorkChange(student_ids=makers)),
                lambda: service.approve(who, some, mask, is_again=True),
                lambda: enter_sheet(people[1], sheet),
            ]
        )

    for _ in range(2 * ROUNDS):
        at_once(*[job() for _ in range(5)])
    assert all(agrees(one) for one in ids)


def test_two_taps_make_one_report(all_databases: Engine, school: SmallSchool) -> None:
    for _ in range(ROUNDS):
        (one,) = some_works(school, 1)
        found = at_once(*[lambda one=one: report(viewer(school, "guardian"), one, "bad")] * 2)
        assert found[0] == found[1]


@pytest.mark.parametrize("key", ["teacher", "homeroom"])
def test_the_check_notices_a_lie(school: SmallSchool, key: str) -> None:
    (one,) = some_works(school, 1)
    service.approve(viewer(school, key), [one], EVERYTHING)
    assert agrees(one)
    with write() as db:
        db.execute(t.work.update().values(audience=1))
    assert not agrees(one)
