"""Cards of the demo school held up to Chromium's camera: codes from the server's own key, frames as a video file."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageFilter

from schoolapp.checkin.codes import make_code
from schoolapp.school.cards.qr import png
from tools.demo_server import DemoServer

SIZE = (1280, 720)
WALL = (74, 84, 76)
TILTS = (-6, 5, -3, 8, 2, -8)
FRAMES_A_SECOND = 25


def codes_of(server: DemoServer, students: Sequence[int]) -> list[str]:
    """The codes of these children's cards in use, in their order."""
    key = (server.data / "keys" / "card.key").read_bytes()
    with sqlite3.connect(f"file:{server.data / 'schoolapp.db'}?mode=ro", uri=True) as db:
        rows = db.execute("select student_id, serial from card where revoked_at is null").fetchall()
    serials: dict[int, int] = dict(rows)
    return [make_code(key, serials[student]) for student in students]


def every_student(server: DemoServer) -> list[int]:
    """All children with a card in use."""
    with sqlite3.connect(f"file:{server.data / 'schoolapp.db'}?mode=ro", uri=True) as db:
        return [
            row[0] for row in db.execute("select distinct student_id from card where revoked_at is null order by 1")
        ]


def frame(codes: Sequence[str], module_pixels: int = 6, blur: float = 0.0) -> Image.Image:
    """A picture of 1280 × 720 with up to eight cards, slightly turned; `blur` in pixels."""
    picture = Image.new("RGB", SIZE, WALL)
    for place, code in enumerate(codes):
        symbol = Image.open(BytesIO(png(code, module_pixels))).convert("RGB")
        card = Image.new("RGBA", (symbol.width + 40, symbol.height + 90), (250, 247, 240, 255))
        card.paste(symbol, (20, 20))
        turned = card.rotate(TILTS[place % len(TILTS)], expand=True, resample=Image.Resampling.BICUBIC)
        picture.paste(turned, (40 + place % 4 * 305, 20 + place // 4 * 345), turned)
    return picture.filter(ImageFilter.GaussianBlur(blur)) if blur else picture


def video(path: Path, groups: Sequence[Sequence[str]], seconds: float = 1.0, blur: float = 0.0) -> Path:
    """A Motion-JPEG file that shows one group of cards after the other, `seconds` each; Chromium plays it in a loop."""
    return film(path, [frame(group, blur=blur) for group in groups], seconds)


def film(path: Path, pictures: Sequence[Image.Image], seconds: float = 1.0) -> Path:
    """The same for any pictures of one size."""
    with path.open("wb") as file:
        for picture in pictures:
            out = BytesIO()
            picture.save(out, "JPEG", quality=88)
            file.write(out.getvalue() * max(1, round(seconds * FRAMES_A_SECOND)))
    return path


def flags(path: Path) -> list[str]:
    """What makes Chromium take `path` for its camera."""
    return [
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={path}",
    ]
