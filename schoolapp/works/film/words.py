"""What is said when a film is not taken: code → HTTP status and what to do next."""

from __future__ import annotations

from schoolapp.i18n import _
from schoolapp.refusals import Refused

REFUSALS: dict[str, tuple[int, str]] = {
    "film_empty": (422, _("Nothing arrived of this film. Choose it again.")),
    "film_too_large": (413, _("This film has more than 80 MB. Film it shorter, or in the phone's setting 1080p.")),
    "film_too_long": (
        422,
        _("This film is longer than 30 seconds. Cut it shorter on the phone, then choose it again."),
    ),
    "film_too_many_pixels": (413, _("This film is larger than 4K. Film it in the phone's setting 1080p.")),
    "film_too_heavy": (413, _("This film takes too much time to open. Film it in the phone's setting 1080p.")),
    "film_unreadable": (422, _("This film is damaged or incomplete. Choose it again, or film it once more.")),
    "film_no_picture": (422, _("There is sound in this file, but no picture. Choose a film.")),
    "film_disguised": (415, _("There is something else hidden in this film. Film it once more with the phone.")),
    "film_unknown": (415, _("This kind of film is not known here. Films as MP4, MOV, WebM or 3GP are taken.")),
    "film_without_photo": (409, _("The film's picture has not arrived yet. It is sent first, then the film.")),
    "film_settled": (409, _("The work is approved already; a film cannot be added any more. File it as a new work.")),
    "film_busy": (503, _("Many films are coming in just now. It will be sent again by itself in a moment.")),
}


def film_length(seconds: int) -> str:
    """0:12; empty for 0, which is no film."""
    return f"{seconds // 60}:{seconds % 60:02d}" if seconds else ""


def refusal(code: str) -> Refused:
    """The refusal with this slice's words."""
    status, message = REFUSALS[code]
    return Refused(code, _(message), status)
