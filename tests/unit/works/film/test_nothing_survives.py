"""Nothing of a sent film but pictures and sound is in the kept one: no place, name, date, further track or message."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator

import pytest

from schoolapp.works.film.making import make
from tests.films import film, opened, with_message, with_place

MARK = "ZhangWei-30.6586N"
TAGS = {
    "title": MARK,
    "comment": MARK,
    "artist": MARK,
    "location": "+30.6586+104.0648/",
    "com.apple.quicktime.location.ISO6709": "+30.6586+104.0648/",
    "com.apple.quicktime.model": MARK,
    "creation_time": "2026-11-23T16:31:07Z",
}
TRACES = (MARK, "ZhangWei", "30.65", "104.06", "quicktime", "2026-11", "Lavf", "Lavc", "x264", "uuid")

EMPTY = (
    bytes.fromhex("000000356d657461000000000000002168646c7200000000000000006d6469726170706c")
    + bytes(9)
    + b"\0\0\0\x08ilst"
)
"""The list of titles and comments that every MP4 of this writer has, with nothing in it."""


def boxes(data: bytes, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Name, start and end of the content of each box, those inside others too."""
    while start < end:
        size, name = struct.unpack(">I4s", data[start : start + 8])
        yield name, start + 8, start + size
        if name in (b"moov", b"trak", b"mdia", b"minf", b"stbl", b"edts", b"dinf"):
            yield from boxes(data, start + 8, start + size)
        start += size
    assert start == end


def nal_kinds(data: bytes) -> set[int]:
    """The kinds of units in the picture's stream, in its packets and in its head."""
    found: set[int] = set()
    with opened(data) as kept:
        for packet in kept.demux(video=0):
            at, content = 0, bytes(packet)
            while at < len(content):
                size = int.from_bytes(content[at : at + 4], "big")
                found.add(content[at + 4] & 31)
                at += 4 + size
    return found


SENT = {
    "mp4": lambda: with_place(film(1.2, tags=TAGS, movflags="use_metadata_tags")),
    "mov": lambda: film(1.2, form="mov", tags=TAGS, movflags="use_metadata_tags"),
    "mov with messages": lambda: with_message(film(1.2, form="mov", tags=TAGS), MARK.encode()),
    "webm": lambda: film(1.2, form="webm", codec="libvpx", sound="libopus", tags=TAGS),
    "hevc": lambda: film(1.2, codec="libx265", tags=TAGS),
}


@pytest.mark.parametrize("kind", SENT)
def test_nothing_but_pictures_and_sound(kind: str) -> None:
    sent = SENT[kind]()
    assert MARK.encode() in sent
    kept = make(io.BytesIO(sent)).content
    for trace in TRACES:
        assert trace.encode() not in kept, trace
    names = [name for name, _start, _end in boxes(kept, 0, len(kept))]
    assert set(names) <= {
        *(b"ftyp", b"moov", b"mvhd", b"trak", b"tkhd", b"edts", b"elst", b"mdia", b"mdhd", b"hdlr", b"minf", b"vmhd"),
        *(b"smhd", b"dinf", b"dref", b"stbl", b"stsd", b"stts", b"stss", b"ctts", b"stsc", b"stsz", b"stco", b"sgpd"),
        *(b"sbgp", b"mdat", b"free", b"udta"),
    }
    assert [kept[start:end] for name, start, end in boxes(kept, 0, len(kept)) if name == b"udta"] == [EMPTY]
    assert names.index(b"moov") < names.index(b"mdat"), "the index comes first: it plays before it is all there"
    assert nal_kinds(kept) <= {1, 5, 7, 8}, "slices and parameters, no message (6)"
    with opened(kept) as look:
        assert [stream.type for stream in look.streams] == ["video", "audio"]
        assert set(look.metadata) <= {"major_brand", "minor_version", "compatible_brands"}


def test_all_dates_are_zero() -> None:
    kept = make(io.BytesIO(film(0.5, tags=TAGS))).content
    for name, start, _end in boxes(kept, 0, len(kept)):
        if name in (b"mvhd", b"tkhd", b"mdhd"):
            assert kept[start + 4 : start + 12] == bytes(8), name


def test_further_tracks_do_not_come_along() -> None:
    sent = film(1.0, form="mov", second_sound=True)
    with opened(sent) as look:
        assert len(look.streams) == 3
    with opened(make(io.BytesIO(sent)).content) as look:
        assert [stream.type for stream in look.streams] == ["video", "audio"]
