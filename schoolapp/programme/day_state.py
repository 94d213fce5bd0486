"""The state of /office/day: the classes of a day, one of them open, and who is on leave."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import date

import reflex as rx
from sqlmodel import Session as Db

from schoolapp import clock
from schoolapp.db import read, write
from schoolapp.i18n import _
from schoolapp.identity.policy import Action, Viewer
from schoolapp.identity.state import SchoolState, guarded
from schoolapp.programme import changes, choosing, day_view, merging
from schoolapp.programme.choosing import Opened
from schoolapp.programme.day_view import ChildLine, Choice, ClassRow, DayView, Slot
from schoolapp.programme.merging import Outlook


class DayState(SchoolState, rx.State):
    """What the office changes on a day."""

    is_loaded: bool = False
    days: list[Choice] = []
    day: str = ""
    text: str = ""
    slots: list[Slot] = []
    leaves: list[ChildLine] = []
    leave_count: int = 0
    chosen: ClassRow = ClassRow()
    staff: list[Choice] = []
    rooms: list[Choice] = []
    partners: list[Choice] = []
    """The classes that the open one may join."""
    outlook: Outlook = Outlook()
    asked: str = ""
    """merge or cancel, while the office is asked whether to overtake a roll; else empty."""
    question: str = ""
    """What would be done, by name."""
    at_stake: list[str] = []
    """The rolls that were begun, in words."""
    called: list[ChildLine] = []
    leaving: list[ChildLine] = []
    """The one child for whom a leave is being entered."""
    done: str = ""
    form_key: int = 0
    """Grows when a class is opened or changed: its forms are then empty. What was refused stays as it was typed."""
    _into: int = 0
    _reason: str = ""

    @rx.event
    @guarded(Action.MANAGE_PLAN)
    async def load(self) -> None:
        """Fill the page; repeatable, as when a phone is back in the network: what was opened stays open."""
        self.days = day_view.days_to_choose()
        if self.day not in {choice.value for choice in self.days}:
            self.day = self.days[0].value
        await self._fill()
        self.is_loaded = True

    @rx.event
    @guarded(Action.MANAGE_PLAN)
    async def begin(self) -> None:
        """The page was opened anew: what was opened, said and begun before is over, and so is what was done."""
        self.chosen, self.partners, self.outlook, self.asked, self.at_stake = ClassRow(), [], Outlook(), "", []
        self.called, self.leaving, self.done = [], [], ""

    @rx.event
    @guarded(Action.MANAGE_PLAN)
    async def choose_day(self, day: str) -> None:
        """Show another day."""
        if day in {choice.value for choice in self.days}:
            self.day, self.chosen, self.done = day, ClassRow(), ""
            await self._fill()

    @rx.event
    @guarded(Action.MANAGE_PLAN)
    async def look_for(self, text: str) -> None:
        """Show the classes that `text` is found in."""
        self.text = text[:40]
        await self._fill()

    @rx.event
    @guarded(Action.MANAGE_PLAN)
    async def open(self, session_id: int) -> None:
        """Open one class."""
        self.done = ""
        await self._open(session_id)

    @rx.event
    @guarded(Action.MANAGE_PLAN)
    async def close(self) -> None:
        """Back to the list."""
        self.chosen, self.done = ClassRow(), ""

    @rx.event
    @guarded(Action.MANAGE_PLAN)
    async def substitute(self, form: dict[str, str]) -> None:
        """Somebody else takes the open class."""
        viewer, session, staff = self._viewer(), self.chosen.id, _number(form, "staff")
        await self._change(lambda db: changes.substitute(db, viewer, session, staff, form.get("reason", "")))

    @rx.event
    @guarded(Action.MANAGE_PLAN)
    async def move(self, form: dict[str, str]) -> None:
        """The open class meets in another room."""
        viewer, session, room = self._viewer(), self.chosen.id, _number(form, "room")
        await self._change(lambda db: changes.move(db, viewer, session, room, form.get("reason", "")))

    @rx.event
    @guarded(Action.MANAGE_PLAN)
    async def cancel(self, form: dict[str, str]) -> None:
        """The open class does not take place; where a roll was begun, asks first."""
        self._into, self._reason = 0, form.get("reason", "")
        if not await self._asks("cancel"):
            await self._cancel()

    @rx.event
    @guarded(Action.MANAGE_PLAN)
    async def look_at_joining(self, into_id: str) -> None:
        """What it would mean that the open class joins that one."""
        self.outlook = Outlook()
        if into_id:
            self.outlook = await asyncio.to_thread(
                _outlook, self._viewer(), self.chosen.id, _number({"into": into_id}, "into")
            )

    @rx.event
    @guarded(Action.MANAGE_PLAN)
    async def merge(self, form: dict[str, str]) -> None:
        """The children of the open class join another one; where a roll was begun, asks first."""
        self._into, self._reason = _number(form, "into"), form.get("reason", "")
        if not await self._asks("merge"):
            await self._merge()

    @rx.event
    @guarded(Action.MANAGE_PLAN)
    async def go_on(self) -> None:
        """The office has read how far the rolls are, and wants it nevertheless."""
        asked, self.asked, self.at_stake = self.asked, "", []
        if asked == "merge":
            await self._merge()
        elif asked == "cancel":
            await self._cancel()

    @rx.event
    @guarded(Action.MANAGE_PLAN)
    async def leave_it(self) -> None:
        """Nothing is changed."""
        self.asked, self.at_stake = "", []

    @rx.event
    @guarded(Action.MANAGE_PLAN)
    async def withdraw(self, change_id: int) -> None:
        """A change no longer counts."""
        viewer = self._viewer()
        await self._change(lambda db: changes.withdraw(db, viewer, change_id))

    @rx.event
    @guarded(Action.MANAGE_PLAN)
    async def call(self, text: str) -> None:
        """Look for a child by name, initials or number."""
        self.leaving = []
        self.called = await asyncio.to_thread(_called, text[:40], date.fromisoformat(self.day))

    @rx.event
    @guarded(Action.MANAGE_PLAN)
    async def choose_child(self, student_id: int) -> None:
        """The child for whom a leave is entered."""
        self.leaving = [line for line in self.called if line.id == student_id]
        self.called = []

    @rx.event
    @guarded(Action.MANAGE_PLAN)
    async def grant_leave(self, form: dict[str, str]) -> None:
        """A leave for the chosen child on the chosen day."""
        viewer, day = self._viewer(), date.fromisoformat(self.day)
        child = self.leaving[0].id if self.leaving else 0
        await self._change(lambda db: changes.grant_day_leave(db, viewer, child, day, form.get("reason", "")))
        self.leaving = []

    @rx.event
    @guarded(Action.MANAGE_PLAN)
    async def withdraw_leave(self, leave_id: int) -> None:
        """The child comes after all."""
        viewer = self._viewer()
        await self._change(lambda db: changes.withdraw_leave(db, viewer, leave_id))

    async def _asks(self, kind: str) -> bool:
        """Whether a roll would be overtaken: then its state is shown, and nothing is done yet."""
        self.done = ""
        self.question, self.at_stake = await asyncio.to_thread(_asked, self._viewer(), self.chosen.id, self._into)
        self.asked = kind if self.at_stake else ""
        return bool(self.asked)

    async def _merge(self) -> None:
        viewer, session, into, reason = self._viewer(), self.chosen.id, self._into, self._reason
        await self._change(lambda db: changes.merge(db, viewer, session, into, reason))

    async def _cancel(self) -> None:
        viewer, session, reason = self._viewer(), self.chosen.id, self._reason
        await self._change(lambda db: changes.cancel(db, viewer, session, reason))

    async def _change(self, work: Callable[[Db], object]) -> None:
        self.done = ""
        await asyncio.to_thread(_write, work)
        self.done = _("Saved. Phones learn of it as soon as they reach the network.")
        if self.chosen.id:
            await self._open(self.chosen.id)
        await self._fill()

    async def _open(self, session_id: int) -> None:
        found = await asyncio.to_thread(_opened, self._viewer(), session_id)
        self.chosen, self.staff, self.rooms, self.partners = found.row, found.staff, found.rooms, found.partners
        self.outlook, self.asked, self.at_stake = Outlook(), "", []
        self.form_key += 1

    async def _fill(self) -> None:
        view = await asyncio.to_thread(_view, date.fromisoformat(self.day or clock.today().isoformat()), self.text)
        self.slots, self.leaves, self.leave_count = view.slots, view.leaves, len(view.leaves)


def _number(form: dict[str, str], name: str) -> int:
    value = form.get(name, "")
    return int(value) if value.isdecimal() and len(value) < 10 else 0


def _view(day: date, text: str) -> DayView:
    with read() as db:
        return day_view.day_view(db, day, text)


def _opened(viewer: Viewer, session_id: int) -> Opened:
    with read() as db:
        return choosing.opened(db, viewer, session_id)


def _outlook(viewer: Viewer, session_id: int, into_id: int) -> Outlook:
    with read() as db:
        return merging.outlook(db, viewer, session_id, into_id)


def _asked(viewer: Viewer, session_id: int, into_id: int) -> tuple[str, list[str]]:
    with read() as db:
        at_stake = merging.rolls_at_stake(db, viewer, session_id, into_id)
        return merging.question(db, viewer, session_id, into_id), at_stake


def _called(text: str, day: date) -> list[ChildLine]:
    with read() as db:
        return day_view.children_called(db, text, day)


def _write(work: Callable[[Db], object]) -> None:
    with write() as db:
        work(db)
