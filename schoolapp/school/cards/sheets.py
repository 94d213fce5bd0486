"""Cards on A4: ten to a sheet, 90 × 54 mm each, with cut marks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from schoolapp.i18n import _
from schoolapp.school.cards import qr
from schoolapp.school.cards.queries import Holder
from schoolapp.school.cards.service import PrintedCard
from schoolapp.school.naming import seat_name
from schoolapp.ui.printing import render

PER_SHEET = 10
_WIDTH, _HEIGHT = 90.0, 54.0
_LEFT, _TOP = 15.0, 13.5
_MARK = 5.0
"""Length of a cut mark, mm; the drawing of a sheet is 210 × 297 units."""


@dataclass(frozen=True)
class _Card:
    holder: Holder
    path: str
    groups: str
    """The code in four groups, to be typed where no camera is."""
    name_class: str


def card_sheets(school: str, printed: Sequence[PrintedCard], lacking: Sequence[Holder]) -> str:
    """The printable page: ten cards a sheet in the order given, and on the screen alone who has no card yet."""
    cards = [_drawn(card) for card in printed]
    return render(
        "school/cards/cards.html",
        title=_("Cards: {n} on {sheets} sheets").format(n=len(cards), sheets=-(-len(cards) // PER_SHEET)),
        back="/office/cards",
        school=school,
        pages=[cards[start : start + PER_SHEET] for start in range(0, len(cards), PER_SHEET)],
        lacking=lacking,
        cuts=cut_marks(),
        folds=cut_lines(),
        seat_name=seat_name,
    )


def _cuts() -> tuple[list[float], list[float]]:
    """Where the knife goes, mm from the left and from the top."""
    return [_LEFT + _WIDTH * column for column in range(3)], [_TOP + _HEIGHT * row for row in range(6)]


def cut_marks() -> str:
    """An SVG path in mm: a mark in the margin at both ends of every cut."""
    xs, ys = _cuts()
    marks = [f"M{x:g} {ys[0] - 1 - _MARK:g}v{_MARK:g}M{x:g} {ys[-1] + 1:g}v{_MARK:g}" for x in xs]
    marks += [f"M{xs[0] - 1 - _MARK:g} {y:g}h{_MARK:g}M{xs[-1] + 1:g} {y:g}h{_MARK:g}" for y in ys]
    return "".join(marks)


def cut_lines() -> str:
    """An SVG path in mm: the cuts themselves, faint, for whoever has scissors and no guillotine."""
    xs, ys = _cuts()
    lines = [f"M{x:g} {ys[0]:g}V{ys[-1]:g}" for x in xs] + [f"M{xs[0]:g} {y:g}H{xs[-1]:g}" for y in ys]
    return "".join(lines)


def _drawn(card: PrintedCard) -> _Card:
    code = card.code
    return _Card(
        holder=card.holder,
        path=qr.svg_path(code),
        groups=" ".join(code[start : start + 4] for start in range(0, len(code), 4)),
        name_class=_name_class(card.holder.name),
    )


def _name_class(name: str) -> str:
    """Longer names are set smaller, so that 阿依古丽·买买提江 stays whole."""
    if len(name) <= 4:
        return ""
    return "long" if len(name) <= 7 else "longer"
