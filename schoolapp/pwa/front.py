"""What we change in the files that Reflex writes for Vite: browsers to reach, the socket's address, when to reload.

Each function takes a file's text and gives the new text. It fails when the place it changes is gone, so that an
upgrade of Reflex is noticed at the build, and leaves alone what it changed before: Reflex keeps some files.
"""

from __future__ import annotations

import re
from pathlib import Path

from schoolapp.i18n import _

TARGETS = '["chrome95", "safari15"]'
"""Syntax floor. Named a little below the real floor, Chromium 109 and iOS 15.4, so that `oklch` is lowered."""

NO_PAGES = ("/api/", "/media/", "/print/", "/join", "/w/")
"""Beginnings of the addresses that the server answers itself."""


def _replace(text: str, old: str, new: str) -> str:
    if new in text:
        return text
    if old not in text:
        raise ValueError(f"Reflex no longer writes {old!r}; look at schoolapp/pwa/front.py")
    return text.replace(old, new)


def reach_old_browsers(vite_config: str) -> str:
    """Let Vite write JavaScript and CSS that the floor understands."""
    return _replace(vite_config, "build: {\n", f"build: {{\n    target: {TARGETS},\n    cssTarget: {TARGETS},\n")


def leave_emotion_out(vite_config: str) -> str:
    """Reflex draws everything through emotion, for styles that our pages do not have: 12 KB less for every visitor."""
    place = 'fileURLToPath(new URL("./utils/plain_jsx.js", import.meta.url))'
    ours = f'{{ find: "@emotion/react", replacement: {place} }},'
    return _replace(vite_config, "    alias: [\n", f"    alias: [\n      {ours}\n")


_STYLES = re.compile(r"css ?: ?(\((?!\{[^{}]*\}\))\S{0,60}|[^\s(]\S{0,60})")
"""Styles that are more than a list of properties."""


def rich_styles(web: Path) -> list[str]:
    """Where Reflex's pages ask for what only emotion does (`:hover`, a media query): one line a place."""
    written = (path for folder in ("app", "utils") for path in sorted((web / folder).rglob("*.jsx")))
    return [f"{path.name}: {found[0]}" for path in written for found in _STYLES.finditer(path.read_text("utf-8"))]


def ask_the_server(vite_config: str) -> str:
    """While one develops, Vite serves the pages and hands on to the server (DEV_SERVER) what is no page of ours."""
    ours = ", ".join(f'"{path}"' for path in NO_PAGES)
    proxy = f"process.env.DEV_SERVER && Object.fromEntries([{ours}].map((path) => [path, process.env.DEV_SERVER]))"
    return _replace(vite_config, "  server: {\n", f"  server: {{\n    proxy: {proxy},\n")


def follow_the_page(state_js: str) -> str:
    """The socket goes to the page's own host *and port*, whatever port the build was made for."""
    text = _replace(
        state_js,
        "endpoint.hostname = frontend_hostname;\n",
        "endpoint.hostname = frontend_hostname;\n    if (import.meta.env.PROD) endpoint.port = window.location.port;\n",
    )
    return _replace(
        text,
        'endpoint.port = ""; // Assume websocket is on https port via load balancer.',
        "if (!import.meta.env.PROD) endpoint.port = '';",
    )


def spare_the_scanner(state_js: str) -> str:
    """A new version never reloads a page on which somebody is taking a roll; and the banner speaks our language."""
    text = _replace(
        state_js,
        "const reloadForNewVersion = () => {\n",
        "const reloadForNewVersion = () => {\n  if (/^\\/(scan|kiosk)/.test(window.location.pathname)) return;\n",
    )
    text = _replace(
        text,
        "const showNewVersionBanner = () => {\n",
        "const showNewVersionBanner = () => {\n  if (/^\\/(scan|kiosk)/.test(window.location.pathname)) return;\n",
    )
    if "A new version of this app is available." in text:
        text = text.replace("A new version of this app is available.", _("There is a new version."))
        text = text.replace('button.textContent = "Reload";', f'button.textContent = "{_("Open it")}";')
    return text


def compress_more(compress_js: str) -> str:
    """The card reader's WebAssembly and the manifest are worth compressing too (1 MB to 0.4 MB)."""
    return _replace(compress_js, "txt|map|mjs)$", "txt|map|mjs|wasm|webmanifest)$")
