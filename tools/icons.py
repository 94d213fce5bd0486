"""Draws the icons: a cinnabar seal whose carving is a clock at half past four, the hour of the first bell.

`make icons` writes assets/icons/*.png. Shapes only, no font, so every machine draws the same.
"""

from __future__ import annotations

import math
from pathlib import Path

from PIL import Image, ImageDraw

OUT = Path(__file__).resolve().parent.parent / "assets" / "icons"
SEAL, PAPER = "#b3341f", "#fbf7f0"
FINE = 4
"""Drawn four times as large, then reduced: smooth edges."""


def _hand(draw: ImageDraw.ImageDraw, size: float, minutes: float, length: float, width: float, colour: str) -> None:
    """A clock hand from the centre; `minutes` on the dial, the rest in parts of `size`."""
    angle = math.radians(minutes * 6 - 90)
    centre = size / 2
    tip = (centre + math.cos(angle) * length * size, centre + math.sin(angle) * length * size)
    draw.line([(centre, centre), tip], fill=colour, width=round(width * size))
    round_end = width * size / 2
    for x, y in ((centre, centre), tip):
        draw.ellipse([x - round_end, y - round_end, x + round_end, y + round_end], fill=colour)


def _clock(draw: ImageDraw.ImageDraw, size: float, radius: float) -> None:
    centre, r, line = size / 2, radius * size, 0.16 * radius * size
    draw.ellipse([centre - r, centre - r, centre + r, centre + r], outline=PAPER, width=round(line))
    for quarter in range(4):
        angle = math.radians(quarter * 90)
        x, y = centre + math.cos(angle) * r * 0.68, centre + math.sin(angle) * r * 0.68
        dot = r * 0.055
        draw.ellipse([x - dot, y - dot, x + dot, y + dot], fill=PAPER)
    _hand(draw, size, 22.5, radius * 0.42, radius * 0.17, PAPER)  # the short hand, half past four
    _hand(draw, size, 30, radius * 0.62, radius * 0.13, PAPER)


def icon(size: int, *, maskable: bool) -> Image.Image:
    """One icon. Maskable ones fill the square and keep the seal inside the safe circle (80 % of the width)."""
    big = size * FINE
    image = Image.new("RGBA", (big, big), SEAL if maskable else (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    if not maskable:
        edge = 0.04 * big
        draw.rounded_rectangle([edge, edge, big - edge, big - edge], radius=0.2 * big, fill=SEAL)
    inset = (0.2 if maskable else 0.12) * big
    box = [inset, inset, big - inset, big - inset]
    draw.rounded_rectangle(box, radius=0.12 * big, outline=PAPER, width=round(0.02 * big))
    _clock(draw, big, 0.21 if maskable else 0.27)
    return image.resize((size, size), Image.Resampling.LANCZOS)


def save(image: Image.Image, name: str) -> None:
    """Few colours are enough and make the files a third as large."""
    image.quantize(64, method=Image.Quantize.FASTOCTREE).save(OUT / f"{name}.png", optimize=True)


def main() -> None:
    OUT.mkdir(parents=True, exist_ok=True)
    for size in (192, 512):
        save(icon(size, maskable=False), f"any-{size}")
        save(icon(size, maskable=True), f"maskable-{size}")
    save(icon(48, maskable=False), "favicon-48")
    save(icon(180, maskable=True), "apple-180")


if __name__ == "__main__":
    main()
