"""What the shell itself must know: whether the office's entry is shown, and the demo's time."""

from __future__ import annotations

import asyncio
from typing import Any

import reflex as rx

from schoolapp import clock
from schoolapp.identity import notices
from schoolapp.identity.policy import Action, may
from schoolapp.identity.rules import home_of, is_family, leads_elsewhere
from schoolapp.identity.state import SchoolState, guarded
from schoolapp.settings import settings
from schoolapp.works.approval.waiting import waiting_for


class ShellState(SchoolState, rx.State):
    """Loaded with every signed-in page."""

    is_known: bool = False
    """The viewer was looked up."""
    is_office: bool = False
    waiting: int = 0
    """Works, reports and kind words that wait for this viewer."""
    is_family: bool = False
    unread: int = 0
    """A family's notices that are new."""
    demo_time: str = ""
    """HH:MM of the demo clock; empty outside the demo."""
    demo_ahead_ms: int = 0
    """How far the demo clock is ahead of the system's: the page lets the shown time run on by itself."""

    demo_zone: str = ""
    """The school's time zone, not baked into the pages: one build serves every school."""

    is_visitor: bool = False
    """Nobody is signed in: pages that everybody may see offer a way in instead of the navigation."""

    @rx.event
    @guarded(Action.SEE_PUBLIC)
    async def load_for_anybody(self) -> Any:
        """On pages that visitors see too."""
        self.is_visitor = self._viewer().is_visitor
        if self.is_visitor:
            self._show_demo_time()
            return None
        return await self._load()

    @rx.event
    @guarded(Action.SIGNED_IN)
    async def load(self) -> Any:
        """Repeatable; runs at each page load and reconnect. Whoever opens the others' first page is led to
        their own.
        """
        return await self._load()

    async def _load(self) -> Any:
        viewer = self._viewer()
        self.is_known = True
        self.is_office = may(viewer, Action.MANAGE_PEOPLE)
        self.is_family = is_family(viewer)
        self._show_demo_time()
        self.waiting = await asyncio.to_thread(waiting_for, viewer)
        if self.is_family:
            self.unread = await asyncio.to_thread(notices.unread, viewer.account_id or 0)
        if leads_elsewhere(viewer, self.router.url.path):
            return rx.redirect(home_of(viewer))
        return None

    def _show_demo_time(self) -> None:
        if settings().demo:
            now = clock.now()
            self.demo_time = f"{clock.local(now):%H:%M}"
            self.demo_zone = settings().timezone
            self.demo_ahead_ms = round((now - clock.real_now()).total_seconds() * 1000)
