"""The manifest that makes the school installable, and the page for browsers that are too old."""

from __future__ import annotations

import json
from html import escape
from pathlib import Path
from typing import Any

from schoolapp.i18n import _
from schoolapp.settings import settings

PAPER = "#fbf7f0"
PAPER_DARK = "#191816"
ICONS = ((192, "any"), (512, "any"), (192, "maskable"), (512, "maskable"))
SHOTS = Path(__file__).parent.parent.parent / "assets" / "pictures"


def icon_name(size: int, purpose: str) -> str:
    """The file of one icon, under assets/."""
    return f"icons/{purpose}-{size}.png"


def _screenshots() -> list[dict[str, str]]:
    """Pictures for the install dialogue: those that tools.pictures took."""
    kinds = (("narrow", "390x844"), ("wide", "1280x800"))
    return [
        {"src": f"/pictures/{path.name}", "sizes": size, "type": "image/webp", "form_factor": kind}
        for kind, size in kinds
        for path in sorted(SHOTS.glob(f"{kind}-*.webp"))
    ]


def manifest() -> dict[str, Any]:
    """https://www.w3.org/TR/appmanifest/; it opens at today's class."""
    return {
        "id": "/today",
        "name": _("After-school time"),
        "short_name": _("After-school time"),
        "description": _("Take the roll with QR cards and know where every child is."),
        "lang": settings().locale.replace("_", "-"),
        "dir": "ltr",
        "start_url": "/today",
        "scope": "/",
        "display": "standalone",
        "background_color": PAPER,
        "theme_color": PAPER,
        "categories": ["education"],
        "icons": [
            {"src": f"/{icon_name(size, purpose)}", "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
            for size, purpose in ICONS
        ],
        "shortcuts": [{"name": _("Roll call"), "url": "/scan"}, {"name": _("Board"), "url": "/board"}],
        "screenshots": _screenshots(),
    }


def manifest_text() -> str:
    return json.dumps(manifest(), ensure_ascii=False, indent=1)


def _plain_page(title: str, *paragraphs: str, link: tuple[str, str] | None = None) -> str:
    """A page that any browser since 2008 shows: no script, no file beside it."""
    body = "".join(f"<p>{escape(text)}</p>" for text in paragraphs)
    way_on = f'<p><a href="{link[0]}">{escape(link[1])}</a></p>' if link else ""
    lang = settings().locale.replace("_", "-")
    style = (
        "body{margin:0;padding:32px 24px;max-width:34em;font:18px/1.7 sans-serif;"
        f"background:{PAPER};color:#26241f}}h1{{font-size:26px}}a{{color:#0b6b5d;font-weight:bold}}"
    )
    return (
        f'<!DOCTYPE html><html lang="{lang}"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><style>{style}</style></head>'
        f"<body><h1>{escape(title)}</h1>{body}{way_on}</body></html>\n"
    )


def old_browser_page() -> str:
    """For browsers below Chromium 109 and iOS 15.4: what to open instead."""
    return _plain_page(
        _("This browser is too old"),
        _("On Android: update WeChat, or tap ··· at the top right and open the page in the phone's own browser."),
        _("On an iPhone: update to iOS 15.4 or newer (Settings, General, Software Update), then use Safari."),
        _("On a computer: use Edge or Chrome 109 or newer; Windows 7 can still have 109."),
        _("Nothing else works? Any paper roll can be entered afterwards by the office."),
        link=("/today", _("Try again")),
    )


def offline_page() -> str:
    """For addresses that need the network while there is none."""
    return _plain_page(
        _("No network here"),
        _("This page needs the network. Taking a roll works without it, and nothing that was scanned is lost."),
        link=("/scan", _("Take a roll")),
    )
