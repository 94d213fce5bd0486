"""What becomes of a film: upright, at most 720p and 30 pictures a second, with its sound in time."""

from __future__ import annotations

import io
from itertools import pairwise

import pytest

from schoolapp.works.film.making import make
from schoolapp.works.film.recorder import Film, fitted
from schoolapp.works.media.kinds import Unreadable
from tests.films import film, opened, pictures_of, turned

Colour = tuple[int, ...]


def made(data: bytes) -> Film:
    return make(io.BytesIO(data))


def is_red(colour: Colour) -> bool:
    return colour[0] > 150 > 90 > colour[2]


@pytest.mark.parametrize(
    ("degrees", "size", "top_left", "top_right"),
    [(0, (320, 240), True, False), (90, (240, 320), True, True), (180, (320, 240), False, True),
     (270, (240, 320), False, False)],
)  # fmt: skip
def test_upright(degrees: int, size: tuple[int, int], top_left: bool, top_right: bool) -> None:
    kept = made(turned(film(0.4), degrees))
    first = pictures_of(kept.content)[0]
    assert (first.size, (kept.width, kept.height)) == (size, size)
    corners = [is_red(first.getpixel((x, 6))) for x in (6, first.width - 6)]  # type: ignore[arg-type]
    assert corners == [top_left, top_right]
    with opened(kept.content) as look:
        assert next(look.decode(video=0)).rotation == 0


@pytest.mark.parametrize(
    ("sent", "turn", "kept"),
    [((1920, 1080), 0, (1280, 720)), ((1080, 1920), 0, (720, 1280)), ((1920, 1080), 90, (720, 1280)),
     ((640, 480), 0, (640, 480)), ((1440, 1080), 0, (960, 720)), ((3840, 2160), 0, (1280, 720)),
     ((1000, 1000), 0, (720, 720)), ((321, 241), 0, (320, 240)), ((4000, 20), 0, (1280, 16))],
)  # fmt: skip
def test_the_size(sent: tuple[int, int], turn: int, kept: tuple[int, int]) -> None:
    assert fitted(*sent, turn) == kept


KINDS = {
    "mp4": {},
    "mov": {"form": "mov"},
    "hevc": {"codec": "libx265"},
    "vp8": {"form": "webm", "codec": "libvpx", "sound": "libopus"},
    "vp9": {"form": "webm", "codec": "libvpx-vp9", "sound": "libopus", "seconds": 0.6},
    "3gp": {"form": "3gp", "codec": "h263", "size": (352, 288), "sound": ""},
    "fast": {"rate": 60},
    "slow": {"rate": 5},
    "silent": {"sound": ""},
}


@pytest.mark.parametrize("kind", KINDS)
def test_kinds_that_phones_send(kind: str) -> None:
    options = {"seconds": 1.2} | KINDS[kind]
    kept = made(film(**options))
    seconds = options["seconds"]
    assert abs(kept.seconds - seconds) < 0.25
    with opened(kept.content) as look:
        picture = look.streams.video[0]
        assert (picture.codec_context.name, picture.codec_context.pix_fmt) == ("h264", "yuv420p")
        assert abs(float(picture.duration * picture.time_base) - seconds) < 0.25
        if options.get("sound", "aac"):
            sound = look.streams.audio[0]
            assert sound.codec_context.name == "aac"
            assert abs(float(sound.duration * sound.time_base) - seconds) < 0.25
        else:
            assert not look.streams.audio
    count = len(pictures_of(kept.content))
    assert count == pytest.approx(min(30, options.get("rate", 25)) * seconds, abs=2)


def test_a_key_picture_every_two_seconds() -> None:
    kept = made(film(6.5, size=(64, 64), rate=5, sound=""))
    with opened(kept.content) as look:
        keys = [float(packet.pts * packet.time_base) for packet in look.demux(video=0) if packet.is_keyframe]
    assert keys[0] == 0
    assert all(after - before <= 2.1 for before, after in pairwise(keys))
    assert len(keys) == 4


def test_thirty_seconds_are_taken_and_more_are_not() -> None:
    small = {"size": (64, 64), "rate": 4, "sound": ""}
    assert made(film(30.5, **small)).seconds == pytest.approx(30.4, abs=0.3)
    with pytest.raises(Unreadable) as refused:
        made(film(33, **small))
    assert refused.value.code == "film_too_long"


def test_a_length_that_is_not_declared_is_measured() -> None:
    """As browsers record: the head says nothing."""
    live = {"form": "webm", "codec": "libvpx", "sound": "", "size": (64, 64), "rate": 4, "live": True}
    assert made(film(2, **live)).seconds == pytest.approx(2, abs=0.3)
    with pytest.raises(Unreadable) as refused:
        made(film(34, **live))
    assert refused.value.code == "film_too_long"
