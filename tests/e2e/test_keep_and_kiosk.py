"""留在我这里 as the receiving teacher sees it, and the greeting tablet that children cannot leave."""

from __future__ import annotations

from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.e2e.phones import (
    Afternoon,
    all_sent,
    foot,
    hold_up,
    open_scan,
    phone_of,
    rows,
    to_come,
)

KIOSK = ".s-kiosk"


def _homerooms_child(afternoon: Afternoon) -> tuple[int, str]:
    """A child of 三（2）班 whom calligraphy waits for."""
    query = """SELECT m.student_id FROM homeroom_membership m JOIN homeroom h ON h.id = m.homeroom_id
               WHERE h.grade = 3 AND h.number = 2"""
    own = {child for (child,) in rows(afternoon.server, query)}
    child = next(one for one in to_come(afternoon.calligraphy) if one in own)
    return child, afternoon.names[child]


def test_kept_back_who_and_until_when(afternoon: Afternoon, camera: Browser) -> None:
    child, name = _homerooms_child(afternoon)
    waiting = open_scan(afternoon.teacher, f"/scan?session={afternoon.calligraphy['id']}")
    before = waiting.locator(".s-pills").inner_text()
    with phone_of(camera, afternoon.server, "homeroom") as phone:
        page = open_scan(phone, "/scan?view=keep")
        page.get_by_role("searchbox").fill(name)
        page.locator(".s-pick", has_text=name).first.click()
        page.get_by_role("button", name="谈心").click()
        page.get_by_role("button", name="30 分钟").click()
        confirm = foot(page).get_by_role("button")
        until = confirm.inner_text()[-5:]
        assert until.startswith("17:0")
        confirm.click()
        expect(page.locator("[aria-live=assertive]")).to_contain_text(f"已留下 {name}")
        all_sent(page)
        line = waiting.locator(".s-missing", has_text=name)
        told = f"周敏 留着，到 {until}"
        expect(line).to_contain_text(told)  # by itself, as the hint promised
        assert waiting.locator(".s-pills").inner_text() != before
        foot(waiting).get_by_role("button", name="手动点名").click()
        expect(waiting.locator(".s-row", has_text=name).first).to_contain_text("周敏 留着")
        _goes_back(page, name)
    hold_up(waiting, afternoon.code(child))
    waiting.go_back()
    expect(line).to_have_count(0)
    all_sent(waiting)
    assert child in afternoon.here(afternoon.calligraphy)
    waiting.close()
    query = "SELECT reason, ended_at FROM keep WHERE student_id = ?"
    assert [reason for reason, _ended in rows(afternoon.server, query, child)] == ["谈心"]


def _goes_back(page: Page, name: str) -> None:
    """The teacher lets the child go before the time."""
    page.goto("/scan?view=keep")
    kept = page.locator(".s-row", has_text=name)
    if kept.count():
        kept.get_by_role("button", name="回去了").click()
        expect(kept).to_have_count(0)
        all_sent(page)


def _tablet(phone: BrowserContext, pin: str = "2468") -> Page:
    page = phone.new_page()
    page.goto("/kiosk")
    expect(page.get_by_text("要退出：按住最上面一行")).to_be_visible()
    page.get_by_label("设 4 位数字，退出时用").fill(pin)
    page.get_by_role("button", name="开始").click()
    expect(page.locator(KIOSK)).to_be_visible()
    return page


def test_the_tablet_greets_has_no_buttons_and_needs_its_number(afternoon: Afternoon) -> None:
    page = _tablet(afternoon.teacher)
    assert page.locator("a, button, input, [role=button]").filter(visible=True).count() == 0
    expect(page.locator(KIOSK)).to_contain_text("要退出：按住最上面一行")
    child = to_come(afternoon.calligraphy)[5]
    hold_up(page, afternoon.code(child))
    expect(page.locator(".s-greeting-here")).to_contain_text(f"{afternoon.names[child]}，你好！")
    stranger = to_come(afternoon.chess)[5]
    hold_up(page, afternoon.code(stranger))
    expect(page.locator(".s-greeting-redirect")).to_contain_text("综合楼 203 · 象棋班")
    expect(page.locator(KIOSK)).not_to_contain_text("要退出")  # said once, to whoever set it up
    for _try in range(2):  # the back key asks for the number, again and again
        page.go_back()
        dialog = page.get_by_role("dialog")
        expect(dialog).to_be_visible()
        dialog.get_by_label("4 位数字").fill("1111")
        expect(dialog.get_by_role("alert")).to_have_text("数字不对。")
        dialog.get_by_role("button", name="继续迎接").click()
        expect(dialog).to_have_count(0)
    page.reload()
    expect(page.locator(KIOSK)).to_be_visible()  # closing and opening is no way out
    _press_long(page)
    page.get_by_role("dialog").get_by_label("4 位数字").fill("2468")
    page.wait_for_url("**/scan")
    expect(page.locator(".s-sheet")).to_be_visible()
    page.close()


def _press_long(page: Page) -> None:
    box = page.locator(".s-kiosk-bar").bounding_box()
    assert box
    page.mouse.move(box["x"] + 40, box["y"] + 10)
    page.mouse.down()
    expect(page.get_by_role("dialog")).to_be_visible()
    page.mouse.up()


def test_who_forgot_the_number_needs_the_password(afternoon: Afternoon, camera: Browser) -> None:
    with phone_of(camera, afternoon.server, "teacher") as tablet:
        page = _tablet(tablet)
        page.go_back()
        tablet.set_offline(True)
        page.get_by_role("button", name="忘了？重新登录").click()
        expect(page.get_by_role("dialog").get_by_role("alert")).to_contain_text("要有网络才行")
        tablet.set_offline(False)
        page.get_by_role("button", name="忘了？重新登录").click()
        page.wait_for_url("**/sign-in?next=/scan")
        assert tablet.request.get("/api/checkin/pack").status == 401
