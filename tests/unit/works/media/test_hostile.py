"""Files that are made to harm: refused in a second, in little memory; the next picture is made as if nothing was."""

from __future__ import annotations

import io
import os
import struct
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pillow_heif
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from schoolapp.works.media import worker, workshop
from schoolapp.works.media.kinds import Unreadable
from schoolapp.works.media.words import REFUSALS, refusal
from schoolapp.works.media.workshop import Worker
from tests.photos import scene, written

pillow_heif.register_heif_opener()
MOST_KB = 400_000
ORDER: dict[str, Any] = {"edit": {}, "keep_original": True}


@pytest.fixture(scope="module")
def guarded() -> Iterator[Worker]:
    one = Worker()
    one.run(ORDER, written(scene()))
    yield one
    one.end()


def chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png(width: int, height: int, *more: bytes, depth: int = 8, colour: int = 2, data: bytes = b"") -> bytes:
    head = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    body = chunk(b"IDAT", data or zlib.compress(b"\0" * 1000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + b"".join(more) + body + chunk(b"IEND", b"")


def zeros(size: int) -> bytes:
    """Deflated nothing: a thousandth of its size."""
    packer = zlib.compressobj(9)
    return b"".join((*(packer.compress(bytes(1 << 20)) for _ in range(size >> 20)), packer.flush()))


def declared(data: bytes, width: int, height: int) -> bytes:
    """A JPEG whose frame says another size than it has."""
    at = data.index(b"\xff\xc0") if b"\xff\xc0" in data else data.index(b"\xff\xc2")
    return data[: at + 5] + struct.pack(">HH", height, width) + data[at + 9 :]


def boxed(data: bytes, width: int, height: int) -> bytes:
    """AVIF or HEIC whose boxes say another size than it has."""
    at = data.index(b"ispe") + 8
    return data[:at] + struct.pack(">II", width, height) + data[at + 8 :]


def webp_of(width: int, height: int) -> bytes:
    whole = written(scene((16, 16)), "WEBP", exif=b"Exif\0\0II*\0\x08\0\0\0\0\0")
    at = whole.index(b"VP8X") + 12
    return whole[:at] + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little") + whole[at + 6 :]


def many_scans(size: tuple[int, int], scans: int) -> bytes:
    """A progressive JPEG that goes over its pixels again and again: the last scan is repeated."""
    data = written(Image.new("RGB", size, (90, 120, 60)), progressive=True)
    last = data.rindex(b"\xff\xda")
    return data[:last] + data[last:-2] * scans + b"\xff\xd9"


def zipped() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("page.html", "<script>alert(1)</script>")
    return file.getvalue()


def frames_of_gif() -> bytes:
    return written(
        scene((64, 64)), "GIF", save_all=True, append_images=[scene((64, 64)).rotate(at) for at in range(50)]
    )


def film() -> bytes:
    return b"\0\0\0\x20ftypisom\0\0\2\0isomiso2avc1mp41" + bytes(500)


JPEG = written(scene(), quality=90)
HOSTILE: dict[str, tuple[Callable[[], bytes], set[str]]] = {
    "nothing": (lambda: b"", {"photo_empty"}),
    "noise": (lambda: os.urandom(5000), {"photo_unknown"}),
    "text": (lambda: "今天的作品".encode() * 50, {"photo_unknown"}),
    "bmp": (lambda: written(scene((64, 64)), "BMP"), {"photo_unknown"}),
    "tiff": (lambda: written(scene((64, 64)), "TIFF"), {"photo_unknown"}),
    "gif of many frames": (frames_of_gif, {"photo_gif"}),
    "svg": (lambda: b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', {"photo_drawing"}),
    "svg with entities": (
        lambda: b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><svg>&b;</svg>',
        {"photo_drawing"},
    ),
    "html": (lambda: b"\n <!doctype html><script>alert(1)</script>", {"photo_document"}),
    "pdf": (lambda: b"%PDF-1.7\n" + bytes(2000), {"photo_document"}),
    "zip": (zipped, {"photo_document"}),
    "film": (film, {"photo_video"}),
    "webm": (lambda: b"\x1a\x45\xdf\xa3" + bytes(500), {"photo_video"}),
    "jpeg and zip": (lambda: JPEG + zipped(), {"photo_disguised"}),
    "jpeg and page behind it": (lambda: JPEG + b"<HTML><body onload=x>", {"photo_disguised"}),
    "jpeg and script in it": (lambda: written(scene(), comment=b"*/<Script>x()</script>/*"), {"photo_disguised"}),
    "png and php": (lambda: png(8, 8, chunk(b"tEXt", b"a\0<?PHP system($_GET[0]);")), {"photo_disguised"}),
    "jpeg cut in the head": (lambda: JPEG[:150], {"photo_unreadable"}),
    "jpeg cut in the middle": (lambda: JPEG[: len(JPEG) // 2], {"photo_unreadable"}),
    "jpeg of a start only": (lambda: b"\xff\xd8\xff", {"photo_unreadable"}),
    "png cut": (lambda: written(scene(), "PNG")[:2000], {"photo_unreadable"}),
    "png without pixels": (lambda: png(64, 64), {"photo_unreadable"}),
    "png of no size": (lambda: png(0, 64), {"photo_unreadable"}),
    "webp cut": (lambda: (whole := written(scene(), "WEBP"))[: len(whole) // 2], {"photo_unreadable"}),
    "avif cut": (lambda: (whole := written(scene(), "AVIF"))[: len(whole) // 2], {"photo_unreadable"}),
    "heic cut": (lambda: (whole := written(scene(), "HEIF"))[: len(whole) // 2], {"photo_unreadable"}),
    "heic of brands only": (lambda: b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", {"photo_unreadable"}),
    "png 60000 x 60000": (lambda: png(60_000, 60_000), {"photo_too_many_pixels"}),
    "png 4 billion wide": (lambda: png(2**31 - 1, 2**31 - 1), {"photo_too_many_pixels", "photo_unreadable"}),
    "jpeg 60000 x 60000": (lambda: declared(JPEG, 60_000, 60_000), {"photo_too_many_pixels"}),
    "progressive jpeg 14000 x 14000": (
        lambda: declared(written(scene(), progressive=True), 14_000, 14_000),
        {"photo_too_heavy"},
    ),
    "jpeg of another size": (lambda: declared(JPEG, 14_000, 14_000), {"photo_unreadable"}),
    "jpeg of a thousand scans": (lambda: many_scans((3000, 2000), 1000), {"photo_too_heavy"}),
    "webp 16000 x 16000": (lambda: webp_of(16_000, 16_000), {"photo_too_many_pixels", "photo_unreadable"}),
    "webp 12000 x 12000": (lambda: webp_of(12_000, 12_000), {"photo_too_heavy", "photo_unreadable"}),
    "avif 60000 x 60000": (
        lambda: boxed(written(scene(), "AVIF"), 60_000, 60_000),
        {"photo_too_many_pixels", "photo_unreadable"},
    ),
    "heic 60000 x 60000": (
        lambda: boxed(written(scene(), "HEIF"), 60_000, 60_000),
        {"photo_too_many_pixels", "photo_unreadable"},
    ),
    "heic 9000 x 9000": (
        lambda: boxed(written(scene(), "HEIF"), 9_000, 9_000),
        {"photo_too_heavy", "photo_unreadable"},
    ),
    "png of zeros": (lambda: png(13_000, 13_000, data=zeros(500 << 20)), {"photo_too_heavy"}),
    "png with more zeros than pixels": (lambda: png(300, 300, data=zeros(500 << 20)), {"photo_unreadable", ""}),
    "png of packed text": (
        lambda: png(8, 8, *[chunk(b"zTXt", b"a\0\0" + zeros(64 << 20)) for _ in range(20)]),
        {"photo_unreadable"},
    ),
    "png of packed profile": (
        lambda: png(8, 8, chunk(b"iCCP", b"a\0\0" + zeros(256 << 20))),
        {"photo_unreadable"},
    ),
}


def outcome(guarded: Worker, data: bytes) -> str:
    try:
        guarded.run(ORDER, data)
    except Unreadable as unreadable:
        return unreadable.code
    return ""


def seconds_of(pid: int) -> float:
    """Processor time that the worker has used."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def peak_kb_of(pid: int) -> int:
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize("name", HOSTILE)
def test_it_is_refused_quickly_in_little_memory(guarded: Worker, name: str) -> None:
    """Processor time, which a busy machine does not falsify."""
    make, codes = HOSTILE[name]
    data = make()
    process = guarded._awake()
    before = seconds_of(process.pid)
    code = outcome(guarded, data)
    assert code in codes
    assert process.poll() is None, "the worker lives on"
    assert seconds_of(process.pid) - before <= 1.0
    assert peak_kb_of(process.pid) <= MOST_KB
    assert outcome(guarded, JPEG) == ""


def test_every_refusal_has_words() -> None:
    said = set().union(*(codes for _make, codes in HOSTILE.values())) - {""}
    assert said <= set(REFUSALS)
    for code in REFUSALS:
        refused = refusal(code)
        assert (refused.code, 400 <= refused.status < 600, len(refused.message) > 20) == (code, True, True)


@pytest.mark.skipif(os.name == "nt", reason="limits are POSIX")
def test_a_job_that_overruns_is_ended_and_the_next_one_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workshop, "DEADLINE", 0.01)
    one = Worker()
    big = written(scene((6000, 4000)), "PNG", compress_level=1)
    assert outcome(one, big) == "photo_too_heavy"
    monkeypatch.setattr(workshop, "DEADLINE", 60.0)
    assert outcome(one, JPEG) == ""
    one.end()


@pytest.mark.skipif(os.name == "nt", reason="signals are POSIX")
def test_a_worker_that_dies_is_replaced(guarded: Worker) -> None:
    process = guarded._awake()
    process.kill()
    process.wait()
    assert outcome(guarded, JPEG) == ""
    assert guarded._awake().pid != process.pid


def test_a_worker_that_went_to_sleep_is_woken() -> None:
    one = Worker()
    assert outcome(one, JPEG) == ""
    process = one._awake()
    assert process.stdin is not None
    process.stdin.close()
    assert process.wait(10) == 0
    assert outcome(one, JPEG) == ""
    one.end()


def test_a_worker_is_replaced_after_many_jobs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workshop, "JOBS_A_LIFE", 2)
    one = Worker()
    pids = []
    for _ in range(4):
        outcome(one, JPEG)
        assert one._process is not None
        pids.append(one._process.pid)
    one.end()
    assert pids[0] == pids[1] != pids[2] == pids[3]


def test_a_fault_of_our_own_is_a_refusal_too(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: object, **_options: object) -> None:
        raise KeyError("MPO")

    monkeypatch.setattr(worker, "make", broken)
    assert worker.done(ORDER, JPEG) == ({"refused": "photo_unreadable", "cause": "KeyError"}, [])


VALID = {
    form: written(scene((96, 64)), form, **options)
    for form, options in {
        "JPEG": {"quality": 80},
        "PNG": {},
        "WEBP": {"quality": 60},
        "AVIF": {"quality": 60, "speed": 10},
        "HEIF": {"quality": 60},
    }.items()
}


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """A valid file with bytes changed, a piece cut out or doubled, its head most of all."""
    data = bytearray(VALID[draw(st.sampled_from(sorted(VALID)))])
    for _ in range(draw(st.integers(1, 8))):
        at = draw(st.integers(0, min(len(data) - 1, draw(st.sampled_from([40, 400, 100_000])))))
        data[at] = draw(st.integers(0, 255))
    if draw(st.booleans()):
        start = draw(st.integers(0, len(data)))
        length = draw(st.integers(0, 300))
        data[start : start + length] = bytes(data[start : start + length]) * draw(st.integers(0, 3))
    return bytes(data)


@settings(max_examples=200)
@given(data=mutated())
def test_a_damaged_file_is_a_picture_or_a_refusal(guarded: Worker, data: bytes) -> None:
    assert outcome(guarded, data) in {"", *REFUSALS}
    assert guarded._process is not None
    assert guarded._process.poll() is None
