"""/office/consents: signed sheets entered by the office, and the copies that have to come back."""

from __future__ import annotations

import asyncio
import uuid
from dataclasses import dataclass
from datetime import date

import reflex as rx

from schoolapp import clock
from schoolapp.db import read
from schoolapp.i18n import _
from schoolapp.identity.policy import Action
from schoolapp.identity.state import SchoolState, guarded
from schoolapp.refusals import Refused
from schoolapp.school.people import queries as people
from schoolapp.works.consent import queries, service, view
from schoolapp.works.consent.recalls import Recall, recalls
from schoolapp.works.consent.view import ChildLine, HistoryLine
from schoolapp.works.rules import CHOICES

MOST_FOUND = 12


@dataclass(frozen=True)
class Signer:
    """A guardian of the child who may have signed."""

    id: str
    word: str


class PaperConsentState(SchoolState, rx.State):
    """A child is looked up, a sheet is entered."""

    text: str = ""
    found: list[ChildLine] = []
    was_searched: bool = False
    child: ChildLine = ChildLine(0, "", "")
    signers: list[Signer] = []
    history: list[HistoryLine] = []
    sheet_id: str = ""
    """The id that the next picture of a sheet gets."""
    today: str = ""
    tasks: list[Recall] = []
    is_loaded: bool = False
    done: str = ""

    @rx.event
    @guarded(Action.ENTER_CONSENT)
    async def load(self) -> None:
        """Repeatable. A sheet that was entered is put away; one that is being filled in stays."""
        if self.done:
            self.child, self.done = ChildLine(0, "", ""), ""
        self.today = clock.today().isoformat()
        self.tasks = await asyncio.to_thread(recalls, None)
        self.is_loaded = True

    @rx.event
    @guarded(Action.ENTER_CONSENT)
    async def search(self, text: str) -> None:
        """By name, initials or student number."""
        self.text = text[:40]
        self.found = await asyncio.to_thread(_found, self.text)
        self.was_searched = bool(self.text.strip())

    @rx.event
    @guarded(Action.ENTER_CONSENT)
    async def open(self, student_id: int) -> None:
        """One child: what counts, who may have signed, what was said."""
        self.done = ""
        await self._show(student_id)

    @rx.event
    @guarded(Action.ENTER_CONSENT)
    async def close(self) -> None:
        """Back to the search."""
        self.child, self.done = ChildLine(0, "", ""), ""

    @rx.event
    @guarded(Action.ENTER_CONSENT)
    async def enter(self, form: dict[str, str]) -> None:
        """The sheet from the form; what was typed stays when it is refused."""
        self.done = ""
        await asyncio.to_thread(service.enter_sheet, self._viewer(), _sheet(self.child.id, form))
        await self._show(self.child.id)
        self.tasks = await asyncio.to_thread(recalls, None)
        self.done = _("Saved. It counts from now; keep the sheet in the child's folder.")

    @rx.event
    @guarded(Action.ENTER_CONSENT)
    async def close_task(self, departure_id: int) -> None:
        """A copy has come back."""
        await asyncio.to_thread(service.recall_done, self._viewer(), departure_id)
        self.tasks = await asyncio.to_thread(recalls, None)

    async def _show(self, student_id: int) -> None:
        self.child, self.signers, self.history = await asyncio.to_thread(_opened, student_id)
        self.sheet_id = str(uuid.uuid4())


def _found(text: str) -> list[ChildLine]:
    if not text.strip():
        return []
    with read() as db:
        rows = people.find_students(db, clock.today(), text)
        return view.named(db, [row.id for row in rows if row.homeroom_id][:MOST_FOUND], clock.today())


def _opened(student_id: int) -> tuple[ChildLine, list[Signer], list[HistoryLine]]:
    with read() as db:
        named = view.named(db, [student_id], clock.today())
        if not named:
            raise service.refused("no_child")
        signers = [Signer(str(who.guardian_id), _signer_word(who)) for who in queries.speakers(db, student_id)]
        return named[0], signers, view.history_lines(db, student_id)


def _signer_word(who: queries.Speaker) -> str:
    standing = _("legal guardian") if who.is_legal else _("caretaker")
    return f"{who.relation} · {standing}"


def _sheet(student_id: int, form: dict[str, str]) -> service.Sheet:
    try:
        signed_on = date.fromisoformat(form.get("signed_on", ""))
    except ValueError:
        raise Refused("invalid", _("Give the day on which the sheet was signed."), 422) from None
    signer = form.get("signer", "")
    if signer and not (signer.isascii() and signer.isdecimal() and len(signer) < 10):
        raise service.refused("who_signed")
    return service.Sheet(
        student_id=student_id,
        signed_on=signed_on,
        work=_purposes(form, "work"),
        person=_purposes(form, "person"),
        guardian_id=int(signer) if signer else None,
        signed_by=form.get("signed_by", ""),
        is_legal=bool(form.get("is_legal")),
        photo_id=form.get("photo_id") or None,
    )


def _purposes(form: dict[str, str], subject: str) -> int:
    choice = form.get(subject, "")
    if choice not in CHOICES:
        raise Refused("invalid", _("Say for both what the sheet agrees to: works, and pictures of the child."), 422)
    return int(CHOICES[choice])
