"""陶艺 (pots on a table), 手抄报 (posters with lettering) and greeting cards."""

from __future__ import annotations

import math
import random
from collections.abc import Callable

from PIL import Image, ImageDraw, ImageFilter

from schoolapp.demo.drawing.sheet import FINE, Colour, Sheet, colour, leaf, mixed, ring, turned
from schoolapp.ui import lettering

_CLAYS = ("#b5653c", "#8a5a44", "#c98f63", "#6d7f78", "#3f6f8f", "#d8cbb3", "#7d8f5f", "#a3473a")


def pot(draw: random.Random, subject: str) -> Image.Image:
    """`subject`: one or two, photographed on a table."""
    sheet = Sheet(700, draw.choice((700, 820)), colour("#e9e3d8"), draw)
    wall = colour(draw.choice(("#e6ded0", "#dfe5e2", "#e9d9cc", "#cfd8d6")))
    table = sheet.height * 0.72
    sheet.fade(mixed(wall, (255, 255, 255), 0.3), mixed(wall, (90, 80, 70), 0.12), 0, table)
    sheet.box(-5, table, sheet.width + 5, sheet.height + 5, colour(draw.choice(("#c3a27c", "#a98465", "#d5c0a0"))))
    for at, size in ((0.34, 0.95), (0.71, 0.62)) if subject == "two" else ((0.5, 1.03),):
        _one_pot(sheet, sheet.width * at, sheet.height * draw.uniform(0.84, 0.88), size)
    return sheet.done(0.2)


def _one_pot(sheet: Sheet, x: float, foot: float, size: float) -> None:
    draw = sheet.draw
    height, width = size * draw.uniform(320, 430), size * draw.uniform(120, 165)
    belly, neck, lip = draw.uniform(0.35, 0.6), draw.uniform(0.35, 0.75), draw.uniform(0.5, 0.9)

    def half(share: float) -> float:
        """Half the width at a share of the height from above."""
        round_part = math.sin(math.pi * min(1, max(0, (share - 0.08) / 0.98)) ** (0.6 + belly)) ** 0.8
        return width * (neck * (1 - share) ** 2 * lip + (1 - (1 - share) ** 2 * neck) * (0.32 + 0.68 * round_part))

    sheet.wash(
        turned([(px * 1.5, py * 0.28) for px, py in ring(width)], 0, x + width * 0.5, foot), (50, 36, 26), 0.4, 16
    )
    tone = colour(draw.choice(_CLAYS))
    image = _turned_clay(sheet, half, height, width, tone)
    sheet.image.paste(image, (round((x - width * 1.1) * FINE), round((foot - height) * FINE)), image.getchannel("A"))
    mouth = mixed(tone, (20, 12, 8), 0.55)
    sheet.disc(x, foot - height + 3, half(0), mixed(tone, (255, 240, 220), 0.25), 0.2)
    sheet.disc(x, foot - height + 3, half(0) * 0.86, mouth, 0.18)


def _turned_clay(
    sheet: Sheet, half: Callable[[float], float], height: float, width: float, tone: Colour
) -> Image.Image:
    """The body with bands of decoration, shaded from the left light to the right dark."""
    size = (round(width * 2.2 * FINE), round((height + 14) * FINE))
    body, mask = Image.new("RGB", size, tone), Image.new("L", size, 0)
    pen, middle = ImageDraw.Draw(body), size[0] / 2
    for band in range(sheet.draw.randint(2, 4)):
        y = size[1] * (0.2 + 0.18 * band + sheet.draw.uniform(-0.03, 0.03))
        shade = mixed(tone, (250, 240, 220) if band % 2 else (40, 30, 30), 0.45)
        if sheet.draw.random() < 0.5:
            pen.rectangle((0, y, size[0], y + 14), fill=shade)
        else:
            wave = [(px, y + 16 * math.sin(px / 26)) for px in range(0, size[0], 6)]
            pen.line(wave, fill=shade, width=7)
    outline = [(middle + half(s / 40) * FINE, s / 40 * height * FINE) for s in range(41)]
    bottom = [
        (middle + half(1) * FINE * math.cos(a), height * FINE + 11 * FINE * math.sin(a))
        for a in (math.pi * s / 12 for s in range(13))
    ]
    ImageDraw.Draw(mask).polygon(outline + bottom + [(2 * middle - px, py) for px, py in reversed(outline)], fill=255)
    light = Image.new("L", (9, 1))
    light.putdata([150, 70, 0, 20, 60, 110, 160, 195, 205])
    shadow = light.resize(size, Image.Resampling.BICUBIC)
    body.paste(mixed(tone, (15, 8, 5), 0.85), (0, 0), shadow)
    gloss = Image.new("L", size, 0)
    ImageDraw.Draw(gloss).ellipse((size[0] * 0.3, size[1] * 0.22, size[0] * 0.38, size[1] * 0.62), fill=120)
    small = gloss.reduce(8).filter(ImageFilter.GaussianBlur(3)).resize(size)
    body.paste((255, 250, 240), (0, 0), small)
    body.putalpha(mask)
    return body


def poster(draw: random.Random, subject: str) -> Image.Image:
    """手抄报: `subject` is its title; columns of handwriting, a border of leaves and a picture in the corner."""
    sheet = Sheet(820, 600, colour(draw.choice(("#fdf8ec", "#f4f8f0", "#fbf3ee", "#eff6f8"))), draw)
    tone = colour(draw.choice(("#c23a26", "#0f6b52", "#2b5ea8", "#a0522d", "#8e4585")))
    second = colour(draw.choice(("#f0b13f", "#76b5a8", "#e38a9a")))
    _border(sheet, tone, second)
    for left, top, right, bottom in ((60, 190, 360, 350), (60, 380, 360, 545), (400, 190, 600, 545)):
        sheet.box(left, top, right, bottom, mixed(second, (255, 255, 255), 0.72), 18)
        _writing(sheet, left + 20, top + 24, right - 20, bottom - 14)
    _corner(sheet, 690, 400, tone, second)
    page = sheet.done(0.18)
    face = lettering.font(84)
    pen = ImageDraw.Draw(page)
    pen.text((410, 112), subject, fill=tone, font=face, anchor="mm", stroke_width=9, stroke_fill=(255, 255, 255))
    pen.text((410, 112), subject, fill=tone, font=face, anchor="mm")
    return page


def _border(sheet: Sheet, tone: Colour, second: Colour) -> None:
    for step in range(26):
        x = 24 + step * 31
        for y in (24, sheet.height - 24):
            sheet.area(turned(leaf(28, 15), 1.2 if step % 2 else 1.9, x, y), tone if step % 2 else second)
    for step in range(1, 18):
        y = 24 + step * 31
        for x in (24, sheet.width - 24):
            sheet.area(turned(leaf(28, 15), 0.4 if step % 2 else -0.4, x, y), tone if step % 2 else second)


def _writing(sheet: Sheet, left: float, top: float, right: float, bottom: float) -> None:
    """Lines that look written; nobody can read them."""
    y = top
    while y < bottom - 8:
        sheet.line([(left, y + 15), (right, y + 15)], 0.8, (205, 200, 190))
        x = left
        end = right if y < bottom - 34 else left + (right - left) * sheet.draw.uniform(0.4, 0.8)
        while x < end - 12:
            for _ in range(4):
                dx, dy = sheet.draw.uniform(0, 11), sheet.draw.uniform(0, 11)
                ends = [
                    (x + dx, y + dy),
                    (x + sheet.draw.uniform(0, 12), y + sheet.draw.choice((dy, sheet.draw.uniform(0, 12)))),
                ]
                sheet.line(ends, 1.3, (62, 66, 84))
            x += 17
        y += 26


def _corner(sheet: Sheet, x: float, y: float, tone: Colour, second: Colour) -> None:
    """A sprout between two stones of paper, or a balloon."""
    if sheet.draw.random() < 0.5:
        sheet.line([(x, y + 110), (x, y)], 9, colour("#3f7a5c"))
        for side, size in ((-1, 1.0), (1, 1.15)):
            sheet.area(
                turned(leaf(110 * size, 62 * size), side * 0.9, x, y + 20), mixed(colour("#4b9d6d"), second, 0.2)
            )
        sheet.disc(x, y + 128, 84, mixed(colour("#8a5a44"), tone, 0.1), 0.34)
        return
    for place, (dx, dy) in enumerate(((-42, -60), (38, -90), (0, -150))):
        sheet.line([(x + dx, y + dy + 46), (x, y + 120)], 1.6, (120, 110, 100))
        sheet.area(turned(ring(46, 30), 0, x + dx, y + dy), (tone, second, mixed(tone, second, 0.5))[place])
        sheet.wash(turned(ring(12, 16), 0, x + dx - 15, y + dy - 16), (255, 255, 255), 0.6, 3)
