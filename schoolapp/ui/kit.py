"""The design kit: the few parts that every page is made of. Their look stands in `assets/kit.css`."""

from __future__ import annotations

from typing import Any

import reflex as rx

from schoolapp.i18n import _
from schoolapp.ui.icons import icon


def _classes(*names: str) -> str:
    return " ".join(name for name in names if name)


def card(*children: Any, class_name: str = "", **props: Any) -> rx.Component:
    """A raised surface."""
    return rx.el.section(*children, class_name=_classes("k-card", class_name), **props)


def row(*children: Any, class_name: str = "", **props: Any) -> rx.Component:
    """Children side by side, centred; `k-grow` takes what is left, `k-between` spreads."""
    return rx.el.div(*children, class_name=_classes("k-row", class_name), **props)


def stack(*children: Any, class_name: str = "", **props: Any) -> rx.Component:
    """Children below each other."""
    return rx.el.div(*children, class_name=_classes("k-stack", class_name), **props)


def button(*children: Any, kind: str = "", class_name: str = "", **props: Any) -> rx.Component:
    """What to press. `kind`: empty (the one thing to do), ghost or danger; add `k-slim`, `k-fit` for size."""
    props.setdefault("type", "button")
    return rx.el.button(*children, class_name=_classes("k-btn", f"k-{kind}" if kind else "", class_name), **props)


def link_button(*children: Any, href: Any, kind: str = "", class_name: str = "", **props: Any) -> rx.Component:
    """A link that looks like a button; a full page load is not needed."""
    return rx.el.a(*children, href=href, class_name=_classes("k-btn", f"k-{kind}" if kind else "", class_name), **props)


def pill(*children: Any, tone: str = "unknown", class_name: str = "", **props: Any) -> rx.Component:
    """A word on a wash of its tone: here, redirect, refuse, calm, unknown."""
    return rx.el.span(*children, class_name=_classes(f"k-pill k-{tone}", class_name), **props)


def film_badge(length: Any) -> rx.Component:
    """On a film's poster, in a frame with k-filmed: a sign to play and how long it lasts ("0:12"); nothing for ""."""
    return rx.cond(
        length != "",
        rx.el.span(rx.el.span(_("Film"), class_name="k-sr"), icon("play"), length, class_name="k-length k-num"),
    )


def heading(*children: Any, level: int = 1, class_name: str = "", **props: Any) -> rx.Component:
    """A heading of level 1 or 2."""
    element = rx.el.h1 if level == 1 else rx.el.h2
    return element(*children, class_name=_classes(f"k-h{level}", class_name), **props)


def soft(*children: Any, class_name: str = "", **props: Any) -> rx.Component:
    """Secondary text."""
    return rx.el.div(*children, class_name=_classes("k-soft k-small", class_name), **props)


def field(label: Any, control: rx.Component, *, control_id: str, hint: Any = None, error: Any = None) -> rx.Component:
    """A labelled control with a hint below and an error in words; `control` carries `id=control_id`."""
    return rx.el.div(
        rx.el.label(label, html_for=control_id),
        control,
        rx.el.div(hint, class_name="k-hint") if hint is not None else rx.fragment(),
        rx.el.div(error, class_name="k-error", role="alert") if error is not None else rx.fragment(),
        class_name="k-field",
    )


def text_input(class_name: str = "", **props: Any) -> rx.Component:
    """An input of the kit."""
    return rx.el.input(class_name=_classes("k-input", class_name), **props)


def select(*options: Any, class_name: str = "", **props: Any) -> rx.Component:
    """A native select: the phone shows its own wheel."""
    return rx.el.select(*options, class_name=_classes("k-input", class_name), **props)


def notice(*children: Any, tone: str = "calm", class_name: str = "", **props: Any) -> rx.Component:
    """A calm word to the reader, on a wash."""
    return rx.el.div(*children, class_name=_classes(f"k-notice k-{tone}", class_name), **props)


def opener(title: Any, hint: Any, *aside: Any, inside: Any = (), is_below: bool = False, **props: Any) -> rx.Component:
    """A row of a list that opens what it names. `hint` stands beside the title, or below it; `inside` follows them."""
    beside = (" ", rx.el.span(hint, class_name="k-soft k-small"))
    below = (rx.el.span(hint, class_name="k-soft k-small block"),)
    return rx.el.button(
        rx.el.span(rx.el.b(title), *(below if is_below else beside), *inside, class_name="k-grow text-left"),
        *aside,
        type="button",
        class_name="k-row k-between w-full min-h-[48px] cursor-pointer",
        **props,
    )


def close_button(on_click: Any, auto_focus: Any = True) -> rx.Component:
    """Closes an opened sheet; Escape and a phone's back key press it too (`assets/sheet.js`).

    `auto_focus`: off where the sheet opens at something that was asked for.
    """
    return button(
        icon("close"),
        rx.el.span(_("Close"), class_name="k-sr"),
        kind="ghost",
        class_name="k-slim k-fit",
        on_click=on_click,
        auto_focus=auto_focus,
        custom_attrs={"data-escape": ""},
    )


def refused(words: Any) -> rx.Component:
    """What was refused and what to do instead; nothing while `words`, a State's var, is empty."""
    return rx.cond(words != "", notice(words, tone="refuse", role="alert"))


def noted(words: Any) -> rx.Component:
    """What was done; nothing while `words`, a State's var, is empty."""
    return rx.cond(words != "", notice(words, tone="here", role="status"))


def ask(question: Any, *facts: Any, yes: str, on_yes: Any, on_no: Any) -> rx.Component:
    """A question before something is done that many would notice; the safe answer comes first."""
    return notice(
        rx.el.b(question),
        *facts,
        stack(
            button(_("Leave it"), kind="ghost", class_name="k-slim", on_click=on_no, auto_focus=True),
            button(yes, kind="danger", class_name="k-slim", on_click=on_yes),
            class_name="mt-3 gap-2",
        ),
        tone="redirect",
        role="alert",
    )


def empty_state(icon_name: str, title: Any, hint: Any, *actions: Any) -> rx.Component:
    """Nothing here yet: says what to do."""
    return rx.el.div(
        icon(icon_name), rx.el.div(title, class_name="k-h2"), rx.el.div(hint), *actions, class_name="k-empty"
    )


def waiting(*heights: int) -> rx.Component:
    """Placeholders in the shape of what is coming, so that nothing jumps. Heights in px."""
    return rx.el.div(
        *[rx.el.div(class_name="k-wait", style={"height": f"{height}px"}) for height in heights or (120, 80)],
        class_name="k-stack",
        custom_attrs={"aria-hidden": "true"},
    )
