"""The state of /home: the children of the signed-in guardian and the one that is looked at."""

from __future__ import annotations

import asyncio

import reflex as rx

from schoolapp.family import home, notices
from schoolapp.family.view import ChildTab, Home, Moment, NoticeLine, Now, Remark, Waiting, WeekLine, WorkTile
from schoolapp.identity.policy import Action
from schoolapp.identity.state import SchoolState, guarded
from schoolapp.refusals import Refused


class HomeState(SchoolState, rx.State):
    """Asked for again every few seconds while the page is open; only what differs is sent."""

    is_loaded: bool = False
    tabs: list[ChildTab] = []
    child: ChildTab = ChildTab()
    waiting: Waiting = Waiting()
    now: Now = Now()
    today: list[Moment] = []
    week: list[WeekLine] = []
    works: list[WorkTile] = []
    remarks: list[Remark] = []
    consents: list[str] = []
    notices: list[NoticeLine] = []

    @rx.event
    @guarded(Action.SEE_OWN_CHILD)
    async def load(self) -> None:
        """Fill the page for the child that was looked at, else the first."""
        await self._show(self.child.id)

    @rx.event
    @guarded(Action.SEE_OWN_CHILD)
    async def choose(self, student_id: int) -> None:
        """Look at another of the own children."""
        if all(tab.id != student_id for tab in self.tabs):
            raise Refused("not_found")
        await self._show(student_id)

    async def _show(self, student_id: int) -> None:
        viewer = self._viewer()
        tabs = await asyncio.to_thread(home.tabs_of, viewer)
        child = next((tab for tab in tabs if tab.id == student_id), tabs[0] if tabs else ChildTab())
        found, waiting = Home(), Waiting()
        if child.is_waiting:
            waiting = await asyncio.to_thread(home.waiting_for, viewer, child.id)
        elif child.id:
            found = await asyncio.to_thread(home.home_of, viewer, child.id)
        new = [line for line in await asyncio.to_thread(notices.notices_of, viewer, 10) if line.is_new][:3]
        values = {
            "is_loaded": True, "tabs": tabs, "child": child, "waiting": waiting, "now": found.now,
            "today": found.today, "week": found.week, "works": found.works, "remarks": found.remarks,
            "consents": found.consents, "notices": new,
        }  # fmt: skip
        for name, value in values.items():
            if getattr(self, name) != value:
                setattr(self, name, value)
