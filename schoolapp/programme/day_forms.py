"""What is done with the open class of a day: a substitute, another room, joining another class, cancelling."""

# On a class, a State's vars are Reflex Vars, while its hints name the plain values.
# pyright: reportAttributeAccessIssue=false

from __future__ import annotations

from typing import Any

import reflex as rx

from schoolapp.i18n import _
from schoolapp.programme.day_state import DayState
from schoolapp.programme.day_view import Choice
from schoolapp.ui import kit


def forms() -> rx.Component:
    return kit.stack(
        _form(_("Substitute"), "staff", _("Who takes it"), DayState.staff, DayState.substitute),
        _form(_("Other room"), "room", _("Where to"), DayState.rooms, DayState.move),
        rx.cond(DayState.asked == "merge", _ask(_("Merge all the same")), rx.cond(DayState.partners, _merge_form())),
        rx.cond(
            DayState.asked == "cancel",
            _ask(_("Cancel all the same")),
            rx.cond(DayState.chosen.is_care, rx.fragment(), _cancel_form()),
        ),
        class_name="mt-4 gap-6",
    )


def _form(title: str, name: str, label: str, choices: Any, handler: Any) -> rx.Component:
    return rx.el.form(
        kit.field(
            label,
            kit.select(
                rx.el.option(_("Please choose"), value=""),
                rx.foreach(choices, option),
                id=f"change-{name}",
                name=name,
                required=True,
                default_value="",
            ),
            control_id=f"change-{name}",
        ),
        reason(name),
        kit.button(title, type="submit", class_name="k-slim"),
        on_submit=handler,
        class_name="k-stack",
        key=DayState.form_key.to_string() + name,
    )


def reason(name: str) -> rx.Component:
    return kit.field(
        _("Reason, for the colleagues"),
        kit.text_input(id=f"reason-{name}", name="reason", max_length=60, auto_complete="off"),
        control_id=f"reason-{name}",
    )


def _cancel_form() -> rx.Component:
    return rx.el.form(
        reason("cancel"),
        kit.button(_("Cancel this class"), type="submit", kind="danger", class_name="k-slim"),
        rx.el.div(_("The children go back to homework care; pick-up time does not change."), class_name="k-hint"),
        on_submit=DayState.cancel,
        class_name="k-stack",
        key=DayState.form_key.to_string() + "cancel",
    )


def _ask(anyway: str) -> rx.Component:
    """In the place of the form: what would be done, and how far the rolls are that would be overtaken."""
    return kit.ask(
        DayState.question,
        rx.el.div(_("A roll was begun here already"), class_name="mt-1"),
        rx.el.ul(rx.foreach(DayState.at_stake, lambda text: rx.el.li(text)), class_name="list-disc pl-5 mt-1"),
        rx.el.div(
            _("Afterwards the children are still to be counted where they go: tell the teachers."), class_name="mt-1"
        ),
        yes=anyway,
        on_yes=DayState.go_on,
        on_no=DayState.leave_it,
    )


def _merge_form() -> rx.Component:
    """Which class to join; how it would be shows before it is done."""
    return rx.el.form(
        kit.field(
            _("Join another class"),
            kit.select(
                rx.el.option(_("Please choose"), value=""),
                rx.foreach(DayState.partners, option),
                id="change-into",
                name="into",
                required=True,
                default_value="",
                on_change=DayState.look_at_joining,
            ),
            control_id="change-into",
        ),
        rx.cond(DayState.outlook.line != "", _outlook()),
        reason("into"),
        kit.button(_("Merge for this day"), type="submit", class_name="k-slim"),
        on_submit=DayState.merge,
        class_name="k-stack",
        key=DayState.form_key.to_string() + "into",
    )


def _outlook() -> rx.Component:
    """Calm when there is room for all; otherwise what is tight, line by line."""
    outlook = DayState.outlook
    return rx.el.div(
        rx.el.b(outlook.line),
        rx.cond(
            outlook.tight,
            rx.el.ul(rx.foreach(outlook.tight, lambda text: rx.el.li(text)), class_name="list-disc pl-5 mt-1"),
            rx.el.div(_("Nothing clashes.")),
        ),
        class_name=rx.cond(outlook.tight, "k-notice k-redirect", "k-notice k-here"),
        role="status",
    )


def option(choice: Choice) -> rx.Component:
    return rx.el.option(choice.label, value=choice.value, disabled=choice.is_taken)
