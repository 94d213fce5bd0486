"""Which homeroom, day and period the board shows: one line above the lists, which stays in sight on phones."""

# On a class, a State's vars are Reflex Vars, while its hints name the plain values.
# pyright: reportAttributeAccessIssue=false, reportArgumentType=false

from __future__ import annotations

from typing import Any

import reflex as rx

from schoolapp.checkin.board.service import Choice
from schoolapp.checkin.board.state import BoardState
from schoolapp.i18n import _
from schoolapp.ui import kit


def finder() -> rx.Component:
    """The homeroom at hand, day and period behind one more tap: they are changed seldom."""
    return rx.el.div(
        rx.cond(
            BoardState.homerooms.length() > 1,
            kit.select(
                rx.el.option(_("All homerooms"), value=""),
                rx.foreach(BoardState.homerooms, _option),
                id="board-homeroom",
                value=BoardState.homeroom_filter,
                on_change=BoardState.filter_homeroom,
                custom_attrs={"aria-label": _("Homeroom")},
            ),
        ),
        rx.el.details(
            rx.el.summary(_("Another day or period"), class_name="k-pill k-unknown b-turn"),
            choosers(),
            class_name="b-when",
            key=BoardState.shown_day + "/" + BoardState.shown_slot,  # Another one was chosen: it closes.
        ),
        class_name="b-filters",
        role="search",
        custom_attrs={"aria-label": _("Choose what the board shows")},
    )


def way_back() -> rx.Component:
    """While another day or period is shown: that it is not now, and the way back. What was calm then may not be now."""
    return rx.cond(
        BoardState.is_elsewhen,
        rx.el.div(
            rx.el.b(_("This is not how it is now"), class_name="k-grow"),
            kit.button(_("Back to now"), class_name="k-slim k-fit", on_click=BoardState.back_to_now),
            class_name="k-notice k-redirect k-row flex-wrap",
            role="status",
        ),
    )


def choosers() -> rx.Component:
    """Day and period side by side."""
    return rx.el.div(
        _chooser("board-day", _("Day"), BoardState.days, BoardState.shown_day, BoardState.choose_day),
        _chooser("board-slot", _("Period"), BoardState.slots, BoardState.shown_slot, BoardState.choose_slot),
        class_name="b-choosers",
    )


def _chooser(control_id: str, label: str, options: Any, value: Any, on_change: Any) -> rx.Component:
    control = kit.select(rx.foreach(options, _option), id=control_id, value=value, on_change=on_change)
    return kit.field(label, control, control_id=control_id)


def _option(choice: Choice) -> rx.Component:
    return rx.el.option(choice.label, value=choice.value)
