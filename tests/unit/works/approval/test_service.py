"""Approve, send back, take down, hand in, undo: on both databases, by whoever may."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import Engine, event, select

from schoolapp.db import engine, read, write
from schoolapp.gallery import sharing
from schoolapp.identity.policy import VISITOR, Viewer
from schoolapp.models import tables as t
from schoolapp.refusals import Refused
from schoolapp.works.approval import queries, service, walls
from schoolapp.works.approval.service import Left
from schoolapp.works.approval.wall_queries import Scope
from schoolapp.works.consent.queries import open_recalls
from schoolapp.works.queries import eyes_of, visible_to
from schoolapp.works.rules import CHOICES, EVERYTHING, Purpose, WorkState
from tests.factory import MONDAY, SmallSchool, add_consent, add_work
from tests.unit.works.approval.people import decisions, notices, trail, viewer, work

SCHOOL = CHOICES["school"]


def works(school: SmallSchool, count: int = 1, child: int = 0, consent: int = EVERYTHING, **more: object) -> list[int]:
    with write() as db:
        children = school.students["third"]
        add_consent(db, school, children[child], consent)
        return [add_work(db, school, [children[child]], **more) for _ in range(count)]  # type: ignore[arg-type]


def is_seen(school: SmallSchool, key: str, work_id: int) -> bool:
    with read() as db:
        eyes = eyes_of(db, viewer(school, key), MONDAY)
        return db.scalar(select(t.work.c.id).where(t.work.c.id == work_id, visible_to(eyes))) is not None


def refusal(do: Callable[[], object]) -> str:
    with pytest.raises(Refused) as refused:
        do()
    assert refused.value.message
    return refused.value.code


def test_fifty_in_one_go(all_databases: Engine, school: SmallSchool) -> None:
    ids = works(school, 50)
    asked: list[str] = []
    event.listen(engine(), "before_cursor_execute", lambda *said: asked.append(said[2]))
    outcome = service.approve(viewer(school, "teacher"), ids, SCHOOL)
    assert (list(outcome.done), outcome.left, len(outcome.decisions)) == (ids, (), 50)
    # One statement a kind of fact, whatever the number of works; only each family is told by itself.
    assert len([said for said in asked if "notice" not in said]) <= 27, asked
    assert {(work(one).state, work(one).audience, work(one).shown_at is None) for one in ids} == {
        ("approved", SCHOOL, False)
    }
    assert notices(school, "guardian") == [("work_approved", one, "") for one in ids]
    assert trail(ids[-1]) == [("works.approve", school.accounts["teacher"])]


def test_the_audience_is_what_both_said(all_databases: Engine, school: SmallSchool) -> None:
    (one,) = works(school, consent=Purpose.CLASS)
    service.approve(viewer(school, "teacher"), [one], EVERYTHING)
    assert (work(one).approved_for, work(one).audience) == (EVERYTHING, Purpose.CLASS)


def test_what_cannot_be_is_named_and_the_others_go_through(all_databases: Engine, school: SmallSchool) -> None:
    (mine,) = works(school)
    (foreign,) = works(school, section="chess")
    (down,) = works(school, state="taken_down")
    (already,) = works(school, state="approved", approved_for=SCHOOL)
    with write() as db:
        nobody = add_work(db, school, [])
    outcome = service.approve(viewer(school, "teacher"), [foreign, mine, down, already, nobody, 999], SCHOOL)
    assert outcome.done == (mine,)
    assert set(outcome.left) == {
        Left(foreign, "not_allowed"),
        Left(down, "taken_down"),
        Left(already, "already"),
        Left(nobody, "no_child"),
        Left(999, "gone"),
    }
    assert work(foreign).state == WorkState.WAITING
    assert {left.code for left in outcome.left} <= service.WHY_NOT.keys()


@pytest.mark.parametrize(
    ("key", "section", "child", "may"),
    [
        ("teacher", "calligraphy", "third", True),
        ("teacher", "chess", "third", False),
        ("homeroom", "chess", "third", True),
        ("homeroom", "chess", "seventh", False),
        ("homeroom7", "", "seventh", True),
        ("coach", "", "third", False),
        ("leader", "chess", "seventh", True),
        ("office", "", "seventh", True),
    ],
)
def test_who_decides(school: SmallSchool, key: str, section: str, child: str, may: bool) -> None:
    with write() as db:
        one = add_work(db, school, [school.students[child][0]], section=section, by="coach")
    who = viewer(school, key)
    with read() as db:
        condition = db.scalar(select(t.work.c.id).where(queries.approvable_by(who))) is not None
    assert condition is may
    assert (service.approve(who, [one], SCHOOL).done == (one,)) is may


@pytest.mark.parametrize("key", ["guardian", "visitor"])
def test_families_and_visitors_decide_nothing(school: SmallSchool, key: str) -> None:
    (one,) = works(school)
    who: Viewer = VISITOR if key == "visitor" else viewer(school, key)
    code = "sign_in" if key == "visitor" else "not_allowed"
    assert refusal(lambda: service.approve(who, [one], SCHOOL)) == code
    assert refusal(lambda: service.take_down(who, one, "no")) == code
    assert refusal(lambda: service.undo(who, [1])) == code
    assert work(one).state == WorkState.WAITING


def test_a_work_that_changed_since_it_was_looked_at_stays(all_databases: Engine, school: SmallSchool) -> None:
    straightened, untouched, decided, filmed = works(school, 4)
    with read() as db:
        seen = {held.id: service.stamp_of(held) for held in queries.held_works(db, [1, 2, 3, 4]).values()}
    with write() as db:
        db.execute(t.photo.update().where(t.photo.c.id == work(straightened).photo_id).values(digest="f" * 64))
        db.execute(t.photo.update().where(t.photo.c.id == work(filmed).photo_id).values(film_digest="e" * 64))
    service.send_back(viewer(school, "office"), decided, "blurred")
    outcome = service.approve(viewer(school, "teacher"), [straightened, untouched, decided, filmed], SCHOOL, seen=seen)
    assert outcome.done == (untouched,)
    assert [left.code for left in outcome.left] == ["changed"] * 3


@pytest.mark.parametrize(
    "said", [{"kind": "people"}, {"title": "x"}, {"medium": "x"}, {"remark": "his father is in …"}]
)
def test_words_that_the_approver_has_not_read_are_not_approved(
    all_databases: Engine, school: SmallSchool, said: dict[str, str]
) -> None:
    (one,) = works(school)
    with read() as db:
        seen = {one: service.stamp_of(queries.held_works(db, [one])[one])}
        (card,) = walls.queue(db, viewer(school, "teacher"), Scope(), SCHOOL, 1)
    assert seen[one] == card.stamp
    with write() as db:
        db.execute(t.work.update().where(t.work.c.id == one).values(**said))
    outcome = service.approve(viewer(school, "teacher"), [one], SCHOOL, seen=seen)
    assert ([left.code for left in outcome.left], work(one).state) == (["changed"], "waiting")


def test_sent_back_mended_and_approved(all_databases: Engine, school: SmallSchool) -> None:
    (one,) = works(school)
    service.send_back(viewer(school, "homeroom"), one, " not \n sharp ")
    assert notices(school, "teacher") == [("work_returned", one, "not sharp")]
    assert not is_seen(school, "guardian", one)
    service.hand_in(viewer(school, "teacher"), one)
    assert work(one).state == WorkState.WAITING
    assert refusal(lambda: service.hand_in(viewer(school, "teacher"), one)) == "changed"
    service.approve(viewer(school, "homeroom"), [one], SCHOOL)
    assert decisions(one) == [("returned", "not sharp"), ("handed_in", ""), ("approved", "")]
    assert [action for action, _ in trail(one)] == ["works.send_back", "works.hand_in", "works.approve"]
    assert is_seen(school, "guardian", one)


def test_taken_down_is_gone_for_everybody_but_its_teachers(all_databases: Engine, school: SmallSchool) -> None:
    (one,) = works(school, state="approved", approved_for=EVERYTHING)
    assert all(is_seen(school, key, one) for key in ("guardian", "coach", "teacher"))
    service.take_down(viewer(school, "office"), one, "wrong child")
    assert [is_seen(school, key, one) for key in ("guardian", "coach", "teacher")] == [False, False, True]
    assert (work(one).audience, work(one).shown_at) == (0, None)
    assert notices(school, "teacher") == [("work_taken_down", one, "wrong child")]
    assert service.approve(viewer(school, "office"), [one], SCHOOL).done == ()
    assert service.approve(viewer(school, "office"), [one], SCHOOL, is_again=True).done == (one,)
    assert is_seen(school, "guardian", one)


@pytest.mark.parametrize("decide", [service.send_back, service.take_down])
def test_a_reason_is_needed(school: SmallSchool, decide: Callable[..., object]) -> None:
    (one,) = works(school)
    assert refusal(lambda: decide(viewer(school, "teacher"), one, "  ")) == "reason_missing"
    assert refusal(lambda: decide(viewer(school, "other"), one, "blurred")) == "not_allowed"
    assert refusal(lambda: decide(viewer(school, "teacher"), 999, "blurred")) == "gone"
    decide(viewer(school, "teacher"), one, "blurred")
    assert refusal(lambda: decide(viewer(school, "teacher"), one, "blurred")) == "changed"


def test_undone_is_as_before_and_the_family_was_told_nothing(all_databases: Engine, school: SmallSchool) -> None:
    ids = works(school, 3)
    who = viewer(school, "teacher")
    outcome = service.approve(who, ids, EVERYTHING)
    shown_at = work(ids[0]).shown_at
    wider = service.approve(who, ids[:1], SCHOOL)
    service.undo(who, wider.decisions)
    assert (work(ids[0]).approved_for, work(ids[0]).shown_at) == (EVERYTHING, shown_at)
    back = service.undo(who, outcome.decisions)
    assert back.done == tuple(ids[1:]), "what was decided about since is not the same decision any more"
    assert [work(one).state for one in ids] == ["approved", "waiting", "waiting"]
    assert [row[1] for row in notices(school, "guardian")] == ids[:1]
    assert decisions(ids[1]) == [("approved", ""), ("undone", "")]


@pytest.mark.parametrize("is_withdrawn", [False, True])
def test_an_undone_take_down_asks_no_copy_back(all_databases: Engine, school: SmallSchool, is_withdrawn: bool) -> None:
    (one,) = works(school, state="approved", approved_for=EVERYTHING)
    sender, office = viewer(school, "teacher"), viewer(school, "office")
    sharing.poster_facts(sender, one)
    decided = service.take_down(office, one, "wrong child").decisions
    assert [row[0] for row in notices(school, "teacher")] == ["recall", "work_taken_down"]
    if is_withdrawn:
        with write() as db:
            add_consent(db, school, school.students["third"][0], 0)
    service.undo(office, decided)
    with read() as db:
        tasks = [row.kind for row in open_recalls(db, sender.account_id)]
    assert tasks == (["link", "poster"] if is_withdrawn else []), "a withdrawal asks for them all the same"
    assert [row[0] for row in notices(school, "teacher")] == (["recall"] if is_withdrawn else [])


def test_undo_is_ones_own_and_soon(school: SmallSchool, freeze: Callable[[str], None]) -> None:
    (one,) = works(school)
    outcome = service.approve(viewer(school, "teacher"), [one], SCHOOL)
    assert refusal(lambda: service.undo(viewer(school, "office"), outcome.decisions)) == "too_late"
    freeze("2026-11-23T16:39:00")
    assert refusal(lambda: service.undo(viewer(school, "teacher"), outcome.decisions)) == "too_late"
    assert work(one).state == WorkState.APPROVED


def test_only_confirmed_families_are_told(school: SmallSchool) -> None:
    (own,) = works(school)
    (others,) = works(school, child=1, consent=0)
    with write() as db:
        joint = add_work(db, school, school.students["third"][:2])
        both = add_work(db, school, school.students["third"][:2], kind="people")
    service.approve(viewer(school, "teacher"), [own, others, joint, both], SCHOOL)
    assert [row[1] for row in notices(school, "guardian")] == [own, joint], "a picture nobody agreed to is not told of"
    with write() as db:
        db.execute(t.guardianship.update().values(confirmed_at=None))
    (later,) = works(school)
    service.approve(viewer(school, "teacher"), [later], SCHOOL)
    assert len(notices(school, "guardian")) == 2


def test_more_than_a_hundred_are_refused(school: SmallSchool) -> None:
    assert refusal(lambda: service.approve(viewer(school, "office"), range(101), SCHOOL)) == "too_many"
