"""`/scan` and `/kiosk`: nothing but the client. No state and no on_load: they must open without a server."""

from __future__ import annotations

import reflex as rx

from schoolapp.checkin.scanner.component import scanner


def scan_page() -> rx.Component:
    """Take a roll: with the camera, by seat number or by name."""
    return scanner()


def kiosk_page() -> rx.Component:
    """A tablet at the classroom's door."""
    return scanner(kiosk=True)
