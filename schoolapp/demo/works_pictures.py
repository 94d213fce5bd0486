"""The demo's pictures: drawn by one process a core while the rest of the school is written."""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256

from schoolapp.demo.works_catalogue import Piece, filmed
from schoolapp.works.media import store
from schoolapp.works.media.imaging import Made

Order = tuple[str, str, str, bool, bool]
"""Seed, art, subject, whether the original is kept, whether it is filmed."""


class Drawing:
    """Pictures that are on their way."""

    def __init__(self, pieces: list[Piece], waiting: set[int]) -> None:
        self._count = max(1, min(4, os.cpu_count() or 1))
        self._made: list[list[tuple[Made, bytes]]] = [[] for _ in range(self._count)]
        self.processes = [_process() for _ in range(self._count)]
        films = filmed(pieces)
        orders = [
            (piece.seed, piece.art, piece.subject, place in waiting, place in films)
            for place, piece in enumerate(pieces)
        ]
        shares = [orders[place :: self._count] for place in range(self._count)]
        self._readers = [threading.Thread(target=self._read, args=(place, share)) for place, share in enumerate(shares)]
        for reader in self._readers:
            reader.start()

    def _read(self, place: int, share: list[Order]) -> None:
        """Hand over the orders, and take the pictures as they come, so that no pipe runs full."""
        process = self.processes[place]
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps(share).encode())
        process.stdin.close()
        for _ in share:
            self._made[place].append(pickle.load(process.stdout))  # noqa: S301  our own process wrote it

    def pictures(self) -> list[Made]:
        """All of them, in the order of the pieces. Waits for what is still being drawn."""
        return [made for made, _film in self._all()]

    def films(self) -> dict[int, bytes]:
        """The films by the place of their piece. Waits too."""
        return {place: film for place, (_made, film) in enumerate(self._all()) if film}

    def _all(self) -> list[tuple[Made, bytes]]:
        for reader in self._readers:
            reader.join()
        total = sum(map(len, self._made))
        return [self._made[place % self._count][place // self._count] for place in range(total)]


@contextmanager
def drawn(pieces: list[Piece], waiting: set[int]) -> Iterator[Drawing]:
    """`waiting`: places whose original is kept until somebody approves. The processes end with the block."""
    drawing = Drawing(pieces, waiting)
    try:
        yield drawing
    finally:
        for process in drawing.processes:
            process.kill()
            process.wait()


def _process() -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "schoolapp.demo.drawing"]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def keep(made: list[Made], films: dict[int, bytes]) -> None:
    """Store all files in one go."""
    files = {store.film(sha256(film).hexdigest()): film for film in films.values()}
    for picture in made:
        files |= {store.rendition(picture.digest, width): data for width, data in picture.renditions.items()}
        if picture.original:
            files[store.original(picture.original_digest)] = picture.original
    store.save(files)
