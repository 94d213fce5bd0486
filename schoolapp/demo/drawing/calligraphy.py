"""书法: ink on rice paper. Characters of a font are made uneven and dry, as a brush leaves them."""

from __future__ import annotations

import math
import random

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from schoolapp.demo.drawing.sheet import Sheet, colour, grained, levels, mixed, noise
from schoolapp.ui import lettering

_PAPERS = ("#f1e7d3", "#f5eddc", "#efe3c8", "#f7f1e4", "#ead9b5", "#f3e2d0")
_RED_PAPERS = ("#b9281e", "#c0321f")
_INK = colour("#221d19")
_SEAL = colour("#b3341f")
_CELL = 200
"""Pixels of a square of practice paper."""


def calligraphy(draw: random.Random, subject: str) -> Image.Image:
    """`subject`: form and text, "fan 清风明月"; forms: square, column, couplet, fan, grid."""
    form, text = subject.split()
    return FORMS[form](draw, text)


def ink(character: str, size: int, draw: random.Random) -> Image.Image:
    """One written character in a square mask of `size`: uneven edges, a slight slant, dry streaks."""
    mask = Image.new("L", (size, size), 0)
    form = lettering.glyph(character, round(size * 0.86))
    mask.paste(form, ((size - form.width) // 2, (size - form.height) // 2))
    return _dry(_uneven(mask, draw), draw)


def _uneven(mask: Image.Image, draw: random.Random) -> Image.Image:
    """Lean it, let the lines swell: rough noise decides where the blurred edge lies."""
    size = mask.width
    slant, lift = draw.uniform(-0.05, 0.09), draw.uniform(-0.09, -0.02)
    around = (1, slant, -slant * size / 2, lift, 1, -lift * size / 2)
    leaning = mask.transform(mask.size, Image.Transform.AFFINE, around, Image.Resampling.BILINEAR)
    soft = leaning.filter(ImageFilter.GaussianBlur(size / 70))
    rough = noise(draw, size // 9, size // 9, 127).resize(mask.size, Image.Resampling.BICUBIC)
    return Image.blend(soft, rough, 0.2).point(levels(lambda v: (v - 88) * 7))


def _dry(mask: Image.Image, draw: random.Random) -> Image.Image:
    """飞白: where the brush ran dry, long streaks of paper show."""
    size = mask.width
    streaks = noise(draw, size // 3, size // 26, 127).resize((size * 2, size * 2), Image.Resampling.BICUBIC)
    streaks = streaks.rotate(draw.uniform(-40, 20), Image.Resampling.BILINEAR)
    left, right = size // 2, size // 2 + size
    streaks = streaks.crop((left, left, right, right)).point(levels(lambda v: max(95, 255 - (v - 170) * 3)))
    dry = (
        noise(draw, 5, 5, 127)
        .resize(mask.size, Image.Resampling.BICUBIC)
        .point(levels(lambda v: 255 if v < 158 else 0))
    )
    dry = dry.filter(ImageFilter.GaussianBlur(size / 30))
    return ImageChops.multiply(mask, ImageChops.lighter(streaks, dry))


def _paper(width: int, height: int, draw: random.Random, is_red: bool = False) -> Image.Image:
    return Image.new("RGB", (width, height), colour(draw.choice(_RED_PAPERS if is_red else _PAPERS)))


def _write(page: Image.Image, character: str, x: float, y: float, size: int, draw: random.Random,
           shade: tuple[int, int, int] = _INK) -> None:  # fmt: skip
    page.paste(shade, (round(x - size / 2), round(y - size / 2)), ink(character, size, draw))


def _seal(page: Image.Image, x: int, y: int, size: int, draw: random.Random) -> None:
    """A red stamp with white lines."""
    stamp = Image.new("L", (size, size), 0)
    pen = ImageDraw.Draw(stamp)
    pen.rounded_rectangle((0, 0, size - 1, size - 1), size // 8, fill=235)
    for place, character in enumerate("青禾"):
        form = lettering.glyph(character, round(size * 0.44))
        stamp.paste(0, ((size - form.width) // 2, round(size * (0.07 + 0.46 * place))), form)
    worn = noise(draw, size, size, 127).point(levels(lambda v: 255 if v < 215 else 120))
    page.paste(_SEAL, (x, y), ImageChops.multiply(stamp, worn))


def _square(draw: random.Random, text: str) -> Image.Image:
    """斗方: one character, on white paper or on red standing on its tip."""
    is_red = text in ("福", "春") and draw.random() < 0.6
    page = _paper(760, 760, draw)
    if is_red:
        ImageDraw.Draw(page).polygon([(380, 14), (746, 380), (380, 746), (14, 380)], fill=colour(_RED_PAPERS[0]))
    _write(page, text[0], 380, 372, 430 if is_red else 610, draw, colour("#2a1712") if is_red else _INK)
    if not is_red:
        _seal(page, 652, 640, 62, draw)
    return grained(page, draw, 0.3)


def _column(draw: random.Random, text: str) -> Image.Image:
    """条幅: two to four characters below each other."""
    count = len(text)
    width, step = 480, 800 // max(count, 2) if count > 2 else 380
    page = _paper(width, step * count + 100, draw)
    for place, character in enumerate(text):
        _write(page, character, width / 2, 60 + step * (place + 0.5), round(min(step * 1.08, 410)), draw)
    _seal(page, width - 84, page.height - 92, 50, draw)
    return grained(page, draw, 0.3)


def _couplet(draw: random.Random, text: str) -> Image.Image:
    """对联: two columns on red, read from the right."""
    half = len(text) // 2
    page = _paper(640, 860, draw)
    step = 780 // half
    for column, line in enumerate((text[half:], text[:half])):
        middle = 170 + 300 * column
        ImageDraw.Draw(page).rectangle((middle - 104, 20, middle + 104, 840), fill=colour(_RED_PAPERS[0]))
        for place, character in enumerate(line):
            _write(
                page,
                character,
                middle,
                40 + step * (place + 0.5),
                round(min(step * 1.05, 190)),
                draw,
                colour("#26130f"),
            )
    return grained(page, draw, 0.3)


def _fan(draw: random.Random, text: str) -> Image.Image:
    """扇面: written along the ribs of a fan."""
    sheet = Sheet(860, 560, colour("#dfe6df"), draw)
    paper = colour(draw.choice(_PAPERS))
    middle, outer, inner = (430, 610), 560, 235
    arc = [math.radians(-64 + 128 * step / 40) for step in range(41)]
    outside = [(middle[0] + outer * math.sin(a), middle[1] - outer * math.cos(a)) for a in arc]
    inside = [(middle[0] + inner * math.sin(a), middle[1] - inner * math.cos(a)) for a in reversed(arc)]
    sheet.area(outside + inside, paper)
    for a in arc[::2]:
        ends = [(middle[0] + r * math.sin(a), middle[1] - r * math.cos(a)) for r in (inner, outer)]
        sheet.line(ends, 1.2, mixed(paper, _INK, 0.14))
    page = sheet.done(0.12)
    angles = [52 - 104 * (place + 0.5) / len(text) for place in range(len(text))]
    for angle, character in zip(angles, text, strict=True):
        form = ink(character, 235 if len(text) < 4 else 205, draw).rotate(-angle, Image.Resampling.BILINEAR)
        a, reach = math.radians(angle), (outer + inner) / 2
        place = (middle[0] + reach * math.sin(a) - form.width / 2, middle[1] - reach * math.cos(a) - form.height / 2)
        page.paste(_INK, (round(place[0]), round(place[1])), form)
    return page


def _grid(draw: random.Random, text: str) -> Image.Image:
    """米字格: practice paper with guide lines, each character written again."""
    columns, rows = 3, 4
    page = _paper(_CELL * columns + 60, _CELL * rows + 60, draw)
    for column in range(columns):
        for line in range(rows):
            x, y = 30 + column * _CELL, 30 + line * _CELL
            _guides(page, x, y)
            _write(page, text[columns - 1 - column], x + _CELL / 2, y + _CELL / 2, 178, draw)
    return grained(page, draw, 0.3)


def _guides(page: Image.Image, x: int, y: int) -> None:
    """A square with its dashed cross and diagonals."""
    pen, guide, half = ImageDraw.Draw(page), mixed(colour("#f1e7d3"), _SEAL, 0.45), _CELL / 2
    pen.rectangle((x, y, x + _CELL, y + _CELL), outline=guide, width=2)
    for part in range(0, _CELL, 14):
        for dash in (
            (x + part, y + half, x + part + 7, y + half),
            (x + half, y + part, x + half, y + part + 7),
            (x + part, y + part, x + part + 6, y + part + 6),
            (x + _CELL - part, y + part, x + _CELL - part - 6, y + part + 6),
        ):
            pen.line(dash, fill=guide, width=1)


FORMS = {"square": _square, "column": _column, "couplet": _couplet, "fan": _fan, "grid": _grid}
