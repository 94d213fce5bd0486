"""A film from a teacher's phone to the grandmother who plays it, and gone when the consent is withdrawn."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.e2e.test_scan import lesson_of, pack_of
from tests.e2e.test_shoot import ALL_SENT
from tests.films import film
from tools.demo_server import DemoServer

PLAYED = """async () => {
  const video = document.querySelector(".gl-stage video, .gl-mat");
  video.muted = true;
  await video.play();
  for (let i = 0; i < 100 && video.currentTime < 0.3; i += 1) await new Promise((done) => setTimeout(done, 100));
  video.pause();
  return video.currentTime;
}"""

SWIPED = """() => {
  const stage = document.querySelector(".gl-stage");
  const finger = (clientX) => [new Touch({ identifier: 1, target: stage, clientX, clientY: 200 })];
  const send = (kind, more) => stage.dispatchEvent(new TouchEvent(kind, { bubbles: true, ...more }));
  send("touchstart", { touches: finger(300), changedTouches: finger(300) });
  send("touchend", { touches: [], changedTouches: finger(120) });
}"""


def _ask(server: DemoServer, query: str, *values: object) -> list[tuple]:
    with sqlite3.connect(f"file:{server.data / 'schoolapp.db'}?mode=ro", uri=True) as db:
        return db.execute(query, values).fetchall()


@pytest.fixture
def webm(tmp_path: Path) -> Path:
    """A film as a browser without the phones' codecs can open it."""
    path = tmp_path / "erhu.webm"
    path.write_bytes(film(3, size=(480, 640), rate=15, form="webm", codec="libvpx", sound="libopus"))
    return path


def _on_shoot(teacher: BrowserContext, lesson: dict) -> Page:
    page = teacher.new_page()
    page.goto(f"/shoot?session={lesson['id']}")
    expect(page.locator(".w-shoot")).to_be_visible()
    return page


def _say(page: Page, choice: str) -> None:
    page.goto("/consents")
    page.get_by_role("group", name="孩子的作品").get_by_role("radio", name=re.compile(choice)).click()
    expect(page.get_by_role("status").filter(has_text="已保存")).to_be_visible()


def _grandchild(server: DemoServer, expected: list[int]) -> int:
    query = """SELECT g.student_id FROM guardianship g JOIN account a ON a.guardian_id = g.guardian_id
      WHERE a.login = 'guardian'"""
    [child] = {row[0] for row in _ask(server, query)} & set(expected)
    return child


def test_from_the_phone_to_the_grandmother_and_gone(
    own_server: Callable[..., DemoServer], context_as: Callable[..., BrowserContext], browser: Browser, webm: Path
) -> None:
    server = own_server()
    lesson = lesson_of(pack_of(server, browser))
    child = _grandchild(server, lesson["expected"])
    [(newest,)] = _ask(server, "SELECT max(id) FROM work")
    teacher, family = context_as("teacher", server=server), context_as("guardian", server=server)
    visitor = context_as("visitor", server=server)
    home = family.new_page()
    _say(home, "可以公开")

    shoot = teacher.new_page()
    shoot.goto(f"/shoot?session={lesson['id']}&student={child}")
    expect(shoot.locator(f"[data-maker='{child}']")).to_be_visible()
    teacher.set_offline(True)
    shoot.locator("input[accept='video/*']").set_input_files(webm)
    expect(shoot.locator("[data-works='1']")).to_be_visible()
    expect(shoot.locator(".w-toast")).to_contain_text("已存")
    assert shoot.evaluate("() => localStorage.getItem('schoolapp.unsent.works')")
    teacher.set_offline(False)
    shoot.wait_for_function(ALL_SENT, timeout=60_000)
    [(work_id, photo_id, seconds)] = _ask(
        server,
        "SELECT w.id, w.photo_id, p.film_seconds FROM work w JOIN photo p ON p.id = w.photo_id WHERE w.id > ?",
        newest,
    )
    assert seconds == 3
    src = f"/media/films/{photo_id.replace('-', '')}"
    assert visitor.request.get(src).status == 404
    assert family.request.get(src).status == 200

    desk = teacher.new_page()
    desk.goto("/works/approve")
    card = desk.locator(".wk-waiting").filter(has=desk.locator(".k-length", has_text="0:03"))
    desk.get_by_role("button", name="可以公开").click()
    card.locator(".wk-open").click()
    expect(desk.locator("video.k-film")).to_be_visible()
    assert desk.locator("video.k-film").evaluate("video => video.paused && video.preload") == "none"
    desk.get_by_role("button", name="关闭").click()
    card.get_by_role("button", name="通过").click()
    desk.wait_for_selector(".wk-toast >> text=通过")

    home.goto(f"/gallery?work={work_id}")
    player = home.locator(".gl-stage video")
    expect(player).to_be_visible()
    assert player.evaluate("video => video.paused"), "nothing sounds by itself"
    assert home.evaluate(PLAYED) >= 0.3
    playing = player.element_handle()
    home.evaluate("() => { document.querySelector('.gl-stage video').play(); }")
    home.evaluate(SWIPED)
    home.wait_for_function(f"() => !location.search.includes('work={work_id}')")
    home.wait_for_function("video => video.paused", arg=playing)
    home.keyboard.press("Escape")
    expect(home.locator("dialog")).to_have_count(0)
    expect(home.locator(f".gl-open[data-work='{work_id}'] .k-length")).to_have_text(re.compile("0:03"))

    part = visitor.request.get(src, headers={"Range": "bytes=0-99"})
    assert (part.status, len(part.body())) == (206, 100)
    _say(home, "只老师看")
    assert {visitor.request.get(src).status, visitor.request.get(src, headers={"Range": "bytes=0-"}).status} == {404}
    assert family.request.get(src).status == 200, "the own child's film stays with the family"


def test_a_film_that_is_too_long_or_none_is_told_so_and_nothing_is_kept(
    context_as: Callable[..., BrowserContext], server: DemoServer, browser: Browser, tmp_path: Path
) -> None:
    page = _on_shoot(context_as("teacher"), lesson_of(pack_of(server, browser)))
    long, none = tmp_path / "long.webm", tmp_path / "none.mp4"
    long.write_bytes(film(45, size=(64, 64), rate=2, form="webm", codec="libvpx", sound=""))
    none.write_bytes(b"no film at all")
    field = page.locator("input[accept='video/*']")
    before = page.locator("[data-works]").get_attribute("data-works")
    for file, said in ((long, "45 秒"), (none, "打不开")):
        field.set_input_files(file)
        expect(page.locator(".w-toast[role=alert]")).to_contain_text(said)
        assert page.locator("[data-works]").get_attribute("data-works") == before
