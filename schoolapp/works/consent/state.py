"""/consents: what a guardian agreed to, and changing it. Every tap counts at once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from urllib.parse import parse_qs

import reflex as rx

from schoolapp import clock
from schoolapp.db import read
from schoolapp.i18n import _
from schoolapp.identity.policy import Action, Target, Viewer, may
from schoolapp.identity.state import SchoolState, guarded
from schoolapp.refusals import Refused
from schoolapp.works.consent import queries, service, view
from schoolapp.works.consent.view import ChildLine, HistoryLine, SubjectView
from schoolapp.works.rules import CHOICES, Purpose
from schoolapp.works.words import agreed_words

_Shown = tuple[list[SubjectView], list[HistoryLine], bool, str]


class ConsentState(SchoolState, rx.State):
    """One child at a time."""

    is_loaded: bool = False
    children: list[ChildLine] = []
    child_id: int = 0
    subjects: list[SubjectView] = []
    history: list[HistoryLine] = []
    is_legal: bool = False
    relation: str = ""
    done: str = ""

    @rx.event
    @guarded(Action.SPEAK_FOR_CHILD)
    async def load(self) -> None:
        """Own children, the one that the address names open (`?child=7`), else the first; repeatable."""
        viewer = self._viewer()
        self.done = ""
        self.children = await asyncio.to_thread(_children, viewer)
        own = [child.id for child in self.children]
        asked = "".join(parse_qs(self.router.url.query).get("child", []))
        if asked in map(str, own):
            self.child_id = int(asked)
        elif own and self.child_id not in own:
            self.child_id = own[0]
        await self._show(viewer)
        self.is_loaded = True

    @rx.event
    @guarded(Action.SPEAK_FOR_CHILD)
    async def choose(self, student_id: int) -> rx.event.EventSpec:
        """Another child; the address follows, so that a reload or a reconnect does not switch back under the finger."""
        viewer = self._viewer()
        if not may(viewer, Action.SPEAK_FOR_CHILD, Target(student_id=student_id)):
            raise Refused("not_allowed")
        self.child_id, self.done = student_id, ""
        await self._show(viewer)
        return rx.redirect(f"/consents?child={student_id}", replace=True)

    @rx.event
    @guarded(Action.SPEAK_FOR_CHILD)
    async def decide(self, subject: str, choice: str) -> None:
        """One of the three choices."""
        if choice not in CHOICES:
            raise Refused("invalid")
        viewer, child = self._viewer(), self.child_id
        await self._say(lambda: service.say(viewer, child, subject, int(CHOICES[choice])))

    @rx.event
    @guarded(Action.SPEAK_FOR_CHILD)
    async def turn(self, subject: str, purpose: int, is_on: bool) -> None:
        """One single switch; the others stay."""
        viewer, child = self._viewer(), self.child_id
        await self._say(lambda: service.turn(viewer, child, subject, purpose, is_on=is_on))

    async def _say(self, say: Callable[[], Purpose]) -> None:
        self.done = ""
        counts = await asyncio.to_thread(say)
        await self._show(self._viewer())
        self.done = _("Saved, it counts from now: {what}").format(what=agreed_words(counts))

    async def _show(self, viewer: Viewer) -> None:
        shown = await asyncio.to_thread(_shown, viewer, self.child_id)
        self.subjects, self.history, self.is_legal, self.relation = shown


def _children(viewer: Viewer) -> list[ChildLine]:
    with read() as db:
        return view.named(db, sorted(viewer.student_ids), clock.today())


def _shown(viewer: Viewer, student_id: int) -> _Shown:
    """What the page shows of an own child; nothing of anybody else's."""
    if student_id not in viewer.student_ids:
        return [], [], False, ""
    with read() as db:
        who = queries.speaker(db, viewer.guardian_id or 0, student_id)
        if who is None:
            return [], [], False, ""
        subjects = view.subjects(db, student_id, who.guardian_id, is_legal=who.is_legal)
        return subjects, view.history_lines(db, student_id), who.is_legal, who.relation
