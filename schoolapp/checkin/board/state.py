"""The board page's state: the filters, and what the service answered to them."""

from __future__ import annotations

import asyncio
from typing import Any

import reflex as rx

from schoolapp.checkin import service
from schoolapp.checkin.board import calls
from schoolapp.checkin.board import child as board_child
from schoolapp.checkin.board import service as board_service
from schoolapp.checkin.board.child import ChildDay
from schoolapp.checkin.board.service import BoardView, Choice, Wish
from schoolapp.checkin.board.view import MOST_CHILDREN, BuildingRow, ChildRow, RollRow, Tile
from schoolapp.checkin.whereis.answers import State
from schoolapp.i18n import _
from schoolapp.identity.policy import Action, may
from schoolapp.identity.state import SchoolState, guarded

_SHOWN = (
    "heading",
    "is_live",
    "is_whole",
    "tiles",
    "extras",
    "attention",
    "attention_total",
    "contradictions",
    "doubtful",
    "buildings",
    "children",
    "children_total",
    "homerooms",
    "slots",
    "copy_text",
    "alarms",
)


class BoardState(SchoolState, rx.State):
    """Where everyone is, as this viewer may see it."""

    is_loaded: rx.Field[bool] = rx.field(False)
    version: rx.Field[str] = rx.field("")
    day: rx.Field[str] = rx.field("")
    """The day that was chosen; empty: today."""
    slot: rx.Field[int] = rx.field(0)
    """The slot that was chosen; 0: the one that is on."""
    shown_day: rx.Field[str] = rx.field("")
    shown_slot: rx.Field[str] = rx.field("")
    heading: rx.Field[str] = rx.field("")
    is_live: rx.Field[bool] = rx.field(True)
    is_whole: rx.Field[bool] = rx.field(False)
    tiles: rx.Field[list[Tile]] = rx.field(default_factory=list)
    extras: rx.Field[list[Tile]] = rx.field(default_factory=list)
    attention: rx.Field[list[ChildRow]] = rx.field(default_factory=list)
    attention_total: rx.Field[int] = rx.field(0)
    contradictions: rx.Field[int] = rx.field(0)
    doubtful: rx.Field[list[RollRow]] = rx.field(default_factory=list)
    buildings: rx.Field[list[BuildingRow]] = rx.field(default_factory=list)
    children: rx.Field[list[ChildRow]] = rx.field(default_factory=list)
    children_total: rx.Field[int] = rx.field(0)
    homerooms: rx.Field[list[Choice]] = rx.field(default_factory=list)
    slots: rx.Field[list[Choice]] = rx.field(default_factory=list)
    days: rx.Field[list[Choice]] = rx.field(default_factory=list)
    copy_text: rx.Field[str] = rx.field("")
    alarms: rx.Field[list[int]] = rx.field(default_factory=list)
    state_filter: rx.Field[str] = rx.field("")
    homeroom_filter: rx.Field[str] = rx.field("")
    session_filter: rx.Field[int] = rx.field(0)
    session_title: rx.Field[str] = rx.field("")
    limit: rx.Field[int] = rx.field(MOST_CHILDREN)
    child: rx.Field[ChildDay] = rx.field(default_factory=ChildDay)
    done: rx.Field[str] = rx.field("")
    found_error: rx.Field[str] = rx.field("")
    """What the form of the found child still needs, in words."""
    is_homeroom: rx.Field[bool] = rx.field(False)
    """The viewer is the homeroom teacher, to whom others send such lists."""
    lacks: rx.Field[str] = rx.field("")
    """What a new school has not imported yet, in words; empty: nothing."""
    may_import: rx.Field[bool] = rx.field(False)

    @rx.var
    def is_filtered(self) -> bool:
        """Whether a list of children was asked for."""
        return bool(self.state_filter or self.homeroom_filter or self.session_filter)

    @rx.var
    def is_elsewhen(self) -> bool:
        """Whether another day or period is shown than the one that is on."""
        return bool(self.day or self.slot)

    @rx.var
    def asks_homeroom(self) -> bool:
        """Whether a homeroom alone was asked for: then those to be checked there come first."""
        return bool(self.homeroom_filter) and not (self.state_filter or self.session_filter)

    @rx.var
    def homeroom_title(self) -> str:
        """The name of the homeroom that was chosen."""
        return next((one.label for one in self.homerooms if one.value == self.homeroom_filter), "")

    @rx.var
    def state_title(self) -> str:
        """The word of the state that was chosen."""
        return next((one.word for one in [*self.tiles, *self.extras] if one.state == self.state_filter), "")

    @rx.event
    @guarded(Action.SEE_BOARD)
    async def load(self) -> None:
        """Fill the page; repeatable, as when a phone is back in the network: what was opened stays open."""
        self.days = await asyncio.to_thread(board_service.days_to_open)
        self.lacks = "" if self.days else await asyncio.to_thread(board_service.what_comes_first)
        self.may_import = may(self._viewer(), Action.IMPORT)
        self.is_homeroom = bool(self._viewer().homeroom_ids) and not may(self._viewer(), Action.SEE_WHOLE_BOARD)
        await self._show()
        self.is_loaded = True

    @rx.event
    @guarded(Action.SEE_BOARD)
    async def begin(self) -> None:
        """The page was opened anew: whoever does so asks about now, and a day chosen before is over."""
        is_elsewhen = self.is_elsewhen or bool(self.session_filter)
        self.day, self.slot, self.child, self.done, self.found_error = "", 0, ChildDay(), "", ""
        self.session_filter, self.session_title = 0, ""
        if is_elsewhen:
            await self._show()

    @rx.event
    @guarded(Action.SEE_BOARD)
    async def changed(self) -> None:
        """The page found that the school moved on."""
        await self._show()

    @rx.event
    @guarded(Action.SEE_BOARD)
    async def choose_day(self, day: str) -> None:
        """Open another day."""
        self.day = "" if self.days and day == self.days[0].value == str(board_service.today()) else day[:10]
        self.slot = 0
        self._forget_filters()
        await self._show()

    @rx.event
    @guarded(Action.SEE_BOARD)
    async def choose_slot(self, slot: str) -> None:
        """Open another slot of the day; the one that is on is followed."""
        self.slot = int(slot) if slot.isdecimal() and len(slot) < 3 else 0
        self.session_filter, self.session_title = 0, ""
        await self._show()
        if self.is_live:
            self.slot = 0

    @rx.event
    @guarded(Action.SEE_BOARD)
    async def back_to_now(self) -> None:
        """From another day or period to the one that is on."""
        self.day, self.slot = "", 0
        self.session_filter, self.session_title = 0, ""
        await self._show()

    @rx.event
    @guarded(Action.SEE_BOARD)
    async def filter_state(self, state: str) -> None:
        """Show the children in one state; the same again shows none."""
        self.state_filter = "" if state == self.state_filter or state not in list(State) else state
        self.limit = MOST_CHILDREN
        await self._show()

    @rx.event
    @guarded(Action.SEE_BOARD)
    async def filter_homeroom(self, homeroom_id: str) -> None:
        """Show one homeroom; empty: all."""
        self.homeroom_filter = homeroom_id if homeroom_id.isdecimal() and len(homeroom_id) < 10 else ""
        self.limit = MOST_CHILDREN
        await self._show()

    @rx.event
    @guarded(Action.SEE_BOARD)
    async def filter_session(self, session_id: int, title: str) -> None:
        """Show the children of one session."""
        self.session_filter, self.session_title = session_id, title[:80]
        self.state_filter = ""
        self.limit = MOST_CHILDREN
        await self._show()

    @rx.event
    @guarded(Action.SEE_BOARD)
    async def clear_filters(self) -> None:
        """Back to the whole picture."""
        self._forget_filters()
        await self._show()

    @rx.event
    @guarded(Action.SEE_BOARD)
    async def more(self) -> None:
        """Further rows of the list."""
        self.limit += MOST_CHILDREN
        await self._show()

    @rx.event
    @guarded(Action.SEE_BOARD)
    async def open_child(self, student_id: int) -> None:
        """The day of one child; the service refuses a child whom this viewer may not see."""
        self.done, self.found_error = "", ""
        await self._open(student_id)

    @rx.event
    @guarded(Action.SEE_BOARD)
    async def close_child(self) -> None:
        """Back to the board."""
        self.child = ChildDay()

    @rx.event
    @guarded(Action.MARK_FOUND)
    async def mark_found(self, form: dict[str, Any]) -> None:
        """Note where the child is. `form`: `choice` is one of the places, or home; `place` says it in words."""
        choice, words = (str(form.get(name) or "").strip()[:80] for name in ("choice", "place"))
        is_home = choice == "home"
        place = " ".join(part for part in (_("gone home") if is_home else choice, words) if part)[:80]
        self.found_error = "" if place else _("Choose a place, or write where the child is.")
        if place:
            event = {"kind": "found", "note": place, "choice": "home" if is_home else ""}
            await self._record(event, _("Noted: {name} was found."))

    @rx.event
    @guarded(Action.SEE_BOARD)
    async def take_back(self) -> None:
        """What the viewer noted last about the open child no longer counts."""
        if self.child.undo_id:
            event = {"kind": "undo", "target_id": self.child.undo_id}
            await self._record(event, _("Taken back. {name} is where the board says."))

    @rx.event
    @guarded(Action.SEE_WHOLE_BOARD)
    async def note_call(self) -> None:
        """The duty leader has called the family of the open child."""
        await asyncio.to_thread(calls.note_call, self._viewer(), self.child.id)
        self.done = _("Noted: the family was called.")

    @rx.event
    @guarded(Action.KEEP_CHILD)
    async def keep_here(self, form: dict[str, Any]) -> None:
        """留在我这里: the child stays with whoever taps this, until the end of the slot."""
        event = {"kind": "keep", "note": str(form.get("reason") or "").strip()[:80], "until": self.child.ends_at}
        await self._record(event, _("Noted: {name} stays with you."))

    async def _record(self, event: dict[str, Any], done: str) -> None:
        """Through the one way in for all facts; what it refuses is told in its words."""
        child = self.child
        about = {"student_id": child.id, "method": "board"}  # Of no session: it is said of the child, not on a roll.
        results = await asyncio.to_thread(service.record_events, self._viewer(), [{**about, **event}])
        if results[0]["verdict"] or results[0]["status"] == "invalid":
            self.refusal = results[0]["message"]
            return
        self.done = done.format(name=child.name)
        await self._show()
        await self._open(child.id)

    async def _open(self, student_id: int) -> None:
        day, slot = self.shown_day, int(self.shown_slot or 0)
        self.child = await asyncio.to_thread(board_child.child_day, self._viewer(), student_id, day, slot)

    def _forget_filters(self) -> None:
        self.state_filter, self.homeroom_filter, self.session_filter, self.session_title = "", "", 0, ""
        self.limit = MOST_CHILDREN

    async def _show(self) -> None:
        """Ask the service, and send only what is different."""
        wish = Wish(
            self.day, self.slot, self.state_filter, int(self.homeroom_filter or 0), self.session_filter, self.limit
        )
        view: BoardView = await asyncio.to_thread(board_service.board_for, self._viewer(), wish)
        for name in _SHOWN:
            if getattr(self, name) != getattr(view, name):
                setattr(self, name, getattr(view, name))
        self.version, self.shown_day, self.shown_slot = view.version, view.day, str(view.slot)
