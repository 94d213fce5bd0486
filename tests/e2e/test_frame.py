"""What every page stands in: signed in by cookie, served under its own address, nothing asked of a foreign host."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, Request

from tests.e2e.waiting import eventually
from tools.demo_server import DemoServer


def test_home_leads_to_today(page_as: Callable[..., Page]) -> None:
    page = page_as("teacher")
    page.goto("/")
    page.wait_for_url("**/today")


def test_a_visitor_is_asked_to_sign_in(page_as: Callable[..., Page]) -> None:
    page = page_as("visitor")
    page.goto("/today")
    page.wait_for_url("**/sign-in**")


def test_nothing_is_asked_of_a_foreign_host(page_as: Callable[..., Page], server: DemoServer) -> None:
    page = page_as("leader")
    foreign: list[str] = []

    def note(request: Request) -> None:
        if not request.url.startswith((server.url, "data:", "blob:")):
            foreign.append(request.url)

    page.on("request", note)
    for address in ("/today", "/scan", "/board", "/me"):
        page.goto(address)
        page.wait_for_load_state("networkidle")
    assert foreign == []


def test_a_page_that_is_asked_for_again_keeps_its_policy(page_as: Callable[..., Page]) -> None:
    """An answer 304 once carried the policy of no page at all, and a reloaded page stayed white."""
    page = page_as("teacher", service_workers="block")
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text) if "Security Policy" in message.text else None)
    page.goto("/me")
    for _again in range(2):
        page.reload()
        eventually(page, "document.body.innerText.includes('退出')")
    assert refused == []
