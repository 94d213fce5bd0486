"""The attendance page's state: what is asked for, and the table."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta
from urllib.parse import urlencode

import reflex as rx

from schoolapp import clock
from schoolapp.checkin.attendance.tables import Choices, attendance, choices_for
from schoolapp.checkin.attendance.values import Question, Scope, Table, TableRow
from schoolapp.checkin.board import service as board_service
from schoolapp.checkin.board.service import Choice
from schoolapp.identity.policy import Action
from schoolapp.identity.state import SchoolState, guarded
from schoolapp.refusals import Refused

_SECTION_SPAN = timedelta(days=27)
"""A section is shown for four weeks up to the day chosen."""


class AttendanceState(SchoolState, rx.State):
    """One table of attendance."""

    is_loaded: rx.Field[bool] = rx.field(False)
    is_busy: rx.Field[bool] = rx.field(False)
    scope: rx.Field[str] = rx.field("day")
    day: rx.Field[str] = rx.field("")
    homeroom_id: rx.Field[str] = rx.field("")
    section_id: rx.Field[str] = rx.field("")
    session_id: rx.Field[str] = rx.field("")
    days: rx.Field[list[Choice]] = rx.field(default_factory=list)
    homerooms: rx.Field[list[Choice]] = rx.field(default_factory=list)
    sections: rx.Field[list[Choice]] = rx.field(default_factory=list)
    title: rx.Field[str] = rx.field("")
    note: rx.Field[str] = rx.field("")
    columns: rx.Field[list[str]] = rx.field(default_factory=list)
    kinds: rx.Field[list[str]] = rx.field(default_factory=list)
    rows: rx.Field[list[TableRow]] = rx.field(default_factory=list)
    address: rx.Field[str] = rx.field("")
    """Of the same table as a spreadsheet."""

    @rx.event
    @guarded(Action.SEE_ATTENDANCE)
    async def load(self) -> None:
        """Fill the choices and show the day; repeatable."""
        self.days = await asyncio.to_thread(board_service.days_to_open)
        choices: Choices = await asyncio.to_thread(choices_for, self._viewer())
        self.homerooms = [Choice(str(key), name) for key, name in choices.homerooms]
        self.sections = [Choice(str(key), name) for key, name in choices.sections]
        if not self.day:
            self.day = self.days[0].value if self.days else str(clock.today())
        await self._show()
        self.is_loaded = True

    @rx.event
    @guarded(Action.SEE_ATTENDANCE)
    async def choose_scope(self, scope: str) -> None:
        """A day, a homeroom or a section; the first one that may be chosen is opened."""
        self.scope = scope if scope in list(Scope) else Scope.DAY.value
        if self.scope == Scope.HOMEROOM and not self.homeroom_id and self.homerooms:
            self.homeroom_id = self.homerooms[0].value
        if self.scope == Scope.SECTION and not self.section_id and self.sections:
            self.section_id = self.sections[0].value
        await self._show()

    @rx.event
    @guarded(Action.SEE_ATTENDANCE)
    async def choose_day(self, day: str) -> None:
        """Another day."""
        self.day = day[:10]
        await self._show()

    @rx.event
    @guarded(Action.SEE_ATTENDANCE)
    async def choose_homeroom(self, homeroom_id: str) -> None:
        """Another homeroom."""
        self.homeroom_id = homeroom_id
        await self._show()

    @rx.event
    @guarded(Action.SEE_ATTENDANCE)
    async def choose_section(self, section_id: str) -> None:
        """Another section."""
        self.section_id = section_id
        await self._show()

    @rx.event
    @guarded(Action.SEE_ATTENDANCE)
    async def open_session(self, session_id: int) -> None:
        """The children of one session of the day's table."""
        self.scope, self.session_id = Scope.SESSION.value, str(session_id)
        await self._show()

    async def _show(self) -> None:
        question = self._question()
        try:
            table = await asyncio.to_thread(attendance, self._viewer(), question)
        except Refused:
            self._put(Table())
            self.address = ""
            raise
        self._put(table)
        asked = {"scope": question.scope.value, "day": str(question.day), "key": str(question.key)}
        if question.until:
            asked["until"] = str(question.until)
        self.address = f"/api/attendance.xlsx?{urlencode(asked)}"

    def _put(self, table: Table) -> None:
        self.title, self.note = table.title, table.note
        self.columns, self.kinds, self.rows = table.columns, table.kinds, table.rows

    def _question(self) -> Question:
        """What the choices ask for. Raises Refused("invalid") for what is no day or number."""
        keys = {Scope.HOMEROOM: self.homeroom_id, Scope.SECTION: self.section_id, Scope.SESSION: self.session_id}
        scope = Scope(self.scope)
        try:
            day, key = date.fromisoformat(self.day), int(keys.get(scope) or 0)
        except ValueError:
            raise Refused("invalid") from None
        if scope is Scope.SECTION:
            return Question(scope, day - _SECTION_SPAN, key, day)
        return Question(scope, day, key)
