"""Who stands on which paper roll. Pure: facts of one day in, sheets out."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Group = tuple[int | None, int | None]
"""A section or a homeroom: (section id, homeroom id), one of them None."""


@dataclass(frozen=True)
class Meeting:
    """A session of the day as its changes leave it; exactly one of section and homeroom is set."""

    id: int
    slot: int
    starts_at: datetime
    ends_at: datetime
    title: str
    place: str = ""
    teacher: str = ""
    staff_id: int | None = None
    section_id: int | None = None
    homeroom_id: int | None = None
    is_cancelled: bool = False
    merged_into: int | None = None

    @property
    def group(self) -> Group:
        """Whose meeting it is."""
        return (self.section_id, self.homeroom_id)


@dataclass(frozen=True)
class Child:
    """A child as a roll names it."""

    id: int
    name: str
    homeroom_id: int
    homeroom: str
    seat: int | None
    is_namesake: bool = False


@dataclass(frozen=True)
class Facts:
    """One day: its meetings, who is listed in each (meeting, child), and approved leaves (child, from, to)."""

    meetings: list[Meeting]
    listed: list[tuple[int, int]]
    children: list[Child]
    leaves: list[tuple[int, datetime, datetime]]


@dataclass(frozen=True)
class Cell:
    """One child in one period: boxes to tick, on leave, in another room, or nothing."""

    kind: Literal["boxes", "leave", "elsewhere", "none"]
    text: str = ""
    is_expected: bool = False
    """The child belongs to this sheet's meeting, on leave or not."""


@dataclass(frozen=True)
class Line:
    """A child's line, one cell a period."""

    child: Child
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Period:
    """A column: one meeting of the sheet's group; `meeting` is None where the whole homeroom is out."""

    slot: int
    starts_at: datetime
    ends_at: datetime
    meeting: Meeting | None
    expected: int
    on_leave: int


@dataclass(frozen=True)
class Sheet:
    """The roll of one section or one homeroom for a day."""

    title: str
    section_id: int | None
    homeroom_id: int | None
    periods: tuple[Period, ...]
    lines: tuple[Line, ...]

    @property
    def staff_ids(self) -> frozenset[int]:
        """Who takes these meetings, substitutes in their place."""
        taken = (period.meeting.staff_id for period in self.periods if period.meeting)
        return frozenset(staff_id for staff_id in taken if staff_id is not None)


Seating = dict[int, dict[int, Meeting]]
"""Child → slot → where it is expected."""
Away = dict[int, list[tuple[datetime, datetime]]]
"""Child → spans of approved leave."""


def seating(facts: Facts) -> Seating:
    """Where each child is expected, slot by slot: a merged class goes along, a cancelled one back to homework care."""
    by_id = {meeting.id: meeting for meeting in facts.meetings}
    care = {(meeting.homeroom_id, meeting.slot): meeting for meeting in facts.meetings if meeting.homeroom_id}
    homeroom_of = {child.id: child.homeroom_id for child in facts.children}
    found: Seating = defaultdict(dict)
    for meeting_id, child_id in facts.listed:
        if meeting_id not in by_id or child_id not in homeroom_of:
            continue
        planned = by_id[meeting_id]
        actual = by_id.get(planned.merged_into, planned) if planned.merged_into else planned
        if actual.is_cancelled:
            back = care.get((homeroom_of[child_id], planned.slot))
            if back is None or back.is_cancelled:
                continue
            actual = back
        found[child_id].setdefault(planned.slot, actual)
    return found


def sheets(facts: Facts) -> list[Sheet]:
    """A roll for each section that meets and for each homeroom with participating children, sections first."""
    seats, away = seating(facts), away_spans(facts)
    children = [child for child in facts.children if child.id in seats]
    rolls: list[Sheet] = []
    for section_id, title in {m.section_id: m.title for m in facts.meetings if m.section_id}.items():
        own = {child.id: _of_section(seats[child.id], section_id) for child in children}
        rolls.append(_sheet(title, (section_id, None), [child for child in children if own[child.id]], own, away))
    for homeroom_id, title in {child.homeroom_id: child.homeroom for child in children}.items():
        own_children = [child for child in children if child.homeroom_id == homeroom_id]
        rolls.append(_sheet(title, (None, homeroom_id), own_children, seats, away))
    return [roll for roll in rolls if roll.lines]


def _of_section(own: dict[int, Meeting], section_id: int) -> dict[int, Meeting]:
    return {slot: meeting for slot, meeting in own.items() if meeting.section_id == section_id}


def away_spans(facts: Facts) -> Away:
    """The approved leaves, child by child."""
    found: Away = defaultdict(list)
    for child_id, starts_at, ends_at in facts.leaves:
        found[child_id].append((starts_at, ends_at))
    return found


def is_away(child_id: int, meeting: Meeting, away: Away) -> bool:
    """Whether an approved leave overlaps the meeting."""
    return any(start < meeting.ends_at and end > meeting.starts_at for start, end in away.get(child_id, ()))


def _sheet(title: str, group: Group, children: list[Child], seats: Seating, away: Away) -> Sheet:
    slots = sorted({slot for child in children for slot in seats[child.id]})
    lines = tuple(
        Line(child, tuple(_cell(child, seats[child.id].get(slot), group, away) for slot in slots)) for child in children
    )
    periods = tuple(
        _period(slot, group, [seats[child.id].get(slot) for child in children], [line.cells[place] for line in lines])
        for place, slot in enumerate(slots)
    )
    return Sheet(title, *group, periods, lines)


def _cell(child: Child, meeting: Meeting | None, group: Group, away: Away) -> Cell:
    if meeting is None:
        return Cell("none")
    is_ours = meeting.group == group
    if is_away(child.id, meeting, away):
        return Cell("leave", is_expected=is_ours)
    if is_ours:
        return Cell("boxes", is_expected=True)
    return Cell("elsewhere", f"{meeting.title}\n{meeting.place}".strip())


def _period(slot: int, group: Group, there: list[Meeting | None], cells: list[Cell]) -> Period:
    meetings = [meeting for meeting in there if meeting is not None]
    ours = next((meeting for meeting in meetings if meeting.group == group), None)
    shown = ours or meetings[0]
    expected = sum(cell.is_expected for cell in cells)
    on_leave = sum(cell.is_expected and cell.kind == "leave" for cell in cells)
    return Period(slot, shown.starts_at, shown.ends_at, ours, expected, on_leave)
