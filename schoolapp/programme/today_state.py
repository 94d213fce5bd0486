"""The state of /today: the page's values for whoever is signed in, asked for again while it is open."""

from __future__ import annotations

import asyncio

import reflex as rx

from schoolapp import clock
from schoolapp.checkin.board.service import what_comes_first
from schoolapp.db import read
from schoolapp.identity.policy import Action, Viewer, may
from schoolapp.identity.state import SchoolState, guarded
from schoolapp.programme import today, words
from schoolapp.programme.today_view import ClassCard, Line, Notice, OwnHomeroom, RosterLine, Today, WholeSchool


class TodayState(SchoolState, rx.State):
    """Lists of none or one stand for what may be absent."""

    is_loaded: bool = False
    day_line: str = ""
    hello: str = ""
    cards: list[ClassCard] = []
    coming: list[Line] = []
    coming_day: str = ""
    notices: list[Notice] = []
    homerooms: list[OwnHomeroom] = []
    schools: list[WholeSchool] = []
    empty: str = ""
    lacks: str = ""
    """What a new school has to import first; only for whoever may."""
    may_change: bool = False
    """The office may change the day's plan."""
    roster: list[RosterLine] = []
    is_listed: bool = False

    @rx.event
    @guarded(Action.SEE_TODAY)
    async def load(self) -> None:
        """Fill the page; repeatable, and run every few seconds while it is open."""
        viewer = self._viewer()
        found = await asyncio.to_thread(_find, viewer)
        before = [card.id for card in self.cards]
        may_import = bool(found.empty) and may(viewer, Action.IMPORT)
        self._show(viewer, found, await asyncio.to_thread(what_comes_first) if may_import else "")
        if self.is_listed:
            self.is_listed = [card.id for card in self.cards] == before
            await self._list()

    @rx.event
    @guarded(Action.TAKE_ROLL)
    async def toggle_list(self) -> None:
        """Open or close the list of the class on the card."""
        self.is_listed = not self.is_listed
        await self._list()

    async def _list(self) -> None:
        card = self.cards[0].id if self.cards and self.is_listed else 0
        self.roster = await asyncio.to_thread(_roster, self._viewer(), card) if card else []

    def _show(self, viewer: Viewer, found: Today, lacks: str) -> None:
        """Assign only what differs: what is assigned is sent to the browser."""
        values = {
            "is_loaded": True,
            "day_line": found.day_line,
            "hello": words.hello(viewer.name, found.greeting),
            "cards": [found.card] if found.card else [],
            "coming": found.coming,
            "coming_day": found.coming_day,
            "notices": found.notices,
            "homerooms": found.homerooms,
            "schools": [found.school] if found.school else [],
            "empty": found.empty,
            "lacks": lacks,
            "may_change": may(viewer, Action.MANAGE_PLAN),
        }
        for name, value in values.items():
            if getattr(self, name) != value:
                setattr(self, name, value)


def _find(viewer: Viewer) -> Today:
    with read() as db:
        return today.today_for(db, viewer, clock.now())


def _roster(viewer: Viewer, session_id: int) -> list[RosterLine]:
    with read() as db:
        return today.roster_for(db, viewer, session_id)
