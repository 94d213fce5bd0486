"""What families agree to, in a browser: on the phone, on paper, and as the teacher reads it before photographing."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO

from PIL import Image
from playwright.sync_api import BrowserContext, Page, expect

from tools.demo_server import DemoServer


def _jpeg() -> bytes:
    kept = BytesIO()
    Image.new("RGB", (600, 800), "#f4efe2").save(kept, "JPEG")
    return kept.getvalue()


def _of(page: Page, subject: str):
    return page.get_by_role("group", name=subject)


def test_a_choice_counts_at_once_and_stands_in_the_history(
    context_as: Callable[..., BrowserContext], own_server: Callable[..., DemoServer]
) -> None:
    server = own_server()
    page = context_as("guardian", server=server).new_page()
    page.goto("/consents")
    works = _of(page, "孩子的作品")
    works.get_by_role("radio", name=re.compile("只老师看")).click()
    expect(page.get_by_role("status").filter(has_text="只老师看")).to_be_visible()
    works.get_by_role("radio", name=re.compile("可以公开")).click()
    expect(page.get_by_role("status").filter(has_text="可以公开")).to_be_visible()
    page.reload()
    expect(_of(page, "孩子的作品").get_by_role("radio", name=re.compile("可以公开"))).to_be_checked()
    page.get_by_text("以前的选择").click()
    expect(page.get_by_text(re.compile("孩子的作品 · 同意：")).first).to_be_visible()
    page.get_by_text("分项设置").first.click()
    public = page.get_by_role("switch", name="所有人（公开）").first
    public.click()
    expect(page.get_by_role("status").filter(has_text="本班家长")).to_be_visible()
    expect(public).not_to_be_checked()


def test_the_childs_page_leads_to_that_childs_choices(context_as: Callable[..., BrowserContext]) -> None:
    page = context_as("guardian").new_page()
    page.goto("/home")
    page.get_by_role("button", name="陈小苗").click()
    expect(page.get_by_role("button", name="陈小苗")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("link", name="改一改").click()
    expect(page.get_by_role("button", name="陈小苗")).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_text("家里同意过了").first).to_contain_text("本班和学校看")
    other_childs = page.url
    page.get_by_role("button", name="陈小禾").click()
    expect(page.get_by_text("家里同意过了").first).to_contain_text("可以公开")
    page.wait_for_url(lambda url: url != other_childs)
    page.reload()
    expect(page.get_by_role("button", name="陈小禾")).to_have_attribute("aria-pressed", "true")


def test_a_signed_sheet_with_its_picture(
    context_as: Callable[..., BrowserContext], own_server: Callable[..., DemoServer]
) -> None:
    server = own_server()
    page = context_as("office", server=server).new_page()
    page.goto("/office/consents")
    page.get_by_label("姓名、拼音首字母或学号").fill("陈小禾")
    page.get_by_role("button", name=re.compile("陈小禾")).first.click()
    page.get_by_label("签字人").select_option(label="其他人")
    page.get_by_label("其他人：与孩子的关系").fill("爸爸")
    page.get_by_label("孩子的作品").select_option(label="只老师看")
    page.get_by_label("拍到孩子的照片").select_option(label="只老师看")
    page.get_by_label("签字单的照片").set_input_files(
        {"name": "sheet.jpg", "mimeType": "image/jpeg", "buffer": _jpeg()}
    )
    expect(page.get_by_text("照片已存好")).to_be_visible()
    page.get_by_label("签字日期").fill("2030-01-01")
    page.evaluate("document.querySelector('#signed-on').removeAttribute('max')")
    page.get_by_role("button", name="登记这张单子").click()
    expect(page.get_by_role("alert")).to_contain_text("签字日期还没到")
    expect(page.get_by_label("其他人：与孩子的关系")).to_have_value("爸爸")
    page.get_by_label("签字日期").fill("2026-11-20")
    page.get_by_role("checkbox", name="这位是法定监护人").click()
    page.get_by_role("button", name="登记这张单子").click()
    expect(page.get_by_role("status").filter(has_text="已登记")).to_be_visible()
    expect(page.get_by_text(re.compile("纸质，2026-11-20")).first).to_be_visible()
    teacher = context_as("homeroom", server=server).new_page()
    teacher.goto("/works/consents")
    expect(teacher.get_by_text("陈小禾")).to_be_visible()
