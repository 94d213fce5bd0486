"""One work, opened: beside the list, over it on phones. What may be decided about it, and what was."""

# On a class, a State's vars are Reflex Vars, while its hints name the plain values.
# pyright: reportAttributeAccessIssue=false, reportArgumentType=false, reportOptionalOperand=false

from __future__ import annotations

from typing import Any

import reflex as rx

from schoolapp.i18n import _
from schoolapp.ui import kit
from schoolapp.works.approval.desk_parts import agreement, film, for_whom, mark, picture, refusal, straighten
from schoolapp.works.approval.desk_state import Desk
from schoolapp.works.approval.view import Line, Report

_RETURN_REASONS = (
    _("The picture is blurred"),
    _("Please straighten the paper"),
    _("Another child's name can be read"),
    _("Wrong child"),
)
_DOWN_REASONS = (_("The family asked for it"), _("Wrong child"), _("A name can be read"))


def side(state: type[Desk], otherwise: rx.Component) -> rx.Component:
    """The opened work beside the list, over it on phones; otherwise what stands there."""
    is_open = state.sheet.card.id > 0
    return rx.el.div(
        refusal(state),
        rx.cond(is_open, opened(state), otherwise),
        class_name=rx.cond(is_open, "wk-side k-sheet", "wk-side"),
    )


def opened(state: type[Desk]) -> rx.Component:
    """One work, opened."""
    sheet, card = state.sheet, state.sheet.card
    return kit.card(
        kit.row(
            rx.el.h2(rx.cond(card.title != "", card.title, card.children), class_name="k-h2 k-serif k-grow"),
            kit.close_button(state.close, auto_focus=~state.is_returning),
        ),
        rx.cond(card.film != "", film(card), picture(card, card.large, "wk-large")),
        rx.el.div(
            rx.el.div(rx.el.b(card.children)),
            kit.soft(card.where),
            rx.cond(sheet.medium != "", kit.soft(sheet.medium)),
            rx.cond(sheet.remark != "", rx.el.p(sheet.remark, class_name="wk-remark")),
            kit.soft(sheet.by),
        ),
        kit.row(
            mark(card), rx.el.span(_("Seen by:"), " ", sheet.sees_now, class_name="k-small"), class_name="flex-wrap"
        ),
        rx.cond(sheet.reports.length() > 0, _reports(state)),
        rx.cond(sheet.may_approve, _decisions(state)),
        _mending(state),
        _history(state),
        class_name="k-stack gap-4",
    )


def _reports(state: type[Desk]) -> rx.Component:
    return kit.notice(
        rx.el.b(_("Reported:")),
        rx.el.ul(rx.foreach(state.sheet.reports, report_line), class_name="k-list"),
        rx.cond(
            state.sheet.may_approve,
            kit.button(_("It is fine, keep it"), kind="ghost", class_name="k-slim", on_click=state.keep),
        ),
        tone="redirect",
    )


def report_line(report: Report) -> rx.Component:
    """Who said what against a work."""
    return rx.el.li(report.reason, kit.soft(report.who, " · ", report.at), key=report.id)


def _decisions(state: type[Desk]) -> rx.Component:
    card = state.sheet.card
    word = rx.match(
        card.state,
        ("approved", _("Change who may see it")),
        ("taken_down", _("Show it again")),
        _("Approve"),
    )
    is_open = (card.state == "waiting") | (card.state == "approved")
    return kit.stack(
        for_whom(state),
        agreement(card),
        kit.button(word, on_click=state.approve_open),
        rx.cond(
            is_open,
            _reason_form(
                state,
                "return",
                _("Send back"),
                _("The teacher reads this and mends it"),
                _RETURN_REASONS,
                state.send_back,
                is_asked=state.is_returning,
            ),
        ),
        rx.cond(
            card.state != "taken_down",
            _reason_form(state, "down", _("Take down"), _("Kept in the history"), _DOWN_REASONS, state.take_down),
        ),
        class_name="gap-4",
    )


def _reason_form(
    state: type[Desk],
    name: str,
    title: str,
    hint: str,
    reasons: tuple[str, ...],
    handler: Any,
    is_asked: rx.Var[bool] | bool = False,
) -> rx.Component:
    """Behind its title: quick reasons in one tap, or one's own words. Open and in focus where it was asked for."""
    return rx.el.details(
        rx.el.summary(title, class_name="k-btn k-slim k-danger"),
        rx.el.div(
            *[
                rx.el.button(
                    one,
                    type="button",
                    class_name="k-pill k-unknown",
                    on_click=handler({"reason": one}),
                    auto_focus=is_asked if place == 0 else False,
                )
                for place, one in enumerate(reasons)
            ],
            class_name="b-wrap mt-3",
        ),
        rx.el.form(
            kit.field(
                _("Reason"),
                kit.text_input(id=f"why-{name}", name="reason", max_length=200, auto_complete="off", required=True),
                control_id=f"why-{name}",
                hint=hint,
            ),
            kit.button(title, type="submit", kind="danger", class_name="k-slim"),
            on_submit=handler,
            reset_on_submit=True,
            class_name="k-stack mt-3",
        ),
        open=is_asked,
        class_name="wk-more",
    )


def _mending(state: type[Desk]) -> rx.Component:
    sheet = state.sheet
    return rx.fragment(
        rx.cond(sheet.card.can_straighten, straighten(sheet.card)),
        rx.cond(
            sheet.may_hand_in,
            kit.button(_("Mended: hand in again"), class_name="k-slim", on_click=state.hand_in),
        ),
    )


def _history(state: type[Desk]) -> rx.Component:
    return rx.cond(
        state.sheet.history.length() > 0,
        rx.el.div(
            rx.el.h3(_("What was decided"), class_name="k-label"),
            rx.el.ol(rx.foreach(state.sheet.history, _line), class_name="k-list"),
        ),
    )


def _line(line: Line) -> rx.Component:
    return rx.el.li(
        rx.el.b(line.what),
        rx.cond(line.reason != "", rx.el.div(line.reason)),
        kit.soft(line.who, " · ", line.at, class_name="k-num"),
    )
