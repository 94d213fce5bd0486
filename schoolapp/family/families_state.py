"""/families: who joined, who waits, letters. For the homeroom teacher the own homerooms, for the office all."""

from __future__ import annotations

import asyncio
from typing import Any

import reflex as rx

from schoolapp.family import confirming, letters
from schoolapp.family.overview import Family, HomeroomChoice, Overview, Person, overview
from schoolapp.i18n import _
from schoolapp.identity.policy import Action, may
from schoolapp.identity.state import SchoolState, guarded


class FamiliesState(SchoolState, rx.State):
    """One homeroom's families, and the one child or person that is open."""

    is_loaded: bool = False
    is_office: bool = False
    homerooms: list[HomeroomChoice] = []
    homeroom_id: str = ""
    title: str = ""
    waiting: list[Person] = []
    families: list[Family] = []
    total: int = 0
    joined: int = 0
    done: str = ""
    open_id: int = 0
    """The child whose family is open."""
    correcting: int = 0
    """The guardianship that the office is correcting."""

    @rx.event
    @guarded(Action.INVITE_FAMILY)
    async def load(self) -> None:
        """Repeatable; stays at the homeroom that was chosen."""
        self.done = ""
        await self._show(int(self.homeroom_id or 0))

    @rx.event
    @guarded(Action.INVITE_FAMILY)
    async def choose_homeroom(self, homeroom_id: str) -> None:
        self.done, self.open_id, self.correcting = "", 0, 0
        await self._show(int(homeroom_id) if homeroom_id.isdecimal() and len(homeroom_id) < 10 else 0)

    @rx.event
    @guarded(Action.INVITE_FAMILY)
    async def toggle(self, student_id: int) -> None:
        """Open a child's family, or close it."""
        self.done, self.correcting = "", 0
        self.open_id = 0 if self.open_id == student_id else student_id

    @rx.event
    @guarded(Action.INVITE_FAMILY)
    async def confirm(self, fields: dict[str, Any]) -> None:
        """The form of one who waits: who it is, relation, standing."""
        person = _id(fields)
        await self._do(confirming.confirm, person, str(fields.get("relation", "")), fields.get("legal") == "yes")
        self.done = _("Confirmed. The family sees its child now.")

    @rx.event
    @guarded(Action.INVITE_FAMILY)
    async def refuse(self, guardianship_id: int) -> None:
        await self._do(confirming.refuse, guardianship_id)
        self.done = _("Refused. If a stranger has the letter, give the child a new one.")

    @rx.event
    @guarded(Action.INVITE_FAMILY)
    async def reissue(self, student_id: int) -> None:
        await self._do(letters.reissue, student_id)
        self.done = _("The old letter is void. Print the new one and hand it over in person.")

    @rx.event
    @guarded(Action.MANAGE_FAMILIES)
    async def start_correcting(self, guardianship_id: int) -> None:
        self.done, self.correcting = "", guardianship_id

    @rx.event
    @guarded(Action.MANAGE_FAMILIES)
    async def correct(self, fields: dict[str, Any]) -> None:
        person = _id(fields)
        await self._do(confirming.correct, person, str(fields.get("relation", "")), fields.get("legal") == "yes")
        self.correcting, self.done = 0, _("Corrected.")

    @rx.event
    @guarded(Action.MANAGE_FAMILIES)
    async def end(self, guardianship_id: int) -> None:
        await self._do(confirming.end, guardianship_id)
        self.done = _("The access has ended, and so have the logins. What this person had agreed to is withdrawn.")

    async def _do(self, work: Any, *args: Any) -> None:
        self.done = ""
        await asyncio.to_thread(work, self._viewer(), *args)
        await self._show(int(self.homeroom_id or 0))

    async def _show(self, homeroom_id: int) -> None:
        viewer = self._viewer()
        found: Overview = await asyncio.to_thread(overview, viewer, homeroom_id)
        self.is_loaded, self.is_office = True, may(viewer, Action.MANAGE_FAMILIES)
        self.homerooms, self.homeroom_id, self.title = found.homerooms, found.homeroom_id, found.title
        self.waiting, self.families = found.waiting, found.families
        self.total, self.joined = len(found.families), found.joined


def _id(fields: dict[str, Any]) -> int:
    """The guardianship that a form is about; 0 for what is none."""
    text = str(fields.get("person", ""))
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0
