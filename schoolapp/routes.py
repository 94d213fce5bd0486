"""Every address in one place: pages of the interface and routers of the HTTP API."""

from __future__ import annotations

import reflex as rx
from fastapi import APIRouter, FastAPI

from schoolapp import refusals
from schoolapp.checkin.api import router as checkin_router
from schoolapp.i18n import _
from schoolapp.identity.api import router as identity_router

ROUTERS: tuple[APIRouter, ...] = (checkin_router, identity_router)
"""Routers of the slices, each with its own prefix."""


def _home() -> rx.Component:
    """The bare address leads to today."""
    return rx.el.main(rx.el.a(_("After-school time"), href="/today", class_name="k-btn"), class_name="k-main")


def add_pages(app: rx.App) -> None:
    """Register every page. A slice's page module is imported here and nowhere else."""
    app.add_page(_home, route="/", title=_("After-school time"), on_load=rx.redirect("/today"))


def make_api() -> FastAPI:
    """The HTTP API, mounted beside Reflex's own routes."""
    api = FastAPI(title="Schoolapp", version="1", docs_url=None, redoc_url=None, openapi_url="/api/openapi.json")
    refusals.install(api)
    for router in ROUTERS:
        api.include_router(router)
    return api
