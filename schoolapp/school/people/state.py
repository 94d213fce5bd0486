"""The office's people page: look a child up, add, move, take out."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

import reflex as rx

from schoolapp import clock
from schoolapp.db import read, write
from schoolapp.i18n import _
from schoolapp.identity.policy import Action
from schoolapp.identity.state import SchoolState, guarded
from schoolapp.paging import cut
from schoolapp.school.naming import homeroom_name, seat_name
from schoolapp.school.people import queries, service


@dataclass(frozen=True)
class ChildLine:
    """One row of the list."""

    id: int
    name: str
    where: str
    school_number: str
    has_left: bool


@dataclass(frozen=True)
class HomeroomChoice:
    """A homeroom to choose."""

    id: str
    name: str


@dataclass(frozen=True)
class ChildDetail:
    """What the office sees of one child."""

    id: int = 0
    name: str = ""
    where: str = ""
    school_number: str = ""
    pinyin: str = ""
    homeroom_id: str = ""
    seat: str = ""
    takes_part: bool = False
    has_left: bool = False
    has_card: bool = False
    sections: list[str] = field(default_factory=list)
    past: list[str] = field(default_factory=list)


class PeopleState(SchoolState, rx.State):
    """Children by homeroom and seat, one of them open."""

    rows: list[ChildLine] = []
    homerooms: list[HomeroomChoice] = []
    text: str = ""
    homeroom_id: str = ""
    has_more: bool = False
    hidden: str = ""
    """How many more the text calls outside the chosen homeroom, in words; empty for none."""
    is_loaded: bool = False
    is_new: bool = False
    """The school has no child yet."""
    child: ChildDetail = ChildDetail()
    is_adding: bool = False
    done: str = ""

    @rx.event
    @guarded(Action.MANAGE_PEOPLE)
    async def load(self) -> None:
        """Fill the list; repeatable."""
        self.homerooms = await asyncio.to_thread(_homeroom_choices)
        await self._fill(0)
        self.is_new = not self.rows and not await asyncio.to_thread(_has_students)
        self.is_loaded = True

    @rx.event
    @guarded(Action.MANAGE_PEOPLE)
    async def search(self, text: str) -> None:
        """Look for a name, initials or a student number."""
        self.text = text[:40]
        await self._fill(0)

    @rx.event
    @guarded(Action.MANAGE_PEOPLE)
    async def choose_homeroom(self, homeroom_id: str) -> None:
        """Show one homeroom, or all for an empty value."""
        self.homeroom_id = homeroom_id
        await self._fill(0)

    @rx.event
    @guarded(Action.MANAGE_PEOPLE)
    async def more(self) -> None:
        """The next rows."""
        await self._fill(len(self.rows))

    @rx.event
    @guarded(Action.MANAGE_PEOPLE)
    async def open(self, student_id: int) -> None:
        """Open one child."""
        self.done = ""
        self.is_adding = False
        self.child = await asyncio.to_thread(_detail, student_id)

    @rx.event
    @guarded(Action.MANAGE_PEOPLE)
    async def close(self) -> None:
        """Back to the list."""
        self.child = ChildDetail()
        self.is_adding = False

    @rx.event
    @guarded(Action.MANAGE_PEOPLE)
    async def start_adding(self) -> None:
        """Open the form for a new child."""
        self.child = ChildDetail()
        self.is_adding = True
        self.done = ""

    @rx.event
    @guarded(Action.MANAGE_PEOPLE)
    async def add(self, form: dict[str, str]) -> None:
        """Add the child from the form; what was typed stays when it is refused."""
        await self._change(_add, form, done=_("Added. Print the card under QR cards."))

    @rx.event
    @guarded(Action.MANAGE_PEOPLE)
    async def move(self, form: dict[str, str]) -> None:
        """Another homeroom or seat from today on."""
        await self._change(_move, form | {"student_id": str(self.child.id)}, done=_("Saved. It counts from today."))

    @rx.event
    @guarded(Action.MANAGE_PEOPLE)
    async def toggle_participation(self) -> None:
        """Takes part from today on, or no longer."""
        change = {"student_id": str(self.child.id), "takes_part": "" if self.child.takes_part else "1"}
        await self._change(_participation, change, done=_("Saved. It counts from today."))

    @rx.event
    @guarded(Action.MANAGE_PEOPLE)
    async def leave_school(self) -> None:
        """The child has left the school; asked for twice on the page."""
        await self._change(
            _left, {"student_id": str(self.child.id)}, done=_("Saved. The past rolls stay as they were.")
        )

    async def _change(self, work: Callable[[int, dict[str, str]], int], form: dict[str, str], done: str) -> None:
        actor = self._viewer().account_id or 0
        self.done = ""
        student_id = await asyncio.to_thread(work, actor, form)
        self.done, self.is_adding = done, False
        self.child = await asyncio.to_thread(_detail, student_id)
        await self._fill(0)

    async def _fill(self, offset: int) -> None:
        chosen = int(self.homeroom_id) if self.homeroom_id.isdigit() else None
        found = await asyncio.to_thread(_lines, self.text, chosen, offset)
        fresh, self.has_more = cut(found, queries.PAGE)
        self.rows = self.rows[:offset] + fresh
        self.hidden = await asyncio.to_thread(_hidden, self.text, chosen)


def _has_students() -> bool:
    with read() as db:
        return queries.has_students(db)


def _homeroom_choices() -> list[HomeroomChoice]:
    with read() as db:
        term = queries.term_on(db, clock.today())
        rows = queries.homerooms(db, term.id) if term and term.id else []
        return [HomeroomChoice(str(row.id), homeroom_name(row.grade, row.number)) for row in rows]


def _where(grade: int | None, number: int | None, seat: int | None) -> str:
    if grade is None or number is None:
        return _("no homeroom")
    return seat_name(homeroom_name(grade, number), seat)


def _lines(text: str, homeroom_id: int | None, offset: int) -> list[ChildLine]:
    with read() as db:
        return [
            ChildLine(row.id, row.name, _where(row.grade, row.number, row.seat_number), row.school_number, row.has_left)
            for row in queries.find_students(db, clock.today(), text, homeroom_id, offset)
        ]


def _hidden(text: str, homeroom_id: int | None) -> str:
    """Said only where something is looked for: that a homeroom shows no other's children goes without saying."""
    if homeroom_id is None or not text.strip():
        return ""
    with read() as db:
        count = queries.count_hidden(db, clock.today(), text, homeroom_id)
    return _("{n} more are hidden by the filter.").format(n=count) if count else ""


def _detail(student_id: int) -> ChildDetail:
    today = clock.today()
    with read() as db:
        student = queries.student(db, student_id)
        if student is None:
            return ChildDetail()
        spans = list(queries.memberships(db, student_id))
        now = [(span, room) for span, room in spans if _covers(span.valid_from, span.valid_to, today)]
        span, room = now[0] if now else (None, None)
        return ChildDetail(
            id=student_id,
            name=student.name,
            where=_where(room.grade, room.number, span.seat_number) if span and room else _("no homeroom"),
            school_number=student.school_number or "",
            pinyin=student.pinyin,
            homeroom_id=str(room.id) if room else "",
            seat=str(span.seat_number or "") if span else "",
            takes_part=queries.participates(db, student_id, today),
            has_left=student.left_on is not None and student.left_on <= today,
            has_card=any(card.revoked_at is None for card in queries.cards_of(db, student_id)),
            sections=[section.name for section in queries.sections_of(db, student_id, today)],
            past=[_span_text(span, room) for span, room in spans if (span, room) not in now],
        )


def _covers(start: date, end: date | None, day: date) -> bool:
    return start <= day and (end is None or day <= end)


def _span_text(span: queries.HomeroomMembership, room: queries.Homeroom) -> str:
    until = span.valid_to.isoformat() if span.valid_to else ""
    return f"{_where(room.grade, room.number, span.seat_number)} · {span.valid_from.isoformat()} – {until}"


def _seat(text: str) -> int | None:
    if not text.strip():
        return None
    if not text.strip().isdecimal() or not 1 <= int(text) <= 99:
        raise service.refuse("bad_seat")
    return int(text)


def _homeroom_of(form: dict[str, str]) -> int:
    if not form.get("homeroom_id", "").isdecimal():
        raise service.refuse("no_homeroom")
    return int(form["homeroom_id"])


def _add(actor: int, form: dict[str, str]) -> int:
    new = service.NewStudent(
        name=form.get("name", ""),
        school_number=form.get("school_number", ""),
        homeroom_id=_homeroom_of(form),
        seat_number=_seat(form.get("seat", "")),
        takes_part=bool(form.get("takes_part")),
    )
    with write() as db:
        return service.add_student(db, actor, new, clock.today())


def _move(actor: int, form: dict[str, str]) -> int:
    student_id = int(form["student_id"])
    with write() as db:
        service.move_student(db, actor, student_id, _homeroom_of(form), _seat(form.get("seat", "")), clock.today())
    return student_id


def _participation(actor: int, form: dict[str, str]) -> int:
    student_id = int(form["student_id"])
    with write() as db:
        service.set_participation(db, actor, student_id, bool(form["takes_part"]), clock.today())
    return student_id


def _left(actor: int, form: dict[str, str]) -> int:
    student_id = int(form["student_id"])
    with write() as db:
        service.student_left(db, actor, student_id, clock.today())
    return student_id
