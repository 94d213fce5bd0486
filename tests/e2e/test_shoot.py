"""Works with a phone in a real browser: card, shutter, corners, queue, school. The camera is fed from a file."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageChops, ImageOps, ImageStat
from playwright.sync_api import Browser, Locator, Page, expect

from schoolapp.checkin.codes import make_code
from tests.e2e.npm import need_packages
from tests.e2e.test_axe import RUN
from tests.e2e.test_scan import WORKER_READY, Phone, lesson_of, pack_of, to_come
from tools.cards_in_hand import SIZE, codes_of, film, flags, frame
from tools.demo_server import DemoServer, demo_server
from tools.sheets import ASKEW, on_table, sheet

SHUTTER = "拍照"
GOOD = "好了，下一个"
ALL_SENT = "() => !localStorage.getItem('schoolapp.unsent.works')"
_BEFORE: dict[str, int] = {}
"""Server → the newest work of its demo school when the test began."""
COUNT_TAPS = """() => {
  window.taps = 0;
  document.addEventListener("click", (event) => { if (event.isTrusted) window.taps += 1; }, true);
}"""
IS_NEXT = (
    """(done) => [...document.querySelectorAll("[data-maker]")].some((chip) => !done.includes(chip.dataset.maker))"""
)


@pytest.fixture(scope="module")
def demo() -> Iterator[DemoServer]:
    """A demo school of this file; what a test finds in it, `rows` tells apart."""
    with demo_server() as running:
        yield running


@pytest.fixture
def school(demo: DemoServer, browser: Browser) -> tuple[DemoServer, dict[str, Any]]:
    [(_BEFORE[demo.url],)] = _ask(demo, "select coalesce(max(id), 0) from work")
    return demo, pack_of(demo, browser)


@pytest.fixture
def phone_with(
    school: tuple[DemoServer, dict[str, Any]], launch: Callable[..., Browser], tmp_path: Path
) -> Callable[..., Phone]:
    """`phone_with([card frame, sheet frame], seconds)`: a phone whose camera sees these, one after the other."""

    def make(pictures: Sequence[Image.Image], seconds: float = 3.0) -> Phone:
        return Phone(launch(*flags(film(tmp_path / "camera.mjpeg", pictures, seconds))), school[0])

    return make


def rows(server: DemoServer, query: str) -> list[tuple[Any, ...]]:
    """The answer of the school's database; `work`, `work_maker` and `photo` hold what came since the test began."""
    before = _BEFORE[server.url]
    return _ask(
        server,
        query,
        f"create temp view work as select * from main.work where id > {before}",
        f"create temp view work_maker as select * from main.work_maker where work_id > {before}",
        "create temp view photo as select * from main.photo where id in (select photo_id from temp.work)",
    )


def _ask(server: DemoServer, query: str, *views: str) -> list[tuple[Any, ...]]:
    with sqlite3.connect(f"file:{server.data / 'schoolapp.db'}?mode=ro", uri=True) as db:
        for view in views:
            db.execute(view)
        return db.execute(query).fetchall()


def opened(phone: Phone, lesson: dict[str, Any]) -> Page:
    page = phone.context.new_page()
    page.goto(f"/shoot?session={lesson['id']}")
    expect(page.locator(".w-shoot")).to_be_visible()
    return page


def sheet_in_sight(page: Page) -> None:
    """The camera shows the sheet on its brown table and not the cards."""
    page.wait_for_function(
        """() => {
          const video = document.querySelector("video");
          if (!video?.videoWidth) return false;
          const canvas = Object.assign(document.createElement("canvas"), { width: 64, height: 36 });
          const brush = canvas.getContext("2d");
          brush.drawImage(video, 0, 0, 64, 36);
          const [r, , b] = brush.getImageData(62, 34, 1, 1).data;
          return r > 95 && r - b > 20;
        }""",
    )


def shot(page: Page) -> None:
    sheet_in_sight(page)
    page.get_by_role("button", name=SHUTTER, exact=True).click()


def all_works_sent(page: Page, number: int) -> None:
    """The phone has made so many works, and the school has them all."""
    expect(page.locator(f"[data-works='{number}']")).to_be_visible()
    page.wait_for_function(ALL_SENT)


def becomes(page: Page, server: DemoServer, query: str, wanted: list[tuple[Any, ...]]) -> None:
    """What the phone changes arrives, and then it has nothing more to send."""
    deadline = time.monotonic() + 30
    while rows(server, query) != wanted and time.monotonic() < deadline:
        page.wait_for_timeout(100)
    page.wait_for_function(ALL_SENT)
    assert rows(server, query) == wanted


def maker_chip(page: Page, child: int) -> Locator:
    return page.locator(f"[data-maker='{child}']")


def test_card_then_shutter_then_corners_is_a_straight_work_of_that_child(
    school: tuple[DemoServer, dict[str, Any]], phone_with: Callable[..., Phone]
) -> None:
    server, pack = school
    lesson = lesson_of(pack)
    child = to_come(lesson)[0]
    phone = phone_with([frame(codes_of(server, [child])), on_table(sheet())])
    page = opened(phone, lesson)
    expect(maker_chip(page, child)).to_be_visible()
    shot(page)  # first tap
    corner = page.locator("[data-corner='0']")
    expect(corner).to_be_visible()
    _dragged(page, corner, 12, 9)
    corner.focus()
    for key, times in (("ArrowLeft", 3), ("ArrowUp", 2)):
        for _ in range(times):
            page.keyboard.press(key)
    page.get_by_role("button", name="自动找角").click()
    page.get_by_role("button", name="看效果").click()
    expect(page.get_by_alt_text("看效果")).to_be_visible()
    page.get_by_role("button", name=GOOD).click()  # second tap
    expect(page.get_by_text("已存：")).to_be_visible()
    all_works_sent(page, 1)
    [(work_id, kind, session_id, section_id, day, unmatched)] = rows(
        server, "select id, kind, session_id, section_id, day, unmatched from work"
    )
    assert (kind, session_id, section_id, day, unmatched) == (
        "work",
        lesson["id"],
        lesson["section_id"],
        lesson["day"],
        0,
    )
    assert rows(server, "select work_id, student_id from work_maker") == [(work_id, child)]
    _is_straight(phone)
    phone.context.close()


def _dragged(page: Page, corner: Locator, x: float, y: float) -> None:
    """The magnifier follows the finger; the corner is a target of 44 px or more."""
    box = corner.bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= 44
    middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(*middle)
    page.mouse.down()
    page.mouse.move(middle[0] + x, middle[1] + y, steps=4)
    expect(page.locator(".w-lens")).to_be_visible()
    page.mouse.up()
    expect(page.locator(".w-lens")).to_have_count(0)
    after = corner.bounding_box()
    assert after is not None
    assert abs(after["x"] - box["x"] - x) < 2


def _is_straight(phone: Phone) -> None:
    """The picture is the sheet as it was drawn, without the table; the camera's own colours are levelled out."""
    [(work_id,)] = rows(phone.server, "select id from work")
    photo_id = phone.context.request.get(f"/api/works/{work_id}").json()["photo_id"]
    answer = phone.context.request.get(f"/media/photos/{photo_id}/960")
    assert answer.ok, answer.status
    seen = _levelled(Image.open(BytesIO(answer.body())))
    assert ImageStat.Stat(ImageChops.difference(seen, _levelled(sheet().resize(seen.size)))).mean[0] < 8
    askew = _levelled(on_table(sheet()).resize(seen.size))
    assert ImageStat.Stat(ImageChops.difference(askew, _levelled(sheet().resize(seen.size)))).mean[0] > 40


def _levelled(picture: Image.Image) -> Image.Image:
    return ImageOps.autocontrast(picture.convert("L"), cutoff=5)


def test_two_cards_are_a_joint_work_and_a_stranger_s_card_leaves_it_to_be_completed(
    school: tuple[DemoServer, dict[str, Any]], phone_with: Callable[..., Phone]
) -> None:
    server, pack = school
    lesson = lesson_of(pack)
    first, second, third = to_come(lesson)[:3]
    stranger = make_code(bytes(32), 7)
    phone = phone_with([frame([*codes_of(server, [first, second]), stranger]), on_table(sheet())])
    page = opened(phone, lesson)
    expect(page.locator("[data-maker]")).to_have_count(3)
    shot(page)
    page.get_by_role("button", name=GOOD).click()
    all_works_sent(page, 1)
    assert {child for (child,) in rows(server, "select student_id from work_maker")} == {first, second}
    assert rows(server, "select unmatched from work") == [(1,)]
    _completed(page, pack, third)
    becomes(page, server, "select unmatched, title, remark from work", [(0, "三人合作", "剪得真齐")])
    assert {child for (child,) in rows(server, "select student_id from work_maker")} == {first, second, third}
    phone.context.close()


def _completed(page: Page, pack: dict[str, Any], child: int) -> None:
    """Whose the third card was is said by hand, later; title and remark with it."""
    expect(page.locator("[data-open='1']")).to_be_visible()
    page.locator("[data-works]").click()
    expect(page.get_by_text("是谁的？")).to_be_visible()
    page.locator(".w-row").first.click()
    page.get_by_role("button", name="选孩子").click()
    student = pack["students"][str(child)]
    page.get_by_role("searchbox").fill(student["name"])
    page.locator(".w-child", has_text=student["name"]).first.click()
    page.get_by_role("button", name="就这 3 个").click()
    page.get_by_label("题目").fill("三人合作")
    page.get_by_label("给孩子和家里的一句话").fill("剪得真齐")
    page.get_by_role("button", name="保存").click()
    expect(page.locator(".w-row")).to_be_visible()


def test_offline_from_a_cold_start_to_the_return(
    school: tuple[DemoServer, dict[str, Any]], phone_with: Callable[..., Phone]
) -> None:
    server, pack = school
    lesson = lesson_of(pack)
    child = to_come(lesson)[0]
    phone = phone_with([frame(codes_of(server, [child])), on_table(sheet())], 2.0)
    first = opened(phone, lesson)
    first.evaluate(WORKER_READY)
    first.close()
    phone.context.set_offline(True)
    page = opened(phone, lesson)
    for count in (1, 2):
        expect(maker_chip(page, child)).to_be_visible()
        shot(page)
        page.get_by_role("button", name=GOOD).click()
        page.wait_for_function(f"() => localStorage.getItem('schoolapp.unsent.works') === '{count}'")
        if count == 1:
            page.get_by_role("button", name="再拍一张").click()  # the same child's card is not asked for again
    page.close()
    again = opened(phone, lesson)  # the tab was closed in between, the network is still away
    expect(again.locator("[data-works='2']")).to_be_visible()
    assert rows(server, "select count(*) from work") == [(0,)]
    phone.context.set_offline(False)
    again.wait_for_function(ALL_SENT)
    assert rows(server, "select count(*), count(distinct photo_id) from work") == [(2, 2)]
    assert rows(server, "select distinct student_id from work_maker") == [(child,)]
    phone.context.close()


def test_what_waits_leaves_from_the_first_page_too_and_signing_out_warns_of_it(
    school: tuple[DemoServer, dict[str, Any]], phone_with: Callable[..., Phone]
) -> None:
    server, pack = school
    lesson = lesson_of(pack)
    phone = phone_with([on_table(sheet())])
    page = opened(phone, lesson)
    page.route("**/api/photos*", lambda route: route.abort())
    page.get_by_role("button", name="课堂瞬间").click()
    shot(page)  # a class moment has no corners: one tap
    page.wait_for_function("() => localStorage.getItem('schoolapp.unsent.works') === '1'")
    page.goto("/me")
    page.get_by_role("button", name="退出登录").click()
    expect(page.get_by_role("alertdialog")).to_contain_text("1")
    page.unroute_all()
    page.goto("/today")
    page.wait_for_function(ALL_SENT)
    assert rows(server, "select kind from work") == [("people",)]
    phone.context.close()


def test_files_of_the_library_and_one_that_is_no_picture(
    school: tuple[DemoServer, dict[str, Any]], browser: Browser, tmp_path: Path
) -> None:
    server, pack = school
    lesson = lesson_of(pack)
    child = pack["students"][str(to_come(lesson)[0])]
    phone = Phone(browser, server)  # no camera at all
    page = opened(phone, lesson)
    page.get_by_role("button", name="选孩子").click()
    page.locator(".w-child", has_text=child["name"]).first.click()
    page.get_by_role("button", name="就这 1 个").click()
    files = [_file(tmp_path / f"{number}.jpg", number) for number in range(3)]
    (tmp_path / "list.txt").write_text("no picture", encoding="utf-8")
    page.get_by_label("相册").set_input_files([*files, tmp_path / "list.txt"])
    all_works_sent(page, 3)
    assert rows(server, "select count(*) from work") == [(3,)]
    assert rows(server, "select max(width), max(height) from photo") == [(1920, 1440)]
    page.get_by_label("用手机相机拍").set_input_files(files[0])  # one picture is straightened first
    page.get_by_role("button", name=GOOD).click()
    page.wait_for_function("() => document.querySelector('[data-works]').dataset.works === '4'")
    phone.context.close()


def _file(path: Path, number: int) -> Path:
    on_table(sheet(str(number)), size=(3200, 2400)).save(path, "JPEG", quality=80)
    return path


def test_a_picture_that_the_school_refuses_stays_with_what_to_do(
    school: tuple[DemoServer, dict[str, Any]], browser: Browser, tmp_path: Path
) -> None:
    server, pack = school
    phone = Phone(browser, server)
    page = opened(phone, lesson_of(pack))
    broken = tmp_path / "broken.heic"
    broken.write_bytes(b"\0\0\0\x18ftypheic" + bytes(4000))
    page.get_by_label("相册").set_input_files(broken)
    expect(page.locator("[data-open='1']")).to_be_visible()
    page.locator("[data-works]").click()
    page.locator(".w-row[data-sent='2']").click()
    expect(page.get_by_role("alert")).to_contain_text("截")  # take a screenshot of it and send that
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="不要了").click()
    expect(page.get_by_text("还没有作品")).to_be_visible()
    assert page.evaluate("() => localStorage.getItem('schoolapp.unsent.works')") is None
    phone.context.close()


def test_thirty_works_in_five_minutes_are_a_matter_of_two_taps_each(
    school: tuple[DemoServer, dict[str, Any]], phone_with: Callable[..., Phone]
) -> None:
    """Counted: card (no tap), shutter, good; five of the thirty. The film does not wait: on a slow machine the next
    card may come before the shutter, or the last one once more, so the school is asked whose work it became."""
    server, pack = school
    lesson = lesson_of(pack)
    children = to_come(lesson)[:5]
    codes = codes_of(server, children)
    pictures = [picture for code in codes for picture in (frame([code]), on_table(sheet()))]
    phone = phone_with(pictures, 1.6)
    page = opened(phone, lesson)
    page.evaluate(COUNT_TAPS)
    shots, makers = 0, set[int]()
    while makers != set(children):
        assert shots < 3 * len(children)
        page.wait_for_function(IS_NEXT, arg=[str(maker) for maker in makers])
        shot(page)
        page.get_by_role("button", name=GOOD).click()
        expect(page.locator("[data-corner]")).to_have_count(0)
        shots += 1
        all_works_sent(page, shots)
        makers = {maker for (maker,) in rows(server, "select student_id from work_maker")}
    assert page.locator("[data-works]").get_attribute("data-works") == str(shots)
    assert page.evaluate("window.taps") == 2 * shots
    phone.context.close()


def test_the_sheet_is_what_was_drawn() -> None:
    """The test's own table: the sheet's corners lie where ASKEW says."""
    picture = on_table(sheet())
    for x, y in ASKEW:
        inside = (x + (0.5 - x) * 0.04) * SIZE[0], (y + (0.5 - y) * 0.04) * SIZE[1]
        assert picture.getpixel((int(inside[0]), int(inside[1])))[0] > 200  # type: ignore[index]


def test_no_page_of_the_camera_breaks_an_axe_rule(
    school: tuple[DemoServer, dict[str, Any]], phone_with: Callable[..., Phone]
) -> None:
    server, pack = school
    lesson = lesson_of(pack)
    phone = phone_with([frame(codes_of(server, to_come(lesson)[:1])), on_table(sheet())])
    page = opened(phone, lesson)
    expect(page.locator("[data-maker]")).to_be_visible()
    assert violations(page) == []
    shot(page)
    expect(page.locator("[data-corner='0']")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name=GOOD).click()
    page.get_by_role("button", name="选孩子").click()
    assert violations(page) == []
    page.go_back()
    page.locator("[data-works]").click()
    page.locator(".w-row").first.click()
    assert violations(page) == []
    phone.context.close()


def violations(page: Page) -> list[str]:
    page.evaluate((need_packages() / "axe-core" / "axe.min.js").read_text(encoding="utf-8"))
    return [violation["id"] for violation in page.evaluate(RUN)["violations"]]


def test_a_child_without_a_work_and_a_work_to_mend_are_opened_by_address(
    school: tuple[DemoServer, dict[str, Any]], browser: Browser, tmp_path: Path
) -> None:
    server, pack = school
    child = to_come(lesson_of(pack))[0]
    phone = Phone(browser, server)
    page = phone.context.new_page()
    page.goto(f"/shoot?student={child}")
    expect(maker_chip(page, child)).to_be_visible()
    page.get_by_label("用手机相机拍").set_input_files(_file(tmp_path / "one.jpg", 1))
    page.get_by_role("button", name=GOOD).click()
    all_works_sent(page, 1)
    [(work_id,)] = rows(server, "select id from work")
    page.evaluate("() => indexedDB.deleteDatabase('schoolapp-works')")  # another phone, which never saw it
    page.goto(f"/shoot?work={work_id}")
    page.get_by_label("题目").fill("团花")
    page.get_by_role("button", name="重新摆正").click()
    page.get_by_role("button", name="整张").click()
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_label("题目")).to_have_value("团花")  # what was written is kept on the way to the corners
    becomes(page, server, "select title from work", [("团花",)])
    assert rows(server, "select edit from photo") == [("{}",)]
    phone.context.close()
