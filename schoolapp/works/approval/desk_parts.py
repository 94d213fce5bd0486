"""Parts that both staff pages of works are made of: marks, pictures, for whom, one work opened, what was done."""

# On a class, a State's vars are Reflex Vars, while its hints name the plain values.
# pyright: reportAttributeAccessIssue=false, reportArgumentType=false, reportOptionalOperand=false

from __future__ import annotations

from typing import Any

import reflex as rx

from schoolapp.i18n import _
from schoolapp.ui import kit
from schoolapp.ui.icons import icon, verdict_icon_for
from schoolapp.works.approval.desk_state import Desk
from schoolapp.works.approval.view import Card, Choice, LeftLine, Line, Report
from schoolapp.works.rules import CHOICES, PURPOSES
from schoolapp.works.words import CHOICE_WORDS, PURPOSE_WORDS

_RETURN_REASONS = (
    _("The picture is blurred"),
    _("Please straighten the paper"),
    _("Another child's name can be read"),
    _("Wrong child"),
)
_DOWN_REASONS = (_("The family asked for it"), _("Wrong child"), _("A name can be read"))


def mark(card: Any) -> rx.Component:
    """The state as colour, shape and word."""
    return rx.el.span(
        verdict_icon_for(card.tone),
        card.word,
        class_name=rx.match(
            card.tone,
            ("here", "wk-mark k-here"),
            ("redirect", "wk-mark k-redirect"),
            ("refuse", "wk-mark k-refuse"),
            "wk-mark k-unknown",
        ),
    )


def picture(card: Any, src: Any, class_name: str = "", **props: Any) -> rx.Component:
    """The picture in a frame of its own proportions, so that nothing moves when it comes."""
    return rx.el.span(
        rx.el.img(
            src=src,
            alt=rx.cond(card.title != "", card.title, card.children),
            custom_attrs={"width": card.width, "height": card.height, "decoding": "async", **props},
        ),
        class_name=f"wk-frame {class_name}",
        style={
            "aspect_ratio": card.width.to_string() + " / " + card.height.to_string(),
            "background_image": rx.cond(card.placeholder != "", "url(" + card.placeholder + ")", "none"),
        },
    )


def chips(state: type[Desk]) -> rx.Component:
    """A wall to choose: chips where there are a few, a list where there are many."""
    return rx.cond(
        state.scopes.length() > 8,
        kit.field(
            _("Class"),
            kit.select(
                rx.el.option(_("All classes"), value=""),
                rx.foreach(state.scopes, _option),
                id="wall",
                value=state.scope,
                on_change=state.choose_scope,
            ),
            control_id="wall",
        ),
        rx.el.div(
            _chip(state, "", _("All mine")),
            rx.foreach(state.scopes, lambda choice: _chip(state, choice.value, choice.label)),
            class_name="wk-chips",
            role="group",
            custom_attrs={"aria-label": _("Class")},
        ),
    )


def _option(choice: Choice) -> rx.Component:
    return rx.el.option(choice.label, value=choice.value)


def _chip(state: type[Desk], value: Any, label: Any) -> rx.Component:
    is_on = state.scope == value
    return rx.el.button(
        label,
        type="button",
        on_click=state.choose_scope(value),
        class_name=rx.cond(is_on, "k-pill k-chosen", "k-pill k-unknown"),
        custom_attrs={"aria-pressed": rx.cond(is_on, "true", "false")},
        key=value,
    )


def for_whom(state: type[Desk]) -> rx.Component:
    """Three choices, the single switches behind them."""
    return rx.el.div(
        rx.el.div(_("Who may see it"), class_name="k-label"),
        rx.el.div(*[_whom(state, key) for key in CHOICES], class_name="wk-whom", role="group"),
        rx.el.details(
            rx.el.summary(_("Single switches"), class_name="k-link"),
            *[_switch(state, int(purpose)) for purpose in PURPOSES],
        ),
        class_name="k-stack",
    )


def _whom(state: type[Desk], key: str) -> rx.Component:
    is_on = state.choice == key
    return rx.el.button(
        CHOICE_WORDS[key],
        type="button",
        on_click=state.choose(key),
        class_name=rx.cond(is_on, "k-pill k-chosen", "k-pill k-unknown"),
        custom_attrs={"aria-pressed": rx.cond(is_on, "true", "false")},
    )


def _switch(state: type[Desk], purpose: int) -> rx.Component:
    return rx.el.label(
        rx.el.input(
            type="checkbox",
            checked=state.purposes // purpose % 2 == 1,
            on_change=lambda _checked: state.switch(purpose),
            class_name="wk-check",
        ),
        PURPOSE_WORDS[purpose],  # type: ignore[index]
        class_name="wk-label",
    )


def agreement(card: Any) -> rx.Component:
    """What the families said, and who will therefore see it."""
    return rx.el.dl(
        rx.el.dt(_("Families agreed")),
        rx.el.dd(card.agreed),
        rx.el.dt(_("Will be seen by")),
        rx.el.dd(rx.el.b(card.sees)),
        class_name="wk-facts",
    )


def toast(state: type[Desk]) -> rx.Component:
    """What was done last, what was left and why, and the way back."""
    return rx.el.div(
        rx.cond(
            (state.done != "") | (state.left.length() > 0),
            rx.el.div(
                rx.cond(state.done != "", rx.el.b(state.done)),
                rx.cond(
                    state.left.length() > 0,
                    rx.el.div(
                        rx.el.b(_("Left as they were:")),
                        rx.el.ul(rx.foreach(state.left, _left), class_name="wk-left"),
                    ),
                ),
                kit.row(
                    rx.cond(
                        state.can_undo, kit.button(_("Undo"), kind="ghost", class_name="k-slim", on_click=state.undo)
                    ),
                    kit.button(_("Fine"), kind="ghost", class_name="k-slim", on_click=state.put_away),
                ),
                class_name="wk-toast k-here",
            ),
        ),
        role="status",
    )


def refusal(state: type[Desk]) -> rx.Component:
    """Why the last step was not made."""
    return rx.cond(state.refusal != "", kit.notice(state.refusal, tone="refuse", role="alert"))


def _left(line: LeftLine) -> rx.Component:
    return rx.el.li(rx.el.b(line.children), " ", line.why, key=line.id)


def opened(state: type[Desk]) -> rx.Component:
    """One work, opened."""
    sheet, card = state.sheet, state.sheet.card
    return kit.card(
        kit.row(
            rx.el.h2(rx.cond(card.title != "", card.title, card.children), class_name="k-h2 k-serif k-grow"),
            kit.button(
                icon("close"),
                rx.el.span(_("Close"), class_name="k-sr"),
                kind="ghost",
                class_name="k-slim k-fit",
                on_click=state.close,
                auto_focus=True,
            ),
        ),
        picture(card, card.large, "wk-large"),
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
            ),
        ),
        rx.cond(
            card.state != "taken_down",
            _reason_form(state, "down", _("Take down"), _("Kept in the history"), _DOWN_REASONS, state.take_down),
        ),
        class_name="gap-4",
    )


def _reason_form(
    state: type[Desk], name: str, title: str, hint: str, reasons: tuple[str, ...], handler: Any
) -> rx.Component:
    """Behind its title: quick reasons in one tap, or one's own words."""
    return rx.el.details(
        rx.el.summary(title, class_name="k-btn k-slim k-danger"),
        rx.el.div(
            *[
                rx.el.button(one, type="button", class_name="k-pill k-unknown", on_click=handler({"reason": one}))
                for one in reasons
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


def straighten(card: Any) -> rx.Component:
    """Back to the four corners."""
    return kit.link_button(
        icon("grid"),
        _("Straighten again"),
        href="/shoot?work=" + card.id.to_string(),
        kind="ghost",
        class_name="k-slim",
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


def side(state: type[Desk], otherwise: rx.Component) -> rx.Component:
    """The opened work beside the list, over it on phones; otherwise what stands there."""
    is_open = state.sheet.card.id > 0
    return rx.el.div(
        refusal(state),
        rx.cond(is_open, opened(state), otherwise),
        class_name=rx.cond(is_open, "wk-side k-sheet", "wk-side"),
    )


def tile(card: Card, state: type[Desk]) -> rx.Component:
    """A work on a wall; opens it."""
    return rx.el.button(
        rx.el.span(picture(card, card.src, loading="lazy"), mark(card), class_name="wk-hung"),
        rx.el.span(rx.cond(card.title != "", card.title, card.children), class_name="wk-name"),
        rx.el.span(rx.cond(card.title != "", card.children, card.where), class_name="wk-from"),
        type="button",
        on_click=state.open(card.id),
        class_name="wk-tile",
        style={"order": card.order},
        key=card.id,
    )
