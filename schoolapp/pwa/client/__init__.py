"""JavaScript of the web app: `sw.js` and `webapp.js` are written by the plugin, the others handed to the build here."""

from __future__ import annotations

from schoolapp.ui import browser_code

IMPORTED = ("install_rules.js", "install.jsx")


def hand_to_build(entry: str) -> str:
    """Link the files where Vite finds them; the import path of `entry`."""
    return browser_code.hand_to_build(__name__, __file__, IMPORTED)[entry]
