"""The offer to install, for pages that teachers open every day: `install_card()` on today and on me."""

from __future__ import annotations

import reflex as rx

from schoolapp.i18n import _
from schoolapp.pwa.client import hand_to_build


class InstallCard(rx.NoSSRComponent):
    """Shows itself only where installing is possible, not done yet and not refused in the last 30 days."""

    library = hand_to_build("install.jsx")
    tag = "InstallCard"
    words: rx.Var[dict[str, str]]


def install_card() -> rx.Component:
    """With its words."""
    return InstallCard.create(
        words={
            "title": _("Put it on the home screen"),
            "offer": _("One tap opens today's class, also without a network."),
            "iphone": _("In Safari tap the share button below, then Add to Home Screen."),
            "wechat": _("In WeChat tap ··· at the top right, open in the browser, then add it from there."),
            "install": _("Install"),
            "later": _("Not now"),
        }
    )
