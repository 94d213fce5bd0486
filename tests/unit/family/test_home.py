"""What a family reads on /home as the afternoon goes on, and that nothing of another child reaches it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import Engine

from schoolapp.checkin import service as checkin
from schoolapp.checkin.board import calls
from schoolapp.db import write
from schoolapp.family import home, notices
from schoolapp.identity.notices import tell
from schoolapp.identity.policy import Viewer
from schoolapp.refusals import Refused
from tests.factory import SmallSchool, add_work
from tests.unit.family.conftest import Families


@pytest.fixture
def child(school: SmallSchool) -> int:
    """The child of the guardian; goes to calligraphy in the first period."""
    return school.students["third"][0]


@pytest.fixture
def grandmother(families: Families) -> Viewer:
    return families.viewer("guardian")


def note(families: Families, role: str, **event: object) -> None:
    result = checkin.record_events(families.viewer(role), [event])[0]
    assert result["verdict"] in ("", "on_time", "late"), result


def test_the_afternoon_of_a_child(
    all_databases: Engine, school: SmallSchool, families: Families, child: int, grandmother: Viewer,
    freeze: Callable[[str], None],
) -> None:  # fmt: skip
    session = school.sessions["calligraphy"]
    freeze("2026-11-23T15:00")
    before = home.home_of(grandmother, child)
    assert before.now.title == "At 16:30: 书法1班"
    assert before.now.phone == ""
    assert [one.kind for one in before.today] == ["later", "later", "later"]
    freeze("2026-11-23T16:37")
    roll = home.home_of(grandmother, child).now
    assert (roll.title, roll.phone) == ("The teacher is taking the roll", "13800000000")
    note(families, "teacher", kind="mark", session_id=session, student_id=child, choice="present")
    here = home.home_of(grandmother, child)
    assert here.now.title == "In 书法1班"
    assert here.now.phone == ""
    assert here.today[0].text == "arrived at 书法1班"


def test_a_missing_child_is_looked_for_until_the_leader_has_called(
    all_databases: Engine, school: SmallSchool, families: Families, child: int, grandmother: Viewer,
    freeze: Callable[[str], None],
) -> None:  # fmt: skip
    freeze("2026-11-23T16:40")
    with pytest.raises(Refused):
        calls.note_call(families.viewer("leader"), child)
    session = school.sessions["calligraphy"]
    note(families, "teacher", kind="submit", session_id=session, number=0)
    missing = home.home_of(grandmother, child).now
    assert (missing.title, missing.phone) == ("The teachers are making sure", "13800000000")
    with pytest.raises(Refused):
        calls.note_call(families.viewer("teacher"), child)
    for _twice in range(2):
        calls.note_call(families.viewer("leader"), child)
    assert home.home_of(grandmother, child).now.title == "Has not arrived at 书法1班"
    note(families, "teacher", kind="mark", session_id=session, student_id=child, choice="present")
    assert home.home_of(grandmother, child).now.title == "In 书法1班"


def test_the_week_the_works_and_the_consents(
    all_databases: Engine, school: SmallSchool, child: int, grandmother: Viewer
) -> None:
    with write() as db:
        own = add_work(db, school, [child])
        add_work(db, school, school.students["third"][1:2])
    found = home.home_of(grandmother, child)
    assert [one.id for one in found.works] == [own]
    assert found.works[0].day == "11/23"
    assert found.works[0].link == f"/portfolio?child={child}&work={own}"
    assert [one.title for one in found.week] == ["书法1班", "三（1）班 homework care"]
    assert found.consents == ["Works: Teachers only", "Pictures of the child: Teachers only"]


def test_nobody_elses_child_and_none_that_waits(families: Families, school: SmallSchool, grandmother: Viewer) -> None:
    other = school.students["third"][1]
    mother = families.join(other)
    for viewer, child in ((grandmother, other), (mother, other), (mother, school.students["third"][0])):
        with pytest.raises(Refused):
            home.home_of(viewer, child)
    assert [(one.id, one.name, one.is_waiting) for one in home.tabs_of(mother)] == [(other, "小明", True)]
    assert home.waiting_for(mother, other).phone == "13800000000"
    with pytest.raises(Refused):
        home.waiting_for(mother, school.students["third"][0])


def test_a_day_without_service(
    school: SmallSchool, child: int, grandmother: Viewer, freeze: Callable[[str], None]
) -> None:
    freeze("2026-11-28T10:00")
    found = home.home_of(grandmother, child)
    assert found.now.title == "No after-school service today"
    assert found.today == []


def test_own_notices_are_read_and_others_are_not(
    all_databases: Engine, school: SmallSchool, families: Families
) -> None:
    hers, his = families.viewer("guardian"), families.viewer("teacher")
    with write() as db:
        tell(
            db,
            [hers.account_id or 0, his.account_id or 0],
            "guardian_confirmed",
            student_id=school.students["third"][0],
        )
        tell(db, [hers.account_id or 0], "something_new")
    lines = notices.notices_of(hers)
    assert [line.is_new for line in lines] == [True, True]
    notices.mark_read(hers, lines[1].id)
    assert [line.is_new for line in notices.notices_of(hers)] == [True, False]
    assert [line.is_new for line in notices.notices_of(his)] == [True]


@pytest.mark.parametrize("kind", ["work_approved", "kind_word"])
def test_a_notice_about_a_work_opens_it(school: SmallSchool, families: Families, child: int, kind: str) -> None:
    hers = families.viewer("guardian")
    with write() as db:
        own = add_work(db, school, [child])
        tell(db, [hers.account_id or 0], kind, student_id=child, work_id=own)
    assert notices.notices_of(hers)[0].link == f"/portfolio?child={child}&work={own}"
