"""Four files in layouts that schools really use, each with the truth beside it. Skipped without the files."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from schoolapp.school.roster.enrolments import plan_enrolments
from schoolapp.school.roster.plan import Answers, Plan
from schoolapp.school.roster.reading import read_book
from schoolapp.school.roster.records import Setting
from schoolapp.school.roster.snapshot import SectionNow, Snapshot, StudentNow
from schoolapp.school.roster.spreadsheets import UnreadableError, open_book
from schoolapp.school.roster.students import plan_students
from tests import left_out

_ROOT = Path(__file__).resolve().parents[4]
FOLDER = next(
    (p for p in (_ROOT.parent / "shared/data/rosters", _ROOT.parent.parent / "shared/data/rosters") if p.is_dir()), None
)
pytestmark = pytest.mark.skipif(FOLDER is None, reason=left_out.reason(left_out.SHARED, "no data/rosters"))
STUDENT_FILES = ["01_students_title_merged.xlsx", "05_students_registry_export.xls"]
SETTING = Setting(2025, lambda number: number)


def load(name: str) -> tuple[bytes, dict]:
    assert FOLDER is not None
    path = FOLDER / name
    return path.read_bytes(), json.loads(path.with_suffix(".json").read_text())


def read(name: str):
    content, truth = load(name)
    return read_book(open_book(content, truth["upload_name"]), SETTING), truth


def plan_of(name: str) -> tuple[Plan, dict]:
    reading, truth = read(name)
    return plan_students(reading.records, Snapshot(date(2025, 9, 10), 1, 2025), Answers()), truth


@pytest.mark.parametrize("name", [*STUDENT_FILES, "08_enrolments_gb18030.csv"])
def test_every_row_is_read_with_its_values(name):
    reading, truth = read(name)
    assert reading.kind == truth["kind"]
    found = {record.row: record for record in reading.records}
    for row in truth["tables"][0]["rows"]:
        values = found[row["row"]].values
        assert values["homerooms"] == (tuple(int(part) for part in row["class"].split(".")),)
        for field in row.keys() - {"row", "class", "grade", "class_no", "student_no", "choice1", "choice2"}:
            assert values[field] == row[field], (row["row"], field)


@pytest.mark.parametrize("name", STUDENT_FILES)
def test_columns_are_understood(name):
    reading, truth = read(name)
    wanted = {h["col"]: h["field"] for h in truth["tables"][0]["headers"] if h["field"]}
    found = {column.letter: column.field for column in reading.tables[0].columns if column.field}
    assert wanted.items() <= found.items()


@pytest.mark.parametrize("name", STUDENT_FILES)
def test_rows_import_wait_or_are_refused_as_the_truth_says(name):
    plan, truth = plan_of(name)
    added = {change.row for change in plan.changes if change.what == "student"}
    assert added == {row["row"] for row in truth["tables"][0]["rows"]}
    bad = {(row["row"], row["level"], row["code"]) for row in truth["bad_rows"] if row["code"] != "hidden_row"}
    told = {(issue.row, str(issue.level), issue.code) for issue in plan.issues}
    told |= {(question.row, "decision", question.code) for question in plan.questions}
    repaired_visibly = {entry for entry in told if entry[2] == "name_padded"}
    assert told - repaired_visibly == bad


def test_no_row_outside_the_list_becomes_a_record():
    for name in STUDENT_FILES:
        reading, truth = read(name)
        records = {(record.sheet, record.row) for record in reading.records}
        assert not records & {(row["sheet"], row["row"]) for row in truth["ignored_rows"]}


def test_a_truncated_file_is_refused_whole():
    content, truth = load("10_truncated.xlsx")
    with pytest.raises(UnreadableError) as refused:
        open_book(content, truth["upload_name"])
    assert refused.value.code == "damaged"


def _school_of(truth: dict) -> Snapshot:
    """The children and sections that file 08 refers to, made from its truth."""
    rows = truth["tables"][0]["rows"]
    known = {row["student_no"]: row for row in rows}
    students = tuple(
        StudentNow(
            number,
            row["name"],
            school_number=str(number),
            homeroom=tuple(int(part) for part in row["class"].split(".")),
            participation_id=1,
        )
        for number, row in ((int(key), row) for key, row in known.items())
    )
    names = sorted({row[choice] for row in rows for choice in ("choice1", "choice2") if row.get(choice)})
    sections = [SectionNow(n, name, name, grade_from=3, seats=50) for n, name in enumerate(names, 1)]
    sections.append(SectionNow(99, "英语绘本", "英语绘本", grade_to=3))
    homerooms = {student.homeroom: n for n, student in enumerate(students) if student.homeroom}
    return Snapshot(date(2025, 9, 10), 1, 2025, homerooms=homerooms, students=students, sections=tuple(sections))


def test_enrolments_reach_the_right_child_and_section():
    reading, truth = read("08_enrolments_gb18030.csv")
    now = _school_of(truth)
    plan = plan_enrolments(reading.records, now, Answers())
    bad = {(row["row"], row["level"], row["code"]) for row in truth["bad_rows"]}
    told = {(issue.row, str(issue.level), issue.code) for issue in plan.issues}
    told |= {(question.row, "decision", question.code) for question in plan.questions}
    assert {entry for entry in told if entry[2] != "name_padded"} == bad
    sections = {section.id: section.name for section in now.sections}
    made = {c.row: (c.writes[0].values["student_id"], sections[c.writes[0].values["section_id"]]) for c in plan.changes}
    wanted = {
        row["row"]: (int(row["student_no"]), row["choice1"] or row["choice2"])
        for row in truth["tables"][0]["rows"]
        if row["choice1"] or row["choice2"]
    }
    assert made == wanted


def test_enrolments_without_their_roster_all_wait_for_a_person():
    reading, _ = read("08_enrolments_gb18030.csv")
    plan = plan_enrolments(reading.records, Snapshot(date(2025, 9, 10), 1, 2025), Answers())
    assert plan.changes == []
    assert {question.code for question in plan.questions} == {"not_in_roster"}
    assert {question.row for question in plan.questions} == {record.row for record in reading.records}
