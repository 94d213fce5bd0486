"""Doors in a real browser: signing in and out, one tab with two people, sockets of other sites, a school set up."""

from __future__ import annotations

import re
import socket
import tempfile
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.phones import sign_in
from tools.demo_server import PASSWORD, DemoServer, environment, free_port, start


def fill_sign_in(page: Page, login: str, password: str) -> None:
    page.get_by_label("登录名").fill(login)
    page.get_by_label("密码", exact=True).fill(password)


def test_signing_in_by_keyboard_alone(page_as: Callable[..., Page]) -> None:
    page = page_as("visitor")
    page.goto("/sign-in?next=/me")
    page.get_by_label("登录名").focus()
    page.keyboard.type("leader")
    page.keyboard.press("Tab")
    page.keyboard.type("wrong")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("登录名或密码不对")
    fill_sign_in(page, "leader", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/me")
    expect(page.get_by_text("值班领导", exact=True)).to_be_visible()


def test_a_tap_on_a_demo_login(page_as: Callable[..., Page]) -> None:
    page = page_as("visitor")
    page.goto("/sign-in?next=/me")
    page.get_by_role("button", name="课服办").click()
    page.wait_for_url("**/me")
    expect(page.get_by_text("课服办", exact=True).first).to_be_visible()


def test_signing_in_without_any_script(context_as: Callable[..., BrowserContext]) -> None:
    page = context_as("visitor", java_script_enabled=False).new_page()
    page.goto("/sign-in")
    fill_sign_in(page, "teacher", PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url("**/today")
    assert "schoolapp_login" in {cookie["name"] for cookie in page.context.cookies()}


def test_next_leads_to_no_other_site(page_as: Callable[..., Page], server: DemoServer) -> None:
    page = page_as("visitor")
    page.goto("/sign-in?next=//evil.example/x")
    fill_sign_in(page, "teacher", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{server.url}/today")


def test_a_visitor_is_led_to_sign_in_and_back(page_as: Callable[..., Page]) -> None:
    page = page_as("visitor")
    page.goto("/office/audit")
    page.wait_for_url(re.compile(r"/sign-in\?next="))
    fill_sign_in(page, "office", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/office/audit")
    expect(page.get_by_role("listitem").first).to_contain_text("登录")


def test_one_tab_two_people(page_as: Callable[..., Page], server: DemoServer) -> None:
    """The tab keeps Reflex's token; not one frame may carry what was filled for the person before."""
    page = page_as("office")
    page.goto("/office/accounts")
    expect(page.get_by_text("t014")).to_be_visible()
    token = page.evaluate("sessionStorage.getItem('token')")
    assert token
    frames: list[str] = []
    page.on("websocket", lambda opened: opened.on("framereceived", lambda frame: frames.append(str(frame))))
    page.context.clear_cookies()
    sign_in(page.context, server.url, "teacher")
    page.goto("/me")
    expect(page.get_by_role("main").get_by_text("教师").first).to_be_visible()
    assert page.evaluate("sessionStorage.getItem('token')") == token, "the tab kept its token: that is what is tested"
    assert any("me_state" in frame for frame in frames)
    assert not [frame for frame in frames if "t014" in frame]


def test_a_person_without_the_right_reads_why(page_as: Callable[..., Page]) -> None:
    page = page_as("teacher")
    page.goto("/office/accounts")
    expect(page.get_by_text("这个账号不能做这件事")).to_be_visible()
    expect(page.get_by_text("t014")).to_have_count(0)


def test_signing_out_warns_of_unsent_scans(page_as: Callable[..., Page]) -> None:
    page = page_as("teacher")
    page.goto("/me")
    expect(page.get_by_role("button", name="退出登录")).to_be_visible()
    # The button is in the prerendered page; Reflex gives the tab its token a moment later.
    token = page.wait_for_function("() => sessionStorage.getItem('token')").json_value()
    page.evaluate("localStorage.setItem('schoolapp.unsent', '3')")
    page.get_by_role("button", name="退出登录").click()
    expect(page.get_by_role("alertdialog")).to_contain_text("还有 3 条")
    expect(page.get_by_role("link", name="先去送出")).to_be_focused()
    page.get_by_role("button", name="仍然退出").click()
    page.wait_for_url("**/sign-in")
    assert page.evaluate("sessionStorage.getItem('token')") != token
    page.goto("/me")
    page.wait_for_url(re.compile(r"/sign-in\?next="))


def test_another_login_is_ended_from_here(
    page_as: Callable[..., Page], context_as: Callable[..., BrowserContext]
) -> None:
    lost = context_as("homeroom").new_page()
    lost.goto("/me")
    expect(lost.get_by_text("班主任").first).to_be_visible()
    page = page_as("homeroom")
    page.goto("/me")
    for _ in range(page.get_by_role("button", name=re.compile("结束这处登录")).count() or 1):
        page.get_by_role("button", name=re.compile("结束这处登录")).first.click()
        expect(page.get_by_text("那处登录已经结束")).to_be_visible()
    lost.goto("/me")
    lost.wait_for_url(re.compile(r"/sign-in\?next="))


def handshake(server: DemoServer, origin: str) -> str:
    """The first line that the socket's server answers to a page of `origin`."""
    place = urlsplit(server.url)
    lines = (
        "GET /_event/?EIO=4&transport=websocket&token=x HTTP/1.1",
        f"Host: {place.netloc}",
        "Connection: Upgrade",
        "Upgrade: websocket",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        f"Origin: {origin}",
    )
    with socket.create_connection((place.hostname, place.port), timeout=10) as raw:
        raw.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
        return raw.recv(200).decode(errors="replace").split("\r\n")[0]


def test_only_our_own_pages_open_the_socket(server: DemoServer) -> None:
    assert " 101 " in handshake(server, server.url)
    for origin in ("https://evil.example", "null", server.url + ".evil.example", "http://localhost:1"):
        assert " 403 " in handshake(server, origin)


def test_a_one_time_password_is_changed_first(
    own_server: Callable[..., DemoServer], context_as: Callable[..., BrowserContext]
) -> None:
    running = own_server()
    office = context_as("office", server=running).new_page()
    office.goto("/office/accounts")
    office.get_by_label("姓名、拼音首字母或登录名").fill("t014")
    office.get_by_role("button", name=re.compile("t014")).click()
    office.get_by_role("button", name="换一次性密码").click()
    once = office.get_by_role("status").locator("code").inner_text()
    page = context_as("visitor", server=running).new_page()
    page.goto("/sign-in")
    fill_sign_in(page, "t014", once)
    page.keyboard.press("Enter")
    page.wait_for_url("**/me")
    expect(page.get_by_text("你用的是一次性密码")).to_be_visible()
    page.get_by_label("现在的密码").fill(once)
    page.get_by_label("新密码，至少 8 位").fill("my-own-word")
    page.get_by_label("再输一遍新密码").fill("my-own-word")
    page.get_by_role("button", name="修改密码").click()
    expect(page.get_by_text("密码已改好")).to_be_visible()
    expect(page.get_by_text("你用的是一次性密码")).to_have_count(0)


def test_a_real_school_is_set_up(context_as: Callable[..., BrowserContext]) -> None:
    data = Path(tempfile.mkdtemp(prefix="schoolapp-empty-"))
    running = start(data, free_port(), environment(data, SCHOOLAPP_DEMO="0"))
    try:
        page = context_as("visitor", server=running).new_page()
        page.goto("/sign-in")
        page.wait_for_url("**/setup")
        found = re.search(r"/setup and enter the code (\S+)", running.log)
        assert found, running.log
        page.get_by_label("启用码").fill("WRONG-CODE-HERE")
        page.get_by_label("学校全称").fill("白杨乡中心小学")
        page.get_by_label("学期名称").fill("2026 年秋季学期")
        page.get_by_label("第一周第一天").fill("2026-08-31")
        page.get_by_label("最后一天").fill("2027-01-15")
        page.get_by_label("你的姓名").fill("梁文")
        page.get_by_label("登录名").fill("liangwen")
        page.get_by_label("密码", exact=True).fill("my-own-word")
        page.get_by_role("button", name="建立学校").click()
        expect(page.get_by_role("alert")).to_contain_text("启用码不对")
        page.get_by_label("启用码").fill(found[1])
        page.get_by_role("button", name="建立学校").click()
        page.wait_for_url("**/office/import")
        page.goto("/me")
        expect(page.get_by_text("梁文")).to_be_visible()
        expect(page.get_by_text("演示", exact=True)).to_have_count(0)
    finally:
        running.process.terminate()
        running.process.wait(20)
