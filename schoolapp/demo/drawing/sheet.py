"""A sheet to draw on: twice as large as the picture, made smooth by halving it at the end."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from functools import lru_cache

from PIL import Image, ImageChops, ImageDraw, ImageFilter

Point = tuple[float, float]
Colour = tuple[int, int, int]
FINE = 2
"""How many times larger than the picture the sheet is."""


def colour(text: str) -> Colour:
    """#rrggbb as three numbers."""
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)


def mixed(first: Colour, second: Colour, share: float) -> Colour:
    """`share` 0 gives the first colour, 1 the second."""
    r, g, b = (round(a + (z - a) * share) for a, z in zip(first, second, strict=True))
    return r, g, b


class Sheet:
    """Points are in pixels of the finished picture."""

    def __init__(self, width: int, height: int, ground: Colour, draw: random.Random) -> None:
        self.width, self.height, self.draw = width, height, draw
        self.image = Image.new("RGB", (width * FINE, height * FINE), ground)
        self._pen = ImageDraw.Draw(self.image)

    def area(self, points: Sequence[Point], fill: Colour) -> None:
        self._pen.polygon([(x * FINE, y * FINE) for x, y in points], fill=fill)

    def disc(self, x: float, y: float, radius: float, fill: Colour, flat: float = 1.0) -> None:
        """A disc; `flat` < 1 makes it lower than wide."""
        a, b = radius * FINE, radius * flat * FINE
        self._pen.ellipse((x * FINE - a, y * FINE - b, x * FINE + a, y * FINE + b), fill=fill)

    def box(self, left: float, top: float, right: float, bottom: float, fill: Colour, round_by: float = 0) -> None:
        edges = (left * FINE, top * FINE, max(left, right) * FINE, max(top, bottom) * FINE)
        self._pen.rounded_rectangle(edges, radius=round_by * FINE, fill=fill)

    def line(self, points: Sequence[Point], width: float, fill: Colour) -> None:
        self._pen.line([(x * FINE, y * FINE) for x, y in points], fill, max(1, round(width * FINE)), joint="curve")

    def brush(self, points: Sequence[Point], width: Callable[[float], float], fill: Colour) -> None:
        """A stroke along a smooth curve through `points`; `width` of the share 0–1 of the way."""
        path = smooth(points, 10)
        for position, (x, y) in enumerate(path):
            radius = max(width(position / max(1, len(path) - 1)), 0.4) / 2
            if position:
                before = path[position - 1]
                self.line((before, (x, y)), 2 * radius, fill)
            self.disc(x, y, radius, fill)

    def fade(self, top: Colour, bottom: Colour, start: float = 0, end: float | None = None) -> None:
        """Colours flow from `top` to `bottom` between two heights."""
        first, last = round(start * FINE), round((self.height if end is None else end) * FINE)
        for y in range(first, last):
            self._pen.line((0, y, self.image.width, y), mixed(top, bottom, (y - first) / (last - first)))

    def wash(self, points: Sequence[Point], fill: Colour, strength: float, soft: float = 0) -> None:
        """A see-through area, its edge blurred by `soft` pixels. Only the part of the sheet around it is touched."""
        margin = 3 * soft + 2
        left, top = (math.floor(max(0, min(point[axis] for point in points) - margin)) for axis in (0, 1))
        right = math.ceil(min(self.width, max(x for x, _ in points) + margin))
        bottom = math.ceil(min(self.height, max(y for _, y in points) + margin))
        if right <= left or bottom <= top:
            return
        coarse = 4 if soft > 6 else 1
        mask = Image.new("L", ((right - left) // coarse + 1, (bottom - top) // coarse + 1), 0)
        moved = [((x - left) / coarse, (y - top) / coarse) for x, y in points]
        ImageDraw.Draw(mask).polygon(moved, fill=round(255 * strength))
        if soft:
            mask = mask.filter(ImageFilter.GaussianBlur(soft / coarse))
        size = ((right - left) * FINE, (bottom - top) * FINE)
        self.image.paste(fill, (left * FINE, top * FINE), mask.resize(size, Image.Resampling.BILINEAR))

    def done(self, grain: float = 0.2) -> Image.Image:
        """The picture, with the tooth of its paper."""
        return grained(self.image.reduce(FINE), self.draw, grain)


@lru_cache(maxsize=1)
def _tooth() -> Image.Image:
    """Paper seen closely: fine noise on coarse."""
    draw = random.Random("tooth")
    fine = noise(draw, 1100, 1100, 45)
    coarse = noise(draw, 220, 220, 105).resize(fine.size, Image.Resampling.BICUBIC)
    return Image.blend(fine, coarse, 0.35)


def levels(of: Callable[[int], float]) -> list[int]:
    """A table for `Image.point`: each grey's new value, kept between 0 and 255."""
    return [max(0, min(255, round(of(grey)))) for grey in range(256)]


def noise(draw: random.Random, width: int, height: int, spread: int) -> Image.Image:
    """Greys about the middle, `spread` to each side, the same for the same seed (Pillow's own noise has none)."""
    grey = Image.frombytes("L", (width, height), draw.randbytes(width * height))
    return grey.point(levels(lambda value: 128 + (value - 127.5) * spread / 127.5))


def grained(image: Image.Image, draw: random.Random, strength: float) -> Image.Image:
    """Lay the tooth of paper over a picture of at most 1,000 pixels a side."""
    left, top = draw.randrange(100), draw.randrange(100)
    tooth = _tooth().crop((left, top, left + image.width, top + image.height))
    return Image.blend(image, ImageChops.overlay(image, Image.merge("RGB", (tooth,) * 3)), strength)


def smooth(points: Sequence[Point], steps: int = 8) -> list[Point]:
    """A curve through all points (Catmull-Rom)."""
    if len(points) < 3:
        return list(points)
    ends = [points[0], *points, points[-1]]
    path: list[Point] = []
    for a, b, c, d in zip(ends, ends[1:], ends[2:], ends[3:], strict=False):
        for step in range(steps):
            path.append(_between(a, b, c, d, step / steps))
    return [*path, points[-1]]


def _between(a: Point, b: Point, c: Point, d: Point, t: float) -> Point:
    x, y = (
        0.5 * (2 * q + (r - p) * t + (2 * p - 5 * q + 4 * r - s) * t * t + (3 * q - p - 3 * r + s) * t**3)
        for p, q, r, s in zip(a, b, c, d, strict=True)
    )
    return x, y


def turned(points: Sequence[Point], angle: float, x: float = 0, y: float = 0, size: float = 1) -> list[Point]:
    """Turn by `angle` radians about the origin, stretch, then move."""
    cos, sin = math.cos(angle) * size, math.sin(angle) * size
    return [(x + px * cos - py * sin, y + px * sin + py * cos) for px, py in points]


def ring(radius: float, count: int = 48, wobble: Callable[[float], float] | None = None) -> list[Point]:
    """Points of a circle about the origin; `wobble` of the angle is added to the radius."""
    angles = [2 * math.pi * step / count for step in range(count)]
    return [
        (math.sin(a) * (radius + (wobble(a) if wobble else 0)), -math.cos(a) * (radius + (wobble(a) if wobble else 0)))
        for a in angles
    ]


def leaf(length: float, width: float, tip: float = 0.5) -> list[Point]:
    """A leaf from the origin upwards; `tip` says where along it it is widest."""
    side = [(width / 2 * math.sin(math.pi * s ** (math.log(0.5) / math.log(tip))), -length * s) for s in _steps(14)]
    return side + [(-x, y) for x, y in reversed(side)]


def _steps(count: int) -> list[float]:
    return [step / count for step in range(count + 1)]
