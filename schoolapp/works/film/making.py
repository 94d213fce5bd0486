"""A film made anew from nothing but its pictures and its sound: H.264 and AAC in MP4, upright, small enough to stream.

Streams are never copied. Whatever the sent file carries beside samples (places, names, tracks of data, messages inside
the streams) has no way into the new one. Runs in a worker process with limits (worker.py); nothing else imports it, for
it loads all of FFmpeg.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

import av
from av import logging as av_logging
from av.error import FFmpegError, InvalidDataError
from av.stream import Disposition
from av.video.frame import VideoFrame

from schoolapp.works.film.kinds import LARGEST, LONGEST, check_size, container_of
from schoolapp.works.film.recorder import Film, Recorder
from schoolapp.works.media.kinds import Unreadable

MOST_DAMAGE = 5
"""Packets that may be unreadable; more of them is a broken film."""
PICTURE_CODECS = frozenset({"h264", "hevc", "vp8", "vp9", "mpeg4", "h263"})
SOUND_CODECS = frozenset({"aac", "mp3", "mp3float", "opus", "vorbis", "amrnb", "amrwb", "amr_nb", "amr_wb", "alac",
                          "pcm_s16le", "pcm_s16be", "pcm_f32le"})  # fmt: skip
_DECODERS = ",".join(sorted(PICTURE_CODECS | SOUND_CODECS))

av_logging.set_level(av_logging.PANIC)


def make(file: BinaryIO) -> Film:
    """Decode the upload and encode it anew. Raises Unreadable; whatever FFmpeg raises means "unreadable film"."""
    container = container_of(file)
    try:
        with av.open(
            file,
            format=container,
            metadata_errors="ignore",
            options={"codec_whitelist": _DECODERS, "probesize": "8000000", "analyzeduration": "4000000"},
        ) as sent:
            return _made(sent)
    except Unreadable:
        raise
    except MemoryError:
        raise Unreadable("film_too_heavy") from None
    except (FFmpegError, OSError, ValueError, ArithmeticError, LookupError, RuntimeError) as error:
        raise Unreadable("film_unreadable") from error


def _made(sent: Any) -> Film:
    pictures = _pictures_of(sent)
    _check(sent, pictures)
    sound = next((one for one in sent.streams.audio if _codec(one) in SOUND_CODECS), None)
    recorder = Recorder(has_sound=sound is not None)
    ends: dict[int, float] = {}
    for frame in _decoded(sent, [pictures, *([sound] if sound else [])], ends):
        if isinstance(frame, VideoFrame):
            recorder.show(frame, pictures)
        else:
            recorder.hear(frame)
    if ends.get(pictures.index, 0.0) < _declared(sent, pictures) - 1:
        raise Unreadable("film_unreadable")  # it broke off on its way: its head says how long it was
    return recorder.done()


def _pictures_of(sent: Any) -> Any:
    """The track of moving pictures; a cover image is none."""
    tracks = [one for one in sent.streams.video if not one.disposition & Disposition.attached_pic]
    if not tracks:
        raise Unreadable("film_no_picture")
    if _codec(tracks[0]) not in PICTURE_CODECS:
        raise Unreadable("film_unknown")
    return tracks[0]


def _codec(stream: Any) -> str:
    context = stream.codec_context
    return context.codec.name if context is not None else ""


def _check(sent: Any, pictures: Any) -> None:
    """Refuse by what the head declares. No more was decoded than FFmpeg needs to know the tracks."""
    check_size(pictures.codec_context.width, pictures.codec_context.height)
    if _declared(sent, pictures) > LONGEST:
        raise Unreadable("film_too_long")


def _declared(sent: Any, pictures: Any) -> float:
    """Seconds that the head claims; 0 when it says nothing, as films from browsers do."""
    track = float(pictures.duration * pictures.time_base) if pictures.duration and pictures.time_base else 0.0
    return track or (sent.duration or 0) / av.time_base


def _decoded(sent: Any, streams: list[Any], ends: dict[int, float]) -> Iterator[Any]:
    """Pictures and sound as they come; notes in `ends` when each track ended, in seconds since it began."""
    starts: dict[int, float] = {}
    damage = 0
    for stream in streams:
        stream.codec_context.thread_count = 1
        stream.codec_context.options = {"max_pixels": str(LARGEST[0] * LARGEST[1])}
    for packet in sent.demux(streams):
        _note_end(packet, starts, ends)
        try:
            yield from packet.decode()
        except InvalidDataError:
            damage += 1
            if damage > MOST_DAMAGE:
                raise


def _note_end(packet: Any, starts: dict[int, float], ends: dict[int, float]) -> None:
    if packet.pts is None:
        return
    track, time = packet.stream.index, float(packet.pts * packet.time_base)
    starts[track] = min(starts.get(track, time), time)
    end = time + float((packet.duration or 0) * packet.time_base)
    ends[track] = max(ends.get(track, 0.0), end - starts[track])
