"""What stands in every page's head: manifest, icons, colours of the frame, the script that runs first."""

from __future__ import annotations

import reflex as rx

from schoolapp.i18n import _
from schoolapp.pwa.manifest import PAPER, PAPER_DARK


def head() -> list[rx.Component]:
    """For `rx.App(head_components=…)`."""
    light, dark = "(prefers-color-scheme: light)", "(prefers-color-scheme: dark)"
    return [
        rx.el.link(rel="manifest", href="/manifest.webmanifest"),
        rx.el.link(rel="icon", href="/icons/favicon-48.png", type="image/png"),
        rx.el.link(rel="apple-touch-icon", href="/icons/apple-180.png"),
        rx.el.meta(name="theme-color", content=PAPER, custom_attrs={"media": light}),
        rx.el.meta(name="theme-color", content=PAPER_DARK, custom_attrs={"media": dark}),
        rx.el.meta(name="mobile-web-app-capable", content="yes"),
        rx.el.meta(name="apple-mobile-web-app-title", content=_("After-school time")),
        rx.el.meta(name="format-detection", content="telephone=no"),
        rx.el.script(src="/webapp.js", custom_attrs={"defer": True}),
        rx.el.script(src="/demo-clock.js", custom_attrs={"defer": True}),
        rx.el.script(src="/again.js", custom_attrs={"defer": True}),
        rx.el.script(src="/sheet.js", custom_attrs={"defer": True}),
    ]
