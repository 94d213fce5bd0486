"""The rows of the board's lists; a tap opens the child's day or the session's children."""

# On a class, a State's vars are Reflex Vars, while its hints name the plain values.
# pyright: reportAttributeAccessIssue=false, reportArgumentType=false

from __future__ import annotations

import reflex as rx

from schoolapp.checkin.board.state import BoardState
from schoolapp.checkin.board.view import ChildRow, RollRow
from schoolapp.i18n import _
from schoolapp.ui import kit
from schoolapp.ui.icons import verdict_icon_for


def child_row(child: ChildRow) -> rx.Component:
    """A child; a tap opens its day."""
    return rx.el.button(
        verdict_icon_for(child.tone),
        rx.el.span(
            rx.el.b(child.name),
            " ",
            rx.el.span(child.who, class_name="k-soft k-small"),
            rx.el.span(child.detail, class_name="k-soft k-small b-line"),
            class_name="k-grow",
        ),
        rx.cond(
            child.is_conflict,
            kit.pill(child.aside, tone="redirect"),
            rx.cond(
                child.aside != "",
                rx.el.b(child.aside, class_name=rx.cond(child.tone == "refuse", "b-red b-aside", "b-aside k-soft")),
                rx.el.span(child.word, class_name="k-soft k-small b-aside"),
            ),
        ),
        type="button",
        class_name="k-row b-row",
        on_click=BoardState.open_child(child.id),
        key=f"{child.id}",
    )


def doubtful_row(roll: RollRow) -> rx.Component:
    return rx.el.button(
        verdict_icon_for(roll.tone),
        rx.el.span(
            rx.el.b(roll.title),
            rx.el.span(roll.room, " · ", roll.detail, class_name="k-soft k-small b-line"),
            class_name="k-grow",
        ),
        rx.el.span(roll.teacher, class_name="k-soft k-small b-aside"),
        type="button",
        class_name="k-row b-row",
        on_click=BoardState.filter_session(roll.id, roll.title),
        key=f"{roll.id}",
    )


def roll_row(roll: RollRow) -> rx.Component:
    """A session: how far its roll is, and how many are there."""
    return rx.el.button(
        verdict_icon_for(roll.tone),
        rx.el.span(
            rx.el.b(roll.title),
            rx.el.span(roll.room, " · ", roll.teacher, class_name="k-soft k-small b-line"),
            rx.el.span(roll.word, " · ", roll.detail, class_name="k-soft k-small b-line"),
            class_name="k-grow",
        ),
        rx.el.span(
            rx.cond(roll.size > 0, rx.el.b(roll.here, "/", roll.size, class_name="k-num")),
            rx.cond(roll.guests != "", rx.el.span(roll.guests, class_name="k-soft k-small b-line")),
            rx.cond(roll.open > 0, rx.el.span(_("to check"), " ", roll.open, class_name="b-red k-small b-line")),
            class_name="b-aside text-right",
        ),
        type="button",
        class_name="k-row b-row",
        on_click=BoardState.filter_session(roll.id, roll.title),
        key=f"{roll.id}",
    )
