"""PostgreSQL, Redis, two workers: what one of them took, the other knows."""

from __future__ import annotations

import http.client
import json
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.phones import sign_in
from tests.e2e.waiting import eventually
from tests.workers import Door, two_workers, workers_of
from tools.demo_server import AFTER_THE_BELL, PASSWORD, DemoServer

HERE = "Number(document.querySelector('.b-tile .b-number').textContent)"
ON_LEAVE = ".b-tile:has-text('请假')"
TRIES = 10
"""By account in 15 minutes."""

if sys.platform != "linux":
    pytest.skip("which worker has a connection is read from /proc", allow_module_level=True)


@pytest.fixture(scope="module")
def county() -> Iterator[DemoServer]:
    with two_workers(AFTER_THE_BELL, SCHOOLAPP_RATE_LIMITS="1") as running:
        yield running


@pytest.fixture
def doors(county: DemoServer) -> Iterator[list[Door]]:
    """One to each worker."""
    workers = workers_of(county)
    assert len(workers) == 2
    opened = [Door(county, worker) for worker in workers]
    yield opened
    for door in opened:
        door.close()


@pytest.fixture
def tab(context_as: Callable[..., BrowserContext], county: DemoServer) -> Callable[[str], Page]:
    """`tab("leader")`: a tab whose login every door knows, for cookies do not tell ports apart."""
    return lambda role: context_as(role, server=county).new_page()


class Phone:
    """A teacher's phone with a connection through one of the doors."""

    def __init__(self, door: Door, login: str = "teacher") -> None:
        self._url = door.url
        self._connection = http.client.HTTPConnection("localhost", int(door.url.rsplit(":", 1)[1]), timeout=30)
        self.cookie = ""
        if login:
            status, _answer = self.ask("POST", "/api/login", {"login": login, "password": PASSWORD})
            assert status == 200

    def ask(self, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        headers = {"Origin": self._url, "Content-Type": "application/json", "Cookie": self.cookie}
        self._connection.request(method, path, None if body is None else json.dumps(body), headers)
        answer = self._connection.getresponse()
        content = answer.read()
        if set_cookie := answer.headers.get("set-cookie"):
            self.cookie = set_cookie.split(";")[0]
        return answer.status, json.loads(content) if content else None

    def pack(self) -> Any:
        return self.ask("GET", "/api/checkin/pack")[1]

    def send(self, *events: dict[str, Any]) -> list[dict[str, Any]]:
        body = {"device_id": "phone-" + self._url[-5:], "sent_at": 0, "unsent": 0, "events": list(events)}
        status, answer = self.ask("POST", "/api/checkin/events", body)
        assert status == 200, answer
        return answer["results"]


def marks(pack: Any) -> list[dict[str, Any]]:
    """One for each child who is expected in the teacher's session now and has no leave."""
    session = pack["sessions"][0]
    about = {"kind": "mark", "choice": "present", "actor_id": pack["actor"]["id"], "session_id": session["id"]}
    children = [child for child in session["expected"] if child not in session["on_leave"]]
    return [
        {**about, "id": str(uuid4()), "student_id": child, "scanned_at": pack["server_time"], "method": "name"}
        for child in children
    ]


def move(page: Page, door: Door, worker: int) -> None:
    """Close the board and open it again at the other worker.

    A tab that is back before the worker it left has noticed is given a new token, as a duplicated tab is: it forgets
    its filters. So this one takes its time.
    """
    page.goto("about:blank")
    door.lead_to(worker)
    page.wait_for_timeout(1000)
    page.goto(door.url + "/board")


def test_a_scan_shows_on_the_other_workers_board(doors: list[Door], tab: Callable[[str], Page]) -> None:
    page = tab("leader")
    page.goto(doors[0].url + "/board")
    page.wait_for_selector(".b-pulse")
    phones = [Phone(doors[1]), Phone(doors[0])]
    events = marks(phones[0].pack())[:6]
    waited = []
    for at, event in enumerate(events):
        before = page.evaluate(HERE)
        assert phones[at % 2].send(event)[0]["status"] == "stored"
        started = time.monotonic()
        eventually(page, f"{HERE} > {before}", seconds=10)
        waited.append(time.monotonic() - started)
    assert sorted(waited)[-2] <= 2, waited


def test_the_same_scans_through_both_are_stored_once(doors: list[Door]) -> None:
    """Six connections send all of it at once, as phones do that got no answer."""
    phones = [Phone(doors[at % 2]) for at in range(6)]
    events = marks(phones[0].pack())[-20:]
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda phone: phone.send(*events), phones))
    for results in zip(*answers, strict=True):
        assert sorted(result["status"] for result in results) == ["duplicate"] * 5 + ["stored"]
        assert len({result["verdict"] for result in results}) == 1
    status, roll = phones[1].ask("GET", f"/api/checkin/roll/{events[0]['session_id']}")
    assert status == 200
    assert {event["student_id"] for event in events} <= {child["student_id"] for child in roll["here"]}


def test_what_was_chosen_follows_to_the_other_worker(
    county: DemoServer, doors: list[Door], tab: Callable[[str], Page]
) -> None:
    page = tab("leader")
    page.goto(doors[0].url + "/board")
    page.wait_for_selector(".b-pulse")
    page.locator(ON_LEAVE).first.click()
    page.wait_for_selector(".b-reveal .b-row")
    move(page, doors[0], workers_of(county)[1])
    expect(page.locator(ON_LEAVE).first).to_have_attribute("aria-pressed", "true")
    page.wait_for_selector(".b-reveal .b-row")
    page.locator(ON_LEAVE).first.click()
    expect(page.locator(".b-reveal .b-row")).to_have_count(0)


def test_a_dropped_socket_goes_on_with_the_other_worker(
    county: DemoServer, doors: list[Door], tab: Callable[[str], Page]
) -> None:
    page = tab("leader")
    page.goto(doors[0].url + "/board")
    page.wait_for_selector(".b-pulse")
    doors[0].lead_to(workers_of(county)[1])
    page.locator(ON_LEAVE).first.click()
    expect(page.locator(ON_LEAVE).first).to_have_attribute("aria-pressed", "true")
    page.wait_for_selector(".b-reveal .b-row")


def test_the_next_person_in_the_tab_sees_nothing_of_the_last(
    county: DemoServer, doors: list[Door], tab: Callable[[str], Page]
) -> None:
    page = tab("leader")
    page.goto(doors[0].url + "/board")
    page.locator(ON_LEAVE).first.click()
    page.wait_for_selector(".b-reveal .b-row")
    sign_in(page.context, county.url, "homeroom")
    move(page, doors[0], workers_of(county)[1])
    page.wait_for_selector(".b-pulse")
    expect(page.locator(ON_LEAVE).first).to_have_attribute("aria-pressed", "false")
    expect(page.locator(".b-reveal .b-row")).to_have_count(0)


def test_signed_out_of_one_is_signed_out_of_both(doors: list[Door]) -> None:
    phones = [Phone(doors[0]), Phone(doors[1], login="")]
    phones[1].cookie = cookie = phones[0].cookie
    assert phones[1].ask("GET", "/api/checkin/pack")[0] == 200
    assert phones[0].ask("POST", "/api/logout", {})[0] == 200
    phones[1].cookie = cookie
    assert phones[1].ask("GET", "/api/checkin/pack")[0] == 401
    body = {"device_id": "phone-1", "sent_at": 0, "unsent": 0, "events": []}
    assert phones[1].ask("POST", "/api/checkin/events", body)[0] == 401


def test_guesses_are_counted_by_both_together(doors: list[Door]) -> None:
    phones = [Phone(doors[0], login=""), Phone(doors[1], login="")]
    guess = {"login": "t014", "password": "wrong"}
    answers = [phones[at % 2].ask("POST", "/api/login", guess)[0] for at in range(TRIES + 2)]
    assert answers == [401] * TRIES + [429] * 2
