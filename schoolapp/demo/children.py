"""The 1,500 children: who sits where, who takes part, who goes to which section. Drawn by seed, no database."""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import dataclass, field

from schoolapp.demo.blueprint import BANDS, CAST, CLASSES, DEMO_HOMEROOM, GRADES, STAYING, TAKING_PART
from schoolapp.demo.names import Name, Names

Desk = tuple[int, int, int]
"""Grade, homeroom number, seat number."""


@dataclass(slots=True)
class Child:
    """One child; `sections` are names of sections, at most one a group."""

    id: int
    desk: Desk
    name: Name
    takes_part: bool = False
    sections: list[str] = field(default_factory=list)

    @property
    def homeroom(self) -> tuple[int, int]:
        return self.desk[0], self.desk[1]


def children(draw: random.Random) -> list[Child]:
    """All of them, ids from 1, in the order of grade, homeroom and seat."""
    everyone = _seated(draw)
    for band in BANDS:
        _choose_participants(draw, band, [child for child in everyone if _is_in(child, band)])
    for group in ("B", "C", "A1", "A2"):
        _enrol(draw, group, everyone)
    return everyone


def _seated(draw: random.Random) -> list[Child]:
    names = Names(draw, {name for name, _gender, _section in CAST.values()})
    everyone: list[Child] = []
    for grade, sizes in GRADES.items():
        for number, size in enumerate(sizes, start=1):
            for seat in range(1, size + 1):
                desk = (grade, number, seat)
                text, gender, _section = CAST.get(desk, ("", draw.choice("男女"), ""))
                name = Name(text, gender) if text else _name(draw, names, gender, everyone)
                everyone.append(Child(len(everyone) + 1, desk, name))
    return everyone


def _name(draw: random.Random, names: Names, gender: str, before: list[Child]) -> Name:
    """Mostly a name of its own; one child in 150 shares it with somebody, as in every school."""
    alike = [child.name for child in before if child.name.gender == gender and child.desk not in CAST]
    return draw.choice(alike) if alike and draw.random() < 1 / 150 else names.child(gender)


def _is_in(child: Child, band: str) -> bool:
    first, last = BANDS[band]
    return first <= child.desk[0] <= last


def _choose_participants(draw: random.Random, band: str, there: list[Child]) -> None:
    """As many as the band has, spread evenly over its homerooms; all 47 in the demo homeroom."""
    rooms: dict[tuple[int, int], list[Child]] = defaultdict(list)
    for child in there:
        rooms[child.homeroom].append(child)
    left = TAKING_PART[band]
    if DEMO_HOMEROOM in rooms:
        for child in rooms.pop(DEMO_HOMEROOM):
            child.takes_part = True
            left -= 1
    for position, pupils in enumerate(sorted(rooms.values(), key=len)):
        share = left // (len(rooms) - position)
        left -= share
        cast = [child for child in pupils if child.desk in CAST]
        others = [child for child in pupils if child.desk not in CAST]
        for child in cast + draw.sample(others, share - len(cast)):
            child.takes_part = True


def _enrol(draw: random.Random, group: str, everyone: list[Child]) -> None:
    """Fill the sections of `group`: the cast first, then the others in random order, except those who stay."""
    band = group[0]
    there = [child for child in everyone if child.takes_part and _is_in(child, band)]
    staying = _staying(draw, there)
    places = [kind.name for kind in CLASSES if kind.group == group for _ in range(kind.size)]
    waiting: list[Child] = []
    for child in there:
        wish = CAST.get(child.desk, ("", "", ""))[2]
        if wish in places:
            child.sections.append(wish)
            places.remove(wish)
        elif child.id not in staying:
            waiting.append(child)
    draw.shuffle(waiting)
    if len(waiting) != len(places):
        raise ValueError(f"group {group}: {len(waiting)} children for {len(places)} places")
    for child, place in zip(waiting, places, strict=True):
        child.sections.append(place)


def _staying(draw: random.Random, there: list[Child]) -> set[int]:
    staying: set[int] = set()
    for homeroom, number in STAYING.items():
        pupils = [child.id for child in there if child.homeroom == homeroom and child.desk not in CAST]
        staying.update(draw.sample(pupils, number) if pupils else ())
    return staying
