"""Paper becomes white under any lamp and shadow; strokes, washes and colours keep their strength."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PIL import Image, ImageChops, ImageDraw

from schoolapp.works.media.white import whitened

SIZE = (600, 400)
LAMPS = {"daylight": (1.0, 1.0, 1.0), "bulb": (1.0, 0.88, 0.68), "tube": (0.9, 1.0, 0.92), "dusk": (0.62, 0.64, 0.72)}
PENCIL, WASH, INK = (205, 205, 205), (180, 180, 180), (30, 30, 30)
PENCIL_AT, WASH_AT, INK_AT, RED_AT, BLUE_AT = (60, 60), (330, 330), (500, 90), (150, 250), (450, 250)


def sheet() -> Image.Image:
    """A child's drawing as it lies there: white paper, pencil, a large grey wash, ink, two colours."""
    image = Image.new("RGB", SIZE, (250, 250, 250))
    draw = ImageDraw.Draw(image)
    draw.rectangle((30, 50, 120, 70), fill=PENCIL)
    draw.rectangle((200, 290, 590, 390), fill=WASH)
    draw.rectangle((480, 70, 520, 110), fill=INK)
    draw.ellipse((110, 210, 190, 290), fill=(200, 40, 40))
    draw.ellipse((410, 210, 490, 270), fill=(40, 70, 190))
    return image


def lit(image: Image.Image, lamp: tuple[float, float, float], shadow: float) -> Image.Image:
    """Photographed under that lamp, its light falling off to `shadow` towards one corner."""
    down = Image.linear_gradient("L").resize(image.size)
    slope = Image.blend(down, Image.linear_gradient("L").rotate(90).resize(image.size), 0.4)
    falling = slope.point(lambda value: round(255 * (1 - (1 - shadow) * value / 255)))
    field = Image.merge("RGB", [falling.point(lambda value, part=part: round(value * part)) for part in lamp])
    return ImageChops.multiply(image, field)


def paper_spots(image: Image.Image) -> list[tuple[int, ...]]:
    spots = ((15, 15), (300, 20), (585, 15), (15, 200), (300, 150), (585, 200), (15, 385), (150, 385), (300, 270))
    return [_at(image, spot) for spot in spots]


def _at(image: Image.Image, spot: tuple[int, int]) -> tuple[int, ...]:
    found = image.getpixel(spot)
    assert isinstance(found, tuple)
    return found


@pytest.mark.parametrize("shadow", [1.0, 0.75, 0.6])
@pytest.mark.parametrize("lamp", LAMPS.values(), ids=LAMPS)
def test_paper_is_white_everywhere(lamp: tuple[float, float, float], shadow: float) -> None:
    for spot in paper_spots(whitened(lit(sheet(), lamp, shadow))):
        assert min(spot) >= 232, spot
        assert max(spot) - min(spot) <= 10, spot


@pytest.mark.parametrize("lamp", LAMPS.values(), ids=LAMPS)
def test_strokes_and_washes_keep_their_strength(lamp: tuple[float, float, float]) -> None:
    found = whitened(lit(sheet(), lamp, 0.75))
    for spot, truth in ((PENCIL_AT, PENCIL), (WASH_AT, WASH), (INK_AT, INK)):
        assert _at(found, spot) == pytest.approx(truth, abs=16)


@pytest.mark.parametrize("lamp", LAMPS.values(), ids=LAMPS)
def test_colours_are_those_of_daylight(lamp: tuple[float, float, float]) -> None:
    found = whitened(lit(sheet(), lamp, 0.75))
    assert _at(found, RED_AT) == pytest.approx((200, 40, 40), abs=20)
    assert _at(found, BLUE_AT) == pytest.approx((40, 70, 190), abs=20)


def _painting() -> Image.Image:
    image = Image.new("RGB", SIZE, (30, 60, 140))
    ImageDraw.Draw(image).ellipse((200, 100, 400, 300), fill=(220, 180, 30))
    return image


@pytest.mark.parametrize(
    "make",
    [_painting, lambda: Image.new("RGB", SIZE, (190, 20, 25)), lambda: Image.new("RGB", SIZE, (235, 200, 40))],
    ids=["a painting to the edges", "red paper", "yellow paper"],
)
def test_a_picture_without_white_paper_is_left_alone(make: Callable[[], Image.Image]) -> None:
    image = make()
    assert whitened(image).tobytes() == image.tobytes()


@pytest.mark.parametrize("size", [(1, 1), (1, 300), (3, 2), (65, 64)])
def test_any_size(size: tuple[int, int]) -> None:
    assert whitened(Image.new("RGB", size, (200, 190, 180))).size == size
    assert whitened(Image.new("RGB", size)).size == size
