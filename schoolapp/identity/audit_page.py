"""/office/audit: the trail."""

from __future__ import annotations

import reflex as rx

from schoolapp.i18n import _
from schoolapp.identity.audit_state import AuditLine, AuditState, Slice
from schoolapp.ui import kit
from schoolapp.ui.shell import page


def audit_page() -> rx.Component:
    """A list that grows downwards, the newest line on top."""
    nothing = kit.empty_state("list", _("Nothing here yet"), _("Every change is kept here, with who made it."))
    return page(
        kit.heading(_("What was changed")),
        kit.refused(AuditState.refusal),
        kit.field(
            _("Area"),
            kit.select(
                rx.el.option(_("Everything"), value=""),
                rx.foreach(AuditState.slices, _option),
                id="audit-area",
                value=AuditState.chosen,
                on_change=AuditState.choose,
            ),
            control_id="audit-area",
        ),
        kit.card(
            rx.cond(
                AuditState.is_loaded,
                rx.cond(
                    AuditState.lines,
                    _list(),
                    nothing,
                ),
                kit.waiting(40, 40, 40),
            )
        ),
        rx.cond(
            AuditState.has_more,
            kit.button(_("Older"), kind="ghost", class_name="k-slim", on_click=AuditState.older),
            rx.fragment(),
        ),
        active="office",
        wide=True,
    )


def _option(part: Slice) -> rx.Component:
    return rx.el.option(part.name, value=part.id)


def _list() -> rx.Component:
    return rx.el.ul(rx.foreach(AuditState.lines, _row), class_name="k-list")


def _row(line: AuditLine) -> rx.Component:
    return rx.el.li(
        rx.el.div(line.sentence, class_name="font-semibold break-words"),
        rx.foreach(line.changes, _change),
        rx.el.details(
            rx.el.summary(
                rx.el.span(line.at, class_name="k-num"), " · ", _("as it is kept"),
                class_name="k-soft k-small min-h-[44px] content-center cursor-pointer",
            ),
            rx.el.div(line.detail, class_name="k-small break-words block pb-2"),
        ),
        key=line.id,
    )  # fmt: skip


def _change(words: str) -> rx.Component:
    return rx.el.div(words, class_name="break-words")
