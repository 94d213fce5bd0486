"""What the demo school is drawn up on: rows by table, with ids given here, all from 1. Pure."""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from schoolapp.demo.children import Child
from schoolapp.demo.days import TermDates
from schoolapp.demo.staff import Person

Row = dict[str, Any]


@dataclass
class Draft:
    """All rows by table, and where to find what by its name."""

    first_day: date
    at: datetime
    """When the term's data were entered."""
    term: TermDates
    draw: random.Random
    staff: list[Person]
    children: list[Child]
    rows: dict[type, list[Row]] = field(default_factory=lambda: defaultdict(list))
    rooms: dict[tuple[str, str], int] = field(default_factory=dict)
    homerooms: dict[tuple[int, int], int] = field(default_factory=dict)
    sections: dict[str, int] = field(default_factory=dict)

    def add(self, table: type, **values: Any) -> int:
        """One row; its id."""
        rows = self.rows[table]
        rows.append({"id": len(rows) + 1, **values})
        return len(rows)

    def post(self, name: str) -> int:
        """Who holds the post, as a staff id."""
        return next(person.id for person in self.staff if person.post == name)
