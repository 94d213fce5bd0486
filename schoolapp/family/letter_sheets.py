"""Letters on A4: four to a sheet, with cut marks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qrcode.constants import ERROR_CORRECT_M
from qrcode.main import QRCode

from schoolapp.family import codes
from schoolapp.family.letters import PrintedLetter
from schoolapp.family.queries import Pupil
from schoolapp.family.rules import given_name
from schoolapp.i18n import _
from schoolapp.school.cards.qr import path_of
from schoolapp.school.naming import homeroom_name, seat_name
from schoolapp.ui.printing import render

PER_SHEET = 4
_QUIET_ZONE = 4
_MARK = 6.0
"""Length of a cut mark, mm; the drawing of a sheet is 210 × 297 units."""


@dataclass(frozen=True)
class _Letter:
    pupil: Pupil
    where: str
    given: str
    path: str
    side: int
    """Modules of the symbol with its quiet zone."""
    groups: str


def letter_sheets(school: str, origin: str, printed: Sequence[PrintedLetter]) -> str:
    """The printable page, in the order given. `origin`: https://school.example, where the codes lead."""
    letters = [_drawn(letter, origin) for letter in printed]
    return render(
        "family/letters.html",
        title=_("Letters: {n} on {sheets} sheets").format(n=len(letters), sheets=-(-len(letters) // PER_SHEET)),
        back="/families",
        school=school,
        address=f"{origin.partition('://')[2]}/join",
        origin=origin,
        pages=[letters[start : start + PER_SHEET] for start in range(0, len(letters), PER_SHEET)],
        cuts=cut_marks(),
    )


def address_of(origin: str, code: str) -> str:
    """What the QR says. The code stands behind the #: browsers keep it to themselves, so no log ever holds one."""
    return f"{origin}/join#{code}"


def cut_marks() -> str:
    """An SVG path in mm: the two cuts, marked at the edges and where they cross."""
    x, y = 105, 148.5
    across = f"M0 {y:g}h{_MARK:g}M{210 - _MARK:g} {y:g}h{_MARK:g}M{x - _MARK:g} {y:g}h{2 * _MARK:g}"
    return f"{across}M{x:g} 0v{_MARK:g}M{x:g} {297 - _MARK:g}v{_MARK:g}M{x:g} {y - _MARK:g}v{2 * _MARK:g}"


def _drawn(letter: PrintedLetter, origin: str) -> _Letter:
    symbol: QRCode = QRCode(error_correction=ERROR_CORRECT_M, border=_QUIET_ZONE)
    symbol.add_data(address_of(origin, letter.code))
    symbol.make(fit=True)
    matrix = [[bool(module) for module in row] for row in symbol.get_matrix()]
    pupil = letter.pupil
    return _Letter(
        pupil=pupil,
        where=seat_name(homeroom_name(pupil.grade, pupil.number), pupil.seat),
        given=given_name(pupil.name),
        path=path_of(matrix),
        side=len(matrix),
        groups=codes.groups(letter.code),
    )
