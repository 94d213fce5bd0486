"""Signing out of a phone: no child's name stays on it, and what was not sent leaves at that teacher's next sign-in."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Browser, Page, expect

from tests.e2e.phones import sign_in
from tests.e2e.test_scan import Phone, lesson_of, pack_of, to_come
from tests.e2e.waiting import eventually
from tools.cards_in_hand import codes_of
from tools.demo_server import DemoServer

KEPT = """async () => {
  const open = indexedDB.open("schoolapp-scan");
  const db = await new Promise((done) => { open.onsuccess = () => done(open.result); });
  const read = (name) => new Promise((done) => {
    const all = db.transaction(name).objectStore(name).getAll();
    all.onsuccess = () => done(all.result);
  });
  const found = { packs: await read("packs"), records: await read("records") };
  db.close();
  return found;
}"""


def type_card(page: Page, code: str) -> None:
    """By hand: a keyboard scanner is known by its speed, which a busy test machine has not always."""
    field = page.get_by_label("输入卡上的 16 位字符")
    field.fill(code)
    field.press("Enter")


def sign_out(page: Page) -> None:
    page.goto("/me")
    page.get_by_role("button", name="退出登录").click()
    page.get_by_role("button", name="仍然退出").click()
    page.wait_for_url("**/sign-in")


def wait_for_roll(phone: Phone, session: int, wanted: set[int]) -> None:
    deadline = time.monotonic() + 20
    while {entry["student_id"] for entry in phone.roll(session)["here"]} != wanted:
        assert time.monotonic() < deadline, phone.roll(session)["here"]
        time.sleep(0.2)


def unsent(kept: dict[str, Any]) -> list[dict[str, Any]]:
    return [record for record in kept["records"] if record["sent"] == 0]


def test_signing_out_forgets_names_and_keeps_facts(own_server: Callable[..., DemoServer], browser: Browser) -> None:
    server = own_server()
    pack = pack_of(server, browser)
    lesson = lesson_of(pack)
    seen, waiting = to_come(lesson)[:2]
    phone = Phone(browser, server)
    page = phone.open(f"/scan?session={lesson['id']}&view=ways")
    type_card(page, codes_of(server, [seen])[0])
    wait_for_roll(phone, lesson["id"], {seen})
    page.route("**/api/checkin/events", lambda route: route.abort())
    type_card(page, codes_of(server, [waiting])[0])
    eventually(page, "Number(localStorage.getItem('schoolapp.unsent'))", 1)
    names = [child["name"] for child in pack["students"].values()]
    assert any(name in str(page.evaluate(KEPT)) for name in names), "before signing out the phone has the lists"

    sign_out(page)
    kept = page.evaluate(KEPT)
    assert kept["packs"] == []
    assert not [name for name in names if name in str(kept)]
    assert [record["wire"]["kind"] for record in unsent(kept)] == ["scan"]

    page.unroute("**/api/checkin/events")
    sign_in(phone.context, server.url, "homeroom")
    page.goto("/today")
    eventually(page, "Number(localStorage.getItem('schoolapp.actor')) > 0")
    page.wait_for_timeout(1000)
    assert len(unsent(page.evaluate(KEPT))) == 1, "another's sign-in sends nothing"

    sign_out(page)
    sign_in(phone.context, server.url, "teacher")
    page.goto(f"/scan?session={lesson['id']}")
    expect(page.locator("[data-unsent]")).to_have_attribute("data-unsent", "0")
    wait_for_roll(phone, lesson["id"], {seen, waiting})
    phone.context.close()
