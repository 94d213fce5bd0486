"""The board's few lines of JavaScript as components: its pulse and bell, and copying."""

from __future__ import annotations

from typing import Any

import reflex as rx

from schoolapp.i18n import _
from schoolapp.ui import browser_code

_NAMES = ("alarm.js", "live.jsx", "copy.jsx", "modal.jsx", "reveal.jsx")
_FILES = browser_code.hand_to_build(__name__, __file__, _NAMES)


class BoardLive(rx.NoSSRComponent):
    """Asks for the version each second, rings for who is newly to be checked."""

    library = _FILES["live.jsx"]
    tag = "BoardLive"
    version: rx.Var[str]
    day: rx.Var[str]
    slot: rx.Var[int]
    shown: rx.Var[str]
    is_live: rx.Var[bool]
    alarms: rx.Var[list[int]]
    words: rx.Var[dict[str, str]]
    on_change: rx.EventHandler[rx.event.no_args_event_spec]


class CopyText(rx.NoSSRComponent):
    """Copies `text`, over plain HTTP too."""

    library = _FILES["copy.jsx"]
    tag = "CopyText"
    text: rx.Var[str]
    label: rx.Var[str]
    done: rx.Var[str]
    by_hand: rx.Var[str]


class Modal(rx.NoSSRComponent):
    """The browser's own dialog, open as long as it is rendered."""

    library = _FILES["modal.jsx"]
    tag = "Modal"
    label: rx.Var[str]
    on_close: rx.EventHandler[rx.event.no_args_event_spec]


class Reveal(rx.NoSSRComponent):
    """Scrolls to its content when `when` changes."""

    library = _FILES["reveal.jsx"]
    tag = "Reveal"
    when: rx.Var[str]


def board_live(**props: Any) -> rx.Component:
    """The pulse with its words."""
    words = {
        "live": _("Live"),
        "past": _("As it was"),
        "broken": _("No connection, trying again"),
        "loud": _("Sound is on"),
        "quiet": _("Tap to turn the sound on"),
        "fresh": _("{n} more to be checked"),
        "seen": _("Seen"),
    }
    return BoardLive.create(words=words, **props)


def copy_text(text: rx.Var[str], label: str) -> rx.Component:
    """The copy button with its words."""
    return CopyText.create(
        text=text, label=label, done=_("Copied"), by_hand=_("Hold the text, choose all, and copy it.")
    )
