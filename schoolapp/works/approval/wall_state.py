"""The state of /works: my walls, and who has no work yet this month."""

from __future__ import annotations

import asyncio

import reflex as rx

from schoolapp.db import read
from schoolapp.identity.policy import Action, Viewer
from schoolapp.identity.state import guarded
from schoolapp.works.approval import walls
from schoolapp.works.approval.desk_state import Desk
from schoolapp.works.approval.view import Card, Group, spread
from schoolapp.works.approval.wall_queries import Scope

PAGE = 40


class WallState(Desk, rx.State):
    """A wall, page by page, the newest work first."""

    columns: list[list[Card]] = [[], [], [], []]
    """Of the same height each; on phones the first and third make one column."""
    is_empty: bool = False
    has_more: bool = False
    after: int = 0
    without: list[Group] = []
    without_count: int = 0

    @rx.event
    @guarded(Action.APPROVE_WORK)
    async def older(self) -> None:
        """The next page of the wall, in place of this one."""
        if self.has_more:
            self.after = min(card.id for card in self._cards())
            await self._fill()

    @rx.event
    @guarded(Action.APPROVE_WORK)
    async def newest(self) -> None:
        """Back to the first page."""
        self._rewind()
        await self._fill()

    def _cards(self) -> list[Card]:
        return [card for column in self.columns for card in column]

    def _rewind(self) -> None:
        self.after = 0

    async def _fill(self) -> None:
        await super()._fill()
        viewer, scope = self._viewer(), walls.scope_of(self.scope, self.scopes)
        found, self.without = await asyncio.to_thread(_wall, viewer, scope, self.after)
        self.columns, self.has_more, self.is_empty = spread(found[:PAGE]), len(found) > PAGE, not found
        self.without_count = sum(len(group.children) for group in self.without)


def _wall(viewer: Viewer, scope: Scope, after: int) -> tuple[list[Card], list[Group]]:
    """One more than a page, so that it is known whether there are more."""
    with read() as db:
        return walls.wall(db, viewer, scope, PAGE + 1, after), walls.without_work(db, scope)
