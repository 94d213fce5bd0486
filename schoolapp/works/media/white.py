"""Makes photographed paper white: estimates how the light fell on the sheet and takes it out, shadow and tint alike.

Every pixel is multiplied by a gain that changes slowly over the sheet, so a stroke keeps its strength relative to the
paper around it and a colour its hue; nothing is pushed to white by a threshold. Without enough paper nothing is done.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from PIL import Image, ImageMath

from schoolapp.works.media.scaling import within

_LOOK = 64
"""Pixels of the long side of the small picture on which the light is estimated."""
WHITE = 248
"""What paper becomes, a little below the highest value so that its grain stays."""
_LEAST_PAPER = 0.12
"""Part of the picture that must be paper."""
_LEAST_BRIGHT = 0.5
"""Paper in shadow is at least this bright, relative to the brightest of the picture."""
_MOST_TINT = 0.42
"""Spread of the channels, relative to the largest, at which a sheet is coloured paper and no longer lit by a lamp."""
_SAME_TINT = 0.025
_DARKER = 0.90
"""Below this part of the estimated light a pixel is stroke or wash, not paper."""
_ROUNDS = 6
_LEAST_LIGHT = 0.35
"""The darkest corner counts as lit at least this much of the brightest: noise is not blown up further."""
_WEIGHTS = (0.299, 0.587, 0.114)

Lit = tuple[float, float, float, tuple[int, int, int]]
"""x and y (−1 to 1), brightness, colour."""


def whitened(image: Image.Image) -> Image.Image:
    """The picture with its paper made white, or the picture itself when it shows too little paper to tell."""
    small = within(image, _LOOK, Image.Resampling.BOX)
    pixels = _lit_pixels(small)
    paper = _paper(pixels)
    if len(paper) < _LEAST_PAPER * len(pixels):
        return image
    light, paper = _light(paper)
    if len(paper) < _LEAST_PAPER * len(pixels) / 2:
        return image
    tint = [sum(pixel[3][channel] / pixel[2] for pixel in paper) / len(paper) for channel in range(3)]
    return _relit(image, small.size, light, tint)


def _lit_pixels(small: Image.Image) -> list[Lit]:
    width, height = small.size
    found, data = [], small.tobytes()
    for at in range(width * height):
        r, g, b = data[3 * at : 3 * at + 3]
        y, x = divmod(at, width)
        bright = _WEIGHTS[0] * r + _WEIGHTS[1] * g + _WEIGHTS[2] * b
        found.append((2 * (x + 0.5) / width - 1, 2 * (y + 0.5) / height - 1, max(bright, 1.0), (r, g, b)))
    return found


def _paper(pixels: Sequence[Lit]) -> list[Lit]:
    """The bright pixels of the tint that most of the bright ones have; none when that is a colour of its own."""
    brightest = sorted(pixel[2] for pixel in pixels)[int(len(pixels) * 0.97)]
    bright = [pixel for pixel in pixels if pixel[2] >= _LEAST_BRIGHT * brightest]
    tints = Counter(tuple(round(part / _SAME_TINT) for part in _tint(pixel[3])) for pixel in bright)
    usual = tints.most_common(1)[0][0]
    middle = tuple(step * _SAME_TINT for step in usual)
    parts = (*middle, 1 - sum(middle))
    if 1 - min(parts) / max(parts) > _MOST_TINT:
        return []
    return [pixel for pixel in bright if _is_near(_tint(pixel[3]), middle)]


def _tint(colour: tuple[int, int, int]) -> tuple[float, float]:
    """Red and green as parts of the sum: the same in light and in shadow."""
    whole = max(1, sum(colour))
    return colour[0] / whole, colour[1] / whole


def _is_near(one: tuple[float, float], other: Sequence[float]) -> bool:
    return abs(one[0] - other[0]) <= 1.5 * _SAME_TINT and abs(one[1] - other[1]) <= 1.5 * _SAME_TINT


def _terms(x: float, y: float) -> tuple[float, ...]:
    return 1.0, x, y, x * x, x * y, y * y


def _light(paper: list[Lit]) -> tuple[list[float], list[Lit]]:
    """The brightness of the light as a quadratic surface over the sheet, and the pixels that are paper under it.

    Fitted again and again without what lies clearly below: so strokes and washes do not count as shadow.
    """
    light = _fit(paper)
    for _ in range(_ROUNDS):
        kept = [pixel for pixel in paper if pixel[2] >= _DARKER * _at(light, pixel[0], pixel[1])]
        if len(kept) < 30 or len(kept) == len(paper):
            break
        paper, light = kept, _fit(kept)
    return light, paper


def _at(light: Sequence[float], x: float, y: float) -> float:
    return sum(factor * term for factor, term in zip(light, _terms(x, y), strict=True))


def _fit(pixels: Sequence[Lit]) -> list[float]:
    """Least squares by the normal equations, kept solvable by a small weight on the curved terms."""
    size = 6
    table = [[0.0] * (size + 1) for _ in range(size)]
    for x, y, bright, _colour in pixels:
        terms = (*_terms(x, y), bright)
        for i in range(size):
            row, factor = table[i], terms[i]
            for j in range(size + 1):
                row[j] += factor * terms[j]
    for i in range(1, size):
        table[i][i] += 0.002 * len(pixels)
    return _solved(table)


def _solved(table: list[list[float]]) -> list[float]:
    """Gauss with pivots; the last column is the right-hand side."""
    size = len(table)
    for at in range(size):
        best = max(range(at, size), key=lambda i: abs(table[i][at]))
        table[at], table[best] = table[best], table[at]
        pivot = table[at][at] or 1e-9
        table[at] = [value / pivot for value in table[at]]
        for i in range(size):
            if i != at:
                factor = table[i][at]
                table[i] = [value - factor * own for value, own in zip(table[i], table[at], strict=True)]
    return [row[size] for row in table]


def _relit(image: Image.Image, size: tuple[int, int], light: Sequence[float], tint: Sequence[float]) -> Image.Image:
    """The picture as white light would show it."""
    width, height = size
    spots = [(2 * (x + 0.5) / width - 1, 2 * (y + 0.5) / height - 1) for y in range(height) for x in range(width)]
    lights = [_at(light, x, y) for x, y in spots]
    floor = max(1.0, _LEAST_LIGHT * max(lights))
    gains = Image.new("F", size)
    gains.putdata([WHITE / max(floor, value) for value in lights])
    gains = gains.resize(image.size, Image.Resampling.BICUBIC)
    return Image.merge("RGB", [_times(channel, gains, part) for channel, part in zip(image.split(), tint, strict=True)])


def _times(channel: Image.Image, gains: Image.Image, part: float) -> Image.Image:
    def multiply(of: dict[str, Any]) -> Any:
        return of["convert"](of["float"](of["channel"]) * of["gains"] * (1 / max(part, 0.05)) + 0.5, "L")

    return ImageMath.lambda_eval(multiply, channel=channel, gains=gains)
