"""Every address in one place: pages of the interface and routers of the HTTP API."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import reflex as rx
from fastapi import APIRouter, FastAPI

from schoolapp import refusals
from schoolapp.checkin.api import router as checkin_router
from schoolapp.checkin.attendance.api import router as attendance_router
from schoolapp.checkin.attendance.pages import attendance_page
from schoolapp.checkin.attendance.state import AttendanceState
from schoolapp.checkin.board.api import router as board_router
from schoolapp.checkin.board.pages import board_page
from schoolapp.checkin.board.state import BoardState
from schoolapp.checkin.paper.api import router as paper_router
from schoolapp.checkin.paper.pages import paper_roll_page
from schoolapp.checkin.paper.state import PaperRollState
from schoolapp.checkin.scanner.pages import kiosk_page, scan_page
from schoolapp.family.api import router as family_router
from schoolapp.family.families_page import families_page
from schoolapp.family.families_state import FamiliesState
from schoolapp.family.home_page import home_page
from schoolapp.family.home_state import HomeState
from schoolapp.family.notices_page import notices_page
from schoolapp.family.notices_state import NoticesState
from schoolapp.gallery.api import router as gallery_router
from schoolapp.gallery.pages import gallery_page, portfolio_page
from schoolapp.gallery.share_api import router as share_router
from schoolapp.guide.pages import guide_page
from schoolapp.i18n import _
from schoolapp.identity.accounts_page import accounts_page
from schoolapp.identity.accounts_state import AccountsState
from schoolapp.identity.api import router as identity_router
from schoolapp.identity.audit_page import audit_page
from schoolapp.identity.audit_state import AuditState
from schoolapp.identity.me_state import MeState
from schoolapp.identity.pages import me, sign_in
from schoolapp.identity.setup_page import setup_page
from schoolapp.programme.day_page import day_page
from schoolapp.programme.day_state import DayState
from schoolapp.programme.today_page import today_page
from schoolapp.programme.today_state import TodayState
from schoolapp.school.basics.pages import school_page
from schoolapp.school.basics.state import BasicsState
from schoolapp.school.cards.api import router as cards_router
from schoolapp.school.cards.pages import cards_page
from schoolapp.school.cards.state import CardsState
from schoolapp.school.office_page import office_page
from schoolapp.school.office_tools import OfficeState
from schoolapp.school.people.pages import people_page
from schoolapp.school.people.state import PeopleState
from schoolapp.school.roster.api import router as roster_router
from schoolapp.school.roster.pages import import_page
from schoolapp.school.roster.state import ImportState
from schoolapp.ui import kit
from schoolapp.ui.shell import plain_page
from schoolapp.ui.shell_state import ShellState
from schoolapp.works.approval.approve_page import approve_page
from schoolapp.works.approval.approve_state import ApproveState
from schoolapp.works.approval.wall_page import wall_page
from schoolapp.works.approval.wall_state import WallState
from schoolapp.works.capture.api import router as capture_router
from schoolapp.works.capture.pages import shoot_page
from schoolapp.works.consent.class_page import class_consents_page
from schoolapp.works.consent.class_state import ClassConsentState
from schoolapp.works.consent.pages import consents_page
from schoolapp.works.consent.paper_page import paper_consents_page
from schoolapp.works.consent.paper_state import PaperConsentState
from schoolapp.works.consent.recall_page import recall_page
from schoolapp.works.consent.recalls import RecallState
from schoolapp.works.consent.state import ConsentState
from schoolapp.works.film.api import router as film_router
from schoolapp.works.media.api import router as media_router

ROUTERS: tuple[APIRouter, ...] = (
    checkin_router,
    board_router,
    attendance_router,
    identity_router,
    cards_router,
    family_router,
    gallery_router,
    share_router,
    paper_router,
    roster_router,
    capture_router,
    media_router,
    film_router,
)
"""Routers of the slices, each with its own prefix."""

PAGES: tuple[tuple[str, Callable[[], rx.Component], str, list[Any]], ...] = (
    ("/board", board_page, _("Board"), [BoardState.load]),
    ("/attendance", attendance_page, _("Attendance"), [AttendanceState.load]),
    ("/today", today_page, _("Today"), [TodayState.load]),
    ("/office/day", day_page, _("The day's changes"), [DayState.load]),
    ("/office", office_page, _("Service office"), [OfficeState.load]),
    ("/office/school", school_page, _("School, term and bells"), [BasicsState.load]),
    ("/office/cards", cards_page, _("QR cards"), [CardsState.load]),
    ("/home", home_page, _("My child"), [HomeState.load]),
    ("/families", families_page, _("Families"), [FamiliesState.load]),
    ("/notices", notices_page, _("Notices"), [NoticesState.load]),
    ("/portfolio", portfolio_page, _("Works over the terms"), []),
    ("/me", me, _("Me"), [MeState.open]),
    ("/office/accounts", accounts_page, _("Staff accounts"), [AccountsState.load]),
    ("/office/audit", audit_page, _("What was changed"), [AuditState.load]),
    ("/office/paper-roll", paper_roll_page, _("Paper rolls"), [PaperRollState.load]),
    ("/office/import", import_page, _("Import lists"), [ImportState.load]),
    ("/office/people", people_page, _("Students"), [PeopleState.load]),
    ("/works", wall_page, _("Works"), [WallState.load]),
    ("/works/approve", approve_page, _("Waiting for approval"), [ApproveState.load]),
    ("/office/consents", paper_consents_page, _("Consents on paper"), [PaperConsentState.load]),
    ("/works/consents", class_consents_page, _("What families agreed to"), [ClassConsentState.load]),
    ("/consents", consents_page, _("Who may see it"), [ConsentState.load]),
    ("/recalls", recall_page, _("Please take back"), [RecallState.load]),
)
"""Route, page, title, and what runs when it is opened (the shell's own loading comes first)."""

PUBLIC_PAGES: tuple[tuple[str, Callable[[], rx.Component], str], ...] = (("/gallery", gallery_page, _("Gallery")),)
"""Pages that visitors see too; whoever is signed in has the navigation around them."""

OFFLINE_PAGES: tuple[tuple[str, Callable[[], rx.Component], str], ...] = (
    ("/scan", scan_page, _("Roll call")),
    ("/shoot", shoot_page, _("Photograph works")),
    ("/kiosk", kiosk_page, _("Greeting tablet")),
    ("/sign-in", sign_in, _("Sign in")),
    ("/setup", setup_page, _("Set your school up")),
    ("/guide", guide_page, _("A guide for teachers")),
)
"""Pages without a state: they open without a server, or before anybody is signed in."""


def _home() -> rx.Component:
    """The bare address leads to today."""
    return rx.el.main(rx.el.a(_("After-school time"), href="/today", class_name="k-btn"), class_name="k-main")


def _nowhere() -> rx.Component:
    """An address that leads nowhere, mistyped or from an old link."""
    return plain_page(
        kit.heading(_("This page does not exist")),
        kit.soft(_("The address may be mistyped, or the link is old.")),
        rx.el.a(_("To today"), href="/today", class_name="k-btn mt-4"),
    )


def add_pages(app: rx.App) -> None:
    """Register every page. A slice's page module is imported here and nowhere else."""
    app.add_page(_home, route="/", title=_("After-school time"), on_load=rx.redirect("/today"))
    app.add_page(_nowhere, route="404", title=_("This page does not exist"))
    for route, component, title, on_load in PAGES:
        app.add_page(component, route=route, title=title, on_load=[ShellState.load, *on_load])
    for route, component, title in PUBLIC_PAGES:
        app.add_page(component, route=route, title=title, on_load=[ShellState.load_for_anybody])
    for route, component, title in OFFLINE_PAGES:
        app.add_page(component, route=route, title=title)


def make_api() -> FastAPI:
    """The HTTP API, mounted beside Reflex's own routes."""
    api = FastAPI(title="Schoolapp", version="1", docs_url=None, redoc_url=None, openapi_url="/api/openapi.json")
    refusals.install(api)
    for router in ROUTERS:
        api.include_router(router)
    return api
