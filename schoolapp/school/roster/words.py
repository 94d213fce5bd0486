"""What is said about a roster: refusals, problems, questions, answers, names of fields. Codes on the left."""

from __future__ import annotations

from schoolapp.i18n import _
from schoolapp.refusals import Refused
from schoolapp.school.roster.columns import Kind

KINDS: dict[Kind, str] = {
    Kind.STUDENTS: _("Students"),
    Kind.STAFF: _("Staff"),
    Kind.ROOMS: _("Rooms"),
    Kind.COURSES: _("Courses"),
    Kind.SECTIONS: _("Sections"),
    Kind.ENROLMENTS: _("Enrolments"),
    Kind.TIMETABLE: _("Timetable"),
}

FILE_REFUSALS: dict[str, tuple[int, str]] = {
    "empty": (422, _("“{name}” is empty. Choose the file again.")),
    "damaged": (
        422,
        _("“{name}” is damaged or incomplete. Open it on a computer, save it again as .xlsx, and send that file."),
    ),
    "too_big": (
        413,
        _("“{name}” is too large or unpacks to too much. Copy the list into a new workbook and save that."),
    ),
    "not_a_spreadsheet": (422, _("“{name}” is not a spreadsheet. Save the list as .xlsx, .xls or .csv.")),
    "web_page": (
        422,
        _("“{name}” is a web page with another ending. Open it in Excel or WPS, and save it as .xlsx."),
    ),
    "password": (
        422,
        _("“{name}” has a password. Open it in Excel or WPS, save it without the password, then choose it again."),
    ),
    "unknown_encoding": (
        422,
        _("The characters of “{name}” cannot be read. Open it in Excel or WPS, and save it as .xlsx."),
    ),
    "no_list": (
        422,
        _("No list was found in “{name}”. It needs a row of headings, such as 班级 座号 姓名; see the template."),
    ),
    "import_no_term": (409, _("There is no term yet. Set up the term first, then import.")),
    "import_gone": (410, _("This preview is no longer there. Choose the file again.")),
    "import_moved": (
        409,
        _("The school's data changed since this preview was made. Nothing was imported; choose the file again."),
    ),
}

ISSUES: dict[str, str] = {
    "missing_name": _("The name is missing. Write the child's or person's full name."),
    "name_is_number": _("A number stands where the name should be. Write the name."),
    "name_unreadable": _("The name contains “?” or a mark for a lost character. Write the character itself."),
    "name_odd": _("A name cannot contain “{hint}”. Write the name only."),
    "name_too_long": _("This is too long for a name. Write the name only."),
    "name_padded": _("Blanks taken out: {hint}"),
    "pua_char": _("A character of an old font was replaced: {hint}. Please check."),
    "middle_dot_variant": _("The dot is now written as ·: {hint}"),
    "name_annotation": _("“{hint}” was moved from the name to the remarks."),
    "id_precision_lost": _(
        "The identity number was rounded by the spreadsheet. Format the column as text, type it again."
    ),
    "id_length": _("The identity number has {hint} characters instead of 18. Check it."),
    "id_checksum": _("The identity number has a wrong check digit. Check it."),
    "id_birth_mismatch": _("The identity number says {hint}. Correct one of the two."),
    "id_gender_mismatch": _("The identity number says {hint}. Correct one of the two."),
    "national_precision_lost": _("The national number was rounded by the spreadsheet. Format the column as text."),
    "national_format": _("A national number is G or L with 18 characters. Check it."),
    "number_precision_lost": _("The number was rounded by the spreadsheet. Format the column as text, type it again."),
    "number_format": _("Write the number with letters and digits only."),
    "whole_number": _("Write a whole number from 1 to {hint}."),
    "gender_missing": _("The gender is missing. Write 男 or 女."),
    "gender_unknown": _("Write 男 or 女."),
    "phone_invalid": _("This is no complete phone number. Write 11 digits."),
    "phone_two_numbers": _("Two numbers in one cell; {hint} is kept."),
    "yes_or_no": _("Write 是 or 否."),
    "date_incomplete": _("The day is missing. Write year, month and day, like 2016-07-23."),
    "date_invalid": _("There is no such day. Write it like 2016-07-23."),
    "month_format": _("Write the month as 2021-09."),
    "class_was_date": _("The spreadsheet had made a date of it; read as a class. Please check."),
    "class_unknown": _("Write the class as 三（2）班 or 3.2."),
    "new_homeroom": _("{hint} does not exist yet in its grade and is added. Please check."),
    "no_key": _(
        "Neither student number, national number nor seat number. Give one of them; a name alone is not enough."
    ),
    "seat_twice": _("Row {hint} has the same seat. Give each child a seat number of its own."),
    "section_twice": _("The same section as in {hint}. Give it another name, or its own weekday and period."),
    "seat_moved": _("This seat was {hint}'s, who has none now. Please check."),
    "guardian_name_unreadable": _("The name contains “?” or a mark for a lost character. Write the character itself."),
    "guardian_name_odd": _("This is not a name. Write the name only."),
    "guardian_name_is_number": _("A number stands where the name should be. Write the name."),
    "guardian_name_too_long": _("This is too long for a name. Write the name only."),
    "guardian_missing_name": _("This is not a name. Write the name only."),
    "homeroom_teacher_no_account": _(
        "{hint} becomes homeroom teacher once there is an account: "
        "make one under “Staff accounts”, then import this list again."
    ),
    "homeroom_teacher_too": _("{hint} is homeroom teacher there too, and stays so until ended under “Staff accounts”."),
    "missing_room": _("The room is missing. Write what is on the door, such as 301."),
    "missing_building": _("The building is missing. Write it in a column 楼栋, or as 综合楼 301."),
    "missing_course": _("The name of the course is missing."),
    "missing_section": _("The name of the section is missing."),
    "missing_time": _("Weekday or period is missing. Write 周二 and 第1节."),
    "time_unknown": _("Write the time as 周二第1节."),
    "slot_unknown": _("There is no such period. Known: {hint}."),
    "grades_unknown": _("Write the grades as 3-6."),
    "care_needs_class": _("Homework care needs its homeroom. Write it as 三（2）班."),
    "unknown_homeroom": _("There is no {hint}. Import the students first, or correct the class."),
    "unknown_section": _("There is no section “{hint}”. Correct the name, or import the sections first."),
    "unknown_teacher": _("There is no teacher “{hint}”. Correct the name, or import the staff first."),
    "unknown_room": _("There is no room “{hint}”. Correct it, or import the rooms first."),
    "room_ambiguous": _("Several rooms fit: {hint}. Write the building too."),
    "grade_not_allowed": _("This section admits grades {hint}. Choose another one."),
    "grade_care_only": _("Grade 9 has homework care only. Choose no section."),
    "two_choices_in_one_cell": _("Two choices in one cell were taken apart."),
    "no_choice": _("Nothing chosen: no enrolment."),
    "no_section_around": _("No section is named. Add a column 教学班, or name the sheet after the section."),
    "two_at_once": _("Meets at the same time as {hint}. Choose one of the two."),
    "now_takes_part": _("From now on takes part in the after-school service."),
    "same_again": _("The same again; counted once."),
}

QUESTIONS: dict[str, str] = {
    "transferred_out": _("The remark says that this child has left. What shall be done?"),
    "name_one_character": _("The name has one character only. Is it right?"),
    "missing_class": _("The class is missing. Which one is it?"),
    "class_unknown": _("This class is not understood. Which one is it?"),
    "class_ambiguous": _("6.1 in a number cell may have been 6.10. Which one is it?"),
    "duplicate_in_file": _("The same as an earlier row ({hint}). Which row counts?"),
    "keys_disagree": _("Student number and national number belong to two children. Who is it?"),
    "name_differs": _("This number belongs to {hint}. Is it the same child?"),
    "seat_other_name": _("On this seat is {hint}. Who is it?"),
    "maybe_same": _("There is {hint} without that number. Is it the same child?"),
    "which_person": _("There is already somebody called {hint}. Is it the same person?"),
    "which_teacher": _("Several teachers are called {hint}. Which one?"),
    "which_child": _("Several children fit {hint}. Which one?"),
    "not_in_roster": _("There is no {hint}. Who is meant?"),
    "which_section": _("“{hint}” has several sections. Which one?"),
    "section_full": _("{hint} seats, all taken. Enrol nevertheless?"),
    "duplicate_submission": _("The same child already in an earlier row ({hint}). Which row counts?"),
    "already_enrolled": _("Already enrolled: {hint}. Change over?"),
    "room_clash": _("Another class is already in {hint}. Both there?"),
}

CHOICES: dict[str, str] = {
    "skip": _("Leave this row out"),
    "keep_transferred_out": _("Still here: import"),
    "import_as_left": _("Import as having left"),
    "keep_name_one_character": _("The name is right"),
    "homeroom": _("{hint}"),
    "use_this_row": _("This row counts"),
    "this_child": _("It is {hint}"),
    "same_child": _("The same child: change the name"),
    "same_child_new_name": _("The same child, new name (was {hint})"),
    "new_child": _("Another, new child"),
    "new_person": _("Another, new person"),
    "this_person": _("It is {hint}"),
    "this_teacher": _("{hint}"),
    "this_section": _("{hint}"),
    "most_free_seats": _("The one with the most free seats"),
    "enrol_anyway": _("Enrol nevertheless"),
    "move_to": _("Change over to {hint}"),
    "attend_both": _("Attend both"),
    "both_there": _("Both there"),
}

FIELDS: dict[str, str] = {
    "name": _("Name"),
    "gender": _("Gender"),
    "school_number": _("Student number"),
    "national_student_no": _("National number (only a fingerprint is kept)"),
    "homeroom": _("Homeroom"),
    "seat_no": _("Seat number"),
    "left_on": _("Left on"),
    "takes_part": _("Takes part"),
    "father_name": _("Father"),
    "father_phone": _("Father's phone"),
    "mother_name": _("Mother"),
    "mother_phone": _("Mother's phone"),
    "guardian_name": _("Guardian"),
    "guardian_phone": _("Guardian's phone"),
    "staff_number": _("Staff number"),
    "phone": _("Phone"),
    "subject": _("Subject"),
    "is_hired": _("Hired from outside"),
    "homeroom_teacher_of": _("Homeroom teacher of"),
    "floor": _("Floor"),
    "seats": _("Seats"),
    "kind": _("Kind"),
    "category": _("Category"),
    "course": _("Course"),
    "room": _("Room"),
    "room_id": _("Room"),
    "staff_id": _("Teacher"),
    "teacher": _("Teacher"),
    "grade_from": _("From grade"),
    "grade_to": _("To grade"),
    "is_signature": _("Signature section"),
    "section": _("Section"),
}

THINGS: dict[str, str] = {
    "student": _("Students"),
    "homeroom": _("Homerooms"),
    "staff": _("Staff"),
    "building": _("Buildings"),
    "room": _("Rooms"),
    "category": _("Categories"),
    "course": _("Courses"),
    "section": _("Sections"),
    "enrolment": _("Enrolments"),
    "entry": _("Timetable entries"),
}

UNUSED_SHEETS: dict[str, str] = {
    "hidden": _("hidden, not read"),
    "no_list": _("no list in it"),
    "empty": _("empty"),
}

OPTIONS: dict[str, str] = {"takes_part": _("All new children of this list take part in the after-school service")}


def row_called(row: int) -> str:
    """A row of the file as its reader counts it."""
    return _("row {n}").format(n=row)


def refusal(code: str, name: str = "") -> Refused:
    """The refusal of a whole file or of an import."""
    status, message = FILE_REFUSALS[code]
    return Refused(code, message.format(name=name[-60:]), status)


def said(table: dict[str, str], code: str, hint: str = "") -> str:
    """The wording of a code, its placeholder filled."""
    return table[code].replace("{hint}", hint)
