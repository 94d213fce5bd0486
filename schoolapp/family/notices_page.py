"""/notices: for families and staff."""

# On a class, a State's vars are Reflex Vars, while its hints name the plain values.
# pyright: reportAttributeAccessIssue=false, reportArgumentType=false

from __future__ import annotations

import reflex as rx

from schoolapp.family.notices_state import NoticesState
from schoolapp.family.view import NoticeLine
from schoolapp.i18n import _
from schoolapp.ui import kit
from schoolapp.ui.shell import page


def notices_page() -> rx.Component:
    return page(
        kit.heading(_("Notices")),
        kit.refused(NoticesState.refusal),
        rx.cond(NoticesState.is_loaded, _list(), kit.waiting(72, 72, 72)),
        active="notices",
        large=True,
    )


def _list() -> rx.Component:
    return rx.cond(
        NoticesState.lines.length() > 0,
        kit.stack(
            rx.cond(
                NoticesState.new > 0,
                kit.button(
                    _("Mark all as read"), kind="ghost", class_name="k-slim k-fit", on_click=NoticesState.read_all
                ),
            ),
            kit.card(rx.el.ul(rx.foreach(NoticesState.lines, _line), class_name="k-list"), class_name="py-1"),
        ),
        kit.empty_state("bell", _("Nothing new"), _("What the school tells you stands here.")),
    )


def _line(line: NoticeLine) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.cond(line.is_new, kit.pill(_("new"), tone="calm")),
            rx.cond(line.link != "", rx.el.a(line.text, href=line.link, class_name="f-link"), rx.el.span(line.text)),
            class_name="f-told",
        ),
        kit.soft(line.detail),
        key=line.id,
    )
