"""A process that makes one film anew and ends: limits on memory and processor time, no right to write a file.

`python -m schoolapp.works.film.worker`, started by darkroom.py. Standard input is the upload, an open file; on standard
output comes one line of JSON, then the new film. Whoever waits sees a process that overran end without an answer.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from typing import Any, BinaryIO

from schoolapp.works.media.kinds import Unreadable

ROOM = 900 * 1024 * 1024
"""Bytes of address space; 4K with ten bits a colour and all the pictures that its decoder holds takes about 700 MB."""
SECONDS = 180
"""Processor time; half a minute of 1080p takes 20, of 4K 40, of slow motion 60."""


def main() -> None:
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not get before the film
    _limit()
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    said, content = done(sys.stdin.buffer)
    answers.write(json.dumps(said).encode() + b"\n" + content)
    answers.flush()


def done(file: BinaryIO) -> tuple[dict[str, Any], bytes]:
    """The answer to one upload, and the new film."""
    try:
        from schoolapp.works.film.making import make  # the server takes words from this module, and no FFmpeg

        film = make(file)
    except Unreadable as refused:
        return {"refused": refused.code}, b""
    except MemoryError:
        return {"refused": "film_too_heavy"}, b""
    except Exception as error:
        return {"refused": "film_unreadable", "cause": type(error).__name__}, b""
    return {"seconds": film.seconds, "bytes": len(film.content)}, film.content


def _end_with(server: int) -> None:
    """A film that nobody waits for any more is not made to its end."""
    while os.getppid() == server:
        time.sleep(1)
    os._exit(1)


def _limit() -> None:
    """For good. Whoever signs in at the door meanwhile comes first: a film has time."""
    if os.name == "nt":
        return
    import resource

    os.nice(10)
    limits = (
        (resource.RLIMIT_AS, ROOM),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    )
    for what, most in limits:
        resource.setrlimit(what, (most, most))


if __name__ == "__main__":
    main()
