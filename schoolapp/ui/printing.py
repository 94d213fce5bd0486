"""Pages for paper: server-made HTML with one style sheet for screen and printer, and no JavaScript but its button's.

A slice keeps its template beside its Python; every template extends `ui/print.html`. Values are escaped.
"""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from schoolapp.i18n import _
from schoolapp.settings import settings

_PACKAGE = Path(__file__).parents[1]
STYLE = _PACKAGE.parent / "assets" / "print.css"


@lru_cache
def _templates() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_PACKAGE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["_"] = _
    return environment


@lru_cache
def _style_address() -> str:
    return f"/print/print.css?v={sha256(STYLE.read_bytes()).hexdigest()[:12]}"


def render(template: str, title: str, back: str, **values: Any) -> str:
    """The HTML of `template` (a path inside the package); `back` is where the link on the screen leads."""
    language = "zh-CN" if settings().locale == "zh_CN" else "en"
    head = {"title": title, "back": back, "language": language, "style": _style_address()}
    return _templates().get_template(template).render(**head, **values)
