"""Changes of the day: who may, what clashes, where the children of a cancelled class go."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import Engine, select

from schoolapp import clock
from schoolapp.db import read, write
from schoolapp.identity.policy import Role, Viewer
from schoolapp.models import AuditEntry, SessionStudent
from schoolapp.programme import changes, queries, roll_queries
from schoolapp.programme.queries import Meeting
from schoolapp.refusals import Refused
from tests.factory import MONDAY, SmallSchool


def office(school: SmallSchool) -> Viewer:
    return Viewer(account_id=school.accounts["office"], roles=frozenset({Role.TEACHER, Role.OFFICE}))


def meeting(school: SmallSchool, name: str) -> Meeting:
    with read() as db:
        return queries.meetings(db, MONDAY, [school.sessions[name]])[0]


def children(school: SmallSchool, name: str) -> set[int]:
    query = select(SessionStudent.student_id).where(SessionStudent.session_id == school.sessions[name])
    with read() as db:
        return set(db.scalars(query))


def test_a_room_that_is_taken_is_refused(all_databases: Engine, school: SmallSchool) -> None:
    session = school.sessions["basketball"]
    with pytest.raises(Refused) as refused, write() as db:
        changes.move(db, office(school), session, school.rooms["chess"], "rain")
    assert refused.value.code == "room_taken"
    assert "象棋1班" in refused.value.message
    assert meeting(school, "basketball").room == meeting(school, "basketball").planned_room


def test_a_room_becomes_free_when_its_class_is_cancelled(school: SmallSchool) -> None:
    with write() as db:
        changes.cancel(db, office(school), school.sessions["chess"], "ill")
        changes.move(db, office(school), school.sessions["basketball"], school.rooms["chess"], "rain")
    moved = meeting(school, "basketball")
    assert moved.room == "综合楼 203"
    assert moved.changes["room"].reason == "rain"


def test_a_substitute_who_has_a_class_is_refused(school: SmallSchool) -> None:
    session = school.sessions["calligraphy"]
    with pytest.raises(Refused) as refused, write() as db:
        changes.substitute(db, office(school), session, school.staff["coach"])
    assert refused.value.code == "teacher_busy"
    with write() as db:
        changes.substitute(db, office(school), session, school.staff["leader"], "ill")
    assert meeting(school, "calligraphy").teacher == "方正"
    assert meeting(school, "calligraphy").planned_teacher == "苏墨"


def test_children_of_a_cancelled_class_go_back_to_care(all_databases: Engine, school: SmallSchool) -> None:
    before = children(school, "care third 1")
    dancers = children(school, "calligraphy")
    with write() as db:
        change = changes.cancel(db, office(school), school.sessions["calligraphy"], "ill")
    assert meeting(school, "calligraphy").is_off
    assert children(school, "care third 1") == before | dancers
    assert children(school, "calligraphy") == dancers, "who would have come stays on record"
    with write() as db:
        changes.withdraw(db, office(school), change)
    assert not meeting(school, "calligraphy").is_off
    assert children(school, "care third 1") == before


def test_also_when_the_bell_has_rung(all_databases: Engine, school: SmallSchool, freeze: Callable[[str], None]) -> None:
    before = children(school, "care third 1")
    freeze("2026-11-23T16:35")
    with write() as db:
        change = changes.cancel(db, office(school), school.sessions["calligraphy"], "ill")
    assert children(school, "care third 1") == before | children(school, "calligraphy")
    with write() as db:
        changes.withdraw(db, office(school), change)
    assert children(school, "care third 1") == before


def test_merged_children_count_where_they_go(school: SmallSchool) -> None:
    chess = meeting(school, "chess").expected
    with write() as db:
        changes.merge(db, office(school), school.sessions["basketball"], school.sessions["chess"])
    with read() as db:
        joined = next(one for one in queries.meetings(db, MONDAY) if one.id == school.sessions["chess"])
        names = roll_queries.pupils(db, joined)
    assert joined.expected == chess + 3 == len(names)
    with pytest.raises(Refused) as refused, write() as db:
        changes.merge(db, office(school), school.sessions["chess"], school.sessions["care third 2"])
    assert refused.value.code == "not_at_once"


def test_joining_is_one_step(school: SmallSchool) -> None:
    """Whom others have joined stays where it is, so that nobody is sent on twice."""
    chess, basketball, calligraphy = (school.sessions[name] for name in ("chess", "basketball", "calligraphy"))
    with write() as db:
        change = changes.merge(db, office(school), basketball, chess)
    for attempt in (
        lambda db: changes.merge(db, office(school), chess, calligraphy),
        lambda db: changes.cancel(db, office(school), chess),
    ):
        with pytest.raises(Refused) as refused, write() as db:
            attempt(db)
        assert refused.value.code == "is_joined"
    with pytest.raises(Refused) as refused, write() as db:
        changes.merge(db, office(school), calligraphy, basketball)
    assert refused.value.code == "not_at_once"
    with write() as db:
        changes.withdraw(db, office(school), change)
        changes.merge(db, office(school), chess, calligraphy)
    assert meeting(school, "chess").is_off


@pytest.mark.parametrize(("into", "code"), [("chess", "into_itself"), ("care third 1", "not_alike")])
def test_only_like_joins_like(school: SmallSchool, into: str, code: str) -> None:
    with pytest.raises(Refused) as refused, write() as db:
        changes.merge(db, office(school), school.sessions["chess"], school.sessions[into])
    assert refused.value.code == code


def test_the_past_stays(school: SmallSchool, freeze: Callable[[str], None]) -> None:
    freeze("2026-11-23T17:10")
    with pytest.raises(Refused) as refused, write() as db:
        changes.cancel(db, office(school), school.sessions["chess"])
    assert refused.value.code == "is_over"


@pytest.mark.parametrize("roles", [{Role.TEACHER}, {Role.TEACHER, Role.LEADER}, {Role.TEACHER, Role.HOMEROOM}])
def test_only_the_office_changes_the_day(school: SmallSchool, roles: set[Role]) -> None:
    viewer = Viewer(account_id=school.accounts["teacher"], roles=frozenset(roles))
    start = clock.at_minutes(MONDAY, 0)
    for attempt in (
        lambda db: changes.cancel(db, viewer, school.sessions["chess"]),
        lambda db: changes.move(db, viewer, school.sessions["chess"], school.rooms["field"]),
        lambda db: changes.substitute(db, viewer, school.sessions["chess"], school.staff["leader"]),
        lambda db: changes.merge(db, viewer, school.sessions["chess"], school.sessions["basketball"]),
        lambda db: changes.withdraw(db, viewer, 1),
        lambda db: changes.grant_leave(db, viewer, 1, start, start + timedelta(days=1)),
        lambda db: changes.withdraw_leave(db, viewer, 1),
    ):
        with pytest.raises(Refused) as refused, write() as db:
            attempt(db)
        assert refused.value.code == "not_allowed"


def test_a_leave_shows_at_once_and_can_be_withdrawn(school: SmallSchool) -> None:
    child = school.students["third"][0]
    with write() as db:
        leave = changes.grant_day_leave(db, office(school), child, MONDAY, "发烧")
    assert meeting(school, "calligraphy").on_leave == 1
    with read() as db:
        assert [pupil.id for pupil in roll_queries.pupils(db, meeting(school, "calligraphy")) if pupil.on_leave] == [
            child
        ]
    with write() as db:
        changes.withdraw_leave(db, office(school), leave)
    assert meeting(school, "calligraphy").on_leave == 0
    with read() as db:
        trail = db.scalars(select(AuditEntry.action)).all()
    assert {"plan.grant_leave", "plan.withdraw_leave"} <= set(trail)


def test_a_leave_must_end_after_it_begins(school: SmallSchool) -> None:
    start = clock.at_minutes(MONDAY, 990)
    for child, code in ((school.students["third"][0], "bad_span"), (999, "no_child")):
        with pytest.raises(Refused) as refused, write() as db:
            changes.grant_leave(db, office(school), child, start, start)
        assert refused.value.code == code
