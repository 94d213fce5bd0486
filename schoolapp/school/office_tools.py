"""The office's tools: where each is, what it is for, and what one must be allowed to do to open it."""

from __future__ import annotations

from dataclasses import dataclass

import reflex as rx

from schoolapp.disk import has_little_room
from schoolapp.i18n import _
from schoolapp.identity.policy import Action, Viewer, may
from schoolapp.identity.state import SchoolState, guarded


@dataclass(frozen=True)
class Tool:
    """An entry of the hub. `action` is the one that the tool's own page asks for."""

    href: str
    icon: str
    title: str
    hint: str
    action: Action
    is_daily: bool = False


TOOLS = (
    Tool("/board", "board", _("Where everyone is"), _("Live, the whole school"), Action.SEE_BOARD, True),
    Tool("/office/day", "clock", _("The day's changes"), _("Substitutes, rooms, cancelled, leave"),
         Action.MANAGE_PLAN, True),
    Tool("/print/rolls?all=1", "print", _("Print the next day's rolls"), _("For a day without phones or power"),
         Action.PRINT_ROLLS, True),
    Tool("/office/paper-roll", "grid", _("Enter a paper roll"), _("After a day without phones or power"),
         Action.ENTER_PAPER_ROLL, True),
    Tool("/attendance", "list", _("Attendance"), _("By session, section, homeroom or day; Excel"),
         Action.SEE_ATTENDANCE, True),
    Tool("/office/people", "me", _("Students"), _("Look up, add, move"), Action.MANAGE_PEOPLE),
    Tool("/office/cards", "qr", _("QR cards"), _("Print ten to a sheet, replace a lost one"), Action.MANAGE_CARDS),
    Tool("/families", "heart", _("Families"), _("Letters, who joined, end an access"), Action.INVITE_FAMILY),
    Tool("/office/consents", "pic", _("Consents on paper"), _("Enter signed sheets, copies that have to come back"),
         Action.ENTER_CONSENT),
    Tool("/office/import", "upload", _("Import lists"), _("Students, staff, rooms, sections, timetable"),
         Action.IMPORT),
    Tool("/office/school", "sun", _("School, term and bells"), _("Bells, holidays, walking times"),
         Action.MANAGE_SETTINGS),
    Tool("/office/accounts", "hand", _("Staff accounts"), _("Sign-ins and roles"), Action.MANAGE_SETTINGS),
    Tool("/office/audit", "search", _("What was changed"), _("Who did what, and when"), Action.SEE_AUDIT),
)  # fmt: skip


def open_to(viewer: Viewer) -> list[str]:
    """Addresses of the tools that this viewer may open."""
    return [tool.href for tool in TOOLS if may(viewer, tool.action)]


class OfficeState(SchoolState, rx.State):
    """Which tools are shown."""

    tools: list[str] = []
    has_daily: bool = False
    has_others: bool = False
    has_little_room: bool = False
    """The server's disk is almost full; said to those who can have it seen to."""
    is_loaded: bool = False

    @rx.event
    @guarded(Action.SIGNED_IN)
    async def load(self) -> None:
        viewer = self._viewer()
        self.tools = open_to(viewer)
        self.has_little_room = may(viewer, Action.MANAGE_SETTINGS) and has_little_room()
        self.has_daily = any(tool.is_daily and tool.href in self.tools for tool in TOOLS)
        self.has_others = any(not tool.is_daily and tool.href in self.tools for tool in TOOLS)
        self.is_loaded = True
