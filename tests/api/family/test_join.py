"""The families' door over HTTP: plain forms, one answer for what does not exist, limits, and no code in any log."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from schoolapp.family import tries
from tests.factory import SmallSchool

ClientAs = Callable[[str], TestClient]
DIGITS = "739154"
ME = {"relation": "奶奶", "legal": "no", "name": "王桂英", "digits": DIGITS, "again": DIGITS}


@pytest.fixture
def child(school: SmallSchool) -> int:
    return school.students["third"][1]


@pytest.fixture
def code(client_as: ClientAs, child: int) -> str:
    """The code as the letter prints it, in groups."""
    return printed_code(client_as("homeroom"), f"student={child}")


def printed_code(teacher: TestClient, of: str) -> str:
    sheet = teacher.get(f"/print/letters?{of}")
    assert sheet.status_code == 200, sheet.text
    found = re.findall(r'<p class="code">(\w{4} \w{4} \w{4})</p>', sheet.text)
    return found[0]


def phone(api: FastAPI) -> TestClient:
    return TestClient(api, base_url="http://school.test", follow_redirects=False)


def test_letter_to_home(api: FastAPI, client_as: ClientAs, code: str, child: int) -> None:
    hers = phone(api)
    assert "小明的家人" not in hers.get("/join").text
    opened = hers.post("/join", data={"code": code})
    assert opened.status_code == 200
    assert "小明" in opened.text
    assert "李小明" not in opened.text, "the given name alone"
    form = hers.post("/join/who", data={"code": code, "relation": "奶奶"})
    assert re.search(r'value="no" checked', form.text), (
        "a grandmother is asked, and looks after the child unless she says so"
    )
    joined = hers.post("/join/new", data={"code": code} | ME)
    assert (joined.status_code, joined.headers["location"]) == (303, "/home#")
    assert "schoolapp_login" in hers.cookies
    assert hers.post("/join", data={"code": code}).headers["location"] == "/home#", "the own letter again leads home"


def test_a_second_post_is_the_same_person(api: FastAPI, code: str) -> None:
    one, two = phone(api), phone(api)
    assert one.post("/join/new", data={"code": code} | ME).status_code == 303
    assert two.post("/join/new", data={"code": code} | ME).status_code == 303
    shown = phone(api).post("/join", data={"code": code}).text
    assert shown.count('name="who"') == 1


def test_signing_in_again(api: FastAPI, code: str) -> None:
    phone(api).post("/join/new", data={"code": code} | ME)
    hers = phone(api)
    who = re.findall(r'name="who" value="(\d+)"', hers.post("/join", data={"code": code}).text)[0]
    assert "6" in hers.post("/join/known", data={"code": code, "who": who}).text
    wrong = hers.post("/join/enter", data={"code": code, "who": who, "digits": "902847"})
    assert (wrong.status_code, "schoolapp_login" in hers.cookies) == (422, False)
    assert hers.post("/join/enter", data={"code": code, "who": who, "digits": DIGITS}).status_code == 303


def test_what_was_typed_stays_but_for_the_digits(api: FastAPI, code: str) -> None:
    answer = phone(api).post("/join/new", data={"code": code} | ME | {"digits": "123456", "again": "123456"})
    assert answer.status_code == 400
    assert 'role="alert"' in answer.text
    assert 'value="王桂英"' in answer.text
    assert "123456" not in answer.text.replace("No birthday, not 123456.", "")


MALFORMED = ["", "x", "7K2F9QXM3PAB", "O" * 5000, "<script>alert(1)</script>", "💥" * 12, "%00", "' or 1=1 --"]


def test_every_letter_that_does_not_count_gets_one_answer(
    api: FastAPI, client_as: ClientAs, code: str, child: int
) -> None:
    teacher = client_as("homeroom")
    from schoolapp.family.letters import reissue
    from schoolapp.identity.guards import viewer_of

    reissue(viewer_of(teacher.headers["cookie"]), child)
    answers = {
        (answer.status_code, answer.text)
        for text in [*MALFORMED, code]
        for answer in [phone(api).post("/join", data={"code": text})]
    }
    assert len(answers) == 1
    status, text = next(iter(answers))
    assert status == 422
    assert "script>alert" not in text
    entered = {
        (answer.status_code, answer.text)
        for text in [*MALFORMED, code]
        for answer in [phone(api).post("/join/enter", data={"code": text, "who": "1", "digits": DIGITS})]
    }
    assert len(entered) == 1


def test_a_missing_person_costs_as_much_as_a_wrong_code(
    api: FastAPI, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The one expensive step, hashing, is done once for each answer, whether or not letter and person exist."""
    from schoolapp.identity import passwords

    phone(api).post("/join/new", data={"code": code} | ME)
    who = re.findall(r'name="who" value="(\d+)"', phone(api).post("/join", data={"code": code}).text)[0]
    done: list[bool] = []
    real = passwords.verify
    monkeypatch.setattr(passwords, "verify", lambda kept, word: done.append(kept is None) or real(kept, word))
    for letter, person in ((code, who), (code, "999"), ("7K2F9QXM3PAB", who), ("", "")):
        done.clear()
        phone(api).post("/join/enter", data={"code": letter, "who": person, "digits": "902847"})
        assert len(done) == 1


def test_wrong_digits_lock_and_a_new_server_has_not_forgotten(
    client_as: ClientAs, api: FastAPI, code: str, child: int
) -> None:
    phone(api).post("/join/new", data={"code": code} | ME)
    who = re.findall(r'name="who" value="(\d+)"', phone(api).post("/join", data={"code": code}).text)[0]
    guess = {"code": code, "who": who, "digits": "902847"}
    answers = [phone(api).post("/join/enter", data=guess).status_code for _try in range(tries.PER_PERSON + 1)]
    assert answers == [422] * tries.PER_PERSON + [429]
    from schoolapp.identity.rate_limits import counter
    from schoolapp.routes import make_api

    counter.cache_clear()  # all that a process keeps is gone
    fresh = TestClient(make_api(), base_url="http://school.test", follow_redirects=False)
    locked = fresh.post("/join/enter", data=guess | {"digits": DIGITS})
    assert (locked.status_code, 'name="digits"' in locked.text) == (429, False), "no field for what cannot work"
    client_as("homeroom")
    from schoolapp.family.letters import reissue
    from schoolapp.identity.guards import viewer_of

    reissue(viewer_of(client_as("homeroom").headers["cookie"]), child)
    new = printed_code(client_as("homeroom"), f"student={child}")
    assert new != code
    assert fresh.post("/join/enter", data={"code": new, "who": who, "digits": DIGITS}).status_code == 303


def test_a_second_child_while_signed_in(api: FastAPI, client_as: ClientAs, code: str, school: SmallSchool) -> None:
    other = printed_code(client_as("homeroom7"), f"student={school.students['seventh'][0]}")
    hers = phone(api)
    hers.post("/join/new", data={"code": code} | ME)
    shown = hers.post("/join", data={"code": other}).text
    assert 'name="who"' not in shown
    assert 'name="digits"' not in hers.post("/join/who", data={"code": other, "relation": "奶奶"}).text
    for _twice in range(2):
        added = hers.post("/join/child", data={"code": other, "relation": "奶奶", "legal": "no"})
        assert (added.status_code, added.headers["location"]) == (303, "/home#")


def test_the_log_and_the_answers_address_hold_no_code(
    api: FastAPI, code: str, caplog: pytest.LogCaptureFixture
) -> None:
    plain = code.replace(" ", "")
    with caplog.at_level(logging.DEBUG):
        hers = phone(api)
        hers.post("/join", data={"code": code})
        answer = hers.post("/join/new", data={"code": code} | ME)
    assert plain not in caplog.text
    assert code not in caplog.text
    assert plain not in answer.headers["location"]


def test_letters_are_for_exactly_one_homeroom_or_child(client_as: ClientAs, school: SmallSchool) -> None:
    teacher = client_as("homeroom")
    third = school.homerooms["third"]
    sheet = teacher.get(f"/print/letters?homeroom={third}")
    assert sheet.text.count('class="letter"') == 12
    assert sheet.text.count('class="sheet letters"') == 3
    assert sheet.headers["cache-control"] == "private, no-store"
    for wrong in ("", f"homeroom={third}&student=1", "homeroom=x"):
        assert teacher.get(f"/print/letters?{wrong}").status_code == 422
    assert teacher.get("/print/letters?homeroom=999999").status_code in (403, 404)
    assert client_as("office").get(f"/print/letters?homeroom={school.homerooms['seventh']}").status_code == 200


def test_signing_in_leads_a_family_home_and_staff_to_today(client: TestClient, school: SmallSchool) -> None:
    for login, home in (("guardian", "/home"), ("teacher", "/today")):
        answer = client.post("/api/login", json={"login": login, "password": "tea-at-four"})
        assert answer.json() == {"next": home}
    answer = client.post("/api/login", json={"login": "guardian", "password": "tea-at-four", "next": "/consents"})
    assert answer.json() == {"next": "/consents"}


def test_whatever_goes_wrong_a_family_reads_a_page(api: FastAPI, code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A grandmother who taps a form must not face braces: form that is none, address that is none, a full disk."""
    family = TestClient(api, base_url="http://school.test", raise_server_exceptions=False)
    family.headers["Accept"] = "text/html,*/*"
    broken = family.post("/join", content=b"no part", headers={"Content-Type": "multipart/form-data; boundary=x"})
    missing = family.get("/join/nowhere")
    monkeypatch.setattr("schoolapp.family.joining.open_letter", lambda *_: 1 / 0)
    failed = family.post("/join", data={"code": code})
    for answer, status in ((broken, 400), (missing, 404), (failed, 500)):
        assert (answer.status_code, answer.headers["content-type"]) == (status, "text/html; charset=utf-8"), answer.text
        assert answer.headers["cache-control"] == "no-store"
        assert "<h1" in answer.text
        assert "{" not in answer.text.partition("<body")[2]
