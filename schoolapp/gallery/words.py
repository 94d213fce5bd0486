"""What the gallery refuses, in words that say what to do."""

from __future__ import annotations

from schoolapp.i18n import _
from schoolapp.refusals import Refused

REFUSALS: dict[str, tuple[int, str]] = {
    "words_empty": (422, _("Write a few words first.")),
    "words_long": (422, _("That is more than 140 characters. Say it shorter.")),
    "words_link": (422, _("Please no links and no phone numbers here.")),
    "words_many": (429, _("That were many kind words today. Go on tomorrow.")),
    "poster_letters": (
        422,
        _("This server has no font with {letters}. Ask whoever looks after it for a Chinese font (fonts-noto-cjk)."),
    ),
    "not_public": (409, _("This work may not be shown to everybody, so it cannot be shared.")),
}


def refused(code: str, **values: str) -> Refused:
    """The refusal with its sentence."""
    status, message = REFUSALS[code]
    return Refused(code, message.format(**values), status)
