"""One measured figure against its goal."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass


class NotMeasuredError(Exception):
    """Something is not here that the figure needs and that could not be had; the text says what."""


@dataclass(frozen=True)
class Figure:
    """`goal` is written as it is read: ">= 1000", "<= 150"; empty when the figure only informs."""

    name: str
    value: float
    unit: str
    goal: str = ""

    @property
    def is_ok(self) -> bool:
        """Whether the goal is reached; without a goal it is."""
        if not self.goal:
            return True
        relation, _, number = self.goal.partition(" ")
        limit = float(number.replace(",", ""))
        if relation not in ("<=", ">="):
            raise ValueError(f"goal {self.goal!r} begins neither with <= nor with >=")
        return self.value <= limit if relation == "<=" else self.value >= limit

    def line(self) -> str:
        """`name value unit goal ok|miss`, in columns."""
        value = f"{self.value:,.0f}" if abs(self.value) >= 100 else f"{self.value:,.2f}".rstrip("0").rstrip(".")
        return f"{self.name:<58} {value:>10} {self.unit:<8} {self.goal or '-':<10} {'ok' if self.is_ok else 'miss'}"


@dataclass(frozen=True)
class Gap:
    """Where figures are not to be had: because of what this machine lacks, or because measuring broke."""

    name: str
    why: str
    is_broken: bool

    @property
    def is_ok(self) -> bool:
        return not self.is_broken

    def line(self) -> str:
        """In the columns of a figure, without number and goal."""
        said = f"miss ({self.why})" if self.is_broken else f"not measured: {self.why}"
        return f"{self.name:<58} {'-':>10} {'-':<8} {'-':<10} {said}"


def attempt(name: str, part: Callable[[], Iterable[Figure | Gap]]) -> Iterator[Figure | Gap]:
    """The figures of a part; where it ends early, a line that says why, so that nothing after it is lost."""
    try:
        yield from part()
    except NotMeasuredError as lacking:
        yield Gap(name, str(lacking), is_broken=False)
    except (Exception, SystemExit) as error:
        traceback.print_exc()
        yield Gap(name, f"{type(error).__name__}: {error}".splitlines()[0], is_broken=True)
