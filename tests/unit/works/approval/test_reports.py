"""Reports: by whoever sees the work, one open each, settled with a word back. Kind words: read, then shown."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest
from sqlalchemy import Engine, insert, select

from schoolapp import clock
from schoolapp.db import read, write
from schoolapp.models import tables as t
from schoolapp.refusals import Refused
from schoolapp.works.approval import queries, service
from schoolapp.works.approval.kind_words import settle_words
from schoolapp.works.approval.reports import report, settle
from schoolapp.works.rules import EVERYTHING, WorkState
from tests.factory import SmallSchool, add_consent, add_work
from tests.unit.works.approval.people import notices, trail, viewer, work


def shown_work(school: SmallSchool, **more: object) -> int:
    child = school.students["third"][0]
    with write() as db:
        add_consent(db, school, child, EVERYTHING)
        return add_work(db, school, [child], **{"state": "approved", "approved_for": EVERYTHING} | more)  # type: ignore[arg-type]


def waiting(school: SmallSchool, key: str) -> tuple[int, int, int]:
    with read() as db:
        return queries.waiting_counts(db, viewer(school, key))


def refusal(do: Callable[[], object]) -> str:
    with pytest.raises(Refused) as refused:
        do()
    return refused.value.code


def test_reported_and_kept(all_databases: Engine, school: SmallSchool) -> None:
    one = shown_work(school)
    first = report(viewer(school, "guardian"), one, "name is visible")
    assert report(viewer(school, "guardian"), one, "again") == first
    report(viewer(school, "coach"), one, "wrong child")
    assert waiting(school, "teacher") == (0, 1, 0)
    assert waiting(school, "other") == (0, 0, 0)
    settle(viewer(school, "homeroom"), one, is_kept=True)
    assert waiting(school, "teacher") == (0, 0, 0)
    assert work(one).state == WorkState.APPROVED
    assert notices(school, "guardian") == notices(school, "coach") == [("report_kept", one, "")]
    assert refusal(lambda: settle(viewer(school, "homeroom"), one, is_kept=True)) == "changed"
    assert report(viewer(school, "guardian"), one, "still visible") != first, (
        "a settled report does not stand for a new one"
    )
    assert [action for action, _ in trail(one)] == [*["works.report"] * 2, "works.keep_reported", "works.report"]


def test_reported_and_taken_down_and_undone(all_databases: Engine, school: SmallSchool) -> None:
    one = shown_work(school)
    report(viewer(school, "guardian"), one, "name is visible")
    settle(viewer(school, "office"), one, is_kept=False, reason="cover the name")
    assert (work(one).state, waiting(school, "teacher")[1]) == (WorkState.TAKEN_DOWN, 0)
    assert notices(school, "guardian") == [("report_taken_down", one, "")]
    assert notices(school, "teacher") == [("work_taken_down", one, "cover the name")]
    with read() as db:
        newest = queries.last_decisions(db, [one])[one]
    service.undo(viewer(school, "office"), [newest])
    assert (work(one).state, waiting(school, "teacher")[1]) == (WorkState.APPROVED, 1)
    assert notices(school, "guardian") == notices(school, "teacher") == []


@pytest.mark.parametrize("state", ["returned", "taken_down"])
def test_what_one_does_not_see_one_does_not_report(school: SmallSchool, state: str) -> None:
    one = shown_work(school, state=state)
    assert refusal(lambda: report(viewer(school, "guardian"), one, "bad")) == "not_found"
    assert refusal(lambda: report(viewer(school, "guardian"), 999, "bad")) == "not_found"
    assert waiting(school, "office")[1] == 0


def test_a_report_says_why_and_who_settles_it(school: SmallSchool) -> None:
    one = shown_work(school)
    assert refusal(lambda: report(viewer(school, "guardian"), one, " ")) == "say_why"
    report(viewer(school, "guardian"), one, "bad")
    for key in ("guardian", "other"):
        assert refusal(lambda key=key: settle(viewer(school, key), one, is_kept=True)) == "not_allowed"  # type: ignore[misc]
        assert refusal(lambda key=key: settle(viewer(school, key), one, is_kept=False, reason="x")) == "not_allowed"  # type: ignore[misc]
    assert refusal(lambda: settle(viewer(school, "office"), 999, is_kept=True)) == "gone"


def say(school: SmallSchool, work_id: int, text: str = "wonderful") -> int:
    row = {"uuid": str(uuid4()), "work_id": work_id, "account_id": school.accounts["coach"], "text": text}
    with write() as db:
        made = insert(t.kind_word).values(**row, at=clock.now(), state="waiting").returning(t.kind_word.c.id)
        return int(db.execute(made).scalar_one())


def states(school: SmallSchool) -> list[str]:
    with read() as db:
        return list(db.scalars(select(t.kind_word.c.state).order_by(t.kind_word.c.id)))


def test_kind_words_are_shown_hidden_and_counted(all_databases: Engine, school: SmallSchool) -> None:
    one, foreign = shown_work(school), shown_work(school, section="chess")
    words = [say(school, one), say(school, one, "2"), say(school, foreign)]
    assert waiting(school, "teacher") == (0, 0, 2)
    assert settle_words(viewer(school, "teacher"), words, is_shown=True) == words[:2]
    assert settle_words(viewer(school, "teacher"), words[1:2], is_shown=False) == words[1:2]
    assert states(school) == ["shown", "hidden", "waiting"]
    assert waiting(school, "office") == (0, 0, 1)
    assert notices(school, "guardian") == [("kind_word", one, "")]
    assert refusal(lambda: settle_words(viewer(school, "guardian"), words, is_shown=True)) == "not_allowed"
    assert settle_words(viewer(school, "teacher"), words[:1], is_shown=True) == [], "twice is harmless"
