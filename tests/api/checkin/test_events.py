"""What a phone is answered, on SQLite and on PostgreSQL."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
from sqlalchemy import Engine
from sqlmodel import select
from starlette.testclient import TestClient

from schoolapp import clock
from schoolapp.db import read, write
from schoolapp.models import (
    AuditEntry,
    Card,
    CheckinEvent,
    DayChange,
    Device,
    Keep,
    LoginSession,
    RollSubmission,
    Student,
)
from tests.checkin_events import MINUTE, envelope, event, now_ms, send
from tests.factory import SmallSchool, begin_login

ClientAs = Callable[[str], TestClient]
FULL_WIDTH = {ord("0") + digit: 0xFF10 + digit for digit in range(10)}
ARABIC = {ord("0") + digit: 0x0660 + digit for digit in range(10)}
"""Digits of other scripts, which Python's own number reading takes for ours."""


@pytest.fixture
def teacher(client_as: ClientAs) -> TestClient:
    return client_as("teacher")


def _stored() -> list[CheckinEvent]:
    with read() as db:
        return list(db.exec(select(CheckinEvent).order_by(CheckinEvent.seq)))  # type: ignore[arg-type]


def test_a_card_of_the_list(all_databases: Engine, school: SmallSchool, teacher: TestClient) -> None:
    child = school.students["third"][0]
    [result] = send(teacher, event(school, "teacher", session="calligraphy", child=child))
    assert (result["status"], result["verdict"], result["alert"]) == ("stored", "on_time", None)
    assert result["student"] == {"id": child, "name": "王小明", "homeroom": "三（1）班", "seat": 1}
    [row] = _stored()
    assert (row.student_id, row.card_id, row.happened_at) == (child, school.cards[child], clock.now())


def test_the_same_batch_twice_is_stored_once_and_answered_alike(
    all_databases: Engine, school: SmallSchool, teacher: TestClient
) -> None:
    first, stranger = school.students["third"][0], school.students["third"][5]
    batch = [
        event(school, "teacher", session="calligraphy", child=first),
        event(school, "teacher", session="calligraphy", child=first),
        event(school, "teacher", session="calligraphy", child=stranger),
        event(school, "teacher", "submit", session="calligraphy", number=1, note="少一人"),
    ]
    once, twice = send(teacher, *batch), send(teacher, *batch)
    assert [result["status"] for result in once] == ["stored"] * 4
    assert [result["status"] for result in twice] == ["duplicate"] * 4
    assert [one | {"status": ""} for one in once] == [one | {"status": ""} for one in twice]
    assert len(_stored()) == 4
    with read() as db:
        assert len(db.exec(select(RollSubmission)).all()) == 1
        assert len(db.exec(select(AuditEntry).where(AuditEntry.action == "checkin.submit")).all()) == 1


def test_the_same_id_twice_in_one_batch(all_databases: Engine, school: SmallSchool, teacher: TestClient) -> None:
    scan = event(school, "teacher", session="calligraphy", child=school.students["third"][0])
    assert [result["status"] for result in send(teacher, scan, scan)] == ["stored", "duplicate"]
    assert len(_stored()) == 1


def test_a_child_of_another_room(all_databases: Engine, school: SmallSchool, teacher: TestClient) -> None:
    child = school.students["third"][5]
    scan = event(school, "teacher", session="calligraphy", child=child)
    [result] = send(teacher, scan)
    assert result["verdict"] == "wrong_room"
    assert result["place"] == {"title": "象棋1班", "room": "综合楼 203", "teacher": "齐军"}
    assert result["student"] is None, "the name of a child of another section is not for this teacher"
    keep = event(school, "teacher", "mark", session="calligraphy", choice="keep", target_id=scan["id"])
    [kept] = send(teacher, keep)
    assert (kept["verdict"], kept["student"]["id"]) == ("wrong_room", child)
    roll = teacher.get(f"/api/checkin/roll/{school.sessions['calligraphy']}").json()
    assert [one["student_id"] for one in roll["here"]] == [child]
    [again] = send(teacher, event(school, "teacher", session="calligraphy", child=child))
    assert again["verdict"] == "already_here"


def test_the_teacher_who_waits_is_told_where_a_child_was_seen(
    all_databases: Engine, school: SmallSchool, teacher: TestClient, client_as: Callable[[str], TestClient]
) -> None:
    sent, kept, passing = school.students["third"][5:8]
    before = now_ms() - MINUTE
    scans = {
        child: event(school, "teacher", session="calligraphy", child=child, scanned_at=before)
        for child in (sent, kept, passing)
    }
    send(teacher, *scans.values())
    for child, choice in ((sent, "send"), (kept, "keep")):
        target = scans[child]["id"]
        send(
            teacher,
            event(school, "teacher", "mark", session="calligraphy", choice=choice, target_id=target, child=child),
        )
    ask = f"/api/checkin/roll/{school.sessions['chess']}"
    other = client_as("other")
    seen = {one["student_id"]: (one["kind"], one["room"]) for one in other.get(ask).json()["elsewhere"]}
    room = "综合楼 301"
    assert seen == {sent: ("sent", room), kept: ("here", room), passing: ("passing", room)}
    send(other, event(school, "other", session="chess", child=sent))
    assert sent not in {one["student_id"] for one in other.get(ask).json()["elsewhere"]}
    send(teacher, event(school, "teacher", "undo", target_id=scans[passing]["id"]))
    assert passing not in {one["student_id"] for one in other.get(ask).json()["elsewhere"]}


def test_refused_cards_are_kept_without_their_text(
    all_databases: Engine, school: SmallSchool, teacher: TestClient
) -> None:
    child = school.students["third"][0]
    with write() as db:
        db.get_one(Card, school.cards[child]).revoked_at = clock.now()
    foreign = event(school, "teacher", session="calligraphy", phone_verdict="not_a_card", length=31, format="qr_code")
    leaked = event(school, "teacher", session="calligraphy", code="wxp://secret-payment")
    results = send(teacher, event(school, "teacher", session="calligraphy", child=child), foreign, leaked)
    assert [result["verdict"] for result in results] == ["revoked_card", "not_a_card", "not_a_card"]
    assert {row.note for row in _stored()} == {"", "qr_code:31", "text:20"}


def test_a_card_that_was_never_issued(all_databases: Engine, school: SmallSchool, teacher: TestClient) -> None:
    from schoolapp.checkin import codes
    from schoolapp.school.keys import card_key

    strange = codes.make_code(card_key(), 999_999)
    [result] = send(teacher, event(school, "teacher", session="calligraphy", code=strange))
    assert (result["status"], result["verdict"]) == ("stored", "unknown_card")


def test_two_cards_of_one_child(all_databases: Engine, school: SmallSchool, teacher: TestClient) -> None:
    from tests.factory import SALT  # the second card as cards/service would issue it

    child = school.students["third"][0]
    second = another_card(child, SALT)
    first = send(teacher, event(school, "teacher", session="calligraphy", child=child))
    [result] = send(teacher, event(school, "teacher", session="calligraphy", code=second))
    assert first[0]["alert"] is None
    assert (result["verdict"], result["alert"]) == ("already_here", "two_cards")


def another_card(child: int, salt: str) -> str:
    from schoolapp.checkin import codes
    from schoolapp.school.keys import card_key

    code = codes.make_code(card_key(), 77_777)
    with write() as db:
        db.add(
            Card(
                serial=77_777,
                code_digest=codes.digest(card_key(), code),
                tag=codes.tag(salt, code),
                student_id=child,
                issued_at=clock.now(),
            )
        )
    return code


def test_one_child_in_two_rooms_by_two_phones(all_databases: Engine, school: SmallSchool, client_as: ClientAs) -> None:
    """Both were offline: the later arrival in the log is told, and both facts stay."""
    child = school.students["third"][0]
    here = event(school, "teacher", session="calligraphy", child=child)
    there = event(school, "other", "mark", session="chess", child=child, choice="keep")
    [first] = send(client_as("teacher"), here)
    [second] = send(client_as("other"), there, device="phone-2")
    assert (first["verdict"], first["alert"]) == ("on_time", None)
    assert (second["verdict"], second["alert"]) == ("wrong_room", "two_rooms")
    assert {row.session_id for row in _stored()} == {school.sessions["calligraphy"], school.sessions["chess"]}


def test_undo_takes_the_count_back(all_databases: Engine, school: SmallSchool, teacher: TestClient) -> None:
    child = school.students["third"][0]
    scan = event(school, "teacher", session="calligraphy", child=child)
    undo = event(school, "teacher", "undo", session="calligraphy", target_id=scan["id"], scanned_at=now_ms() + 1)
    results = send(teacher, undo, scan)
    assert [result["verdict"] for result in results] == ["", "on_time"]
    roll = teacher.get(f"/api/checkin/roll/{school.sessions['calligraphy']}").json()
    assert roll["here"] == []
    assert child in roll["absent"]


def test_a_cancelled_class(all_databases: Engine, school: SmallSchool, client_as: ClientAs) -> None:
    """Its children are expected in their homeroom's care of that slot."""
    session, child = school.sessions["calligraphy"], school.students["third"][0]
    with write() as db:
        db.add(DayChange(session_id=session, kind="cancelled", created_at=clock.now()))
    [refused] = send(client_as("teacher"), event(school, "teacher", session="calligraphy", child=child))
    [welcome] = send(client_as("homeroom"), event(school, "homeroom", session="care third 1", child=child))
    assert (refused["verdict"], welcome["verdict"]) == ("session_cancelled", "on_time")
    roll = client_as("homeroom").get(f"/api/checkin/roll/{school.sessions['care third 1']}").json()
    assert set(school.students["third"][1:5]) <= set(roll["absent"])


def test_a_merged_class(all_databases: Engine, school: SmallSchool, client_as: ClientAs) -> None:
    into = school.sessions["chess"]
    with write() as db:
        changed = school.sessions["calligraphy"]
        db.add(DayChange(session_id=changed, kind="merged", into_session_id=into, created_at=clock.now()))
    child = school.students["third"][0]
    [result] = send(client_as("other"), event(school, "other", session="chess", child=child))
    assert result["verdict"] == "on_time"
    [old] = send(client_as("teacher"), event(school, "teacher", session="calligraphy", child=child))
    assert old["verdict"] == "session_cancelled"


def test_a_substitute_may_take_the_roll(all_databases: Engine, school: SmallSchool, client_as: ClientAs) -> None:
    child = school.students["third"][0]
    [before] = send(client_as("coach"), event(school, "coach", session="calligraphy", child=child))
    with write() as db:
        change = DayChange(
            session_id=school.sessions["calligraphy"],
            kind="substitute",
            staff_id=school.staff["coach"],
            created_at=clock.now(),
        )
        db.add(change)
    [after] = send(client_as("coach"), event(school, "coach", session="calligraphy", child=child))
    assert (before["verdict"], before["student"], after["verdict"]) == ("not_allowed", None, "on_time")


@pytest.mark.parametrize("role", ["leader", "office"])
def test_leaders_and_the_office_take_any_roll(
    database: Engine, school: SmallSchool, client_as: ClientAs, role: str
) -> None:
    child = school.students["third"][0]
    [result] = send(client_as(role), event(school, role, session="calligraphy", child=child))
    assert result["verdict"] == "on_time"


def test_on_leave_and_not_enrolled(all_databases: Engine, school: SmallSchool, client_as: ClientAs) -> None:
    on_leave, outsider = school.students["seventh"][9], school.students["third"][11]
    results = send(
        client_as("homeroom7"),
        event(school, "homeroom7", session="care seventh 1", child=on_leave),
        event(school, "homeroom7", session="care seventh 1", child=outsider),
    )
    assert [result["verdict"] for result in results] == ["on_leave", "not_enrolled"]
    assert results[1]["student"] is None


def test_a_phone_ahead_of_time(all_databases: Engine, school: SmallSchool, teacher: TestClient) -> None:
    """Its scan counts when it was received at the latest, and is flagged."""
    children = school.students["third"]
    fast = event(school, "teacher", session="calligraphy", child=children[0], scanned_at=now_ms() + 9 * MINUTE)
    put_right = event(
        school,
        "teacher",
        session="calligraphy",
        child=children[1],
        scanned_at=now_ms() + 9 * MINUTE,
        clock_offset_ms=-9 * MINUTE - 1000,
    )
    results = send(teacher, fast, put_right)
    assert [result["alert"] for result in results] == ["clock", "clock"]
    first, second = sorted(_stored(), key=lambda row: row.student_id or 0)
    assert first.happened_at == clock.now()
    assert first.is_clock_doubtful
    assert second.happened_at == clock.now() - timedelta(seconds=1)
    assert second.is_clock_doubtful


def test_a_phone_from_1970_with_a_known_offset(all_databases: Engine, school: SmallSchool, teacher: TestClient) -> None:
    scan = event(school, "teacher", session="calligraphy", child=school.students["third"][0], scanned_at=5000)
    [result] = send(teacher, scan | {"clock_offset_ms": now_ms() - 6000})
    assert (result["verdict"], result["status"]) == ("invalid", "invalid"), "over ten years is nonsense"
    [stored] = send(teacher, scan | {"scanned_at": now_ms() - 300 * 86_400_000, "clock_offset_ms": 300 * 86_400_000})
    assert (stored["verdict"], stored["alert"]) == ("on_time", "clock")


def test_submission_and_late_arrival(
    all_databases: Engine, school: SmallSchool, teacher: TestClient, freeze: Callable[[str], None]
) -> None:
    children = school.students["third"]
    freeze("2026-11-23T16:34")
    send(teacher, *(event(school, "teacher", session="calligraphy", child=child) for child in children[:3]))
    send(teacher, event(school, "teacher", "submit", session="calligraphy", number=4, note="一个在洗手间"))
    freeze("2026-11-23T16:40")
    [late] = send(teacher, event(school, "teacher", session="calligraphy", child=children[3]))
    assert late["verdict"] == "late"
    with read() as db:
        [submission] = db.exec(select(RollSubmission)).all()
    assert (submission.head_count, submission.present_count, submission.explanation) == (4, 3, "一个在洗手间")
    roll = teacher.get(f"/api/checkin/roll/{school.sessions['calligraphy']}").json()
    assert len(roll["here"]) == 4
    assert roll["absent"] == [children[4]]
    assert roll["submitted"]["number"] == 4


def test_homework_care_names_only_the_absent(all_databases: Engine, school: SmallSchool, client_as: ClientAs) -> None:
    homeroom, children = client_as("homeroom"), school.students["third"][8:11]
    absent = event(
        school, "homeroom", "mark", session="care third 1", student_id=children[0], choice="absent", method="grid"
    )
    send(homeroom, absent)
    before = homeroom.get(f"/api/checkin/roll/{school.sessions['care third 1']}").json()
    assert before["here"] == [], "nobody is presumed present before the roll is submitted"
    submit = event(school, "homeroom", "submit", session="care third 1", number=2, method="grid")
    send(homeroom, submit | {"scanned_at": now_ms()})
    after = homeroom.get(f"/api/checkin/roll/{school.sessions['care third 1']}").json()
    assert {one["student_id"] for one in after["here"]} == set(children[1:])
    assert after["absent"] == [children[0]]
    with read() as db:
        assert db.exec(select(RollSubmission.present_count)).one() == 2


def test_keeping_a_child_and_letting_go(all_databases: Engine, school: SmallSchool, client_as: ClientAs) -> None:
    child, until = school.students["third"][0], now_ms() + 15 * MINUTE
    keep = event(school, "coach", "keep", student_id=child, until=until, note="谈心")
    [kept] = send(client_as("coach"), keep)
    assert kept["verdict"] == ""
    with read() as db:
        [row] = db.exec(select(Keep)).all()
    assert (row.student_id, row.staff_id, row.reason, row.ended_at) == (child, school.staff["coach"], "谈心", None)
    end = event(school, "coach", "keep_end", student_id=child, scanned_at=now_ms())
    send(client_as("coach"), end)
    with read() as db:
        assert db.exec(select(Keep.ended_at)).one() == clock.now()


def test_an_end_that_came_before_its_keep(all_databases: Engine, school: SmallSchool, client_as: ClientAs) -> None:
    """Two phones, the second was online first: the child is not kept for ever."""
    child, start = school.students["third"][0], now_ms() - 10 * MINUTE
    send(client_as("leader"), event(school, "leader", "keep_end", student_id=child))
    keep = event(school, "coach", "keep", student_id=child, until=start + 60 * MINUTE, scanned_at=start)
    send(client_as("coach"), keep)
    with read() as db:
        assert db.exec(select(Keep.ended_at)).one() == clock.now()


@pytest.mark.parametrize("order", ["keep first", "undo first", "together"])
def test_an_undone_keep_in_every_order(
    all_databases: Engine, school: SmallSchool, client_as: ClientAs, order: str
) -> None:
    child, start = school.students["third"][0], now_ms() - 10 * MINUTE
    keep = event(school, "coach", "keep", student_id=child, until=start + 60 * MINUTE, scanned_at=start)
    end = event(school, "coach", "keep_end", student_id=child, scanned_at=start + MINUTE)
    undo = event(school, "coach", "undo", target_id=keep["id"], scanned_at=start + 2 * MINUTE)
    groups = {"keep first": [[keep], [end], [undo]], "undo first": [[undo], [end], [keep]], "together": [[undo, keep]]}
    for group in groups[order]:
        send(client_as("coach"), *group)
    with read() as db:
        [row] = db.exec(select(Keep)).all()
    assert row.ended_at == row.starts_at, "it never was"


def test_a_card_held_up_before_it_was_revoked_counts(
    all_databases: Engine, school: SmallSchool, teacher: TestClient
) -> None:
    """The phone had no network; meanwhile the office printed a new card."""
    child = school.students["third"][0]
    scan = event(school, "teacher", session="calligraphy", child=child, scanned_at=now_ms() - MINUTE)
    with write() as db:
        db.get_one(Card, school.cards[child]).revoked_at = clock.now()
    [before, after] = send(teacher, scan, event(school, "teacher", session="calligraphy", child=child))
    assert (before["verdict"], after["verdict"]) == ("on_time", "revoked_card")


def test_found_by_the_duty_leader(all_databases: Engine, school: SmallSchool, client_as: ClientAs) -> None:
    child = school.students["third"][0]
    found = {"kind": "found", "student_id": child, "note": "医务室", "method": "board"}
    [by_leader] = send(client_as("leader"), event(school, "leader", **found))
    [by_stranger] = send(client_as("coach"), event(school, "coach", **found))
    assert (by_leader["verdict"], by_stranger["verdict"]) == ("", "not_allowed")


def test_the_heartbeat(all_databases: Engine, school: SmallSchool, teacher: TestClient) -> None:
    assert send(teacher, unsent=7) == []
    with read() as db:
        [device] = db.exec(select(Device)).all()
    assert (device.id, device.unsent, device.account_id) == ("phone-1", 7, school.accounts["teacher"])
    assert device.last_heard_at == clock.now()


def test_one_bad_item_blocks_no_other(all_databases: Engine, school: SmallSchool, teacher: TestClient) -> None:
    good = event(school, "teacher", session="calligraphy", child=school.students["third"][0])
    bad: list[Any] = [
        5,
        None,
        "text",
        [],
        {},
        good | {"id": "not-a-uuid"},
        good | {"id": good["id"].translate(FULL_WIDTH)},
        good | {"id": good["id"].translate(ARABIC)},
        good | {"id": "{" + good["id"].replace("-", "") + "}--"},
        good | {"target_id": good["id"].translate(FULL_WIDTH)},
        good | {"id": good["id"][:-1] + "g"},
        event(school, "teacher", "dance"),
        event(school, "teacher", session="calligraphy"),
        event(school, "teacher", "mark", session="calligraphy"),
        event(school, "teacher", "submit", session="calligraphy", number=-1),
        good | {"scanned_at": 10**18},
        good | {"scanned_at": "soon"},
        good | {"session_id": 2**40},
        good | {"method": "x" * 33},
    ]
    results = send(teacher, *bad[:7], good, *bad[7:])
    statuses = [result["status"] for result in results]
    assert statuses == ["invalid"] * 7 + ["stored"] + ["invalid"] * (len(bad) - 7)
    assert {result.get("code") for result in results if result["status"] == "invalid"} == {"malformed"}
    assert len(_stored()) == 1


def test_hostile_text_is_stored_harmlessly(all_databases: Engine, school: SmallSchool, teacher: TestClient) -> None:
    note = "a\x00b\ud800'; drop table card; --"
    raw = event(school, "teacher", "submit", session="calligraphy", number=1, note="NOTE")
    body = json.dumps(envelope(raw)).replace('"NOTE"', json.dumps(note))
    answer = teacher.post("/api/checkin/events", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code in (200, 400), "a lone surrogate is no JSON text; it may be refused, never crash"
    [result] = send(teacher, raw | {"note": "a\x00b"})
    assert result["status"] in ("stored", "duplicate")
    assert _stored()[0].note.startswith("ab")


def test_unknown_rows(all_databases: Engine, school: SmallSchool, teacher: TestClient) -> None:
    """A session or child that does not exist is a refused fact, not an error."""
    child = school.students["third"][0]
    scan = event(school, "teacher", session_id=987_654, child=child)
    mark = event(school, "teacher", "mark", session="calligraphy", student_id=987_654, choice="present")
    undo = event(school, "teacher", "undo", target_id=event(school, "teacher")["id"])
    results = send(teacher, scan, mark, undo)
    assert [result["verdict"] for result in results] == ["not_allowed", "invalid", ""]
    assert [result["status"] for result in results] == ["stored"] * 3


def test_another_account_s_events_stay_on_the_phone(
    all_databases: Engine, school: SmallSchool, teacher: TestClient
) -> None:
    child = school.students["third"][0]
    foreign = event(school, "other", session="chess", child=child)
    own = event(school, "teacher", session="calligraphy", child=child)
    refused, stored = send(teacher, foreign, own)
    assert (refused["status"], refused["code"]) == ("invalid", "other_actor")
    assert stored["status"] == "stored"
    assert len(_stored()) == 1


def test_an_id_of_another_account_tells_nothing(
    all_databases: Engine, school: SmallSchool, client_as: ClientAs
) -> None:
    scan = event(school, "teacher", session="calligraphy", child=school.students["third"][0])
    send(client_as("teacher"), scan)
    stolen = scan | {"actor_id": school.accounts["coach"]}
    [result] = send(client_as("coach"), stolen)
    assert (result["status"], result["code"], result["student"]) == ("invalid", "taken_id", None)


def test_who_may_send_at_all(all_databases: Engine, school: SmallSchool, client_as: ClientAs) -> None:
    body = envelope()
    assert client_as("visitor").post("/api/checkin/events", json=body).status_code == 401
    assert client_as("visitor").post("/api/checkin/events", json=body).json()["code"] == "sign_in"
    assert client_as("guardian").post("/api/checkin/events", json=body).status_code == 403


def test_a_revoked_login_is_refused_at_once(all_databases: Engine, school: SmallSchool, teacher: TestClient) -> None:
    """Although its viewer is remembered for two seconds."""
    scan = event(school, "teacher", session="calligraphy", child=school.students["third"][0])
    assert send(teacher) == []
    with write() as db:
        for login in db.exec(select(LoginSession)):
            login.revoked_at = clock.real_now()
    assert teacher.post("/api/checkin/events", json=envelope(scan)).status_code == 401
    assert _stored() == []


def test_an_expired_login(all_databases: Engine, school: SmallSchool, client: TestClient) -> None:
    token = begin_login(school.accounts["teacher"], lasts=timedelta(seconds=-1))
    answer = client.post("/api/checkin/events", json=envelope(), headers={"Cookie": f"schoolapp_login={token}"})
    assert answer.status_code == 401


def test_limits_of_a_request(database: Engine, school: SmallSchool, teacher: TestClient) -> None:
    most = [{"id": str(number)} for number in range(500)]
    assert teacher.post("/api/checkin/events", json=envelope(*most)).status_code == 200
    too_many = teacher.post("/api/checkin/events", json=envelope(*most, {}))
    assert (too_many.status_code, too_many.json()["code"]) == (413, "too_many")
    too_large = teacher.post("/api/checkin/events", content=b" " * 1_000_001)
    assert (too_large.status_code, too_large.json()["code"]) == (413, "too_large")
    streamed = teacher.post("/api/checkin/events", content=(b" " * 100_000 for _ in range(11)))
    assert streamed.status_code == 413
    for body in (b"", b"{", b"[]", b'{"device_id": 5}', b'{"device_id":"x","events":5}', b"\xff\xfe"):
        refused = teacher.post("/api/checkin/events", content=body)
        assert (refused.status_code, refused.json()["code"]) == (400, "malformed")


def test_the_audit_trail_names_choices_undo_and_submission(
    all_databases: Engine, school: SmallSchool, teacher: TestClient
) -> None:
    scan = event(school, "teacher", session="calligraphy", child=school.students["third"][5])
    send(
        teacher,
        scan,
        event(school, "teacher", "mark", session="calligraphy", choice="send", target_id=scan["id"]),
        event(school, "teacher", "undo", session="calligraphy", target_id=scan["id"]),
        event(school, "teacher", "submit", session="calligraphy", number=0),
    )
    with read() as db:
        rows = db.exec(select(AuditEntry).where(AuditEntry.table == "checkin_event")).all()
    assert sorted(row.action for row in rows) == ["checkin.choose_send", "checkin.submit", "checkin.undo"]
    assert all(row.account_id == school.accounts["teacher"] for row in rows)


def test_rolls_are_shown_to_those_who_take_them(database: Engine, school: SmallSchool, client_as: ClientAs) -> None:
    session = school.sessions["calligraphy"]
    statuses = {
        role: client_as(role).get(f"/api/checkin/roll/{session}").status_code
        for role in ("visitor", "guardian", "coach", "teacher", "leader", "office")
    }
    assert statuses == {"visitor": 401, "guardian": 403, "coach": 403, "teacher": 200, "leader": 200, "office": 200}
    assert client_as("leader").get("/api/checkin/roll/99999").status_code == 404
    assert client_as("leader").get(f"/api/checkin/roll/{2**31}").status_code == 422


def test_a_guessed_number_names_no_child(all_databases: Engine, school: SmallSchool, teacher: TestClient) -> None:
    """Any teacher may keep any child, but only a card in the hand tells whose it is: numbers can be counted through."""
    stranger = school.students["third"][5]
    later = now_ms() + 10 * MINUTE
    guesses = [
        event(school, "teacher", "mark", session="calligraphy", choice="keep", student_id=stranger),
        event(school, "teacher", "mark", session="calligraphy", choice="present", student_id=stranger),
        event(school, "teacher", "keep", student_id=stranger, until=later),
        event(school, "teacher", "keep_end", student_id=stranger),
    ]
    results = send(teacher, *guesses)
    assert [result["student"] for result in results] == [None] * 4
    assert results[0]["verdict"] == "not_allowed", "whom this room keeps is named on its roll and in its table"
    asked = f"/api/attendance.xlsx?scope=session&key={school.sessions['calligraphy']}&day={clock.today()}"
    sheet = openpyxl.load_workbook(io.BytesIO(teacher.get(asked).content)).active
    assert sheet is not None
    assert name_of(stranger) not in {cell for row in sheet.values for cell in row}
    [kept] = send(teacher, event(school, "teacher", "keep", child=stranger, until=later))
    assert kept["student"]["id"] == stranger


def name_of(child: int) -> str:
    with read() as db:
        return db.get_one(Student, child).name


def test_who_changes_an_old_roll_stands_in_the_trail(
    all_databases: Engine, school: SmallSchool, teacher: TestClient, freeze: Callable[[str], None]
) -> None:
    child = school.students["third"][0]
    send(teacher, event(school, "teacher", "mark", session="calligraphy", student_id=child, choice="present"))
    freeze("2026-12-14T10:00")
    send(teacher, event(school, "teacher", "mark", session="calligraphy", student_id=child, choice="absent"))
    with read() as db:
        actions = db.exec(select(AuditEntry.action).where(AuditEntry.table == "checkin_event")).all()
    assert list(actions) == ["checkin.choose_absent"]


def test_many_submissions_of_one_roll_are_counted_once(
    all_databases: Engine, school: SmallSchool, teacher: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """500 in one batch once held the database for 42 seconds, and every other phone waited."""
    from schoolapp.checkin import rolls

    counts: list[int] = []
    count = rolls.roll_of
    monkeypatch.setattr(rolls, "roll_of", lambda *asked: counts.append(1) or count(*asked))
    batch = [event(school, "teacher", "submit", session="calligraphy", number=1) for _ in range(20)]
    assert {result["status"] for result in send(teacher, *batch)} == {"stored"}
    assert len(counts) == 1
    with read() as db:
        assert len(db.exec(select(RollSubmission)).all()) == 20


def test_half_a_character_in_a_note_is_left_out_and_stops_nobody(
    all_databases: Engine, school: SmallSchool, teacher: TestClient
) -> None:
    submit = event(school, "teacher", "submit", session="calligraphy", number=1, note="去了\ud83d 操场")
    scan = event(school, "teacher", session="calligraphy", child=school.students["third"][0])
    answer = teacher.post("/api/checkin/events", content=json.dumps(envelope(submit, scan)))
    assert [result["status"] for result in answer.json()["results"]] == ["stored", "stored"]
    assert sorted(row.note for row in _stored()) == ["", "去了 操场"]


def test_half_a_character_does_not_make_a_broken_body_a_good_one(
    database: Engine, school: SmallSchool, teacher: TestClient
) -> None:
    deep = b"[" * 100_000
    for body in (b'"\\ud83d"', b'{"device_id":"x","events":"\\ud83d"}', b'{"\\ud83d":' + deep, b"\xff\\ud83d"):
        refused = teacher.post("/api/checkin/events", content=body)
        assert (refused.status_code, refused.json()["code"]) == (400, "malformed")
