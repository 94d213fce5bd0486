"""What the pages of a family hold: small values, never rows."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class ChildTab:
    """One child of the signed-in guardian."""

    id: int = 0
    name: str = ""
    is_waiting: bool = False
    """The homeroom teacher has not confirmed yet."""


@dataclass(frozen=True)
class Now:
    """Where the child is, in a few calm words."""

    title: str = ""
    detail: str = ""
    tone: str = "unknown"
    teacher: str = ""
    """Whom to call; empty while nothing needs a call."""
    phone: str = ""


@dataclass(frozen=True)
class Moment:
    """One line of today. `kind`: here, calm or later."""

    key: str
    time: str
    text: str
    kind: str


@dataclass(frozen=True)
class WeekLine:
    """One class of this week; `day` is empty when it is the same as the line before."""

    id: int
    day: str
    time: str
    title: str
    detail: str
    is_today: bool
    is_off: bool


@dataclass(frozen=True)
class WorkTile:
    """A work of the child."""

    id: int
    title: str
    src: str
    width: int
    height: int
    placeholder: str
    lasts: str
    """0:12 of a film; empty for a picture."""
    day: str
    is_waiting: bool
    link: str


@dataclass(frozen=True)
class Remark:
    """What a teacher wrote to a work."""

    id: int
    text: str
    source: str
    link: str
    """The work that it was said about."""


@dataclass(frozen=True)
class NoticeLine:
    """One notice. `link` empty: nothing to open."""

    id: int
    text: str
    detail: str
    link: str
    is_new: bool


@dataclass(frozen=True)
class Home:
    """The page of one confirmed child."""

    now: Now = Now()
    today: list[Moment] = field(default_factory=list)
    week: list[WeekLine] = field(default_factory=list)
    works: list[WorkTile] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    consents: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Waiting:
    """Who must confirm, while a child waits."""

    teacher: str = ""
    phone: str = ""
    relation: str = ""
    joined: str = ""
