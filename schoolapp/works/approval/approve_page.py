"""/works/approve: what waits. Look, say for whom, approve one or fifty."""

# On a class, a State's vars are Reflex Vars, while its hints name the plain values.
# pyright: reportAttributeAccessIssue=false, reportArgumentType=false

from __future__ import annotations

from typing import Any

import reflex as rx

from schoolapp.i18n import _
from schoolapp.ui import kit
from schoolapp.ui.icons import icon
from schoolapp.ui.shell import page
from schoolapp.works.approval import desk_parts as parts
from schoolapp.works.approval.approve_state import ApproveState
from schoolapp.works.approval.opened_parts import report_line, side
from schoolapp.works.approval.view import Card, Reported, Word


def approve_page() -> rx.Component:
    """Tabs for works, reports and kind words; the opened work beside the list."""
    state = ApproveState
    return page(
        kit.row(
            kit.heading(_("Waiting for approval"), class_name="k-grow"),
            rx.el.a(_("To the walls"), href="/works", class_name="k-link"),
        ),
        rx.cond(
            state.is_loaded,
            rx.fragment(
                _tabs(),
                rx.cond(state.tab == "works", parts.chips(state)),
                rx.el.div(
                    side(state, rx.cond(state.tab == "works", kit.card(parts.for_whom(state)))),
                    rx.match(state.tab, ("reports", _reports()), ("words", _words()), _works()),
                    class_name="wk-desk",
                ),
                parts.toast(state),
            ),
            kit.waiting(48, 130, 420),
        ),
        active="works",
        wide=True,
    )


def _tabs() -> rx.Component:
    titles = (("works", _("Works")), ("reports", _("Reports")), ("words", _("Kind words")))
    return rx.el.div(
        *[_tab(key, title, ApproveState.counts[place]) for place, (key, title) in enumerate(titles)],
        class_name="wk-chips",
        role="group",
        custom_attrs={"aria-label": _("What waits")},
    )


def _tab(key: str, title: str, count: Any) -> rx.Component:
    is_on = ApproveState.tab == key
    return rx.el.button(
        title,
        rx.el.b(count, class_name="k-num"),
        type="button",
        on_click=ApproveState.show(key),
        class_name=rx.cond(is_on, "k-pill k-chosen", "k-pill k-unknown"),
        custom_attrs={"aria-pressed": rx.cond(is_on, "true", "false")},
    )


def _works() -> rx.Component:
    nothing = kit.card(
        kit.empty_state(
            "tick",
            _("Nothing waits"),
            _("New works come here as soon as a teacher has filed them."),
            kit.link_button(icon("pic"), _("Take works"), href="/shoot", class_name="k-fit"),
        )
    )
    return rx.cond(
        ApproveState.cards.length() > 0,
        rx.el.div(
            rx.el.div(rx.foreach(ApproveState.cards, _card), class_name="wk-queue"),
            rx.cond(
                ApproveState.has_more,
                kit.button(_("The next fifty"), kind="ghost", class_name="k-slim", on_click=ApproveState.further),
            ),
            _bar(),
            class_name="wk-list",
        ),
        rx.el.div(nothing, class_name="wk-list"),
    )


def _card(card: Card) -> rx.Component:
    is_chosen = ApproveState.chosen.contains(card.id)
    return kit.card(
        rx.el.button(
            parts.picture(card, card.large, "wk-large", loading="lazy"),
            rx.el.span(_("Open"), " ", card.children, class_name="k-sr"),
            type="button",
            class_name="wk-open",
            on_click=ApproveState.open(card.id),
        ),
        rx.el.label(
            rx.el.input(
                type="checkbox",
                checked=is_chosen,
                on_change=lambda _checked: ApproveState.mark(card.id),
                class_name="wk-check",
            ),
            rx.el.span(
                rx.el.b(card.children),
                rx.cond(card.is_people, kit.pill(_("Picture of children"), tone="calm", class_name="ml-2")),
                rx.el.span(
                    card.where, rx.cond(card.title != "", " · " + card.title, ""), class_name="k-soft k-small block"
                ),
            ),
            class_name="wk-label",
        ),
        parts.agreement(card),
        kit.row(
            kit.button(_("Approve"), class_name="k-slim", on_click=ApproveState.approve_one(card.id)),
            kit.button(
                _("Send back"), kind="ghost", class_name="k-slim", on_click=ApproveState.open_to_return(card.id)
            ),
        ),
        rx.cond(card.can_straighten, parts.straighten(card)),
        class_name="wk-waiting k-stack",
        key=card.id,
    )


def _bar() -> rx.Component:
    """Choose all, approve what is chosen."""
    count = ApproveState.chosen.length()
    return rx.el.div(
        kit.button(
            rx.cond(count == ApproveState.cards.length(), _("Choose none"), _("Choose all")),
            rx.el.span(ApproveState.cards.length(), class_name="k-num"),
            kind="ghost",
            class_name="k-slim",
            on_click=ApproveState.mark_all,
        ),
        kit.button(
            _("Approve"),
            rx.el.span(count, class_name="k-num"),
            class_name="k-slim",
            disabled=count == 0,
            on_click=ApproveState.approve_chosen,
        ),
        class_name="wk-bar",
    )


def _reports() -> rx.Component:
    return rx.el.div(
        rx.cond(
            ApproveState.reported.length() > 0,
            rx.el.div(rx.foreach(ApproveState.reported, _reported), class_name="wk-queue"),
            kit.card(kit.empty_state("tick", _("No reports"), _("Families and teachers can report a work they see."))),
        ),
        class_name="wk-list",
    )


def _reported(one: Reported) -> rx.Component:
    return kit.card(
        rx.el.button(
            parts.picture(one.card, one.card.src, "wk-large", loading="lazy"),
            rx.el.span(_("Open"), " ", one.card.children, class_name="k-sr"),
            type="button",
            class_name="wk-open",
            on_click=ApproveState.open(one.card.id),
        ),
        rx.el.b(one.card.children),
        rx.el.ul(rx.foreach(one.reports, report_line), class_name="k-list"),
        kit.button(_("Look and decide"), class_name="k-slim", on_click=ApproveState.open(one.card.id)),
        class_name="k-stack",
        key=one.card.id,
    )


def _words() -> rx.Component:
    return rx.el.div(
        rx.cond(
            ApproveState.words.length() > 0,
            kit.card(rx.el.ul(rx.foreach(ApproveState.words, _word), class_name="k-list")),
            kit.card(kit.empty_state("tick", _("No words wait"), _("Kind words are shown after you have read them."))),
        ),
        class_name="wk-list",
    )


def _word(word: Word) -> rx.Component:
    return rx.el.li(
        kit.row(
            rx.el.span(parts.picture(word.card, word.card.src, loading="lazy"), class_name="wk-thumb"),
            rx.el.div(
                rx.el.div(word.text),
                kit.soft(word.who, " · ", word.at),
                kit.soft(word.card.children),
                class_name="k-grow",
            ),
        ),
        kit.row(
            kit.button(_("Show"), class_name="k-slim", on_click=ApproveState.show_word(word.id)),
            kit.button(_("Hide"), kind="ghost", class_name="k-slim", on_click=ApproveState.hide_word(word.id)),
            class_name="mt-2",
        ),
        key=word.id,
    )
