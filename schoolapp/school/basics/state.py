"""The state of /office/school: each part is saved by itself and says what became of it beside its own button."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from datetime import date
from typing import TypeVar

import reflex as rx
from sqlmodel import Session as Db

from schoolapp.db import read, write
from schoolapp.i18n import _
from schoolapp.identity.policy import Action, Viewer
from schoolapp.identity.state import SchoolState, guarded
from schoolapp.programme.service import Steps
from schoolapp.school.basics import bells, calendar, service, terms, view
from schoolapp.school.basics.bells import Which
from schoolapp.school.basics.rules import KINDS, MOST_PERIODS, STAGES, Days, bell_rows, minutes
from schoolapp.school.basics.view import View
from schoolapp.school.basics.words import day_words, effect, refuse, span_words

_Done = TypeVar("_Done")


class BasicsState(SchoolState, rx.State):
    """What the school's day rests on."""

    is_loaded: bool = False
    view: View = View()
    term_id: int = 0
    stage: str = ""
    weekday: str = ""
    kind: str = KINDS[0]
    about: str = ""
    """The part that was saved last: name, term, new_term, bells, days or walks."""
    done: str = ""
    question: str = ""
    """What the days that are to be entered would take away; empty: nothing is asked."""
    _asked: dict[str, str] = {}
    """The form that is asked about."""
    form_key: int = 0
    """Grows when something was saved: the forms then show what holds."""

    @rx.event
    @guarded(Action.MANAGE_SETTINGS)
    async def load(self) -> None:
        """Fill the page; repeatable."""
        self.about, self.done, self.question = "", "", ""
        await self._fill()
        self.is_loaded = True

    @rx.event
    @guarded(Action.MANAGE_SETTINGS)
    async def choose_term(self, term_id: int) -> None:
        """Show another term and its bells."""
        self.term_id, self.about, self.done = term_id, "", ""
        await self._fill()

    @rx.event
    @guarded(Action.MANAGE_SETTINGS)
    async def choose_weekday(self, weekday: str) -> None:
        """Show the bells of a weekday, or those of every day."""
        self.weekday = weekday if weekday in map(str, range(1, 8)) else ""
        self.about, self.done = "", ""
        await self._fill()

    @rx.event
    @guarded(Action.MANAGE_SETTINGS)
    async def choose_stage(self, stage: str) -> None:
        """Show the bells of a stage, or those of the whole school."""
        self.stage = stage if stage in STAGES else ""
        self.about, self.done = "", ""
        await self._fill()

    @rx.event
    @guarded(Action.MANAGE_SETTINGS)
    async def choose_kind(self, kind: str) -> None:
        """What kind of days is being entered."""
        self.kind, self.question = kind if kind in KINDS else KINDS[0], ""

    @rx.event
    @guarded(Action.MANAGE_SETTINGS)
    async def rename(self, form: dict[str, str]) -> None:
        """Another name for the school."""
        viewer, name, short = self._viewer(), form.get("school", ""), form.get("short", "")
        changed = await self._write("name", lambda db: service.rename(db, viewer, name, short))
        await self._saved(_("Saved. Phones show it within a minute.") if changed else "")

    @rx.event
    @guarded(Action.MANAGE_SETTINGS)
    async def change_term(self, form: dict[str, str]) -> None:
        """Another name or other days for the open term."""
        viewer, term_id, name = self._viewer(), self.view.term.id, form.get("term", "")
        self.about = "term"
        starts, ends = _day(form, "starts", "wrong_term"), _day(form, "ends", "wrong_term")
        steps = await self._write("term", lambda db: terms.change(db, viewer, term_id, name, starts, ends))
        await self._saved(_joined(_("Saved."), effect(steps)))

    @rx.event
    @guarded(Action.MANAGE_SETTINGS)
    async def add_term(self, form: dict[str, str]) -> None:
        """The next term."""
        viewer, name = self._viewer(), form.get("term", "")
        self.about = "new_term"
        starts, ends = _day(form, "starts", "wrong_term"), _day(form, "ends", "wrong_term")
        self.term_id = await self._write("new_term", lambda db: terms.add(db, viewer, name, starts, ends))
        await self._saved(_("Saved. Its bells are those of the term before; check them below."))

    @rx.event
    @guarded(Action.MANAGE_SETTINGS)
    async def save_bells(self, form: dict[str, str]) -> None:
        """The bells that are shown hold from a day on."""
        viewer, rows = self._viewer(), bell_rows(form, MOST_PERIODS)
        which = Which(self.view.term.id, self.stage, self._weekday())
        self.about = "bells"
        valid_from = _day(form, "valid_from", "wrong_bells")
        steps = await self._write("bells", lambda db: bells.save(db, viewer, which, rows, valid_from))
        if steps is None:
            await self._saved("")
            return
        holds = _("These bells hold from {day}. Lessons that have begun stay as they are.")
        await self._saved(_joined(holds.format(day=day_words(valid_from)), effect(steps)))

    @rx.event
    @guarded(Action.MANAGE_SETTINGS)
    async def add_days(self, form: dict[str, str | None]) -> None:
        """Holidays, exams, a make-up day, an early end. A field that the kind does not ask for comes as None.

        Where lessons would be lost, asks first.
        """
        self.about, self.done, self.question = "days", "", ""
        self._asked = {name: value for name, value in form.items() if value} | {"kind": self.kind}
        self.question = await asyncio.to_thread(_question, self._viewer(), _days(self._asked))
        if not self.question:
            await self._add_days()

    @rx.event
    @guarded(Action.MANAGE_SETTINGS)
    async def go_on(self) -> None:
        """The office has read what the days take away, and wants them."""
        if self.question:
            await self._add_days()

    @rx.event
    @guarded(Action.MANAGE_SETTINGS)
    async def leave_it(self) -> None:
        """Nothing is entered; the form stays as it was typed."""
        self.question = ""

    @rx.event
    @guarded(Action.MANAGE_SETTINGS)
    async def remove_days(self, ids: str) -> None:
        """The days are ordinary again."""
        viewer = self._viewer()
        numbers = [int(one) for one in ids.split(",") if re.fullmatch(r"\d{1,9}", one)]
        steps = await self._write("days", lambda db: calendar.remove(db, viewer, numbers))
        await self._saved(_after_days(steps))

    @rx.event
    @guarded(Action.MANAGE_SETTINGS)
    async def save_walks(self, form: dict[str, str]) -> None:
        """Walking times between the buildings."""
        viewer = self._viewer()
        self.about = "walks"
        wanted = _walks(form)
        changed = await self._write("walks", lambda db: service.set_walks(db, viewer, wanted))
        await self._saved(_("Saved. The board reckons with it from now on.") if changed else "")

    async def _add_days(self) -> None:
        viewer, days = self._viewer(), _days(self._asked)
        self.question = ""
        steps = await self._write("days", lambda db: calendar.add(db, viewer, days))
        await self._saved(_after_days(steps))

    def _weekday(self) -> int | None:
        return int(self.weekday) if self.weekday else None

    async def _write(self, about: str, work: Callable[[Db], _Done]) -> _Done:
        self.about, self.done = about, ""
        return await asyncio.to_thread(_in_one_transaction, work)

    async def _saved(self, words: str) -> None:
        """Say what holds now; empty: nothing was another."""
        await self._fill()
        self.done = words or _("Nothing was changed; it holds so already.")
        self.form_key += 1

    async def _fill(self) -> None:
        self.view = await asyncio.to_thread(_view, self.term_id, self.stage, self._weekday())


def _in_one_transaction(work: Callable[[Db], _Done]) -> _Done:
    with write() as db:
        return work(db)


def _view(term_id: int, stage: str, weekday: int | None) -> View:
    with read() as db:
        return view.view(db, term_id, stage, weekday)


def _day(form: dict[str, str], name: str, refusal: str) -> date:
    try:
        return date.fromisoformat(form.get(name, ""))
    except ValueError:
        raise refuse(refusal) from None


def _question(viewer: Viewer, days: Days) -> str:
    with read() as db:
        classes, children = calendar.concerned(db, viewer, days)
    told = _("{days}: {n} classes with {m} children would not take place. Enter it all the same?")
    return told.format(days=span_words(days.first, days.last), n=classes, m=children) if classes else ""


def _days(form: dict[str, str]) -> Days:
    first = _day(form, "first", "wrong_days")
    last = _day(form, "last", "wrong_days") if form.get("last") else first
    follows = int(form["follows"]) if form.get("follows") in set(map(str, range(1, 8))) else None
    try:
        ends_at = minutes(form["ends_at"]) if form.get("ends_at") else None
    except ValueError:
        raise refuse("wrong_days") from None
    return Days(first, last, form["kind"], follows, ends_at, form.get("note", ""))


def _walks(form: dict[str, str]) -> dict[tuple[int, int], int]:
    wanted = {}
    for name, value in form.items():
        pair = re.fullmatch(r"walk_(\d{1,9})_(\d{1,9})", name)
        if pair and not re.fullmatch(r"\d{1,3}", value.strip()):
            raise refuse("wrong_walk")
        if pair:
            wanted[int(pair[1]), int(pair[2])] = int(value)
    return wanted


def _after_days(steps: Steps | None) -> str:
    return "" if steps is None else _joined(_("Saved."), effect(steps))


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)
