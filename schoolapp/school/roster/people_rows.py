"""Rows of students and staff. Pure."""

from __future__ import annotations

import re

from schoolapp.school.roster import homerooms, names, values
from schoolapp.school.roster.issues import Level, Problem, asked, emptied, noted
from schoolapp.school.roster.records import Row
from schoolapp.school.roster.sheets import Cell
from schoolapp.school.roster.text import is_nothing, narrowed, trimmed

_LEFT = re.compile("转出|已转|转走|转学(?!来|入)|退学|休学|辍学|离校|已故|毕业")
_HIRED = re.compile("外聘|校外|聘用|临聘|兼职|外请")


def read_student(row: Row) -> None:
    row.take_name()
    row.take("gender", values.clean_gender)
    row.take("seat_no", lambda cell: values.clean_whole(cell, 99))
    row.take("school_no", values.clean_number)
    row.take("birth_date", values.clean_date)
    row.take("id_number", values.clean_id)
    _compare_with_id(row)
    take_national(row)
    row.take("entry_month", values.clean_month)
    take_homeroom(row)
    for who in ("father", "mother", "guardian"):
        row.take(f"{who}_name", _guardian_name)
        row.take(f"{who}_phone", values.clean_phone)
    row.take("phone", values.clean_phone)
    row.take("guardian_relation", values.plain)
    row.take("takes_part", values.clean_yes)
    _take_remark(row)


def _take_remark(row: Row) -> None:
    record = row.record
    told = [text for name in ("remark", "status") if (text := trimmed(row.cell(name)))]
    own = record.get("remark")
    if told or own:
        record.values["remark"] = " ".join([own, *told] if own else told)
    for name in ("remark", "status"):
        if _LEFT.search(narrowed(row.cell(name))):
            record.complain(name, asked("transferred_out"), row.cell(name))
            return
    if own and _LEFT.search(own):
        record.complain("name", asked("transferred_out"), own)


def _guardian_name(cell: Cell) -> tuple[str | None, Problem | None]:
    """A guardian's name is never a key: what cannot be read is left empty and reported."""
    if is_nothing(cell):
        return None, None
    name, _, problems = names.clean_name(cell)
    bad = next((problem for problem in problems if problem.level is Level.REJECT), None)
    return (None, emptied("guardian_" + bad.code)) if bad else (name, None)


def _compare_with_id(row: Row) -> None:
    """Birthday and gender against the identity number, which carries both; where they differ neither is believed."""
    record, number = row.record, row.record.get("id_number")
    if not number:
        return
    birthday, gender = values.id_birthday(number), values.id_gender(number)
    if record.get("birth_date") and birthday and record.get("birth_date") != birthday:
        record.complain("birth_date", emptied("id_birth_mismatch", birthday), row.cell("birth_date"))
        record.values["birth_date"] = None
    if record.get("gender") and record.get("gender") != gender:
        record.complain("gender", emptied("id_gender_mismatch", gender), row.cell("gender"))
        record.values["gender"] = None


def take_national(row: Row) -> None:
    """The national number, or what it would be by the identity number; only its keyed hash goes on from here."""
    number, problem = values.clean_national_number(row.cell("national_student_no"))
    if problem:
        row.record.complain("national_student_no", problem, row.cell("national_student_no"))
    known_id = row.record.get("id_number")
    if number is None and known_id:
        number = "G" + known_id
    row.record.values["national_hash"] = row.setting.hide(number) if number else None


def take_homeroom(row: Row) -> None:
    """Homeroom from the class cell, from grade and class, from month of entry and class, or from what stands around."""
    record = row.record
    reading, column = _homeroom_by_columns(row)
    if reading is None and column is None:
        key = row.around.homeroom()
        reading = homerooms.Reading((key,)) if key else None
        column = "class"
    record.values["homerooms"] = reading.keys if reading else ()
    if reading is None:
        raw = row.down(column or "class")
        record.complain(column or "class", asked("missing_class" if is_nothing(raw) else "class_unknown"), raw)
    elif reading.was_date:
        record.complain("class", noted("class_was_date"), row.cell("class"))


def _homeroom_by_columns(row: Row) -> tuple[homerooms.Reading | None, str | None]:
    """(reading, column to blame). The column is None when no column of the list speaks of classes."""
    year = row.setting.school_year
    if row.column("class"):
        cell = row.down("class")
        reading = homerooms.read_homeroom(cell, year)
        if reading:
            return reading, "class"
        return _with_grade(row, homerooms.class_number(cell)), "class"
    if row.column("class_no"):
        return _with_grade(row, homerooms.class_number(row.down("class_no"))), "class_no"
    return None, None


def _with_grade(row: Row, number: int | None) -> homerooms.Reading | None:
    if number is None:
        return None
    grade = homerooms.grade_number(row.down("grade"))
    month = row.record.get("entry_month")
    if grade is None and month:
        grade = homerooms.grade_from_month(month, row.setting.school_year, row.record.get("birth_date"))
    if grade is None:
        grade = row.around.grade()
    return homerooms.Reading(((grade, number),)) if grade else None


def read_staff(row: Row) -> None:
    row.take_name()
    row.take("staff_no", values.clean_number)
    row.take("phone", values.clean_phone)
    row.take("subject", values.plain)
    row.record.values["staff_phone"] = row.record.values.pop("phone", None)
    if row.column("hired"):
        word = narrowed(row.cell("hired"))
        row.record.values["hired"] = bool(_HIRED.search(word)) or values.clean_yes(word)[0] is True
    if row.column("homeroom_teacher_of") and not is_nothing(row.cell("homeroom_teacher_of")):
        reading = homerooms.read_homeroom(row.cell("homeroom_teacher_of"), row.setting.school_year)
        row.record.values["homerooms"] = reading.keys if reading else ()
        if reading is None and values.clean_yes(row.cell("homeroom_teacher_of"))[0] is not False:
            row.record.complain("homeroom_teacher_of", emptied("class_unknown"), row.cell("homeroom_teacher_of"))
