"""The scanner in a real browser, with a camera that is fed from a file and a network that comes and goes."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from schoolapp.checkin.codes import make_code
from tests.e2e.phones import PHONE, all_sent, sign_in
from tools.cards_in_hand import codes_of, flags, video
from tools.demo_server import DemoServer

FOREIGN = "KH00000000000001"  # looks like one of ours, its check characters are wrong
WORKER_READY = """async () => {
  const registration = await navigator.serviceWorker.ready;
  while (registration.active?.state !== "activated") await new Promise((done) => setTimeout(done, 50));
}"""


class Phone:
    """A teacher's phone: a browser with a camera, and what it knows of its lesson."""

    def __init__(self, browser: Browser, server: DemoServer) -> None:
        self.server = server
        self.context: BrowserContext = browser.new_context(
            base_url=server.url, viewport=PHONE, locale="zh-CN", timezone_id="Asia/Shanghai", permissions=["camera"]
        )
        sign_in(self.context, server.url, "teacher")

    def open(self, address: str = "/scan") -> Page:
        page = self.context.new_page()
        page.goto(address)
        page.wait_for_selector(".s-root:not(.s-middle)")
        return page

    def roll(self, session: int) -> dict[str, Any]:
        return self.context.request.get(f"/api/checkin/roll/{session}").json()


def pack_of(server: DemoServer, browser: Browser) -> dict[str, Any]:
    """What the server hands to this teacher's phone."""
    context = browser.new_context(base_url=server.url)
    sign_in(context, server.url, "teacher")
    pack = context.request.get("/api/checkin/pack").json()
    context.close()
    return pack


def lesson_of(pack: dict[str, Any], kind: str = "section") -> dict[str, Any]:
    """The teacher's own lesson that is on."""
    now = pack["server_time"]
    fitting = [one for one in pack["sessions"] if one["kind"] == kind and one["opens_at"] <= now <= one["closes_at"]]
    return sorted(fitting, key=lambda one: not one["mine"])[0]


def to_come(lesson: dict[str, Any]) -> list[int]:
    kept = {entry["student_id"] for entry in lesson["keeps"]}
    return [child for child in lesson["expected"] if child not in lesson["on_leave"] and child not in kept]


@pytest.fixture
def school(own_server: Callable[..., DemoServer], browser: Browser) -> tuple[DemoServer, dict[str, Any]]:
    server = own_server()
    return server, pack_of(server, browser)


def test_cards_in_one_picture_are_here_and_the_server_knows(
    school: tuple[DemoServer, dict[str, Any]], launch: Callable[..., Browser], tmp_path: Path
) -> None:
    server, pack = school
    lesson = lesson_of(pack)
    children = to_come(lesson)[:6]
    codes = codes_of(server, children)
    stranger = make_code(bytes(32), 7)  # a right code that this school never issued
    phone = Phone(launch(*flags(video(tmp_path / "cards.mjpeg", [codes[:4], [*codes[4:], stranger, FOREIGN]]))), server)
    page = phone.open(f"/scan?session={lesson['id']}")
    expect(page.locator("[data-present]")).to_have_attribute("data-present", "6")
    expect(page.locator("[data-verdict=unknown_card]")).to_have_count(1)
    expect(page.locator("[data-verdict=not_a_card]")).to_have_count(1)
    expect(page.locator("[data-unsent]")).to_have_attribute("data-unsent", "0")
    assert {entry["student_id"] for entry in phone.roll(lesson["id"])["here"]} == set(children)
    phone.context.close()


def test_offline_from_cold_start_to_return(
    school: tuple[DemoServer, dict[str, Any]], launch: Callable[..., Browser], tmp_path: Path
) -> None:
    server, pack = school
    lesson = lesson_of(pack)
    children = to_come(lesson)[:5]
    phone = Phone(launch(*flags(video(tmp_path / "cards.mjpeg", [codes_of(server, children)]))), server)
    first = phone.open("/kiosk")  # the page is visited once, no card is scanned: the service worker and the pack arrive
    first.evaluate(WORKER_READY)
    first.close()
    phone.context.set_offline(True)
    page = phone.open(f"/scan?session={lesson['id']}")
    expect(page.locator("[data-present]")).to_have_attribute("data-present", "5")
    expect(page.locator("[data-unsent]")).to_have_attribute("data-unsent", re.compile("^[1-9]"))
    page.close()
    again = phone.open(f"/scan?session={lesson['id']}&view=manual")
    expect(again.get_by_text("到了 5")).to_be_visible()
    expect(again.locator("[data-unsent]")).to_have_attribute("data-unsent", re.compile("^[1-9]"))  # on every screen
    assert phone.context.cookies()
    phone.context.set_offline(False)
    again.goto(f"/scan?session={lesson['id']}&view=submit")
    all_sent(again)
    assert {entry["student_id"] for entry in phone.roll(lesson["id"])["here"]} == set(children)
    phone.context.close()


def test_submit_asks_for_the_head_count_and_names_who_is_missing(
    school: tuple[DemoServer, dict[str, Any]], browser: Browser
) -> None:
    server, pack = school
    lesson = lesson_of(pack)
    children = to_come(lesson)
    name = pack["students"][str(children[0])]["name"]
    phone = Phone(browser, server)
    page = phone.open(f"/scan?session={lesson['id']}&view=manual")
    page.get_by_role("searchbox").fill(pack["students"][str(children[0])]["initials"])
    page.get_by_role("button", name=f"{name} 到了").first.click()
    page.get_by_role("button", name="交名单").click()
    send = page.get_by_role("contentinfo").get_by_role("button", name="交名单").or_(page.locator(".s-foot button"))
    expect(send.first).to_be_disabled()
    expect(send.first).to_have_text("先点人数")
    page.get_by_label("点人数", exact=True).fill("3")
    expect(send.first).to_be_disabled()  # a difference must be explained
    expect(send.first).to_have_text("先选一个原因")
    page.get_by_role("button", name="有人没带卡").click()
    send.first.click()
    expect(page.get_by_text("学校已收到")).to_be_visible()
    submitted = phone.roll(lesson["id"])["submitted"]
    assert (submitted["number"], submitted["note"]) == (3, "有人没带卡")
    assert len(phone.roll(lesson["id"])["absent"]) == len(children) - 1
    phone.context.close()


def test_a_scanner_that_types_and_a_mistyped_code(school: tuple[DemoServer, dict[str, Any]], browser: Browser) -> None:
    server, pack = school
    lesson = lesson_of(pack)
    [code] = codes_of(server, to_come(lesson)[:1])
    phone = Phone(browser, server)
    page = phone.open(f"/scan?session={lesson['id']}&view=ways")
    page.locator("h1").first.focus()
    live = page.locator("[aria-live=assertive]")
    for _try in range(4):  # A busy machine types too slowly for a scanner now and then: it is held up again.
        page.keyboard.type(code, delay=5)
        page.keyboard.press("Enter")
        page.wait_for_timeout(1500)
        if "到了" in (live.text_content() or ""):
            break
    expect(live).to_contain_text("到了")
    page.get_by_label("输入卡上的 16 位字符").fill(FOREIGN)
    expect(page.get_by_text("有一位不对")).to_be_visible()
    phone.context.close()
