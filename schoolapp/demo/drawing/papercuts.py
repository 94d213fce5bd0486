"""剪纸: folded paper, cut and opened. What is cut once appears in every fold and in its mirror image."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence

from PIL import Image, ImageDraw, ImageFilter

from schoolapp.demo.drawing.sheet import Colour, Point, colour, grained, leaf, levels, mixed, ring, turned
from schoolapp.ui import lettering

_PAPERS = ("#c23a26", "#b52a1e", "#c8402f", "#a82a2a", "#1f7a4d", "#0f6b52", "#c4512b", "#8e2130", "#2b5f8a", "#b8326b")
_GROUNDS = ("#f6efe2", "#f8f2e6", "#f3ecdd", "#faf5ea", "#e9f1ec", "#eaf2f6", "#f9ece4")
SIDE = 800


class Folded:
    """The paper as a mask over a square from -1 to 1: 255 is paper, 0 is cut away."""

    def __init__(self, folds: int) -> None:
        self.folds = folds
        self.mask = Image.new("L", (2 * SIDE, 2 * SIDE), 0)
        self._pen = ImageDraw.Draw(self.mask)

    def shape(self, points: Sequence[Point], is_paper: bool) -> None:
        half, reach = SIDE, SIDE * 0.9
        self._pen.polygon([(half + x * reach, half + y * reach) for x, y in points], fill=255 if is_paper else 0)

    def cut(self, points: Sequence[Point], at: float = 0.0, is_paper: bool = False) -> None:
        """Through all folds. `at` 0–1: from the fold's middle to its edge; what lies aside is mirrored."""
        step = 2 * math.pi / self.folds
        for fold in range(self.folds):
            for side in (1, -1) if 0 < at < 1 else (1,):
                mirrored = [(x * side, y) for x, y in points]
                self.shape(turned(mirrored, fold * step + side * at * step / 2), is_paper)


def papercut(draw: random.Random, subject: str) -> Image.Image:
    """`subject`: flower, butterfly, fish, or a character to hang in the middle of a flower."""
    paper = colour(draw.choice(_PAPERS))
    if subject == "butterfly":
        return _glued(_butterfly(draw), paper, draw, folds=0)
    if subject == "fish":
        return _glued(_fish(draw), paper, draw, folds=0)
    return _glued(_flower(draw, "" if subject == "flower" else subject), paper, draw, folds=8)


def _flower(draw: random.Random, word: str) -> Image.Image:
    folded = Folded(draw.choice((6, 8, 8, 8, 10, 12)))
    folds, rim = folded.folds, draw.choice(("round", "scallop", "points", "petals"))
    folded.shape(_rim(rim, folds, draw), True)
    if word:
        _hang_word(folded, word)
    else:
        _heart(folded, draw)
    draw.choice((_petals, _veined, _clouds))(folded, draw)
    draw.choice((_drops, _diamonds, _crescents))(folded, draw)
    _fringe(folded, draw, rim)
    return folded.mask


def _rim(kind: str, folds: int, draw: random.Random) -> list[Point]:
    waves = folds * draw.choice((1, 2))
    bumps = {
        "round": lambda _a: 0.0,
        "scallop": lambda a: 0.055 * abs(math.sin(a * folds)) - 0.03,
        "points": lambda a: 0.09 * (abs((a * waves / math.pi) % 2 - 1) - 0.6),
        "petals": lambda a: 0.1 * (abs(math.cos(a * folds / 2)) - 0.7),
    }
    return ring(0.93, 360, bumps[kind])


def _at(radius: float, points: Sequence[Point]) -> list[Point]:
    """Move a shape outwards along the middle of its fold."""
    return [(x, y - radius) for x, y in points]


def _heart(folded: Folded, draw: random.Random) -> None:
    """The middle: a star of narrow cuts about a round hole or a rosette."""
    step = 2 * math.pi / folded.folds
    folded.cut(_at(0.07, leaf(0.15, 0.32 * math.sin(step / 2), 0.6)))
    folded.cut(_at(0.245, ring(0.02, 14)), at=1)
    if draw.random() < 0.5:
        folded.shape(ring(0.045, 24), False)


def _hang_word(folded: Folded, word: str) -> None:
    """A round window with a word that hangs in it on many threads."""
    folded.shape(ring(0.29, 90), False)
    for fold in range(folded.folds * 2):
        angle = fold * math.pi / folded.folds
        folded.shape(turned([(-0.008, -0.3), (0.008, -0.3), (0.008, -0.15), (-0.008, -0.15)], angle), True)
    folded.shape(ring(0.215, 60, lambda a: 0.012 * math.cos(folded.folds * 2 * a)), True)
    form = lettering.glyph(word, round(0.31 * SIDE), bold=True)
    folded.mask.paste(0, (SIDE - form.width // 2, SIDE - form.height // 2), form)


def _room(folded: Folded, radius: float) -> float:
    """How wide a fold is at this radius."""
    return 2 * radius * math.sin(math.pi / folded.folds)


def _petals(folded: Folded, draw: random.Random) -> None:
    """Large petals with a seed left standing in each."""
    width = min(0.25, _room(folded, 0.5) * 0.78)
    folded.cut(_at(0.33, leaf(0.34, width, draw.choice((0.45, 0.55, 0.62)))))
    folded.cut(_at(0.37, leaf(0.2, width * 0.42, 0.5)), is_paper=True)
    folded.cut(_at(0.42, leaf(0.09, width * 0.14, 0.5)))


def _veined(folded: Folded, draw: random.Random) -> None:
    """Leaves whose saw teeth (锯齿纹) point to the middle vein."""
    width = min(0.27, _room(folded, 0.5) * 0.82)
    folded.cut(_at(0.32, leaf(0.36, width)))
    folded.cut([(-0.009, -0.3), (0.009, -0.3), (0.006, -0.7), (-0.006, -0.7)], is_paper=True)
    for tooth in range(6):
        y = -0.39 - 0.045 * tooth
        reach = width * 0.34 * math.sin(math.pi * (0.25 + 0.1 * tooth))
        folded.cut([(0, y), (reach, y - 0.03), (0, y - 0.022)], is_paper=True)
        folded.cut([(0, y), (-reach, y - 0.03), (0, y - 0.022)], is_paper=True)


def _clouds(folded: Folded, draw: random.Random) -> None:
    """Curling clouds left and right of each fold's middle."""
    size = min(0.11, _room(folded, 0.5) * 0.3)
    for at, radius in ((0.42, 0.47), (0.45, 0.6)):
        folded.cut(_at(radius, ring(size * 0.82, 30)), at=at)
        folded.cut(_at(radius + 0.01, turned(ring(size * 0.5, 24), 0, size * 0.16, 0)), at=at, is_paper=True)
        folded.cut(_at(radius + 0.01, turned(ring(size * 0.2, 16), 0, size * 0.06, 0)), at=at)
    folded.cut(_at(0.34, leaf(0.2, size * 0.7, 0.6)))


def _drops(folded: Folded, draw: random.Random) -> None:
    width = min(0.12, _room(folded, 0.68) * 0.3)
    folded.cut(_at(0.54, leaf(0.22, width, 0.66)), at=1)
    folded.cut(_at(0.5, ring(width * 0.22, 14)), at=1)
    folded.cut(_at(0.74, ring(width * 0.26, 14)), at=0.5)


def _diamonds(folded: Folded, draw: random.Random) -> None:
    w = min(0.05, _room(folded, 0.68) * 0.14)
    for radius, size in ((0.52, 0.8), (0.66, 1.2)):
        folded.cut(_at(radius, [(0, -0.07 * size), (w * size, 0), (0, 0.07 * size), (-w * size, 0)]), at=1)
    folded.cut(_at(0.73, [(0, -0.03), (w * 0.6, 0), (0, 0.03), (-w * 0.6, 0)]), at=0.48)


def _crescents(folded: Folded, draw: random.Random) -> None:
    """月牙纹: moons back to back."""
    size = min(0.1, _room(folded, 0.66) * 0.24)
    outer = [(size * math.sin(a), -size * math.cos(a)) for a in (math.pi * (s / 20) for s in range(21))]
    inner = [(size * 0.5 * math.sin(a), -size * math.cos(a)) for a in (math.pi * (s / 20) for s in range(20, -1, -1))]
    folded.cut(_at(0.66, turned(outer + inner, -0.5)), at=0.62)
    folded.cut(_at(0.53, leaf(0.12, size * 0.6)), at=1)


def _fringe(folded: Folded, draw: random.Random, rim: str) -> None:
    """Small cuts along the edge, and teeth in the edge of a round one."""
    count = 3 if folded.folds > 8 else 4
    for position in range(count + 1):
        at = position / count
        folded.cut(_at(0.8, ring(0.017, 12)), at=at)
        if rim in ("round", "scallop") and position < count:
            folded.cut([(-0.022, -1), (0, -0.855), (0.022, -1)], at=(position + 0.5) / count)


def _halves(mask: Image.Image) -> Image.Image:
    """The left half mirrored to the right, as paper folded once is."""
    left = mask.crop((0, 0, SIDE, 2 * SIDE))
    mask.paste(left.transpose(Image.Transpose.FLIP_LEFT_RIGHT), (SIDE, 0))
    return mask


def _butterfly(draw: random.Random) -> Image.Image:
    folded = Folded(1)
    lean, big = draw.uniform(0.8, 0.95), draw.uniform(0.66, 0.74)
    upper, lower = leaf(1.05, big, 0.72), leaf(0.8, 0.52, 0.7)
    folded.shape(turned(upper, -lean, -0.03, 0.02), True)
    folded.shape(turned(lower, math.pi + lean * 0.75, -0.03, -0.05), True)
    folded.shape(_at(-0.52, leaf(0.98, 0.13, 0.6)), True)
    for length, width, start in ((0.3, 0.3, 0.62), (0.24, 0.13, 0.3)):
        wing = turned(_at(start, leaf(length, width, 0.6)), -lean, -0.03, 0.02)
        folded.shape(wing, False)
    for spread in (-0.28, 0.28):
        folded.shape(turned(_at(0.32, leaf(0.46, 0.09, 0.7)), -lean + spread * 0.8, -0.03, 0.02), False)
        folded.shape(turned(_at(0.3, leaf(0.3, 0.07, 0.7)), math.pi + lean * 0.75 + spread, -0.03, -0.05), False)
    folded.shape(turned(_at(0.36, ring(0.075, 24)), math.pi + lean * 0.75, -0.03, -0.05), False)
    for dot in range(5):
        folded.shape(
            turned(_at(0.96 - dot * dot * 0.006, ring(0.02, 12)), -lean - 0.3 + dot * 0.15, -0.03, 0.02), False
        )
    curl = [(-0.02, -0.4), (-0.1, -0.62), (-0.24, -0.74), (-0.23, -0.77), (-0.075, -0.64), (0.0, -0.4)]
    folded.shape(curl, True)
    folded.shape(turned(ring(0.028, 16), 0, -0.24, -0.755), True)
    return _halves(folded.mask)


def _fish(draw: random.Random) -> Image.Image:
    """Two fish round a flower: 年年有余. Turned once, not mirrored."""
    folded = Folded(2)
    folded.shape(ring(0.93, 360, lambda a: 0.03 * math.cos(24 * a)), True)
    folded.shape(ring(0.8, 200), False)
    swim = draw.uniform(0.9, 1.05)
    body = turned(leaf(0.92, 0.46, 0.6), math.pi / 2, -0.42, 0)
    tail = [(-0.34, 0), (-0.66, -0.25), (-0.54, 0), (-0.66, 0.25)]
    fin = [(0.0, -0.16), (-0.16, -0.36), (0.2, -0.27), (0.24, -0.13)]
    belly = [(0.1, 0.15), (-0.02, 0.32), (0.2, 0.17)]
    for part in (body, tail, fin, belly):
        folded.cut([(x * swim, y - 0.4) for x, y in part], is_paper=True)
    for column in range(5):
        for line in range(-1 - column % 2, 2):
            up = (line + 0.5 * (column % 2)) * 0.1
            folded.cut(turned(_half_moon(0.055), 0, -0.2 + column * 0.1, up - 0.4))
    folded.cut(turned(ring(0.034, 18), 0, 0.37, -0.44))
    folded.cut(turned(ring(0.013, 10), 0, 0.372, -0.44), is_paper=True)
    for offset in (-0.09, 0, 0.09):
        folded.cut([(-0.42, offset - 0.4), (-0.58, offset * 1.9 - 0.41), (-0.58, offset * 1.9 - 0.39)])
    _rosette_and_waves(folded)
    return folded.mask


def _rosette_and_waves(folded: Folded) -> None:
    for spoke in range(4):
        stem = turned([(-0.02, 0), (0.02, 0), (0.03, -0.85), (-0.03, -0.85)], math.pi / 4 + spoke * math.pi / 2)
        if spoke % 2:
            folded.shape(stem, True)
    folded.folds = 10
    folded.shape(ring(0.2, 80, lambda a: 0.022 * math.cos(10 * a)), True)
    folded.cut(_at(0.05, leaf(0.12, 0.06)))
    folded.folds = 20
    folded.cut(_at(0.86, ring(0.026, 14)))
    folded.cut(_at(0.82, [(-0.05, 0), (0.05, 0), (0, 0.11)]), at=1, is_paper=True)


def _half_moon(size: float) -> list[Point]:
    outer = [(size * math.cos(a), size * math.sin(a)) for a in (math.pi * (s / 12 - 0.5) for s in range(13))]
    inner = [(size * 0.55 * math.cos(a), size * math.sin(a)) for a in (math.pi * (0.5 - s / 12) for s in range(13))]
    return outer + inner


def _glued(mask: Image.Image, paper: Colour, draw: random.Random, folds: int) -> Image.Image:
    """The cut paper on its ground, lifted a little, with the creases of its folds."""
    turn = draw.uniform(-3, 3)
    small = mask.reduce(2).rotate(turn, Image.Resampling.BILINEAR)
    picture = Image.new("RGB", (SIDE, SIDE), colour(draw.choice(_GROUNDS)))
    shadow = small.reduce(4).filter(ImageFilter.GaussianBlur(1.6)).resize((SIDE, SIDE)).point(levels(lambda v: v * 0.3))
    picture.paste(mixed(paper, (40, 25, 20), 0.7), (3, 5), shadow)
    sheet = Image.new("RGB", (SIDE, SIDE), paper)
    pen, middle = ImageDraw.Draw(sheet), SIDE / 2
    for fold in range(folds):
        angle = math.radians(-turn) + fold * math.pi / folds
        dx, dy = math.sin(angle) * SIDE, math.cos(angle) * SIDE
        shade = mixed(paper, (255, 255, 255) if fold % 2 else (0, 0, 0), 0.1)
        pen.line((middle - dx, middle - dy, middle + dx, middle + dy), fill=shade, width=2)
    picture.paste(sheet, (0, 0), small)
    return grained(picture, draw, 0.18)
