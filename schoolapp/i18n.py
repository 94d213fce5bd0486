"""Words of the interface: English msgids, one Chinese catalogue a slice in `locale/zh_CN/`.

The language is fixed by SCHOOLAPP_LOCALE when the process starts (and for the pages when they are built).
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from babel.messages.pofile import read_po

from schoolapp.settings import settings

LOCALE_DIR = Path(__file__).parent / "locale"


@lru_cache
def catalogue(locale: str) -> dict[str, str]:
    """All translations of `locale`, merged over the slices' files; English is the msgid itself."""
    words: dict[str, str] = {}
    for path in sorted((LOCALE_DIR / locale).glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale=locale):
                if message.id and isinstance(message.id, str) and message.string:
                    words[message.id] = str(message.string)
    return words


def _(text: str) -> str:
    """The text in the interface's language. Fill placeholders after: `_("{n} left").format(n=3)`."""
    return catalogue(settings().locale).get(text, text)
