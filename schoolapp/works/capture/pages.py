"""`/shoot`: nothing but the client. No state and no on_load: it must open without a server."""

from __future__ import annotations

import reflex as rx

from schoolapp.works.capture.component import shoot


def shoot_page() -> rx.Component:
    """Photograph what children made, filed by the cards that they hold up."""
    return shoot()
