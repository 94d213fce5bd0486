"""The office enters a paper roll: day, lesson, tap the absent, head count."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID, uuid4

import reflex as rx

from schoolapp import clock
from schoolapp.checkin.paper import entry
from schoolapp.checkin.paper.rules import Meeting
from schoolapp.i18n import _
from schoolapp.identity.policy import Action
from schoolapp.identity.state import SchoolState, guarded
from schoolapp.refusals import Refused


@dataclass(frozen=True)
class LessonLine:
    """A lesson to choose."""

    id: int = 0
    title: str = ""
    slot: str = ""
    where: str = ""
    is_submitted: bool = False


@dataclass(frozen=True)
class Seat:
    """A child of the open sheet. `state`: present, absent or leave."""

    id: int = 0
    name: str = ""
    seat: str = ""
    homeroom: str = ""
    state: str = "present"
    was_on_leave: bool = False


class PaperRollState(SchoolState, rx.State):
    """The lessons of a day and one open sheet."""

    day: str = ""
    latest: str = ""
    lessons: list[LessonLine] = []
    shown: int = 0
    text: str = ""
    is_loaded: bool = False
    lesson: LessonLine = LessonLine()
    seats: list[Seat] = []
    is_homeroom: bool = False
    present: int = 0
    absent: int = 0
    on_leave: int = 0
    head_count: str = ""
    note: str = ""
    done: str = ""
    _key: str = ""
    _all: list[LessonLine] = []

    @rx.event
    @guarded(Action.ENTER_PAPER_ROLL)
    async def load(self) -> None:
        """Today's lessons; repeatable, and an open sheet stays open."""
        self.latest = clock.today().isoformat()
        await self._fill(self.day or self.latest)
        self.is_loaded = True

    @rx.event
    @guarded(Action.ENTER_PAPER_ROLL)
    async def choose_day(self, day: str) -> None:
        """The lessons of another day."""
        self._close()
        await self._fill(day)

    @rx.event
    @guarded(Action.ENTER_PAPER_ROLL)
    async def search(self, text: str) -> None:
        """Narrow the lessons to those whose name, room or teacher contains `text`."""
        self.text = text[:40]
        self._narrow()

    @rx.event
    @guarded(Action.ENTER_PAPER_ROLL)
    async def open(self, session_id: int) -> None:
        """Open the sheet of a lesson."""
        self._close()
        await self._open(session_id)

    @rx.event
    @guarded(Action.ENTER_PAPER_ROLL)
    async def close(self) -> None:
        """Back to the lessons, without recording."""
        self._close()

    @rx.event
    @guarded(Action.ENTER_PAPER_ROLL)
    async def tap(self, student_id: int) -> None:
        """Present becomes absent (or on leave, where a leave is known) and back."""
        self.seats = [_tapped(seat) if seat.id == student_id else seat for seat in self.seats]
        self._count()

    @rx.event
    @guarded(Action.ENTER_PAPER_ROLL)
    async def submit(self, form: dict[str, str]) -> None:
        """Record the sheet; what was typed stays when it is refused."""
        counted, self.note = form.get("head_count", "").strip(), form.get("note", "")[:500]
        self.head_count = counted
        filled = entry.Filled(
            session_id=self.lesson.id,
            present=frozenset(_ids(self.seats, "present")),
            absent=frozenset(_ids(self.seats, "absent")),
            head_count=int(counted) if counted.isdecimal() and len(counted) <= 3 else None,
            note=self.note,
            key=UUID(self._key or str(uuid4())),
        )
        viewer = self._viewer()
        await asyncio.to_thread(entry.enter, viewer, filled)
        told = _("Recorded: {title}, {here} here, {absent} absent.")
        done = told.format(title=self.lesson.title, here=self.present, absent=self.absent)
        self._close()
        self.done = done
        await self._fill(self.day)

    def _close(self) -> None:
        self.lesson, self.seats, self.done = LessonLine(), [], ""
        self.head_count, self.note, self._key = "", "", ""

    async def _open(self, session_id: int) -> None:
        sheet = await asyncio.to_thread(entry.open_sheet, self._viewer(), session_id)
        self.lesson = _lesson(sheet.meeting, sheet.is_submitted)
        self.is_homeroom = sheet.meeting.homeroom_id is not None
        self.seats = [_seat(line) for line in sheet.lines]
        self._key = str(uuid4())
        self._count()

    async def _fill(self, day: str) -> None:
        chosen = _parsed(day)
        found = await asyncio.to_thread(entry.lessons, chosen)
        self.day = chosen.isoformat()
        self._all = [_lesson(meet.meeting, meet.is_submitted) for meet in found]
        self._narrow()

    def _narrow(self) -> None:
        wanted = self.text.strip()
        self.lessons = [line for line in self._all if wanted in line.title or wanted in line.where]
        self.shown = len(self.lessons)

    def _count(self) -> None:
        self.present, self.absent, self.on_leave = (
            len(list(_ids(self.seats, state))) for state in ("present", "absent", "leave")
        )


def _ids(seats: Iterable[Seat], state: str) -> Iterable[int]:
    return (seat.id for seat in seats if seat.state == state)


def _parsed(day: str) -> date:
    try:
        return date.fromisoformat(day)
    except ValueError:
        raise Refused("invalid") from None


def _tapped(seat: Seat) -> Seat:
    away = "leave" if seat.was_on_leave else "absent"
    return replace(seat, state=away if seat.state == "present" else "present")


def _lesson(meeting: Meeting, is_submitted: bool) -> LessonLine:
    span = f"{clock.local(meeting.starts_at):%H:%M}"
    return LessonLine(
        id=meeting.id,
        title=meeting.title,
        slot=_("Period {n}").format(n=meeting.slot),
        where=" · ".join(part for part in (span, meeting.place, meeting.teacher) if part),
        is_submitted=is_submitted,
    )


def _seat(line: entry.SheetLine) -> Seat:
    child = line.child
    return Seat(
        id=child.id,
        name=child.name,
        seat=str(child.seat) if child.seat is not None else "",
        homeroom=child.homeroom,
        state=line.state,
        was_on_leave=line.is_on_leave,
    )
