"""Icons from the sprite `assets/icons.svg`; they take the colour of the text around them."""

import reflex as rx

VERDICT_SHAPES = {"here": "tick", "redirect": "arrow", "refuse": "cross", "calm": "bar", "unknown": "dots"}


def icon(name: str, class_name: str = "k-icon") -> rx.Component:
    """A decorative icon: the word beside it says what it means."""
    return rx.el.svg(
        rx.el.svg.use(href=f"/icons.svg#{name}"),
        view_box="0 0 24 24",
        class_name=class_name,
        custom_attrs={"aria-hidden": "true"},
    )


def verdict_icon(tone: str) -> rx.Component:
    """The shape of a tone known when the page is built: here, redirect, refuse, calm or unknown."""
    return icon(VERDICT_SHAPES[tone], f"k-verdict v-{tone}")


def verdict_icon_for(tone: rx.Var[str] | str) -> rx.Component:
    """The shape of a tone that a State holds."""
    shapes = [(name, verdict_icon(name)) for name in VERDICT_SHAPES if name != "unknown"]
    return rx.fragment(rx.match(tone, *shapes, verdict_icon("unknown")))
