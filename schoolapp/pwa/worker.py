"""Writes the service worker for one build: which files it keeps."""

from __future__ import annotations

import hashlib
import json
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
