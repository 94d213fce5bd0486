"""The shell around every page: skip link, demo banner, the page, bottom navigation, connection notice."""

from __future__ import annotations

from typing import Any

import reflex as rx
from reflex_components_core.base.error_boundary import ErrorBoundary
from reflex_components_core.core.banner import has_too_many_connection_errors

from schoolapp.i18n import _
from schoolapp.ui import browser_code
from schoolapp.ui.icons import icon
from schoolapp.ui.shell_state import ShellState

NAV = (
    ("today", "/today", "sun", _("Today")),
    ("scan", "/scan", "qr", _("Roll call")),
    ("works", "/works", "pic", _("Works")),
    ("board", "/board", "board", _("Board")),
    ("me", "/me", "me", _("Me")),
)
FAMILY_NAV = (
    ("home", "/home", "sun", _("Child")),
    ("gallery", "/gallery", "pic", _("Gallery")),
    ("notices", "/notices", "bell", _("Notices")),
    ("me", "/me", "me", _("Me")),
)
FAMILY_PAGES = frozenset({"home"})
SHARED_PAGES = frozenset({"consents", "me", "notices", "gallery", "portfolio"})
"""Families and staff open them: which navigation they have is known when the viewer is."""


class StaffPhone(rx.Component):
    """Its children on a phone that keeps a teacher's lists; else an empty place of the same height."""

    library = browser_code.hand_to_build(__name__, __file__, ["staff_phone.jsx"])["staff_phone.jsx"]
    tag = "StaffPhone"


def page(*children: Any, active: str = "", wide: bool = False, large: bool = False, lead: Any = None) -> rx.Component:
    """A signed-in page. `active`: key of a navigation, `office` or a page of families; `wide`: tables and boards;
    `large`: type for families, whoever looks; `lead`: a bar above the page.
    """
    plain = "k-main k-wide" if wide else "k-main"
    is_large: Any = f"{plain} k-large" if large or active in FAMILY_PAGES else plain
    if active in SHARED_PAGES and not large:
        is_large = rx.cond(ShellState.is_family, f"{plain} k-large", plain)
    return rx.el.div(
        rx.el.header(
            rx.el.a(_("To the content"), href="#content", class_name="k-skip"),
            _demo_bar(),
            lead if lead is not None else rx.fragment(),
            rx.el.noscript(
                rx.el.p(
                    _("This page needs JavaScript. Please switch it on, or open the page in another browser."),
                    class_name="k-notice k-redirect",
                )
            ),
        ),
        rx.el.main(*children, id="content", class_name=is_large),
        rx.cond(ShellState.is_visitor, _way_in(), _navigation(active)) if active == "gallery" else _navigation(active),
        class_name="k-shell",
    )


def _way_in() -> rx.Component:
    """For visitors, in the place of the navigation."""
    return rx.el.nav(
        rx.el.div(_("After-school time"), class_name="k-brand"),
        _entry("/gallery", "pic", _("Gallery"), is_here=True),
        _entry("/sign-in?next=/gallery", "me", _("Sign in"), is_here=False),
        class_name="k-nav",
        custom_attrs={"aria-label": _("Main navigation")},
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
                custom_attrs={"data-demo-ahead": ShellState.demo_ahead_ms, "data-zone": ShellState.demo_zone},
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
        _entries(active),
        class_name="k-nav",
        custom_attrs={"aria-label": _("Main navigation")},
    )


def _entries(active: str) -> rx.Component:
    """On a page that both open only a teacher's own phone knows who looks before the server has said it."""
    if active in FAMILY_PAGES:
        return _family_entries(active)
    if active in SHARED_PAGES:
        known = rx.cond(ShellState.is_family, _family_entries(active), _staff_entries(active))
        return rx.cond(ShellState.is_known, known, StaffPhone.create(_staff_entries(active), class_name="k-nav-wait"))
    return _staff_entries(active)


def _staff_entries(active: str) -> rx.Component:
    """Families are a tool of the office; a homeroom teacher comes to them from today's page."""
    is_office_page = active in ("office", "families")
    entries = [_staff_entry(*entry, active) for entry in NAV]
    if active == "families":
        entries[0] = rx.cond(ShellState.is_office, entries[0], _staff_entry(*NAV[0], NAV[0][0]))
    return rx.fragment(
        *entries,
        rx.cond(ShellState.is_office, _entry("/office", "office", _("Office"), is_office_page)),
    )


def _staff_entry(key: str, href: str, icon_name: str, word: str, active: str) -> rx.Component:
    """Five entries fit on a phone: the office, which seldom takes a roll, has its own in that one's place."""
    entry = _entry(href, icon_name, word, key == active, ShellState.waiting if key == "works" else None)
    if key == "scan":
        return rx.el.div(entry, class_name=rx.cond(ShellState.is_office, "k-nav-part k-nav-wide", "k-nav-part"))
    return entry


def _family_entries(active: str) -> rx.Component:
    return rx.fragment(
        *[
            _entry(href, icon_name, word, key == active, ShellState.unread if key == "notices" else None)
            for key, href, icon_name, word in FAMILY_NAV
        ]
    )


def _entry(href: str, icon_name: str, word: str, is_here: bool, count: Any = None) -> rx.Component:
    """`count`: what is new, or waits, behind the entry; 0 is not shown."""
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
            rx.cond(
                ShellState.is_family,
                rx.el.span(_("No connection. The page goes on by itself when it is back.")),
                rx.fragment(
                    rx.el.span(_("No connection. Taking a roll still works.")),
                    rx.el.a(_("Take a roll"), href="/scan", class_name="k-link"),
                ),
            ),
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
