"""The ways in beside the live camera: a picture of a card, a scanner that types; and which camera is remembered."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageFilter
from playwright.sync_api import Browser, Page, expect

from schoolapp.school.cards.qr import png
from tests.e2e.phones import foot
from tests.e2e.test_scan import FOREIGN, Phone, lesson_of, pack_of, to_come
from tools.cards_in_hand import codes_of
from tools.demo_server import DemoServer, demo_server

TWO_CAMERAS = ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream=device-count=2"]
SIDEWAYS = 6
"""EXIF's word for a picture that must be turned by 90 degrees to stand."""
CAMERA = "() => document.querySelector('video')?.srcObject?.getVideoTracks()[0].getSettings().deviceId"

WITH_TORCH = """
window.torchWishes = [];
MediaStreamTrack.prototype.getCapabilities = () => ({ torch: true });
MediaStreamTrack.prototype.applyConstraints = async ({ advanced: [{ torch }] }) => { window.torchWishes.push(torch); };
"""
"""Chromium's pretended cameras have no light."""
TYPE = """(text) => {
  const press = (key) => document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
  [...text, "Enter"].forEach(press);
}"""
"""A scanner that types, as fast as one: keys sent from here take as long as this machine is busy."""


@pytest.fixture(scope="module")
def school(browser: Browser) -> Iterator[tuple[DemoServer, dict[str, Any]]]:
    """Every test here counts another child, so one school serves all."""
    with demo_server() as server:
        yield server, pack_of(server, browser)


def photo(code: str, path: Path) -> Path:
    """A card on a table as a phone takes it: 12 megapixels, askew, a little blurred, lying on its side."""
    symbol = Image.open(BytesIO(png(code, 14))).convert("RGB")
    card = Image.new("RGBA", (symbol.width + 160, symbol.height + 300), (250, 247, 240, 255))
    card.paste(symbol, (80, 60))
    turned = card.rotate(17, expand=True, resample=Image.Resampling.BICUBIC)
    table = Image.new("RGB", (4000, 3000), (112, 84, 58))
    table.paste(turned, (2100, 900), turned)
    exif = Image.Exif()
    exif[0x0112] = SIDEWAYS
    table.filter(ImageFilter.GaussianBlur(3)).save(path, "JPEG", quality=70, exif=exif)
    return path


def choose(page: Page, file: Path) -> None:
    with page.expect_file_chooser() as chooser:
        page.locator(".s-file").click()
    chooser.value.set_files(file)


def how_counted(phone: Phone, lesson: dict[str, Any]) -> dict[int, str]:
    """Child → method, as the school has it."""
    return {entry["student_id"]: entry["method"] for entry in phone.roll(lesson["id"])["here"]}


def test_a_picture_of_a_card_counts_its_child(
    school: tuple[DemoServer, dict[str, Any]], browser: Browser, tmp_path: Path
) -> None:
    server, pack = school
    lesson = lesson_of(pack)
    child = to_come(lesson)[0]
    [code] = codes_of(server, [child])
    phone = Phone(browser, server)
    page = phone.open(f"/scan?session={lesson['id']}&view=ways")
    choose(page, photo(code, tmp_path / "card.jpg"))
    row = page.locator(".s-list .s-row")
    expect(row).to_contain_text(pack["students"][str(child)]["name"])
    expect(row).to_contain_text("到了")
    expect(page.locator(".k-notice[role=status]")).to_have_count(0)
    _sent(page)
    assert how_counted(phone, lesson)[child] == "picture"
    phone.context.close()


def test_a_picture_without_a_code_says_what_to_do_and_the_next_one_is_read(
    school: tuple[DemoServer, dict[str, Any]], browser: Browser, tmp_path: Path
) -> None:
    server, pack = school
    lesson = lesson_of(pack)
    [code] = codes_of(server, [to_come(lesson)[1]])
    phone = Phone(browser, server)
    page = phone.open(f"/scan?session={lesson['id']}&view=ways")
    Image.effect_noise((900, 700), 60).save(tmp_path / "none.jpg")
    choose(page, tmp_path / "none.jpg")
    expect(page.get_by_role("status").filter(has_text="没认出来，靠近一点、避开反光再拍")).to_be_visible()
    (tmp_path / "list.jpg").write_text("姓名,座号\n", encoding="utf-8")
    choose(page, tmp_path / "list.jpg")
    expect(page.get_by_role("status").filter(has_text="这个文件打不开，请直接拍照")).to_be_visible()
    choose(page, photo(code, tmp_path / "card.jpg"))
    expect(page.locator(".s-list .s-row")).to_contain_text("到了")
    phone.context.close()


def test_a_scanner_types_on_the_roll_and_into_the_field(
    school: tuple[DemoServer, dict[str, Any]], browser: Browser
) -> None:
    server, pack = school
    lesson = lesson_of(pack)
    first, second = to_come(lesson)[2:4]
    codes = codes_of(server, [first, second])
    phone = Phone(browser, server)
    page = phone.open(f"/scan?session={lesson['id']}")
    page.evaluate(TYPE, codes[0])
    expect(page.locator(".s-row").first).to_contain_text(pack["students"][str(first)]["name"])
    page.evaluate(TYPE, FOREIGN)
    expect(page.locator("[data-verdict=not_a_card]")).to_have_count(1)
    page.goto(f"/scan?session={lesson['id']}&view=ways")
    field = page.get_by_label("输入卡上的 16 位字符")
    field.press_sequentially(codes[1].lower(), delay=5)  # many scanners send what they like of capitals
    field.press("Enter")
    expect(page.locator(".s-list .s-row")).to_contain_text(pack["students"][str(second)]["name"])
    expect(field).to_have_value("")
    _sent(page)
    methods = how_counted(phone, lesson)
    assert (methods[first], methods[second]) == ("keyboard", "keyboard")
    phone.context.close()


def test_a_scanner_types_whom_the_teacher_keeps(school: tuple[DemoServer, dict[str, Any]], browser: Browser) -> None:
    """On the screen "kept with me" a card means the child that stays: nothing is said on the roll behind it."""
    server, pack = school
    lesson = lesson_of(pack)
    child = to_come(lesson)[4]
    phone = Phone(browser, server)
    page = phone.open(f"/scan?session={lesson['id']}&view=keep")
    expect(page.get_by_role("searchbox")).to_be_visible()
    page.evaluate(TYPE, FOREIGN)
    expect(page.get_by_role("alert")).to_be_visible()
    page.evaluate(TYPE, codes_of(server, [child])[0])
    expect(page.locator(".s-row.k-card")).to_contain_text(pack["students"][str(child)]["name"])
    foot(page).get_by_role("button").click()
    _sent(page)
    assert child not in how_counted(phone, lesson)
    phone.context.close()


def test_the_chosen_camera_is_used_again_and_without_a_torch_there_is_no_button(
    school: tuple[DemoServer, dict[str, Any]], launch: Callable[..., Browser]
) -> None:
    server, pack = school
    lesson = lesson_of(pack)
    phone = Phone(launch(*TWO_CAMERAS), server)
    page = phone.open(f"/scan?session={lesson['id']}")
    page.wait_for_function(CAMERA)
    default = page.evaluate(CAMERA)
    expect(page.get_by_role("button", name="手电")).to_have_count(0)
    page.get_by_role("button", name="别的办法和设置").click()
    cameras = page.get_by_label("用哪个相机")
    values = cameras.locator("option:not([disabled])").evaluate_all("options => options.map(({ value }) => value)")
    [other] = [value for value in values if value != default]
    cameras.select_option(other)
    page.wait_for_function(f"() => ({CAMERA})() === '{other}'")
    assert page.evaluate("localStorage.getItem('schoolapp.camera')") == other
    page.close()
    again = phone.open(f"/scan?session={lesson['id']}")
    again.wait_for_function(CAMERA)
    assert again.evaluate(CAMERA) == other
    phone.context.close()


def test_a_camera_with_a_torch_gets_a_button_that_says_whether_it_shines(
    school: tuple[DemoServer, dict[str, Any]], launch: Callable[..., Browser]
) -> None:
    server, pack = school
    phone = Phone(launch(*TWO_CAMERAS), server)
    phone.context.add_init_script(WITH_TORCH)
    page = phone.open(f"/scan?session={lesson_of(pack)['id']}")
    torch = page.get_by_role("button", name="手电")
    for pressed in ("true", "false"):
        torch.click()
        expect(torch).to_have_attribute("aria-pressed", pressed)
    assert page.evaluate("window.torchWishes") == [True, False]
    phone.context.close()


def _sent(page: Page) -> None:
    page.wait_for_function("() => !localStorage.getItem('schoolapp.unsent')")
