"""Where a child belongs after the changes of its day: one rule for the board, rolls, lists and verdicts. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol, TypeVar


class Meeting(Protocol):
    """A session with the changes of its day laid over it, as far as they move its children."""

    @property
    def id(self) -> int: ...
    @property
    def is_cancelled(self) -> bool: ...
    @property
    def into_id(self) -> int | None: ...
    @property
    def off_since(self) -> int | None: ...
    @property
    def back_since(self) -> int | None: ...


M = TypeVar("M", bound=Meeting)


def placed(listed: Sequence[M], meetings: Mapping[int, M], care: M | None) -> tuple[M | None, int]:
    """Where the child belongs, and since when a change of the day sends it there (ms; 0: its own list does).
    A class that was off for a while has them again only since then.

    `listed`: the sessions of one slot whose lists name the child, in order. The first that takes place counts, or the
    one that it was merged into; if there is none, its homeroom's homework `care`, which may have been merged as well.
    Whom no list names, no teacher is asked about: care must not presume it.
    """
    ways = [_way(one, meetings) for one in listed]
    goal = next((way[-1] for way in ways if _takes_place(way[-1])), None)
    if goal is None and care is not None and ways:
        ways.append(_way(care, meetings))
        goal = ways[-1][-1] if _takes_place(ways[-1][-1]) else None
    if goal is None:
        return None, 0
    passed = [one for way in ways if way[-1] is goal or not _takes_place(way[-1]) for one in way if one is not goal]
    return goal, max((goal.back_since or 0, *(one.off_since or 0 for one in passed)))


def goal_of(meeting: M, meetings: Mapping[int, M]) -> M | None:
    """The session in which those listed for `meeting` meet; None: it was called off."""
    last = _way(meeting, meetings)[-1]
    return last if _takes_place(last) else None


def _way(meeting: M, meetings: Mapping[int, M]) -> list[M]:
    """The session, and those by which mergers lead on from it."""
    way = [meeting]
    while (into := meetings.get(way[-1].into_id or 0)) is not None and into not in way:
        way.append(into)
    return way


def _takes_place(meeting: Meeting) -> bool:
    return not meeting.is_cancelled and meeting.into_id is None
