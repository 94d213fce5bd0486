"""The poster: a matted work, its title, who made it, the school, and the QR code of its page. 1080 pixels wide."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw, ImageFilter
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
    sheet = Image.new("RGB", (WIDTH, top + _FOOT + (70 if work.remark else 0)), _PAPER)
    _hang(sheet, fitted)
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
    title, medium, by, remark = lines(work)
    size = 68 if len(title) <= 8 else 52
    face, y = lettering.font(size, text=title), top + 62
    for line in _wrapped(title, face, room, 2):
        pen.text((_MARGIN, y), line, fill=_INK, font=face, anchor="lt")
        y += size + 14
    y += 10
    for text, fill in ((medium, _SOFT), (by, _INK)):
        if text:
            face = lettering.font(34, True, text)
            pen.text((_MARGIN, y), _cut(text, face, room), fill=fill, font=face, anchor="lt")
            y += 50
    face = lettering.font(32, True, remark)
    for line in _wrapped(remark, face, room, 2):
        pen.text((_MARGIN, y + 6), line, fill=_SOFT, font=face, anchor="lt")
        y += 46
    face, bottom = lettering.font(34, True, school), sheet.height - _MARGIN + 8
    pen.text((_MARGIN, bottom), _cut(school, face, room), fill=_ACCENT, font=face, anchor="ls")


def lines(work: Shown) -> tuple[str, str, str, str]:
    """What stands on the poster: title, medium, who made it, the teacher's word. Empty where there is nothing."""
    by = " ".join([work.homeroom, *work.by]).strip()
    remark = f"“{work.remark}”" if work.remark else ""
    title, medium, by, remark = map(lettering.without_symbols, (work.title or work.course, work.medium, by, remark))
    return title or _("Work"), medium, by, remark


def _cut(text: str, face: lettering.Face, room: int) -> str:
    """What fits on one line, with an ellipsis where something is left out."""
    if face.getlength(text) <= room:
        return text
    while text and face.getlength(text + "…") > room:
        text = text[:-1]
    return text + "…"


def _wrapped(text: str, face: lettering.Face, room: int, most: int) -> list[str]:
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
