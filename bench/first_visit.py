"""What a phone downloads the first time: bytes on the wire, in a real browser, nothing cached."""

from __future__ import annotations

from collections.abc import Iterator

from playwright.sync_api import Browser, sync_playwright

from bench import needs
from bench.figures import Figure
from tools.demo_server import PASSWORD, demo_server

GROUP = "checkin"
KB = 1000
SETTLE_MS = 4000
CAMERA = ["--no-sandbox", "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"]


def transferred(browser: Browser, url: str, address: str, role: str = "") -> dict[str, int]:
    """Bytes on the wire by kind (`wasm`, `worker`: what the service worker stores afterwards, `rest`)."""
    context = browser.new_context(base_url=url, viewport={"width": 390, "height": 844}, service_workers="block")
    if role:
        answer = context.request.post(
            f"{url}/api/login", data={"login": role, "password": PASSWORD}, headers={"Origin": url}
        )
        assert answer.ok, answer.status
    page = context.new_page()
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")
    addresses: dict[str, str] = {}
    totals = {"rest": 0, "wasm": 0}
    wire.on("Network.requestWillBeSent", lambda event: addresses.update({event["requestId"]: event["request"]["url"]}))

    def count(event: dict[str, float | str]) -> None:
        kind = "wasm" if addresses.get(str(event["requestId"]), "").endswith(".wasm") else "rest"
        totals[kind] += int(event["encodedDataLength"])

    wire.on("Network.loadingFinished", count)
    page.goto(address)
    page.wait_for_timeout(SETTLE_MS)
    context.close()
    return totals


def measure() -> Iterator[Figure]:
    path = needs.chromium()
    with demo_server() as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CAMERA)
        sign_in = transferred(browser, server.url, "/sign-in")
        yield Figure("first visit to /sign-in, transferred", sum(sign_in.values()) / KB, "KB", "<= 200")
        scan = transferred(browser, server.url, "/scan", "teacher")
        yield Figure("first visit to /scan without wasm, transferred", scan["rest"] / KB, "KB", "<= 240")
        wasm = scan["wasm"] or wasm_on_the_wire(server.url)
        yield Figure("first visit to /scan with wasm, transferred", (scan["rest"] + wasm) / KB, "KB", "<= 620")
        browser.close()


def wasm_on_the_wire(url: str) -> int:
    """The compressed size of the card reader, for when the page's worker fetched it out of the page's sight."""
    from urllib.request import Request, urlopen

    from schoolapp.build import STATIC

    file = next((STATIC / "assets").glob("*.wasm"))
    asked = Request(f"{url}/assets/{file.name}", headers={"Accept-Encoding": "br, gzip"})
    with urlopen(asked) as answer:
        return len(answer.read())
