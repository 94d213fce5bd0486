"""The poster: a matted work, its title, who made it, the school, and the QR code of its page. 1080 pixels wide.

Without a Chinese font on the machine there are no words on it; the page behind the code has them all.
"""

from __future__ import annotations

import io

from PIL import Image, ImageDraw, ImageFilter, ImageFont
from qrcode.constants import ERROR_CORRECT_M
from qrcode.main import QRCode

from schoolapp.gallery.service import Shown
from schoolapp.i18n import _
from schoolapp.ui import lettering

WIDTH = 1080
_PAPER, _MAT, _INK, _SOFT, _ACCENT = "#f3ecdf", "#ffffff", "#26241f", "#6b665c", "#0b6b5d"
_MARGIN = 90
_MAT_WIDTH = 44
_TALLEST = 1180
"""Pixels of the picture's height at most."""
_QR = 210
_FOOT = 420


def poster(picture: Image.Image, work: Shown, school: str, address: str) -> bytes:
    """JPEG bytes."""
    fitted = _fitted(picture)
    top = _MARGIN + 2 * _MAT_WIDTH + fitted.height
    sheet = Image.new("RGB", (WIDTH, top + _FOOT + (70 if work.remark and lettering.has_font() else 0)), _PAPER)
    _hang(sheet, fitted)
    if lettering.has_font():
        _write(sheet, work, school, top)
    code = _code(address)
    sheet.paste(code, (WIDTH - _MARGIN - code.width, sheet.height - _MARGIN - code.height + 20))
    file = io.BytesIO()
    sheet.save(file, "JPEG", quality=88, optimize=True)
    return file.getvalue()


def _fitted(picture: Image.Image) -> Image.Image:
    room = WIDTH - 2 * _MARGIN - 2 * _MAT_WIDTH
    scale = min(room / picture.width, _TALLEST / picture.height)
    size = (round(picture.width * scale), round(picture.height * scale))
    return picture.resize(size, Image.Resampling.LANCZOS)


def _hang(sheet: Image.Image, picture: Image.Image) -> None:
    """White mat, soft shadow below."""
    width, height = picture.width + 2 * _MAT_WIDTH, picture.height + 2 * _MAT_WIDTH
    left = (WIDTH - width) // 2
    shadow = Image.new("L", (sheet.width // 4, sheet.height // 4), 0)
    ImageDraw.Draw(shadow).rectangle(
        [v / 4 for v in (left + 8, _MARGIN + 22, left + width - 8, _MARGIN + height + 26)], fill=90
    )
    sheet.paste("#3c2814", (0, 0), shadow.filter(ImageFilter.GaussianBlur(7)).resize(sheet.size))
    ImageDraw.Draw(sheet).rectangle((left, _MARGIN, left + width, _MARGIN + height), fill=_MAT)
    sheet.paste(picture, (left + _MAT_WIDTH, _MARGIN + _MAT_WIDTH))


def _write(sheet: Image.Image, work: Shown, school: str, top: int) -> None:
    pen, room = ImageDraw.Draw(sheet), WIDTH - 2 * _MARGIN - _QR - 40
    y = top + 62
    title = work.title or work.course or _("Work")
    size = 68 if len(title) <= 8 else 52
    for line in _wrapped(title, lettering.font(size), room, 2):
        pen.text((_MARGIN, y), line, fill=_INK, font=lettering.font(size), anchor="lt")
        y += size + 14
    y += 10
    by = " ".join([work.homeroom, *work.by]).strip()
    for text, fill in ((work.medium, _SOFT), (by, _INK)):
        if text:
            pen.text(
                (_MARGIN, y),
                _cut(text, lettering.font(34, True), room),
                fill=fill,
                font=lettering.font(34, True),
                anchor="lt",
            )
            y += 50
    if work.remark:
        for line in _wrapped(f"“{work.remark}”", lettering.font(32, True), room, 2):
            pen.text((_MARGIN, y + 6), line, fill=_SOFT, font=lettering.font(32, True), anchor="lt")
            y += 46
    bottom = sheet.height - _MARGIN + 8
    pen.text(
        (_MARGIN, bottom),
        _cut(school, lettering.font(34, True), room),
        fill=_ACCENT,
        font=lettering.font(34, True),
        anchor="ls",
    )


def _cut(text: str, face: ImageFont.FreeTypeFont | ImageFont.ImageFont, room: int) -> str:
    """What fits on one line, with an ellipsis where something is left out."""
    if face.getlength(text) <= room:
        return text
    while text and face.getlength(text + "…") > room:
        text = text[:-1]
    return text + "…"


def _wrapped(text: str, face: ImageFont.FreeTypeFont | ImageFont.ImageFont, room: int, most: int) -> list[str]:
    """At most `most` lines; Chinese breaks anywhere."""
    lines: list[str] = []
    while text and len(lines) < most - 1:
        fits = next((n for n in range(len(text), 0, -1) if face.getlength(text[:n]) <= room), 1)
        lines.append(text[:fits])
        text = text[fits:]
    return [*lines, _cut(text, face, room)] if text else lines


def _code(address: str) -> Image.Image:
    """The QR code on white with its quiet zone."""
    symbol: QRCode = QRCode(error_correction=ERROR_CORRECT_M, border=3)
    symbol.add_data(address)
    symbol.make(fit=True)
    rows = symbol.get_matrix()
    image = Image.new("1", (len(rows), len(rows)), 1)
    image.putdata([0 if dark else 1 for row in rows for dark in row])
    scale = max(1, round(_QR / len(rows)))
    return image.resize((len(rows) * scale, len(rows) * scale), Image.Resampling.NEAREST).convert("RGB")
