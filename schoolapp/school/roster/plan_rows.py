"""Rows of rooms, courses, sections, enrolments and timetables. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from schoolapp.school.roster import homerooms, names, times, values
from schoolapp.school.roster.issues import Level, emptied, noted, rejected
from schoolapp.school.roster.people_rows import take_homeroom, take_national
from schoolapp.school.roster.records import Row
from schoolapp.school.roster.text import is_nothing, narrowed, squashed, trimmed

_CARE = re.compile("课业整理|课业辅导|作业辅导|作业整理|写作业|自习|看护")


def read_room(row: Row) -> None:
    inside, number = times.place(row.cell("number"))
    building = trimmed(row.down("building")) or inside
    record = row.record
    record.values |= {"building": building, "number": number}
    if is_nothing(number):
        record.complain("number", rejected("missing_room"), row.cell("number"))
    elif not building:
        record.complain("building", rejected("missing_building"), row.cell("number"))
    row.take("seats", lambda cell: values.clean_whole(cell, 3000))
    floor = re.search(r"\d", narrowed(row.down("floor"))) or re.match(r"([1-9])\d\d$", number)
    record.values["floor"] = int(floor[0][0]) if floor else None
    record.values["room_kind"] = _room_kind(narrowed(row.cell("room_kind")) or number)


def _room_kind(word: str) -> str:
    """classroom, special, hall or field by what the school calls it."""
    if re.search("操场|球场|田径|运动场|室外|户外|足球场", word):
        return "field"
    if re.search("馆|礼堂|报告厅|大厅|食堂|风雨", word):
        return "hall"
    if re.search("专用|功能|实验|电脑|微机|计算机|音乐|美术|舞蹈|书法|图书|阅览|活动", word):
        return "special"
    return "classroom"


def read_course(row: Row) -> None:
    row.record.values["course"] = trimmed(row.cell("course"))
    row.record.values["category"] = trimmed(row.down("category"))
    if is_nothing(row.cell("course")):
        row.record.complain("course", rejected("missing_course"), row.cell("course"))


def read_section(row: Row) -> None:
    record = row.record
    course, section = trimmed(row.down("course")), trimmed(row.cell("section"))
    record.values |= {"section": section or course, "course": course}
    if is_nothing(section or course):
        record.complain("section", rejected("missing_section"), section)
    _take_teachers(row)
    record.values["room"] = times.place(row.cell("room")) if not is_nothing(row.cell("room")) else None
    row.take("seats", lambda cell: values.clean_whole(cell, 500))
    if row.column("grades") and not is_nothing(row.cell("grades")):
        grades = homerooms.grades_in(trimmed(row.cell("grades")))
        record.values["grades"] = (grades.start, grades.stop - 1) if grades else None
        if not grades:
            record.complain("grades", emptied("grades_unknown"), row.cell("grades"))
    _take_times(row)
    record.values["signature"] = values.clean_yes(row.cell("signature"))[0]


def _take_teachers(row: Row) -> None:
    """Several teachers of one section stand in one cell: 王芳、李强."""
    raw = row.down("teacher")
    found: list[str] = []
    for part in re.split(r"[、,，/;；\n&+]|\s{2,}", trimmed(raw)):
        if is_nothing(part):
            continue
        name, _, problems = names.clean_name(re.sub(r"老师$", "", part) or part)
        bad = next((p for p in problems if p.level is Level.REJECT), None)
        if bad:
            row.record.complain("teacher", emptied("guardian_" + bad.code), raw)
        else:
            found.append(name)
    row.record.values["teachers"] = tuple(dict.fromkeys(found))
    row.take("staff_no", values.clean_number)


def _take_times(row: Row) -> None:
    """(weekday, slot) pairs from the time column, or from the weekday and the slot column."""
    record = row.record
    days = times.weekdays(row.down("weekday")) or times.weekdays(row.down("time"))
    slots = times.slots(row.down("slot")) or times.slots(row.down("time"))
    clock = times.clock_minutes(row.down("time"))
    record.values["weekdays"], record.values["slots"], record.values["clock"] = days, slots, clock
    typed = "time" if not is_nothing(row.down("time")) else "weekday"
    if not is_nothing(row.down(typed)) and not (days and (slots or clock is not None)):
        record.values["weekdays"] = ()
        record.complain(typed, emptied("time_unknown"), row.down(typed))


def read_enrolment(row: Row) -> None:
    row.take_name()
    row.take("seat_no", lambda cell: values.clean_whole(cell, 99))
    row.take("school_no", values.clean_number)
    row.take("guardian_phone", values.clean_phone)
    take_national(row)
    take_homeroom(row)
    record = row.record
    record.values["choices"] = tuple(_choices(row))
    record.values["is_wish"] = row.column("choice1") is not None
    record.values["remark"] = narrowed(row.cell("remark")) or None
    if not any(row.column(name) for name in ("section", "choice1", "choice2")):
        record.values["around"] = row.around.texts
    elif not record.get("choices"):
        record.complain(_choice_column(row), noted("no_choice"), row.cell(_choice_column(row)))


def _choice_column(row: Row) -> str:
    return "choice1" if row.column("choice1") else "section"


def _choices(row: Row) -> Iterator[tuple[str, str]]:
    """(text, column) of what was chosen, in order; two in one cell are taken apart and said so."""
    for column in ("section", "choice1", "choice2"):
        if row.column(column) is None:
            continue
        parts = [p for p in re.split(r"[、,，/;；\n]", trimmed(row.down(column))) if not is_nothing(p)]
        if len(parts) > 1:
            row.record.complain(column, noted("two_choices_in_one_cell"), row.cell(column))
        for part in parts:
            if not re.fullmatch("不参加|不报|不报名|放弃|未报", squashed(part)):
                yield part.strip(), column


def read_timetable(row: Row) -> None:
    record = row.record
    _take_times(row)
    if not record.get("weekdays") or not (record.get("slots") or record.get("clock") is not None):
        record.issues.clear()
        record.complain("slot", rejected("missing_time"), row.cell("slot"))
    section = trimmed(row.down("section"))
    reading = homerooms.read_homeroom(row.down("class"), row.setting.school_year)
    is_care = bool(_CARE.search(section)) or (not section and reading is not None)
    record.values |= {"section": "" if is_care else section, "homerooms": reading.keys if reading and is_care else ()}
    if is_care and not reading:
        record.complain("class", rejected("care_needs_class"), row.down("class"))
    elif not is_care and is_nothing(section):
        record.complain("section", rejected("missing_section"), section)
    _take_teachers(row)
    record.values["room"] = times.place(row.cell("room")) if not is_nothing(row.cell("room")) else None
