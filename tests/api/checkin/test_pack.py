"""The pack: what a phone may know, and that it judges with it as the server does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Engine
from starlette.testclient import TestClient

from schoolapp import clock
from schoolapp.checkin.pack import cache as pack_cache
from schoolapp.db import write
from schoolapp.models import Card, DayChange, Guardian, Guardianship, Keep, Leave, Student
from schoolapp.settings import settings
from tests.checkin_events import MINUTE, event, now_ms, send
from tests.factory import SmallSchool
from tests.unit.checkin import phone

ClientAs = Callable[[str], TestClient]


@pytest.fixture(autouse=True)
def _always_look(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test begins without a pack at hand."""
    pack_cache.packs.cache_clear()


def _pack(client: TestClient) -> dict[str, Any]:
    answer = client.get("/api/checkin/pack")
    assert answer.status_code == 200, answer.text
    return answer.json()


def _sessions(pack: dict[str, Any]) -> set[int]:
    return {session["id"] for session in pack["sessions"]}


def test_a_teacher_gets_the_own_sessions_and_names(
    all_databases: Engine, school: SmallSchool, client_as: ClientAs
) -> None:
    pack = _pack(client_as("teacher"))
    assert _sessions(pack) == {school.sessions["calligraphy"]}
    [session] = pack["sessions"]
    assert session["expected"] == school.students["third"][:5]
    assert set(pack["students"]) == {str(child) for child in school.students["third"][:5]}
    assert (session["title"], session["room"], session["teacher"]) == ("书法1班", "综合楼 301", "苏墨")
    assert (session["kind"], session["mine"], session["slot_name"]) == ("section", True, "第一节")
    assert pack["actor"] == {
        "id": school.accounts["teacher"],
        "name": "苏墨",
        "roles": ["teacher"],
        "staff_id": school.staff["teacher"],
    }


def test_of_other_children_only_tag_and_place(all_databases: Engine, school: SmallSchool, client_as: ClientAs) -> None:
    answer = client_as("teacher").get("/api/checkin/pack")
    pack, stranger = answer.json(), school.students["seventh"][0]
    index = pack["tags"].index(_tag(stranger))
    assert pack["tag_students"][index] == 0
    assert pack["places"][pack["slots"]["2026-11-23/1"]["places"][index]]["title"] == "象棋1班"
    assert "王大明" not in answer.text
    assert list(pack["slots"]) == ["2026-11-23/1"], "slots in which this teacher has nothing are left out"


def _tag(student_id: int) -> str:
    with write() as db:
        from sqlmodel import select

        return db.exec(select(Card.tag).where(Card.student_id == student_id)).one()


def test_leaders_and_the_office_get_everyone(database: Engine, school: SmallSchool, client_as: ClientAs) -> None:
    for role in ("leader", "office"):
        pack = _pack(client_as(role))
        assert _sessions(pack) == set(school.sessions.values())
        assert len(pack["students"]) == 21, "the child who takes no part is in no pack"
        assert not any(session["mine"] for session in pack["sessions"])


def test_the_homeroom_teacher_s_double_period(database: Engine, school: SmallSchool, client_as: ClientAs) -> None:
    pack = _pack(client_as("homeroom"))
    by_id = {session["id"]: session for session in pack["sessions"]}
    first, second = by_id[school.sessions["care third 1"]], by_id[school.sessions["care third 2"]]
    assert (first["kind"], first["title"]) == ("care", "三（1）班 homework care")
    assert (first["carry_from"], second["carry_from"], second["head_count_only"]) == (None, first["id"], False)
    with write() as db:
        for name in ("calligraphy", "chess"):
            db.add(DayChange(session_id=school.sessions[name], kind="cancelled", created_at=clock.now()))
    pack_cache.packs.cache_clear()
    again = {session["id"]: session for session in _pack(client_as("homeroom"))["sessions"]}
    assert again[second["id"]]["head_count_only"], "now everyone sits there in both periods"


def test_namesakes_are_told_by_slot(database: Engine, school: SmallSchool, client_as: ClientAs) -> None:
    pack = _pack(client_as("teacher"))
    one, other = school.students["third"][2], school.students["seventh"][4]
    [entry] = pack["namesakes"][str(one)]
    assert (entry["student_id"], entry["slot"]) == (other, "2026-11-23/1")
    assert pack["places"][entry["place"]]["title"] == "篮球1班"
    assert pack["students"][str(one)]["namesake"] is True
    assert (entry["twin"], pack["students"][str(one)]["twin"]) == (False, False)


def test_twins_are_told_like_namesakes_by_pack_and_server(
    all_databases: Engine, school: SmallSchool, client_as: ClientAs
) -> None:
    one, twin, elder = school.students["third"][0], school.students["third"][5], school.students["seventh"][0]
    _same_grandmother(school, one, twin, elder)
    pack = _pack(client_as("homeroom"))
    entries = {(entry["student_id"], entry["slot"]): entry for entry in pack["namesakes"][str(one)]}
    assert {child for child, _slot in entries} == {twin}, "an elder brother of another grade is nobody's double"
    assert all(entry["twin"] for entry in entries.values())
    assert (pack["students"][str(one)]["twin"], pack["students"][str(one)]["namesake"]) == (True, False)
    mark = event(school, "teacher", "mark", session="calligraphy", student_id=one, choice="present", method="name")
    [result] = send(client_as("teacher"), mark)
    assert (result["verdict"], result["alert"]) == ("on_time", "namesake")


def _same_grandmother(school: SmallSchool, *children: int) -> None:
    with write() as db:
        guardian = Guardian(name="李奶奶", phone="13900000009")
        db.add(guardian)
        db.flush()
        for child in children:
            db.add(
                Guardianship(
                    guardian_id=guardian.id or 0,
                    student_id=child,
                    relation="奶奶",
                    confirmed_by_staff_id=school.staff["homeroom"],
                    confirmed_at=clock.real_now(),
                )
            )
    pack_cache.packs.cache_clear()


def test_kept_children_are_shown_to_the_receiving_teacher(
    database: Engine, school: SmallSchool, client_as: ClientAs
) -> None:
    child, since, until = school.students["third"][0], now_ms(), now_ms() + 20 * MINUTE
    send(client_as("coach"), event(school, "coach", "keep", student_id=child, until=until, note="谈心"))
    [session] = _pack(client_as("teacher"))["sessions"]
    assert session["keeps"] == [{"student_id": child, "by": "高飞", "since": since, "until": until, "place": ""}]


def test_unchanged_means_304(all_databases: Engine, school: SmallSchool, client_as: ClientAs) -> None:
    client = client_as("teacher")
    first = client.get("/api/checkin/pack")
    send(client, event(school, "teacher", session="calligraphy", child=school.students["third"][0]))
    same = client.get("/api/checkin/pack", headers={"If-None-Match": first.headers["etag"]})
    assert (same.status_code, same.content) == (304, b"")
    other = client_as("other").get("/api/checkin/pack", headers={"If-None-Match": first.headers["etag"]})
    assert other.status_code == 200, "another actor's pack is another pack"


@pytest.mark.parametrize("change", ["revoke", "leave", "cancel", "keep", "leave school"])
def test_a_change_is_in_the_next_pack(
    all_databases: Engine, school: SmallSchool, client_as: ClientAs, change: str
) -> None:
    client, child = client_as("teacher"), school.students["third"][0]
    before = client.get("/api/checkin/pack")
    with write() as db:
        if change == "revoke":
            db.get_one(Card, school.cards[child]).revoked_at = clock.now()
        elif change == "leave":
            span = {"starts_at": clock.now(), "ends_at": clock.at_minutes(clock.today(), 1400)}
            db.add(Leave(student_id=child, created_at=clock.now(), **span))
        elif change == "cancel":
            db.add(DayChange(session_id=school.sessions["calligraphy"], kind="cancelled", created_at=clock.now()))
        elif change == "keep":
            span = {"starts_at": clock.now(), "ends_at": clock.at_minutes(clock.today(), 1400)}
            db.add(Keep(id="k", student_id=child, staff_id=school.staff["coach"], **span))
        else:
            db.get_one(Student, child).left_on = clock.today()
    after = client.get("/api/checkin/pack", headers={"If-None-Match": before.headers["etag"]})
    expected = 304 if change == "leave school" else 200
    assert after.status_code == expected, "who left is taken off by the plan, which then changes"


def test_events_tell_when_the_pack_is_out_of_date(
    database: Engine, school: SmallSchool, client_as: ClientAs, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = client_as("teacher")
    version = _pack(client)["version"]
    body = {"device_id": "d", "sent_at": 0, "unsent": 0, "events": []}
    assert client.post("/api/checkin/events", json=body).json()["pack_version"] == version
    with write() as db:
        db.add(DayChange(session_id=school.sessions["calligraphy"], kind="cancelled", created_at=clock.now()))
    newer = _pack(client)["version"]
    assert newer != version
    assert client.post("/api/checkin/events", json=body).json()["pack_version"] == newer


def test_a_roll_tells_at_once_that_the_pack_is_out_of_date(
    all_databases: Engine, school: SmallSchool, client_as: ClientAs
) -> None:
    client, session = client_as("teacher"), school.sessions["calligraphy"]
    version = _pack(client)["version"]
    roll = f"/api/checkin/roll/{session}"
    assert client.get(roll).json()["pack_version"] == version
    with write() as db:
        span = {"starts_at": clock.now(), "ends_at": clock.at_minutes(clock.today(), 1400)}
        db.add(Keep(id="k", student_id=school.students["third"][0], staff_id=school.staff["coach"], **span))
    told = client.get(roll).json()["pack_version"]
    assert told != version, "looked up for this answer, not some seconds before it"
    assert _pack(client)["version"] == told


def test_who_may_have_a_pack(database: Engine, school: SmallSchool, client_as: ClientAs) -> None:
    roles = ("visitor", "guardian", "teacher")
    statuses = {role: client_as(role).get("/api/checkin/pack").status_code for role in roles}
    assert statuses == {"visitor": 401, "guardian": 403, "teacher": 200}


@pytest.mark.parametrize("role", ["teacher", "homeroom7", "leader"])
def test_phone_and_server_agree(
    all_databases: Engine, school: SmallSchool, client_as: ClientAs, freeze: Callable[[str], None], role: str
) -> None:
    """Every card at every session of the pack, before, at and after the bell: the pack gives the server's verdict."""
    with write() as db:
        db.add(DayChange(session_id=school.sessions["basketball"], kind="cancelled", created_at=clock.now()))
        revoked = db.get_one(Card, school.cards[school.students["third"][1]])
        revoked.revoked_at = clock.at_minutes(clock.today(), 0)
    client = client_as(role)
    pack = _pack(client)
    for wall in ("2026-11-23T16:05", "2026-11-23T16:33", "2026-11-23T16:50", "2026-11-23T19:00"):
        freeze(wall)
        cases = [
            {"kind": "scan", "code": code, "session_id": session, "at": now_ms(), "counted": []}
            for session in sorted(_sessions(pack))
            for child, code in school.codes.items()
            if child != school.students["third"][11]
        ]
        for start in range(0, len(cases), 250):
            _compare(client, school, role, pack, cases[start : start + 250])


def _compare(
    client: TestClient, school: SmallSchool, role: str, pack: dict[str, Any], cases: list[dict[str, Any]]
) -> None:
    events = [event(school, role, session_id=case["session_id"], code=case["code"]) for case in cases]
    for case, result in zip(cases, send(client, *events), strict=True):
        verdict, place, _alert = phone.decide(pack, case)
        told = pack["places"][place]["title"] if place is not None else None
        server = result["place"]["title"] if result["place"] else None
        if result["verdict"] == "already_here":
            continue  # counted at an earlier time of this test; the phone's own count is not part of the pack
        assert (verdict, told) == (result["verdict"], server), case


def test_it_says_the_time_zone_of_the_school(
    school: SmallSchool, client_as: ClientAs, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A changed one makes a new version, or phones would keep the old one."""
    before = _pack(client_as("teacher"))
    assert before["zone"] == "Asia/Shanghai"
    monkeypatch.setattr(settings(), "timezone", "Asia/Urumqi")
    pack_cache.packs.cache_clear()
    after = _pack(client_as("teacher"))
    assert after["zone"] == "Asia/Urumqi"
    assert after["version"] != before["version"]
