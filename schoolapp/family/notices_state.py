"""/notices: what the account was told."""

from __future__ import annotations

import asyncio

import reflex as rx

from schoolapp.family import notices
from schoolapp.family.view import NoticeLine
from schoolapp.identity.policy import Action
from schoolapp.identity.state import SchoolState, guarded


class NoticesState(SchoolState, rx.State):
    """The list; what is new stays marked until the page is opened again or all is marked as read."""

    is_loaded: bool = False
    lines: list[NoticeLine] = []
    new: int = 0

    @rx.event
    @guarded(Action.SIGNED_IN)
    async def load(self) -> None:
        await self._show()

    @rx.event
    @guarded(Action.SIGNED_IN)
    async def read_all(self) -> None:
        """Everything on the page is read; what came meanwhile stays new."""
        newest = max((line.id for line in self.lines), default=0)
        await asyncio.to_thread(notices.mark_read, self._viewer(), newest)
        await self._show()

    async def _show(self) -> None:
        self.lines = await asyncio.to_thread(notices.notices_of, self._viewer())
        self.new = sum(line.is_new for line in self.lines)
        self.is_loaded = True
