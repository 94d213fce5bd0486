"""Preview and apply against a database: what is added, changed, asked, refused, and what stays as it was."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from sqlmodel import SQLModel, col, select

from schoolapp.db import read, write
from schoolapp.models import (
    AuditEntry,
    Guardian,
    Guardianship,
    Homeroom,
    HomeroomMembership,
    Participation,
    SessionStudent,
    Student,
)
from schoolapp.refusals import Refused
from schoolapp.school.roster import service
from schoolapp.school.roster.plan import ADD, CHANGE, SAME
from schoolapp.settings import settings
from tests.factory import MONDAY, TERM_STARTS, SmallSchool
from tests.unit.school.roster.workbooks import csv, xlsx

OFFICE = 7
HEADINGS = ["班级", "座号", "姓名", "性别", "学号"]


def preview(rows: Sequence[Sequence[Any]], name: str = "名单.csv") -> service.Preview:
    return service.preview(csv(rows), name, None, OFFICE)


def run(rows: Sequence[Sequence[Any]], answers: dict[str, str] | None = None) -> service.Applied:
    return service.apply(preview(rows).token, answers or {}, {}, OFFICE)


def counts(shown: service.Preview | service.Applied) -> tuple[int, int, int]:
    return shown.plan.count(ADD), shown.plan.count(CHANGE), shown.plan.count(SAME)


def everything(*models: type[SQLModel]) -> list[Any]:
    with read() as db:
        return [row for model in models for row in db.exec(select(model)).all()]


def student(name: str) -> Student:
    with read() as db:
        return db.exec(select(Student).where(Student.name == name)).one()


def memberships(student_id: int) -> list[HomeroomMembership]:
    with read() as db:
        rows = select(HomeroomMembership).where(HomeroomMembership.student_id == student_id)
        return list(db.exec(rows.order_by(col(HomeroomMembership.id))))


def codes(shown: service.Preview) -> set[tuple[int, str, str]]:
    return {(issue.row, issue.column, issue.code) for issue in shown.plan.issues}


def test_new_children_come_with_homeroom_seat_spelling_and_participation(all_databases, school: SmallSchool):
    applied = run([HEADINGS, ["三（1）班", 21, "曾　一", "女", "N21"], ["四（1）班", 1, "单雨", "男", "N22"]])
    assert counts(applied) == (3, 0, 0), "two children and one new homeroom"
    child = student("曾一")
    assert (child.pinyin, child.initials, child.gender, child.school_number) == ("zeng yi", "zy", "女", "N21")
    (member,) = memberships(child.id or 0)
    assert (member.homeroom_id, member.seat_number, member.valid_from) == (school.homerooms["third"], 21, MONDAY)
    with read() as db:
        assert db.exec(select(Participation).where(Participation.student_id == child.id)).one().valid_from == MONDAY
        assert db.exec(select(Homeroom).where(Homeroom.grade == 4)).one().number == 1


def test_a_new_child_is_expected_from_the_next_session_on(school: SmallSchool):
    run([HEADINGS, ["三（1）班", 21, "曾一", "女", "N21"]])
    with read() as db:
        sessions = select(SessionStudent).where(SessionStudent.student_id == student("曾一").id)
        assert len(db.exec(sessions).all()) > 0


def test_the_same_file_twice_changes_nothing(all_databases, school: SmallSchool):
    rows = [
        [*HEADINGS, "学籍号", "父亲姓名", "父亲电话", "是否参加课后服务"],
        ["三（1）班", 21, "曾一", "女", "N21", "G510198201510136007", "曾父", "15411768490", "是"],
        ["三（1）班", 22, "曾二", "男", "", "", "曾父", "15411768490", "否"],
        ["三（1）班", 1, "王小明", "男", "", "", "", "", ""],
    ]
    first = run(rows)
    before = [
        row.model_dump() for row in everything(Student, HomeroomMembership, Participation, Guardian, Guardianship)
    ]
    again = run(rows)
    after = [row.model_dump() for row in everything(Student, HomeroomMembership, Participation, Guardian, Guardianship)]
    assert counts(first) == (2, 1, 0)
    assert counts(again) == (0, 0, 3)
    assert after == before


def test_brother_and_sister_share_a_guardian(school: SmallSchool):
    heads = [*HEADINGS, "父亲姓名", "父亲电话"]
    run([heads, ["三（1）班", 21, "曾一", "女", "N21", "曾父", "15411768490"]])
    run([heads, ["三（1）班", 22, "曾二", "女", "N22", "曾父", "15411768490"]])
    with read() as db:
        fathers = db.exec(select(Guardian).where(Guardian.name == "曾父")).all()
        links = db.exec(select(Guardianship).where(Guardianship.guardian_id == fathers[0].id)).all()
    assert (len(fathers), len(links)) == (1, 2)
    assert all(link.confirmed_at is None for link in links), "the school confirms guardians, a list does not"


def test_a_change_is_shown_before_it_is_made(school: SmallSchool):
    third = school.students["third"]
    with read() as db:
        number = db.get(Student, third[1]).school_number  # type: ignore[union-attr]
    shown = preview([HEADINGS, ["七（2）班", 30, "李小敏", "女", number]])
    (change,) = [change for change in shown.plan.changes if change.action == CHANGE]
    told = {d.name: (d.before, d.after) for d in change.differences}
    assert told == {
        "name": ("李小明", "李小敏"),
        "gender": ("", "女"),
        "homeroom": ("三（1）班", "七（2）班"),
        "seat_no": ("2", "30"),
    }
    assert student("李小明").id == third[1], "nothing has changed yet"
    service.apply(shown.token, {}, {}, OFFICE)
    old, new = memberships(third[1])
    assert (old.valid_from, old.valid_to and (MONDAY - old.valid_to).days) == (TERM_STARTS, 1)
    assert (new.homeroom_id, new.seat_number, new.valid_from) == (school.homerooms["seventh"], 30, MONDAY)
    assert student("李小敏").id == third[1]


def test_a_blank_never_erases(school: SmallSchool):
    with write() as db:
        child = db.get(Student, school.students["third"][1])
        assert child is not None
        child.gender, number = "女", child.school_number
        db.add(child)
    shown = preview([HEADINGS, ["三（1）班", "", "李小明", "", number]])
    assert counts(shown) == (0, 0, 1)


def test_namesakes_and_twins_are_never_merged(school: SmallSchool):
    rows = [HEADINGS, ["三（1）班", 21, "钟子涵", "女", ""], ["三（1）班", 22, "钟子涵", "女", ""]]
    assert counts(run(rows)) == (2, 0, 0)
    with read() as db:
        assert len(db.exec(select(Student).where(Student.name == "钟子涵")).all()) == 2
    assert counts(run(rows)) == (0, 0, 2)


def test_another_name_on_a_seat_is_asked_and_each_answer_does_what_it_says(school: SmallSchool):
    rows = [["班级", "座号", "姓名"], ["三（1）班", 2, "欧阳新"]]
    shown = preview(rows)
    (question,) = shown.plan.questions
    assert question.code == "seat_other_name"
    assert "李小明 三（1）班 2 号" in question.hint
    assert counts(shown) == (0, 0, 0)
    assert counts(service.apply(shown.token, {}, {}, OFFICE)) == (0, 0, 0), "no answer: the row stays out"
    assert counts(run(rows, {question.key: "skip"})) == (0, 0, 0)
    assert counts(run(rows, {question.key: "new"})) == (1, 1, 0)
    assert memberships(student("欧阳新").id or 0)[0].seat_number == 2
    assert memberships(student("李小明").id or 0)[0].seat_number is None, "two children never share a seat"
    assert counts(run(rows)) == (0, 0, 1)


def test_the_same_child_under_a_new_name_is_renamed_when_somebody_says_so(school: SmallSchool):
    rows = [["班级", "座号", "姓名"], ["三（1）班", 2, "李欧阳"]]
    (question,) = preview(rows).plan.questions
    run(rows, {question.key: "same"})
    assert student("李欧阳").id == school.students["third"][1]


def test_a_list_without_numbers_and_seats_is_refused_row_by_row(school: SmallSchool):
    shown = preview([["班级", "姓名", "性别"], ["三（1）班", "欧阳新", "男"]])
    assert {code for _, _, code in codes(shown)} == {"no_key"}
    assert counts(shown) == (0, 0, 0)


def test_a_number_that_was_first_unknown_is_added_to_the_child_of_that_seat(school: SmallSchool):
    run([["班级", "座号", "姓名"], ["三（1）班", 21, "曾一"]])
    again = run([HEADINGS, ["三（1）班", 21, "曾一", "女", "N21"]])
    assert counts(again) == (0, 1, 0)
    assert student("曾一").school_number == "N21"


def test_the_newest_list_says_who_sits_where_and_shows_who_loses_a_seat(school: SmallSchool):
    shown = preview([HEADINGS, ["三（1）班", 2, "欧阳新", "女", "N21"]])
    assert [question.code for question in shown.plan.questions] == []
    assert (2, "B", "seat_moved") in codes(shown)
    (loser,) = [change for change in shown.plan.changes if change.action == CHANGE]
    assert loser.label == "李小明 三（1）班 2 号"
    assert [(d.name, d.before, d.after) for d in loser.differences] == [("seat_no", "2", "")]
    service.apply(shown.token, {}, {}, OFFICE)
    assert memberships(student("欧阳新").id or 0)[0].seat_number == 2
    assert memberships(school.students["third"][1])[0].seat_number is None


def test_a_similar_name_with_a_new_number_on_the_same_seat_is_asked(school: SmallSchool):
    """A corrected name and a number at last, or a new child? The seat's child has no national number yet."""
    rows = [["班级", "座号", "姓名", "学籍号"], ["三（1）班", 2, "李晓明", "G510198201510136007"]]
    assert [question.code for question in preview(rows).plan.questions] == ["seat_other_name"]


def test_two_children_exchange_their_seats(school: SmallSchool):
    with read() as db:
        numbers = [db.get(Student, school.students["third"][n]).school_number for n in (0, 1)]  # type: ignore[union-attr]
    rows = [HEADINGS, ["三（1）班", 2, "王小明", "", numbers[0]], ["三（1）班", 1, "李小明", "", numbers[1]]]
    applied = run(rows)
    assert counts(applied) == (0, 2, 0)
    assert [memberships(school.students["third"][n])[0].seat_number for n in (0, 1)] == [2, 1]


def test_a_number_with_a_wholly_different_name_is_asked(school: SmallSchool):
    with read() as db:
        number = db.get(Student, school.students["third"][0]).school_number  # type: ignore[union-attr]
    shown = preview([HEADINGS, ["三（1）班", 1, "欧阳新", "", number]])
    assert [question.code for question in shown.plan.questions] == ["name_differs"]


def test_bad_rows_are_named_by_row_and_column_and_the_others_wait_for_apply(school: SmallSchool):
    content = xlsx(
        {
            "花名册": [
                ["青禾镇九年制学校学生花名册"],
                ["班级", "座号", "姓名", "性别", "学号", "家长电话"],
                ["三（1）班", 21, "张?", "女", "N21", ""],
                ["三（1）班", 22, "", "女", "N22", "15411768490"],
                ["三（1）班", 23, "曾三", "X", "N23", "154117"],
                ["三（1）班", 24, "曾四", "女", 5.10198201511197e17, ""],
                ["", 25, "曾五", "女", "N25", ""],
                ["合计：5人"],
            ]
        },
        {"花名册": ["A1:F1", "A8:F8"]},
    )
    shown = service.preview(content, "名单.xlsx", None, OFFICE)
    assert codes(shown) == {
        (3, "C", "name_unreadable"),
        (4, "C", "missing_name"),
        (5, "D", "gender_unknown"),
        (5, "F", "phone_invalid"),
        (6, "E", "number_precision_lost"),
    }
    assert [(q.row, q.column, q.code) for q in shown.plan.questions] == [(7, "A", "missing_class")]
    assert {change.row for change in shown.plan.changes} == {5, 6}


def test_one_sheet_a_class_and_hidden_sheets_left_alone(school: SmallSchool):
    rows = [["姓名", "座号", "性别"], ["欧阳一", 21, "女"], ["欧阳二", 22, "女"]]
    content = xlsx({"三（1）班": rows, "7.2": rows, "三（3）班": rows}, hidden=["三（3）班"])
    shown = service.preview(content, "全校名单.xlsx", None, OFFICE)
    assert [change.label for change in shown.plan.changes] == [
        "欧阳一 三（1）班 21 号",
        "欧阳二 三（1）班 22 号",
        "欧阳一 七（2）班 21 号",
        "欧阳二 七（2）班 22 号",
    ]
    assert shown.reading.unused_sheets == [("三（3）班", "hidden")]


def test_two_lists_beside_each_other(school: SmallSchool):
    rows = [
        ["三（1）班名单"],
        ["座号", "姓名", "性别", "座号", "姓名", "性别"],
        [21, "欧阳一", "女", 23, "欧阳三", "男"],
        [22, "欧阳二", "女", "", "", ""],
    ]
    shown = service.preview(xlsx({"Sheet1": rows}), "名单.xlsx", None, OFFICE)
    assert {change.label for change in shown.plan.changes} == {
        "欧阳一 三（1）班 21 号",
        "欧阳二 三（1）班 22 号",
        "欧阳三 三（1）班 23 号",
    }


def test_a_double_row_is_asked_and_either_row_can_count(school: SmallSchool):
    rows = [HEADINGS, ["三（1）班", 21, "曾一", "女", "N21"], ["七（2）班", 22, "曾一", "女", "N21"]]
    shown = preview(rows)
    (question,) = shown.plan.questions
    assert (question.code, question.row) == ("duplicate_in_file", 3)
    assert question.hint.startswith("row 2 曾一"), "a row as its reader counts it"
    assert [change.row for change in shown.plan.changes] == [2]
    run(rows, {question.key: "use"})
    assert memberships(student("曾一").id or 0)[0].homeroom_id == school.homerooms["seventh"]


def test_a_child_that_left_is_imported_as_such_when_somebody_says_so(school: SmallSchool):
    rows = [[*HEADINGS, "备注"], ["三（1）班", 1, "王小明", "", "", "已转出"]]
    (question,) = preview(rows).plan.questions
    assert question.code == "transferred_out"
    run(rows, {question.key: "left"})
    assert student("王小明").left_on == MONDAY


def test_without_the_option_new_children_take_no_part(school: SmallSchool):
    shown = preview([HEADINGS, ["三（1）班", 21, "曾一", "女", "N21"]])
    assert shown.plan.options == {"takes_part": True}
    service.apply(shown.token, {}, {"takes_part": False}, OFFICE)
    with read() as db:
        assert db.exec(select(Participation).where(Participation.student_id == student("曾一").id)).all() == []


def test_nothing_is_written_when_the_school_changed_since_the_preview(school: SmallSchool):
    rows = [HEADINGS, ["三（1）班", 21, "曾一", "女", "N21"]]
    first, second = preview(rows), preview(rows)
    service.apply(first.token, {}, {}, OFFICE)
    with pytest.raises(Refused) as refused:
        service.apply(second.token, {}, {}, OFFICE)
    assert (refused.value.code, refused.value.status) == ("import_moved", 409)
    with read() as db:
        assert len(db.exec(select(Student).where(Student.name == "曾一")).all()) == 1


def test_a_preview_is_applied_once_and_by_its_owner_only(school: SmallSchool):
    shown = preview([HEADINGS, ["三（1）班", 21, "曾一", "女", "N21"]])
    for account, token in ((OFFICE + 1, shown.token), (OFFICE, "../../etc/passwd"), (OFFICE, "x" * 24)):
        with pytest.raises(Refused) as refused:
            service.apply(token, {}, {}, account)
        assert refused.value.code == "import_gone"
    service.apply(shown.token, {}, {}, OFFICE)
    with pytest.raises(Refused):
        service.apply(shown.token, {}, {}, OFFICE)


def test_an_import_that_fails_midway_leaves_nothing(all_databases, school: SmallSchool, monkeypatch):
    shown = preview([HEADINGS, ["四（1）班", 1, "曾一", "女", "N21"], ["四（1）班", 2, "曾二", "女", "N22"]])
    before = len(everything(Student, Homeroom, HomeroomMembership, AuditEntry))

    def fail(*_args: Any, **_named: Any) -> None:
        raise RuntimeError("power cut")

    monkeypatch.setattr(service, "keep_in_step", fail)
    with pytest.raises(RuntimeError):
        service.apply(shown.token, {}, {}, OFFICE)
    assert len(everything(Student, Homeroom, HomeroomMembership, AuditEntry)) == before


def test_national_numbers_are_kept_as_a_keyed_hash_only(school: SmallSchool):
    number = "G510198201510136007"
    rows = [["班级", "姓名", "学籍号", "身份证号"], ["三（1）班", "曾一", number, number[1:]]]
    shown = preview(rows)
    drafts = list((settings().data / "imports").iterdir())
    assert len(drafts) == 1
    assert number[1:] not in drafts[0].read_text()
    assert drafts[0].stat().st_mode & 0o077 == 0
    service.apply(shown.token, {}, {}, OFFICE)
    child = student("曾一")
    assert child.national_hash is not None
    assert len(child.national_hash) == 64
    told = str([row.model_dump() for row in everything(Student, AuditEntry)])
    assert number[1:] not in told
    assert list((settings().data / "imports").iterdir()) == []
    by_id = [["班级", "姓名", "身份证号"], ["三（1）班", "曾一", number[1:]]]
    assert counts(preview(by_id)) == (0, 0, 1), "found again by the identity number alone"


def test_the_trail_tells_ids_and_never_names(school: SmallSchool):
    run([HEADINGS, ["三（1）班", 21, "曾一", "女", "N21"]])
    run([HEADINGS, ["三（1）班", 21, "曾一一", "女", "N21"]])
    entries = [entry for entry in everything(AuditEntry) if entry.action.startswith("import.")]
    assert {entry.action for entry in entries} == {"import.add", "import.change", "import.apply"}
    assert all(entry.account_id == OFFICE for entry in entries)
    assert "曾" not in str([entry.model_dump() for entry in entries])
    changed = next(entry for entry in entries if entry.action == "import.change")
    assert (changed.table, changed.row_id) == ("student", str(student("曾一一").id))


def test_a_class_in_a_number_cell_is_asked_only_where_it_matters(school: SmallSchool):
    def rows(*classes: Any) -> bytes:
        return xlsx(
            {"a": [HEADINGS, *[[c, 20 + n, f"曾{'一二三四'[n]}", "女", f"N{n}"] for n, c in enumerate(classes)]]}
        )

    plain = service.preview(rows(6.1, 6.2), "a.xlsx", None, OFFICE)
    assert [question.code for question in plain.plan.questions] == []
    both = service.preview(rows(6.1, "6.10", "6.1"), "a.xlsx", None, OFFICE)
    assert [(q.row, q.code) for q in both.plan.questions] == [(2, "class_ambiguous")]
    assert [choice.key for choice in both.plan.questions[0].choices] == ["6.1", "6.10", "skip"]


def test_without_a_term_the_office_is_told_what_to_do_first(database):
    with pytest.raises(Refused) as refused:
        preview([HEADINGS])
    assert refused.value.code == "import_no_term"


def test_a_file_without_a_list_is_refused(school: SmallSchool):
    with pytest.raises(Refused) as refused:
        preview([["通知"], ["明天放假"]])
    assert refused.value.code == "no_list"
