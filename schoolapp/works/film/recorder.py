"""Writes the new film: each picture goes plane by plane into a fresh frame, the sound through a new encoding."""

from __future__ import annotations

import io
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import av
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.bitstream import BitStreamFilterContext
from av.codec.context import Flags
from av.video.frame import PictureType, VideoFrame
from PIL import Image

from schoolapp.works.film.kinds import LONGEST, check_size
from schoolapp.works.media.kinds import Unreadable

LONG_SIDE = 1280
SHORT_SIDE = 720
FASTEST = 30
"""Pictures a second that are kept."""
MOST_PIXELS = 18_000_000_000
"""Decoded in all: half a minute of 4K at 60 pictures a second, or of 1080p in slow motion at 240."""
TICKS = 90_000
"""A second, in the new film's time."""
KEY_SECONDS = 2
RATE = 48_000
_X264 = {
    "preset": "superfast",
    "profile": "high",
    "crf": "27",
    "maxrate": "2500k",
    "bufsize": "5000k",
    "forced-idr": "1",
    "a53cc": "0",
}
_TURNS = {90: Image.Transpose.ROTATE_90, 180: Image.Transpose.ROTATE_180, 270: Image.Transpose.ROTATE_270}


@dataclass(frozen=True)
class Film:
    """The new file and how long it lasts."""

    content: bytes
    seconds: float
    width: int
    height: int


class _ReadAgain:
    """The file while it is still written: to put its index in front the muxer reads what it wrote."""

    def __init__(self, file: io.BytesIO) -> None:
        self._file, self._at = file, 0

    def read(self, size: int) -> bytes:
        writing = self._file.tell()
        self._file.seek(self._at)
        found = self._file.read(size)
        self._file.seek(writing)
        self._at += len(found)
        return found

    def seek(self, offset: int, whence: int = 0) -> int:
        end = self._file.getbuffer().nbytes
        self._at = (0, self._at, end)[whence] + offset
        return self._at

    def tell(self) -> int:
        return self._at

    def close(self) -> None:
        """The film itself stays."""


class Recorder:
    """The new film while it is being made. Times count from the first picture."""

    def __init__(self, *, has_sound: bool) -> None:
        self._file = io.BytesIO()
        self._out = av.open(
            self._file,
            "w",
            format="mp4",
            container_options={"fflags": "+bitexact", "movflags": "+faststart"},
            io_open=lambda *_how: _ReadAgain(self._file),
        )
        self._pictures = _picture_track(self._out)
        self._sound: Any = _sound_track(self._out) if has_sound else None
        self._resampler = AudioResampler(format="fltp", layout="stereo", rate=RATE, frame_size=1024)
        self._without_notes = BitStreamFilterContext("filter_units=remove_types=6", "h264")
        self._start: float | None = None
        self._last = self._due = self._key = self._heard = -1.0
        self._pixels = 0

    def show(self, frame: VideoFrame, track: Any) -> None:
        """Keep a decoded picture, unless it comes too soon after the one before."""
        check_size(frame.width, frame.height)
        self._count(frame)
        at = self._time(frame)
        if at <= self._last or at < self._due:
            return
        fresh = self._fresh(frame, track)
        fresh.pts, fresh.time_base = round(at * TICKS), Fraction(1, TICKS)
        is_key = self._key < 0 or at >= self._key + KEY_SECONDS - 0.05
        if is_key:
            fresh.pict_type, self._key = PictureType.I, at
        self._last, self._due = at, at + 1 / FASTEST - 1 / 240
        self._write_pictures(self._pictures.encode(fresh))

    def hear(self, frame: AudioFrame) -> None:
        """Keep sound, from the first picture on."""
        if self._sound is None or self._start is None or frame.time is None:
            return
        at = frame.time - self._start
        if at > LONGEST:
            raise Unreadable("film_too_long")
        if at < 0 or at <= self._heard:
            return
        self._heard = at
        frame.pts, frame.time_base = round(at * frame.sample_rate), Fraction(1, frame.sample_rate)
        self._write_sound(frame)

    def done(self) -> Film:
        if self._start is None:
            raise Unreadable("film_unreadable")
        self._write_pictures(self._pictures.encode(None))
        if self._sound is not None:
            if self._heard >= 0:
                self._write_sound(None)
            self._out.mux(self._sound.encode(None))
        self._out.close()
        seconds = self._last + 1 / FASTEST
        return Film(self._file.getvalue(), seconds, self._pictures.width, self._pictures.height)

    def _count(self, frame: VideoFrame) -> None:
        self._pixels += frame.width * frame.height
        if self._pixels > MOST_PIXELS:
            raise Unreadable("film_too_heavy")

    def _time(self, frame: VideoFrame) -> float:
        """Seconds since the first picture; a picture without a time follows the one before."""
        time = frame.time if frame.time is not None else (self._start or 0.0) + self._last + 1 / FASTEST
        if self._start is None:
            self._start = time
        if time - self._start > LONGEST:
            raise Unreadable("film_too_long")
        return time - self._start

    def _fresh(self, frame: VideoFrame, track: Any) -> VideoFrame:
        """The same picture in a new frame of the film's own size, upright; nothing else of the old one comes along."""
        turn = frame.rotation % 360
        turn = turn if turn in _TURNS else 0
        if self._start is not None and not self._pictures.width:
            width, height = fitted(frame.width * float(track.sample_aspect_ratio or 1), frame.height, turn)
            self._pictures.width, self._pictures.height = width, height
        size = self._pictures.width, self._pictures.height
        lying = size[::-1] if turn % 180 else size
        small = frame.reformat(lying[0], lying[1], "yuv420p", dst_colorspace="ITU709", dst_color_range="MPEG")
        fresh = VideoFrame(size[0], size[1], "yuv420p")
        for old, new in zip(small.planes, fresh.planes, strict=True):
            plane = Image.frombytes("L", (old.width, old.height), bytes(old), "raw", "L", old.line_size, 1)
            new.update(_with_margin(plane.transpose(_TURNS[turn]) if turn else plane, new))
        return fresh

    def _write_pictures(self, packets: list[Any]) -> None:
        for packet in packets:
            self._out.mux(self._without_notes.filter(packet))

    def _write_sound(self, frame: AudioFrame | None) -> None:
        for part in self._resampler.resample(frame):
            self._out.mux(self._sound.encode(part))


def fitted(width: float, height: float, turn: int) -> tuple[int, int]:
    """Width and height of the new film: within 1280 × 720 either way up, even, never enlarged."""
    if turn % 180:
        width, height = height, width
    scale = min(1.0, LONG_SIDE / max(width, height), SHORT_SIDE / min(width, height))
    return tuple(max(16, 2 * round(side * scale / 2)) for side in (width, height))  # type: ignore[return-value]


def _picture_track(out: Any) -> Any:
    track = out.add_stream("libx264", rate=FASTEST, options=_X264)
    track.pix_fmt = "yuv420p"
    track.width = track.height = 0
    context = track.codec_context
    context.time_base = Fraction(1, TICKS)
    context.thread_count = 1
    context.color_range, context.colorspace = 1, 1
    context.color_primaries, context.color_trc = 1, 1
    return track


def _sound_track(out: Any) -> Any:
    track = out.add_stream("aac", rate=RATE, layout="stereo")
    track.codec_context.bit_rate = 96_000
    track.codec_context.flags |= Flags.bitexact
    return track


def _with_margin(plane: Image.Image, target: Any) -> bytes:
    """The plane's bytes in lines as long as the encoder's."""
    if target.line_size == plane.width:
        return plane.tobytes()
    wide = Image.new("L", (target.line_size, plane.height))
    wide.paste(plane, (0, 0))
    return wide.tobytes()
