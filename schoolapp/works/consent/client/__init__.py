"""Sends the picture of a signed sheet as soon as it is chosen; the form then carries its id."""

from __future__ import annotations

import reflex as rx

from schoolapp.i18n import _
from schoolapp.ui import browser_code

_FILES = browser_code.hand_to_build(__name__, __file__, ("sheet.jsx",))


class SheetPicture(rx.NoSSRComponent):
    """A file input; what was accepted stands in a hidden field."""

    library = _FILES["sheet.jsx"]
    tag = "SheetPicture"
    picture_id: rx.Var[str]
    words: rx.Var[dict[str, str]]


def sheet_picture(picture_id: rx.Var[str]) -> rx.Component:
    """The input with its words; `picture_id` is a fresh UUID."""
    words = {
        "label": _("Picture of the signed sheet (optional)"),
        "sending": _("Sending …"),
        "kept": _("The picture is kept."),
        "failed": _("The picture did not arrive. Choose it again."),
    }
    return SheetPicture.create(picture_id=picture_id, words=words)
