"""The shell around every page: skip link, demo banner, the page, bottom navigation, connection notice."""

from __future__ import annotations

from typing import Any

import reflex as rx
from reflex_components_core.base.error_boundary import ErrorBoundary
from reflex_components_core.core.banner import has_too_many_connection_errors

from schoolapp.i18n import _
from schoolapp.settings import settings
from schoolapp.ui.icons import icon
from schoolapp.ui.shell_state import ShellState

NAV = (
    ("today", "/today", "sun", _("Today")),
    ("scan", "/scan", "qr", _("Roll call")),
    ("works", "/works", "pic", _("Works")),
    ("board", "/board", "board", _("Board")),
    ("me", "/me", "me", _("Me")),
)


def page(*children: Any, active: str = "", wide: bool = False, lead: Any = None) -> rx.Component:
    """A signed-in page. `active`: key of NAV or `office`; `wide`: tables and boards; `lead`: a bar above the page."""
    return rx.el.div(
        rx.el.header(
            rx.el.a(_("To the content"), href="#content", class_name="k-skip"),
            _demo_bar(),
            lead if lead is not None else rx.fragment(),
        ),
        rx.el.main(*children, id="content", class_name="k-main k-wide" if wide else "k-main"),
        _navigation(active),
        class_name="k-shell",
    )


def plain_page(*children: Any) -> rx.Component:
    """A page without navigation: sign-in, set-up."""
    return rx.el.div(rx.el.main(*children, id="content", class_name="k-main"), class_name="k-shell-plain")


def _demo_bar() -> rx.Component:
    """Says that nothing here is real. It lies in the page's upper margin, so that nothing jumps when it comes."""
    return rx.cond(
        ShellState.demo_time != "",
        rx.el.div(
            rx.el.span(_("Demo")),
            rx.el.span(
                ShellState.demo_time,
                custom_attrs={"data-demo-ahead": ShellState.demo_ahead_ms, "data-zone": settings().timezone},
                class_name="k-num",
            ),
            rx.el.span(_("all names are invented")),
            class_name="k-demo k-unknown",
            role="note",
        ),
    )


def _navigation(active: str) -> rx.Component:
    return rx.el.nav(
        rx.el.div(_("After-school time"), class_name="k-brand"),
        *[_staff_entry(*entry, active) for entry in NAV],
        rx.cond(ShellState.is_office, _entry("/office", "office", _("Office"), active == "office")),
        class_name="k-nav",
        custom_attrs={"aria-label": _("Main navigation")},
    )


def _staff_entry(key: str, href: str, icon_name: str, word: str, active: str) -> rx.Component:
    """Five entries fit on a phone: the office, which seldom takes a roll, has its own in that one's place."""
    entry = _entry(href, icon_name, word, key == active, ShellState.waiting if key == "works" else None)
    if key == "scan":
        return rx.el.div(entry, class_name=rx.cond(ShellState.is_office, "k-nav-part k-nav-wide", "k-nav-part"))
    return entry


def _entry(href: str, icon_name: str, word: str, is_here: bool, count: Any = None) -> rx.Component:
    """`count`: what waits behind the entry; 0 is not shown."""
    return rx.el.a(
        icon(icon_name),
        rx.el.span(word),
        rx.cond(count > 0, rx.el.span(count, class_name="k-count")) if count is not None else rx.fragment(),
        href=href,
        class_name="on" if is_here else "",
        custom_attrs={"aria-current": "page"} if is_here else {},
    )


def connection_notice() -> rx.Component:
    """Shown when the server cannot be reached; taking a roll goes on without it."""
    return rx.cond(
        has_too_many_connection_errors,
        rx.el.div(
            rx.el.span(_("No connection. Taking a roll still works.")),
            rx.el.a(_("Take a roll"), href="/scan", class_name="k-link"),
            class_name="k-offline",
            role="status",
        ),
        rx.fragment(),
    )


def error_boundary() -> rx.Component:
    """One calm sentence when a page breaks; the cause goes to the log, never to the reader."""
    calm = rx.el.main(
        rx.el.h1(_("This page did not open properly"), class_name="k-h1"),
        rx.el.p(_("Nothing was lost. Open it again; if it stays so, tell the office.")),
        rx.el.a(_("Open again"), href="/today", class_name="k-btn"),
        class_name="k-main",
    )
    return ErrorBoundary.create(fallback_render=rx.Var.create(calm))
