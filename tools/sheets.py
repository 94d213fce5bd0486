"""Works of children as a camera sees them: a drawn sheet lying askew on a table. For browser tests and pictures."""

from __future__ import annotations

from collections.abc import Sequence

from PIL import Image, ImageDraw

from tools.cards_in_hand import SIZE

TABLE = (112, 92, 74)
PAPER = (238, 232, 214)
SEAL = (196, 58, 36)
INK = (44, 40, 36)
ASKEW = ((0.24, 0.12), (0.70, 0.17), (0.80, 0.90), (0.14, 0.84))
"""Corners of the sheet, clockwise from top left, as parts of the frame."""


def sheet(mark: str = "", size: tuple[int, int] = (720, 900)) -> Image.Image:
    """A paper-cut of eight leaves, `mark` written below it; each corner of the sheet has a dot of its own colour."""
    picture = Image.new("RGB", size, PAPER)
    pen = ImageDraw.Draw(picture)
    width, height = size
    pen.ellipse((110, 110, width - 110, width - 110), fill=SEAL)
    middle = width // 2
    for box in ((0, -1), (1, 0), (0, 1), (-1, 0), (0.7, 0.7), (-0.7, 0.7), (0.7, -0.7), (-0.7, -0.7)):
        x, y = middle + box[0] * 150, middle + box[1] * 150
        pen.ellipse((x - 44, y - 44, x + 44, y + 44), fill=PAPER)
    pen.rectangle((middle - 60, height - 130, middle + 60, height - 70), outline=INK, width=8)
    pen.text((middle - 20, height - 112), mark, fill=INK)
    for x, y, colour in ((40, 40, "red"), (width - 40, 40, "green"), (width - 40, height - 40, "blue")):
        pen.ellipse((x - 18, y - 18, x + 18, y + 18), fill=colour)
    return picture


def on_table(
    picture: Image.Image, corners: Sequence[tuple[float, float]] = ASKEW, size: tuple[int, int] = SIZE
) -> Image.Image:
    """The sheet lying on a table with its corners at `corners` of a frame of `size`."""
    goal = [(x * size[0], y * size[1]) for x, y in corners]
    width, height = picture.size
    there = picture.transform(size, Image.Transform.PERSPECTIVE, _back(goal, width, height), Image.Resampling.BICUBIC)
    cover = Image.new("L", size, 0)
    ImageDraw.Draw(cover).polygon(goal, fill=255)
    table = Image.new("RGB", size, TABLE)
    table.paste(there, (0, 0), cover)
    return table


def _back(goal: Sequence[tuple[float, float]], width: int, height: int) -> list[float]:
    """Pillow's eight numbers: where each point of the frame lies on the sheet."""
    source = [(0, 0), (width, 0), (width, height), (0, height)]
    rows, right = [], []
    for (x, y), (u, v) in zip(goal, source, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        right += [u, v]
    return _solved([[*row, value] for row, value in zip(rows, right, strict=True)])


def _solved(rows: list[list[float]]) -> list[float]:
    """Gauss with pivots; the last column is the right side."""
    size = len(rows)
    for at in range(size):
        best = max(range(at, size), key=lambda row: abs(rows[row][at]))
        rows[at], rows[best] = rows[best], rows[at]
        rows[at] = [value / rows[at][at] for value in rows[at]]
        for row in range(size):
            if row != at:
                factor = rows[row][at]
                rows[row] = [value - factor * pivot for value, pivot in zip(rows[row], rows[at], strict=True)]
    return [row[-1] for row in rows]
