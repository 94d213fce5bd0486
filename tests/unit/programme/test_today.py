"""What each person sees on opening the app."""

from collections.abc import Callable

import pytest
from sqlalchemy import Engine

from schoolapp import clock
from schoolapp.db import read, write
from schoolapp.identity.policy import Role, Viewer
from schoolapp.models import CheckinEvent
from schoolapp.programme import changes, service, today_state
from schoolapp.programme.today import roster_for, today_for
from schoolapp.programme.today_view import Today
from tests.factory import MONDAY, SmallSchool
from tests.unit.checkin.board.test_board_state import call, tab
from tests.unit.checkin.boards import look as board
from tests.unit.checkin.boards import numbers, record, scan, submit


def viewer(school: SmallSchool, name: str, *roles: Role, homeroom: str = "", section: str = "") -> Viewer:
    return Viewer(
        account_id=school.accounts[name],
        staff_id=school.staff[name],
        name="王小明",
        roles=frozenset({Role.TEACHER, *roles}),
        homeroom_ids=frozenset({school.homerooms[homeroom]} if homeroom else ()),
        section_ids=frozenset({school.sections[section]} if section else ()),
    )


def office(school: SmallSchool) -> Viewer:
    return viewer(school, "office", Role.OFFICE)


def look(who: Viewer) -> Today:
    with read() as db:
        return today_for(db, who, clock.now())


def test_the_teacher_sees_the_class_that_is_on(all_databases: Engine, school: SmallSchool) -> None:
    seen = look(viewer(school, "teacher", section="calligraphy"))
    assert seen.card is not None
    assert seen.card.id == school.sessions["calligraphy"]
    assert (seen.card.is_now, seen.card.expected, seen.card.here, seen.card.on_leave) == (True, 5, 0, 0)
    assert seen.card.when == "16:30–17:10"
    assert (seen.coming, seen.notices, seen.homerooms, seen.school) == ([], [], [], None)
    assert seen.day_line.endswith("week 13")


def came(school: SmallSchool, child: int, verdict: str, choice: str = "") -> CheckinEvent:
    return CheckinEvent(
        id=f"00000000-0000-7000-8000-{child:012}",
        kind="scan",
        actor_id=school.accounts["teacher"],
        session_id=school.sessions["calligraphy"],
        student_id=child,
        card_id=school.cards[child],
        happened_at=clock.now(),
        received_at=clock.now(),
        verdict=verdict,
        choice=choice,
        method="camera",
    )


def test_the_ring_counts_whom_the_log_counts(school: SmallSchool) -> None:
    child, session = school.students["third"][0], school.sessions["calligraphy"]
    with write() as db:
        db.add(came(school, child, "on_time"))
    who = viewer(school, "teacher", section="calligraphy")
    seen = look(who)
    assert seen.card is not None
    assert seen.card.here == 1
    with read() as db:
        marks = {line.id: line.mark for line in roster_for(db, who, session)}
    assert marks[child] == "here"
    assert set(marks) == set(school.students["third"][:5])


def test_a_child_of_another_class_is_counted_apart_as_on_the_scan_page(school: SmallSchool) -> None:
    with write() as db:
        db.add(came(school, school.students["third"][0], "on_time"))
        db.add(came(school, school.students["seventh"][0], "wrong_room", "keep"))
    seen = look(viewer(school, "teacher", section="calligraphy"))
    assert seen.card is not None
    assert (seen.card.here, seen.card.guests, seen.card.expected) == (1, 1, 5)
    assert seen.card.label == "1 of 5 are here"


def marks(school: SmallSchool) -> dict[int, str]:
    with read() as db:
        who = viewer(school, "teacher", section="calligraphy")
        return {line.id: line.mark for line in roster_for(db, who, school.sessions["calligraphy"])}


def test_the_list_tells_late_absent_and_guests(
    all_databases: Engine, school: SmallSchool, freeze: Callable[[str], None]
) -> None:
    freeze("2026-11-23T16:41")
    third, guest = school.students["third"], school.students["seventh"][0]
    scan(school, "teacher", "calligraphy", third[0], "16:31")
    scan(school, "teacher", "calligraphy", third[1], "16:38")
    scan(school, "teacher", "calligraphy", guest, "16:39", choice="keep")
    assert marks(school) == {
        third[0]: "here",
        third[1]: "late",
        third[2]: "",
        third[3]: "",
        third[4]: "",
        guest: "guest",
    }
    submit(school, "teacher", "calligraphy", "16:40", 3)
    assert [marks(school)[child] for child in third[2:5]] == ["absent"] * 3


def test_who_came_in_spite_of_leave_is_not_on_leave(
    all_databases: Engine, school: SmallSchool, freeze: Callable[[str], None]
) -> None:
    """On the teacher's card, in the homeroom and for the whole school, as on the board."""
    freeze("2026-11-23T16:35")
    child = school.students["third"][0]
    with write() as db:
        changes.grant_day_leave(db, office(school), child, MONDAY, "cough")

    def told() -> list[int]:
        card = look(viewer(school, "teacher", section="calligraphy")).card
        home = look(viewer(school, "homeroom", Role.HOMEROOM, homeroom="third")).homerooms[0]
        whole = look(viewer(school, "leader", Role.LEADER)).school
        assert card is not None
        assert whole is not None
        return [card.on_leave, home.on_leave, whole.on_leave, numbers(board(school, "leader"))["on_leave"]]

    assert told() == [1, 1, 2, 2]
    scan(school, "teacher", "calligraphy", child, "16:34", choice="keep")
    assert told() == [0, 0, 1, 1]


def test_a_roll_from_before_a_class_joined_is_not_in(
    all_databases: Engine, school: SmallSchool, freeze: Callable[[str], None]
) -> None:
    freeze("2026-11-23T16:40")
    for role, name in (("teacher", "calligraphy"), ("other", "chess")):
        submit(school, role, name, "16:38", 0)
    freeze("2026-11-23T16:42")
    with write() as db:
        changes.merge(db, office(school), school.sessions["chess"], school.sessions["calligraphy"])

    def told() -> tuple[bool, bool, int]:
        card = look(viewer(school, "teacher", section="calligraphy")).card
        whole = look(viewer(school, "leader", Role.LEADER)).school
        assert card is not None
        assert whole is not None
        return card.is_submitted, card.is_outdated, whole.submitted

    assert told() == (False, True, 0)
    assert set(marks(school).values()) == {""}
    freeze("2026-11-23T16:44")
    submit(school, "teacher", "calligraphy", "16:43", 0)
    assert told() == (True, False, 1)


def test_a_roll_from_before_its_class_was_off_is_not_in(
    all_databases: Engine, school: SmallSchool, freeze: Callable[[str], None]
) -> None:
    def told() -> tuple[int, int]:
        whole = look(viewer(school, "leader", Role.LEADER)).school
        assert whole is not None
        return whole.submitted, whole.not_begun

    freeze("2026-11-23T16:35")
    submit(school, "teacher", "calligraphy", "16:34", 0)
    assert told() == (1, 4)
    with write() as db:
        change = changes.cancel(db, office(school), school.sessions["calligraphy"])
    freeze("2026-11-23T16:40")
    with write() as db:
        changes.withdraw(db, office(school), change)
    assert told() == (0, 5)


def test_a_roll_that_is_in_says_how_many_nobody_has_found(
    all_databases: Engine, school: SmallSchool, freeze: Callable[[str], None]
) -> None:
    freeze("2026-11-23T16:41")
    third = school.students["third"]

    def unclear() -> int:
        card = look(viewer(school, "teacher", section="calligraphy")).card
        assert card is not None
        return card.unclear

    for child in third[:2]:
        scan(school, "teacher", "calligraphy", child, "16:31")
    assert unclear() == 0, "the roll is still being taken"
    submit(school, "teacher", "calligraphy", "16:40", 2)
    assert unclear() == 3
    record(school, "leader", "found", "16:40", student_id=third[2], note="clinic")
    assert unclear() == 2
    scan(school, "teacher", "calligraphy", third[3], "16:41")
    assert unclear() == 1


def test_a_list_is_shown_only_to_whoever_takes_that_roll(school: SmallSchool) -> None:
    with read() as db:
        assert roster_for(db, viewer(school, "other", section="chess"), school.sessions["calligraphy"]) == []
        assert len(roster_for(db, viewer(school, "leader", Role.LEADER), school.sessions["calligraphy"])) == 5


def test_the_homeroom_teacher_sees_where_the_children_are(all_databases: Engine, school: SmallSchool) -> None:
    seen = look(viewer(school, "homeroom7", Role.HOMEROOM, homeroom="seventh"))
    assert seen.card is not None
    assert seen.card.is_care
    assert seen.coming[0].expected == 10
    [home] = seen.homerooms
    assert (home.total, home.out, home.stay, home.on_leave) == (10, 7, 2, 1)


def test_the_substitute_sees_the_class_and_the_teacher_that_it_is_taken(
    all_databases: Engine, school: SmallSchool
) -> None:
    with write() as db:
        changes.substitute(db, office(school), school.sessions["calligraphy"], school.staff["leader"], "ill")
    substitute = look(viewer(school, "leader", Role.LEADER))
    assert substitute.card is not None
    assert substitute.card.id == school.sessions["calligraphy"]
    assert "苏" in substitute.card.instead_of
    teacher = look(viewer(school, "teacher", section="calligraphy"))
    assert teacher.card is None
    assert teacher.empty
    assert "方正" in teacher.notices[0].text
    assert look(viewer(school, "coach")).notices == [], "a substitution concerns the two, and the homerooms"


def test_rain_is_told_to_everybody_and_counts_the_own_children(school: SmallSchool) -> None:
    with write() as db:
        changes.cancel(db, office(school), school.sessions["chess"], "ill")
        changes.move(db, office(school), school.sessions["basketball"], school.rooms["chess"], "rain")
    notes = {note.title: note for note in look(viewer(school, "homeroom7", Role.HOMEROOM, homeroom="seventh")).notices}
    assert "综合楼 203" in notes["篮球1班"].text
    assert "rain" in notes["篮球1班"].text
    assert notes["篮球1班"].detail.endswith("3 of your homeroom")
    assert notes["象棋1班"].tone == "refuse"
    assert len(look(viewer(school, "teacher", section="calligraphy")).notices) == 2
    cancelled = look(viewer(school, "other", section="chess"))
    assert cancelled.card is None


def test_leaders_see_the_period_in_numbers(all_databases: Engine, school: SmallSchool) -> None:
    seen = look(viewer(school, "leader", Role.LEADER))
    assert seen.school is not None
    assert (seen.school.children, seen.school.on_leave, seen.school.classes) == (21, 1, 5)
    assert (seen.school.submitted, seen.school.not_begun) == (0, 5)


@pytest.mark.parametrize(("time", "current"), [("16:05", "next"), ("17:09", "now"), ("17:10", "")])
def test_the_card_follows_the_bell(school: SmallSchool, freeze: Callable[[str], None], time: str, current: str) -> None:
    freeze(f"2026-11-23T{time}")
    seen = look(viewer(school, "teacher", section="calligraphy"))
    assert ("now" if seen.card.is_now else "next") == current if seen.card else current == ""


def test_when_today_is_done_the_next_day_is_shown(
    all_databases: Engine, school: SmallSchool, freeze: Callable[[str], None]
) -> None:
    with write() as db:
        service.keep_in_step(db, MONDAY)
    freeze("2026-11-23T18:01")
    seen = look(viewer(school, "homeroom", Role.HOMEROOM, homeroom="third"))
    assert seen.card is None
    assert seen.empty == "Your classes of today are done."
    assert seen.coming_day == "Tomorrow"
    assert len(seen.coming) == 2


def test_a_day_without_service_says_so(school: SmallSchool, freeze: Callable[[str], None]) -> None:
    freeze("2026-11-22T16:30")
    assert look(viewer(school, "teacher")).empty == "No after-school service today."


async def test_a_new_schools_office_is_led_to_the_import(
    school: SmallSchool, freeze: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    freeze("2026-11-28T10:00")
    monkeypatch.setattr(today_state, "what_comes_first", lambda: "There are no homerooms yet")
    office = tab(today_state.TodayState, school, "office")
    await call(office, "load")
    assert office.lacks == "There are no homerooms yet"
    teacher = tab(today_state.TodayState, school, "teacher")
    await call(teacher, "load")
    assert teacher.lacks == "", "only the office imports"
