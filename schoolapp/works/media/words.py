"""What is said when a picture is not taken: code → HTTP status and what to do next."""

from __future__ import annotations

from schoolapp.i18n import _
from schoolapp.refusals import Refused

REFUSALS: dict[str, tuple[int, str]] = {
    "photo_empty": (422, _("Nothing arrived of this picture. Choose it again.")),
    "photo_too_large": (413, _("This picture has more than 40 MB. Take a screenshot of it and send that.")),
    "photo_too_many_pixels": (
        413,
        _("This picture has more than 200 megapixels. Take it again with the phone's usual setting."),
    ),
    "photo_too_heavy": (
        413,
        _("This picture takes too much room or time to open. Take a screenshot of it and send that."),
    ),
    "photo_unreadable": (
        422,
        _("This picture is damaged or incomplete. Take it again, or take a screenshot of it and send that."),
    ),
    "photo_gif": (415, _("Moving pictures (GIF) are not taken. Take a screenshot of it and send that.")),
    "photo_video": (415, _("This is a video. Only pictures are taken here: take a photo.")),
    "photo_document": (415, _("This is a document, not a picture. Take a photo or a screenshot of it and send that.")),
    "photo_drawing": (415, _("This is a drawing file (SVG). Save it as a PNG or take a screenshot, and send that.")),
    "photo_disguised": (
        415,
        _("There is something else hidden in this picture. Take a screenshot of it and send that."),
    ),
    "photo_unknown": (
        415,
        _("This kind of file is not known here. Pictures as JPEG, PNG, WebP, AVIF or HEIC are taken."),
    ),
    "photo_edit": (422, _("The corners do not enclose a part of the picture. Drag them to the sheet's corners again.")),
    "photo_id_taken": (409, _("This picture's number belongs to another account. Choose the picture again.")),
    "photo_original_gone": (
        409,
        _("The original is no longer kept, because the work was approved. Take a new picture instead."),
    ),
    "photo_no_room": (
        507,
        _("The school's server is full: please tell the office. Pictures wait on this phone and leave by themselves."),
    ),
    "photo_busy": (503, _("Many pictures are coming in just now. It will be sent again by itself in a moment.")),
}


def refusal(code: str) -> Refused:
    """The refusal with this slice's words."""
    status, message = REFUSALS[code]
    return Refused(code, _(message), status)
