"""One child's day in a dialog: what happened, found, 留在我这里."""

# On a class, a State's vars are Reflex Vars, while its hints name the plain values.
# pyright: reportAttributeAccessIssue=false, reportArgumentType=false

from __future__ import annotations

import reflex as rx

from schoolapp.checkin.board.child import Line
from schoolapp.checkin.board.client import Modal
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
                kit.refused(BoardState.refusal),
                kit.noted(BoardState.done),
                rx.cond(child.may_find, _found_form()),
                rx.cond(child.may_call, _called()),
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


def _found_form() -> rx.Component:
    """Where the child is, in one tap or in words."""
    return rx.el.form(
        kit.field(
            _("Found: where?"),
            kit.text_input(
                id="found-place", name="place", max_length=80, list="found-places", auto_complete="off", required=True
            ),
            control_id="found-place",
        ),
        rx.el.datalist(*[rx.el.option(value=place) for place in _PLACES], id="found-places"),
        rx.el.div(
            *[
                rx.el.button(
                    place,
                    type="button",
                    class_name="k-pill k-unknown",
                    on_click=BoardState.mark_found({"place": place}),
                )
                for place in _PLACES
            ],
            rx.el.button(
                _("Gone home"),
                type="button",
                class_name="k-pill k-unknown",
                on_click=BoardState.mark_found({"kind": "home"}),
            ),
            class_name="b-wrap",
        ),
        kit.button(_("Mark as found"), type="submit", class_name="k-slim"),
        on_submit=BoardState.mark_found,
        reset_on_submit=True,
        class_name="k-stack",
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
