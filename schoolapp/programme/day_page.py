"""/office/day: what is different today. A list of the day's classes; the open one beside it, over it on phones."""

from __future__ import annotations

import reflex as rx

from schoolapp.i18n import _
from schoolapp.programme.day_forms import forms, option, reason
from schoolapp.programme.day_state import DayState
from schoolapp.programme.day_view import ChildLine, ClassRow, Made, Slot
from schoolapp.ui import kit
from schoolapp.ui.icons import icon
from schoolapp.ui.shell import page


def day_page() -> rx.Component:
    """Choose a day, open a class, change it; below the leaves."""
    return page(
        rx.el.div(kit.heading(_("The day's changes")), on_mount=DayState.begin),
        rx.cond(
            DayState.is_loaded,
            rx.el.div(
                rx.el.div(_finder(), _classes(), _leaves(), class_name="k-stack gap-4"), _side(), class_name="k-two"
            ),
            kit.waiting(120, 300),
        ),
        active="office",
        wide=True,
    )


def _finder() -> rx.Component:
    return kit.card(
        kit.stack(
            kit.field(
                _("Day"),
                kit.select(
                    rx.foreach(DayState.days, option),
                    id="day",
                    value=DayState.day,
                    on_change=DayState.choose_day,
                ),
                control_id="day",
            ),
            kit.field(
                _("Class, room or teacher"),
                kit.text_input(
                    id="look", type="search", on_change=DayState.look_for.debounce(250), auto_complete="off"
                ),
                control_id="look",
            ),
        )
    )


def _classes() -> rx.Component:
    return rx.cond(
        DayState.slots,
        kit.stack(rx.foreach(DayState.slots, _slot), class_name="gap-4"),
        kit.card(
            kit.empty_state("sun", _("No class found"), _("On a day without service there is nothing to change."))
        ),
    )


def _slot(slot: Slot) -> rx.Component:
    return kit.card(
        kit.heading(slot.name, level=2), rx.el.div(rx.foreach(slot.rows, _class), class_name="k-list"), key=slot.name
    )


def _class(row: ClassRow) -> rx.Component:
    guests = rx.cond(row.guests != "", kit.pill(row.guests, tone="calm", class_name="mt-1 mr-2 whitespace-normal"))
    return kit.opener(
        row.title,
        row.detail,
        rx.el.span(row.expected, class_name="k-soft k-small k-num"),
        icon("next", "k-icon k-soft"),
        inside=(rx.foreach(row.changes, _change_tag), guests),
        is_below=True,
        on_click=DayState.open(row.id),
        key=row.id,
    )


def _change_tag(made: Made) -> rx.Component:
    return kit.pill(made.text, tone="redirect", class_name="mt-1 mr-2 whitespace-normal", key=made.id)


def _side() -> rx.Component:
    return rx.el.div(
        kit.noted(DayState.done),
        kit.refused(DayState.refusal),
        rx.cond(DayState.chosen.id > 0, _open(), _hint()),
        class_name=rx.cond(DayState.chosen.id > 0, "k-sheet k-stack", "k-stack"),
    )


def _hint() -> rx.Component:
    return kit.card(
        kit.empty_state("clock", _("Open a class"), _("Then choose a substitute, another room, or cancel it."))
    )


def _open() -> rx.Component:
    row = DayState.chosen
    return kit.card(
        kit.row(
            rx.el.div(
                kit.heading(row.title, level=2), rx.el.div(row.detail, class_name="k-soft k-small"), class_name="k-grow"
            ),
            kit.close_button(DayState.close),
        ),
        rx.cond(row.guests != "", kit.pill(row.guests, tone="calm", class_name="mt-2 whitespace-normal")),
        rx.el.div(rx.foreach(row.changes, _made), class_name="k-list"),
        rx.cond(
            row.is_over,
            kit.notice(_("This class is over; the past stays as it was."), class_name="mt-4"),
            rx.cond(row.is_off, rx.fragment(), forms()),
        ),
    )


def _made(made: Made) -> rx.Component:
    return kit.row(
        rx.el.span(made.text, class_name="k-grow"),
        kit.button(_("Withdraw"), kind="ghost", class_name="k-slim k-fit", on_click=DayState.withdraw(made.id)),
        key=made.id,
    )


def _leaves() -> rx.Component:
    return kit.card(
        kit.row(
            kit.heading(_("On leave"), level=2),
            rx.el.span(DayState.leave_count, class_name="k-soft k-num"),
            class_name="k-between",
        ),
        kit.field(
            _("Enter a leave: name, initials or student number"),
            kit.text_input(id="child", type="search", on_change=DayState.call.debounce(250), auto_complete="off"),
            control_id="child",
        ),
        rx.el.div(rx.foreach(DayState.called, _child), class_name="k-list"),
        rx.foreach(DayState.leaving, _leave_form),
        rx.el.div(rx.foreach(DayState.leaves, _leave), class_name="k-list mt-2"),
    )


def _child(line: ChildLine) -> rx.Component:
    return rx.el.button(
        rx.el.span(rx.el.b(line.name), rx.el.span(line.where, class_name="k-soft k-small ml-2")),
        on_click=DayState.choose_child(line.id),
        type="button",
        class_name="k-row w-full min-h-[48px] cursor-pointer",
        key=line.id,
    )


def _leave_form(line: ChildLine) -> rx.Component:
    return rx.el.form(
        rx.el.div(rx.el.b(line.name), rx.el.span(line.where, class_name="k-soft k-small ml-2"), class_name="mt-3"),
        reason("leave"),
        kit.button(_("Enter the leave for this day"), type="submit", class_name="k-slim"),
        on_submit=DayState.grant_leave,
        class_name="k-stack mb-3",
        key=line.id,
    )


def _leave(line: ChildLine) -> rx.Component:
    return kit.row(
        rx.el.span(
            rx.el.b(line.name),
            rx.el.span(line.where, class_name="k-soft k-small ml-2"),
            rx.el.span(line.reason, class_name="k-soft k-small block"),
            class_name="k-grow",
        ),
        kit.button(_("Withdraw"), kind="ghost", class_name="k-slim k-fit", on_click=DayState.withdraw_leave(line.id)),
        key=line.id,
    )
