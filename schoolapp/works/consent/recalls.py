"""Copies that have to come back: the tasks in words, and the State of whoever sent them."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import reflex as rx

from schoolapp import clock
from schoolapp.db import read
from schoolapp.i18n import _
from schoolapp.identity.policy import Action
from schoolapp.identity.state import SchoolState, guarded
from schoolapp.works.consent import queries, service

KINDS = {
    "poster": _("Poster that was saved or sent"),
    "link": _("Link that was sent"),
    "export": _("File that was exported"),
}


@dataclass(frozen=True)
class Recall:
    """One copy to take back."""

    id: int
    kind: str
    title: str
    sent: str
    since: str


def recalls(account_id: int | None) -> list[Recall]:
    """The open tasks of one sender, or everybody's for None."""
    with read() as db:
        rows = queries.open_recalls(db, account_id)
    return [
        Recall(
            id=row.id,
            kind=KINDS.get(row.kind) or row.kind,
            title=row.title or _("Work {id}").format(id=row.work_id),
            sent=f"{clock.local(row.at):%m-%d %H:%M}",
            since=f"{clock.local(row.recalled_at):%m-%d %H:%M}",
        )
        for row in rows
    ]


class RecallState(SchoolState, rx.State):
    """Own tasks."""

    tasks: list[Recall] = []
    is_loaded: bool = False

    @rx.event
    @guarded(Action.SIGNED_IN)
    async def load(self) -> None:
        """Repeatable."""
        self.tasks = await asyncio.to_thread(recalls, self._viewer().account_id)
        self.is_loaded = True

    @rx.event
    @guarded(Action.SIGNED_IN)
    async def finish(self, departure_id: int) -> None:
        """The copy is gone."""
        viewer = self._viewer()
        await asyncio.to_thread(service.recall_done, viewer, departure_id)
        self.tasks = await asyncio.to_thread(recalls, viewer.account_id)
