"""The edit of a picture and its geometry: four corners of a sheet → an upright rectangle. Pure; the phone's preview
does the same in JavaScript, and `tests/cases/straighten.json` holds the two together.

Coordinates are continuous: the top left corner of a picture is (0, 0), its bottom right one (width, height).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

LONGEST = 1920
"""Pixels of the long side of the largest rendition."""
LEAST_AREA = 0.01
"""Of the picture; four corners that enclose less are a slip of the finger."""
_SLACK = 0.02
"""A dragged corner may lie this far outside; it is put onto the edge."""
_MOST_DOUBT = 1.6
"""The aspect computed from the perspective may differ from that of the edges by this factor at most."""
_FLAT = 0.02
"""Below it an edge's vanishing point is too far away to tell anything."""
_LEAST_FOCAL, _USUAL_FOCAL, _MOST_FOCAL = 0.5, 0.75, 3.0
"""Focal lengths as parts of the picture's long side: 0.75 is a phone's main camera (26 mm on 35 mm film)."""

Point = tuple[float, float]
Matrix = tuple[float, float, float, float, float, float, float, float]
"""a … h of x' = (ax + by + c) / (gx + hy + 1), y' = (dx + ey + f) / (gx + hy + 1)."""


@dataclass(frozen=True)
class Edit:
    """What is done to the upright original, in this order: straightened, turned, paper made white."""

    corners: tuple[Point, Point, Point, Point] | None = None
    """Clockwise from top left, as parts (0–1) of the original's width and height; None: the whole picture."""
    turn: int = 0
    """Degrees clockwise: 0, 90, 180 or 270."""
    white: bool = False


def read_edit(said: Any) -> Edit:
    """The edit in a recipe as the phone sends it; None and {} mean as it is. Raises ValueError for anything else."""
    if said in (None, {}):
        return Edit()
    if not isinstance(said, dict) or said.keys() - {"corners", "turn", "white"}:
        raise ValueError("an edit holds corners, turn and white only")
    turn, white = said.get("turn", 0), said.get("white", False)
    if type(turn) is not int or turn not in (0, 90, 180, 270) or type(white) is not bool:
        raise ValueError("turn is 0, 90, 180 or 270, white is true or false")
    corners = said.get("corners")
    return Edit(None if corners is None else _read_corners(corners), turn, white)


def recipe(edit: Edit) -> dict[str, Any]:
    """The edit as it is stored and sent; {} when nothing is done."""
    said: dict[str, Any] = {}
    if edit.corners:
        said["corners"] = [list(corner) for corner in edit.corners]
    if edit.turn:
        said["turn"] = edit.turn
    if edit.white:
        said["white"] = True
    return said


def _read_corners(said: Any) -> tuple[Point, Point, Point, Point]:
    if not isinstance(said, list) or len(said) != 4:
        raise ValueError("corners are four points")
    a, b, c, d = (_read_point(point) for point in said)
    if not _is_convex((a, b, c, d)) or _area((a, b, c, d)) < LEAST_AREA:
        raise ValueError("corners go clockwise from the top left and enclose a part of the picture")
    return a, b, c, d


def _read_point(said: Any) -> Point:
    if not isinstance(said, list) or len(said) != 2 or not all(type(value) in (int, float) for value in said):
        raise ValueError("a corner is [x, y]")
    if not all(-_SLACK <= value <= 1 + _SLACK for value in said):
        raise ValueError("a corner lies in the picture: 0 to 1")
    x, y = (min(1.0, max(0.0, float(value))) for value in said)
    return x, y


def _cross(o: Point, a: Point, b: Point) -> float:
    return (a[0] - o[0]) * (b[1] - o[1]) - (a[1] - o[1]) * (b[0] - o[0])


def _is_convex(corners: Sequence[Point]) -> bool:
    """Whether each corner turns right (y grows downwards), so that no edge crosses another."""
    return all(_cross(corners[i], corners[(i + 1) % 4], corners[(i + 2) % 4]) > 0 for i in range(4))


def _area(corners: Sequence[Point]) -> float:
    pairs = zip(corners, [*corners[1:], corners[0]], strict=True)
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairs)) / 2


def in_pixels(corners: Sequence[Point], size: tuple[int, int]) -> list[Point]:
    """Corners given as parts, in pixels of a picture of `size`."""
    return [(x * size[0], y * size[1]) for x, y in corners]


def straight_size(corners: Sequence[Point], size: tuple[int, int], longest: int = LONGEST) -> tuple[int, int]:
    """Width and height in pixels of the straightened sheet: its true aspect, and no detail of its nearer edges lost.

    `corners` as parts of the picture of `size`, whose middle is taken for the camera's axis.
    """
    tl, tr, br, bl = in_pixels(corners, size)
    width = max(math.dist(tl, tr), math.dist(bl, br))
    height = max(math.dist(tl, bl), math.dist(tr, br))
    aspect = _aspect((tl, tr, br, bl), size, width / height)
    if width / height > aspect:
        height = width / aspect
    else:
        width = height * aspect
    shrink = min(1.0, longest / max(width, height))
    return max(1, math.floor(width * shrink + 0.5)), max(1, math.floor(height * shrink + 0.5))


def _aspect(corners: Sequence[Point], size: tuple[int, int], of_edges: float) -> float:
    """Width by height of the rectangle that a pinhole camera saw at these corners.

    Source: Zhang & He, "Whiteboard scanning and image enhancement" (2006), section 3. Where the perspective does not
    tell the focal length (a sheet tilted about one axis only), a phone's usual one is taken; where the outcome is odd,
    the edges count.
    """
    middle = (size[0] / 2, size[1] / 2)
    tl, tr, br, bl = ((x - middle[0], y - middle[1], 1.0) for x, y in corners)
    k2 = _triple(tl, br, bl) / _triple(tr, br, bl)
    k3 = _triple(tl, br, tr) / _triple(bl, br, tr)
    n2 = [k2 * b - a for a, b in zip(tl, tr, strict=True)]
    n3 = [k3 * b - a for a, b in zip(tl, bl, strict=True)]
    focal2 = _focal2(n2, n3, max(size))
    wide = (n2[0] ** 2 + n2[1] ** 2) / focal2 + n2[2] ** 2
    high = (n3[0] ** 2 + n3[1] ** 2) / focal2 + n3[2] ** 2
    found = math.sqrt(wide / high)
    return found if 1 / _MOST_DOUBT <= found / of_edges <= _MOST_DOUBT else of_edges


def _focal2(n2: Sequence[float], n3: Sequence[float], longest: int) -> float:
    """The square of the focal length in pixels, from the two edges' vanishing points."""
    if abs(n2[2]) >= _FLAT and abs(n3[2]) >= _FLAT:
        found = -(n2[0] * n3[0] + n2[1] * n3[1]) / (n2[2] * n3[2])
        if _LEAST_FOCAL**2 <= found / longest**2 <= _MOST_FOCAL**2:
            return found
    return (_USUAL_FOCAL * longest) ** 2


def _triple(a: Sequence[float], b: Sequence[float], c: Sequence[float]) -> float:
    """(a × b) · c."""
    return (a[1] * b[2] - a[2] * b[1]) * c[0] + (a[2] * b[0] - a[0] * b[2]) * c[1] + (a[0] * b[1] - a[1] * b[0]) * c[2]


def back_to_original(corners: Sequence[Point], size: tuple[int, int], straight: tuple[int, int]) -> Matrix:
    """The homography that leads each point of the straightened sheet of `straight` pixels to where it was seen.

    Closed form after Heckbert, "Fundamentals of texture mapping and image warping" (1989), section 2.2.3.
    """
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = in_pixels(corners, size)
    dx1, dx2, dx3 = x1 - x2, x3 - x2, x0 - x1 + x2 - x3
    dy1, dy2, dy3 = y1 - y2, y3 - y2, y0 - y1 + y2 - y3
    whole = dx1 * dy2 - dx2 * dy1
    g = (dx3 * dy2 - dx2 * dy3) / whole
    h = (dx1 * dy3 - dx3 * dy1) / whole
    a, b = x1 - x0 + g * x1, x3 - x0 + h * x3
    d, e = y1 - y0 + g * y1, y3 - y0 + h * y3
    w, t = straight
    return a / w, b / t, x0, d / w, e / t, y0, g / w, h / t


def apply(matrix: Matrix, point: Point) -> Point:
    """Where `point` of the straightened sheet was seen in the original."""
    a, b, c, d, e, f, g, h = matrix
    x, y = point
    depth = g * x + h * y + 1
    return (a * x + b * y + c) / depth, (d * x + e * y + f) / depth
