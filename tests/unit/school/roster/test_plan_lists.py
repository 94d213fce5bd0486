"""Rooms, courses, staff, sections, enrolments and timetables, each from a list as schools write it."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import openpyxl
import pytest
from sqlmodel import col, select

from schoolapp.db import read
from schoolapp.identity import cookies
from schoolapp.identity.guards import viewer_of
from schoolapp.models import (
    Building,
    Course,
    Enrolment,
    Participation,
    RoleGrant,
    Room,
    Section,
    SectionTeacher,
    Session,
    Staff,
    Term,
    TimetableEntry,
)
from schoolapp.school.roster import service
from schoolapp.school.roster.columns import Kind
from schoolapp.school.roster.presenting import present
from schoolapp.school.roster.templates import COLUMNS, template
from tests.factory import MONDAY, SmallSchool, begin_login
from tests.unit.school.roster.test_import import OFFICE, codes, counts
from tests.unit.school.roster.workbooks import csv, xlsx

Rows = Sequence[Sequence[Any]]


def preview(rows: Rows, kind: Kind | None = None) -> service.Preview:
    return service.preview(csv(rows), "名单.csv", kind, OFFICE)


def run(rows: Rows, answers: dict[str, str] | None = None, kind: Kind | None = None) -> service.Applied:
    return service.apply(preview(rows, kind).token, answers or {}, {}, OFFICE)


def one(model: Any, **wanted: Any) -> Any:
    with read() as db:
        return db.exec(select(model).filter_by(**wanted)).one()


def enrolled(student_id: int) -> list[tuple[int, Any]]:
    with read() as db:
        rows = db.exec(select(Enrolment).where(Enrolment.student_id == student_id).order_by(col(Enrolment.id)))
        return [(row.section_id, row.valid_to) for row in rows]


ROOMS = [
    ["楼栋", "教室", "座位数", "类型"],
    ["综合楼", "301", 40, ""],
    ["艺术楼", "舞蹈室", 30, "专用教室"],
    ["", "操场", "", ""],
]


def test_rooms_with_their_buildings(school: SmallSchool):
    shown = preview(ROOMS)
    assert shown.kind is Kind.ROOMS
    assert (4, "A", "missing_building") in codes(shown)
    run(ROOMS)
    made = one(Room, number="舞蹈室")
    assert (made.kind, made.seats) == ("special", 30)
    assert one(Building, id=made.building_id).name == "艺术楼"
    assert one(Room, number="301").seats == 40
    assert counts(run(ROOMS)) == (0, 0, 2)


def test_courses_with_their_categories(school: SmallSchool):
    rows = [["课程名称", "类别"], ["二胡", "音乐"], ["书法", "艺术"]]
    assert preview(rows).kind is Kind.COURSES
    assert counts(run(rows)) == (3, 1, 0), "two categories and a course are new, one course gets a category"
    assert one(Course, name="二胡").category_id is not None
    assert counts(run(rows)) == (0, 0, 2)


def test_staff_by_number_else_by_a_name_that_only_one_has(school: SmallSchool):
    rows = [
        ["工号", "姓名", "任教学科", "联系电话", "是否外聘"],
        ["T1", "苏墨", "书法", "13911112222", "否"],
        ["T2", "新　人", "舞蹈", "13911113333", "外聘"],
    ]
    shown = preview(rows)
    assert shown.kind is Kind.STAFF
    (question,) = shown.plan.questions
    assert question.code == "which_person", "a number is new, the name is known: a person decides"
    run(rows, {question.key: str(school.staff["teacher"])})
    assert one(Staff, staff_number="T1").id == school.staff["teacher"]
    assert one(Staff, staff_number="T2").is_hired is True
    assert counts(run(rows)) == (0, 0, 2)
    assert counts(run([["姓名", "任教学科"], ["苏墨", "硬笔书法"]])) == (0, 1, 0)


SECTIONS = [
    ["教学班", "课程", "教师", "教室", "年级", "名额", "时间"],
    ["书法1班", "书法", "苏墨", "综合楼301", "三至六年级", 30, "周一第1节"],
    ["书法2班", "书法", "齐军、高飞", "综合楼 203", "3-6", 25, "周二第1、2节"],
    ["二胡班", "二胡", "没有的人", "火星楼1", "一、二年级", "", "下午"],
]


def test_sections_with_course_teachers_room_and_times(all_databases, school: SmallSchool):
    shown = preview(SECTIONS)
    assert shown.kind is Kind.SECTIONS
    assert codes(shown) >= {(4, "C", "unknown_teacher"), (4, "D", "unknown_room"), (4, "G", "time_unknown")}
    assert [q.code for q in shown.plan.questions] == []
    run(SECTIONS)
    made = one(Section, name="书法2班")
    assert (made.grade_from, made.grade_to, made.seats, made.room_id) == (3, 6, 25, school.rooms["chess"])
    with read() as db:
        teachers = db.exec(select(SectionTeacher).where(SectionTeacher.section_id == made.id)).all()
        entries = db.exec(select(TimetableEntry).where(TimetableEntry.section_id == made.id)).all()
        assert db.exec(select(Session).where(Session.section_id == made.id)).all(), "its sessions are made at once"
    assert {(t.staff_id, t.is_lead) for t in teachers} == {
        (school.staff["other"], True),
        (school.staff["coach"], False),
    }
    assert {(e.weekday, e.slot_number) for e in entries} == {(2, 1), (2, 2)}
    assert one(Section, name="书法1班").seats == 30
    assert counts(run(SECTIONS))[:2] == (0, 0)


def test_a_section_twice_without_times_is_told_and_not_asked(school: SmallSchool):
    shown = preview([["教学班", "课程", "年级"], ["陶艺班", "陶艺", "3-6"], ["陶艺班", "陶艺", "3-6"]])
    assert shown.plan.questions == [], "there would be nothing to choose from"
    assert codes(shown) >= {(3, "A", "section_twice")}


def test_a_room_taken_at_that_time_is_asked(school: SmallSchool):
    rows = [["教学班", "课程", "教室", "年级", "时间"], ["书法2班", "书法", "综合楼203", "3-6", "周一第1节"]]
    (question,) = preview(rows).plan.questions
    assert question.code == "room_clash"
    run(rows)
    with read() as db:
        mine = select(TimetableEntry).where(TimetableEntry.section_id == one(Section, name="书法2班").id)
        assert db.exec(mine).all() == []


def test_a_change_of_teacher_counts_from_today(school: SmallSchool):
    run([["教学班", "教师", "年级"], ["书法1班", "高飞", "3-6"]])
    with read() as db:
        rows = db.exec(
            select(SectionTeacher)
            .where(SectionTeacher.section_id == school.sections["calligraphy"])
            .order_by(col(SectionTeacher.id))
        ).all()
    assert [(r.staff_id, r.valid_to is None) for r in rows] == [
        (school.staff["teacher"], False),
        (school.staff["coach"], True),
    ]
    assert rows[1].valid_from == MONDAY


TIMETABLE = [
    ["星期", "节次", "教学班", "班级", "教师", "教室"],
    ["周二", "第1节", "书法1班", "", "", ""],
    ["星期三", "1-2节", "课业整理", "三（1）班", "林静", ""],
    ["周三", "第1节", "象棋1班", "", "高飞", "综合楼301"],
    ["周四", "第9节", "象棋1班", "", "", ""],
    ["周四", "", "象棋1班", "", "", ""],
    ["周四", "第1节", "马术班", "", "", ""],
    ["周四", "第1节", "课业整理", "", "", ""],
]


def test_a_timetable_of_sections_and_homework_care(all_databases, school: SmallSchool):
    shown = preview(TIMETABLE)
    assert shown.kind is Kind.TIMETABLE
    assert {(row, code) for row, _, code in codes(shown)} == {
        (5, "slot_unknown"),
        (6, "missing_time"),
        (7, "unknown_section"),
        (8, "care_needs_class"),
    }
    assert counts(run(TIMETABLE)) == (4, 0, 0)
    care = one(TimetableEntry, homeroom_id=school.homerooms["third"], weekday=3, slot_number=2)
    assert (care.staff_id, care.valid_from) == (school.staff["homeroom"], MONDAY)
    chess = one(TimetableEntry, section_id=school.sections["chess"], weekday=3)
    assert (chess.room_id, chess.staff_id) == (school.rooms["calligraphy"], school.staff["coach"])
    assert counts(run(TIMETABLE)) == (0, 0, 4)
    moved = [TIMETABLE[0], ["周三", "第1节", "象棋1班", "", "", "综合楼203"]]
    assert counts(preview(moved)) == (0, 0, 1), "its own room again: an empty column never erases, nor does this"


def _child(school: SmallSchool, homeroom: str, seat: int) -> int:
    return school.students[homeroom][seat - 1]


ENROLMENTS = [
    ["班级", "姓名", "教学班"],
    ["三（1）班", "吴小明", "书法1班"],
    ["3.1", "张伟", "象棋1班"],
    ["三（1）班", "没有的人", "书法1班"],
    ["三（1）班", "马小明", "马术"],
]


def test_enrolments_find_the_child_inside_its_homeroom(school: SmallSchool):
    """吴小明 plays chess while calligraphy meets, 张伟 the other way round: nobody is moved silently."""
    shown = preview(ENROLMENTS)
    assert shown.kind is Kind.ENROLMENTS
    asked = {(q.row, q.code, q.hint) for q in shown.plan.questions}
    assert asked == {
        (2, "already_enrolled", "象棋1班 → 书法1班"),
        (3, "already_enrolled", "书法1班 → 象棋1班"),
        (4, "not_in_roster", "没有的人 三（1）班"),
    }
    assert (5, "C", "unknown_section") in codes(shown)
    assert counts(shown) == (0, 0, 0)


def test_changing_over_ends_the_old_enrolment_the_day_before(all_databases, school: SmallSchool):
    rows = ENROLMENTS[:2]
    (question,) = preview(rows).plan.questions
    assert [choice.key for choice in question.choices] == ["move", "skip"], "both at once is impossible"
    run(rows, {question.key: "move"})
    (old, ended), (new, open_end) = enrolled(_child(school, "third", 8))
    assert (old, new, open_end) == (school.sections["chess"], school.sections["calligraphy"], None)
    assert (MONDAY - ended).days == 1
    assert counts(run(rows)) == (0, 0, 1)


def test_a_new_enrolment_brings_the_child_into_the_service(school: SmallSchool):
    rows = [["班级", "姓名", "教学班"], ["三（1）班", "马小明", "书法1班"]]
    run(rows)
    assert enrolled(_child(school, "third", 12)) == [(school.sections["calligraphy"], None)]
    assert one(Participation, student_id=_child(school, "third", 12)).valid_from == MONDAY


def test_namesakes_of_one_homeroom_are_asked_or_told_apart_by_seat(school: SmallSchool):
    run([["班级", "座号", "姓名"], ["三（1）班", 30, "马小敏"], ["三（1）班", 31, "马小敏"]])
    (question,) = preview([["班级", "姓名", "教学班"], ["三（1）班", "马小敏", "书法1班"]]).plan.questions
    assert question.code == "which_child"
    assert [c.hint for c in question.choices[:2]] == ["马小敏 三（1）班 30 号", "马小敏 三（1）班 31 号"]
    seated = preview([["班级", "座号", "姓名", "教学班"], ["三（1）班", 31, "马小敏", "书法1班"]])
    assert [change.label for change in seated.plan.changes] == ["马小敏 三（1）班 31 号"]


def test_wishes_are_met_in_order_and_what_cannot_be_is_said(school: SmallSchool):
    run([["教学班", "课程", "年级", "名额"], ["葫芦丝", "葫芦丝", "3-6", ""], ["英语绘本", "英语绘本", "1-2", ""]])
    rows = [
        ["班级", "姓名", "第一志愿", "第二志愿"],
        ["301", "徐小明", "葫芦丝班", ""],
        ["3-1", "孙小明", "马术", "葫芦丝社"],
        ["３．１", "马小明", "英语绘本", "葫芦丝"],
        ["三（1）班", "周小明", "无", ""],
        ["3.1", "徐小明", "象棋", ""],
    ]
    shown = preview(rows)
    assert {(row, code) for row, _, code in codes(shown)} >= {
        (3, "unknown_section"),
        (4, "grade_not_allowed"),
        (5, "no_choice"),
    }
    assert [(q.row, q.code) for q in shown.plan.questions] == [(6, "duplicate_submission")]
    assert {change.row for change in shown.plan.changes} == {2, 3, 4}


def test_grade_nine_takes_no_section(school: SmallSchool):
    run([["班级", "座号", "姓名"], ["九（1）班", 1, "欧阳九"]])
    shown = preview([["班级", "姓名", "教学班"], ["九（1）班", "欧阳九", "象棋1班"]])
    assert {code for _, _, code in codes(shown)} == {"grade_care_only"}
    assert counts(shown) == (0, 0, 0)


def test_a_full_section_is_asked(school: SmallSchool):
    run([["教学班", "年级", "名额"], ["书法1班", "1-9", 5]])
    shown = preview([["班级", "姓名", "教学班"], ["三（1）班", "马小明", "书法1班"]])
    assert [q.code for q in shown.plan.questions] == ["section_full"]


def test_a_name_list_whose_sheet_is_called_like_the_section(school: SmallSchool):
    content = xlsx({"书法1班": [["班级", "姓名"], ["三（1）班", "马小明"]]})
    shown = service.preview(content, "名单.xlsx", Kind.ENROLMENTS, OFFICE)
    assert counts(shown) == (1, 0, 0)


@pytest.mark.parametrize("kind", list(Kind))
def test_every_template_is_understood_when_filled_in(kind: Kind, school: SmallSchool):
    filled = {
        Kind.STUDENTS: ["三（1）班", 21, "曾一", "女", "N21", "", "", "", "", "", "是", ""],
        Kind.STAFF: ["T9", "新人", "舞蹈", "13911113333", "否", ""],
        Kind.ROOMS: ["综合楼", "305", "", "", "普通教室"],
        Kind.COURSES: ["二胡", "音乐"],
        Kind.SECTIONS: ["书法2班", "书法", "苏墨", "综合楼 301", "3-6", "", "周二第1节", "否"],
        Kind.ENROLMENTS: ["三（1）班", "", "马小明", "书法1班", ""],
        Kind.TIMETABLE: ["周二", "第1节", "书法1班", "", "", ""],
    }[kind]
    book = openpyxl.load_workbook(io.BytesIO(template(kind)))
    sheet = book.active
    assert sheet is not None
    assert [cell.value for cell in sheet[1]] == [title for title, _, _ in COLUMNS[kind]]
    sheet.append(filled)
    target = io.BytesIO()
    book.save(target)
    shown = service.preview(target.getvalue(), "模板.xlsx", None, OFFICE)
    assert shown.kind is kind
    assert counts(shown)[0] >= 1
    assert {code for _, _, code in codes(shown)} <= {"now_takes_part"}
    assert [column.title for table in shown.reading.tables for column in table.columns if not column.field] == []


def homeroom_teachers(homeroom_id: int) -> list[tuple[int, Any, Any]]:
    with read() as db:
        held = select(RoleGrant).where(RoleGrant.homeroom_id == homeroom_id).order_by(col(RoleGrant.id))
        return [(grant.account_id, grant.valid_from, grant.valid_to) for grant in db.exec(held)]


def test_the_homeroom_teacher_column_gives_the_role_for_the_term(all_databases: Any, school: SmallSchool):
    rows = [["姓名", "学科", "班主任"], ["苏墨", "书法", "三（1）班"]]
    shown = preview(rows)
    [change] = shown.plan.changes
    assert [(d.name, d.before, d.after) for d in change.differences if d.name == "homeroom_teacher_of"] == [
        ("homeroom_teacher_of", "", "三（1）班")
    ]
    assert (2, "C", "homeroom_teacher_too") in codes(shown), "who has it already is named, and keeps it"
    before = homeroom_teachers(school.homerooms["third"])
    run(rows)
    with read() as db:
        ends = db.get_one(Term, school.term).ends_on
    assert homeroom_teachers(school.homerooms["third"]) == [*before, (school.accounts["teacher"], MONDAY, ends)]
    assert counts(run(rows)) == (0, 0, 1), "twice changes nothing"
    assert len(homeroom_teachers(school.homerooms["third"])) == len(before) + 1
    viewer = viewer_of(f"{cookies.NAME}={begin_login(school.accounts['teacher'])}")
    assert school.homerooms["third"] in viewer.homeroom_ids


def test_a_homeroom_that_is_not_there_is_refused_with_row_and_column(school: SmallSchool):
    shown = preview([["姓名", "学科", "班主任"], ["苏墨", "", "三（9）班"], ["钱多多", "美术", ""]])
    assert (2, "C", "unknown_homeroom") in codes(shown)
    assert [change.label for change in shown.plan.changes] == ["钱多多 · 美术"]


def test_who_cannot_sign_in_yet_is_told_what_to_do(school: SmallSchool):
    shown = preview([["姓名", "学科", "班主任"], ["钱多多", "美术", "三（1）班"]])
    assert (2, "C", "homeroom_teacher_no_account") in codes(shown)
    assert counts(shown) == (1, 0, 0)
    before = homeroom_teachers(school.homerooms["third"])
    run([["姓名", "学科", "班主任"], ["钱多多", "美术", "三（1）班"]])
    assert homeroom_teachers(school.homerooms["third"]) == before


def test_figures_of_a_preview_add_up_to_the_rows_that_were_read(all_databases, school: SmallSchool):
    """A new homeroom comes with its children, and is no row of the list."""
    shown = present(
        preview([["班级", "座号", "姓名"], ["四（1）班", 1, "单雨"], ["四（1）班", 2, "单雪"], ["", 3, "单云"]])
    )
    found = shown["counts"]
    assert (found["added"], found["added_rows"], found["rows"]) == (3, 2, 3)
    assert sum(found[name] for name in ("added_rows", "changed", "same", "asked", "refused")) == found["rows"]


def test_many_unknown_children_are_one_missing_list(school: SmallSchool):
    rows = [["班级", "姓名", "教学班"], *[["四（1）班", f"单雨{mark}", "书法1班"] for mark in "甲乙丙丁戊"]]
    assert present(preview(rows))["first"].startswith("5 of these children")
    assert present(preview(ENROLMENTS))["first"] == ""
