"""The board from the database: who is where, who may see it, what changes it, and that nothing leaks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Engine, insert, select
from sqlmodel import Session as Db

from schoolapp import clock
from schoolapp.checkin.board import service as board_service
from schoolapp.checkin.board.child import child_day
from schoolapp.checkin.board.day import DayBoard
from schoolapp.checkin.board.view import RollRow
from schoolapp.checkin.day_queries import millis
from schoolapp.checkin.whereis.answers import State
from schoolapp.db import read, write
from schoolapp.models import (
    AuditEntry,
    CheckinEvent,
    DayChange,
    Device,
    HomeroomMembership,
    Leave,
    Session,
    SessionStudent,
    WalkTime,
)
from schoolapp.refusals import Refused
from tests.factory import MONDAY, SmallSchool
from tests.unit.checkin.boards import (
    at,
    fresh_answers,
    look,
    numbers,
    record,
    scan,
    states,
    submit,
    viewer,
)

Freeze = Callable[[str], None]


def go(freeze: Freeze, wall: str) -> None:
    freeze(f"2026-11-23T{wall}")


def test_before_the_bell_everybody_is_accounted_for(all_databases: Any, school: SmallSchool, freeze: Freeze) -> None:
    go(freeze, "16:20")
    view = look(school, "leader")
    assert sum(numbers(view).values()) == 21
    assert numbers(view) == {"expected": 20, "on_leave": 1}
    assert view.is_live
    assert view.is_whole


def test_a_scan_shows_and_the_version_says_so(all_databases: Any, school: SmallSchool, freeze: Freeze) -> None:
    go(freeze, "16:31")
    before = board_service.version(None, 0)
    assert board_service.version(None, 0) == before
    child = school.students["third"][0]
    scan(school, "teacher", "calligraphy", child, "16:31")
    assert board_service.version(None, 0) != before
    assert numbers(look(school, "leader"))["here"] == 1
    assert look(school, "leader", state="here").children[0].id == child


def test_rolls_not_begun_are_unknown_and_told_apart_from_missing(school: SmallSchool, freeze: Freeze) -> None:
    scan(school, "teacher", "calligraphy", school.students["third"][0], "16:28")
    go(freeze, "16:40")
    view = look(school, "leader")
    assert numbers(view) == {"here": 1, "missing": 4, "unknown": 15, "on_leave": 1}
    assert len(view.attention) == 4
    titles = [row.title for row in view.doubtful]
    assert len(titles) == 4
    assert "书法1班" not in titles


def test_a_submitted_roll_names_the_missing_at_once(school: SmallSchool, freeze: Freeze) -> None:
    go(freeze, "16:32")
    for child in school.students["third"][:4]:
        scan(school, "teacher", "calligraphy", child, "16:31")
    submit(school, "teacher", "calligraphy", "16:32", 4)
    view = look(school, "leader")
    assert [row.id for row in view.attention] == [school.students["third"][4]]
    assert view.alarms == [school.students["third"][4]]
    assert "三（1）班" in view.copy_text
    assert "杨小明" in view.copy_text


def test_a_silent_phone_is_not_a_missing_child(school: SmallSchool, freeze: Freeze) -> None:
    go(freeze, "16:31")
    scan(school, "teacher", "calligraphy", school.students["third"][0], "16:31")
    with write() as db:
        account = school.accounts["teacher"]
        db.add(Device(id="phone", account_id=account, last_heard_at=clock.now()))
        db.flush()
        db.connection().exec_driver_sql("UPDATE checkin_event SET device_id = 'phone'")
    go(freeze, "16:36")
    view = look(school, "leader")
    assert "missing" not in numbers(view)
    assert [row.word for row in view.doubtful if row.title == "书法1班"] == ["Phone silent"]


def test_each_sees_only_what_is_theirs(school: SmallSchool, freeze: Freeze) -> None:
    go(freeze, "16:40")
    third, seventh = school.students["third"], school.students["seventh"]
    seen = {
        role: {row.id for row in look(school, role, state="unknown").children}
        for role in ("teacher", "other", "homeroom", "homeroom7", "leader", "office")
    }
    assert seen["teacher"] == set(third[:5])
    assert seen["other"] == set(third[5:8]) | set(seventh[:4])
    assert seen["homeroom"] == set(third[:11])
    assert seen["homeroom7"] == set(seventh[:9])
    assert seen["leader"] == seen["office"] == set(third[:11]) | set(seventh[:9])
    assert not look(school, "teacher").is_whole


def test_of_a_homeroom_only_its_own_are_to_be_checked_and_copied(school: SmallSchool, freeze: Freeze) -> None:
    """The bell goes on ringing for the whole school, whatever is looked at."""
    go(freeze, "16:40")
    submit(school, "other", "chess", "16:40", 0)
    third, seventh = school.students["third"][5:8], school.students["seventh"][:4]
    everywhere = look(school, "leader")
    here = look(school, "leader", homeroom_id=school.homerooms["seventh"])
    assert {row.id for row in everywhere.attention} == set(third) | set(seventh)
    assert {row.id for row in here.attention} == set(seventh)
    assert here.attention_total == len(seventh)
    assert "三（1）班" in everywhere.copy_text
    assert "三（1）班" not in here.copy_text
    assert here.alarms == everywhere.alarms == sorted({*third, *seventh})


def test_a_homeroom_teacher_sees_only_own_children_in_a_shared_class(school: SmallSchool, freeze: Freeze) -> None:
    go(freeze, "16:40")
    rows = {roll.title: roll.size for building in look(school, "homeroom").buildings for roll in building.rolls}
    assert rows["象棋1班"] == 3
    assert "篮球1班" not in rows


def test_a_filter_never_widens_the_sight(school: SmallSchool, freeze: Freeze) -> None:
    go(freeze, "16:40")
    view = look(school, "teacher", homeroom_id=school.homerooms["seventh"])
    assert view.children == []
    assert look(school, "teacher", session_id=school.sessions["chess"]).children == []


def test_on_return_one_is_not_back(school: SmallSchool, freeze: Freeze) -> None:
    """The homeroom teacher's alert: all came to their class, one does not come back to the second period."""
    go(freeze, "16:33")
    third = school.students["third"]
    for child in third[:5]:
        scan(school, "teacher", "calligraphy", child, "16:31")
    for child in third[5:8]:
        scan(school, "other", "chess", child, "16:31")
    submit(school, "homeroom", "care third 1", "16:32", 3)
    go(freeze, "17:12")
    assert numbers(look(school, "homeroom")) == {"walking": 8, "expected": 3}
    record(
        school,
        "homeroom",
        "mark",
        "17:21",
        session_id=school.sessions["care third 2"],
        student_id=third[2],
        choice="absent",
    )
    submit(school, "homeroom", "care third 2", "17:21", 10)
    go(freeze, "17:22")
    view = look(school, "homeroom")
    assert numbers(view) == {"here": 10, "missing": 1}
    assert [row.id for row in view.attention] == [third[2]]
    assert "16:31" in view.attention[0].detail


def test_here_in_the_first_period_is_not_here_in_the_second(school: SmallSchool, freeze: Freeze) -> None:
    go(freeze, "16:33")
    for child in school.students["third"][:5]:
        scan(school, "teacher", "calligraphy", child, "16:31")
    go(freeze, "17:30")
    assert "here" not in numbers(look(school, "homeroom"))
    assert numbers(look(school, "homeroom", slot=1))["here"] == 5


def test_a_child_missing_in_the_first_period_does_not_become_walking(school: SmallSchool, freeze: Freeze) -> None:
    go(freeze, "16:32")
    submit(school, "teacher", "calligraphy", "16:32", 0)
    go(freeze, "17:12")
    answers = fresh_answers(2)
    assert {answers[child].state for child in school.students["third"][:5]} == {State.MISSING}


def test_found_is_noted_with_place_and_audited(school: SmallSchool, freeze: Freeze) -> None:
    go(freeze, "16:33")
    submit(school, "teacher", "calligraphy", "16:32", 0)
    child = school.students["third"][0]
    session = school.sessions["calligraphy"]
    result = record(school, "leader", "found", "16:33", student_id=child, session_id=session, note="clinic")
    assert result["verdict"] == ""
    assert fresh_answers(1)[child].state is State.ELSEWHERE
    assert "clinic" in look(school, "leader", state="elsewhere").children[0].detail
    with read() as db:
        rows = db.execute(select(AuditEntry.account_id).where(AuditEntry.action == "checkin.found")).scalars().all()
    assert rows == [school.accounts["leader"]]


def test_a_teacher_cannot_mark_another_ones_child_found(school: SmallSchool, freeze: Freeze) -> None:
    go(freeze, "16:40")
    child = school.students["seventh"][8]
    assert record(school, "teacher", "found", "16:40", student_id=child, note="x")["verdict"] == "not_allowed"
    assert fresh_answers(1)[child].state is State.UNKNOWN


def test_gone_home_is_said_when_the_child_was_fetched(school: SmallSchool, freeze: Freeze) -> None:
    go(freeze, "16:40")
    child = school.students["third"][0]
    record(school, "leader", "found", "16:40", student_id=child, choice="home", note="")
    assert fresh_answers(1)[child].state is State.GONE_HOME


def test_two_phones_one_child_both_rooms_are_kept(school: SmallSchool, freeze: Freeze) -> None:
    go(freeze, "16:35")
    child = school.students["third"][0]
    scan(school, "other", "chess", child, "16:33")
    scan(school, "teacher", "calligraphy", child, "16:31")
    view = look(school, "leader")
    (row,) = [one for one in view.attention if one.is_conflict]
    assert row.id == child
    missing = next(tile.number for tile in view.tiles if tile.state == "missing")
    assert (view.contradictions, view.attention_total - view.contradictions) == (1, missing)
    assert view.copy_text.startswith(f"To be checked: {missing} · Seen in two rooms: 1 · "), "as the board says it"
    assert "16:31" in row.detail
    assert "16:33" in row.detail


def test_kept_by_a_teacher_shows_to_the_receiving_one(school: SmallSchool, freeze: Freeze) -> None:
    go(freeze, "16:36")
    child = school.students["third"][0]
    before = board_service.version(None, 0)
    record(school, "homeroom", "keep", "16:25", student_id=child, until=at("16:50"), note="homework")
    assert board_service.version(None, 0) != before
    kept = look(school, "teacher", state="kept").children
    assert [row.id for row in kept] == [child]
    assert "林静" in kept[0].detail
    go(freeze, "16:51")
    assert fresh_answers(1)[child].state is State.WALKING


def test_a_cancelled_class_goes_back_to_care_and_is_seen_without_a_restart(
    all_databases: Engine, school: SmallSchool, freeze: Freeze
) -> None:
    go(freeze, "16:40")
    look(school, "leader")
    with write() as db:
        session = school.sessions["calligraphy"]
        db.add(DayChange(session_id=session, kind="cancelled", reason="ill", created_at=clock.now()))
    submit(school, "homeroom", "care third 1", "16:40", 8)
    child = school.students["third"][0]
    here = look(school, "leader", state="here").children
    assert child in {row.id for row in here}


def row_of(view: board_service.BoardView, title: str) -> RollRow:
    return next(row for building in view.buildings for row in building.rolls if row.title == title)


def test_a_merged_class_says_where_its_children_are(all_databases: Any, school: SmallSchool, freeze: Freeze) -> None:
    go(freeze, "16:40")
    with write() as db:
        into = school.sessions["calligraphy"]
        change = {"session_id": school.sessions["chess"], "kind": "merged", "into_session_id": into}
        db.add(DayChange(**change, created_at=clock.now()))
    scan(school, "teacher", "calligraphy", school.students["seventh"][0], "16:40")
    view = look(school, "leader")
    chess = row_of(view, "象棋1班")
    assert (chess.word, chess.detail, chess.size) == ("Merged", "has joined 书法1班 · 综合楼 301", 0)
    assert (row_of(view, "书法1班").here, row_of(view, "书法1班").size) == (1, 12)


def test_guests_stand_beside_the_list_and_not_in_it(all_databases: Any, school: SmallSchool, freeze: Freeze) -> None:
    """As on the scan page: a child who takes no part, and one of another class, were kept."""
    go(freeze, "16:40")
    third = school.students["third"]
    scan(school, "teacher", "calligraphy", third[0], "16:31")
    for child in (third[11], third[5]):
        scan(school, "teacher", "calligraphy", child, "16:32", choice="keep")
    submit(school, "teacher", "calligraphy", "16:40", 1)
    row = row_of(look(school, "leader"), "书法1班")
    assert (row.here, row.size, row.guests) == (1, 5, "2 guests")
    assert row.detail.endswith("counted 1, recorded 3 with 2 guests")
    assert row_of(look(school, "homeroom7"), "象棋1班").size == 4


def test_a_kept_child_with_nothing_planned_belongs_nowhere_else(school: SmallSchool, freeze: Freeze) -> None:
    go(freeze, "16:40")
    child = school.students["third"][11]
    scan(school, "teacher", "calligraphy", child, "16:38", choice="keep")
    (row,) = look(school, "leader", state="elsewhere").children
    assert row.detail == "综合楼 301 since 16:38, nothing planned now"
    day = child_day(viewer(school, "leader"), child, "", 1)
    assert day.detail == row.detail


def test_a_leave_given_while_one_looks_is_seen(all_databases: Engine, school: SmallSchool, freeze: Freeze) -> None:
    go(freeze, "16:40")
    look(school, "leader")
    child = school.students["third"][0]
    with write() as db:
        span = {"starts_at": clock.now() - timedelta(hours=1), "ends_at": clock.now() + timedelta(hours=1)}
        db.add(Leave(student_id=child, created_at=clock.now(), **span))
    assert numbers(look(school, "leader"))["on_leave"] == 2


def test_a_participating_child_without_a_place_is_unknown_not_forgotten(school: SmallSchool, freeze: Freeze) -> None:
    go(freeze, "16:31")
    child = school.students["third"][0]
    with write() as db:
        row = db.get(SessionStudent, (school.sessions["calligraphy"], child))
        db.delete(row)
    answer = fresh_answers(1)[child]
    assert (answer.state, answer.why.value) == (State.UNKNOWN, "no_place")


def test_the_walking_time_of_the_pair_of_buildings_counts(
    all_databases: Engine, school: SmallSchool, freeze: Freeze
) -> None:
    with write() as db:
        db.add(WalkTime(from_building_id=1, to_building_id=2, minutes=9))
    go(freeze, "16:31")
    scan(school, "teacher", "calligraphy", school.students["third"][0], "16:30")
    go(freeze, "16:38")
    assert fresh_answers(1)[school.students["third"][1]].state is State.WALKING
    go(freeze, "16:39")
    assert fresh_answers(1)[school.students["third"][1]].state is State.MISSING


def test_a_past_day_stays_as_it_was_and_does_not_touch_today(school: SmallSchool, freeze: Freeze) -> None:
    go(freeze, "16:33")
    for child in school.students["third"][:5]:
        scan(school, "teacher", "calligraphy", child, "16:31")
    with write() as db:
        _copy_sessions(db, days=1)
    freeze("2026-11-24T16:40")
    past = look(school, "leader", day=str(MONDAY), slot=1)
    assert not past.is_live
    assert numbers(past)["here"] == 5
    assert "here" not in numbers(look(school, "leader"))


def _copy_sessions(db: Db, days: int) -> None:
    """Tuesday's sessions with Monday's lists."""
    for row in db.execute(select(Session).where(Session.day == MONDAY)).scalars().all():
        shift = timedelta(days=days)
        facts = {"starts_at": row.starts_at + shift, "ends_at": row.ends_at + shift, "section_id": row.section_id}
        copy = Session(
            day=MONDAY + shift, slot_number=row.slot_number, homeroom_id=row.homeroom_id, room_id=row.room_id, **facts
        )
        clash = select(Session.id).where(
            Session.day == copy.day, Session.slot_number == copy.slot_number, Session.homeroom_id == copy.homeroom_id
        )
        if copy.homeroom_id is not None and db.execute(clash).first():
            continue
        db.add(copy)
        db.flush()
        for (student,) in db.execute(
            select(SessionStudent.student_id).where(SessionStudent.session_id == row.id)
        ).all():
            db.add(SessionStudent(session_id=copy.id, student_id=student))


def test_following_the_log_gives_what_a_fresh_look_gives(
    all_databases: Any, school: SmallSchool, freeze: Freeze
) -> None:
    third, seventh = school.students["third"], school.students["seventh"]
    steps: list[tuple[str, Callable[[], Any]]] = [
        ("16:29", lambda: scan(school, "teacher", "calligraphy", third[0], "16:29")),
        ("16:31", lambda: scan(school, "other", "chess", seventh[0], "16:31")),
        ("16:33", lambda: scan(school, "other", "chess", third[1], "16:33")),
        ("16:36", lambda: submit(school, "teacher", "calligraphy", "16:36", 1)),
        ("16:37", lambda: record(school, "leader", "found", "16:37", student_id=third[2], note="hall")),
        ("16:38", lambda: record(school, "homeroom", "keep", "16:38", student_id=third[3], until=at("17:00"))),
        ("16:50", lambda: submit(school, "homeroom", "care third 1", "16:50", 3)),
        ("17:15", lambda: scan(school, "teacher", "calligraphy", third[4], "17:05")),
        ("17:30", lambda: submit(school, "homeroom", "care third 2", "17:21", 11)),
        ("18:10", lambda: submit(school, "homeroom7", "care seventh 2", "18:05", 9)),
    ]
    followed = DayBoard(MONDAY)
    for wall, step in steps:
        go(freeze, wall)
        step()
        with read() as db:
            followed.refresh(db.connection(), millis(clock.now()), 2)
        for slot in (1, 2):
            assert followed.standings[slot].answers == fresh_answers(slot), (wall, slot)
    assert states(fresh_answers(2))["gone_home"] == 20


def test_other_heads_than_recorded_are_a_class_to_look_at_with_what_the_teacher_says(
    all_databases: Engine, school: SmallSchool, freeze: Freeze
) -> None:
    go(freeze, "16:35")
    care = {"session_id": school.sessions["care third 1"], "method": "grid"}
    record(school, "homeroom", "submit", "16:34", **care, number=2, note="just left")
    [row] = [one for one in look(school, "leader", slot=1).doubtful if one.is_uneven]
    assert (row.id, row.tone) == (school.sessions["care third 1"], "redirect")
    assert row.detail.endswith("counted 2, recorded 3 · just left")
    record(school, "homeroom", "submit", "16:35", **care, number=3)
    assert not [one for one in look(school, "leader", slot=1).doubtful if one.is_uneven]


@pytest.mark.parametrize("is_first_look", [True, False])
def test_a_slower_transaction_is_not_overlooked(
    all_databases: Engine, school: SmallSchool, freeze: Freeze, is_first_look: bool
) -> None:
    """What commits after a later number is seen, however often somebody looked in between, and from the first look."""
    if all_databases.dialect.name == "sqlite":
        return  # has one writer
    go(freeze, "16:32")
    slow, quick = school.students["third"][:2]
    scan(school, "teacher", "calligraphy", quick, "16:30")
    board = DayBoard(MONDAY)

    def refresh(second: int) -> None:
        with read() as db:
            board.refresh(db.connection(), at("16:32") + second * 1000, 1)

    if not is_first_look:
        refresh(0)
    with all_databases.connect() as late:
        transaction = late.begin()
        row = {"id": str(uuid4()), "kind": "scan", "actor_id": school.accounts["teacher"], "student_id": slow}
        row |= {"session_id": school.sessions["calligraphy"], "verdict": "on_time", "method": "camera"}
        late.execute(insert(CheckinEvent), [row | {"happened_at": clock.now(), "received_at": clock.now()}])
        scan(school, "teacher", "calligraphy", school.students["third"][2], "16:31")
        for second in range(1, 8):
            refresh(second)
        transaction.commit()
    refresh(9)
    assert board.standings[1].answers[slow].state is State.HERE


def test_an_event_that_commits_late_is_not_overlooked(school: SmallSchool, freeze: Freeze) -> None:
    """With two writers number 2 may be seen before number 1: the gap is asked for again."""
    go(freeze, "16:32")
    scan(school, "teacher", "calligraphy", school.students["third"][0], "16:31")
    board = DayBoard(MONDAY)
    with read() as db:
        board.refresh(db.connection(), at("16:32"), 1)
    for child in school.students["third"][1:3]:
        scan(school, "teacher", "calligraphy", child, "16:31")
    with write() as db:
        db.connection().exec_driver_sql("UPDATE checkin_event SET seq = seq + 100 WHERE seq = 2")
    with read() as db:
        board.refresh(db.connection(), at("16:32") + 1000, 1)
    with write() as db:
        db.connection().exec_driver_sql("UPDATE checkin_event SET seq = 50 WHERE seq = 3")
    with read() as db:
        board.refresh(db.connection(), at("16:32") + 2000, 1)
    assert states(dict(board.standings[1].answers))["here"] == 3


def test_the_history_of_a_child_tells_the_day(all_databases: Engine, school: SmallSchool, freeze: Freeze) -> None:
    go(freeze, "16:40")
    child = school.students["third"][0]
    scan(school, "other", "chess", child, "16:30")
    scan(school, "teacher", "calligraphy", child, "16:33")
    day = child_day(viewer(school, "homeroom"), child, "", 1)
    assert [line.time for line in day.lines] == ["16:30", "16:33"]
    assert day.lines[1].text.endswith("苏墨")
    assert day.may_find


def test_the_history_says_that_a_roll_went_out_without_the_child(school: SmallSchool, freeze: Freeze) -> None:
    missing, here, late = school.students["third"][:3]
    go(freeze, "16:40")
    scan(school, "teacher", "calligraphy", here, "16:30")
    submit(school, "teacher", "calligraphy", "16:33", 1)
    scan(school, "teacher", "calligraphy", late, "16:36")
    told = {
        child: [line.text for line in child_day(viewer(school, "leader"), child, "", 1).lines]
        for child in (missing, here, late)
    }
    without = "书法1班: roll handed in, not there"
    assert told[missing] == [without]
    assert without not in told[here]
    assert told[late][0] == without
    assert len(told[late]) == 2


@pytest.mark.parametrize("role", ["coach", "homeroom7", "guardian"])
def test_a_strangers_history_is_refused(school: SmallSchool, freeze: Freeze, role: str) -> None:
    go(freeze, "16:40")
    with pytest.raises(Refused) as refused:
        child_day(viewer(school, role), school.students["third"][0], "", 1)
    assert refused.value.code == "not_allowed"


def test_a_child_who_left_the_homeroom_is_no_longer_its_teachers(school: SmallSchool, freeze: Freeze) -> None:
    go(freeze, "16:40")
    child = school.students["third"][0]
    with write() as db:
        row = db.execute(select(HomeroomMembership).where(HomeroomMembership.student_id == child)).scalar_one()
        row.valid_to = MONDAY - timedelta(days=1)
        db.add(row)
    assert child not in {row.id for row in look(school, "homeroom", state="unknown").children}


def test_a_day_without_service_is_empty_not_broken(school: SmallSchool, freeze: Freeze) -> None:
    freeze("2026-11-29T10:00")
    view = look(school, "leader")
    assert (view.slot, view.tiles, view.attention) == (0, [], [])


def test_the_history_says_what_was_entered_from_paper(school: SmallSchool, freeze: Freeze) -> None:
    child, session = school.students["third"][0], school.sessions["calligraphy"]
    go(freeze, "17:30")
    about = {"student_id": child, "session_id": session, "choice": "present", "method": "paper"}
    record(school, "office", "mark", "16:30", **about)
    (line,) = child_day(viewer(school, "leader"), child, "", 1).lines
    assert line.text.startswith("书法1班: here (entered from paper)")
