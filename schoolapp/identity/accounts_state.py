"""What /office/accounts shows and does: who of the staff can sign in, with which roles."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import reflex as rx

from schoolapp import clock
from schoolapp.db import read
from schoolapp.i18n import _
from schoolapp.identity import accounts, staff_queries
from schoolapp.identity.policy import Action, Role
from schoolapp.identity.staff_queries import Grant, Person
from schoolapp.identity.state import SchoolState, guarded
from schoolapp.identity.words import ROLES
from schoolapp.refusals import Refused


@dataclass(frozen=True)
class RoleLine:
    """A role that somebody holds."""

    id: int
    words: str


@dataclass(frozen=True)
class PersonLine:
    """One member of staff. `account_id` 0: cannot sign in yet."""

    staff_id: int = 0
    account_id: int = 0
    name: str = ""
    login: str = ""
    standing: str = ""
    badge: str = ""
    """Class names of the pill that holds `standing`."""
    is_disabled: bool = False
    roles: list[RoleLine] = field(default_factory=list)


@dataclass(frozen=True)
class Choice:
    id: str
    name: str


class AccountsState(SchoolState, rx.State):
    """The list, one person open, and the one-time password just made."""

    rows: list[PersonLine] = []
    homerooms: list[Choice] = []
    text: str = ""
    is_loaded: bool = False
    person: PersonLine = PersonLine()
    today: str = ""
    one_time: str = ""
    """A password to hand over; shown until the next step."""
    done: str = ""
    form_key: int = 0

    @rx.var
    def is_alone(self) -> bool:
        """Whether nobody but the viewer is on the school's list yet."""
        return len(self.rows) == 1 and not self.text

    @rx.event
    @guarded(Action.MANAGE_SETTINGS)
    async def load(self) -> None:
        self.homerooms = await asyncio.to_thread(_homerooms)
        self.today = clock.today().isoformat()
        await self._fill()
        self.is_loaded = True

    @rx.event
    @guarded(Action.MANAGE_SETTINGS)
    async def search(self, text: str) -> None:
        self.text = text[:40]
        await self._fill()

    @rx.event
    @guarded(Action.MANAGE_SETTINGS)
    async def choose(self, staff_id: int) -> None:
        """Open one person; 0 closes."""
        self._forget_steps()
        self.form_key += 1
        await self._show(staff_id)

    @rx.event
    @guarded(Action.MANAGE_SETTINGS)
    async def create(self, fields: dict[str, Any]) -> None:
        staff_id = self.person.staff_id
        self._forget_steps()
        password = await asyncio.to_thread(accounts.create, self._viewer(), staff_id, _text(fields, "login"))
        await self._refresh()
        self.one_time = password

    @rx.event
    @guarded(Action.MANAGE_SETTINGS)
    async def reset_password(self) -> None:
        self._forget_steps()
        password = await asyncio.to_thread(accounts.reset_password, self._viewer(), self.person.account_id)
        await self._refresh()
        self.one_time = password

    @rx.event
    @guarded(Action.MANAGE_SETTINGS)
    async def set_disabled(self, disabled: bool) -> None:
        self._forget_steps()
        await asyncio.to_thread(accounts.set_disabled, self._viewer(), self.person.account_id, disabled)
        await self._refresh()
        self.done = _("Locked. All logins of this person have ended.") if disabled else _("Unlocked.")

    @rx.event
    @guarded(Action.MANAGE_SETTINGS)
    async def grant(self, fields: dict[str, Any]) -> None:
        self._forget_steps()
        await asyncio.to_thread(accounts.grant, self._viewer(), self.person.account_id, _new_role(fields))
        await self._refresh()
        self.done = _("The role is given.")
        self.form_key += 1

    @rx.event
    @guarded(Action.MANAGE_SETTINGS)
    async def end_role(self, grant_id: int) -> None:
        self._forget_steps()
        await asyncio.to_thread(accounts.end_role, self._viewer(), grant_id)
        await self._refresh()
        self.done = _("The role has ended.")

    def _forget_steps(self) -> None:
        self.one_time, self.done = "", ""

    async def _refresh(self) -> None:
        await self._show(self.person.staff_id)

    async def _show(self, staff_id: int) -> None:
        await self._fill()
        everyone = await asyncio.to_thread(_everyone)
        self.person = next((line for line in everyone if line.staff_id == staff_id), PersonLine())

    async def _fill(self) -> None:
        self.rows = await asyncio.to_thread(_everyone, self.text)


def _text(fields: dict[str, Any], name: str) -> str:
    return str(fields.get(name) or "").strip()


def _new_role(fields: dict[str, Any]) -> accounts.NewRole:
    """What the form says. Raises Refused("invalid")."""
    role, homeroom = _text(fields, "role"), _text(fields, "homeroom_id")
    try:
        return accounts.NewRole(
            role=role,
            homeroom_id=int(homeroom) if homeroom and role == Role.HOMEROOM else None,
            valid_from=date.fromisoformat(_text(fields, "valid_from")),
            valid_to=date.fromisoformat(_text(fields, "valid_to")) if _text(fields, "valid_to") else None,
        )
    except ValueError:
        raise Refused("invalid") from None


def _homerooms() -> list[Choice]:
    with read() as db:
        return [Choice(str(key), name) for key, name in staff_queries.homerooms(db, clock.today())]


def _everyone(text: str = "") -> list[PersonLine]:
    """The staff whose name, initials, login or staff number match `text`."""
    wanted = text.strip().lower()
    with read() as db:
        found = staff_queries.people(db, clock.today())
    return [
        _line(person)
        for person in found
        if wanted in f"{person.name} {person.initials} {person.login} {person.staff_number}".lower()
    ]


def _line(person: Person) -> PersonLine:
    standing, tone = _standing(person)
    return PersonLine(
        staff_id=person.staff_id,
        account_id=person.account_id,
        name=person.name,
        login=person.login,
        standing=standing,
        badge=f"k-pill k-{tone}",
        is_disabled=person.is_disabled,
        roles=[RoleLine(grant.id, _role_words(grant)) for grant in person.grants],
    )


def _standing(person: Person) -> tuple[str, str]:
    """How the account stands, in words and a tone."""
    if not person.account_id:
        return _("cannot sign in"), "unknown"
    if person.is_disabled:
        return _("locked"), "refuse"
    if person.must_change_password:
        return _("one-time password waits"), "redirect"
    if person.last_seen_at is None:
        return _("never signed in"), "unknown"
    day = f"{clock.local(clock.in_school_time(person.last_seen_at)):%m-%d}"
    return _("last here {day}").format(day=day), "here"


def _role_words(grant: Grant) -> str:
    words = ROLES[Role(grant.role)] + (f" {grant.homeroom}" if grant.homeroom else "")
    if grant.valid_from > clock.today():
        words += " · " + _("from {day}").format(day=f"{grant.valid_from:%m-%d}")
    if grant.valid_to:
        words += " · " + _("until {day}").format(day=f"{grant.valid_to:%m-%d}")
    return words
