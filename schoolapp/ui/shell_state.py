"""What the shell itself must know: whether the office's entry is shown, and the demo's time."""

from __future__ import annotations

import asyncio

import reflex as rx

from schoolapp import clock
from schoolapp.identity.policy import Action, may
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
    demo_time: str = ""
    """HH:MM of the demo clock; empty outside the demo."""
    demo_ahead_ms: int = 0
    """How far the demo clock is ahead of the system's: the page lets the shown time run on by itself."""

    @rx.event
    @guarded(Action.SIGNED_IN)
    async def load(self) -> None:
        """Repeatable; runs at each page load and reconnect."""
        self.is_known = True
        viewer = self._viewer()
        self.is_office = may(viewer, Action.MANAGE_PEOPLE)
        self.waiting = await asyncio.to_thread(waiting_for, viewer)
        if settings().demo:
            now = clock.now()
            self.demo_time = f"{clock.local(now):%H:%M}"
            self.demo_ahead_ms = round((now - clock.real_now()).total_seconds() * 1000)
