"""Photographed QR codes: what the scanner's way for a picture reads of them in Chromium, and what zxing-cpp reads.

The pictures are not ours and lie beside the project (`../shared/data/qr-photos`, from zxing-cpp's own samples, each
with its payload in a .txt or .bin file). They go through the page as a teacher's picture does: file field, worker,
verdict.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import zxingcpp
from PIL import Image
from playwright.sync_api import Page, sync_playwright

from bench import needs
from bench.figures import Figure, NotMeasuredError
from schoolapp.build import ROOT
from tools.demo_server import PASSWORD, demo_server

GROUP = "checkin"
PHOTOS = ROOT.parent / "shared" / "data" / "qr-photos"
ENDINGS = {".jpg", ".png", ".webp"}
LISTEN = """
window.picture = { texts: [], isDone: false };
window.Worker = class extends Worker {
  constructor(...how) {
    super(...how);
    this.addEventListener("message", ({ data }) => (data.codes || []).forEach(({ text }) => picture.texts.push(text)));
  }
  terminate() { super.terminate(); picture.isDone = true; }
};"""
"""What the worker finds, and when the page lets it go: foreign codes are not shown, so they are heard here."""


def measure() -> Iterator[Figure]:
    photos = sorted(path for path in PHOTOS.rglob("*") if path.suffix in ENDINGS)
    if not photos:
        raise NotMeasuredError(f"{PHOTOS.relative_to(ROOT.parent)} is not beside the project")
    needs.chromium()
    peer = sum(payload(photo) in by_zxing_cpp(photo) for photo in photos)
    yield Figure(f"photographed QR codes read by zxing-cpp, of {len(photos)}", peer, "photos")
    ours = sum(payload(photo) in texts for photo, texts in by_our_page(photos))
    yield Figure(f"photographed QR codes read by our page, of {len(photos)}", ours, "photos", f">= {peer}")


def payload(photo: Path) -> str:
    """The truth beside the picture, to the byte."""
    binary = photo.with_suffix(".bin")
    return binary.read_bytes().decode("latin-1") if binary.exists() else photo.with_suffix(".txt").read_bytes().decode()


def by_zxing_cpp(photo: Path) -> list[str]:
    """At its best: colours as they are, every direction, size and inverse, which are its defaults."""
    with Image.open(photo) as picture:
        found = zxingcpp.read_barcodes(picture.convert("RGB"), text_mode=zxingcpp.TextMode.Plain)
    return [code.text for code in found]


def by_our_page(photos: list[Path]) -> Iterator[tuple[Path, list[str]]]:
    with demo_server() as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=needs.chromium(), args=["--no-sandbox"])
        context = browser.new_context(base_url=server.url, viewport={"width": 390, "height": 844})
        body = {"login": "teacher", "password": PASSWORD}
        context.request.post("/api/login", data=body, headers={"Origin": server.url})
        page = context.new_page()
        page.add_init_script(LISTEN)
        page.goto("/scan?view=ways")
        page.wait_for_selector(".s-file input")
        for photo in photos:
            yield photo, read_on(page, photo)
        browser.close()


def read_on(page: Page, photo: Path) -> list[str]:
    """Hand one picture to the open page; every text that its worker found."""
    page.evaluate("picture.texts = []; picture.isDone = false")
    page.set_input_files(".s-file input", photo)
    while not page.evaluate("picture.isDone"):
        page.wait_for_timeout(20)
    return page.evaluate("picture.texts")
