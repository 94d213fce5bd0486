"""The gallery: what a page of 24 costs at any depth, what a phone downloads first, whether anything moves on scrolling.

The page is measured as the API makes it: eyes, works, names. The tables are filled in SQL; every eighth work is public
to nobody, a third to the school alone, as families choose.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import sqlite3
import statistics
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright
from sqlalchemy import select, text

from bench import needs
from bench import school as bench_school
from bench.figures import Figure, Gap, attempt
from schoolapp import clock, db
from schoolapp.gallery import service
from schoolapp.gallery.queries import Wish
from schoolapp.gallery.rules import PAGE, Place
from schoolapp.identity.policy import VISITOR, Role, Viewer
from schoolapp.migrate import upgrade
from schoolapp.models import tables as t
from schoolapp.settings import settings
from tools.demo_server import PASSWORD, DemoServer, demo_server

GROUP = "works"
SIZES = (13_000, 1_000_000)
DEPTH = 500
"""Pages."""
LOOKS = 25
KB = 1000
STUDENTS = 1_500
GUARDIAN = Viewer(account_id=1, guardian_id=1, roles=frozenset({Role.GUARDIAN}), student_ids=frozenset({7}))
OFFICE = Viewer(account_id=1, staff_id=1, roles=frozenset({Role.TEACHER, Role.OFFICE}))
GUARDIANS = 300
MINUTE = 60
"""Seconds in which each of them turns six pages."""
LOOKED = 6
SCROLLED = 200
"""Works that pass by, at least."""

_NUMBERS = {
    "sqlite": "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {count}) ",
    "postgresql": "",
}
_FROM = {"sqlite": "numbers", "postgresql": "generate_series(1, {count}) AS n"}
_UUID = {"sqlite": "printf('%032x', n)", "postgresql": "lpad(to_hex(n), 32, '0')::uuid"}
_AT = {
    "sqlite": "datetime(1780000000 + n * 20, 'unixepoch') || '.000000'",
    "postgresql": "to_timestamp(1780000000 + n * 20)",
}


@contextmanager
def _database(address: str) -> Iterator[None]:
    """An empty, migrated database in force; SQLite in a folder of its own for the empty address."""
    before = dict(os.environ)
    with tempfile.TemporaryDirectory(prefix="bench-gallery-") as folder:
        os.environ.update(
            SCHOOLAPP_DATA=folder, SCHOOLAPP_DEMO="0", SCHOOLAPP_DATABASE_URL=address, SCHOOLAPP_CLOCK_START=""
        )
        _forget()
        Path(folder).mkdir(exist_ok=True)
        upgrade(db.engine())
        try:
            yield
        finally:
            db.engine().dispose()
            os.environ.clear()
            os.environ.update(before)
            _forget()


def _forget() -> None:
    settings.cache_clear()
    db.engine.cache_clear()


def _fill(count: int) -> None:
    """`count` approved works of 1,500 children, one every 20 seconds, each with a photo and one child."""
    with db.write() as session:
        kind = session.get_bind().dialect.name
        for statement in _statements(kind):
            session.execute(text(statement))
        for table, columns, values in _bulk(kind):
            numbers, source = _NUMBERS[kind].format(count=count), _FROM[kind].format(count=count)
            session.execute(text(f"INSERT INTO {table} ({columns}) {numbers}SELECT {values} FROM {source}"))
    with db.engine().connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))


def _statements(kind: str) -> list[str]:
    at = "'2026-05-01 00:00:00.000000'" if kind == "sqlite" else "'2026-05-01 00:00:00+00'"
    no = "0" if kind == "sqlite" else "false"
    rows = [
        "INSERT INTO school (id, name, short_name, is_demo, tag_salt, created_at) "
        f"VALUES (1, 's', 's', {no}, '00', {at})",
        "INSERT INTO term (id, name, starts_on, ends_on) VALUES (1, 't', '2026-08-31', '2027-01-15')",
        "INSERT INTO account (id, login, password_hash, created_at, must_change_password) "
        f"VALUES (1, 'a', '', {at}, {no})",
    ]
    for key in range(1, 18):
        rows.append(f"INSERT INTO course (id, name) VALUES ({key}, 'course {key}')")
    for key in range(1, 46):
        rows.append(
            "INSERT INTO section (id, term_id, course_id, name, grade_from, grade_to, seats, is_signature) "
            f"VALUES ({key}, 1, {key % 17 + 1}, 'section {key}', 1, 9, 40, {no})"
        )
    for key in range(1, 33):
        rows.append(f"INSERT INTO homeroom (id, term_id, grade, number) VALUES ({key}, 1, {key % 9 + 1}, {key})")
    for key in range(1, STUDENTS + 1):
        child = f"({key}, '陈小禾', 'chen', 'c', '女')"
        rows.append(f"INSERT INTO student (id, name, pinyin, initials, gender) VALUES {child}")
        rows.append(
            "INSERT INTO homeroom_membership (student_id, homeroom_id, valid_from) "
            f"VALUES ({key}, {key % 32 + 1}, '2026-08-31')"
        )
    return rows


def _bulk(kind: str) -> list[tuple[str, str, str]]:
    uuid, at, empty = _UUID[kind], _AT[kind], "'{}'"
    homeroom = "(n % 1500 + 1) % 32 + 1"
    return [
        (
            "photo",
            "id, digest, original_digest, edit, width, height, placeholder, size, uploaded_by, received_at",
            f"{uuid}, 'd', '', {empty}, 800, 600, 'data:image/webp;base64,UklGRkQAAABXRUJQVlA4IDgAAAA', 60000, 1, {at}",
        ),
        (
            "work",
            "id, uuid, kind, photo_id, title, medium, remark, term_id, day, section_id, course_id, homeroom_id, grade, "
            "created_by, created_at, state, approved_for, audience, shown_at, unmatched",
            f"n, {uuid}, 'work', {uuid}, '团花', '剪纸', '很好', 1, '2026-11-23', n % 45 + 1, n % 45 % 17 + 1, "
            f"{homeroom}, ({homeroom}) % 9 + 1, 1, {at}, 'approved', 15, "
            f"CASE WHEN n % 8 = 0 THEN 0 WHEN n % 3 = 0 THEN 3 ELSE 15 END, {at}, 0",
        ),
        ("work_maker", "work_id, student_id, homeroom_id, added_at", f"n, n % 1500 + 1, {homeroom}, {at}"),
    ]


def _deep(viewer: Viewer) -> Place:
    """Where page DEPTH + 1 of this viewer's gallery begins, at most what there is."""
    w = t.work.c
    mask = 8 if viewer.is_visitor else 15
    with db.read() as session:
        query = select(w.shown_at, w.id).where(w.audience.bitwise_and(mask) != 0)
        query = query.order_by(w.shown_at.desc(), w.id.desc())
        row = session.execute(query.offset(DEPTH * PAGE - 1).limit(1)).first()
        row = row or session.execute(query.order_by(None).order_by(w.shown_at, w.id).offset(2 * PAGE).limit(1)).one()
    return Place(row.shown_at, row.id)


def _cost(viewer: Viewer, wish: Wish) -> float:
    """Median milliseconds of one page."""
    service.gallery_page(viewer, wish)
    times = []
    for _ in range(LOOKS):
        began = time.perf_counter()
        page = service.gallery_page(viewer, wish)
        times.append((time.perf_counter() - began) * 1000)
        assert len(page.works) == PAGE
    return statistics.median(times)


def _pages(name: str, count: int) -> Iterator[Figure]:
    _fill(count)
    for who, viewer in (("visitor", VISITOR), ("guardian", GUARDIAN), ("office", OFFICE)):
        first, deep = _cost(viewer, Wish()), _cost(viewer, Wish(after=_deep(viewer)))
        yield Figure(f"gallery page, {name}, {count:,} works, {who}, first", first, "ms", "<= 15")
        yield Figure(f"gallery page, {name}, {count:,} works, {who}, at {DEPTH}", deep, "ms", "<= 15")
    for what, wish in (
        ("course", Wish(course_id=3)),
        ("course and grade", Wish(course_id=3, grade=4)),
        ("homeroom", Wish(homeroom_id=5)),
        ("term", Wish(term_id=1)),
    ):
        yield Figure(f"gallery page, {name}, {count:,} works, by {what}", _cost(GUARDIAN, wish), "ms", "<= 15")


def _served() -> Iterator[Figure | Gap]:
    """What needs a server: a phone's first visit, scrolling, a crowd."""
    with demo_server() as server:
        yield from attempt("gallery in a browser", partial(_in_a_browser, server))
        yield from _crowd(server)


def _in_a_browser(server: DemoServer) -> Iterator[Figure]:
    path = needs.chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield from _first_visit(_phone(browser, server))
        yield from _scrolled(_phone(browser, server), server)
        browser.close()


def _phone(browser: Browser, server: DemoServer) -> Page:
    size = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "service_workers": "block"}
    return browser.new_context(base_url=server.url, **size).new_page()  # type: ignore[arg-type]


def _first_visit(page: Page) -> Iterator[Figure]:
    total, ours = _transferred(page)
    yield Figure("first gallery screen at 390 px, without the app", ours / KB, "KB", "<= 400")
    yield Figure("first visit to the gallery, everything", total / KB, "KB", "<= 650")


def _transferred(page: Page) -> tuple[int, int]:
    """Bytes on the wire: all, and those of pictures and the gallery's own answers."""
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    addresses: dict[str, str] = {}
    totals = {"all": 0, "ours": 0}
    wire.on("Network.requestWillBeSent", lambda event: addresses.update({event["requestId"]: event["request"]["url"]}))

    def count(event: dict[str, Any]) -> None:
        size = int(event["encodedDataLength"])
        totals["all"] += size
        if any(part in addresses.get(event["requestId"], "") for part in ("/media/", "/api/gallery")):
            totals["ours"] += size

    wire.on("Network.loadingFinished", count)
    page.goto("/gallery")
    page.wait_for_selector(".gl-work img")
    page.wait_for_timeout(4000)
    return totals["all"], totals["ours"]


_WATCH_SHIFTS = """() => { window.shift = 0; new PerformanceObserver((list) => list.getEntries().forEach(
  (entry) => { window.shift += entry.value; })).observe({ type: 'layout-shift', buffered: true }); }"""


def _hang_all(server: DemoServer) -> None:
    """Every approved work hangs for the school: the demo's families agreed to 161 of its 203."""
    with sqlite3.connect(server.data / "schoolapp.db", timeout=20) as found:
        found.execute("UPDATE work SET audience = audience | 2 WHERE state = 'approved'")


def _scrolled(page: Page, server: DemoServer) -> Iterator[Figure]:
    """Everything that moves by itself, input or not: stricter than the browsers' CLS, which forgives after a tap."""
    _hang_all(server)
    body = {"login": "teacher", "password": PASSWORD}
    page.context.request.post("/api/login", data=body, headers={"Origin": server.url})
    page.goto("/gallery")
    page.evaluate(_WATCH_SHIFTS)
    page.wait_for_selector(".gl-work img")
    seen: set[str] = set()
    for _ in range(300):
        seen |= set(page.eval_on_selector_all(".gl-open", "all => all.map((one) => one.dataset.work)"))
        if len(seen) >= SCROLLED:
            break
        page.mouse.wheel(0, 500)
        page.wait_for_timeout(60)
    page.wait_for_timeout(800)
    assert len(seen) >= SCROLLED, f"only {len(seen)} works were to be seen"
    yield Figure(f"layout shift on scrolling {len(seen)} works", page.evaluate("window.shift"), "CLS", "<= 0.02")


def _crowd(server: DemoServer) -> Iterator[Figure]:
    """300 families, one worker: each turns a page every ten seconds, as long as somebody looks at 24 works."""
    login = urllib.request.Request(
        f"{server.url}/api/login",
        json.dumps({"login": "teacher", "password": PASSWORD}).encode(),
        {"Content-Type": "application/json", "Origin": server.url},
    )
    with urllib.request.urlopen(login) as answer:
        cookie = answer.headers["Set-Cookie"].split(";")[0]
    times = asyncio.run(_look_together(server.url.removeprefix("http://"), cookie))
    times.sort()
    p95 = times[int(len(times) * 0.95)] * 1000
    yield Figure(f"{GUARDIANS} look at once, {len(times)} pages, p95", p95, "ms", "<= 300")
    yield Figure(f"{GUARDIANS} look at once, memory of the worker", _memory(server.process.pid), "MB", "<= 400")


async def _look_together(host: str, cookie: str) -> list[float]:
    draw = random.Random(1)
    times: list[float] = []
    starts = [draw.uniform(0, MINUTE / LOOKED) for _ in range(GUARDIANS)]
    await asyncio.gather(*(_look(host, cookie, start, times) for start in starts))
    return times


async def _look(host: str, cookie: str, start: float, times: list[float]) -> None:
    """One family on a connection of its own, going on to the next page each time."""
    name, port = host.split(":")
    await asyncio.sleep(start)
    reader, writer = await asyncio.open_connection(name, int(port))
    after = ""
    for _ in range(LOOKED):
        began = time.perf_counter()
        head = f"GET /api/gallery?after={after} HTTP/1.1\r\nHost: {host}\r\nCookie: {cookie}\r\n\r\n"
        writer.write(head.encode())
        headers = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        assert " 200 " in headers.splitlines()[0], headers
        length = int(headers.split("content-length: ")[1].split("\r\n")[0])
        after = json.loads(await reader.readexactly(length))["after"]
        times.append(time.perf_counter() - began)
        await asyncio.sleep(MINUTE / LOOKED)
    writer.close()


def _memory(pid: int) -> float:
    """Megabytes that the largest process below `pid` holds."""
    sizes = [0]
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            fields = dict(line.split(":", 1) for line in status.read_text().splitlines() if ":" in line)
        except OSError:
            continue
        if int(fields["PPid"]) == pid or int(fields["Pid"]) == pid:
            sizes.append(int(fields.get("VmRSS", "0 kB").split()[0]))
    return max(sizes) / 1024


def _on_sqlite(count: int) -> Iterator[Figure]:
    with _database(""):
        yield from _pages("SQLite", count)


def _on_postgres(count: int) -> Iterator[Figure]:
    with bench_school.postgres_database() as address, _database(address):
        yield from _pages("PostgreSQL", count)


def measure() -> Iterator[Figure | Gap]:
    clock.use_source(None)
    for count in SIZES:
        yield from attempt(f"gallery page, SQLite, {count:,} works", partial(_on_sqlite, count))
        yield from attempt(f"gallery page, PostgreSQL, {count:,} works", partial(_on_postgres, count))
    yield from attempt("gallery, served", _served)
