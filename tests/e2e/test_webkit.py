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
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools.demo_server import PASSWORD, DemoServer

HOW = "apt install webkit2gtk-driver xvfb"
SCREEN = ":98"


def _mini_browser() -> str | None:
    return next(iter(sorted(glob.glob("/usr/lib/*/webkit2gtk-4.*/MiniBrowser"))), None)


@pytest.fixture(scope="module")
def screen() -> Iterator[str]:
    """A display that nobody sees."""
    if not (shutil.which("Xvfb") and shutil.which("WebKitWebDriver") and _mini_browser()):
        if os.environ.get("CI"):
            pytest.fail(f"no WebKit here: {HOW}")
        pytest.skip(f"no WebKit here: {HOW}")
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


def test_sign_in_and_pages(driver: object, server: DemoServer, tmp_path: Path) -> None:
    driver.get(server.url + "/sign-in")  # type: ignore[attr-defined]
    _wait_for(driver, "document.querySelector('form input[type=password]')")
    body = f'{{"login": "teacher", "password": "{PASSWORD}"}}'
    call = f"""fetch("/api/login", {{method: "POST", body: '{body}', headers: {{"content-type": "application/json"}}}})
        .then((answer) => {{ window.signedIn = answer.ok; }})"""
    driver.execute_script(call)  # type: ignore[attr-defined]
    _wait_for(driver, "window.signedIn")
    for address in ("/today", "/scan", "/me"):
        driver.get(server.url + address)  # type: ignore[attr-defined]
        _wait_for(driver, f"location.pathname.startsWith('{address}') && document.querySelector('main')")
        _wait_for(driver, "document.querySelector('main').innerText.trim().length > 20")
        driver.save_screenshot(str(tmp_path / f"{address.strip('/')}.png"))  # type: ignore[attr-defined]
    driver.get(server.url + "/today")  # type: ignore[attr-defined]
    accent = "getComputedStyle(document.documentElement).getPropertyValue('--accent').trim()"
    assert _wait_for(driver, accent) in ("#0b6b5d", "#4fc3ac")
