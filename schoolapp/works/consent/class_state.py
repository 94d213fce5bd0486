"""/works/consents: what the families of a section or homeroom agreed to, for those who photograph."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import reflex as rx
from sqlmodel import Session as Db

from schoolapp import clock
from schoolapp.db import read
from schoolapp.identity.policy import Action, Role, Target, Viewer, may
from schoolapp.identity.state import SchoolState, guarded
from schoolapp.refusals import Refused
from schoolapp.school.homerooms import homerooms_on
from schoolapp.school.naming import homeroom_name
from schoolapp.works.consent import queries, view
from schoolapp.works.consent.view import ChildLine


@dataclass(frozen=True)
class Group:
    """A section or homeroom to choose: `s12` or `h3`."""

    key: str
    name: str


class ClassConsentState(SchoolState, rx.State):
    """One group at a time."""

    groups: list[Group] = []
    key: str = ""
    children: list[ChildLine] = []
    without_pictures: int = 0
    is_loaded: bool = False

    @rx.event
    @guarded(Action.SEE_CONSENTS)
    async def load(self) -> None:
        """Own groups, the first one open; repeatable."""
        viewer = self._viewer()
        self.groups = await asyncio.to_thread(_groups, viewer)
        if self.groups and self.key not in [group.key for group in self.groups]:
            self.key = self.groups[0].key
        await self._show(viewer)
        self.is_loaded = True

    @rx.event
    @guarded(Action.SEE_CONSENTS)
    async def choose(self, key: str) -> None:
        """Another group."""
        viewer = self._viewer()
        if not _may_see(viewer, key):
            raise Refused("not_allowed")
        self.key = key
        await self._show(viewer)

    async def _show(self, viewer: Viewer) -> None:
        self.children = await asyncio.to_thread(_children, self.key) if _may_see(viewer, self.key) else []
        self.without_pictures = sum(child.no_pictures for child in self.children)


def _may_see(viewer: Viewer, key: str) -> bool:
    kind, number = key[:1], key[1:]
    if kind not in ("s", "h") or not (number.isascii() and number.isdecimal() and len(number) < 10):
        return False
    target = Target(section_id=int(number)) if kind == "s" else Target(homeroom_id=int(number))
    return may(viewer, Action.SEE_CONSENTS, target)


def _groups(viewer: Viewer) -> list[Group]:
    sees_all = viewer.has(Role.LEADER, Role.OFFICE)
    with read() as db:
        homerooms = homerooms_on(db, clock.today(), None if sees_all else viewer.homeroom_ids)
        sections = queries.sections_to_choose(db, None if sees_all else viewer.section_ids, clock.today())
    return [Group(f"h{row.id}", homeroom_name(row.grade, row.number)) for row in homerooms] + [
        Group(f"s{row_id}", name) for row_id, name in sections
    ]


def _children(key: str) -> list[ChildLine]:
    with read() as db:
        return view.child_lines(db, _rows(db, key))


def _rows(db: Db, key: str) -> list:
    number, today = int(key[1:]), clock.today()
    if key[0] == "s":
        return list(queries.children_of_section(db, number, today))
    return list(queries.children_of_homeroom(db, number, today))
