"""/office: where the service office finds its tools, and everybody else those that they may open."""

# On a class, a State's vars are Reflex Vars, while its hints name the plain values.
# pyright: reportAttributeAccessIssue=false, reportArgumentType=false

from __future__ import annotations

import reflex as rx

from schoolapp.i18n import _
from schoolapp.school.office_tools import TOOLS, OfficeState, Tool
from schoolapp.ui import kit
from schoolapp.ui.icons import icon
from schoolapp.ui.shell import page

_ROOM = _(
    "The server's disk is almost full. Once it is, new pictures stay on teachers' phones. "
    "Ask whoever looks after the server to make room."
)


def office_page() -> rx.Component:
    """Two lists of tools, the daily ones first."""
    nothing = kit.notice(_("These tools are the service office's. Ask there if you need one."), tone="calm")
    return page(
        kit.heading(_("Service office")),
        rx.cond(OfficeState.has_little_room, kit.notice(_ROOM, tone="redirect")),
        rx.cond(
            OfficeState.is_loaded,
            rx.cond(OfficeState.tools.length() > 0, _tools(), nothing),
            kit.waiting(260, 320),
        ),
        active="office",
        wide=True,
    )


def _tools() -> rx.Component:
    daily = [tool for tool in TOOLS if tool.is_daily]
    others = [tool for tool in TOOLS if not tool.is_daily]
    return rx.el.div(
        rx.cond(OfficeState.has_daily, _list(_("Every day"), daily)),
        rx.cond(OfficeState.has_others, _list(_("Now and then"), others)),
        class_name="k-two",
    )


def _list(title: str, tools: list[Tool]) -> rx.Component:
    shown = [rx.cond(OfficeState.tools.contains(tool.href), _tool(tool)) for tool in tools]
    return kit.card(kit.heading(title, level=2), rx.el.div(*shown, class_name="k-list"))


def _tool(tool: Tool) -> rx.Component:
    return rx.el.a(
        rx.el.span(icon(tool.icon), class_name="text-[color:var(--accent)]"),
        rx.el.span(rx.el.b(tool.title), rx.el.span(tool.hint, class_name="k-soft k-small block"), class_name="k-grow"),
        icon("next", "k-icon k-soft"),
        href=tool.href,
        class_name="k-row no-underline text-[color:var(--ink)] min-h-[48px]",
    )
