"""The office reads the trail in sentences, with names that are looked up and never kept."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import Engine, event

from schoolapp.checkin.rules import Verdict
from schoolapp.db import engine, read, write
from schoolapp.identity import accounts, cookies, staff_queries, trail_words
from schoolapp.identity.audit import record
from schoolapp.identity.guards import viewer_of
from schoolapp.identity.trail_kept import kept
from schoolapp.identity.trail_names import Names
from schoolapp.identity.words import ACTIONS
from schoolapp.models import Homeroom, Section, Student
from schoolapp.school.naming import homeroom_name
from schoolapp.school.people import service as people
from tests.factory import MONDAY, SmallSchool, begin_login


def told() -> list[tuple[str, list[str]]]:
    """Sentence and changes of each line, the newest first."""
    with read() as db:
        found = staff_queries.trail(db)
        names = Names()
        names.learn(db, {ref for line in found for ref in trail_words.refs_of(line)})
    return [(trail_words.sentence(line, names), trail_words.changes(line, names)) for line in found]


def keep(
    school: SmallSchool, action: str, table: str, row_id: object = "", before: Any = None, after: Any = None
) -> None:
    with write() as db:
        record(db, school.accounts["office"], action, table, row_id, before, after)


def called(school: SmallSchool, kind: Any, row_id: int) -> Any:
    with read() as db:
        return db.get_one(kind, row_id)


def viewer(school: SmallSchool) -> Any:
    return viewer_of(f"{cookies.NAME}={begin_login(school.accounts['office'])}")


def test_a_child_that_moved_is_told_by_name_from_homeroom_to_homeroom(
    all_databases: Engine, school: SmallSchool
) -> None:
    child = school.students["third"][0]
    with write() as db:
        people.move_student(db, school.accounts["office"], child, school.homerooms["seventh"], 44, MONDAY)
    sentence, facts = told()[0]
    assert called(school, Student, child).name in sentence
    assert ACTIONS["people.move_student"] in sentence
    third, seventh = (called(school, Homeroom, school.homerooms[key]) for key in ("third", "seventh"))
    line = next(one for one in facts if " → " in one and homeroom_name(seventh.grade, seventh.number) in one)
    assert line.index(homeroom_name(third.grade, third.number)) < line.index(
        homeroom_name(seventh.grade, seventh.number)
    )
    assert any(one.endswith("→ 44") for one in facts)


def test_a_change_of_the_day_names_class_day_and_room(all_databases: Engine, school: SmallSchool) -> None:
    session = school.sessions["calligraphy"]
    keep(school, "plan.room", "day_change", 999_999, after={"session": session, "room_id": 1})
    sentence, facts = told()[0]
    assert trail_words.TABLES["day_change"] in sentence, "a row that is gone is called by its kind"
    assert any(called(school, Section, school.sections["calligraphy"]).name in one for one in facts)


def test_a_record_of_the_roll_is_about_child_and_class(all_databases: Engine, school: SmallSchool) -> None:
    child, session = school.students["third"][0], school.sessions["calligraphy"]
    number = "01a20787-a5a0-7b9c-b69c-48d05b7e6b4e"
    keep(school, "checkin.found", "checkin_event", number, after={"session_id": session, "student_id": child})
    sentence, facts = told()[0]
    assert called(school, Student, child).name in sentence
    assert called(school, Section, school.sections["calligraphy"]).name in sentence
    assert (facts, number in sentence) == ([], False)


def test_roles_codes_and_yes_or_no_are_words(school: SmallSchool) -> None:
    today = MONDAY
    accounts.grant(viewer(school), school.accounts["teacher"], accounts.NewRole("leader", None, today, None))
    sentence, facts = told()[0]
    assert "苏墨" in sentence
    assert any(trail_words.VALUES["role"]["leader"] in one for one in facts)
    keep(school, "people.set_participation", "student", school.students["third"][0], after={"takes_part": False})
    assert "false" not in json.dumps(told()[0][1]).lower()


def test_many_rows_are_counted_and_another_name_is_not_told(school: SmallSchool) -> None:
    keep(school, "import.add", "student", after={"ids": [1, 2, 3, 4]})
    assert "4" in told()[0][1][0]
    keep(school, "import.change", "student", school.students["third"][0], {"name": "…"}, {"name": "…"})
    assert "…" not in told()[0][1][0]


@pytest.mark.parametrize("action", sorted(ACTIONS))
def test_every_action_makes_a_sentence_without_codes(school: SmallSchool, action: str) -> None:
    keep(school, action, "student", school.students["third"][0])
    assert told()[0][0].count(called(school, Student, school.students["third"][0]).name) == 1
    assert action not in told()[0][0]


@pytest.mark.parametrize("verdict", list(Verdict))
def test_a_verdict_is_told_in_words(school: SmallSchool, verdict: str) -> None:
    keep(school, "checkin.choose_keep", "checkin_event", after={"verdict": verdict})
    [fact] = told()[0][1]
    assert fact.partition(": ")[2] not in ("", verdict)


def test_namesakes_are_told_apart_and_days_are_told(school: SmallSchool) -> None:
    keep(school, "people.student_left", "student", school.students["third"][0])
    third = called(school, Homeroom, school.homerooms["third"])
    assert homeroom_name(third.grade, third.number) in told()[0][0]
    keep(school, "plan.keep_in_step", "session", "2026-11-23", after={"added": 3})
    assert told()[0][0].endswith("2026-11-23")


def test_a_page_is_told_with_a_handful_of_queries(all_databases: Engine, school: SmallSchool) -> None:
    for child in school.students["third"]:
        keep(school, "people.move_student", "student", child, {"homeroom_id": 1}, {"homeroom_id": 2})
    asked: list[str] = []
    note = lambda *facts: asked.append(facts[2])  # noqa: E731
    event.listen(engine(), "before_cursor_execute", note)
    told()
    event.remove(engine(), "before_cursor_execute", note)
    assert len([text for text in asked if text.startswith("SELECT")]) <= 4


def test_a_line_as_it_is_kept_has_numbers_and_no_codes(school: SmallSchool) -> None:
    facts = {"session_id": 7, "student_id": 9, "verdict": "session_closed", "kind": "work", "is_legal": True}
    keep(
        school, "checkin.choose_keep", "checkin_event", "01a2", {"state": "waiting"}, facts | {"letters": {"title": 3}}
    )
    with read() as db:
        text = kept(staff_queries.trail(db)[0])
    assert text.startswith("a record of the roll 01a2")
    assert "Lesson: 7" in text
    assert "Length of the title: 3" in text
    assert not [
        code for code in ("session_id", "closed", "waiting:", "is_legal", "True", "checkin", "{") if code in text
    ]


def test_every_column_that_an_import_writes_has_a_word(school: SmallSchool) -> None:
    keep(school, "import.change", "student", 1, after=dict.fromkeys(("national_hash", "pinyin", "initials"), "…"))
    with read() as db:
        text = kept(staff_queries.trail(db)[0])
    assert not [code for code in ("national_hash", "pinyin:", "initials:") if code in text]
