"""Every EXIF orientation ends upright, whatever the kind of picture; a picture's colours end as sRGB."""

from __future__ import annotations

from pathlib import Path

import pillow_heif
import pytest
from PIL import Image, ImageChops, ImageCms, ImageStat

from schoolapp.works.media.imaging import Made, make
from schoolapp.works.media.straighten import Edit, Matrix, back_to_original
from tests import left_out
from tests.photos import read, scene, written

_ROOT = Path(__file__).resolve().parents[4]
PLACES = (_ROOT.parent / "shared/data/exif-orientation", _ROOT.parent.parent / "shared/data/exif-orientation")
EXAMPLES = next((place for place in PLACES if place.is_dir()), None)
"""Photographed examples, where a developer has them; without them the same are drawn."""
BACK = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}
"""How the camera stored the picture that EXIF then turns upright."""
pillow_heif.register_heif_opener()


def held(orientation: int, form: str, size: tuple[int, int]) -> bytes:
    """The scene as a camera stores it that is held this way; 0: without EXIF."""
    stored = scene(size).transpose(BACK[orientation]) if orientation in BACK else scene(size)
    exif = Image.Exif()
    exif[0x0112] = orientation
    options = {"exif": exif.tobytes()} if orientation else {}
    return written(stored, form, quality=95, **options)


def drawn(aspect: str) -> list[bytes]:
    return [held(at, "JPEG", (1200, 800) if aspect == "Landscape" else (800, 1200)) for at in range(9)]


def photographed(aspect: str) -> list[bytes]:
    if EXAMPLES is None:
        left_out.leave_out(left_out.SHARED, "no data/exif-orientation")
    return [(EXAMPLES / f"{aspect}_{at}.jpg").read_bytes() for at in range(9)]


def shown(data: bytes) -> Image.Image:
    return read(make(data, Edit()).renditions[1920])


def difference(one: Image.Image, other: Image.Image) -> float:
    """Mean difference of a channel of a pixel, of 255."""
    assert one.size == other.size
    return max(ImageStat.Stat(ImageChops.difference(one.convert("RGB"), other.convert("RGB"))).mean)


@pytest.mark.parametrize("aspect", ["Landscape", "Portrait"])
@pytest.mark.parametrize("source", [drawn, photographed])
def test_all_nine_look_alike(source, aspect: str) -> None:
    """Looked at in small: each photographed example was compressed for itself and differs from the others by more
    than 1 of 255 in its own pixels; held the wrong way it would differ by 20 and more."""
    pictures = [shown(data) for data in source(aspect)]
    assert {picture.size for picture in pictures} == {pictures[0].size}
    assert (pictures[0].width > pictures[0].height) == (aspect == "Landscape")
    small = [picture.resize((32, 32), Image.Resampling.BOX) for picture in pictures]
    assert max(difference(one, other) for one in small for other in small) <= 1


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("form", ["PNG", "WEBP", "AVIF", "HEIF"])
def test_other_kinds_are_upright_too(form: str, orientation: int) -> None:
    """HEIC as phones write it: the container says how to turn, and its decoder does."""
    data = held(orientation, form, (320, 200))
    assert difference(shown(data), scene((320, 200))) <= 6


@pytest.mark.parametrize(
    "exif", [b"Exif\0\0", b"Exif\0\0MM\0*\0\0\xff\xff", b"Exif\0\0II*\0\x08\0\0\0\xff\xff", b"\0" * 40]
)
def test_broken_exif_turns_nothing(exif: bytes) -> None:
    assert difference(shown(written(scene((320, 200)), exif=exif)), scene((320, 200))) <= 6


COLOURS = [
    ("RGB", (180, 60, 40)),
    ("L", 120),
    ("P", (180, 60, 40)),
    ("1", 255),
    ("I;16", 40_000),
    ("CMYK", (0, 128, 200, 20)),
]


@pytest.mark.parametrize(("mode", "colour"), COLOURS, ids=[mode for mode, _colour in COLOURS])
def test_every_mode_becomes_rgb(mode: str, colour) -> None:
    if mode == "P":
        image = Image.new("RGB", (40, 30), colour).convert("P", palette=Image.Palette.ADAPTIVE)
    else:
        image = Image.new(mode, (40, 30), colour)
    found = shown(written(image, "JPEG" if mode == "CMYK" else "PNG")).getpixel((20, 15))
    wanted = {"L": (120,) * 3, "1": (255,) * 3, "I;16": (round(40_000 / 257),) * 3}.get(mode)
    wanted = wanted or image.convert("RGB").getpixel((20, 15))
    assert found == pytest.approx(wanted, abs=4)


@pytest.mark.parametrize(("mode", "form"), [("RGBA", "PNG"), ("LA", "PNG"), ("RGBA", "WEBP"), ("RGBA", "AVIF")])
def test_what_is_seen_through_lies_on_white(mode: str, form: str) -> None:
    image = Image.new("RGBA", (40, 40), (0, 0, 0, 0))
    image.paste((0, 0, 0, 255), (0, 0, 20, 40))
    found = shown(written(image.convert(mode), form))
    assert found.getpixel((5, 20)) == pytest.approx((0, 0, 0), abs=6)
    assert found.getpixel((34, 20)) == pytest.approx((255, 255, 255), abs=6)


def test_a_see_through_palette_lies_on_white() -> None:
    image = Image.new("P", (40, 30), 0)
    image.putpalette([10, 200, 10, 0, 0, 0])
    assert shown(written(image, "PNG", transparency=0)).getpixel((20, 15)) == pytest.approx((255,) * 3, abs=3)


def _odd_profile() -> bytes:
    """sRGB with red and green changed over, under another name: whoever passes it over shows the wrong colour."""
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = srgb.replace(b"rXYZ", b"____").replace(b"gXYZ", b"rXYZ").replace(b"____", b"gXYZ")
    return swapped.replace("sRGB".encode("utf-16-be"), "oddd".encode("utf-16-be"))


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "AVIF", "HEIF"])
def test_a_profile_is_followed(form: str) -> None:
    data = written(Image.new("RGB", (40, 30), (220, 30, 30)), form, icc_profile=_odd_profile(), quality=95)
    red, green, blue = shown(data).getpixel((20, 15))  # type: ignore[misc]
    assert green > 180 > 100 > red
    assert blue < 80


@pytest.mark.parametrize("profile", [b"", b"x" * 10, b"\0" * 200, b"\0" * 16 + b"RGB " + b"\xff" * 500])
def test_a_broken_profile_is_passed_over(profile: bytes) -> None:
    data = written(Image.new("RGB", (40, 30), (220, 30, 30)), icc_profile=profile)
    assert shown(data).getpixel((20, 15)) == pytest.approx((220, 30, 30), abs=4)


def test_a_grey_profile_on_a_coloured_picture_is_passed_over() -> None:
    profile = bytearray(_odd_profile())
    profile[16:20] = b"GRAY"
    data = written(Image.new("RGB", (40, 30), (220, 30, 30)), icc_profile=bytes(profile))
    assert shown(data).getpixel((20, 15)) == pytest.approx((220, 30, 30), abs=4)


def _made(size: tuple[int, int], **options) -> Made:
    return make(written(scene(size), **options), Edit())


@pytest.mark.parametrize(
    "size", [(4000, 3000), (2560, 1920), (1920, 1080), (1000, 1600), (480, 360), (7, 5), (3000, 2), (1, 1)]
)
def test_sizes(size: tuple[int, int]) -> None:
    """Long sides of the renditions; never enlarged, the aspect kept to a pixel."""
    made = _made(size, quality=60)
    long = max(size)
    wanted = {side: min(side, long) for side in (480, 960, 1920) if side < long or side == 1920}
    found = {side: read(data) for side, data in made.renditions.items()}
    assert {side: max(image.size) for side, image in found.items()} == wanted
    assert (made.width, made.height) == found[1920].size
    for image in found.values():
        assert min(image.size) == pytest.approx(max(1, min(size) * max(image.size) / long), abs=1)
    assert max(read(made.original).size) <= 2560
    assert 0 < len(made.placeholder) <= 200


def test_the_same_picture_has_the_same_names() -> None:
    first, second = _made((900, 600)), _made((900, 600))
    assert (first.digest, first.original_digest) == (second.digest, second.original_digest)
    assert first.digest != _made((901, 600)).digest


def _inverse(matrix: Matrix) -> Matrix:
    a, b, c, d, e, f, g, h = matrix
    whole = a * e - b * d
    rows = (e - f * h, c * h - b, b * f - c * e, f * g - d, a - c * g, c * d - a * f, d * h - e * g, b * g - a * h)
    first, *rest = (part / whole for part in rows)
    return (first, *rest)  # type: ignore[return-value]


def test_a_slanted_sheet_is_straightened_and_turned() -> None:
    """The scene is laid into a picture as a camera sees a sheet from the side, and comes back."""
    size, sheet = (1200, 900), scene((800, 600))
    corners = ((0.16, 0.17), (0.8, 0.24), (0.84, 0.88), (0.12, 0.78))
    seen = _inverse(back_to_original(corners, size, sheet.size))
    image = sheet.transform(size, Image.Transform.PERSPECTIVE, seen, Image.Resampling.BICUBIC)
    found = read(make(written(image, "PNG"), Edit(corners=corners)).renditions[1920])
    assert difference(found, sheet.resize(found.size)) <= 6
    turned = read(make(written(image, "PNG"), Edit(corners=corners, turn=90)).renditions[1920])
    assert difference(turned, sheet.resize(found.size).transpose(Image.Transpose.ROTATE_270)) <= 6
