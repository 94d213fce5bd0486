"""绘画: flowers, fruit, fish, branches; painted close, with much ground left free."""

from __future__ import annotations

import math
import random

from PIL import Image

from schoolapp.demo.drawing.sheet import Colour, Point, Sheet, colour, leaf, mixed, ring, turned

_GROUNDS = ("#f7e1d3", "#f5ecd9", "#e8efe6", "#f9efdf", "#e3ecf1", "#f3e3e3", "#fbf3dc")
_BLOOMS = ("#d9604c", "#e38a9a", "#f0b13f", "#c8434d", "#8d6bb0", "#ef8d5b", "#ffffff")


def still_life(draw: random.Random, subject: str) -> Image.Image:
    """A painting of one of SUBJECTS."""
    wide = subject in ("persimmons", "goldfish", "fruit")
    width, height = (800, 600) if wide else draw.choice(((640, 800), (700, 700)))
    sheet = Sheet(width, height, colour(draw.choice(_GROUNDS)), draw)
    SUBJECTS[subject](sheet)
    return sheet.done(0.25)


def _plum(sheet: Sheet) -> None:
    """梅: a dark branch that forks, blossoms along it."""
    bark = colour("#5d3a2a")
    tips: list[Point] = []
    start = (sheet.width * 0.08, sheet.height * 0.94)
    _branch(sheet, start, -0.75 + sheet.draw.uniform(-0.15, 0.15), sheet.height * 0.27, 26, bark, tips)
    tone = colour(sheet.draw.choice(("#d9604c", "#e0788a", "#c8434d", "#fdf6ee")))
    for x, y in tips:
        blossom(
            sheet, x + sheet.draw.uniform(-14, 14), y + sheet.draw.uniform(-14, 14), sheet.draw.uniform(15, 27), tone
        )


def _branch(
    sheet: Sheet, at: Point, angle: float, length: float, width: float, fill: Colour, tips: list[Point]
) -> None:
    """`angle` 0 is to the right, negative upwards."""
    bend = sheet.draw.uniform(-0.35, 0.35)
    middle = (at[0] + math.cos(angle) * length / 2, at[1] + math.sin(angle) * length / 2)
    end = (middle[0] + math.cos(angle + bend) * length / 2, middle[1] + math.sin(angle + bend) * length / 2)
    sheet.brush((at, middle, end), lambda share: width * (1 - 0.35 * share), fill)
    tips += [middle, end] if width < 16 else [end]
    if width < 4:
        return
    for turn in (sheet.draw.uniform(-0.9, -0.3), sheet.draw.uniform(0.25, 0.8)):
        _branch(sheet, end, angle + bend + turn, length * sheet.draw.uniform(0.62, 0.82), width * 0.55, fill, tips)


def blossom(sheet: Sheet, x: float, y: float, size: float, tone: Colour) -> None:
    """Five round petals and yellow threads."""
    turn = sheet.draw.random() * 7
    for petal in range(5):
        angle = turn + petal * 2 * math.pi / 5
        shade = mixed(tone, (255, 235, 230), sheet.draw.uniform(0, 0.3))
        sheet.disc(x + math.cos(angle) * size * 0.55, y + math.sin(angle) * size * 0.55, size * 0.5, shade)
    sheet.disc(x, y, size * 0.2, mixed(tone, (120, 20, 20), 0.4))
    for thread in range(7):
        angle = thread * 0.9
        sheet.disc(x + math.cos(angle) * size * 0.38, y + math.sin(angle) * size * 0.38, size * 0.06, (246, 205, 90))


def _lotus(sheet: Sheet) -> None:
    green, pink = colour("#3f7a5c"), colour(sheet.draw.choice(("#e38a9a", "#f2b5b0", "#fbeee6")))
    for _ in range(sheet.draw.randint(3, 5)):
        x, y, size = (
            sheet.draw.uniform(0.05, 0.95) * sheet.width,
            sheet.draw.uniform(0.45, 0.9) * sheet.height,
            sheet.draw.uniform(80, 150),
        )
        shade = mixed(green, (160, 190, 150), sheet.draw.random() * 0.5)
        sheet.line([(x, y), (x + sheet.draw.uniform(-30, 30), sheet.height + 5)], 5, mixed(shade, (0, 0, 0), 0.2))
        sheet.area(
            turned(
                [(px, py * 0.48) for px, py in ring(size, 40, lambda a, size=size: size * 0.05 * math.sin(5 * a))],
                0.1,
                x,
                y,
            ),
            shade,
        )
        for vein in range(9):
            angle = vein * 2 * math.pi / 9
            sheet.line(
                [(x, y), (x + math.cos(angle) * size * 0.86, y + math.sin(angle) * size * 0.4)],
                1.8,
                mixed(shade, (230, 240, 210), 0.4),
            )
    for place in (0.36, 0.66)[: sheet.draw.randint(1, 2)]:
        x, y = sheet.width * place, sheet.height * sheet.draw.uniform(0.24, 0.36)
        sheet.brush(((x, y + 40), (x + 12, sheet.height * 0.7), (x - 6, sheet.height + 8)), lambda _s: 7, green)
        for petal in (-1.15, 1.15, -0.75, 0.75, -0.35, 0.35, 0):
            shade = mixed(pink, (200, 70, 100), 0.32 * abs(petal))
            sheet.area(turned(leaf(130, 62, 0.55), petal, x, y + 56), shade)
            sheet.line(turned([(0, -30), (0, -112)], petal, x, y + 56), 1.2, mixed(shade, (160, 40, 80), 0.3))


def _sunflowers(sheet: Sheet) -> None:
    _vase(sheet, colour(sheet.draw.choice(("#4f7d95", "#7a9a83", "#b5563c", "#e9e2d2"))))
    middle = sheet.width / 2
    for place, (dx, dy) in enumerate(((-0.24, 0.3), (0.25, 0.33), (0, 0.2), (-0.1, 0.42), (0.13, 0.46))):
        x, y = middle + dx * sheet.width, sheet.height * dy
        sheet.brush(
            ((x, y), ((x + middle) / 2, sheet.height * 0.5), (middle, sheet.height * 0.66)),
            lambda _s: 7,
            colour("#5b7d3f"),
        )
        _sunflower(sheet, x, y, sheet.width * (0.1 + 0.012 * (place % 3)))


def _sunflower(sheet: Sheet, x: float, y: float, size: float) -> None:
    for layer, shade in ((1.0, "#d98f1f"), (0.85, "#f0b13f")):
        for petal in range(18):
            angle = petal * 2 * math.pi / 18 + (0.17 if layer < 1 else 0) + sheet.draw.uniform(-0.08, 0.08)
            blade = [(px, py - size * 0.4) for px, py in leaf(size * layer * 0.8, size * 0.3)]
            sheet.area(turned(blade, angle, x, y), mixed(colour(shade), (255, 220, 120), sheet.draw.random() * 0.4))
    sheet.disc(x, y, size * 0.52, colour("#5a3a1e"))
    for seed in range(60):
        angle, reach = seed * 2.39996, math.sqrt(seed / 60) * size * 0.47
        sheet.disc(x + math.cos(angle) * reach, y + math.sin(angle) * reach, size * 0.035, colour("#8a5f33"))


def _vase(sheet: Sheet, tone: Colour) -> None:
    """On a table, with its shadow."""
    table = sheet.height * 0.8
    sheet.box(-5, table, sheet.width + 5, sheet.height + 5, mixed(tone, (225, 190, 150), 0.75))
    x, half = sheet.width / 2, sheet.width * 0.13
    foot, top = sheet.height * 0.9, sheet.height * 0.6
    sheet.wash(turned([(px * 1.8, py * 0.35) for px, py in ring(half)], 0, x + half * 0.7, foot), (60, 40, 30), 0.3, 12)
    side = [
        (half * (0.55 + 0.45 * math.sin(math.pi * (0.1 + 0.85 * s / 20))), top + (foot - top) * s / 20)
        for s in range(21)
    ]
    sheet.area([(x + w, y) for w, y in side] + [(x - w, y) for w, y in reversed(side)], tone)
    sheet.wash(
        [(x - w * 0.75, y) for w, y in side] + [(x - w * 0.4, y) for w, y in reversed(side)], (255, 255, 255), 0.45, 8
    )
    sheet.wash([(x + w, y) for w, y in side] + [(x + w * 0.5, y) for w, y in reversed(side)], (30, 20, 30), 0.25, 14)


def _bouquet(sheet: Sheet) -> None:
    _vase(sheet, colour(sheet.draw.choice(("#2f6f8a", "#e9e2d2", "#b5563c", "#46655a"))))
    middle = sheet.width / 2
    for _ in range(12):
        angle = sheet.draw.uniform(-1.1, 1.1)
        sheet.area(
            turned(leaf(sheet.draw.uniform(150, 240), 46), angle, middle, sheet.height * 0.62),
            mixed(colour("#4b7d55"), (200, 210, 150), sheet.draw.random() * 0.4),
        )
    for _ in range(13):
        angle, reach = sheet.draw.uniform(-1.25, 1.25), sheet.draw.uniform(0.12, 0.36) * sheet.height
        x, y = middle + math.sin(angle) * reach * 0.85, sheet.height * 0.56 - math.cos(angle) * reach
        tone = colour(sheet.draw.choice(_BLOOMS))
        for layer in range(3):
            for petal in range(9):
                turn = petal * 2 * math.pi / 9 + layer * 0.35
                sheet.area(
                    turned(leaf(48 - layer * 13, 22 - layer * 4), turn, x, y),
                    mixed(tone, (255, 245, 220), 0.18 * layer),
                )
        sheet.disc(x, y, 8, (235, 180, 60))


def _fruit(sheet: Sheet) -> None:
    """A bowl with apples, pears and grapes."""
    table = sheet.height * 0.62
    sheet.box(
        -5, table, sheet.width + 5, sheet.height + 5, colour(sheet.draw.choice(("#c9a27a", "#8fa9a0", "#d9b8a0")))
    )
    x, y = sheet.width / 2, sheet.height * 0.6
    sheet.wash(turned([(px, py * 0.25) for px, py in ring(300)], 0, x + 40, y + 190), (50, 35, 25), 0.35, 20)
    for place in range(9):
        fx, fy = x + (place % 5 - 2) * 88 + sheet.draw.uniform(-10, 10), y - 34 - 74 * (place // 5)
        _ball(
            sheet,
            fx + (44 if place > 4 else 0),
            fy,
            56,
            colour(sheet.draw.choice(("#c8434d", "#e0a03a", "#9db356", "#d9604c", "#b03a4a"))),
        )
    bowl = [(x + 290 * math.cos(a), y + 180 * math.sin(a)) for a in (math.pi * s / 40 for s in range(41))]
    tone = colour(sheet.draw.choice(("#3f6f8f", "#efe8da", "#7a5138")))
    sheet.area(bowl, tone)
    sheet.wash(bowl[:14], (0, 0, 0), 0.22, 16)
    sheet.line([(x - 262, y + 40), (x, y + 66), (x + 262, y + 40)], 5, mixed(tone, (255, 255, 255), 0.6))


def _ball(sheet: Sheet, x: float, y: float, size: float, tone: Colour) -> None:
    """A round fruit in the light from the left."""
    for step in range(7):
        share = step / 6
        offset = size * 0.3 * share
        sheet.disc(
            x - offset,
            y - offset,
            size * (1 - 0.62 * share),
            mixed(mixed(tone, (40, 10, 20), 0.25), mixed(tone, (255, 240, 210), 0.35), share),
        )
    sheet.line([(x, y - size * 0.8), (x + 7, y - size * 1.2)], 5, colour("#5d3a2a"))


def _persimmons(sheet: Sheet) -> None:
    """柿柿如意: round fruit on a branch without leaves."""
    bark = colour("#4a342a")
    sheet.brush(((-10, 120), (240, 150), (470, 110), (820, 190)), lambda share: 20 - 9 * share, bark)
    for place in range(sheet.draw.randint(5, 7)):
        x = 80 + place * 112 + sheet.draw.uniform(-18, 18)
        y = sheet.draw.uniform(250, 470)
        sheet.brush(((x - 10, 138), (x + 8, y - 90), (x, y - 40)), lambda _s: 5, bark)
        _ball(sheet, x, y, 58, colour(sheet.draw.choice(("#e5672c", "#ee8a35", "#d9532a"))))
        for petal in range(4):
            sheet.area(turned(leaf(34, 24), petal * 1.57 + 0.8, x, y - 42), colour("#6f7d45"))


def _goldfish(sheet: Sheet) -> None:
    sheet.fade(colour("#d8ebe6"), colour("#9cc7bf"))
    for _ in range(5):
        x, y = sheet.draw.random() * sheet.width, sheet.draw.random() * sheet.height
        for wave in range(3):
            sheet.line(
                [(px * (1 + wave * 0.5) + x, py * 0.45 * (1 + wave * 0.5) + y) for px, py in ring(46, 36)],
                1.4,
                colour("#c9e2dc"),
            )
    for place in range(sheet.draw.randint(3, 5)):
        x, y = sheet.width * (0.16 + 0.19 * place), sheet.height * sheet.draw.uniform(0.22, 0.78)
        _one_goldfish(sheet, x, y, sheet.draw.uniform(0, 6.3), sheet.draw.uniform(0.8, 1.25))


def _one_goldfish(sheet: Sheet, x: float, y: float, angle: float, size: float) -> None:
    tone = colour(sheet.draw.choice(("#d9452c", "#ee7a2f", "#2b2a2e", "#f3efe6")))
    for spread in (-0.5, -0.15, 0.2, 0.55):
        fin = [(px, -py + 30) for px, py in leaf(95, 36, 0.7)]
        sheet.wash(turned(turned(fin, spread), angle, x, y, size), tone, 0.55, 2)
    sheet.area(turned([(px, py + 42) for px, py in leaf(95, 62)], angle, x, y, size), tone)
    for side in (-1, 1):
        fin = turned(leaf(44, 20), side * 2.2, side * 22, -6)
        sheet.wash(turned(fin, angle, x, y, size), tone, 0.6, 2)
        ((ex, ey),) = turned([(side * 15, -34)], angle, x, y, size)
        sheet.disc(ex, ey, 5 * size, (20, 20, 24))
        sheet.disc(ex, ey, 2 * size, (255, 255, 255))


def _orchid(sheet: Sheet) -> None:
    """兰: ink leaves in one sweep each, few flowers."""
    inky = colour("#2f3a34")
    x, y = sheet.width * 0.45, sheet.height * 0.86
    for _ in range(11):
        side = sheet.draw.uniform(-1, 1)
        reach = sheet.height * sheet.draw.uniform(0.4, 0.75)
        path = (
            (x, y),
            (x + side * reach * 0.3, y - reach * 0.62),
            (x + side * reach * 0.78, y - reach * sheet.draw.uniform(0.5, 0.95)),
        )
        sheet.brush(
            path,
            lambda share: 15 * math.sin(math.pi * (0.12 + 0.86 * share)) + 1,
            mixed(inky, (110, 140, 110), sheet.draw.random() * 0.6),
        )
    for _ in range(4):
        fx, fy = x + sheet.draw.uniform(-0.3, 0.32) * sheet.width, y - sheet.height * sheet.draw.uniform(0.3, 0.62)
        for angle in (-1.3, -0.6, 0.1, 0.8, 1.9):
            sheet.area(
                turned(leaf(54, 17), angle, fx, fy),
                mixed(colour("#8d6bb0"), (240, 230, 250), sheet.draw.random() * 0.5),
            )
        sheet.disc(fx, fy, 6, (180, 60, 70))
    for _ in range(8):
        sheet.disc(
            x + sheet.draw.uniform(-70, 70),
            y + sheet.draw.uniform(-4, 16),
            sheet.draw.uniform(8, 20),
            mixed(inky, (200, 195, 180), 0.5),
            0.4,
        )


SUBJECTS = {
    "plum": _plum,
    "lotus": _lotus,
    "sunflowers": _sunflowers,
    "bouquet": _bouquet,
    "fruit": _fruit,
    "persimmons": _persimmons,
    "goldfish": _goldfish,
    "orchid": _orchid,
}
