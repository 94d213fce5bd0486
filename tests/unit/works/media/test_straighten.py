"""Four corners to an upright sheet: the table that the phone's preview shares, and what must hold for every sheet."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schoolapp.works.media.straighten import (
    Edit,
    apply,
    back_to_original,
    in_pixels,
    read_edit,
    recipe,
    straight_size,
)

TABLE = json.loads((Path(__file__).parents[3] / "cases" / "straighten.json").read_text(encoding="utf-8"))
ANGLE = st.floats(-0.5, 0.5)


def corners_of(case: dict[str, Any]) -> Any:
    edit = read_edit({"corners": case["corners"]})
    assert edit.corners is not None
    return edit.corners


@pytest.mark.parametrize("case", TABLE["cases"], ids=lambda case: case["name"])
def test_the_shared_table(case: dict[str, Any]) -> None:
    corners, size = corners_of(case), tuple(case["size"])
    straight = straight_size(corners, size, case["longest"])
    assert list(straight) == case["straight"]
    matrix = back_to_original(corners, size, straight)
    for point in case["points"]:
        assert apply(matrix, point["straight"]) == pytest.approx(point["original"], abs=0.01)


@pytest.mark.parametrize("case", TABLE["refused"], ids=lambda case: case["name"])
def test_corners_that_are_none(case: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="corner"):
        read_edit({"corners": case["corners"]})


def seen(
    aspect: float, size: tuple[int, int], focal: float, yaw: float, pitch: float, roll: float
) -> list[list[float]]:
    """The corners of a sheet `aspect` wide and 1 high as a pinhole camera sees it."""
    f, found = focal * max(size), []
    for x, y in ((-aspect / 2, -0.5), (aspect / 2, -0.5), (aspect / 2, 0.5), (-aspect / 2, 0.5)):
        a, b = x * math.cos(roll) - y * math.sin(roll), x * math.sin(roll) + y * math.cos(roll)
        a, z = a * math.cos(yaw), -a * math.sin(yaw)
        b, z = b * math.cos(pitch) - z * math.sin(pitch), b * math.sin(pitch) + z * math.cos(pitch)
        z += 2.0 * max(1.0, aspect)
        found.append([f * a / z / size[0] + 0.5, f * b / z / size[1] + 0.5])
    return found


@given(st.floats(0.5, 2), st.floats(0.6, 1.0), ANGLE, ANGLE, st.floats(-0.3, 0.3))
def test_a_sheet_gets_its_true_aspect_back(aspect: float, focal: float, yaw: float, pitch: float, roll: float) -> None:
    """However it lies; where only one axis is tilted the focal length is a guess, and the aspect near the truth."""
    size = (2560, 1920)
    corners = seen(aspect, size, focal, yaw, pitch, roll)
    if not all(0 <= value <= 1 for corner in corners for value in corner):
        return
    width, height = straight_size([(x, y) for x, y in corners], size)
    assert width / height == pytest.approx(aspect, rel=0.15)


@given(st.tuples(*[st.tuples(st.floats(0, 0.29), st.floats(0, 0.29)) for _ in range(4)]))
def test_corners_lead_to_corners(inset: Any) -> None:
    (a, b), (c, d), (e, f), (g, h) = inset
    said = [[a, b], [1 - c, d], [1 - e, 1 - f], [g, 1 - h]]
    corners = corners_of({"corners": said})
    width, height = straight = straight_size(corners, (1600, 1200))
    matrix = back_to_original(corners, (1600, 1200), straight)
    for at, where in zip(
        ((0, 0), (width, 0), (width, height), (0, height)), in_pixels(corners, (1600, 1200)), strict=True
    ):
        assert apply(matrix, at) == pytest.approx(where, abs=1e-6)
    assert max(straight) <= 1920


def test_a_recipe_comes_back_as_it_was_sent() -> None:
    said = {"corners": [[0.1, 0.1], [0.9, 0.1], [0.9, 0.9], [0.1, 0.9]], "turn": 270, "white": True}
    assert recipe(read_edit(said)) == said
    assert recipe(read_edit(None)) == recipe(read_edit({})) == recipe(Edit()) == {}
    assert recipe(read_edit({"corners": None, "turn": 0, "white": False})) == {}


@pytest.mark.parametrize(
    "said",
    [
        [],
        "turn",
        {"turn": 45},
        {"turn": "90"},
        {"turn": True},
        {"white": 1},
        {"crop": []},
        {"corners": {}},
        {"corners": [[0, 0], [1, 0], [1, 1], [0, None]]},
        {"corners": [[0, 0], [1, 0], [1, math.nan], [0, 1]]},
        {"corners": [[0, 0], [1, 0], [1, 1, 1], [0, 1]]},
    ],
)
def test_what_is_no_edit(said: Any) -> None:
    with pytest.raises(ValueError, match=r"turn|corner|edit"):
        read_edit(said)


def test_a_corner_dragged_just_outside_lies_on_the_edge() -> None:
    edit = read_edit({"corners": [[-0.01, 0], [1, 0], [1, 1.02], [0, 1]]})
    assert edit.corners == ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))
