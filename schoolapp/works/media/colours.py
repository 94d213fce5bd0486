"""Colours of an opened picture: any mode and profile to plain sRGB, on white paper where it was see-through."""

from __future__ import annotations

import io

from PIL import Image, ImageCms

_SRGB = ImageCms.createProfile("sRGB")
_WHITE = (255, 255, 255)
_SPACES = {"RGB": "RGB ", "L": "GRAY", "CMYK": "CMYK"}
"""Mode → the colour space that a fitting profile describes, as it stands in the profile's header."""
_16_BIT = ("I", "I;16", "I;16L", "I;16B", "I;16N")


def plain_mode(image: Image.Image) -> Image.Image:
    """The picture in one of L, RGB, CMYK, LA, RGBA: no palette, eight bits a channel."""
    if image.mode in _16_BIT:
        return image.point(lambda value: value * (1 / 257)).convert("L")
    if image.mode == "F":
        return image.convert("L")
    if image.mode in ("P", "PA") or "transparency" in image.info:
        return image.convert("RGBA" if "transparency" in image.info or image.mode == "PA" else "RGB")
    if image.mode in ("L", "RGB", "CMYK", "LA", "RGBA"):
        return image
    return image.convert("RGBA" if image.mode in ("RGBa", "La") else "L" if image.mode == "1" else "RGB")


def as_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """RGB in sRGB. A profile that is broken or describes other colours than the picture has is passed over."""
    image = _on_white(image)
    source = _profile_for(image.mode, profile)
    if source is None:
        return image if image.mode == "RGB" else image.convert("RGB")
    try:
        found = ImageCms.profileToProfile(image, source, _SRGB, outputMode="RGB")
    except (ImageCms.PyCMSError, ValueError):
        return image.convert("RGB")
    return found or image.convert("RGB")


def _profile_for(mode: str, profile: bytes | None) -> ImageCms.ImageCmsProfile | None:
    """The profile when it has something to say: most cameras write sRGB, which needs no change."""
    if not profile or profile[16:20].decode("latin-1") != _SPACES.get(mode):
        return None
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        is_srgb = ImageCms.getProfileDescription(source).strip().lower().startswith("srgb")
    except (ImageCms.PyCMSError, OSError, ValueError):
        return None
    return None if is_srgb else source


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode not in ("LA", "RGBA"):
        return image
    opaque = image.convert("RGBA")
    paper = Image.new("RGB", image.size, _WHITE)
    paper.paste(opaque, mask=opaque.getchannel("A"))
    return paper
