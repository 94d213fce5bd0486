"""`/gallery` and `/portfolio`: the shell around the clients."""

from __future__ import annotations

import reflex as rx

from schoolapp.gallery.client import gallery, portfolio
from schoolapp.i18n import _
from schoolapp.ui import kit
from schoolapp.ui.shell import page
from schoolapp.ui.shell_state import ShellState


def gallery_page() -> rx.Component:
    """For everybody: visitors have a way to sign in instead of the navigation."""
    heading = kit.row(
        rx.el.h1(_("Gallery"), class_name="gl-head k-grow"),
        rx.cond(ShellState.is_family, rx.el.a(_("My child's works"), href="/portfolio", class_name="k-link")),
    )
    return page(_look(), heading, gallery(), active="gallery", wide=True)


def portfolio_page() -> rx.Component:
    """A child's works over the terms."""
    return page(
        _look(), rx.el.h1(_("Works over the terms"), class_name="gl-head"), portfolio(), active="portfolio", wide=True
    )


def _look() -> rx.Component:
    """The style sheet that the page behind a link uses too; React puts it into the head."""
    return rx.el.link(rel="stylesheet", href="/gallery.css", custom_attrs={"precedence": "default"})
