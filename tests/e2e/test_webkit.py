"""A smoke test in WebKit, the engine of Safari and of WeChat on iPhones: pages open, sign-in works, no script fails.

Driven with WebKitGTK's MiniBrowser on a virtual screen. The engine's own errors are collected by a hook that the test
puts in before the application runs is not possible here, so the page's own sign of life is asked for: what it drew.
"""

from __future__ import annotations

import glob
import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext

from tests import left_out
from tests.e2e.ways_in import letter_code, shared_address
from tests.works_in_demo import a_picture
from tools.demo_server import PASSWORD, DemoServer

SCREEN = ":98"
DRAWN = "[...document.querySelectorAll('{}')].some((image) => image.naturalWidth > 0)"
SENDS_NOTHING = (
    "const send = window.fetch; window.fetch = (to, ...rest) => String(to?.url ?? to).includes('/api/photos')"
)
SENDS_NOTHING += " ? Promise.reject(new TypeError('no network')) : send(to, ...rest);"


def _mini_browser() -> str | None:
    return next(iter(sorted(glob.glob("/usr/lib/*/webkit2gtk-4.*/MiniBrowser"))), None)


@pytest.fixture(scope="module")
def screen() -> Iterator[str]:
    """A display that nobody sees."""
    if not (shutil.which("Xvfb") and shutil.which("WebKitWebDriver") and _mini_browser()):
        left_out.leave_out(left_out.WEBKIT, "no WebKit here")
    process = subprocess.Popen([shutil.which("Xvfb") or "Xvfb", SCREEN, "-screen", "0", "500x900x24"])
    time.sleep(1)
    yield SCREEN
    process.terminate()
    process.wait(10)


@pytest.fixture(scope="module")
def driver(screen: str) -> Iterator[object]:
    from selenium import webdriver
    from selenium.webdriver.webkitgtk.service import Service

    os.environ["DISPLAY"] = screen
    os.environ["WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS"] = "1"
    options = webdriver.WebKitGTKOptions()
    options.binary_location = _mini_browser() or ""
    options.add_argument("--automation")
    running = webdriver.WebKitGTK(options=options, service=Service(shutil.which("WebKitWebDriver")))
    running.set_page_load_timeout(60)
    yield running
    running.quit()


def _wait_for(driver: object, script: str, seconds: float = 20) -> object:
    """The script's first true answer; the page's text when there is none."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if found := driver.execute_script(f"return {script}"):  # type: ignore[attr-defined]
            return found
        time.sleep(0.2)
    text = driver.execute_script("return location.href + ' ' + document.body.innerText")  # type: ignore[attr-defined]
    raise AssertionError(f"never true: {script}\n{str(text)[:600]}")


def _sign_in(driver: object, server: DemoServer) -> None:
    driver.get(server.url + "/sign-in")  # type: ignore[attr-defined]
    _wait_for(driver, "document.querySelector('form input[type=password]')")
    body = f'{{"login": "teacher", "password": "{PASSWORD}"}}'
    call = f"""fetch("/api/login", {{method: "POST", body: '{body}', headers: {{"content-type": "application/json"}}}})
        .then((answer) => {{ window.signedIn = answer.ok; }})"""
    driver.execute_script(call)  # type: ignore[attr-defined]
    _wait_for(driver, "window.signedIn")


def _press(driver: object, word: str) -> None:
    """Press the button with this word as a finger does."""
    driver.find_element("xpath", f"//button[normalize-space()='{word}']").click()  # type: ignore[attr-defined]


def test_sign_in_and_pages(driver: object, server: DemoServer, tmp_path: Path) -> None:
    _sign_in(driver, server)
    for address in ("/today", "/scan", "/me"):
        driver.get(server.url + address)  # type: ignore[attr-defined]
        _wait_for(driver, f"location.pathname.startsWith('{address}') && document.querySelector('main')")
        _wait_for(driver, "document.querySelector('main').innerText.trim().length > 20")
        driver.save_screenshot(str(tmp_path / f"{address.strip('/')}.png"))  # type: ignore[attr-defined]
    driver.get(server.url + "/today")  # type: ignore[attr-defined]
    accent = "getComputedStyle(document.documentElement).getPropertyValue('--accent').trim()"
    assert _wait_for(driver, accent) in ("#0b6b5d", "#4fc3ac")


def test_gallery_letter_and_shared_page(
    driver: object, server: DemoServer, context_as: Callable[..., BrowserContext]
) -> None:
    driver.delete_all_cookies()  # type: ignore[attr-defined]
    driver.get(server.url + "/gallery")  # type: ignore[attr-defined]
    _wait_for(driver, DRAWN.format(".gl-work img"))
    driver.execute_script("document.querySelector('.gl-open').click()")  # type: ignore[attr-defined]
    _wait_for(driver, DRAWN.format(".gl-box img"))
    driver.get(f"{server.url}/join#{letter_code(context_as('homeroom'), server)}")  # type: ignore[attr-defined]
    _wait_for(driver, "document.querySelector('h1').innerText.includes('的家人')")
    driver.execute_script("document.querySelector('[value=奶奶]').click()")  # type: ignore[attr-defined]
    _wait_for(driver, "document.querySelector('#digits')?.inputMode === 'numeric'")
    driver.get(shared_address(context_as("teacher"), server))  # type: ignore[attr-defined]
    _wait_for(driver, DRAWN.format(".gl-mat"))
    assert _wait_for(driver, "document.scripts.length === 0"), "it would show the same without JavaScript"


def test_a_picture_is_chosen_straightened_and_kept(driver: object, server: DemoServer, tmp_path: Path) -> None:
    """WebKitGTK's automation has no camera: the picture comes from the library, the rest is what an iPhone does."""
    picture = tmp_path / "work.jpg"
    picture.write_bytes(a_picture())
    _sign_in(driver, server)
    driver.get(server.url + "/shoot")  # type: ignore[attr-defined]
    _wait_for(driver, "document.querySelector('.w-shoot input[type=file]')")
    driver.execute_script(SENDS_NOTHING)  # type: ignore[attr-defined]
    driver.find_element("css selector", ".w-shoot input[type=file]").send_keys(str(picture))  # type: ignore[attr-defined]
    _wait_for(driver, "document.querySelector('[data-corner]')")
    _press(driver, "看效果")
    _wait_for(driver, DRAWN.format('img[alt="看效果"]'))
    _press(driver, "好了，下一个")
    _wait_for(driver, "document.querySelector('[data-works]')?.dataset.works === '1'")
    _wait_for(driver, "localStorage.getItem('schoolapp.unsent.works') === '1'")
