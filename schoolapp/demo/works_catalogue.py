"""What hangs in the demo school's gallery: which picture, title, medium and remark. Drawn by seed, no database."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

NEWEST = 24
"""So many wait for approval."""
FILM_SECONDS = 5


@dataclass(frozen=True, slots=True)
class Piece:
    """One work before anybody made it."""

    seed: str
    kind: str
    """work, or people for a class moment."""
    course: str
    """Empty: made in the homeroom."""
    art: str
    subject: str
    title: str
    medium: str
    remark: str


@lru_cache
def lists() -> dict[str, Any]:
    """Everything that is written down in works.toml."""
    return tomllib.loads(Path(__file__).with_name("works.toml").read_text(encoding="utf-8"))


def catalogue() -> list[Piece]:
    """All of them, mixed, so that no two alike hang side by side; always the same."""
    draw = random.Random("catalogue")
    written = lists()
    found = [piece for entry in written["kinds"] for piece in _of_kind(draw, "work", entry)]
    found += [piece for entry in written["moments"] for piece in _of_kind(draw, "people", entry)]
    draw.shuffle(found)
    return found


def _of_kind(draw: random.Random, kind: str, entry: dict[str, Any]) -> Iterator[Piece]:
    remarks = lists()["remarks"][entry["art"]]
    for round_ in range(entry["many"]):
        for place, text in enumerate(entry["pieces"]):
            subject, titles, medium = (part.strip() for part in text.split("|"))
            names = titles.split(",")
            yield Piece(
                seed=f"{entry['course']}:{entry['art']}:{place}:{round_}",
                kind=kind,
                course=entry["course"],
                art=entry["art"],
                subject=subject,
                title=names[(round_ + place) % len(names)],
                medium=medium,
                remark=draw.choice(remarks) if draw.random() < 0.6 else "",
            )


def filmed(pieces: list[Piece]) -> set[int]:
    """The places of those that were filmed while they were written: one that waits, and some that hang."""
    places = [place for place, piece in enumerate(pieces) if piece.art == "calligraphy"]
    waiting = [place for place in places if place < NEWEST]
    return {*waiting[:1], *[place for place in places if place >= NEWEST + 4][:3]}
