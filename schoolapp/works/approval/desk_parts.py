"""Parts that both staff pages of works are made of: marks, pictures, walls to choose, for whom, what was done."""

# On a class, a State's vars are Reflex Vars, while its hints name the plain values.
# pyright: reportAttributeAccessIssue=false, reportArgumentType=false, reportOptionalOperand=false

from __future__ import annotations

from typing import Any

import reflex as rx

from schoolapp.i18n import _
from schoolapp.ui import kit
from schoolapp.ui.icons import icon, verdict_icon_for
from schoolapp.works.approval.desk_state import Desk
from schoolapp.works.approval.view import Card, Choice, LeftLine
from schoolapp.works.rules import CHOICES, PURPOSES
from schoolapp.works.words import CHOICE_WORDS, PURPOSE_WORDS


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
    """The whole picture in a frame whose proportions are known, so that nothing moves when it comes.

    Large it has its own; on a wall a scroll or a banner hangs in a frame that is not as extreme.
    """
    proportions = card.width.to_string() + " / " + card.height.to_string()
    return rx.el.span(
        rx.el.img(
            src=src,
            alt=rx.cond(card.title != "", card.title, card.children),
            custom_attrs={"width": card.width, "height": card.height, "decoding": "async", **props},
        ),
        kit.film_badge(card.lasts),
        class_name=f"wk-frame k-filmed {class_name}",
        style={
            "aspect_ratio": proportions if "wk-large" in class_name else card.frame,
            "background_image": rx.cond(card.placeholder != "", "url(" + card.placeholder + ")", "none"),
        },
    )


def film(card: Any) -> rx.Component:
    """The film, played by whoever wants to hear it; another work's is another player, so this one falls silent."""
    return rx.el.video(
        src=card.film,
        poster=card.large,
        controls=True,
        plays_inline=True,
        preload="none",
        class_name="k-film",
        custom_attrs={"width": card.width, "height": card.height, "aria-label": _("Film")},
        key=card.film,
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
    return kit.refused(state.refusal)


def _left(line: LeftLine) -> rx.Component:
    return rx.el.li(rx.el.b(line.children), " ", line.why, key=line.id)


def tile(card: Card, state: type[Desk]) -> rx.Component:
    """A work on a wall; opens it."""
    return rx.el.button(
        rx.el.span(picture(card, card.src, loading="lazy"), mark(card), class_name="wk-hung"),
        rx.el.span(rx.cond(card.title != "", card.title, card.names), class_name="wk-name"),
        rx.el.span(rx.cond(card.title != "", card.children, card.seats), class_name="wk-from"),
        type="button",
        on_click=state.open(card.id),
        class_name="wk-tile",
        style={"order": card.order},
        key=card.id,
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
