"""/attendance: who was there, on screen and as a spreadsheet."""

# On a class, a State's vars are Reflex Vars, while its hints name the plain values.
# pyright: reportAttributeAccessIssue=false, reportArgumentType=false

from __future__ import annotations

from typing import Any

import reflex as rx

from schoolapp.checkin.attendance.state import AttendanceState
from schoolapp.checkin.attendance.values import TableRow
from schoolapp.checkin.board.service import Choice
from schoolapp.i18n import _
from schoolapp.ui import kit
from schoolapp.ui.shell import page

_SCOPES = (("day", _("Whole day")), ("homeroom", _("Homeroom")), ("section", _("Interest class")))


def attendance_page() -> rx.Component:
    """The choices above, the table below; it scrolls inside itself."""
    return page(
        kit.heading(_("Attendance")),
        kit.refused(AttendanceState.refusal),
        rx.cond(AttendanceState.is_loaded, rx.fragment(_choices(), _table()), kit.waiting(150, 320)),
        active="board",
        wide=True,
    )


def _choices() -> rx.Component:
    return kit.card(
        rx.el.div(
            *[_scope(key, word) for key, word in _SCOPES],
            class_name="b-wrap",
            role="group",
            custom_attrs={"aria-label": _("What to show")},
        ),
        rx.el.div(
            _select("attendance-day", _("Day"), AttendanceState.days, AttendanceState.day, AttendanceState.choose_day),
            rx.cond(
                AttendanceState.scope == "homeroom",
                _select(
                    "attendance-homeroom",
                    _("Homeroom"),
                    AttendanceState.homerooms,
                    AttendanceState.homeroom_id,
                    AttendanceState.choose_homeroom,
                ),
            ),
            rx.cond(
                AttendanceState.scope == "section",
                _select(
                    "attendance-section",
                    _("Interest class"),
                    AttendanceState.sections,
                    AttendanceState.section_id,
                    AttendanceState.choose_section,
                ),
            ),
            class_name="b-choosers",
        ),
        class_name="k-stack",
    )


def _scope(key: str, word: str) -> rx.Component:
    is_chosen = AttendanceState.scope == key
    return rx.el.button(
        word,
        type="button",
        class_name=rx.cond(is_chosen, "k-pill k-chosen", "k-pill k-unknown"),
        on_click=AttendanceState.choose_scope(key),
        custom_attrs={"aria-pressed": rx.cond(is_chosen, "true", "false")},
    )


def _select(control_id: str, label: str, options: Any, value: Any, on_change: Any) -> rx.Component:
    return kit.field(
        label,
        kit.select(rx.foreach(options, _option), id=control_id, value=value, on_change=on_change),
        control_id=control_id,
    )


def _option(choice: Choice) -> rx.Component:
    return rx.el.option(choice.label, value=choice.value)


def _table() -> rx.Component:
    return rx.cond(
        AttendanceState.rows.length() > 0,
        kit.card(
            rx.el.div(
                rx.el.h2(AttendanceState.title, class_name="k-h2"),
                rx.el.a(
                    _("Download for Excel"),
                    href=AttendanceState.address,
                    class_name="k-pill k-calm",
                    custom_attrs={"download": "", "data-reload": ""},
                    target="_blank",
                ),
                class_name="k-row k-between flex-wrap",
            ),
            rx.cond(AttendanceState.note != "", kit.soft(AttendanceState.note)),
            rx.el.div(
                rx.el.table(
                    rx.el.thead(
                        rx.el.tr(
                            rx.foreach(AttendanceState.columns, _head_cell),
                            rx.cond(AttendanceState.scope == "day", _head_cell(_("Names"))),
                        )
                    ),
                    rx.el.tbody(rx.foreach(AttendanceState.rows, _row)),
                    class_name="k-table k-fold",
                    role="table",
                ),
                class_name="k-scroll",
                tab_index=0,
                role="region",
                custom_attrs={"aria-label": _("Attendance")},
            ),
            class_name="k-stack",
        ),
        kit.empty_state(
            "board", _("Nothing to show here"), _("There was no roll of yours then. Choose another day or class.")
        ),
    )


def _head_cell(name: rx.Var[str] | str) -> rx.Component:
    return rx.el.th(name, scope="col")


def _row(row: TableRow) -> rx.Component:
    """On the table of a day a row opens its session."""
    return rx.el.tr(
        rx.foreach(
            row.cells, lambda text, place: _cell(text, AttendanceState.columns[place], AttendanceState.kinds[place])
        ),
        rx.cond(
            AttendanceState.scope == "day",
            rx.el.td(
                rx.el.button(
                    _("Names"), type="button", class_name="k-link", on_click=AttendanceState.open_session(row.key)
                ),
                class_name="b-cell",
                role="cell",
                custom_attrs={"data-kind": "action"},
            ),
        ),
        role="row",
    )


def _cell(text: rx.Var[str], column: rx.Var[str], kind: rx.Var[str]) -> rx.Component:
    """On a phone a row folds: its title, a line of what needs no name, then each value beside its column's name."""
    marks = {"data-column": column, "data-kind": kind, "data-none": rx.cond(text == "0", "true", "false")}
    return rx.el.td(text, class_name="b-cell", role="cell", custom_attrs=marks)
