"""Chinese characters: from a font of the machine when it has one, else as brush strokes drawn here."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

_PLACES = (
    "/usr/share/fonts/opentype/noto/NotoSerifCJK-Bold.ttc",
    "/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc",
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/google-noto-serif-cjk-vf-fonts/NotoSerifCJK-VF.ttc",
    "/usr/share/fonts/google-noto-cjk/NotoSerifCJK-Regular.ttc",
    "/usr/share/fonts/noto-cjk/NotoSerifCJK-Bold.ttc",
    "/usr/share/fonts/truetype/arphic/ukai.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc",
    "/System/Library/Fonts/Supplemental/Songti.ttc",
    "/System/Library/Fonts/STHeiti Medium.ttc",
    "C:/Windows/Fonts/simkai.ttf",
    "C:/Windows/Fonts/simsun.ttc",
)
_SIMPLIFIED = 2
"""Noto's collections hold Japanese, Korean, then simplified Chinese."""


def has_font() -> bool:
    """Whether this machine can write Chinese."""
    return _place(False) is not None


@lru_cache
def _place(is_sans: bool) -> str | None:
    places = sorted(_PLACES, key=lambda place: "Sans" not in place and "Hei" not in place) if is_sans else _PLACES
    return next((place for place in places if Path(place).is_file()), None)


@lru_cache(maxsize=64)
def font(size: int, is_sans: bool = False) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """A font of `size` pixels; without a Chinese one Pillow's own, which knows Latin letters only."""
    place = _place(is_sans)
    if place is None:
        return ImageFont.load_default(size)
    return ImageFont.truetype(place, size, index=_SIMPLIFIED if "Noto" in place and place.endswith(".ttc") else 0)


def glyph(character: str, size: int, bold: bool = False) -> Image.Image:
    """One character as a mask that fits it closely; `bold` makes it a little heavier."""
    face = font(size)
    weight = max(1, size // 40) if bold else 0
    left, top, right, bottom = face.getbbox(character, stroke_width=weight)
    mask = Image.new("L", (max(1, round(right - left)), max(1, round(bottom - top))), 0)
    ImageDraw.Draw(mask).text((-left, -top), character, fill=255, font=face, stroke_width=weight)
    return mask


def forget() -> None:
    """Look for fonts anew: for tests that take them away."""
    _place.cache_clear()
    font.cache_clear()
