"""The state of /works/approve: what waits, what is chosen, for whom."""

from __future__ import annotations

import asyncio
from typing import Any

import reflex as rx

from schoolapp.db import read
from schoolapp.i18n import _
from schoolapp.identity.policy import Action, Viewer
from schoolapp.identity.state import guarded
from schoolapp.ui.shell_state import ShellState
from schoolapp.works.approval import service, walls
from schoolapp.works.approval.desk_state import Desk, would_see
from schoolapp.works.approval.kind_words import settle_words
from schoolapp.works.approval.view import Card, Reported, Word
from schoolapp.works.approval.wall_queries import Scope

PAGE = 50
"""Works in the queue at a time: as many as are approved in one go."""
TABS = ("works", "reports", "words")


class ApproveState(Desk, rx.State):
    """The queue of whoever may approve."""

    tab: str = "works"
    cards: list[Card] = []
    chosen: list[int] = []
    has_more: bool = False
    after: int = 0
    """The id at which the page before ended; 0 on the first page."""
    reported: list[Reported] = []
    words: list[Word] = []

    @rx.event
    @guarded(Action.APPROVE_WORK)
    async def show(self, tab: str) -> None:
        """Works, reports or kind words."""
        if tab in TABS:
            self.tab = tab
            self._say_nothing()
            self._rewind()
            await self._fill()

    @rx.event
    @guarded(Action.APPROVE_WORK)
    async def mark(self, work_id: int) -> None:
        """Choose a work, or no longer."""
        if work_id in self.chosen:
            self.chosen = [one for one in self.chosen if one != work_id]
        elif work_id in {card.id for card in self.cards}:
            self.chosen = [*self.chosen, work_id]

    @rx.event
    @guarded(Action.APPROVE_WORK)
    async def mark_all(self) -> None:
        """Choose all that are shown, or none when all were."""
        shown = [card.id for card in self.cards]
        self.chosen = [] if len(self.chosen) == len(shown) else shown

    @rx.event
    @guarded(Action.APPROVE_WORK)
    async def approve_chosen(self) -> Any:
        """Approve what is chosen in one go; a work that changed since it was shown is named and stays."""
        viewer, ids, purposes = self._viewer(), list(self.chosen), self.purposes
        seen = {card.id: card.stamp for card in self.cards}
        said = _("{count} approved.").format(count=len(ids))
        return await self._decide(lambda: service.approve(viewer, ids, purposes, seen=seen), said)

    @rx.event
    @guarded(Action.APPROVE_WORK)
    async def approve_one(self, work_id: int) -> Any:
        """Approve one of the queue as chosen."""
        viewer, purposes = self._viewer(), self.purposes
        seen = {card.id: card.stamp for card in self.cards}
        return await self._decide(lambda: service.approve(viewer, [work_id], purposes, seen=seen), _("Approved."))

    @rx.event
    @guarded(Action.APPROVE_WORK)
    async def further(self) -> None:
        """The next page of the queue."""
        if self.has_more and self.cards:
            self.after, self.chosen = self.cards[-1].id, []
            await self._fill()

    @rx.event
    @guarded(Action.APPROVE_WORK)
    async def show_word(self, word_id: int) -> Any:
        """Kind words may be shown."""
        return await self._settle_word(word_id, is_shown=True)

    @rx.event
    @guarded(Action.APPROVE_WORK)
    async def hide_word(self, word_id: int) -> Any:
        """Kind words are not shown."""
        return await self._settle_word(word_id, is_shown=False)

    async def _settle_word(self, word_id: int, *, is_shown: bool) -> Any:
        self._say_nothing()
        viewer = self._viewer()
        await asyncio.to_thread(lambda: settle_words(viewer, [word_id], is_shown=is_shown))
        self.done = _("Shown under the work.") if is_shown else _("Hidden.")
        await self._fill()
        return ShellState.load

    def _set_purposes(self, purposes: int) -> None:
        super()._set_purposes(purposes)
        self.cards = [would_see(card, self.purposes) for card in self.cards]

    def _cards(self) -> list[Card]:
        return self.cards

    def _rewind(self) -> None:
        self.after, self.chosen = 0, []

    async def _fill(self) -> None:
        await super()._fill()
        viewer = self._viewer()
        if self.tab == "reports":
            self.reported = await asyncio.to_thread(_reported, viewer)
        elif self.tab == "words":
            self.words = await asyncio.to_thread(_words, viewer)
        else:
            await self._fill_works(viewer)

    async def _fill_works(self, viewer: Viewer) -> None:
        scope = walls.scope_of(self.scope, self.scopes)
        found = await asyncio.to_thread(_queue, viewer, scope, self.purposes, self.after)
        if not found and self.after:
            self.after = 0
            found = await asyncio.to_thread(_queue, viewer, scope, self.purposes, 0)
        self.cards, self.has_more = found[:PAGE], len(found) > PAGE
        still = {card.id for card in self.cards}
        self.chosen = [one for one in self.chosen if one in still]


def _queue(viewer: Viewer, scope: Scope, purposes: int, after: int) -> list[Card]:
    """One more than a page, so that it is known whether there are more."""
    with read() as db:
        return walls.queue(db, viewer, scope, purposes, PAGE + 1, after)


def _reported(viewer: Viewer) -> list[Reported]:
    with read() as db:
        return walls.reported(db, viewer, PAGE)


def _words(viewer: Viewer) -> list[Word]:
    with read() as db:
        return walls.kind_words(db, viewer, PAGE)
