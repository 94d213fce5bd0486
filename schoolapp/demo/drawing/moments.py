"""Class moments: children from behind or without features, because a demo shows nobody's face."""

from __future__ import annotations

import math
import random

from PIL import Image

from schoolapp.demo.drawing.sheet import Colour, Sheet, colour, leaf, mixed, ring, turned

_SHIRTS = ("#d9604c", "#2b5ea8", "#f0b13f", "#4d8f72", "#8d6bb0", "#e8e2d6", "#e38a9a", "#3d5a80")
_HAIR = ("#2a211d", "#3a2a22", "#1f1b1a")


def moment(draw: random.Random, subject: str) -> Image.Image:
    """`subject`: one of SCENES."""
    sheet = Sheet(840, 600, colour("#f3ead9"), draw)
    SCENES[subject](sheet)
    return sheet.done(0.2)


def _child_from_behind(sheet: Sheet, x: float, foot: float, size: float) -> None:
    """Head, hair, shoulders."""
    shirt, hair = colour(sheet.draw.choice(_SHIRTS)), colour(sheet.draw.choice(_HAIR))
    shoulders = [(x - size * 0.62, foot), (x - size * 0.52, foot - size * 0.62), (x - size * 0.2, foot - size * 0.78)]
    sheet.area(shoulders + [(2 * x - px, py) for px, py in reversed(shoulders)], shirt)
    sheet.box(x - size * 0.1, foot - size * 0.92, x + size * 0.1, foot - size * 0.66, colour("#eec39f"))
    sheet.disc(x, foot - size * 1.16, size * 0.34, hair, 1.08)
    for side in (-1, 1):
        sheet.disc(x + side * size * 0.33, foot - size * 1.1, size * 0.07, colour("#eec39f"), 1.4)
    if sheet.draw.random() < 0.5:
        for side in (-1, 1):
            sheet.area(
                turned(
                    leaf(size * 0.5, size * 0.19), math.pi + side * -0.4, x + side * size * 0.28, foot - size * 1.12
                ),
                hair,
            )
            sheet.disc(x + side * size * 0.3, foot - size * 1.08, size * 0.06, colour("#c23a26"))


def _desks(sheet: Sheet) -> None:
    """The room from the last row: board, window, three rows of backs."""
    sheet.fade(colour("#f6efdf"), colour("#eadfc8"))
    sheet.box(210, 60, 630, 250, colour("#8a6a4a"), 6)
    sheet.box(222, 72, 618, 238, colour("#27493f"), 3)
    for line in range(3):
        sheet.line(
            [(250, 110 + line * 40), (250 + sheet.draw.uniform(160, 330), 110 + line * 40)], 4, colour("#dfe8df")
        )
    sheet.area(turned(leaf(70, 46), 0.6, 540, 220), colour("#c7dccb"))
    for left in (40, 690):
        sheet.box(left, 70, left + 110, 260, colour("#ffffff"))
        sheet.box(left + 8, 78, left + 102, 252, colour("#cfe6ee"))
        sheet.box(left + 52, 70, left + 58, 260, colour("#ffffff"))
    for row, (foot, size, count) in enumerate(((390, 62, 7), (480, 84, 5), (605, 116, 4))):
        for place in range(count):
            x = 420 + (place - (count - 1) / 2) * size * 1.72
            _child_from_behind(sheet, x, foot, size)
        sheet.box(-5, foot - size * 0.16, 845, foot + 10, mixed(colour("#c79a67"), (0, 0, 0), 0.06 * row))


def _figure(sheet: Sheet, x: float, foot: float, size: float, arms: float, shirt: Colour, skirt: bool) -> None:
    """A small standing figure; `arms` in radians upwards."""
    skin, hair = colour("#eec39f"), colour(sheet.draw.choice(_HAIR))
    for side in (-1, 1):
        sheet.line(
            [(x + side * size * 0.08, foot - size * 0.42), (x + side * size * 0.13, foot)],
            size * 0.085,
            colour("#3d4a63") if not skirt else skin,
        )
        hand = (x + side * size * 0.42 * math.cos(arms), foot - size * 0.7 - size * 0.4 * math.sin(arms))
        sheet.line([(x + side * size * 0.12, foot - size * 0.7), hand], size * 0.075, shirt)
        sheet.disc(*hand, size * 0.05, skin)
    sheet.box(x - size * 0.15, foot - size * 0.76, x + size * 0.15, foot - size * 0.38, shirt, size * 0.06)
    if skirt:
        sheet.area(
            [
                (x - size * 0.13, foot - size * 0.46),
                (x + size * 0.13, foot - size * 0.46),
                (x + size * 0.32, foot - size * 0.2),
                (x - size * 0.32, foot - size * 0.2),
            ],
            mixed(shirt, (255, 255, 255), 0.35),
        )
    sheet.disc(x, foot - size * 0.9, size * 0.13, hair)
    sheet.disc(x, foot - size * 1.02, size * 0.06, hair)


def _dance(sheet: Sheet) -> None:
    """The mirror hall, a row of dancers."""
    sheet.fade(colour("#e8d6d3"), colour("#f4e8e2"))
    sheet.box(-5, 400, 845, 605, colour("#c99a6b"))
    for line in range(5):
        sheet.line([(0, 430 + line * 40), (840, 430 + line * 40)], 1.5, colour("#b58657"))
    for pane in range(4):
        sheet.box(30 + pane * 198, 60, 216 + pane * 198, 390, colour("#dbe7ea"))
        sheet.wash(
            [(60 + pane * 198, 390), (130 + pane * 198, 60), (170 + pane * 198, 60), (100 + pane * 198, 390)],
            (255, 255, 255),
            0.6,
            4,
        )
    sheet.line([(0, 300), (840, 300)], 7, colour("#8a6a4a"))
    shirt = colour(sheet.draw.choice(("#c8434d", "#e38a9a", "#8d6bb0")))
    for place in range(6):
        x, foot = 105 + place * 126, 520 + 22 * (place % 2)
        sheet.disc(x, foot, 46, colour("#b07f52"), 0.2)
        _figure(sheet, x, foot, 230, 0.9 if place % 2 else 0.35, shirt, True)


def _basketball(sheet: Sheet) -> None:
    sheet.fade(colour("#cfe6ee"), colour("#f0f3e8"), 0, 330)
    sheet.box(-5, 330, 845, 605, colour(sheet.draw.choice(("#c7744f", "#5f9a86", "#6d8fb0"))))
    sheet.line([(0, 470), (840, 470)], 4, colour("#f3ead9"))
    sheet.line([(x + 420, y * 0.35 + 470) for x, y in ring(150, 60)], 4, colour("#f3ead9"))
    sheet.box(694, 120, 706, 470, colour("#6b665c"))
    sheet.box(610, 90, 720, 190, colour("#ffffff"), 4)
    sheet.line([(625, 180), (625, 130), (665, 130), (665, 180)], 4, colour("#c23a26"))
    for step in range(7):
        sheet.line([(602 + step * 8, 196), (614 + step * 5, 250)], 1.6, colour("#8d8678"))
    sheet.line([(598, 196), (656, 196)], 6, colour("#d9532a"))
    for place, (x, foot, arms) in enumerate(((160, 540, 0.2), (330, 500, 1.2), (470, 555, 1.35), (610, 520, -0.3))):
        sheet.disc(x, foot, 44, (90, 70, 60), 0.18)
        _figure(sheet, x, foot, 225, arms, colour(_SHIRTS[place % 2]), False)
    x, y = 470, 240
    sheet.disc(x, y, 26, colour("#e07b33"))
    sheet.line([(x - 26, y), (x + 26, y)], 2, colour("#5a3a1e"))
    sheet.line([(x, y - 26), (x, y + 26)], 2, colour("#5a3a1e"))


def _music(sheet: Sheet) -> None:
    """A choir on its steps, conducted; lanterns above."""
    sheet.fade(colour("#5a2a2a"), colour("#8e3a34"))
    for place in range(7):
        x, y = 60 + place * 120, 70 + 16 * math.sin(place * 1.7)
        sheet.line([(x, -5), (x, y)], 2, colour("#f0b13f"))
        sheet.disc(x, y + 26, 34, colour("#d8432f"), 0.8)
        sheet.box(x - 12, y - 4, x + 12, y + 2, colour("#f0b13f"))
        sheet.box(x - 12, y + 50, x + 12, y + 56, colour("#f0b13f"))
    for row in range(3):
        foot = 330 + row * 66
        sheet.box(
            80 - row * 30, foot - 6, 760 + row * 30, foot + 70, mixed(colour("#b9875a"), (40, 20, 10), 0.12 * row)
        )
        for place in range(8):
            x = 420 + (place - 3.5) * (78 + row * 7)
            _figure(sheet, x, foot, 168, -0.9, colour("#f3efe6"), False)
    sheet.box(-5, 528, 845, 605, colour("#6f4a32"))
    _child_from_behind(sheet, 420, 610, 96)


SCENES = {"desks": _desks, "dance": _dance, "basketball": _basketball, "music": _music}
