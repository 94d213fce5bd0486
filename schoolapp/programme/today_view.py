"""What the page of today shows: plain values, already worded."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class ClassCard:
    """The class that is on, or comes next today."""

    id: int
    title: str
    where: str
    when: str
    slot: str
    is_now: bool
    is_care: bool
    expected: int
    """Children on the list, those on leave included."""
    here: int
    """Of those on the list, as on the scan page."""
    guests: int
    """Children of other classes who are in the room."""
    on_leave: int
    """Those of them who did not come nevertheless."""
    is_submitted: bool
    is_outdated: bool
    """The roll was submitted before another class joined this one."""
    unclear: int
    """Names of a submitted roll that nobody has found yet."""
    instead_of: str
    """Whom the viewer stands in for; empty for the own class."""
    scan_link: str
    shoot_link: str
    part: str
    """The ring's filled part and its circumference, as SVG wants dashes; empty: nobody is here."""
    count_of: str
    """应到 30."""
    label: str
    """The ring in words."""


@dataclass(frozen=True)
class Line:
    """One of the coming classes, or one on the list of a class that was."""

    id: int
    title: str
    detail: str
    expected: int
    pill: str = ""
    tone: str = "calm"


@dataclass(frozen=True)
class Notice:
    """A change of today that concerns the viewer. `kind` is the word on its pill."""

    kind: str
    tone: str
    title: str
    text: str
    detail: str


@dataclass(frozen=True)
class OwnHomeroom:
    """Where the homeroom's children are by plan in this period."""

    name: str
    slot: str
    total: int
    out: int
    stay: int
    on_leave: int


@dataclass(frozen=True)
class WholeSchool:
    """The period in numbers, for leaders and office."""

    slot: str
    when: str
    is_now: bool
    children: int
    on_leave: int
    classes: int
    submitted: int
    not_begun: int


@dataclass(frozen=True)
class Today:
    """The whole page."""

    day_line: str
    greeting: str
    card: ClassCard | None = None
    coming: list[Line] = field(default_factory=list)
    coming_day: str = ""
    """Empty: the coming classes are today's."""
    notices: list[Notice] = field(default_factory=list)
    homerooms: list[OwnHomeroom] = field(default_factory=list)
    school: WholeSchool | None = None
    empty: str = ""
    """Why there is nothing to do, in one sentence."""


@dataclass(frozen=True)
class RosterLine:
    """A child on the list of a class; `where` tells namesakes apart."""

    id: int
    name: str
    where: str
    mark: str
    """here, late, guest, leave, absent (by a roll that is in) or empty."""
