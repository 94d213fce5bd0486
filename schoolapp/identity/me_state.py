"""What /me shows and does: the own account."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

import reflex as rx

from schoolapp import clock
from schoolapp.family import joining
from schoolapp.i18n import _
from schoolapp.identity import service
from schoolapp.identity.policy import Action, Role, Viewer, may
from schoolapp.identity.rules import is_family
from schoolapp.identity.state import SchoolState, guarded
from schoolapp.identity.words import ROLES

_ORDER = (Role.OFFICE, Role.LEADER, Role.HOMEROOM, Role.TEACHER, Role.GUARDIAN)


@dataclass(frozen=True)
class OwnLogin:
    """One row of the list of own logins."""

    id: int
    agent: str
    used: str
    is_this: bool


class MeState(SchoolState, rx.State):
    name: str = ""
    roles: list[str] = []
    is_office: bool = False
    is_family: bool = False
    may_invite: bool = False
    logins: list[OwnLogin] = []
    must_change: bool = False
    done: str = ""
    """What was just done, in words."""
    form_key: int = 0
    """Changes when the password form shall be empty again."""

    @rx.event
    @guarded(Action.SIGNED_IN)
    async def open(self) -> None:
        self.done = ""
        await self._show(self._viewer())

    @rx.event
    @guarded(Action.SIGNED_IN)
    async def revoke(self, login_id: int) -> None:
        self.done = ""
        viewer = self._viewer()
        await asyncio.to_thread(service.revoke, viewer, login_id)
        await self._show(viewer)
        self.done = _("That login has ended.")

    @rx.event
    @guarded(Action.SIGNED_IN)
    async def change_password(self, fields: dict[str, Any]) -> None:
        self.done = ""
        viewer = self._viewer()
        present, new, again = (str(fields.get(name, "")) for name in ("present", "new", "again"))
        if new != again:
            raise service.refused("not_twice_the_same")
        await asyncio.to_thread(service.change_password, viewer, present, new)
        await self._show(viewer)
        self.must_change = False
        self.form_key += 1
        self.done = _("Your password is changed. Your other logins have ended.")

    @rx.event
    @guarded(Action.SIGNED_IN)
    async def change_code(self, fields: dict[str, Any]) -> None:
        """A guardian's six digits."""
        self.done = ""
        present, new, again = (str(fields.get(name, "")) for name in ("present", "new", "again"))
        await asyncio.to_thread(joining.change_code, self._viewer(), present, new, again)
        await self._show(self._viewer())
        self.form_key += 1
        self.done = _("The six digits are changed. Your other logins have ended.")

    async def _show(self, viewer: Viewer) -> None:
        rows = await asyncio.to_thread(service.own_logins, viewer)
        self.name = viewer.name
        self.roles = [ROLES[role] for role in _ORDER if role in viewer.roles]
        self.is_office = Role.OFFICE in viewer.roles
        self.is_family = is_family(viewer)
        self.may_invite = may(viewer, Action.INVITE_FAMILY)
        self.must_change = viewer.must_change_password
        self.logins = [
            OwnLogin(
                id=row.id,
                agent=row.agent or _("Unknown browser"),
                used=_("used {day}").format(day=f"{clock.local(clock.in_school_time(row.last_seen_at)):%m-%d %H:%M}"),
                is_this=row.id == viewer.login_id,
            )
            for row in rows
        ]
