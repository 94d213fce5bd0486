"""Fictional names, drawn by seed. Nobody in them exists."""

from __future__ import annotations

import random
import tomllib
from dataclasses import dataclass
from pathlib import Path

from schoolapp.school.pinyin import spell

_LISTS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
_SURNAMES = "".join(_LISTS["surnames"].split())
_COMMON = 24
"""The first surnames are drawn half of the time."""
_GIVEN = {"男": _LISTS["boys"].split(), "女": _LISTS["girls"].split()}
_SHORT = {"男": _LISTS["boys_short"].split(), "女": _LISTS["girls_short"].split()}
_GROWN = _LISTS["grown_ups"].split()


@dataclass(frozen=True, slots=True)
class Name:
    """A full name with its syllables and initials; `gender` is 男 or 女."""

    text: str
    gender: str

    @property
    def pinyin(self) -> str:
        return spell(self.text)[0]

    @property
    def initials(self) -> str:
        return spell(self.text)[1]


class Names:
    """Draws names; a name drawn before comes again only where the caller asks for it."""

    def __init__(self, draw: random.Random, taken: set[str]) -> None:
        self._draw = draw
        self._taken = set(taken)

    def child(self, gender: str, surname: str = "") -> Name:
        """A name that no other child of the school carries."""
        while True:
            pick = self._draw.choice((_SHORT if self._draw.random() < 0.15 else _GIVEN)[gender])
            text = (surname or self.surname()) + pick
            if text not in self._taken:
                self._taken.add(text)
                return Name(text, gender)

    def grown_up(self, surname: str = "") -> Name:
        """A name for a teacher or a guardian; guardians may share theirs."""
        return Name((surname or self.surname()) + self._draw.choice(_GROWN), "")

    def teacher(self) -> Name:
        """A grown-up's name that no other teacher carries."""
        while (name := self.grown_up()).text in self._taken:
            pass
        self._taken.add(name.text)
        return name

    def surname(self) -> str:
        pool = _SURNAMES[:_COMMON] if self._draw.random() < 0.5 else _SURNAMES
        return self._draw.choice(pool)
