"""Attendance as tables and as a spreadsheet, and who may have it."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from sqlalchemy import Engine

from schoolapp import clock
from schoolapp.checkin.attendance.sheet import sheet_name, workbook
from schoolapp.checkin.attendance.tables import attendance
from schoolapp.checkin.attendance.values import Question, Scope, Table, TableRow
from schoolapp.db import write
from schoolapp.models import DayChange, Student
from schoolapp.refusals import Refused
from tests.factory import MONDAY, SmallSchool
from tests.unit.checkin.boards import record, scan, submit, viewer

Freeze = Callable[[str], None]


@pytest.fixture
def taken(school: SmallSchool, freeze: Freeze) -> SmallSchool:
    """Calligraphy was taken: three on time, one late, one absent."""
    freeze("2026-11-23T16:41")
    third = school.students["third"]
    for child in third[:3]:
        scan(school, "teacher", "calligraphy", child, "16:31")
    scan(school, "teacher", "calligraphy", third[3], "16:38")
    submit(school, "teacher", "calligraphy", "16:40", 4)
    freeze("2026-11-23T18:30")
    return school


def cells(table: Table, name: str) -> list[str]:
    (row,) = [row.cells for row in table.rows if name in row.cells]
    return row


def test_a_session_names_each_child_with_its_mark(all_databases: Engine, taken: SmallSchool) -> None:
    table = attendance(viewer(taken, "teacher"), Question(Scope.SESSION, MONDAY, taken.sessions["calligraphy"]))
    marks = [row.cells[3] for row in table.rows]
    assert marks == ["present 16:31", "present 16:31", "present 16:31", "late 16:38", "absent"]


def test_a_day_counts_each_session_and_leaves_untaken_rolls_unknown(taken: SmallSchool) -> None:
    table = attendance(viewer(taken, "leader"), Question(Scope.DAY, MONDAY))
    assert len(table.rows) == 7
    assert cells(table, "书法1班")[4:] == ["5", "4", "0", "0", "1", "0", "0", "4", "16:40"]
    assert cells(table, "篮球1班")[4:] == ["3", "0", "0", "0", "0", "3", "0", "", ""]


def test_guests_stand_in_a_column_of_their_own(all_databases: Any, school: SmallSchool, freeze: Freeze) -> None:
    """So that the head count is the sum of those who came and of the guests."""
    freeze("2026-11-23T16:45")
    third = school.students["third"]
    scan(school, "teacher", "calligraphy", third[0], "16:31")
    scan(school, "teacher", "calligraphy", third[11], "16:32", choice="keep")
    submit(school, "teacher", "calligraphy", "16:40", 2)
    table = attendance(viewer(school, "teacher"), Question(Scope.DAY, MONDAY))
    row = dict(zip(table.columns, table.rows[0].cells, strict=True))
    assert (row["Expected"], row["present"], row["absent"], row["Of other classes"], row["Head count"]) == tuple(
        "51412"
    )
    session = attendance(viewer(school, "teacher"), Question(Scope.SESSION, MONDAY, school.sessions["calligraphy"]))
    assert session.rows[-1].cells[3:] == ["guest 16:32", "综合楼 301 since 16:32, nothing planned now"]


def test_before_its_bell_a_lesson_has_not_begun(all_databases: Any, school: SmallSchool, freeze: Freeze) -> None:
    """Not even for a child who is missing now; and the numbers of a day add up to the expected."""
    freeze("2026-11-23T16:44")
    submit(school, "teacher", "calligraphy", "16:40", 0)
    home = attendance(viewer(school, "homeroom"), Question(Scope.HOMEROOM, MONDAY, school.homerooms["third"]))
    assert home.rows[0].cells[2:] == ["absent · 书法1班", "not begun yet · 三（1）班 homework care"]
    day = attendance(viewer(school, "leader"), Question(Scope.DAY, MONDAY))
    assert day.columns[10] == "not yet"
    assert all(int(row.cells[4]) == sum(map(int, row.cells[5:11])) for row in day.rows)
    assert [row.cells[10] for row in day.rows] == ["0"] * 5 + ["11", "9"]


def test_a_merged_and_a_cancelled_class_say_so_instead_of_a_time(school: SmallSchool) -> None:
    with write() as db:
        into = school.sessions["calligraphy"]
        for name, change in (
            ("chess", {"kind": "merged", "into_session_id": into}),
            ("basketball", {"kind": "cancelled"}),
        ):
            db.add(DayChange(session_id=school.sessions[name], created_at=clock.now(), **change))
    table = attendance(viewer(school, "leader"), Question(Scope.DAY, MONDAY))
    assert cells(table, "象棋1班")[-1] == "has joined 书法1班"
    assert cells(table, "篮球1班")[-1] == "Cancelled"


def test_a_day_of_a_teacher_has_the_own_sessions_only(taken: SmallSchool) -> None:
    table = attendance(viewer(taken, "teacher"), Question(Scope.DAY, MONDAY))
    assert [row.cells[1] for row in table.rows] == ["书法1班"]


def test_a_homeroom_shows_every_child_and_period(all_databases: Engine, taken: SmallSchool) -> None:
    table = attendance(viewer(taken, "homeroom"), Question(Scope.HOMEROOM, MONDAY, taken.homerooms["third"]))
    assert len(table.rows) == 12
    assert table.rows[0].cells[2:] == ["present 16:31 · 书法1班", "no roll · 三（1）班 homework care"]
    assert table.rows[11].cells[2:] == ["—", "—"]


def test_a_section_over_the_weeks(all_databases: Engine, taken: SmallSchool) -> None:
    question = Question(Scope.SECTION, MONDAY, taken.sections["calligraphy"], MONDAY)
    table = attendance(viewer(taken, "teacher"), question)
    assert table.columns[-1] == "11/23"
    assert [row.cells[3] for row in table.rows] == ["1/1", "1/1", "1/1", "1/1", "0/1"]


def test_kept_in_another_room_is_elsewhere_not_absent(taken: SmallSchool, freeze: Freeze) -> None:
    freeze("2026-11-23T16:42")
    child = taken.students["third"][4]
    scan(taken, "other", "chess", child, "16:35", choice="keep")
    freeze("2026-11-23T18:30")
    table = attendance(viewer(taken, "teacher"), Question(Scope.SESSION, MONDAY, taken.sections["calligraphy"]))
    session = Question(Scope.SESSION, MONDAY, taken.sessions["calligraphy"])
    table = attendance(viewer(taken, "teacher"), session)
    assert table.rows[4].cells[3] == "Elsewhere"


def test_a_late_entry_from_paper_the_next_day_counts(taken: SmallSchool, freeze: Freeze) -> None:
    freeze("2026-11-24T09:00")
    child = taken.students["seventh"][4]
    session = taken.sessions["basketball"]
    record(taken, "office", "mark", "16:35", session_id=session, student_id=child, choice="present", method="paper")
    table = attendance(viewer(taken, "coach"), Question(Scope.SESSION, MONDAY, session))
    assert table.rows[0].cells[3].startswith("present")


@pytest.mark.parametrize(
    ("role", "scope", "key"),
    [
        ("teacher", Scope.SESSION, "chess"),
        ("teacher", Scope.SECTION, "chess"),
        ("teacher", Scope.HOMEROOM, "third"),
        ("homeroom", Scope.HOMEROOM, "seventh"),
        ("homeroom7", Scope.SECTION, "calligraphy"),
        ("guardian", Scope.HOMEROOM, "third"),
    ],
)
def test_what_is_not_ones_own_is_refused(taken: SmallSchool, role: str, scope: Scope, key: str) -> None:
    ids = {Scope.SESSION: taken.sessions, Scope.SECTION: taken.sections, Scope.HOMEROOM: taken.homerooms}[scope]
    with pytest.raises(Refused) as refused:
        attendance(viewer(taken, role), Question(scope, MONDAY, ids[key], MONDAY))
    assert refused.value.code == "not_allowed"


def test_no_cell_becomes_a_formula_or_a_number() -> None:
    row = ["=1+1", "+8613800000000", "@SUM(A1)", "-2", "http://x", "0012"]
    sheet = openpyxl.load_workbook(BytesIO(workbook(Table("=2+2", list("abcdef"), [TableRow(row)])))).active
    assert sheet is not None
    values = [cell for line in sheet.iter_rows(min_row=1, max_row=3) for cell in line if cell.value is not None]
    assert {cell.data_type for cell in values} == {"s"}
    assert [cell.value for cell in sheet[3]] == row
    assert not any(cell.hyperlink for cell in values)


def test_counts_are_numbers_and_the_sheet_bears_a_legal_name(taken: SmallSchool) -> None:
    book = openpyxl.load_workbook(BytesIO(workbook(attendance(viewer(taken, "leader"), Question(Scope.DAY, MONDAY)))))
    (sheet,) = book.worksheets
    assert sheet.title == "Attendance Monday, 11-23"
    assert sheet.freeze_panes == "A3"
    row = next(line for line in sheet.iter_rows(min_row=3, values_only=True) if line[1] == "书法1班")
    assert row[4:] == (5, 4, 0, 0, 1, 0, 0, 4, "16:40")
    assert sheet_name("a" * 40) == "Attendance " + "a" * 20
    assert sheet_name("[x]'") == "Attendance -x-"


def test_the_file_over_http(taken: SmallSchool, client_as: Callable[[str], Any]) -> None:
    with write() as db:
        child = db.get(Student, taken.students["third"][0])
        assert child is not None
        child.name = '=HYPERLINK("http://evil")'
        db.add(child)
    address = f"/api/attendance.xlsx?scope=session&key={taken.sessions['calligraphy']}&day=2026-11-23"
    answer = client_as("teacher").get(address)
    assert answer.status_code == 200
    assert "no-store" in answer.headers["cache-control"]
    sheet = openpyxl.load_workbook(BytesIO(answer.content)).active
    assert sheet is not None
    assert (sheet["C3"].value, sheet["C3"].data_type) == ('=HYPERLINK("http://evil")', "s")
    assert client_as("other").get(address).json()["code"] == "not_allowed"
    assert client_as("guardian").get(address).status_code == 403
    assert client_as("visitor").get(address).status_code == 401


@pytest.mark.parametrize("query", ["scope=planet", "day=yesterday", "key=-1", "scope=session&key=999999"])
def test_a_wrong_question_is_refused_calmly(school: SmallSchool, client_as: Callable[[str], Any], query: str) -> None:
    assert client_as("leader").get(f"/api/attendance.xlsx?{query}").status_code in (404, 422)


def test_the_version_is_for_staff(school: SmallSchool, client_as: Callable[[str], Any]) -> None:
    answer = client_as("teacher").get("/api/board/version")
    assert answer.json()["version"].startswith("2026-11-23/1/")
    assert client_as("guardian").get("/api/board/version").status_code == 403
    assert client_as("visitor").get("/api/board/version").status_code == 401
    assert client_as("teacher").get("/api/board/version?day=never&slot=7").status_code == 200


def test_a_phone_knows_what_each_column_is() -> None:
    table = Table("", list("abcd"), lead=1, plain=(0, 3))
    assert table.kinds == ["plain", "title", "value", "plain"]
