"""A grandmother in a browser: the printed letter is decoded and opened, she joins, is confirmed, sees the child."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.e2e.npm import need_packages
from tests.e2e.test_axe import RUN, _said
from tools.demo_server import AFTER_THE_BELL, DemoServer

DIGITS = "739154"
ContextAs = Callable[..., BrowserContext]


def scanned(sheet: Page, number: int) -> str:
    """What a phone reads from the letter with this number on the printed sheet."""
    sheet.emulate_media(media="print")
    picture = sheet.locator(".letter").nth(number).screenshot()
    found = zxingcpp.read_barcodes(Image.open(io.BytesIO(picture)).convert("L"))
    assert len(found) == 1
    return found[0].text


def axe(page: Page) -> list[str]:
    page.add_script_tag(path=need_packages() / "axe-core" / "axe.min.js")
    return [_said(violation) for violation in page.evaluate(RUN)["violations"]]


def fill_digits(page: Page, digits: str) -> None:
    page.get_by_label("设一个 6 位数字").fill(digits)
    page.get_by_label("再输一遍这 6 位数字").fill(digits)


def print_letters(teacher: Page) -> Page:
    """The homeroom teacher opens the printed letters."""
    teacher.goto("/families")
    with teacher.context.expect_page() as opened:
        teacher.get_by_role("link", name="打印全班的信").click()
    opened.value.wait_for_load_state()
    return opened.value


def test_from_the_printed_letter_to_the_childs_place(
    own_server: Callable[..., DemoServer], context_as: ContextAs, browser: Browser
) -> None:
    server = own_server(clock=AFTER_THE_BELL, SCHOOLAPP_DEMO_LIFE="1")
    teacher = context_as("homeroom", server=server).new_page()
    letter = scanned(print_letters(teacher), 2)
    code = letter.partition("#")[2]
    assert letter == f"{server.url}/join#{code}"

    hers = context_as("visitor", server=server, viewport={"width": 360, "height": 740}, bypass_csp=True).new_page()
    hers.goto(letter)
    expect(hers.get_by_role("heading", level=1)).to_contain_text("的家人")
    assert axe(hers) == []
    hers.get_by_role("button", name="奶奶").click()
    expect(hers.get_by_label("不是，我帮忙照顾孩子")).to_be_checked()
    assert axe(hers) == []
    hers.get_by_label("您自己的姓名").fill("王桂英")
    fill_digits(hers, "123456")
    hers.get_by_role("button", name="加入").click()
    expect(hers.get_by_role("alert")).to_contain_text("太容易猜")
    expect(hers.get_by_label("您自己的姓名")).to_have_value("王桂英")
    fill_digits(hers, DIGITS)
    hers.get_by_role("button", name="加入").click()

    expect(hers.get_by_role("heading", name="您已经加入了")).to_be_visible()
    expect(hers.locator(".f-now")).to_have_count(0)
    hers.goto("/portfolio")
    expect(hers.get_by_role("alert")).to_have_text("班主任确认您以后，孩子的作品就在这里。")
    hers.goto("/home")
    assert code not in hers.url, "a page that is shared carries no code"

    teacher.goto("/families")
    claim = teacher.locator("section.k-card", has_text="王桂英").filter(has=teacher.get_by_text("自称是"))
    claim.get_by_role("button", name="确认", exact=True).click()
    expect(teacher.get_by_role("status")).to_contain_text("已确认")

    hers.reload()
    expect(hers.locator(".f-title")).to_have_text(re.compile("^(在|正在|老师正在)"))
    expect(hers.locator(".f-day li").last).to_contain_text("18:00")

    again = context_as("visitor", server=server).new_page()
    again.goto(letter)
    again.get_by_role("button", name="奶奶").first.click()
    again.get_by_label("奶奶的 6 位数字").fill(DIGITS)
    again.get_by_role("button", name="登录").click()
    expect(again.locator(".f-title")).to_be_visible()
    assert code not in server.log


def test_joining_needs_no_script(own_server: Callable[..., DemoServer], context_as: ContextAs) -> None:
    server = own_server(clock=AFTER_THE_BELL)
    sheet = print_letters(context_as("homeroom", server=server).new_page())
    groups = sheet.locator(".code").nth(4).inner_text()
    page = context_as("visitor", server=server, java_script_enabled=False).new_page()
    page.goto("/join")
    page.get_by_label("信上的 12 位码").fill(groups.lower())
    page.get_by_role("button", name="打开这封信").click()
    page.get_by_role("button", name="妈妈").click()
    page.get_by_label("您自己的姓名").fill("李红")
    fill_digits(page, DIGITS)
    page.get_by_role("button", name="加入").click()
    page.wait_for_url("**/home#")
    assert "schoolapp_login" in {cookie["name"] for cookie in page.context.cookies()}


def test_a_family_is_led_home_and_sees_its_own_navigation(context_as: ContextAs) -> None:
    page = context_as("guardian").new_page()
    page.goto("/today")
    page.wait_for_url("**/home")
    navigation = page.get_by_role("navigation")
    for address in ("/home", "/notices", "/me"):
        page.goto(address)
        expect(navigation.get_by_role("link")).to_have_text(["孩子", "画廊", re.compile(r"^通知\d*$"), "我的"])
    page.goto("/home")
    page.get_by_role("button", name="陈小苗").click()
    expect(page.get_by_role("button", name="陈小苗")).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_text("象棋班").first).to_be_visible()
