"""What both staff pages of works share: the walls to choose, one work opened, what was done and how to undo it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import Any, ClassVar
from urllib.parse import parse_qs

import reflex as rx
from sqlmodel import Session as Db

from schoolapp.db import read
from schoolapp.i18n import _
from schoolapp.identity.policy import Action, Viewer
from schoolapp.identity.state import SchoolState, guarded
from schoolapp.ui.shell_state import ShellState
from schoolapp.works import words
from schoolapp.works.approval import queries, reports, service, walls
from schoolapp.works.approval.service import Outcome
from schoolapp.works.approval.view import Card, Choice, LeftLine, Sheet
from schoolapp.works.rules import CHOICES, EVERYTHING, PURPOSES, WorkState


class Desk(SchoolState, mixin=True):
    """Mixed into the states of /works and /works/approve; each says in `_fill` what it shows besides."""

    _is_shared: ClassVar[bool] = True
    is_loaded: bool = False
    scopes: list[Choice] = []
    scope: str = ""
    counts: list[int] = [0, 0, 0]
    """Works, reported works and kind words that wait for the viewer."""
    sheet: Sheet = Sheet()
    is_returning: bool = False
    """The work was opened to be sent back: its reasons are in sight at once."""
    choice: str = "school"
    purposes: int = int(CHOICES["school"])
    """What is approved for."""
    done: str = ""
    left: list[LeftLine] = []
    can_undo: bool = False
    _undo: list[int] = []
    _for_others: int = -1
    """What was chosen before a work that is shown already was opened with its own choice; -1: none such is open."""
    _asked: str = ""
    """The work that the address named at the last load: a reconnect does not open it again."""

    @rx.event
    @guarded(Action.APPROVE_WORK)
    async def load(self) -> None:
        """Fill the page; repeatable. `?work=` opens one, `?wall=` chooses a wall."""
        viewer, asked = self._viewer(), parse_qs(self.router.url.query)
        self.scopes = await asyncio.to_thread(_read, lambda db: walls.scopes(db, viewer))
        wanted = asked.get("wall", [self.scope])[0]
        self.scope = wanted if wanted in {choice.value for choice in self.scopes} else ""
        await self._fill()
        work = asked.get("work", [""])[0]
        if work != self._asked and work.isdecimal() and len(work) < 10:
            await self._open(int(work))
        self._asked = work
        self.is_loaded = True

    @rx.event
    @guarded(Action.APPROVE_WORK)
    async def choose_scope(self, key: str) -> None:
        """Show one wall, or all of the viewer's."""
        self.scope = walls.scope_of(key[:12], self.scopes).key
        self._rewind()
        await self._fill()

    @rx.event
    @guarded(Action.APPROVE_WORK)
    async def choose(self, choice: str) -> None:
        """For whom the next approval is: one of the three choices."""
        if choice in CHOICES:
            self._set_purposes(int(CHOICES[choice]))

    @rx.event
    @guarded(Action.APPROVE_WORK)
    async def switch(self, purpose: int) -> None:
        """One single switch on or off."""
        if purpose in PURPOSES:
            self._set_purposes(self.purposes ^ purpose)

    @rx.event
    @guarded(Action.APPROVE_WORK)
    async def open(self, work_id: int) -> None:
        """Open one work."""
        await self._open(work_id)

    @rx.event
    @guarded(Action.APPROVE_WORK)
    async def open_to_return(self, work_id: int) -> None:
        """Open one work where the reasons to send it back stand."""
        await self._open(work_id)
        self.is_returning = True

    @rx.event
    @guarded(Action.APPROVE_WORK)
    async def close(self) -> None:
        """Back to the list."""
        self._close()

    @rx.event
    @guarded(Action.APPROVE_WORK)
    async def approve_open(self) -> Any:
        """Approve the opened work as chosen; also one that was taken down, for here somebody asks for just that."""
        viewer, card, purposes = self._viewer(), self.sheet.card, self.purposes
        seen = {card.id: card.stamp}
        return await self._decide(
            lambda: service.approve(viewer, [card.id], purposes, seen=seen, is_again=True), _("Approved.")
        )

    @rx.event
    @guarded(Action.APPROVE_WORK)
    async def send_back(self, form: dict[str, str]) -> Any:
        """The opened work goes back to its teacher."""
        viewer, work_id = self._viewer(), self.sheet.card.id
        reason = form.get("reason", "")
        return await self._decide(
            lambda: service.send_back(viewer, work_id, reason), _("Sent back. Its teacher is told why.")
        )

    @rx.event
    @guarded(Action.APPROVE_WORK)
    async def take_down(self, form: dict[str, str]) -> Any:
        """Nobody but its teachers sees the opened work any more."""
        viewer, work_id = self._viewer(), self.sheet.card.id
        reason = form.get("reason", "")
        return await self._decide(
            lambda: service.take_down(viewer, work_id, reason), _("Taken down. It is gone everywhere.")
        )

    @rx.event
    @guarded(Action.APPROVE_WORK)
    async def hand_in(self) -> Any:
        """The opened work was mended."""
        viewer, work_id = self._viewer(), self.sheet.card.id
        return await self._decide(lambda: service.hand_in(viewer, work_id), _("Handed in again."))

    @rx.event
    @guarded(Action.APPROVE_WORK)
    async def keep(self) -> Any:
        """The opened work was reported, and stays."""
        viewer, work_id = self._viewer(), self.sheet.card.id

        def kept() -> Outcome:
            reports.settle(viewer, work_id, is_kept=True)
            return Outcome((work_id,))

        return await self._decide(kept, _("It stays. Those who reported it are told."))

    @rx.event
    @guarded(Action.APPROVE_WORK)
    async def undo(self) -> Any:
        """Take back what was done last."""
        viewer, decisions = self._viewer(), list(self._undo)
        return await self._decide(lambda: service.undo(viewer, decisions), _("Taken back."), is_undo=True)

    @rx.event
    @guarded(Action.APPROVE_WORK)
    async def put_away(self) -> None:
        """The reader has read what was done."""
        self._say_nothing()

    async def _decide(self, do: Callable[[], Outcome], said: str, *, is_undo: bool = False) -> Any:
        """Run a decision, say what became of it, show the lists and the count as they are now."""
        self._say_nothing()
        outcome = await asyncio.to_thread(do)
        cards = {card.id: card for card in self._cards()}
        if outcome.done:
            self.done = said
            self._undo = [] if is_undo else list(outcome.decisions)
            self.can_undo = bool(self._undo)
        self.left = [_left(cards.get(one.work_id, self.sheet.card), one.code) for one in outcome.left]
        self._close()
        await self._fill()
        return ShellState.load

    async def _open(self, work_id: int) -> None:
        """A work that is shown already opens with what it was approved for, so that changing it starts from there."""
        self._close()
        viewer, purposes = self._viewer(), self.purposes
        self.sheet = await asyncio.to_thread(_read, lambda db: walls.sheet(db, viewer, work_id, purposes))
        card = self.sheet.card
        if card.state == WorkState.APPROVED:
            self._for_others = purposes
            self._set_purposes(card.approved_for)

    def _close(self) -> None:
        """What is chosen for the next works is what it was before."""
        self.sheet, self.is_returning = Sheet(), False
        if self._for_others >= 0:
            self._set_purposes(self._for_others)
            self._for_others = -1

    def _say_nothing(self) -> None:
        self.done, self.left, self.can_undo, self._undo = "", [], False, []

    def _set_purposes(self, purposes: int) -> None:
        self.purposes, self.choice = purposes & int(EVERYTHING), words.choice_of(purposes)
        if self.sheet.card.id:
            self.sheet = replace(self.sheet, card=would_see(self.sheet.card, self.purposes))

    def _cards(self) -> list[Card]:
        """The works that the page shows."""
        return []

    def _rewind(self) -> None:
        """Another wall: back to its first page."""

    async def _fill(self) -> None:
        viewer = self._viewer()
        self.counts = await asyncio.to_thread(_counts, viewer)


def would_see(card: Card, purposes: int) -> Card:
    """The card with the words for who would see it."""
    return replace(card, sees=words.seen_by_words(card.consent & purposes))


def _left(card: Card, code: str) -> LeftLine:
    return LeftLine(card.id, card.children, service.WHY_NOT[code])


def _read(ask: Callable[[Db], Any]) -> Any:
    with read() as db:
        return ask(db)


def _counts(viewer: Viewer) -> list[int]:
    with read() as db:
        return list(queries.waiting_counts(db, viewer))
