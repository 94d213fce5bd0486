"""/works: the walls of my classes, and who has no work yet this month."""

# On a class, a State's vars are Reflex Vars, while its hints name the plain values.
# pyright: reportAttributeAccessIssue=false, reportArgumentType=false

from __future__ import annotations

import reflex as rx

from schoolapp.i18n import _
from schoolapp.ui import kit
from schoolapp.ui.icons import icon
from schoolapp.ui.shell import page
from schoolapp.works.approval import desk_parts as parts
from schoolapp.works.approval.opened_parts import side
from schoolapp.works.approval.view import Child, Group
from schoolapp.works.approval.wall_state import WallState


def wall_page() -> rx.Component:
    """What to do first, then the wall; the opened work beside it."""
    state = WallState
    return page(
        kit.row(
            kit.heading(_("Works"), class_name="k-grow"),
            rx.el.a(_("Gallery"), href="/gallery", class_name="k-link"),
        ),
        rx.el.div(
            kit.link_button(icon("pic"), _("Take works"), href="/shoot", class_name="k-slim"),
            _queue_link(),
            class_name="wk-doors",
        ),
        rx.el.a(_("What families agreed to"), href="/works/consents", class_name="k-link"),
        rx.cond(
            state.is_loaded,
            rx.fragment(
                parts.chips(state),
                rx.el.div(
                    side(state, rx.cond(state.scope != "", _without())),
                    _wall(),
                    class_name="wk-desk",
                ),
                parts.toast(state),
            ),
            kit.waiting(44, 130, 420),
        ),
        active="works",
        wide=True,
    )


def _queue_link() -> rx.Component:
    """The count of everything that waits; its width does not depend on it."""
    count = WallState.counts[0] + WallState.counts[1] + WallState.counts[2]
    return kit.link_button(
        _("Waiting for approval"),
        rx.el.b(count, class_name="k-num wk-count"),
        href="/works/approve",
        kind="ghost",
        class_name="k-slim",
    )


def _wall() -> rx.Component:
    nothing = kit.empty_state(
        "pic",
        _("No works here yet"),
        _("Scan a child's card, then take its picture: it hangs here at once."),
        kit.link_button(icon("pic"), _("Take works"), href="/shoot", class_name="k-fit"),
    )
    return rx.el.div(
        rx.cond(
            WallState.is_empty,
            kit.card(nothing),
            rx.el.div(_half(0, 2), _half(1, 3), class_name="wk-wall"),
        ),
        kit.row(
            rx.cond(
                WallState.after > 0,
                kit.button(_("Newest"), kind="ghost", class_name="k-slim", on_click=WallState.newest),
            ),
            rx.cond(
                WallState.has_more,
                kit.button(_("Older"), kind="ghost", class_name="k-slim", on_click=WallState.older),
            ),
        ),
        class_name="wk-list",
    )


def _half(first: int, second: int) -> rx.Component:
    """One of two columns on a phone, two of four on a wide screen: the same tiles, laid out by the style sheet."""
    return rx.el.div(
        *[
            rx.el.div(
                rx.foreach(WallState.columns[one], lambda card: parts.tile(card, WallState)), class_name="wk-column"
            )
            for one in (first, second)
        ],
        class_name="wk-half",
    )


def _without() -> rx.Component:
    """Open where it is short: the wall below is not pushed away on a phone."""
    return kit.card(
        rx.el.details(
            rx.el.summary(
                rx.el.b(_("No work yet this month"), class_name="k-grow"),
                rx.el.span(WallState.without_count, class_name="k-soft k-num"),
                class_name="wk-label",
            ),
            rx.cond(
                WallState.without_count > 0,
                rx.el.div(rx.foreach(WallState.without, _group), class_name="wk-without"),
                kit.soft(_("Every child of this class has one.")),
            ),
            open=WallState.without_count < 9,
            class_name="wk-more",
        ),
    )


def _group(group: Group) -> rx.Component:
    return rx.el.div(
        kit.soft(group.name),
        rx.el.div(rx.foreach(group.children, _child), class_name="b-wrap"),
        class_name="k-stack",
        key=group.name,
    )


def _child(child: Child) -> rx.Component:
    """One tap leads to the camera for this child."""
    return rx.el.a(
        rx.el.b(child.name),
        rx.el.span(child.seat, class_name="k-num"),
        href="/shoot?student=" + child.id.to_string(),
        class_name="k-pill k-unknown",
        key=child.id,
    )
