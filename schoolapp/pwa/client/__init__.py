"""JavaScript of the web app: `sw.js` and `webapp.js` are written by the plugin, the others handed to the build here."""

from __future__ import annotations

import reflex as rx

IMPORTED = ("install_rules.js", "install.jsx")


def hand_to_build(entry: str) -> str:
    """Link the files where Vite finds them; the import path of `entry`."""
    return {name: rx.asset(name, shared=True).importable_path for name in IMPORTED}[entry]
