"""The QR symbol of a card: version 1 (21 × 21 modules) at level Q, the largest modules 16 characters can have.

Source: ISO/IEC 18004, table 7: version 1-Q holds 16 alphanumeric characters, exactly a card's code.
"""

from __future__ import annotations

from io import BytesIO

from PIL import Image
from qrcode.constants import ERROR_CORRECT_Q
from qrcode.main import QRCode

QUIET_ZONE = 4
"""Modules of white that the standard asks for on each side."""
SIDE = 21 + 2 * QUIET_ZONE


def modules(code: str) -> list[list[bool]]:
    """29 × 29 modules with the quiet zone, True is dark. DataOverflowError when `code` does not fit version 1."""
    symbol: QRCode = QRCode(version=1, error_correction=ERROR_CORRECT_Q, border=QUIET_ZONE)
    symbol.add_data(code, optimize=0)  # takes alphanumeric mode for capitals and digits; nothing else would fit
    symbol.make(fit=False)
    if symbol.version != 1:
        raise AssertionError("a card's symbol is version 1")
    return [[bool(module) for module in row] for row in symbol.get_matrix()]


def svg_path(code: str) -> str:
    """The dark modules as one path over a view box of 29 × 29."""
    return path_of(modules(code))


def path_of(matrix: list[list[bool]]) -> str:
    """The dark modules as one path, a unit each; runs are joined, so no hairlines show between them."""
    runs: list[str] = []
    for y, row in enumerate(matrix):
        start: int | None = None
        for x, dark in enumerate([*row, False]):
            if dark and start is None:
                start = x
            elif not dark and start is not None:
                runs.append(f"M{start} {y}h{x - start}v1H{start}z")
                start = None
    return "".join(runs)


def png(code: str, module_pixels: int = 20) -> bytes:
    """A PNG, one bit a pixel, 29 × `module_pixels` wide (580 for 20), with the quiet zone."""
    rows = modules(code)
    image = Image.new("1", (SIDE, SIDE), 1)
    image.putdata([0 if dark else 1 for row in rows for dark in row])
    out = BytesIO()
    large = image.resize((SIDE * module_pixels, SIDE * module_pixels), Image.Resampling.NEAREST)
    large.save(out, "PNG", optimize=True)
    return out.getvalue()
