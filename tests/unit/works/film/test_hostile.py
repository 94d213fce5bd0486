"""Files that are made to harm, and files that are no film: refused quickly and in little memory."""

from __future__ import annotations

import io
import os
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schoolapp.works.film import darkroom as darkrooms
from schoolapp.works.film import worker
from schoolapp.works.film.darkroom import Busy, Darkroom
from schoolapp.works.film.making import make
from schoolapp.works.film.words import REFUSALS, refusal
from schoolapp.works.media.kinds import Unreadable
from tests.films import film, on_disk
from tests.photos import scene, written

MOST_KB = 600_000
SMALL = {"size": (64, 64), "rate": 10}
FILM = film(1.0, **SMALL)


def zipped() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("page.html", "<script>alert(1)</script>")
    return file.getvalue()


def declared(data: bytes, width: int, height: int) -> bytes:
    """The film whose description says another size than its pictures have."""
    at = data.index(b"avc1", data.index(b"stsd")) + 28
    return data[:at] + struct.pack(">HH", width, height) + data[at + 4 :]


def index_first(data: bytes) -> bytes:
    return make(io.BytesIO(data)).content


def many_samples(data: bytes) -> bytes:
    """The film that claims four billion pictures."""
    at = data.index(b"stsz") + 12
    return data[:at] + struct.pack(">I", 0xFFFFFFF0) + data[at + 4 :]


def nested() -> bytes:
    """Boxes within boxes."""
    inner = b""
    for _ in range(5000):
        inner = struct.pack(">I4s", 8 + len(inner), b"moov") + inner
    return b"\0\0\0\x18ftypisom\0\0\2\0isomiso2" + inner


def playlist() -> bytes:
    return b"#EXTM3U\n#EXTINF:10,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n"


def with_reference() -> bytes:
    """A film whose pictures lie in another file."""
    at = FILM.index(b"url \0\0\0\1")
    return FILM[:at] + b"alis\0\0\0\0" + FILM[at + 8 :]


HOSTILE: dict[str, tuple[Callable[[], bytes], set[str]]] = {
    "nothing": (lambda: b"", {"film_empty"}),
    "noise": (lambda: os.urandom(5000), {"film_unknown"}),
    "picture": (lambda: written(scene()), {"film_unknown"}),
    "heic": (lambda: b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(90), {"film_unknown"}),
    "playlist": (playlist, {"film_unknown"}),
    "avi": (lambda: b"RIFF\0\1\0\0AVI LIST" + bytes(400), {"film_unknown"}),
    "zip": (zipped, {"film_unknown"}),
    "film and zip": (lambda: FILM + zipped(), {"film_disguised"}),
    "film and page": (lambda: FILM + b"<html><script>x()</script>", {"film_disguised"}),
    "brand only": (lambda: b"\0\0\0\x20ftypisom\0\0\2\0isomiso2avc1mp41" + bytes(500), {"film_unreadable"}),
    "noise behind a brand": (
        lambda: b"\0\0\0\x20ftypisom\0\0\2\0isomiso2avc1mp41" + os.urandom(50_000),
        {"film_unreadable", "film_no_picture"},
    ),
    "webm of nothing": (lambda: b"\x1a\x45\xdf\xa3" + bytes(500), {"film_unreadable", "film_no_picture"}),
    "noise behind webm": (lambda: b"\x1a\x45\xdf\xa3" + os.urandom(50_000), {"film_unreadable", "film_no_picture"}),
    "sound only": (lambda: film(1.0, pictures=False), {"film_no_picture"}),
    "cut before its index": (lambda: FILM[: len(FILM) // 2], {"film_unreadable"}),
    "cut behind its index": (
        lambda: (whole := index_first(film(9.0, **SMALL)))[: len(whole) * 6 // 10],
        {"film_unreadable"},
    ),
    "webm cut": (
        lambda: (whole := film(4.0, form="webm", codec="libvpx", sound="libopus", **SMALL))[: len(whole) // 2],
        {"film_unreadable"},
    ),
    "too long": (lambda: film(3600, size=(64, 64), rate=1, sound=""), {"film_too_long"}),
    "four billion pictures": (lambda: many_samples(FILM), {"film_unreadable", "film_no_picture", "film_too_heavy"}),
    "boxes in boxes": (nested, {"film_unreadable", "film_no_picture"}),
    "pictures elsewhere": (with_reference, {"taken", "film_unreadable", "film_no_picture"}),
    "too large": (lambda: FILM + bytes(80 * 1024 * 1024), {"film_too_large"}),
    "8K": (lambda: film(0.2, size=(7680, 4320), rate=5, sound=""), {"film_too_many_pixels"}),
    "another kind of stream": (
        lambda: film(0.5, form="matroska", codec="ffv1", sound="", **SMALL),
        {"film_unknown", "film_unreadable", "film_no_picture"},
    ),
}


def outcome(data: bytes) -> str:
    try:
        with on_disk(data) as file:
            Darkroom().make(file)
    except Unreadable as unreadable:
        return unreadable.code
    return ""


ASKED = """
import resource, sys
from schoolapp.works.film.darkroom import Darkroom
from schoolapp.works.media.kinds import Unreadable
code = ""
try:
    Darkroom().make(sys.stdin.buffer)
except Unreadable as unreadable:
    code = unreadable.code
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(code or "taken", used.ru_utime + used.ru_stime, used.ru_maxrss)
"""
"""In a process of its own: the memory of one that pytest starts counts pytest's too."""


@pytest.mark.skipif(sys.platform != "linux", reason="limits are POSIX, and memory is counted as Linux does")
@pytest.mark.parametrize("name", HOSTILE)
def test_it_is_refused_quickly(name: str) -> None:
    """Processor time of the worker from its start to its end, which a busy machine does not falsify."""
    source, codes = HOSTILE[name]
    with on_disk(source()) as file:
        file.seek(0)
        asked = subprocess.run([sys.executable, "-c", ASKED], stdin=file, capture_output=True, text=True, check=True)
    code, seconds, kilobytes = asked.stdout.split()
    assert code in codes
    assert float(seconds) <= 1.0
    assert int(kilobytes) <= MOST_KB


def test_a_size_that_is_declared_wrongly_does_not_count() -> None:
    """What the pictures themselves say is checked once more, picture by picture."""
    assert outcome(declared(FILM, 640, 480)) in {"", "film_unreadable"}


def test_every_refusal_has_words() -> None:
    assert set().union(*(codes for _make, codes in HOSTILE.values())) - {"taken"} <= set(REFUSALS)
    for code in REFUSALS:
        refused = refusal(code)
        assert (refused.code, 400 <= refused.status < 600, len(refused.message) > 20) == (code, True, True)


@pytest.mark.skipif(os.name == "nt", reason="limits are POSIX")
def test_a_film_that_overruns_is_ended_and_the_next_one_made(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(darkrooms, "DEADLINE", 0.05)
        assert outcome(FILM) == "film_too_heavy"
    assert outcome(FILM) == ""


def test_the_worker_may_write_no_file_and_has_no_more_than_its_room() -> None:
    """The limits that it sets itself, asked in a process that does."""
    code = """
import resource, schoolapp.works.film.worker as worker
worker._limit()
print([resource.getrlimit(one)[1] for one in (resource.RLIMIT_FSIZE, resource.RLIMIT_AS, resource.RLIMIT_CPU)])
try:
    open("/tmp/schoolapp-film-test", "wb").write(b"x" * 10000)
except OSError as error:
    print(error.errno)
"""
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False).stdout
    assert said.split("\n")[0] == str([0, worker.ROOM, worker.SECONDS])
    Path("/tmp/schoolapp-film-test").unlink(missing_ok=True)


def test_a_fault_of_our_own_is_a_refusal_too(monkeypatch: pytest.MonkeyPatch) -> None:
    from schoolapp.works.film import making

    def broken(_file: object) -> None:
        raise TypeError("x")

    monkeypatch.setattr(making, "make", broken)
    assert worker.done(io.BytesIO(FILM)) == ({"refused": "film_unreadable", "cause": "TypeError"}, b"")


def test_so_many_wait_and_no_more() -> None:
    room = Darkroom()
    places = [room.place(str(number)) for number in range(darkrooms.MOST_WAITING)]
    assert not room.is_busy("0")
    for place in places:
        place.__enter__()
    assert room.is_busy("0")
    assert room.is_busy("another")
    with pytest.raises(Busy), room.place("another"):
        pass
    places[0].__exit__(None, None, None)
    assert room.is_busy("1")
    assert not room.is_busy("another")
    with room.place("another"):
        pass


def test_a_server_that_ends_does_not_wait_for_a_film() -> None:
    room = Darkroom()
    room.close()
    with pytest.raises(Busy), on_disk(FILM) as file:
        room.make(file)


def test_the_server_does_not_load_ffmpeg() -> None:
    code = "import sys, schoolapp.routes; print('av' in sys.modules)"
    asked = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert asked.stdout.strip().endswith("False")


VALID = [FILM, film(0.6, form="mov", **SMALL), film(0.6, form="webm", codec="libvpx", sound="libopus", **SMALL)]


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """A valid film with bytes changed, a piece cut out or doubled, its head and its index most of all."""
    data = bytearray(draw(st.sampled_from(VALID)))
    for _ in range(draw(st.integers(1, 8))):
        from_end = draw(st.booleans())
        at = draw(st.integers(0, min(len(data) - 1, draw(st.sampled_from([60, 1500, 100_000])))))
        data[-1 - at if from_end else at] = draw(st.integers(0, 255))
    if draw(st.booleans()):
        start = draw(st.integers(0, len(data)))
        length = draw(st.integers(0, 300))
        data[start : start + length] = bytes(data[start : start + length]) * draw(st.integers(0, 3))
    return bytes(data)


@settings(max_examples=60, deadline=None)
@given(data=mutated())
def test_a_damaged_film_is_a_film_or_a_refusal(data: bytes) -> None:
    said, content = worker.done(io.BytesIO(data))
    assert "cause" not in said, said
    assert said.get("refused", "") in {"", *REFUSALS}
    assert bool(content) == ("refused" not in said)
