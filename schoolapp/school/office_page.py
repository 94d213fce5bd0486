"""/office: where the service office finds its tools."""

from __future__ import annotations

import reflex as rx

from schoolapp.i18n import _
from schoolapp.ui import kit
from schoolapp.ui.icons import icon
from schoolapp.ui.shell import page
from schoolapp.ui.shell_state import ShellState

Tool = tuple[str, str, str, str]

EVERY_DAY: tuple[Tool, ...] = (
    ("/board", "board", _("Where everyone is"), _("Live, the whole school")),
    ("/office/day", "clock", _("The day's changes"), _("Substitutes, rooms, cancelled, leave")),
    ("/print/rolls?all=1", "print", _("Print the next day's rolls"), _("For a day without phones or power")),
    ("/office/paper-roll", "grid", _("Enter a paper roll"), _("After a day without phones or power")),
    ("/attendance", "list", _("Attendance"), _("By session, section, homeroom or day; Excel")),
)
NOW_AND_THEN: tuple[Tool, ...] = (
    ("/office/people", "me", _("Students"), _("Look up, add, move")),
    ("/office/cards", "qr", _("QR cards"), _("Print ten to a sheet, replace a lost one")),
    ("/families", "hand", _("Families"), _("Letters, who joined, end an access")),
    ("/office/import", "upload", _("Import lists"), _("Students, staff, rooms, sections, timetable")),
    ("/office/accounts", "hand", _("Staff accounts"), _("Sign-ins and roles")),
    ("/office/audit", "search", _("What was changed"), _("Who did what, and when")),
)


def office_page() -> rx.Component:
    """Two lists of tools, the daily ones first. Each tool refuses by itself; others are told whose place this is."""
    tools = rx.el.div(_tools(_("Every day"), EVERY_DAY), _tools(_("Now and then"), NOW_AND_THEN), class_name="k-two")
    others = kit.notice(_("These tools are the service office's. Ask there if you need one."), tone="calm")
    return page(
        kit.heading(_("Service office")),
        rx.cond(ShellState.is_office, tools, rx.cond(ShellState.is_known, others, kit.waiting(260, 320))),
        active="office",
        wide=True,
    )


def _tools(title: str, tools: tuple[Tool, ...]) -> rx.Component:
    return kit.card(
        kit.heading(title, level=2),
        rx.el.div(*[_tool(*tool) for tool in tools], class_name="k-list"),
    )


def _tool(href: str, icon_name: str, title: str, hint: str) -> rx.Component:
    return rx.el.a(
        rx.el.span(icon(icon_name), class_name="text-[color:var(--accent)]"),
        rx.el.span(rx.el.b(title), rx.el.span(hint, class_name="k-soft k-small block"), class_name="k-grow"),
        icon("next", "k-icon k-soft"),
        href=href,
        class_name="k-row no-underline text-[color:var(--ink)] min-h-[48px]",
    )
