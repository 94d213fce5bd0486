"""信息技术: pictures that a short program draws — tiles, mirrored creatures, turtle curves, circles."""

from __future__ import annotations

import math
import random

from PIL import Image, ImageDraw

from schoolapp.demo.drawing.sheet import Colour, Sheet, colour, mixed

_SETS = (
    ("#1f2a44", "#f2b84b", "#e4572e", "#76b5a8", "#f5efe0"),
    ("#f6efe2", "#0b6b5d", "#c23a26", "#f0b13f", "#2b5ea8"),
    ("#fdf4e3", "#3d5a80", "#98c1d9", "#ee6c4d", "#293241"),
    ("#22223b", "#f2e9e4", "#c9ada7", "#9a8c98", "#e07a5f"),
    ("#eef4ed", "#134074", "#8da9c4", "#e9a23b", "#13315c"),
)


def pattern(draw: random.Random, subject: str) -> Image.Image:
    """`subject`: one of PROGRAMS."""
    return PROGRAMS[subject](draw, [colour(text) for text in draw.choice(_SETS)])


def _tiles(draw: random.Random, tones: list[Colour]) -> Image.Image:
    """Truchet: quarter rings on every tile, turned by chance; they join to ribbons."""
    cell, count = 100, 7
    sheet = Sheet(cell * count, cell * count, tones[0], draw)
    for column in range(count):
        for line in range(count):
            x, y = column * cell, line * cell
            corners = ((x, y), (x + cell, y + cell)) if draw.random() < 0.5 else ((x + cell, y), (x, y + cell))
            for cx, cy in corners:
                for radius, tone in ((66, tones[1 + (column + line) % 2]), (50, tones[4]), (34, tones[0])):
                    inward = math.atan2(y + cell / 2 - cy, x + cell / 2 - cx)
                    arc = [
                        (cx + radius * math.cos(inward + a), cy + radius * math.sin(inward + a))
                        for a in (math.pi / 4 * (s / 8 - 1) for s in range(17))
                    ]
                    sheet.area([(cx, cy), *arc], tone)
    return sheet.done(0.08)


def _creatures(draw: random.Random, tones: list[Colour]) -> Image.Image:
    """Nine pixel creatures: the left half by chance, the right its mirror."""
    page = Image.new("RGB", (720, 720), tones[0])
    pen = ImageDraw.Draw(page)
    for place in range(9):
        left, top = 36 + (place % 3) * 228, 36 + (place // 3) * 228
        tone = tones[1 + (place + place // 3) % 3]
        for column in range(4):
            for line in range(8):
                centre = 1 - abs(line - 3.5) / 6
                if draw.random() < 0.34 + 0.42 * centre * (column / 3):
                    for mirror in (column, 7 - column):
                        x, y = left + mirror * 24, top + line * 24
                        pen.rectangle(
                            (x, y, x + 23, y + 23), fill=tone if draw.random() < 0.9 else mixed(tone, tones[4], 0.5)
                        )
        for eye in (2, 5):
            pen.rectangle((left + eye * 24, top + 48, left + eye * 24 + 23, top + 71), fill=tones[4])
            pen.rectangle((left + eye * 24 + 6, top + 54, left + eye * 24 + 17, top + 71), fill=(24, 24, 30))
    return page


def _turtle(draw: random.Random, tones: list[Colour]) -> Image.Image:
    """Forward, turn, a little further: spirals of lines."""
    sheet = Sheet(720, 720, tones[0], draw)
    turn, ratio = draw.choice((89, 91, 119, 121, 143, 71, 59)), draw.uniform(2.1, 2.5)
    x, y, heading, step = 360.0, 360.0, draw.random() * 360, 4.0
    while abs(x - 360) < 345 and abs(y - 360) < 345:
        nx, ny = x + step * math.cos(math.radians(heading)), y + step * math.sin(math.radians(heading))
        share = min(1, step / 560)
        sheet.line(
            [(x, y), (nx, ny)],
            2.6,
            mixed(tones[1], tones[2], share) if share < 0.5 else mixed(tones[2], tones[3], share),
        )
        x, y, heading, step = nx, ny, heading + turn, step + ratio * (turn / 100)
    return sheet.done(0.08)


def _circles(draw: random.Random, tones: list[Colour]) -> Image.Image:
    """A rosette of rings."""
    sheet = Sheet(720, 720, tones[0], draw)
    count = draw.choice((12, 16, 18, 24))
    for radius, reach, width in ((150, 170, 3), (90, 235, 2.4), (56, 90, 2)):
        for place in range(count):
            angle = place * 2 * math.pi / count
            x, y = 360 + reach * math.cos(angle), 360 + reach * math.sin(angle)
            path = [(x + radius * math.cos(a), y + radius * math.sin(a)) for a in (s * math.pi / 40 for s in range(81))]
            sheet.line(path, width, tones[1 + place % 3])
    sheet.disc(360, 360, 26, tones[2])
    return sheet.done(0.08)


def _quilt(draw: random.Random, tones: list[Colour]) -> Image.Image:
    """Triangles in squares, the quarter repeated by mirror."""
    cell, half = 90, 4
    sheet = Sheet(cell * half * 2, cell * half * 2, tones[0], draw)
    for column in range(half):
        for line in range(half):
            picks = draw.sample(tones, 3)
            flip = draw.random() < 0.5
            for mx in (False, True):
                for my in (False, True):
                    x = (2 * half - 1 - column if mx else column) * cell
                    y = (2 * half - 1 - line if my else line) * cell
                    corners = [(x, y), (x + cell, y), (x + cell, y + cell), (x, y + cell)]
                    order = corners if flip == (mx == my) else corners[1:] + corners[:1]
                    sheet.area(corners, picks[0])
                    sheet.area(order[:3], picks[1])
                    sheet.disc(x + cell / 2, y + cell / 2, cell * 0.17, picks[2])
    return sheet.done(0.12)


PROGRAMS = {"tiles": _tiles, "creatures": _creatures, "turtle": _turtle, "circles": _circles, "quilt": _quilt}
