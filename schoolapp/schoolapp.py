"""Composes the application: settings, pages, API. No logic."""

import reflex as rx

from schoolapp.i18n import _
from schoolapp.settings import settings

settings()


def index() -> rx.Component:
    return rx.el.main(rx.el.h1(_("After-school time")))


app = rx.App()
app.add_page(index, route="/")
