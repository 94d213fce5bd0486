"""/office/import: lists of the school come in."""

from __future__ import annotations

import reflex as rx

from schoolapp.i18n import _
from schoolapp.school.roster.client import hand_to_build
from schoolapp.school.roster.columns import Kind
from schoolapp.school.roster.state import ImportState
from schoolapp.school.roster.words import FIELDS, KINDS
from schoolapp.ui import kit
from schoolapp.ui.shell import page

_HINTS: dict[Kind, str] = {
    Kind.STUDENTS: _("Class, seat, name, numbers, guardians"),
    Kind.STAFF: _("Staff number, name, subject, phone"),
    Kind.ROOMS: _("Building, door, seats"),
    Kind.COURSES: _("Course, category"),
    Kind.SECTIONS: _("Course, teacher, room, grades, times"),
    Kind.ENROLMENTS: _("Who goes to which section, or wishes"),
    Kind.TIMETABLE: _("Weekday, period, section or homework care"),
}

_WORDS: dict[str, str] = {
    "choose_file": _("Choose a file"),
    "formats": _("Excel or WPS (.xlsx, .xls) or .csv, as the school has it. It can also be dropped here."),
    "reading": _("Reading…"),
    "which_list": _("Which list is it?"),
    "by_headings": _("Tell it by its headings"),
    "privacy": _("Identity numbers, birthdays and addresses are only used for checking and are not kept."),
    "templates": _("Templates"),
    "templates_hint": _("Not needed when the school has a list already: title rows and merged cells do no harm."),
    "understood": _("{kind}: {n} rows read"),
    "not_kept": _("Only for checking, not kept: {columns}"),
    "not_used": _("{n} columns are not used"),
    "unused_sheets": _("Sheets left aside: {sheets}"),
    "rows": _("Rows:"),
    "added": _("added"),
    "changed": _("changed"),
    "unchanged": _("unchanged"),
    "comma": _(", "),
    "asked": _("to decide"),
    "refused": _("refused"),
    "your_decision": _("Please decide"),
    "decision_hint": _("Rows without an answer stay out; they can be imported later."),
    "one_by_one": _("Answer for each row all the same"),
    "still_open": _("{n} open"),
    "all_answered": _("All answered"),
    "all_alike": _("The same answer for all {n}:"),
    "please_choose": _("Please choose"),
    "refused_title": _("Rows that cannot be imported"),
    "refused_hint": _("Correct them in the file and import it again: what is already in does not change."),
    "emptied_title": _("Cells left empty"),
    "emptied_hint": _("The rows are imported, these cells are not."),
    "notes_title": _("Repaired or worth a look"),
    "notes_hint": _("These rows are imported as shown."),
    "changes_title": _("Changes"),
    "changes_hint": _("Before, then after."),
    "adds_title": _("New"),
    "row": _("row {n}"),
    "column": _("column {letter} ({title})"),
    "cell_says": _("The cell says: {value}"),
    "show_all": _("Show all {n}"),
    "nothing": _("nothing"),
    "becomes": _("becomes"),
    "open_stay_out": _("{n} rows have no answer and stay out."),
    "nothing_to_do": _("Nothing to import: everything is in already, or waits for your answer."),
    "other_file": _("Another file"),
    "import_now": _("Import"),
    "importing": _("Importing…"),
    "done": _("“{file}” is in"),
    "what": _("What"),
    "left_out": _("{n} rows stayed out. Correct them in the file and import it again."),
    "another_list": _("Import another list"),
    "print_cards": _("Print their cards"),
    "open_accounts": _("Open their accounts"),
    "offline": _("The file did not arrive: no network. Try again in a moment."),
    "offline_apply": _("The connection broke. Choose the file again: what is already in is not added twice."),
    "failed": _("Something went wrong here. Nothing was imported; try again in a moment."),
    "section_word": FIELDS["section"],
}


class ImportLists(rx.NoSSRComponent):
    """The client; it speaks to /api/import and holds no Reflex state."""

    library = hand_to_build("import.jsx")
    tag = "ImportLists"
    table: rx.Var[dict[str, str]]
    kinds: rx.Var[list[dict[str, str]]]


def import_page() -> rx.Component:
    """Choose a file, see what it would do, apply."""
    kinds = [{"key": str(kind), "name": KINDS[kind], "hint": _HINTS[kind]} for kind in Kind]
    return page(
        kit.heading(_("Import lists")),
        rx.cond(
            ImportState.refusal == "",
            ImportLists.create(table=_WORDS, kinds=kinds),
            kit.notice(ImportState.refusal, tone="refuse", role="alert"),
        ),
        active="office",
        wide=True,
    )
