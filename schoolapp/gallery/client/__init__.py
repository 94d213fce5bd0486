"""The gallery and the portfolio as Reflex components: React clients that ask the server over plain HTTP.

They hold no Reflex state: visitors see the gallery without a socket, and 300 families looking at once cost 300 pages
and not 300 states.
"""

from __future__ import annotations

import reflex as rx

from schoolapp.gallery.client.words import WORDS
from schoolapp.ui import browser_code

_NAMES = (
    "answers.jsx",
    "film.jsx",
    "filters.jsx",
    "gallery.jsx",
    "gestures.js",
    "icon.jsx",
    "layout.js",
    "lightbox.jsx",
    "net.js",
    "opened.js",
    "picture.jsx",
    "portfolio.jsx",
    "share.jsx",
    "use_opened.js",
    "use_works.js",
    "wall.jsx",
)
_FILES = browser_code.hand_to_build(__name__, __file__, _NAMES)


class Gallery(rx.NoSSRComponent):
    """Filters, the wall without end, the opened work."""

    library = _FILES["gallery.jsx"]
    tag = "Gallery"
    table: rx.Var[dict[str, str]]


class Portfolio(rx.NoSSRComponent):
    """One child's works by term."""

    library = _FILES["portfolio.jsx"]
    tag = "Portfolio"
    table: rx.Var[dict[str, str]]


def gallery() -> rx.Component:
    return Gallery.create(table=WORDS)


def portfolio() -> rx.Component:
    return Portfolio.create(table=WORDS)
