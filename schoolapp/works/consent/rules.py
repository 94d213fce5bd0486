"""What one guardian's choice adds to the consent history. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from schoolapp.works.rules import EVERYTHING, PURPOSES, Purpose


class CaretakerMayNotGiveError(Exception):
    """A caretaker asked for more than the legal guardians agreed to."""


def words_to_add(
    wanted: int, newest: Mapping[int, bool], agreed_now: int, *, is_legal: bool
) -> list[tuple[Purpose, bool]]:
    """The (purpose, yes or no) pairs that make this voice say `wanted`; what it says already is not said again.

    `newest`: what this voice said last, per purpose. A legal guardian's choice is explicit for every purpose: a no is
    a word too, with which another's yes is outvoted. A caretaker only takes away from what is agreed to now.
    Raises CaretakerMayNotGiveError when a caretaker wants a purpose that is not agreed to.
    """
    wanted = Purpose(wanted & EVERYTHING)
    if is_legal:
        return [(p, bool(p & wanted)) for p in PURPOSES if newest.get(p) != bool(p & wanted)]
    if wanted & ~agreed_now:
        raise CaretakerMayNotGiveError
    return [(p, False) for p in PURPOSES if p & agreed_now and not p & wanted]
