"""The service worker: what was opened once opens without a server, and an update never disturbs a scanner."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, Page

from schoolapp.build import STATIC
from tests.e2e.waiting import eventually
from tools.demo_server import DemoServer, stop

SHOWN = "document.body.innerText.trim().length > 5"
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
    eventually(page, SHOWN)
    page.close()
    stop(server)
    for address in ("/scan", "/scan?session=1", "/today"):
        cold = context.new_page()
        errors: list[str] = []
        cold.on("pageerror", lambda error, seen=errors: seen.append(str(error)))
        cold.goto(address)
        eventually(cold, SHOWN)
        assert "没有网络" not in cold.title(), f"{address} is not kept"
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
    assert not any(path.startswith(("/api/", "/media/", "/print/")) for path in stored)


def test_the_api_is_never_answered_from_the_store(page_as: Callable[..., Page]) -> None:
    page = page_as("teacher")
    page.goto("/scan")
    page.evaluate(READY)
    page.reload()
    assert page.evaluate("fetch('/api/checkin/pack').then((answer) => answer.status)") == 200
    stored = page.evaluate("caches.match('/api/checkin/pack').then((found) => found === undefined)")
    assert stored is True


@pytest.fixture
def next_build() -> Iterator[Callable[[], None]]:
    """`next_build()`: from now on the server's sw.js is that of another build, with another cache name."""
    script = STATIC / "sw.js"
    before = {path: path.read_bytes() for path in STATIC.glob("sw.js*")}

    def publish() -> None:
        changed = before[script].replace(b'const BUILD = "', b'const BUILD = "next-')
        assert changed != before[script]
        for path in before:
            path.unlink()
        script.write_bytes(changed)

    yield publish
    for path, content in before.items():
        path.write_bytes(content)


UPDATE = "navigator.serviceWorker.ready.then((registration) => registration.update().then(() => true))"
WAITING = "navigator.serviceWorker.ready.then((registration) => !!registration.waiting)"
QUIET = """navigator.serviceWorker.ready.then((registration) => {
  registration.waiting?.postMessage("take-over-when-quiet");
})"""
NAMES = "caches.keys().then((names) => names.filter((name) => name.startsWith('schoolapp-')))"


def test_a_new_build_waits_while_a_scanner_is_open(
    context_as: Callable[..., BrowserContext], next_build: Callable[[], None]
) -> None:
    context = context_as("teacher")
    scanner = _with_worker(context, "/scan")
    next_build()
    scanner.evaluate(UPDATE)
    eventually(scanner, WAITING, True)
    other = context.new_page()
    other.goto("/me")
    other.evaluate(QUIET)
    other.wait_for_timeout(700)
    assert scanner.evaluate(WAITING) is True, "it took over beside an open scanner"
    scanner.close()
    other.evaluate(QUIET)
    eventually(other, WAITING, False)
    names = other.evaluate(NAMES)
    assert len(names) == 2, f"the build before stays for pages that are still open: {names}"
    assert any("next-" in name for name in names)


def test_unchanged_files_are_not_fetched_again(
    context_as: Callable[..., BrowserContext], next_build: Callable[[], None]
) -> None:
    context = context_as("teacher")
    page = _with_worker(context, "/me")
    fetched: list[str] = []
    context.on("request", lambda request: fetched.append(request.url) if request.service_worker else None)
    next_build()
    page.evaluate(UPDATE)
    eventually(page, f"{NAMES}.then((names) => names.length)", 2)
    page.wait_for_timeout(500)
    assert [url for url in fetched if "/assets/" in url] == []
