"""The office's cards page: whose cards, who has none, print, replace."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import reflex as rx

from schoolapp import clock
from schoolapp.i18n import _
from schoolapp.identity.policy import Action
from schoolapp.identity.state import SchoolState, guarded
from schoolapp.refusals import Refused
from schoolapp.school.cards import service
from schoolapp.school.cards.queries import Choice, Group, Holder
from schoolapp.school.cards.sheets import PER_SHEET
from schoolapp.school.naming import seat_name


@dataclass(frozen=True)
class GroupChoice:
    """A homeroom or section to choose; the id as text, as a select holds it."""

    id: str
    name: str


@dataclass(frozen=True)
class CardLine:
    """One child of the list. `card_id` 0: no card in force."""

    id: int = 0
    name: str = ""
    where: str = ""
    takes_part: bool = True
    is_namesake: bool = False
    card_id: int = 0
    since: str = ""
    replaced: int = 0


class CardsState(SchoolState, rx.State):
    """A homeroom, a section or a search, and one child opened from it."""

    homerooms: list[GroupChoice] = []
    sections: list[GroupChoice] = []
    homeroom_id: str = ""
    section_id: str = ""
    text: str = ""
    title: str = ""
    rows: list[CardLine] = []
    shown: int = 0
    lacking: int = 0
    printable: int = 0
    sheets: int = 0
    print_address: str = ""
    is_loaded: bool = False
    child: CardLine = CardLine()
    reason: str = "lost"
    done: str = ""

    @rx.event
    @guarded(Action.MANAGE_CARDS)
    async def load(self) -> None:
        """Fill the choices; repeatable."""
        await self._fill()
        self.is_loaded = True

    @rx.event
    @guarded(Action.MANAGE_CARDS)
    async def choose_homeroom(self, homeroom_id: str) -> None:
        """Show a homeroom's children."""
        await self._show(homeroom_id=homeroom_id)

    @rx.event
    @guarded(Action.MANAGE_CARDS)
    async def choose_section(self, section_id: str) -> None:
        """Show a section's children."""
        await self._show(section_id=section_id)

    @rx.event
    @guarded(Action.MANAGE_CARDS)
    async def search(self, text: str) -> None:
        """Look for a child by name, pinyin or initials."""
        await self._show(text=text[:40])

    @rx.event
    @guarded(Action.MANAGE_CARDS)
    async def issue_missing(self) -> None:
        """Cards for those of the shown group who take part and have none."""
        choice = self._choice()
        if choice is None:
            raise Refused("invalid")
        given = await asyncio.to_thread(service.issue_missing, choice, self._account())
        self.done = _("{n} new cards. Print them now.").format(n=given)
        await self._fill()

    @rx.event
    @guarded(Action.MANAGE_CARDS)
    async def open(self, student_id: int) -> None:
        """Show one child's card."""
        self.done, self.reason = "", "lost"
        self.child = next((row for row in self.rows if row.id == student_id), CardLine())

    @rx.event
    @guarded(Action.MANAGE_CARDS)
    async def close(self) -> None:
        """Back to the list."""
        self.child, self.done = CardLine(), ""

    @rx.event
    @guarded(Action.MANAGE_CARDS)
    async def issue_one(self) -> None:
        """A card for the open child, who may also be one that takes no part."""
        await asyncio.to_thread(service.issue_missing, Choice(student_id=self.child.id), self._account())
        self.done = _("The card is ready. Print it now.")
        await self._fill()

    @rx.event
    @guarded(Action.MANAGE_CARDS)
    async def choose_reason(self, reason: str) -> None:
        """Why the open child's card is replaced."""
        self.reason = reason

    @rx.event
    @guarded(Action.MANAGE_CARDS)
    async def replace(self) -> None:
        """Revoke the open child's card and give a new one; asked for twice on the page."""
        await asyncio.to_thread(service.reissue, self.child.id, self.reason, self._account())
        self.done = _("The old card no longer counts. Print the new one now.")
        await self._fill()

    def _account(self) -> int:
        return self._viewer().account_id or 0

    def _choice(self) -> Choice | None:
        if self.homeroom_id.isdecimal():
            return Choice(homeroom_id=int(self.homeroom_id))
        if self.section_id.isdecimal():
            return Choice(section_id=int(self.section_id))
        return None

    async def _show(self, homeroom_id: str = "", section_id: str = "", text: str = "") -> None:
        """One way of choosing at a time: a new one empties the others."""
        self.homeroom_id, self.section_id, self.text = homeroom_id, section_id, text
        self.child, self.done = CardLine(), ""
        await self._fill()

    async def _fill(self) -> None:
        found = await asyncio.to_thread(service.overview, self._choice(), self.text)
        self.homerooms, self.sections = _choices(found.homerooms), _choices(found.sections)
        self.rows = [_line(holder) for holder in found.holders]
        self.shown = len(self.rows)
        named = {choice.id: choice.name for choice in (self.homerooms if self.homeroom_id else self.sections)}
        self.title = named.get(self.homeroom_id or self.section_id, "")
        self.lacking = sum(row.takes_part and row.card_id == 0 for row in self.rows)
        self.printable = sum(row.card_id > 0 for row in self.rows)
        self.sheets = -(-self.printable // PER_SHEET)
        self.print_address = _print_address(self._choice())
        self.child = next((row for row in self.rows if row.id == self.child.id), CardLine())


def _choices(groups: list[Group]) -> list[GroupChoice]:
    return [GroupChoice(str(group.id), group.name) for group in groups]


def _print_address(choice: Choice | None) -> str:
    if choice is None:
        return ""
    if choice.homeroom_id is not None:
        return f"/print/cards?homeroom={choice.homeroom_id}"
    return f"/print/cards?section={choice.section_id}"


def _line(holder: Holder) -> CardLine:
    return CardLine(
        id=holder.student_id,
        name=holder.name,
        where=seat_name(holder.homeroom, holder.seat),
        takes_part=holder.takes_part,
        is_namesake=holder.is_namesake,
        card_id=holder.card_id or 0,
        since=f"{clock.local(holder.issued_at):%Y-%m-%d}" if holder.issued_at else "",
        replaced=holder.times_replaced,
    )
