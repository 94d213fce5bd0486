"""What the office can choose from for the open class: colleagues, rooms, classes to join."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlmodel import Session as Db

from schoolapp.i18n import _
from schoolapp.identity.policy import Viewer
from schoolapp.programme import changes, day_queries, day_view, merging, words
from schoolapp.programme.day_view import Choice, ClassRow


@dataclass(frozen=True)
class Opened:
    """A class, and what can be chosen for it while it can still be changed."""

    row: ClassRow
    staff: list[Choice] = field(default_factory=list)
    rooms: list[Choice] = field(default_factory=list)
    partners: list[Choice] = field(default_factory=list)


def opened(db: Db, viewer: Viewer, session_id: int) -> Opened:
    """Who or what is taken at that time says by which class, and cannot be chosen. Raises as `changes.open_class`."""
    row = day_view.class_row(db, session_id)
    if row.id == 0 or row.is_off or row.is_over:
        return Opened(row)
    meeting, others = changes.open_class(db, viewer, session_id)
    teaching = {one.staff_id: words.title(one) for one in others}
    in_use = {one.room_id: words.title(one) for one in others}
    return Opened(
        row,
        _choices(day_queries.staff_choices(db), meeting.staff_id, teaching),
        _choices(day_queries.room_choices(db), meeting.room_id, in_use),
        merging.partners(meeting, others),
    )


def _choices(known: Iterable[tuple[int, str]], now: int | None, taken: dict[int | None, str]) -> list[Choice]:
    """The free ones first; the one that the class has now is no choice."""
    found = [
        Choice(str(key), _("{name} (has {title} then)").format(name=name, title=taken[key]), is_taken=True)
        if key in taken
        else Choice(str(key), name)
        for key, name in known
        if key != now
    ]
    return sorted(found, key=lambda one: one.is_taken)
