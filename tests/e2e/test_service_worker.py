"""The service worker: what was opened once opens without a server, and an update never disturbs a scanner."""

from __future__ import annotations

import json
from collections.abc import Callable
from urllib.request import urlopen

from playwright.sync_api import BrowserContext, Page

from tools.demo_server import DemoServer, stop

READY = """async () => {
  const registration = await navigator.serviceWorker.ready;
  while (registration.active?.state !== "activated") await new Promise((done) => setTimeout(done, 50));
  return (await caches.keys()).join();
}"""
STORED = """async () => {
  const names = (await caches.keys()).filter((name) => name.startsWith("schoolapp-"));
  const requests = await (await caches.open(names.at(-1))).keys();
  return requests.map((request) => new URL(request.url).pathname);
}"""


def _with_worker(context: BrowserContext, address: str) -> Page:
    page = context.new_page()
    page.goto(address)
    page.evaluate(READY)
    return page


def test_scan_and_today_open_without_a_server(
    own_server: Callable[..., DemoServer], context_as: Callable[..., BrowserContext]
) -> None:
    server = own_server()
    context = context_as("teacher", server=server)
    page = _with_worker(context, "/scan")
    page.wait_for_selector("main, canvas, video", state="attached")
    page.close()
    stop(server)
    for address in ("/scan", "/scan?session=1", "/today"):
        cold = context.new_page()
        errors: list[str] = []
        cold.on("pageerror", lambda error, seen=errors: seen.append(str(error)))
        cold.goto(address)
        cold.wait_for_selector("#content, main", state="attached")
        assert cold.title()
        assert [error for error in errors if "dynamically imported" in error] == []
        cold.close()


def test_other_pages_say_that_there_is_no_network(
    own_server: Callable[..., DemoServer], context_as: Callable[..., BrowserContext]
) -> None:
    server = own_server()
    context = context_as("office", server=server)
    _with_worker(context, "/today").close()
    stop(server)
    page = context.new_page()
    page.goto("/office/import")
    assert "没有网络" in page.inner_text("h1")


def test_everything_that_a_page_needs_is_stored(page_as: Callable[..., Page], server: DemoServer) -> None:
    page = page_as("teacher")
    page.goto("/scan")
    page.evaluate(READY)
    stored = set(page.evaluate(STORED))
    asked = page.evaluate("performance.getEntriesByType('resource').map((entry) => new URL(entry.name).pathname)")
    needed = {path for path in asked if path.startswith("/assets/")}
    assert needed
    assert needed <= stored
    assert any(path.endswith(".wasm") for path in stored), "the card reader needs its WebAssembly offline"
    assert not any(path.startswith(("/api", "/media", "/print")) for path in stored)


def test_the_api_is_never_answered_from_the_store(page_as: Callable[..., Page]) -> None:
    page = page_as("teacher")
    page.goto("/scan")
    page.evaluate(READY)
    page.reload()
    assert page.evaluate("fetch('/api/checkin/pack').then((answer) => answer.status)") == 200
    stored = page.evaluate("caches.match('/api/checkin/pack').then((found) => found === undefined)")
    assert stored is True


def _serve_changed_worker(context: BrowserContext, server: DemoServer) -> None:
    """From now on the server's sw.js is that of another build: one more comment and another cache name."""
    script = urlopen(server.url + "/sw.js").read().decode()
    changed = script.replace('const BUILD = "', 'const BUILD = "next-')
    assert changed != script
    context.route("**/sw.js", lambda route: route.fulfill(body=changed, content_type="text/javascript"))


UPDATE = "navigator.serviceWorker.ready.then((registration) => registration.update())"
STATES = """navigator.serviceWorker.ready.then((registration) =>
  JSON.stringify([!!registration.installing, !!registration.waiting]))"""
NAMES = "caches.keys().then((names) => names.filter((name) => name.startsWith('schoolapp-')))"


def test_a_new_build_waits_while_a_scanner_is_open(
    context_as: Callable[..., BrowserContext], server: DemoServer
) -> None:
    context = context_as("teacher")
    scanner = _with_worker(context, "/scan")
    _serve_changed_worker(context, server)
    scanner.evaluate(UPDATE)
    scanner.wait_for_function(f"async () => (await {STATES}) === '[false,true]'", timeout=20_000)
    other = context.new_page()
    other.goto("/today")
    other.evaluate("navigator.serviceWorker.ready.then((all) => all.waiting?.postMessage('take-over-when-quiet'))")
    other.wait_for_timeout(500)
    assert json.loads(scanner.evaluate(STATES)) == [False, True], "it took over beside an open scanner"
    scanner.close()
    other.evaluate("navigator.serviceWorker.ready.then((all) => all.waiting?.postMessage('take-over-when-quiet'))")
    other.wait_for_function(f"async () => (await {STATES}) === '[false,false]'", timeout=10_000)
    names = other.evaluate(NAMES)
    assert len(names) == 2, f"the build before stays for pages that are still open: {names}"
