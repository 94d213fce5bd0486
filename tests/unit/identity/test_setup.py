"""Setting a real school up: with the code from the console, once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlmodel import select
from starlette.testclient import TestClient

from schoolapp.db import read
from schoolapp.identity import setup
from schoolapp.identity.guards import viewer_of
from schoolapp.identity.policy import Role
from schoolapp.models import AuditEntry, PeriodSlot, School, Staff, Term
from schoolapp.refusals import Refused
from schoolapp.settings import settings

pytestmark = pytest.mark.usefixtures("all_databases")


def form(code: str, **other: Any) -> dict[str, Any]:
    return {
        "code": code,
        "school": " 青禾镇九年制学校 ",
        "short": "",
        "term": "2026 年秋季学期",
        "starts": "2026-09-02",
        "ends": "2027-01-15",
        "person": "梁文",
        "login": "LiangWen",
        "password": "morning-tea",
        "bell1_name": "第一节",
        "bell1_starts": "16:30",
        "bell1_ends": "17:10",
        "bell2_name": "第二节",
        "bell2_starts": "17:20",
        "bell2_ends": "18:00",
        "bell3_name": "",
        **other,
    }


def test_whoever_has_the_code_creates_the_school(client: TestClient, freeze: Callable[[str], None]) -> None:
    freeze("2026-09-01T10:00")
    assert client.get("/api/door").json()["needs_setup"] is True
    answer = client.post("/api/setup", json=form(setup.setup_code().lower()))
    assert (answer.status_code, answer.json()) == (200, {"next": "/office/import"})
    viewer = viewer_of(answer.headers["set-cookie"].split(";")[0])
    assert viewer.roles == {Role.OFFICE, Role.TEACHER}
    with read() as db:
        school = db.exec(select(School)).one()
        assert (school.name, school.short_name) == ("青禾镇九年制学校", "青禾镇九年制学校")
        assert len(bytes.fromhex(school.tag_salt)) == 16
        assert str(db.exec(select(Term)).one().starts_on) == "2026-08-31", "week 1 begins on a Monday"
        bells = db.exec(select(PeriodSlot).order_by(PeriodSlot.number)).all()
        assert [(bell.starts_minutes, bell.ends_minutes) for bell in bells] == [(990, 1030), (1040, 1080)]
        assert "identity.set_up" in {entry.action for entry in db.exec(select(AuditEntry))}
    assert setup.setup_code() == ""
    assert client.get("/api/door").json()["needs_setup"] is False


def test_it_is_possible_once_only(client: TestClient) -> None:
    code = setup.setup_code()
    assert client.post("/api/setup", json=form(code)).status_code == 200
    again = client.post("/api/setup", json=form(code, login="other"))
    assert (again.status_code, again.json()["code"]) == (409, "set_up_already")


def test_two_at_the_same_moment_make_one_school(monkeypatch: pytest.MonkeyPatch) -> None:
    new = setup.read_form(form(setup.setup_code()))
    setup.create_school(new)
    monkeypatch.setattr(setup, "needs_setup", lambda: True)
    monkeypatch.setattr(setup, "_is_right", lambda _code: True)
    with pytest.raises(Refused, match="set_up_already"):
        setup.create_school(new.model_copy(update={"login": "other"}))
    with read() as db:
        assert len(db.exec(select(School)).all()) == 1
        assert len(db.exec(select(Staff)).all()) == 1


def test_a_wrong_code_creates_nothing_and_is_counted(client: TestClient) -> None:
    right = setup.setup_code()
    answers = [client.post("/api/setup", json=form("AAAA-BBBB-CCCC")) for _ in range(11)]
    assert [answer.json()["code"] for answer in answers] == ["wrong_code"] * 10 + ["too_many_tries"]
    assert client.post("/api/setup", json=form(right)).status_code == 429
    with read() as db:
        assert db.exec(select(School)).first() is None


def test_each_start_makes_another_code_and_keeps_its_hash_only() -> None:
    first, second = setup.setup_code(), setup.setup_code()
    assert first != second
    kept = settings().data / "setup-code"
    assert second not in kept.read_text()
    assert kept.stat().st_mode & 0o077 == 0
    with pytest.raises(Refused, match="wrong_code"):
        setup.create_school(setup.read_form(form(first)))


def test_without_a_code_made_nothing_works() -> None:
    with pytest.raises(Refused, match="wrong_code"):
        setup.create_school(setup.read_form(form("")))


def test_the_demo_is_never_set_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCHOOLAPP_DEMO", "1")
    settings.cache_clear()
    assert setup.setup_code() == ""


@pytest.mark.parametrize(
    ("code", "other"),
    [
        ("empty_name", {"school": "  "}),
        ("empty_name", {"login": " "}),
        ("wrong_term", {"ends": "2026-09-02"}),
        ("wrong_term", {"ends": "2028-01-01"}),
        ("wrong_bells", {"bell1_ends": "16:30"}),
        ("wrong_bells", {"bell1_ends": "25:00"}),
        ("wrong_bells", {"bell2_starts": "17:00"}),
        ("wrong_bells", {"bell1_name": "", "bell2_name": ""}),
        ("weak_password", {"password": "short"}),
        ("weak_password", {"password": "kehou-demo"}),
        ("weak_password", {"login": "morning-tea"}),
    ],
)
def test_what_is_wrong_is_said(code: str, other: dict[str, str]) -> None:
    with pytest.raises(Refused, match=code):
        setup.create_school(setup.read_form(form(setup.setup_code(), **other)))


@pytest.mark.parametrize(
    ("other", "field", "told"),
    [
        ({"code": "AAAA"}, "code", "window"),
        ({"school": " "}, "school", ""),
        ({"starts": ""}, "starts", ""),
        ({"ends": "2026-09-02"}, "ends", ""),
        ({"password": "short"}, "password", ""),
        ({"bell1_ends": "16:30"}, "bell1_ends", "the end must be later"),
        ({"bell2_starts": "17:00"}, "bell2_starts", "is over"),
        ({"bell2_name": ""}, "bell2_name", "Period 2: give it a name"),
        ({"bell2_starts": ""}, "bell2_starts", "when does it begin"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(client: TestClient, other: dict[str, str], field: str, told: str) -> None:
    answer = client.post("/api/setup", json=form(setup.setup_code()) | other)
    assert answer.json()["field"] == field
    assert told in answer.json()["message"]


@pytest.mark.parametrize("other", [{"starts": "soon"}, {"school": "x" * 61}, {"password": None}, {"person": 5}])
def test_a_broken_form_is_invalid(other: dict[str, Any]) -> None:
    with pytest.raises(Refused, match="invalid"):
        setup.read_form(form("x", **other))
