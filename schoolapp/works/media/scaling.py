"""Makes a picture smaller, never larger and never to nothing."""

from __future__ import annotations

from PIL import Image


def within(image: Image.Image, side: int, how: Image.Resampling) -> Image.Image:
    """The picture with its long side at most `side`, its aspect kept; a very thin one stays one pixel thick."""
    longest = max(image.size)
    if longest <= side:
        return image
    width, height = (max(1, round(part * side / longest)) for part in image.size)
    return image.resize((width, height), how)
