"""The scanner as a Reflex component: a React client of several files that goes on without the network.

Everything it says comes as one table of words, so that the language is decided in one place. It holds no Reflex state:
what it knows lies in the phone's own database, what it records leaves over plain HTTP.
"""

from __future__ import annotations

import reflex as rx

from schoolapp.checkin.scanner.client import hand_to_build
from schoolapp.checkin.scanner.words import offline_today_words, words

PACKAGES = ["zxing-wasm@3.1.4", "idb@8.0.4", "@noble/hashes@2.4.0"]
"""Pinned; tests/js/package.json names the same versions, and a test compares them."""


class Scanner(rx.NoSSRComponent):
    """Camera, roll, seat grid, head count, keep and kiosk."""

    library = hand_to_build("scanner.jsx")
    tag = "Scanner"
    lib_dependencies: list[str] = PACKAGES
    table: rx.Var[dict[str, str]]
    """Words by key; see words.py."""
    kiosk: rx.Var[bool]


class PhoneReady(rx.NoSSRComponent):
    """Fetches the lists and sends what waits, before the scanner is opened; shows nothing."""

    library = hand_to_build("ready.jsx")
    tag = "PhoneReady"
    lib_dependencies: list[str] = PACKAGES


class OfflineToday(rx.NoSSRComponent):
    """Its children while the server may still answer; then today's lessons from the phone's own lists."""

    library = hand_to_build("offline_today.jsx")
    tag = "OfflineToday"
    lib_dependencies: list[str] = PACKAGES
    table: rx.Var[dict[str, str]]


def offline_today(*waiting: rx.Component) -> rx.Component:
    """For the first page while nothing came from the server: `waiting`, then what the phone knows itself."""
    return OfflineToday.create(*waiting, table=offline_today_words())


def phone_ready() -> rx.Component:
    """For pages that a teacher opens first: after them the roll can be taken without a network."""
    return PhoneReady.create()


def scanner(*, kiosk: bool = False) -> rx.Component:
    """The scanner in the interface's language; `kiosk`: a tablet at the door, without buttons for children."""
    return Scanner.create(table=words(), kiosk=kiosk)
