"""One child's day in a dialog: what happened, found, 留在我这里."""

# On a class, a State's vars are Reflex Vars, while its hints name the plain values.
# pyright: reportAttributeAccessIssue=false, reportArgumentType=false

from __future__ import annotations

from typing import Any

import reflex as rx

from schoolapp.checkin.board.child import Line
from schoolapp.checkin.board.client import Modal
from schoolapp.checkin.board.contacts import Contact
from schoolapp.checkin.board.state import BoardState
from schoolapp.i18n import _
from schoolapp.ui import kit
from schoolapp.ui.icons import verdict_icon_for

_PLACES = (_("Clinic"), _("Teachers' office"), _("Library"), _("Playground"), _("Other classroom"))


def child_dialog() -> rx.Component:
    """Open while a child is."""
    child = BoardState.child
    return rx.cond(
        child.id != 0,
        Modal.create(
            rx.el.div(
                rx.el.div(
                    rx.el.h2(child.name, " ", rx.el.span(child.who, class_name="k-soft k-small"), class_name="k-h2"),
                    rx.el.button(
                        _("Close"), type="button", class_name="k-pill k-unknown", on_click=BoardState.close_child
                    ),
                    class_name="k-row k-between",
                ),
                kit.row(verdict_icon_for(child.tone), rx.el.div(rx.el.b(child.word), kit.soft(child.detail))),
                rx.cond(child.doubt != "", kit.notice(child.doubt, tone="redirect")),
                kit.refused(BoardState.refusal),
                kit.noted(BoardState.done),
                rx.cond(child.sees_contacts, _contacts()),
                rx.cond(child.undo_id != "", _take_back()),
                rx.cond(child.may_find, _found_form()),
                rx.cond(child.may_keep, _keep_form()),
                _day(),
                class_name="k-stack",
            ),
            label=child.name,
            on_close=BoardState.close_child,
        ),
    )


def _day() -> rx.Component:
    return rx.el.div(
        rx.el.h3(_("This day"), class_name="k-label"),
        rx.cond(
            BoardState.child.lines.length() > 0,
            rx.el.ol(rx.foreach(BoardState.child.lines, _line), class_name="b-day"),
            kit.soft(_("Nobody has noted anything about this child today.")),
        ),
    )


def _line(line: Line) -> rx.Component:
    return rx.el.li(
        rx.el.b(line.time, class_name="k-num"), rx.el.span(line.text), class_name=f"b-event b-event-{line.tone}"
    )


def _contacts() -> rx.Component:
    """Whom to call, one tap each, and that the call was made."""
    return kit.stack(
        rx.el.h3(_("Whom to call"), class_name="k-label"),
        rx.cond(
            BoardState.child.contacts.length() > 0,
            rx.foreach(BoardState.child.contacts, _contact),
            kit.soft(_("The school has no number of this family. Ask the homeroom teacher.")),
        ),
        rx.cond(BoardState.child.may_call, _called()),
    )


def _contact(one: Contact) -> rx.Component:
    return kit.link_button(
        rx.el.span(one.who), " ", rx.el.span(one.phone, class_name="k-num"),
        href="tel:" + one.phone,
        kind="ghost",
        class_name="k-slim k-between",
        key=one.phone,
    )  # fmt: skip


def _take_back() -> rx.Component:
    """Marked by mistake, a child would no longer be looked for."""
    return kit.button(_("Take it back"), kind="ghost", class_name="k-slim", on_click=BoardState.take_back)


def _found_form() -> rx.Component:
    """Where the child is: a place to choose, words beside it, and one button that records."""
    return rx.el.form(
        rx.el.fieldset(
            rx.el.legend(_("Found: where?"), class_name="k-label mb-2"),
            rx.foreach(BoardState.child.seen_in, lambda room: _place(room, room)),
            *[_place(place, place) for place in _PLACES],
            _place("home", _("Gone home")),
            class_name="b-wrap",
        ),
        kit.field(
            _("More exactly, or somewhere else"),
            kit.text_input(
                id="found-place",
                name="place",
                max_length=80,
                auto_complete="off",
                placeholder=_("e.g. room 301, with the music teacher"),
                custom_attrs={"aria-invalid": BoardState.found_error != "", "aria-describedby": "found-error"},
            ),
            control_id="found-place",
        ),
        rx.el.div(BoardState.found_error, class_name="k-error empty:hidden", id="found-error", role="alert"),
        kit.button(_("Mark as found"), type="submit", class_name="k-slim"),
        on_submit=BoardState.mark_found,
        reset_on_submit=True,
        class_name="k-stack",
    )


def _place(value: Any, word: Any) -> rx.Component:
    return rx.el.label(
        rx.el.input(type="radio", name="choice", value=value), word, class_name="k-pill k-unknown b-choice"
    )


def _called() -> rx.Component:
    """Only after the call the family's own page says that the child is not there."""
    return kit.stack(
        kit.button(_("I have called the family"), kind="ghost", class_name="k-slim", on_click=BoardState.note_call),
        kit.soft(_("Until then the family reads that the teachers are making sure.")),
    )


def _keep_form() -> rx.Component:
    return rx.el.form(
        kit.field(
            _("Stays with me until the end of the period"),
            kit.text_input(
                id="keep-reason",
                name="reason",
                max_length=80,
                auto_complete="off",
                placeholder=_("Reason, e.g. finishing the class newspaper"),
            ),
            control_id="keep-reason",
        ),
        kit.button(_("Stays with me"), kind="ghost", type="submit", class_name="k-slim"),
        on_submit=BoardState.keep_here,
        reset_on_submit=True,
        class_name="k-stack",
    )
