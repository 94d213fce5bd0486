"""Keeps everybody but the office away from the import page; the page's client does the rest over HTTP."""

from __future__ import annotations

import reflex as rx

from schoolapp.identity.policy import Action
from schoolapp.identity.state import SchoolState, guarded


class ImportState(SchoolState, rx.State):
    """Holds nothing: a preview must outlive a reconnect."""

    @rx.event
    @guarded(Action.IMPORT)
    async def load(self) -> None:
        """Repeatable. Who may not import is refused by the guard: a redirect, or `refusal`."""
