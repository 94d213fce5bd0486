"""One measured figure against its goal."""

from __future__ import annotations

from dataclasses import dataclass


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
