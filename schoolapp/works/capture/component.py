"""The camera for works as a Reflex component: like the scanner, a React client that goes on without the network."""

from __future__ import annotations

import reflex as rx

from schoolapp.checkin.scanner.component import PACKAGES
from schoolapp.works.capture.client import hand_to_build
from schoolapp.works.capture.words import words


class Shoot(rx.NoSSRComponent):
    """Scan, then shoot: camera, corners, the works of this phone."""

    library = hand_to_build("shoot.jsx")
    tag = "Shoot"
    lib_dependencies: list[str] = PACKAGES
    table: rx.Var[dict[str, str]]
    """Words by key; see words.py."""


class WorksReady(rx.NoSSRComponent):
    """Sends what waits on this phone, before the camera is opened; shows nothing."""

    library = hand_to_build("ready.jsx")
    tag = "WorksReady"
    lib_dependencies: list[str] = PACKAGES


def works_ready() -> rx.Component:
    """For pages that a teacher opens first."""
    return WorksReady.create()


def shoot() -> rx.Component:
    """The camera in the interface's language."""
    return Shoot.create(table=words())
