"""The list of the class on today's card: who is there, late, on leave or not there."""

from __future__ import annotations

import reflex as rx

from schoolapp.i18n import _
from schoolapp.programme.today_state import TodayState
from schoolapp.programme.today_view import RosterLine
from schoolapp.ui import kit
from schoolapp.ui.icons import verdict_icon

_MARKS = {
    "here": (_("here"), "here"),
    "late": (_("late"), "here"),
    "guest": (_("guest"), "redirect"),
    "leave": (_("on leave"), "calm"),
    "absent": (_("absent"), "refuse"),
}
"""Mark of a child on the list → its word and tone."""


def roster() -> rx.Component:
    """One line a child; those of other classes last."""
    return kit.card(
        rx.el.ul(rx.foreach(TodayState.roster, _roster_line), class_name="k-list columns-1 sm:columns-2 gap-8"),
        class_name="py-2",
    )


def _roster_line(line: RosterLine) -> rx.Component:
    return rx.el.li(
        rx.match(
            line.mark,
            *[(mark, verdict_icon(tone)) for mark, (_word, tone) in _MARKS.items()],
            verdict_icon("unknown"),
        ),
        rx.el.span(rx.el.b(line.name), rx.el.span(line.where, class_name="k-soft k-small block"), class_name="k-grow"),
        rx.match(
            line.mark,
            *[(mark, rx.el.span(word, class_name="k-small")) for mark, (word, _tone) in _MARKS.items()],
            rx.fragment(),
        ),
        class_name="k-row break-inside-avoid",
        key=line.id,
    )
