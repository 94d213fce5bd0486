"""Rolls on A4: one page a group, two columns of names, boxes to tick with a pen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from schoolapp import clock
from schoolapp.checkin.paper.rules import Line, Period, Sheet
from schoolapp.i18n import _
from schoolapp.ui.printing import render

WEEKDAYS = (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"))
_ROOMY, _DENSE = 20, 28
"""Lines a column: large ones where they fit, else lines of 7 mm."""


@dataclass(frozen=True)
class _Page:
    sheet: Sheet
    columns: list[Sequence[Line]]
    density: str
    number: int
    of: int


def roll_sheets(school: str, day: date, rolls: Sequence[Sheet]) -> str:
    """The printable page of these rolls."""
    written = _("{month}/{day} {weekday}").format(month=day.month, day=day.day, weekday=WEEKDAYS[day.weekday()])
    return render(
        "checkin/paper/rolls.html",
        title=_("Rolls of {day}: {n} sheets").format(day=written, n=sum(len(pages_of(roll)) for roll in rolls)),
        back="/today",
        school=school,
        day=written,
        pages=[page for roll in rolls for page in pages_of(roll)],
        span=_span,
    )


def pages_of(roll: Sheet) -> list[_Page]:
    """The roll cut into pages of two columns, seat numbers running down."""
    is_roomy = len(roll.lines) <= 2 * _ROOMY
    height = _ROOMY if is_roomy else _DENSE
    parts = [roll.lines[start : start + 2 * height] for start in range(0, len(roll.lines), 2 * height)]
    pages: list[_Page] = []
    for number, lines in enumerate(parts, 1):
        half = max(-(-len(lines) // 2), 1) if len(parts) == 1 else height
        density = "roomy" if is_roomy else "dense"
        pages.append(_Page(roll, [lines[:half], lines[half:]], density, number, len(parts)))
    return pages


def _span(period: Period) -> str:
    """16:30–17:10, the school's time."""
    return f"{clock.local(period.starts_at):%H:%M}–{clock.local(period.ends_at):%H:%M}"
