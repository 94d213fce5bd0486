"""How a work hangs on a wall: whole, in a frame that is neither a ribbon nor a thread."""

from __future__ import annotations

import pytest

from schoolapp.works.approval.view import Card, frame_height, spread


@pytest.mark.parametrize(
    ("size", "height"),
    [((1200, 900), 0.75), ((600, 2400), 1.7), ((2400, 500), 0.5), ((900, 1500), 5 / 3), ((0, 5), 1.7)],
)
def test_a_frame_has_the_works_proportions_unless_they_are_extreme(size: tuple[int, int], height: float) -> None:
    assert frame_height(*size) == pytest.approx(height)


def test_a_scroll_weighs_what_its_frame_does() -> None:
    scroll, others = Card(id=1, width=100, height=2000), [Card(id=n, width=100, height=100) for n in range(2, 6)]
    first, second = spread([scroll, *others], columns=2)
    assert [len(first), len(second)] == [2, 3]
