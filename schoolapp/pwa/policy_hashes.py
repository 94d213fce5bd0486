"""The hashes by which a page's security policy lets the page's own inline scripts and styles in, and no others."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable
from html.parser import HTMLParser
from pathlib import Path

Hashes = dict[str, list[str]]
"""`script` and `style` → CSP sources `sha256-…`, sorted, each once."""


class _Inline(HTMLParser):
    """Collects the text of every <script> without src, of every <style>, and of every style attribute."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.scripts: list[str] = []
        self.styles: list[str] = []
        self._open: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.styles.append(given.get("style") or "")
        self._open = self.styles if tag == "style" else self.scripts if tag == "script" and "src" not in given else None
        if self._open is not None:
            self._open.append("")

    def handle_endtag(self, tag: str) -> None:
        self._open = None

    def handle_data(self, data: str) -> None:
        if self._open is not None:
            self._open[-1] += data


def hashes_of_page(html: str) -> Hashes:
    """Of one page's HTML."""
    parser = _Inline()
    parser.feed(re.sub(r"\r\n?", "\n", html))
    return {"script": _hashed(parser.scripts), "style": _hashed(parser.styles)}


def _hashed(texts: Iterable[str]) -> list[str]:
    digests = (hashlib.sha256(text.encode()).digest() for text in texts if text)
    return sorted({"sha256-" + base64.b64encode(digest).decode() for digest in digests})


def hashes_of_build(static_dir: Path) -> dict[str, Hashes]:
    """Page address → hashes; "" is the fallback for addresses without a prerendered file."""
    found = {}
    for path in sorted(static_dir.rglob("*.html")):
        name = path.relative_to(static_dir).as_posix()
        address = "" if name == "__spa-fallback.html" else "/" + name.removesuffix("index.html").strip("/")
        found[address] = hashes_of_page(path.read_text(encoding="utf-8"))
    return found
