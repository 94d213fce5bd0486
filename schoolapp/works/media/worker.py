"""A process that makes pictures and nothing else: limits on memory and processor time, no files, no network of ours.

`python -m schoolapp.works.media.worker`, started and replaced by workshop.py. On standard input for each job: two
lengths (big endian, four bytes each), the order as JSON, the upload. On standard output: a length, the answer as JSON,
the files. A job that overruns ends the process; whoever waits sees the stream end.
"""

from __future__ import annotations

import json
import os
import select
import struct
import sys
from typing import Any, BinaryIO

from schoolapp.works.media.imaging import Made, make
from schoolapp.works.media.kinds import Unreadable
from schoolapp.works.media.straighten import read_edit

ROOM = 560 * 1024 * 1024
"""Bytes of address space; the interpreter and its libraries take about 80 MB of them."""
SECONDS = 10
"""Processor time of one job."""
IDLE_SECONDS = 300
"""After that much quiet the process ends, and its memory is free."""
LENGTHS = struct.Struct(">II")
LENGTH = struct.Struct(">I")


def main() -> None:
    """Serve jobs until the input ends."""
    requests, answers = _streams()
    _limit_for_good()
    while _is_asked(requests):
        head = requests.read(LENGTHS.size)
        if len(head) < LENGTHS.size:
            return
        of_order, of_data = LENGTHS.unpack(head)
        order, data = json.loads(requests.read(of_order)), requests.read(of_data)
        _allow_seconds()
        said, files = done(order, data)
        text = json.dumps(said).encode()
        answers.write(b"".join((LENGTH.pack(len(text)), text, *files)))
        answers.flush()


def done(order: dict[str, Any], data: bytes) -> tuple[dict[str, Any], list[bytes]]:
    """The answer to one order, and the files in the order that it names them."""
    try:
        made = make(data, read_edit(order["edit"]), keep_original=order["keep_original"])
    except Unreadable as refused:
        return {"refused": refused.code}, []
    except MemoryError:
        return {"refused": "photo_too_heavy"}, []
    except Exception as error:
        return {"refused": "photo_unreadable", "cause": type(error).__name__}, []
    return _said(made), [*made.renditions.values(), made.original]


def _said(made: Made) -> dict[str, Any]:
    return {
        "width": made.width,
        "height": made.height,
        "placeholder": made.placeholder,
        "renditions": [[width, len(file)] for width, file in made.renditions.items()],
        "original": len(made.original),
    }


def _streams() -> tuple[BinaryIO, BinaryIO]:
    """Input and output for us alone: what a library prints must not get between the files."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return sys.stdin.buffer, answers


def _is_asked(requests: BinaryIO) -> bool:
    """Wait for a job; False when none came for long. Windows cannot wait for pipes this way and stays."""
    if os.name == "nt":
        return True
    return bool(select.select([requests], [], [], IDLE_SECONDS)[0])


def _limit_for_good() -> None:
    if os.name == "nt":
        return
    import resource

    for what, most in ((resource.RLIMIT_AS, ROOM), (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_CORE, 0)):
        resource.setrlimit(what, (most, most))


def _allow_seconds() -> None:
    """The limit counts from the process's start: move it on by one job's time."""
    if os.name == "nt":
        return
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF)
    most = int(used.ru_utime + used.ru_stime) + SECONDS
    resource.setrlimit(resource.RLIMIT_CPU, (most, resource.RLIM_INFINITY))


if __name__ == "__main__":
    main()
