"""Films for tests, made with PyAV: any size, length, turn and kind."""

from __future__ import annotations

import io
import math
import struct
import tempfile
from fractions import Fraction
from typing import Any, BinaryIO

import av
from av.audio.frame import AudioFrame
from av.video.frame import VideoFrame
from PIL import Image, ImageDraw


def picture(at: float, size: tuple[int, int] = (320, 240)) -> Image.Image:
    """Red on the left, blue on the right, and a white disc that wanders with the time."""
    image = Image.new("RGB", size, (200, 40, 40))
    pen = ImageDraw.Draw(image)
    pen.rectangle((size[0] // 2, 0, *size), fill=(40, 40, 200))
    x, y, r = size[0] * (0.1 + 0.8 * (at % 1)), size[1] / 2, min(size) / 10
    pen.ellipse((x - r, y - r, x + r, y + r), fill="white")
    return image


def film(
    seconds: float = 1.0,
    *,
    size: tuple[int, int] = (320, 240),
    rate: int = 25,
    form: str = "mp4",
    codec: str = "libx264",
    sound: str = "aac",
    tags: dict[str, str] | None = None,
    options: dict[str, str] | None = None,
    movflags: str = "",
    pictures: bool = True,
    second_sound: bool = False,
    live: bool = False,
) -> bytes:
    """A film with a tone of 440 Hz; `sound` and `pictures` may be left out."""
    file = io.BytesIO()
    flags = {"movflags": movflags} if movflags else {}
    flags |= {"live": "1"} if live else {}
    with av.open(file, "w", format=form, container_options=flags) as out:
        out.metadata.update(tags or {})
        tracks: list[Any] = []
        if pictures:
            track = out.add_stream(
                codec, rate=rate, options=options or {"preset": "ultrafast"} if "x26" in codec else {}
            )
            track.width, track.height, track.pix_fmt = *size, "yuv420p"
            track.metadata.update(tags or {})
            tracks.append((track, _shown(seconds, size, rate)))
        for _track in range(bool(sound) + second_sound):
            tone = out.add_stream(sound, rate=48_000, layout="mono")
            tracks.append((tone, _heard(seconds)))
        for track, frames in tracks:
            for frame in frames:
                out.mux(track.encode(frame))
            out.mux(track.encode(None))
    return file.getvalue()


def _shown(seconds: float, size: tuple[int, int], rate: int):
    for number in range(round(seconds * rate)):
        frame = VideoFrame.from_image(picture(number / rate, size))
        frame.pts, frame.time_base = number, Fraction(1, rate)
        yield frame


def _heard(seconds: float):
    size = 960
    for number in range(round(seconds * 48_000 / size)):
        frame = AudioFrame(format="s16", layout="mono", samples=size)
        frame.sample_rate, frame.pts, frame.time_base = 48_000, number * size, Fraction(1, 48_000)
        tone = (round(9000 * math.sin(2 * math.pi * 440 * (number * size + at) / 48_000)) for at in range(size))
        frame.planes[0].update(struct.pack(f"<{size}h", *tone))
        yield frame


def turned(data: bytes, degrees: int) -> bytes:
    """The film as a phone held on its side writes it: the matrix of its first track says how to turn it (clockwise)."""
    at = data.index(b"tkhd") + 4 + 40
    one, ninety = struct.pack(">i", 0x10000), struct.pack(">i", -0x10000)
    zero, w = bytes(4), struct.pack(">i", 0x40000000)
    a, b, c, d = {
        0: (one, zero, zero, one),
        90: (zero, one, ninety, zero),
        180: (ninety, zero, zero, ninety),
        270: (zero, ninety, one, zero),
    }[degrees]
    return data[:at] + a + b + zero + c + d + zero + zero + zero + w + data[at + 36 :]


def with_place(data: bytes) -> bytes:
    """The film with a place as phones write it (©xyz in udta), at its end: readers look for boxes of no known place."""
    text = b"+30.6586+104.0648/"
    place = struct.pack(">I", 12 + len(text)) + b"\xa9xyz" + struct.pack(">HH", len(text), 0x15C7) + text
    return data + struct.pack(">I", 8 + len(place)) + b"udta" + place


def with_message(data: bytes, text: bytes) -> bytes:
    """The film with a message inside its stream of pictures (SEI, user data), as some cameras write where they are."""
    content = bytes(16) + text
    unit = b"\x06\x05" + bytes([len(content)]) + content + b"\x80"
    file = io.BytesIO()
    with opened(data) as sent, av.open(file, "w", format="mov") as out:
        tracks = {stream.index: out.add_stream_from_template(stream) for stream in sent.streams}
        for packet in sent.demux():
            if packet.dts is None:
                continue
            again = packet
            if packet.stream.type == "video":
                again = av.Packet(struct.pack(">I", len(unit)) + unit + bytes(packet))
                again.pts, again.dts, again.time_base = packet.pts, packet.dts, packet.time_base
                again.is_keyframe = packet.is_keyframe
            again.stream = tracks[packet.stream.index]
            out.mux(again)
    return file.getvalue()


def on_disk(data: bytes) -> BinaryIO:
    """An open file without a name, as a film arrives."""
    file = tempfile.TemporaryFile()  # noqa: SIM115  closed with the test
    file.write(data)
    file.flush()
    return file  # type: ignore[return-value]


def opened(data: bytes) -> Any:
    """The film, to be looked at."""
    return av.open(io.BytesIO(data))


def pictures_of(data: bytes) -> list[Image.Image]:
    """All its pictures as they lie in the file."""
    with opened(data) as found:
        return [frame.to_image() for frame in found.decode(video=0)]
