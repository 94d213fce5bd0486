"""Makes photographed paper white. See `whitened`."""

from __future__ import annotations

from PIL import Image


def whitened(image: Image.Image) -> Image.Image:
    return image
