"""Writes the service worker for one build: which files it keeps, and the script hashes for the security policy."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from html.parser import HTMLParser
from pathlib import Path

OFFLINE_PAGES = ("/today", "/scan", "/shoot", "/kiosk", "/sign-in", "/me")
"""Pages that open without a network. Prerendered at build, so they hold nobody's data."""
SOURCE = Path(__file__).parent / "client" / "sw.js"
_KEPT = {".js", ".css", ".wasm", ".svg", ".woff2", ".mp3", ".wav", ".ogg", ".webmanifest"}
_ALSO_KEPT = ("offline.html", "icons/any-192.png", "icons/favicon-48.png", "icons.svg")


def _revision(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def page_file(static_dir: Path, address: str) -> Path:
    """The prerendered file of a page's address."""
    return static_dir / address.strip("/") / "index.html"


def kept_files(static_dir: Path) -> dict[str, str]:
    """Address → revision of every built file that a page may ask for while offline; pages under their own address."""
    found = {
        "/" + path.relative_to(static_dir).as_posix(): _revision(path)
        for path in sorted(static_dir.rglob("*"))
        if path.suffix in _KEPT and path.name not in ("sw.js", "icons.svg")
    }
    found |= {f"/{name}": _revision(static_dir / name) for name in _ALSO_KEPT if (static_dir / name).exists()}
    pages = ((address, page_file(static_dir, address)) for address in OFFLINE_PAGES)
    return found | {address: _revision(path) for address, path in pages if path.exists()}


def worker_script(static_dir: Path) -> str:
    """sw.js for the build in `static_dir`; its cache is named after the content: no build is stored twice."""
    files = kept_files(static_dir)
    build = hashlib.sha256(json.dumps(files, sort_keys=True).encode()).hexdigest()[:12]
    script = SOURCE.read_text(encoding="utf-8")
    marks = {"__BUILD__": build, "__FILES__": files, "__PAGES__": [page for page in OFFLINE_PAGES if page in files]}
    for mark, value in marks.items():
        script = script.replace(f'"{mark}"', json.dumps(value))
    return script


class _InlineScripts(HTMLParser):
    """Collects the text of every <script> without src."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.found: list[str] = []
        self._open = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open = tag == "script" and "src" not in dict(attrs)
        if self._open:
            self.found.append("")

    def handle_endtag(self, tag: str) -> None:
        self._open = False

    def handle_data(self, data: str) -> None:
        if self._open:
            self.found[-1] += data


def script_hashes(html: str) -> list[str]:
    """CSP sources `sha256-…` of a page's inline scripts, sorted, each once."""
    parser = _InlineScripts()
    parser.feed(re.sub(r"\r\n?", "\n", html))
    digests = (hashlib.sha256(script.encode()).digest() for script in parser.found if script)
    return sorted({"sha256-" + base64.b64encode(digest).decode() for digest in digests})


def csp_hashes(static_dir: Path) -> dict[str, list[str]]:
    """Page address → hashes; "" is the fallback for addresses without a prerendered file."""
    found = {}
    for path in sorted(static_dir.rglob("*.html")):
        name = path.relative_to(static_dir).as_posix()
        hashes = script_hashes(path.read_text(encoding="utf-8"))
        if name == "__spa-fallback.html":
            found[""] = hashes
        elif path.name == "index.html":
            found["/" + name.removesuffix("index.html").strip("/")] = hashes
    return found
