"""500 scans wait on a phone whose sign-in ran out: it asks for it and then sends, each once and none lost."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable

from playwright.sync_api import Browser, Page, expect

from tests.e2e.phones import all_sent, lesson_now, open_scan, pack_of, phone_of, rows, to_come
from tests.e2e.waiting import eventually
from tools.demo_server import PASSWORD, DemoServer

COUNT = 500
QUEUE = """async ([actor, session, students, offset]) => {
  const open = indexedDB.open("schoolapp-scan");
  const db = await new Promise((done) => { open.onsuccess = () => done(open.result); });
  const store = db.transaction("records", "readwrite").objectStore("records");
  const now = Date.now();
  for (let i = 0; i < 500; i += 1) {
    const id = `01930000-0000-7000-8000-${String(i).padStart(12, "0")}`;
    const scanned_at = now - 500 + i;
    const student_id = students[i % students.length];
    const wire = { id, kind: "mark", actor_id: actor, session_id: session, student_id, method: "name",
      choice: "present", scanned_at, clock_offset_ms: offset };
    store.put({ id, actor, sent: 0, session, at: scanned_at + offset, wire, student_id, tag: null, verdict: "on_time",
      place: null, alert: null, student: null, message: "" });
  }
  await new Promise((done) => { store.transaction.oncomplete = done; });
  db.close();
}"""
"""As the scanner keeps them: five hundred facts that wait."""
OURS = "SELECT count(*), count(DISTINCT id) FROM checkin_event WHERE method = 'name' AND session_id = ?"


def _end_the_login(server: DemoServer) -> None:
    """The nights pass; what the phone holds as its sign-in is worth nothing any more."""
    with sqlite3.connect(server.data / "schoolapp.db", timeout=20) as db:
        db.execute("DELETE FROM login_session WHERE account_id = (SELECT id FROM account WHERE login = 'teacher')")


def test_nothing_is_lost_or_doubled(own_server: Callable[..., DemoServer], browser: Browser) -> None:
    server = own_server()
    with phone_of(browser, server, "teacher") as phone:
        pack = pack_of(phone)
        lesson = lesson_now(pack)
        children = to_come(lesson)
        page = open_scan(phone, f"/scan?session={lesson['id']}")
        all_sent(page)
        phone.set_offline(True)
        page.evaluate(
            QUEUE, [pack["actor"]["id"], lesson["id"], children, pack["server_time"] - round(time.time() * 1000)]
        )
        _end_the_login(server)
        phone.set_offline(False)
        page.reload()
        badge = page.locator("[data-net=sign_in]")
        expect(badge).to_contain_text(f"登录后上传 {COUNT} 条")
        assert rows(server, OURS, lesson["id"]) == [(0, 0)]
        badge.click()
        _sign_in(page)
        eventually(page, "!localStorage.getItem('schoolapp.unsent')", seconds=60)
        assert rows(server, OURS, lesson["id"]) == [(COUNT, COUNT)]
        page.evaluate(QUEUE, [pack["actor"]["id"], lesson["id"], children, 0])  # the same ids once more
        page.reload()
        eventually(page, "Number(localStorage.getItem('schoolapp.unsent')) === 0", seconds=60)
        assert rows(server, OURS, lesson["id"]) == [(COUNT, COUNT)]
        expect(page.locator("[data-present]")).to_have_attribute("data-present", str(len(children)))


def _sign_in(page: Page) -> None:
    page.wait_for_url("**/sign-in?next=/scan")
    page.locator("input[name=login]").fill("teacher")
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("form button[type=submit]").first.click()
    page.wait_for_url("**/scan")
