"""Pictures of every page as every role, 390 and 1280 wide, light and dark: `make shots OUT=shots`.

`ONLY='scan-*-390-light*'` takes some of them. index.html beside the pictures shows them all. The pages show a Monday
from 16:33 on, three minutes after the bell.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from html import escape
from itertools import product
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Playwright, sync_playwright

from tools import browser as chromium
from tools.cards_in_hand import codes_of, every_student, flags, video
from tools.demo_server import PASSWORD, DemoServer, demo_server
from tools.pages import ROLES_OF

AFTER_THE_BELL = "2026-11-23T16:33:30"
SIZES = {390: 844, 1280: 800}
SCHEMES = ("light", "dark")
SETTLE_MS = 2500
FLAGS = ["--no-sandbox", "--hide-scrollbars"]


@dataclass(frozen=True)
class Shot:
    """One picture to take."""

    address: str
    role: str
    width: int
    scheme: str

    @property
    def name(self) -> str:
        page = self.address.strip("/").replace("/", "-") or "home"
        return f"{page}-{self.role}-{self.width}-{self.scheme}.png"


def all_shots() -> list[Shot]:
    """Everything, ordered so that a signed-in browser is used for many pages."""
    pages = ((address, role) for address, roles in ROLES_OF.items() for role in roles)
    shots = [Shot(*page, width, scheme) for page, width, scheme in product(pages, SIZES, SCHEMES)]
    return sorted(shots, key=lambda shot: (shot.role, shot.width, shot.scheme))


def signed_in(browser: Browser, url: str, shot: Shot) -> BrowserContext:
    """A phone or a screen of the size and scheme of `shot`, with its role's login."""
    context = browser.new_context(
        base_url=url, viewport={"width": shot.width, "height": SIZES[shot.width]}, color_scheme=shot.scheme,  # type: ignore[arg-type]
        locale="zh-CN", timezone_id="Asia/Shanghai", permissions=["camera"], service_workers="block",
    )  # fmt: skip
    if shot.role != "visitor":
        body = {"login": shot.role, "password": PASSWORD}
        answer = context.request.post(f"{url}/api/login", data=body, headers={"Origin": url})
        assert answer.ok, f"{shot.role} cannot sign in: {answer.status}"
    return context


def take(browser: Browser, url: str, shots: list[Shot], out: Path) -> Iterator[Shot]:
    """Take the pictures; yields each when it is on disk."""
    context, of = None, None
    for shot in shots:
        key = (shot.role, shot.width, shot.scheme)
        if context is None or key != of:
            if context:
                context.close()
            context, of = signed_in(browser, url, shot), key
        page = context.new_page()
        page.goto(shot.address)
        page.wait_for_timeout(SETTLE_MS)
        page.screenshot(path=out / shot.name, animations="disabled")
        page.close()
        yield shot
    if context:
        context.close()


def index(shots: list[Shot]) -> str:
    """A page with all pictures, a heading for each address."""
    parts = [
        '<!DOCTYPE html><meta charset="utf-8"><title>Pictures</title><style>body{font:16px sans-serif;margin:24px}'
    ]
    parts.append("img{height:420px;margin:4px;border:1px solid #ddd}</style>")
    for address in ROLES_OF:
        parts.append(f"<h2>{escape(address)}</h2>")
        parts += [f'<img src="{shot.name}" title="{shot.name}">' for shot in shots if shot.address == address]
    return "".join(parts)


def cards_at_the_door(playwright: Playwright, server: DemoServer, folder: Path) -> list[str]:
    """Flags that show the camera four children of the teacher's class, one of them in the wrong room."""
    client = playwright.request.new_context(base_url=server.url, extra_http_headers={"Origin": server.url})
    client.post("/api/login", data={"login": "teacher", "password": PASSWORD})
    sessions = client.get("/api/checkin/pack").json()["sessions"]
    client.dispose()
    mine = next(each for each in sessions if each["mine"] and each["kind"] == "section")
    stranger = next(child for child in every_student(server) if child not in mine["expected"])
    expected = [child for child in mine["expected"] if child not in mine["on_leave"]]
    codes = codes_of(server, [*expected[:2], stranger, expected[2]])
    return flags(video(folder / "door.mjpeg", [codes]))


def main(out: Path, only: str = "*") -> None:
    path = chromium.find() or chromium.get()
    if not path:
        raise SystemExit(chromium.HOW)
    out.mkdir(parents=True, exist_ok=True)
    shots = [shot for shot in all_shots() if fnmatch(shot.name, only)]
    with demo_server(clock=AFTER_THE_BELL, SCHOOLAPP_DEMO_LIFE="1") as server, sync_playwright() as playwright:
        camera = cards_at_the_door(playwright, server, server.data)
        browser = playwright.chromium.launch(executable_path=path, args=[*FLAGS, *camera])
        for count, _shot in enumerate(take(browser, server.url, shots, out), 1):
            print(f"\r{count} of {len(shots)}", end="", flush=True)
        browser.close()
    (out / "index.html").write_text(index(shots), encoding="utf-8")
    print(f"\n{out}/index.html")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "shots"), sys.argv[2] if len(sys.argv) > 2 else "*")
