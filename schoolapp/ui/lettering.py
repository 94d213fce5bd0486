"""Chinese characters in pictures: with the project's own fonts, and for a rare character with one of the machine."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

Face = ImageFont.FreeTypeFont

_OWN = Path(__file__).parent / "fonts"
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
"""Where systems keep fonts that know more characters than ours."""
_SIMPLIFIED = 2
"""Noto's collections hold Japanese, Korean, then simplified Chinese."""
_NO_CHARACTER = "\uffff"
"""Every font shows its empty box for it."""


def font(size: int, is_sans: bool = False, text: str = "") -> Face:
    """A font of `size` pixels: the first that has all of `text`, ours when none has."""
    places = _places(is_sans)
    found = next((place for place in places if all(_has(place, one) for one in text)), places[0])
    return _face(found, size)


def without_symbols(text: str) -> str:
    """The text without the symbols (a flower, a smiling face) that no font here has; letters stay in any case."""
    return "".join(one for one in text if unicodedata.category(one)[0] in "LNPZ" or not unwritable(one))


def unwritable(text: str) -> str:
    """The characters of the text that no font here has, each once."""
    return "".join(one for one in dict.fromkeys(text) if not any(_has(place, one) for place in _places(False)))


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
    for cached in (_places, _face, _has):
        cached.cache_clear()


@lru_cache
def _places(is_sans: bool) -> tuple[str, ...]:
    """Fonts in the order in which they are asked: our own first, so that a poster looks the same everywhere."""
    own = ("sans.otf", "serif.otf") if is_sans else ("serif.otf", "sans.otf")
    others = sorted(_PLACES, key=lambda place: "Sans" not in place and "Hei" not in place) if is_sans else _PLACES
    return tuple(str(_OWN / name) for name in own) + tuple(place for place in others if Path(place).is_file())


@lru_cache(maxsize=64)
def _face(place: str, size: int) -> Face:
    index = _SIMPLIFIED if "Noto" in place and place.endswith(".ttc") else 0
    return ImageFont.truetype(place, size, index=index)


@lru_cache(maxsize=8192)
def _has(place: str, character: str) -> bool:
    face = _face(place, 24)
    return _drawn(face, character) != _drawn(face, _NO_CHARACTER)


def _drawn(face: Face, character: str) -> tuple[float, bytes]:
    """How far the character reaches, and its picture."""
    picture = Image.new("L", (48, 48))
    ImageDraw.Draw(picture).text((8, 8), character, fill=255, font=face)
    return face.getlength(character), picture.tobytes()
