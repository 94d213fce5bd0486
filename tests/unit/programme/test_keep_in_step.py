"""The dated sessions follow the plan until their bell, then they stand."""

from collections.abc import Callable
from datetime import date, timedelta

from sqlalchemy import Engine, select
from starlette.testclient import TestClient

from schoolapp import clock
from schoolapp.db import read, write
from schoolapp.identity.policy import Role, Viewer
from schoolapp.models import CalendarDay, Enrolment, PeriodSlot, Session, SessionStudent, TimetableEntry
from schoolapp.programme import changes, queries
from schoolapp.programme.service import keep_in_step
from tests.checkin_events import event, send
from tests.factory import MONDAY, SmallSchool

TUESDAY = MONDAY + timedelta(days=1)
NEXT_MONDAY = MONDAY + timedelta(days=7)


def sessions_on(day: date) -> dict[tuple[int, int | None, int | None], Session]:
    with read() as db:
        rows = db.scalars(select(Session).where(Session.day == day))
        return {(row.slot_number, row.section_id, row.homeroom_id): row for row in rows}


def expected_in(session_id: int | None) -> set[int]:
    with read() as db:
        return set(db.scalars(select(SessionStudent.student_id).where(SessionStudent.session_id == session_id)))


def step(day: date = MONDAY) -> bool:
    with write() as db:
        return bool(keep_in_step(db, day))


def test_the_week_ahead_is_made_once(all_databases: Engine, school: SmallSchool) -> None:
    step()
    assert sessions_on(TUESDAY)
    assert sessions_on(NEXT_MONDAY).keys() == sessions_on(MONDAY).keys()
    assert not step(), "doing it twice changes nothing"


def test_a_new_enrolment_moves_the_child_out_of_care(all_databases: Engine, school: SmallSchool) -> None:
    step()
    stays = school.students["third"][10]
    with write() as db:
        db.add(Enrolment(section_id=school.sections["chess"], student_id=stays, valid_from=NEXT_MONDAY))
    step()
    coming = sessions_on(NEXT_MONDAY)
    chess = coming[1, school.sections["chess"], None]
    care = coming[1, None, school.homerooms["third"]]
    assert stays in expected_in(chess.id)
    assert stays not in expected_in(care.id)
    assert stays in expected_in(school.sessions["care third 1"]), "this Monday is before the enrolment"


def test_after_the_bell_a_session_stands(school: SmallSchool, freeze: Callable[[str], None]) -> None:
    step()
    before = expected_in(school.sessions["chess"])
    with write() as db:
        for row in db.scalars(select(Enrolment).where(Enrolment.section_id == school.sections["chess"])):
            row.valid_to = MONDAY - timedelta(days=1)
    freeze("2026-11-23T16:31:00")
    step()
    assert expected_in(school.sessions["chess"]) == before
    following = sessions_on(NEXT_MONDAY)[1, school.sections["chess"], None]
    assert expected_in(following.id) == set()


def test_before_the_bell_a_plan_change_moves_and_removes(all_databases: Engine, school: SmallSchool) -> None:
    step()
    with write() as db:
        entry = db.scalars(select(TimetableEntry).where(TimetableEntry.section_id == school.sections["chess"])).one()
        entry.room_id = school.rooms["calligraphy"]
        gone = db.scalars(
            select(TimetableEntry).where(TimetableEntry.section_id == school.sections["basketball"])
        ).one()
        gone.valid_to = MONDAY
    step()
    following = sessions_on(NEXT_MONDAY)
    assert following[1, school.sections["chess"], None].room_id == school.rooms["calligraphy"]
    assert (1, school.sections["basketball"], None) not in following
    assert (1, school.sections["basketball"], None) in sessions_on(MONDAY)


def test_a_missing_session_is_made_even_after_its_bell(school: SmallSchool, freeze: Callable[[str], None]) -> None:
    freeze("2026-11-24T16:45:00")
    step(TUESDAY)
    assert sessions_on(TUESDAY)


def holiday(school: SmallSchool, day: date) -> None:
    with write() as db:
        db.add(CalendarDay(term_id=school.term, day=day, kind="holiday"))
    step()


def work_day(day: date) -> None:
    with write() as db:
        db.delete(db.scalars(select(CalendarDay).where(CalendarDay.day == day)).one())
    step()


def test_a_class_with_changes_of_its_day_is_cancelled_and_comes_back(
    all_databases: Engine, school: SmallSchool
) -> None:
    step()
    coming = sessions_on(NEXT_MONDAY)
    chess, basketball = (coming[1, school.sections[key], None] for key in ("chess", "basketball"))
    with write() as db:
        viewer = Viewer(account_id=school.accounts["office"], roles=frozenset({Role.OFFICE}))
        changes.substitute(db, viewer, chess.id or 0, school.staff["leader"])
        changes.merge(db, viewer, basketball.id or 0, chess.id or 0)
    before = expected_in(chess.id)
    holiday(school, NEXT_MONDAY)
    assert sessions_on(NEXT_MONDAY).keys() == {(1, school.sections[key], None) for key in ("chess", "basketball")}
    with read() as db:
        standing = queries.meetings(db, NEXT_MONDAY)
    assert all(one.is_off and one.expected == 0 for one in standing)
    assert not step(), "doing it twice changes nothing"
    work_day(NEXT_MONDAY)
    assert sessions_on(NEXT_MONDAY).keys() == coming.keys()
    assert expected_in(chess.id) == before
    with read() as db:
        back = {one.id: one for one in queries.meetings(db, NEXT_MONDAY)}
    assert (back[chess.id or 0].is_off, back[chess.id or 0].teacher) == (False, "方正")
    assert back[basketball.id or 0].into_id == chess.id
    assert not step()


def test_where_something_was_recorded_the_class_stands(
    all_databases: Engine, school: SmallSchool, client_as: Callable[[str], TestClient]
) -> None:
    step()
    send(client_as("other"), event(school, "other", "opened", session="chess"))
    with write() as db:
        for row in db.scalars(select(PeriodSlot)):
            row.starts_minutes, row.ends_minutes = row.starts_minutes + 10, row.ends_minutes + 10
    step()
    today = {key: clock.minutes_of(row.starts_at) for key, row in sessions_on(MONDAY).items()}
    assert today[1, school.sections["chess"], None] == 16 * 60 + 30
    assert today[1, school.sections["basketball"], None] == 16 * 60 + 40
    assert not step()
    holiday(school, MONDAY)
    assert sessions_on(MONDAY).keys() == {(1, school.sections["chess"], None)}
