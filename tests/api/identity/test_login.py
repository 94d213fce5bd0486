"""POST /api/login and /api/logout, as a script and as a plain form."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import quote

import pytest
from sqlalchemy import Engine
from sqlmodel import select
from starlette.testclient import TestClient

from schoolapp import clock
from schoolapp.db import read, write
from schoolapp.identity import cookies, passwords
from schoolapp.identity.guards import viewer_of
from schoolapp.identity.rate_limits import MemoryCounter, RedisCounter
from schoolapp.models import Account, AuditEntry, LoginSession, Staff
from schoolapp.settings import settings
from tests import databases
from tests.factory import PASSWORD, SmallSchool

WECHAT = "Mozilla/5.0 (Linux; Android 13; V2134A) AppleWebKit/537.36 Chrome/116 Mobile Safari/537.36 MicroMessenger/8.0"


def sign_in(client: TestClient, login: str = "teacher", password: str = PASSWORD, **more: str):
    return client.post(
        "/api/login", json={"login": login, "password": password, **more}, headers={"User-Agent": WECHAT}
    )


def test_signing_in_gives_a_cookie_that_no_script_reads(client: TestClient, school: SmallSchool) -> None:
    answer = sign_in(client, " Teacher ", next="/scan")
    assert (answer.status_code, answer.json()) == (200, {"next": "/scan"})
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Secure" not in cookie
    assert viewer_of(cookie.split(";")[0]).account_id == school.accounts["teacher"]
    with read() as db:
        login = db.exec(select(LoginSession)).one()
        assert login.agent == "WeChat · Android"
        assert login.token_hash not in cookie
        assert [entry.action for entry in db.exec(select(AuditEntry))] == ["identity.sign_in"]


def test_under_https_the_cookie_is_secure(
    client: TestClient, school: SmallSchool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCHOOLAPP_HTTPS", "1")
    settings.cache_clear()
    assert "Secure" in sign_in(client).headers["set-cookie"]


@pytest.mark.parametrize("case", ["password", "unknown", "disabled", "left"])
def test_every_wrong_sign_in_gets_the_same_answer(client: TestClient, school: SmallSchool, case: str) -> None:
    with write() as db:
        account = db.get_one(Account, school.accounts["teacher"])
        if case == "disabled":
            account.disabled_at = clock.real_now()
        elif case == "left":
            db.get_one(Staff, account.staff_id).left_on = clock.today() - timedelta(days=1)
    login = "nobody" if case == "unknown" else "teacher"
    answer = sign_in(client, login, "wrong" if case == "password" else PASSWORD)
    assert answer.status_code == 401
    assert answer.json()["code"] == "wrong_sign_in"
    assert "set-cookie" not in answer.headers


def test_an_unknown_account_takes_as_long(school: SmallSchool) -> None:
    def seconds(kept: str | None) -> float:
        began = time.thread_time()  # of the processor: others on the machine do not count
        for _ in range(5):
            assert not passwords.verify(kept, "wrong")
        return time.thread_time() - began

    kept = passwords.hash_password("right")
    seconds(None)
    known, unknown = min(seconds(kept) for _ in range(3)), min(seconds(None) for _ in range(3))
    assert 0.5 < unknown / known < 2


@pytest.mark.parametrize("body", [{}, {"login": "teacher"}, {"login": "a" * 101, "password": "x"}, [], "x", None])
def test_a_broken_request_is_refused(client: TestClient, school: SmallSchool, body: object) -> None:
    answer = client.post("/api/login", content=json.dumps(body), headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")


def test_json_that_never_ends_is_refused(client: TestClient, school: SmallSchool) -> None:
    answer = client.post("/api/login", content="[" * 100_000, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")


def test_an_account_is_tried_ten_times_only(client: TestClient, school: SmallSchool) -> None:
    for _ in range(10):
        assert sign_in(client, password="wrong").json()["code"] == "wrong_sign_in"
    assert sign_in(client, password="wrong").status_code == 429
    assert sign_in(client).json()["code"] == "too_many_tries"
    assert sign_in(client, "leader").status_code == 200, "others behind the same address get in"


def test_an_address_is_stopped_after_sixty_wrong_tries(client: TestClient, school: SmallSchool) -> None:
    codes = [sign_in(client, f"nobody{number}", "x").status_code for number in range(62)]
    assert (codes[59], codes[60]) == (401, 429)


def test_signing_in_well_often_is_no_offence(client: TestClient, school: SmallSchool) -> None:
    assert {sign_in(client).status_code for _ in range(15)} == {200}


@pytest.mark.parametrize("wanted", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:x", ""])
def test_next_never_leads_elsewhere(client: TestClient, school: SmallSchool, wanted: str) -> None:
    assert sign_in(client, next=wanted).json() == {"next": "/today"}


@pytest.mark.parametrize(
    ("asked", "led_to"), [("/w/abc?x=1", "/w/abc?x=1"), ("https://evil.test/", "/today"), ("", "/today")]
)
def test_a_form_sent_before_the_script_is_ready_goes_where_the_page_was_asked_to(
    client: TestClient, school: SmallSchool, asked: str, led_to: str
) -> None:
    referer = "http://school.test/sign-in" + (f"?next={quote(asked, safe='')}" if asked else "")
    form = {"login": "teacher", "password": PASSWORD}
    answer = client.post("/api/login", data=form, headers={"Referer": referer, "Origin": "http://school.test"})
    assert (answer.status_code, answer.headers["location"]) == (303, led_to)


def test_a_plain_form_is_led_on(client: TestClient, school: SmallSchool) -> None:
    fields = {"login": "teacher", "password": PASSWORD, "next": "/board?x=1"}
    answer = client.post("/api/login", data=fields)
    assert (answer.status_code, answer.headers["location"]) == (303, "/board?x=1")
    assert cookies.NAME in answer.headers["set-cookie"]
    wrong = client.post("/api/login", data={**fields, "password": "x"})
    assert wrong.status_code == 303
    assert wrong.headers["location"] == "/sign-in?refused=wrong_sign_in&next=" + quote("/board?x=1", safe="")


def test_signing_out_ends_the_login(all_databases: Engine, client: TestClient, school: SmallSchool) -> None:
    cookie = sign_in(client).headers["set-cookie"].split(";")[0]
    answer = client.post("/api/logout", json={}, headers={"Cookie": cookie})
    assert answer.status_code == 200
    assert "Max-Age=0" in answer.headers["set-cookie"]
    assert viewer_of(cookie).is_visitor
    assert client.post("/api/logout").status_code == 303, "twice, and without a script, is harmless"


@pytest.fixture
def redis_url() -> Iterator[str]:
    with databases.empty_redis() as address:
        yield address


def test_redis_counts_as_the_memory_does(redis_url: str) -> None:
    for counter in (MemoryCounter(), RedisCounter(redis_url)):
        key = f"test:{time.time_ns()}"
        assert [counter.add(key, 60) for _ in range(3)] == [1, 2, 3]
        counter.give_back(key)
        assert counter.add(key, 60) == 3
        counter.give_back("test:never")
        assert counter.add(key + "x", 1) == 1
        time.sleep(1.1)
        assert counter.add(key + "x", 1) == 1
