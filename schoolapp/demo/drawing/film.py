"""A short film of how a picture comes to be: a brush goes over the paper, to a tune of five tones. Drawn by seed."""

from __future__ import annotations

import array
import math
import random
from fractions import Fraction
from types import SimpleNamespace

from av.audio.frame import AudioFrame
from av.video.frame import VideoFrame
from PIL import Image, ImageDraw, ImageFilter

from schoolapp.demo.works_catalogue import FILM_SECONDS as SECONDS
from schoolapp.works.film.recorder import Recorder

RATE = 12
LONG_SIDE = 640
_ROWS = 5
_SAMPLES = 16_000
_TONES = (261.63, 293.66, 329.63, 392.0, 440.0, 523.25)
"""宫商角徵羽, and the first an octave above."""
_NOTE = 0.5
"""Seconds."""


def film(picture: Image.Image, seed: str) -> bytes:
    """MP4 whose last second shows the whole picture."""
    draw = random.Random(f"film {seed}")
    picture.thumbnail((LONG_SIDE, LONG_SIDE))
    recorder, track = Recorder(has_sound=True), SimpleNamespace(sample_aspect_ratio=None)
    paper = Image.new("RGB", picture.size, picture.getpixel((4, 4)))  # type: ignore[arg-type]
    mask = Image.new("L", picture.size, 0)
    path = _path(*picture.size)
    sound = _tune(draw)
    for number in range(SECONDS * RATE):
        share = min(1.0, number / (RATE * (SECONDS - 1.2)))
        frame = VideoFrame.from_image(_moment(picture, paper, mask, path, share))
        frame.pts, frame.time_base = number, Fraction(1, RATE)
        recorder.show(frame, track)
        recorder.hear(_heard(sound, number))
    return recorder.done().content


def _path(width: int, height: int) -> list[tuple[float, float]]:
    """To and fro over the sheet, as one fills it with a brush."""
    points = []
    for row in range(_ROWS):
        y = height * (row + 0.5) / _ROWS
        across = [(width * step / 12, y + height * 0.02 * math.sin(step)) for step in range(13)]
        points += across if row % 2 == 0 else across[::-1]
    return points


def _moment(
    picture: Image.Image, paper: Image.Image, mask: Image.Image, path: list[tuple[float, float]], share: float
) -> Image.Image:
    if share >= 1:
        return picture
    upto = max(2, round(share * len(path)))
    broad = round(picture.height / _ROWS * 1.5)
    ImageDraw.Draw(mask).line(path[:upto], fill=255, width=broad, joint="curve")
    shown = Image.composite(picture, paper, mask.filter(ImageFilter.BoxBlur(6)))
    _brush(shown, *path[upto - 1])
    return shown


def _brush(image: Image.Image, x: float, y: float) -> None:
    """A bamboo handle and a dark tip, leaning to the right."""
    pen, size = ImageDraw.Draw(image), image.height / 480
    pen.line([(x + 14 * size, y - 40 * size), (x + 70 * size, y - 230 * size)], "#a5793f", round(13 * size))
    pen.polygon([(x, y), (x + 6 * size, y - 42 * size), (x + 24 * size, y - 38 * size)], "#1d1a17")


def _tune(draw: random.Random) -> array.array[int]:
    """Plucked tones, each fading, as 16-bit samples."""
    length = round(_SAMPLES * _NOTE)
    samples = array.array("h")
    tone = draw.randrange(len(_TONES))
    for _note in range(round(SECONDS / _NOTE)):
        tone = max(0, min(len(_TONES) - 1, tone + draw.choice((-2, -1, 1, 1, 2))))
        step = 2 * math.pi * _TONES[tone] / _SAMPLES
        samples.extend(
            round(7000 * math.exp(-at * 5 / length) * (math.sin(step * at) + 0.4 * math.sin(2 * step * at)))
            for at in range(length)
        )
    return samples


def _heard(samples: array.array[int], number: int) -> AudioFrame:
    start, end = (round(at * _SAMPLES / RATE) for at in (number, number + 1))
    frame = AudioFrame(format="s16", layout="mono", samples=end - start)
    frame.sample_rate, frame.pts, frame.time_base = _SAMPLES, start, Fraction(1, _SAMPLES)
    frame.planes[0].update(samples[start:end].tobytes())
    return frame
