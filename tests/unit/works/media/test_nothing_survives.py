"""Nothing of an upload but its picture is in any file that is made: no place, name, comment or second picture."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable

import pillow_heif
import pytest
from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo

from schoolapp.works.media.imaging import make
from schoolapp.works.media.straighten import Edit
from tests.photos import scene, written

MARK = b"ZhangWei-30.6586N"
TEXT = MARK.decode()
pillow_heif.register_heif_opener()


def exif() -> bytes:
    found = Image.Exif()
    found[0x010E], found[0x013B], found[0x8298], found[0x010F] = TEXT, TEXT, TEXT, TEXT
    found.get_ifd(0x8769)[0x9286] = MARK
    found.get_ifd(0x8825)[1], found.get_ifd(0x8825)[2], found.get_ifd(0x8825)[0x001B] = "N", (30.0, 39.0, 31.0), MARK
    return found.tobytes()


def xmp() -> bytes:
    head = b'<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
    return head + MARK + b'</x:xmpmeta><?xpacket end="w"?>'


def profile() -> bytes:
    known = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return known + MARK


def segment(number: int, content: bytes) -> bytes:
    return bytes((0xFF, number)) + struct.pack(">H", len(content) + 2) + content


def jpeg() -> bytes:
    plain = written(scene(), exif=exif(), icc_profile=profile(), comment=MARK)
    iptc = b"Photoshop 3.0\x008BIM\x04\x04\0\0" + struct.pack(">I", len(MARK) + 5) + b"\x1c\x02\x78\0\x11" + MARK
    more = (
        segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + xmp())
        + segment(0xED, iptc)
        + segment(0xEB, MARK)
        + segment(0xFE, MARK)
    )
    return plain[:2] + more + plain[2:] + MARK


def mpo() -> bytes:
    second = written(Image.effect_noise((640, 480), 40).convert("RGB"), comment=MARK, exif=exif())
    pair = written(scene(), "MPO", save_all=True, append_images=[Image.open(io.BytesIO(second))], exif=exif())
    return pair + MARK


def motion() -> bytes:
    """As phones append a short film to a picture."""
    return jpeg() + b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + MARK * 50


def png() -> bytes:
    notes = PngInfo()
    notes.add_text("Comment", TEXT)
    notes.add_text("Author", TEXT, zip=True)
    notes.add_itxt("XML:com.adobe.xmp", xmp().decode(), zip=False)
    whole = written(scene(), "PNG", pnginfo=notes, exif=exif(), icc_profile=profile())
    own = b"mySt" + MARK
    chunk = struct.pack(">I", len(MARK)) + own + struct.pack(">I", zlib.crc32(own))
    return whole[:33] + chunk + whole[33:] + MARK


def webp() -> bytes:
    return written(scene(), "WEBP", exif=exif(), xmp=xmp(), icc_profile=profile()) + MARK


def avif() -> bytes:
    return written(scene(), "AVIF", exif=exif(), xmp=xmp(), icc_profile=profile()) + MARK


def heic() -> bytes:
    return written(scene(), "HEIF", exif=exif(), xmp=xmp(), icc_profile=profile())


def animated() -> bytes:
    return written(scene(), "WEBP", save_all=True, append_images=[scene((640, 480)).rotate(90)], exif=exif(), xmp=xmp())


SOURCES = (jpeg, mpo, motion, png, webp, avif, heic, animated)
EDITS = (Edit(), Edit(corners=((0.1, 0.1), (0.9, 0.1), (0.9, 0.9), (0.1, 0.9)), turn=90, white=True))


def chunks_of_webp(data: bytes) -> list[bytes]:
    found, at = [], 12
    while at < len(data):
        found.append(data[at : at + 4])
        size = int.from_bytes(data[at + 4 : at + 8], "little")
        at += 8 + size + size % 2
    assert at == len(data)
    return found


def segments_of_jpeg(data: bytes) -> set[int]:
    """The markers before the first scan."""
    found, at = set(), 2
    while data[at + 1] != 0xDA:
        found.add(data[at + 1])
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return found


@pytest.mark.parametrize("edit", EDITS, ids=["as it is", "edited"])
@pytest.mark.parametrize("source", SOURCES)
def test_nothing_but_the_picture(source: Callable[[], bytes], edit: Edit) -> None:
    data = source()
    assert MARK in data or source is heic
    made = make(data, edit)
    for rendition in made.renditions.values():
        assert chunks_of_webp(rendition) == [b"VP8 "]
        assert int.from_bytes(rendition[4:8], "little") + 8 == len(rendition)
    assert segments_of_jpeg(made.original) <= {0xE0, 0xDB, 0xC0, 0xC4}
    assert made.original.endswith(b"\xff\xd9")
    again = make(made.original, edit, keep_original=False)
    for file in (*made.renditions.values(), made.original, *again.renditions.values(), made.placeholder.encode()):
        for trace in (MARK, MARK[:8], b"Exif", b"xmp", b"Photoshop", b"ICC_PROFILE", b"30.65"):
            assert trace not in file


def test_of_an_mpo_the_first_picture_is_shown() -> None:
    from tests.unit.works.media.test_upright import difference, shown

    assert difference(shown(mpo()), scene()) <= 6
    assert difference(shown(animated()), scene()) <= 6
