"""绘画: the country round the school, in layers from the sky to the foreground."""

from __future__ import annotations

import math
import random
from collections.abc import Callable

from PIL import Image

from schoolapp.demo.drawing.sheet import Colour, Point, Sheet, colour, leaf, mixed, ring, turned

_PALETTES = {
    "morning": ("#fbe3c4", "#f6c9a0", "#e98d5f", "#8fb0a5", "#3f7a6c", "#25524a"),
    "noon": ("#cfe6ee", "#eef5ee", "#f2b84b", "#9dc1b4", "#4d8f72", "#2d6a4a"),
    "dusk": ("#5b5a8c", "#f0a07c", "#f6d38a", "#7a6d93", "#46486f", "#2a2d4c"),
    "autumn": ("#f4ead2", "#f7dca8", "#d8542f", "#d9a15a", "#b7683a", "#7b4228"),
    "winter": ("#dfe8ee", "#f4f6f7", "#e2705a", "#b9c8d2", "#8398a6", "#4f6472"),
    "night": ("#1d2b4f", "#3f5583", "#f6e7b0", "#35507a", "#243a60", "#152544"),
}
"""Sky above, sky below, sun, then hills from far to near."""


def landscape(draw: random.Random, subject: str) -> Image.Image:
    """`subject`: a place of PLACES and one of several lights, "hills morning"."""
    place, light = subject.split()
    size = (820, 600) if draw.random() < 0.5 else (620, 800)
    palette = [colour(text) for text in _PALETTES[light]]
    sheet = Sheet(*size, palette[0], draw)
    sheet.fade(palette[0], palette[1], 0, size[1] * 0.62)
    _sun(sheet, palette, light)
    PLACES[place](sheet, palette)
    if light == "winter":
        _snow(sheet)
    return sheet.done(0.26)


def _sun(sheet: Sheet, palette: list[Colour], light: str) -> None:
    x, y = sheet.width * sheet.draw.uniform(0.2, 0.8), sheet.height * sheet.draw.uniform(0.12, 0.24)
    radius = sheet.width * sheet.draw.uniform(0.055, 0.085)
    sheet.wash(turned(ring(radius * 2.1), 0, x, y), palette[2], 0.35, radius * 0.7)
    sheet.disc(x, y, radius, palette[2])
    if light == "night":
        for _ in range(50):
            sheet.disc(sheet.draw.random() * sheet.width, sheet.draw.random() * sheet.height * 0.5, 1.4, palette[2])
        sheet.disc(x + radius * 0.45, y - radius * 0.2, radius * 0.9, mixed(palette[0], palette[1], 0.25))


def ridge(sheet: Sheet, base: float, height: float, rough: float) -> Callable[[float], float]:
    """A skyline: for each x its y."""
    waves = [
        (
            height / (n + 1) ** rough,
            sheet.draw.uniform(0.6, 1.3) * (n + 1) * 2 * math.pi / sheet.width,
            sheet.draw.random() * 7,
        )
        for n in range(6)
    ]
    return lambda x: base - sum(size * math.sin(x * speed + start) for size, speed, start in waves)


def _fill_below(sheet: Sheet, line: Callable[[float], float], fill: Colour) -> None:
    top = [(x, line(x)) for x in range(0, sheet.width + 8, 4)]
    sheet.area([*top, (sheet.width + 8, sheet.height), (0, sheet.height)], fill)


def _layers(sheet: Sheet, palette: list[Colour], count: int, start: float, end: float) -> Callable[[float], float]:
    """Hills behind hills with mist between; the nearest skyline."""
    line: Callable[[float], float] = lambda _x: sheet.height * start  # noqa: E731
    for layer in range(count):
        share = layer / max(1, count - 1)
        shade = (
            mixed(palette[3], palette[4], min(1, share * 2))
            if share < 0.5
            else mixed(palette[4], palette[5], share * 2 - 1)
        )
        base = sheet.height * (start + (end - start) * share)
        line = ridge(sheet, base, sheet.height * (0.1 - 0.05 * share), 0.9)
        _fill_below(sheet, line, shade)
        if layer < count - 1:
            mist = [(0, base + 50), (sheet.width, base + 30), (sheet.width, base + 110), (0, base + 120)]
            sheet.wash(mist, palette[1], 0.4, 30)
    return line


def _hills(sheet: Sheet, palette: list[Colour]) -> None:
    line = _layers(sheet, palette, sheet.draw.choice((4, 5)), 0.45, 0.88)
    for _ in range(sheet.draw.randint(3, 7)):
        x = sheet.draw.uniform(0.05, 0.95) * sheet.width
        tree(
            sheet,
            x,
            line(x) + 14,
            sheet.draw.uniform(60, 130),
            mixed(palette[5], palette[2], sheet.draw.random() * 0.35),
        )
    _birds(sheet, palette[5])


def _terraces(sheet: Sheet, palette: list[Colour]) -> None:
    """梯田: each step a band of water or rice."""
    _layers(sheet, palette, 3, 0.38, 0.5)
    steps = 9
    for step in range(steps):
        line = ridge(sheet, sheet.height * (0.5 + 0.5 * (step / steps) ** 1.25), 9 + step * 2.2, 1.5)
        fill = (
            mixed(palette[1], palette[0], 0.3)
            if step % 3 == 1
            else mixed(palette[4], palette[2], sheet.draw.random() * 0.3)
        )
        _fill_below(sheet, line, mixed(palette[5], (0, 0, 0), 0.15))
        _fill_below(sheet, lambda x, under=line: under(x) + 5, fill)
    for _ in range(9):
        x, y = sheet.draw.random() * sheet.width, sheet.height * sheet.draw.uniform(0.6, 0.95)
        sheet.disc(x, y, 4, palette[5])
        sheet.area([(x - 9, y - 3), (x + 9, y - 3), (x, y - 10)], palette[2])


def _village(sheet: Sheet, palette: list[Colour]) -> None:
    """White walls, dark roofs, a pond that mirrors them."""
    _layers(sheet, palette, 3, 0.4, 0.52)
    shore = sheet.height * 0.7
    sheet.box(-5, shore, sheet.width + 5, sheet.height + 5, mixed(palette[1], palette[3], 0.45))
    x = -10.0
    while x < sheet.width:
        width, height = sheet.draw.uniform(80, 140), sheet.draw.uniform(60, 110)
        foot = shore - sheet.draw.uniform(0, 16)
        _house(sheet, palette, x, foot, width, height)
        mirror = [(x, shore), (x + width, shore), (x + width, shore + height * 0.8), (x, shore + height * 0.8)]
        sheet.wash(mirror, (250, 248, 240), 0.35, 10)
        x += width * sheet.draw.uniform(0.75, 1.15)
    for _ in range(26):
        y = sheet.draw.uniform(shore + 8, sheet.height)
        left = sheet.draw.random() * sheet.width
        sheet.line([(left, y), (left + sheet.draw.uniform(20, 90), y)], 1.5, mixed(palette[1], (255, 255, 255), 0.5))
    for x in (sheet.width * 0.07, sheet.width * 0.93):
        tree(sheet, x, shore + 22, 170, palette[5])


def _house(sheet: Sheet, palette: list[Colour], x: float, foot: float, width: float, height: float) -> None:
    wall, roof = mixed((250, 247, 240), palette[1], 0.25), mixed(palette[5], (35, 35, 40), 0.6)
    sheet.box(x, foot - height, x + width, foot, wall)
    sheet.area(
        [
            (x - 9, foot - height),
            (x + width + 9, foot - height),
            (x + width - 8, foot - height - 26),
            (x + 8, foot - height - 26),
        ],
        roof,
    )
    for end in (x - 3, x + width - 5):
        sheet.area(
            [(end, foot - height), (end, foot - height - 40), (end + 9, foot - height - 44), (end + 9, foot - height)],
            wall,
        )
        sheet.box(end - 4, foot - height - 47, end + 13, foot - height - 42, roof)
    for window in range(2):
        left = x + width * (0.22 + 0.38 * window)
        sheet.box(left, foot - height * 0.68, left + 13, foot - height * 0.68 + 17, roof)
    sheet.box(x + width * 0.43, foot - height * 0.34, x + width * 0.57, foot, mixed(palette[2], roof, 0.4))


def _river(sheet: Sheet, palette: list[Colour]) -> None:
    """A river that winds to the mountains, a boat on it."""
    line = _layers(sheet, palette, 4, 0.4, 0.56)
    ground = max(line(x) for x in range(0, sheet.width, 20)) - 6
    sheet.box(-5, ground, sheet.width + 5, sheet.height + 5, mixed(palette[5], palette[4], 0.45))
    water = mixed(palette[1], palette[0], 0.4)
    left, right = [], []
    for step in range(30):
        share = step / 29
        middle = sheet.width * (0.52 + 0.22 * math.sin(share * 5.5) * (0.3 + share))
        half = 5 + sheet.width * 0.26 * share**1.7
        y = ground + (sheet.height + 10 - ground) * share
        left.append((middle - half, y))
        right.append((middle + half, y))
    sheet.area(left + right[::-1], water)
    for _ in range(14):
        share = sheet.draw.uniform(0.3, 1)
        x, y = left[int(share * 29)]
        sheet.line([(x + 20 * share, y), (x + 20 * share + 70 * share, y)], 1.6, mixed(water, (255, 255, 255), 0.6))
    x, y = left[20][0] * 0.5 + right[20][0] * 0.5, left[20][1]
    _boat(sheet, x, y, 70, palette)
    for _ in range(8):
        step = sheet.draw.randrange(4, 27)
        side = sheet.draw.choice((-1, 1))
        x = (left if side < 0 else right)[step][0] + side * sheet.draw.uniform(25, 70)
        tree(sheet, x, left[step][1], 40 + step * 4.5, mixed(palette[5], palette[2], sheet.draw.random() * 0.4))


def _boat(sheet: Sheet, x: float, y: float, size: float, palette: list[Colour]) -> None:
    hull = mixed(palette[5], (40, 25, 15), 0.6)
    sheet.area([(x - size, y - 9), (x + size, y - 9), (x + size * 0.7, y + 11), (x - size * 0.7, y + 11)], hull)
    arch = [(x - size * 0.4 + size * 0.8 * s / 12, y - 9 - 34 * math.sin(math.pi * s / 12)) for s in range(13)]
    sheet.area(arch, mixed(palette[2], hull, 0.35))
    sheet.line([(x + size * 0.62, y - 60), (x + size * 0.95, y + 24)], 2.2, hull)


def _bamboo_shore(sheet: Sheet, palette: list[Colour]) -> None:
    """Hills far off, bamboo close by."""
    _layers(sheet, palette, 4, 0.5, 0.86)
    for _ in range(6):
        bamboo(sheet, sheet.draw.uniform(0.02, 0.4) * sheet.width, palette[5])
    _birds(sheet, palette[5])


def bamboo(sheet: Sheet, x: float, shade: Colour) -> None:
    """One stem from the foot of the sheet to its head, with leaves at its knots."""
    lean, y = sheet.draw.uniform(-0.05, 0.09), sheet.height + 10.0
    width = sheet.draw.uniform(7, 14)
    tone = mixed(shade, (90, 150, 100), sheet.draw.uniform(0.05, 0.35))
    while y > -20:
        length = sheet.draw.uniform(70, 110)
        top = (x + lean * length, y - length)
        sheet.line([(x, y), (top[0], top[1] + 5)], width, tone)
        if y < sheet.height * 0.75:
            for _ in range(sheet.draw.randint(2, 4)):
                angle = sheet.draw.choice((-1, 1)) * sheet.draw.uniform(1.2, 2.3)
                blade = leaf(sheet.draw.uniform(50, 95), sheet.draw.uniform(9, 14), 0.4)
                sheet.area(turned(blade, angle, *top), mixed(tone, (150, 190, 120), sheet.draw.random() * 0.35))
        (x, y), width = top, width * 0.97


def tree(sheet: Sheet, x: float, foot: float, height: float, shade: Colour) -> None:
    """A trunk and a crown of many dabs, lighter above."""
    trunk = mixed(shade, (60, 40, 25), 0.7)
    sheet.area(
        [
            (x - height * 0.04, foot),
            (x + height * 0.04, foot),
            (x + height * 0.015, foot - height * 0.6),
            (x - height * 0.015, foot - height * 0.6),
        ],
        trunk,
    )
    for dab in range(26):
        angle, reach = sheet.draw.random() * 2 * math.pi, sheet.draw.random() ** 0.5
        dx, dy = math.cos(angle) * reach * height * 0.3, math.sin(angle) * reach * height * 0.33
        light = 0.28 * dab / 26 if dy < 0 else 0.08
        sheet.disc(
            x + dx,
            foot - height * 0.68 + dy,
            height * sheet.draw.uniform(0.06, 0.11),
            mixed(shade, (255, 240, 190), light),
        )


def _birds(sheet: Sheet, shade: Colour) -> None:
    x, y = sheet.width * sheet.draw.uniform(0.3, 0.7), sheet.height * sheet.draw.uniform(0.12, 0.28)
    for _ in range(sheet.draw.randint(2, 5)):
        bx, by, s = x + sheet.draw.uniform(-90, 90), y + sheet.draw.uniform(-40, 40), sheet.draw.uniform(7, 13)
        wings: list[Point] = [
            (bx - s, by - s * 0.4),
            (bx - s * 0.4, by - s * 0.5),
            (bx, by),
            (bx + s * 0.4, by - s * 0.5),
            (bx + s, by - s * 0.4),
        ]
        sheet.line(wings, 2, shade)


def _snow(sheet: Sheet) -> None:
    for _ in range(160):
        x, y = sheet.draw.random() * sheet.width, sheet.draw.random() * sheet.height
        sheet.disc(x, y, sheet.draw.uniform(1, 3.4), (255, 255, 255))


PLACES = {
    "hills": _hills,
    "terraces": _terraces,
    "village": _village,
    "river": _river,
    "bamboo": _bamboo_shore,
}
