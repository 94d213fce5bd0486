"""What /office/audit shows: who changed what, the newest first."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import reflex as rx

from schoolapp import clock
from schoolapp.db import read
from schoolapp.identity import staff_queries, trail_words
from schoolapp.identity.policy import Action
from schoolapp.identity.staff_queries import TrailLine
from schoolapp.identity.state import SchoolState, guarded
from schoolapp.identity.trail_kept import kept
from schoolapp.identity.trail_names import Names
from schoolapp.identity.words import SLICES
from schoolapp.paging import cut

PAGE = 50


@dataclass(frozen=True)
class AuditLine:
    """One line, ready to be shown."""

    id: int
    at: str
    sentence: str
    changes: list[str]
    detail: str
    """As it is kept: the row, and what was before and after, by numbers."""


@dataclass(frozen=True)
class Slice:
    id: str
    name: str


class AuditState(SchoolState, rx.State):
    lines: list[AuditLine] = []
    slices: list[Slice] = []
    chosen: str = ""
    has_more: bool = False
    is_loaded: bool = False

    @rx.event
    @guarded(Action.SEE_AUDIT)
    async def load(self) -> None:
        self.slices = await asyncio.to_thread(_slices)
        await self._fill()
        self.is_loaded = True

    @rx.event
    @guarded(Action.SEE_AUDIT)
    async def choose(self, slice_name: str) -> None:
        """Show one slice's lines, or all for an empty value."""
        self.chosen = slice_name[:40]
        await self._fill()

    @rx.event
    @guarded(Action.SEE_AUDIT)
    async def older(self) -> None:
        """Add the next page."""
        below = self.lines[-1].id if self.lines else 0
        more = await asyncio.to_thread(_lines, self.chosen, below)
        fresh, self.has_more = cut(more, PAGE)
        self.lines = [*self.lines, *fresh]

    async def _fill(self) -> None:
        found = await asyncio.to_thread(_lines, self.chosen, 0)
        self.lines, self.has_more = cut(found, PAGE)


def _slices() -> list[Slice]:
    with read() as db:
        return [Slice(name, SLICES.get(name, name)) for name in staff_queries.trail_slices(db)]


def _lines(slice_name: str, below: int) -> list[AuditLine]:
    """One more than a page, so that it is known whether there are more."""
    with read() as db:
        found = staff_queries.trail(db, below=below, slice_name=slice_name, most=PAGE + 1)
        names = Names()
        names.learn(db, {ref for entry in found for ref in trail_words.refs_of(entry)})
    return [_line(entry, names) for entry in found]


def _line(entry: TrailLine, names: Names) -> AuditLine:
    return AuditLine(
        id=entry.id,
        at=clock.local(entry.at).strftime("%Y-%m-%d %H:%M:%S"),
        sentence=trail_words.sentence(entry, names),
        changes=trail_words.changes(entry, names),
        detail=kept(entry),
    )
