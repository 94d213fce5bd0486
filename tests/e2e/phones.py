"""Teachers' phones for browser tests: what they know of their lessons, what the school and the database hold."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Locator, Page

from tests.e2e.waiting import eventually
from tools.cards_in_hand import codes_of
from tools.demo_server import AFTER_THE_BELL, PASSWORD, DemoServer, demo_server

Pack = dict[str, Any]
Session = dict[str, Any]
ContextAs = Callable[..., BrowserContext]
PHONE = {"width": 390, "height": 844}
WORKER_READY = """async () => {
  const registration = await navigator.serviceWorker.ready;
  while (registration.active?.state !== "activated") await new Promise((done) => setTimeout(done, 50));
}"""


def sign_in(context: BrowserContext, url: str, role: str) -> None:
    """Give the context the cookie of a demo login."""
    body = {"login": role, "password": PASSWORD}
    answer = context.request.post(f"{url}/api/login", data=body, headers={"Origin": url})
    assert answer.ok, f"{role} cannot sign in: {answer.status} {answer.text()}"


@contextmanager
def phone_of(browser: Browser, server: DemoServer, login: str) -> Iterator[BrowserContext]:
    """A signed-in phone with a camera; any login of the demo school, `login` without a password of its own too."""
    context = browser.new_context(
        base_url=server.url, viewport=PHONE, locale="zh-CN", timezone_id="Asia/Shanghai", permissions=["camera"]
    )
    sign_in(context, server.url, login)
    yield context
    context.close()


def pack_of(context: BrowserContext) -> Pack:
    return context.request.get("/api/checkin/pack").json()


def lesson_now(pack: Pack, kind: str = "section") -> Session:
    """The lesson that is on, the teacher's own first."""
    now = pack["server_time"]
    fitting = [one for one in pack["sessions"] if one["kind"] == kind and one["opens_at"] <= now <= one["closes_at"]]
    return sorted(fitting, key=lambda one: not one["mine"])[0]


def to_come(lesson: Session) -> list[int]:
    kept = {entry["student_id"] for entry in lesson["keeps"]}
    return [child for child in lesson["expected"] if child not in lesson["on_leave"] and child not in kept]


def open_scan(context: BrowserContext, address: str = "/scan") -> Page:
    page = context.new_page()
    page.goto(address)
    page.wait_for_selector(".s-root:not(.s-middle)")
    return page


def foot(page: Page) -> Locator:
    """The buttons at the thumb."""
    return page.locator(".s-foot")


def title_of(page: Page) -> Locator:
    """What the open screen is called."""
    return page.locator(".s-panel-head h1")


def all_sent(page: Page) -> None:
    """The school has everything that the phone recorded: its page counts nothing unsent, and so says its storage, which
    is written a moment later."""
    counted = "Number(document.querySelector('[data-unsent]')?.dataset.unsent) > 0"
    eventually(page, f"!({counted}) && !localStorage.getItem('schoolapp.unsent')", seconds=30)


def rows(server: DemoServer, query: str, *values: object) -> list[Any]:
    """A look into the server's database."""
    with sqlite3.connect(f"file:{server.data / 'schoolapp.db'}?mode=ro", uri=True) as db:
        return db.execute(query, values).fetchall()


def let_sign_in(server: DemoServer, name: str) -> str:
    """Give another teacher of the demo school the demo's password; the login."""
    with sqlite3.connect(server.data / "schoolapp.db", timeout=20) as db:
        (password,) = db.execute("SELECT password_hash FROM account WHERE login = 'teacher'").fetchone()
        find = "SELECT a.id, a.login FROM account a JOIN staff s ON s.id = a.staff_id WHERE s.name = ?"
        account, login = db.execute(find, (name,)).fetchone()
        db.execute("UPDATE account SET password_hash = ? WHERE id = ?", (password, account))
    return login


TYPED = """(text) => [...text, "Enter"].forEach((key) =>
  document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true })))"""


def hold_up(page: Page, code: str) -> None:
    """A scanner gun types the card in one go: the same way in as the camera, without its light."""
    page.evaluate(TYPED, code)


@dataclass(frozen=True)
class Afternoon:
    """Six minutes into the first period: the calligraphy class, and the chess class across the corridor."""

    server: DemoServer
    calligraphy: Session
    chess: Session
    teacher: BrowserContext
    chess_teacher: BrowserContext
    names: dict[int, str]

    def code(self, child: int) -> str:
        return codes_of(self.server, [child])[0]

    def here(self, lesson: Session) -> set[int]:
        roll = self.teacher.request.get(f"/api/checkin/roll/{lesson['id']}").json()
        return {one["student_id"] for one in roll["here"]}


@contextmanager
def an_afternoon(camera: Browser, clock: str = AFTER_THE_BELL) -> Iterator[Afternoon]:
    """A demo school with the phones of two teachers."""
    with demo_server(clock=clock) as server:
        chess_login = let_sign_in(server, "杨国栋")
        with phone_of(camera, server, "teacher") as own, phone_of(camera, server, chess_login) as other:
            mine, theirs = pack_of(own), pack_of(other)
            names = {int(key): one["name"] for pack in (mine, theirs) for key, one in pack["students"].items()}
            yield Afternoon(server, lesson_now(mine), lesson_now(theirs), own, other, names)
