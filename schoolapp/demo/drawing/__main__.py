"""`python -m schoolapp.demo.drawing`: draws pictures in a process of its own, so that every core has something to do.

On standard input one JSON list of [seed, art, subject, whether the original is kept, whether it is filmed]; on standard
output one pickled pair after the other: `Made` and the film, empty where there is none.
"""

from __future__ import annotations

import io
import json
import pickle
import random
import sys
from collections.abc import Callable

from PIL import Image

from schoolapp.demo.drawing.calligraphy import calligraphy
from schoolapp.demo.drawing.landscapes import landscape
from schoolapp.demo.drawing.moments import moment
from schoolapp.demo.drawing.papercuts import papercut
from schoolapp.demo.drawing.patterns import pattern
from schoolapp.demo.drawing.still_lives import still_life
from schoolapp.demo.drawing.things import poster, pot
from schoolapp.works.media.imaging import make
from schoolapp.works.media.straighten import Edit

ARTS: dict[str, Callable[[random.Random, str], Image.Image]] = {
    "papercut": papercut,
    "calligraphy": calligraphy,
    "landscape": landscape,
    "still_life": still_life,
    "pot": pot,
    "pattern": pattern,
    "poster": poster,
    "moment": moment,
}


def draw(seed: str, art: str, subject: str) -> Image.Image:
    """The same seed gives the same picture."""
    return ARTS[art](random.Random(seed), subject)


def main() -> None:
    """Draw what is asked for, in order."""
    for seed, art, subject, keep_original, is_filmed in json.load(sys.stdin):
        file, picture = io.BytesIO(), draw(seed, art, subject)
        picture.save(file, "JPEG", quality=95, subsampling=0)
        made = make(file.getvalue(), Edit(), keep_original=keep_original)
        pickle.dump((made, _filmed(picture, seed) if is_filmed else b""), sys.stdout.buffer)


def _filmed(picture: Image.Image, seed: str) -> bytes:
    from schoolapp.demo.drawing.film import film  # few processes film, the others need not load FFmpeg

    return film(picture, seed)


if __name__ == "__main__":
    main()
