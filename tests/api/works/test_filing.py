"""Filing works over HTTP: who may, for whom, and that doing it twice is harmless; on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Engine, func, select
from starlette.testclient import TestClient

from schoolapp import clock
from schoolapp.checkin import codes
from schoolapp.db import read, write
from schoolapp.models import AuditEntry, Card, DayChange, Enrolment, Photo, Work, WorkMaker
from schoolapp.models import tables as t
from schoolapp.works.audience import refresh_works
from schoolapp.works.rules import EVERYTHING
from tests.checkin_events import event, send
from tests.factory import MONDAY, SmallSchool, add_consent, add_photo, add_work

ClientAs = Callable[[str], TestClient]


def photo(school: SmallSchool, by: str = "teacher") -> str:
    with write() as db:
        return add_photo(db, school.accounts[by])


def body(school: SmallSchool, by: str = "teacher", session: str = "calligraphy", **more: Any) -> dict[str, Any]:
    """A work as the phone sends it: a new picture, a lesson."""
    found = {"id": str(uuid4()), "photo_id": photo(school, by), "session_id": school.sessions.get(session)}
    return found | more


def filed(client: TestClient, work: dict[str, Any]) -> dict[str, Any]:
    answer = client.post("/api/works", json=work)
    assert answer.status_code == 200, answer.text
    return answer.json()


def refusal(client: TestClient, work: dict[str, Any]) -> tuple[int, str]:
    answer = client.post("/api/works", json=work)
    assert answer.json()["message"]
    return answer.status_code, answer.json()["code"]


def row(work_id: int) -> Work:
    with read() as db:
        found = db.get(Work, work_id)
        assert found is not None
        return found


def count(table: Any) -> int:
    with read() as db:
        return db.scalar(select(func.count()).select_from(table)) or 0


def test_a_card_then_a_picture_is_a_work_of_child_section_and_day(
    all_databases: Engine, school: SmallSchool, client_as: ClientAs
) -> None:
    child = school.students["third"][0]
    answer = filed(client_as("teacher"), body(school, codes=[school.codes[child]], title=" 春\u202e风 ", medium="毛笔"))
    assert (answer["student_ids"], answer["unmatched"], answer["state"]) == ([child], 0, "waiting")
    work = row(answer["id"])
    assert (work.section_id, work.session_id) == (school.sections["calligraphy"], school.sessions["calligraphy"])
    assert (work.day, work.term_id, work.homeroom_id, work.grade) == (MONDAY, school.term, school.homerooms["third"], 3)
    assert (work.kind, work.title, work.medium, work.created_by) == ("work", "春风", "毛笔", school.accounts["teacher"])
    assert work.title_sounds == "|chunfeng|feng|cf|f|"
    assert work.course_id is not None
    assert (work.audience, work.shown_at) == (0, None)
    with read() as db:
        [maker] = db.scalars(select(WorkMaker))
        assert (maker.student_id, maker.homeroom_id) == (child, school.homerooms["third"])
        [trail] = db.scalars(select(AuditEntry).where(t.audit_entry.c.action == "works.file"))
        assert trail.after == {"photo": work.photo_id, "session": work.session_id, "students": [child]}


def test_sent_twice_it_is_one_work(all_databases: Engine, school: SmallSchool, client_as: ClientAs) -> None:
    teacher = client_as("teacher")
    work = body(school, codes=[school.codes[school.students["third"][0]]])
    first, again = filed(teacher, work), filed(teacher, work | {"title": "another"})
    assert first == again
    assert (count(t.work), count(t.maker)) == (1, 1)


def test_sent_at_the_same_moment_it_is_one_work(
    all_databases: Engine, school: SmallSchool, client_as: ClientAs
) -> None:
    work = body(school, student_ids=school.students["third"][:2])
    clients = [client_as("teacher") for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda client: client.post("/api/works", json=work), clients))
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert (count(t.work), count(t.maker)) == (1, 2)


def test_a_joint_work_of_two_homerooms_belongs_to_neither(
    all_databases: Engine, school: SmallSchool, client_as: ClientAs
) -> None:
    children = [school.students["third"][5], school.students["seventh"][0]]
    answer = filed(client_as("other"), body(school, "other", "chess", codes=[school.codes[one] for one in children]))
    assert answer["student_ids"] == sorted(children)
    assert (row(answer["id"]).homeroom_id, row(answer["id"]).grade) == (None, None)


def test_unknown_and_revoked_cards_leave_the_work_waiting_for_a_name(
    all_databases: Engine, school: SmallSchool, client_as: ClientAs
) -> None:
    known, revoked = school.students["third"][:2]
    with write() as db:
        card = db.get(Card, school.cards[revoked])
        assert card is not None
        card.revoked_at = clock.now()
        add_consent(db, school, known, EVERYTHING)
    stranger = codes.make_code(bytes(32), 7)
    held_up = [school.codes[known], school.codes[revoked], stranger, "KH00000000000001", school.codes[known].lower()]
    answer = filed(client_as("teacher"), body(school, codes=held_up))
    assert (answer["student_ids"], answer["unmatched"]) == ([known], 3)
    _approve(answer["id"])
    assert row(answer["id"]).audience == 0  # an unnamed child cannot have agreed
    named = client_as("teacher").patch(f"/api/works/{answer['id']}", json={"student_ids": [known]})
    assert (named.status_code, named.json()["unmatched"]) == (200, 0)
    assert row(answer["id"]).audience == EVERYTHING


def _approve(work_id: int) -> None:
    with write() as db:
        work = db.get(Work, work_id)
        assert work is not None
        work.state, work.approved_for, work.shown_at = "approved", int(EVERYTHING), clock.now()
        db.flush()
        refresh_works(db, [work_id])


def test_a_card_of_somebody_elses_child_names_nobody(
    all_databases: Engine, school: SmallSchool, client_as: ClientAs
) -> None:
    foreign = school.students["seventh"][0]
    answer = filed(client_as("teacher"), body(school, codes=[school.codes[foreign]]))
    assert (answer["student_ids"], answer["unmatched"]) == ([], 1)


def test_a_guest_who_was_counted_in_the_lesson_has_made_it_there(
    all_databases: Engine, school: SmallSchool, client_as: ClientAs
) -> None:
    guest = school.students["seventh"][0]
    teacher = client_as("teacher")
    [seen] = send(teacher, event(school, "teacher", session="calligraphy", child=guest))
    send(
        teacher,
        event(
            school,
            "teacher",
            session="calligraphy",
            kind="mark",
            choice="keep",
            target_id=seen["id"],
            code=school.codes[guest],
        ),
    )
    answer = filed(teacher, body(school, codes=[school.codes[guest]]))
    assert (answer["student_ids"], answer["unmatched"]) == ([guest], 0)


def test_a_substitute_may_and_only_for_that_lesson(
    all_databases: Engine, school: SmallSchool, client_as: ClientAs
) -> None:
    child = school.students["third"][0]
    coach = client_as("coach")
    work = body(school, "coach", codes=[school.codes[child]])
    assert refusal(coach, work) == (403, "not_your_class")
    with write() as db:
        change = {"kind": "substitute", "staff_id": school.staff["coach"], "created_at": clock.now()}
        db.add(DayChange(session_id=school.sessions["calligraphy"], **change))
    answer = filed(coach, work)
    assert answer["student_ids"] == [child]
    elsewhere = body(school, "coach", session="", section_id=school.sections["calligraphy"])
    assert refusal(coach, elsewhere) == (403, "not_your_class")


def test_who_may_file_for_whom(all_databases: Engine, school: SmallSchool, client_as: ClientAs) -> None:
    third, seventh = school.students["third"][0], school.students["seventh"][0]
    filed(client_as("homeroom"), body(school, "homeroom", session="", student_ids=[third]))
    filed(client_as("leader"), body(school, "leader", session="", student_ids=[third, seventh]))
    filed(client_as("office"), body(school, "office", session="chess", student_ids=[seventh]))
    assert refusal(client_as("homeroom"), body(school, "homeroom", session="", student_ids=[seventh])) == (
        403,
        "not_your_child",
    )
    assert refusal(client_as("teacher"), body(school, student_ids=[third, seventh])) == (403, "not_your_child")
    assert refusal(client_as("guardian"), body(school)) == (403, "not_allowed")
    assert refusal(client_as("visitor"), body(school)) == (401, "sign_in")


def test_a_child_of_the_section_on_that_day_though_it_has_left_since(
    all_databases: Engine, school: SmallSchool, client_as: ClientAs
) -> None:
    child = school.students["third"][0]
    with write() as db:
        enrolled = db.scalar(select(Enrolment).where(t.enrolment.c.student_id == child))
        assert enrolled is not None
        enrolled.valid_to = MONDAY
    today = body(school, session="", section_id=school.sections["calligraphy"], day="2026-11-23", student_ids=[child])
    assert filed(client_as("teacher"), today)["day"] == "2026-11-23"


def test_a_lesson_gone_from_the_plan_leaves_section_and_day(
    all_databases: Engine, school: SmallSchool, client_as: ClientAs
) -> None:
    work = body(school, session_id=999_999, section_id=school.sections["calligraphy"], day="2026-11-20")
    answer = filed(client_as("teacher"), work)
    assert (answer["session_id"], answer["section_id"], answer["day"]) == (
        None,
        school.sections["calligraphy"],
        "2026-11-20",
    )


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"day": "2026-11-24", "session_id": None}, (422, "future_day")),
        ({"day": "2020-01-01", "session_id": None}, (409, "no_term")),
        ({"photo_id": str(uuid4())}, (409, "photo_missing")),
        ({"section_id": 99, "session_id": None}, (403, "not_your_class")),
        ({"student_ids": [999_999]}, (403, "not_your_child")),
        ({"id": "7"}, (422, "invalid")),
        ({"photo_id": None}, (422, "invalid")),
        ({"kind": "video"}, (422, "invalid")),
        ({"session_id": 2**40}, (422, "invalid")),
        ({"student_ids": [0]}, (422, "invalid")),
        ({"student_ids": list(range(1, 200))}, (422, "invalid")),
        ({"codes": ["x" * 65]}, (422, "invalid")),
        ({"title": "长" * 61}, (422, "invalid")),
        ({"remark": "长" * 501}, (422, "invalid")),
        ({"day": "yesterday"}, (422, "invalid")),
    ],
)
def test_what_is_wrong_is_refused_in_words(
    school: SmallSchool, client_as: ClientAs, more: dict[str, Any], expected: tuple[int, str]
) -> None:
    assert refusal(client_as("teacher"), body(school) | more) == expected
    assert count(t.work) == 0


def test_nul_and_lone_surrogates_do_not_reach_the_database(
    all_databases: Engine, school: SmallSchool, client_as: ClientAs
) -> None:
    raw = client_as("teacher").post(
        "/api/works",
        content=b'{"id": "%s", "photo_id": "%s", "title": "a\\u0000b", "remark": "c\\u0007\\nd", "medium": "e"}'
        % (str(uuid4()).encode(), photo(school).encode()),
        headers={"Content-Type": "application/json"},
    )
    assert raw.status_code == 200, raw.text
    assert (raw.json()["title"], raw.json()["remark"]) == ("ab", "c\nd")


def test_a_picture_of_somebody_else_and_a_picture_of_another_work_are_refused(
    all_databases: Engine, school: SmallSchool, client_as: ClientAs
) -> None:
    teacher = client_as("teacher")
    assert refusal(teacher, body(school) | {"photo_id": photo(school, "other")}) == (409, "photo_missing")
    work = body(school)
    filed(teacher, work)
    assert refusal(teacher, work | {"id": str(uuid4())}) == (409, "photo_taken")
    assert refusal(client_as("other"), body(school, "other", "chess") | {"id": work["id"]}) == (404, "no_such_work")


def test_makers_words_and_kind_are_added_later(all_databases: Engine, school: SmallSchool, client_as: ClientAs) -> None:
    teacher = client_as("teacher")
    first, second = school.students["third"][:2]
    work_id = filed(teacher, body(school))["id"]
    change = {"codes": [school.codes[first]], "title": "永", "remark": "一笔一画\n都稳", "kind": "people"}
    for _ in range(2):  # twice is once
        answer = teacher.patch(f"/api/works/{work_id}", json=change)
        assert answer.status_code == 200, answer.text
    assert (answer.json()["student_ids"], answer.json()["title"]) == ([first], "永")
    assert (answer.json()["kind"], answer.json()["remark"]) == ("people", "一笔一画\n都稳")
    answer = teacher.patch(f"/api/works/{work_id}", json={"student_ids": [second]})
    assert answer.json()["student_ids"] == [second]
    assert row(work_id).title_sounds == "|yong|y|"
    assert (row(work_id).title, row(work_id).homeroom_id) == ("永", school.homerooms["third"])
    assert (
        teacher.patch(f"/api/works/{work_id}", json={"student_ids": [school.students["seventh"][0]]}).status_code == 403
    )
    with read() as db:
        trail = list(db.scalars(select(AuditEntry).where(t.audit_entry.c.action == "works.change")))
    assert [entry.after["students"] for entry in trail if entry.after] == [[first], [first], [second]]
    assert "永" not in str([entry.after for entry in trail])


def test_who_may_change_a_work(all_databases: Engine, school: SmallSchool, client_as: ClientAs) -> None:
    work_id = filed(client_as("teacher"), body(school, student_ids=school.students["third"][:1]))["id"]
    answers = {
        role: client_as(role).patch(f"/api/works/{work_id}", json={"title": role}).status_code
        for role in ("teacher", "homeroom", "leader", "office", "other", "homeroom7", "guardian", "visitor")
    }
    assert answers == {
        "teacher": 200,
        "homeroom": 200,
        "leader": 200,
        "office": 200,
        "other": 404,
        "homeroom7": 404,
        "guardian": 403,
        "visitor": 401,
    }
    assert client_as("other").get(f"/api/works/{work_id}").json()["code"] == "no_such_work"
    assert client_as("teacher").get("/api/works/999999").status_code == 404


@pytest.mark.parametrize(
    ("state", "role", "expected", "after"),
    [
        ("returned", "teacher", 200, "waiting"),
        ("approved", "teacher", 200, "approved"),
        ("approved", "coach", 409, "approved"),
        ("taken_down", "teacher", 409, "taken_down"),
    ],
)
def test_what_was_decided_about_a_work_decides_who_may_change_it(
    school: SmallSchool, client_as: ClientAs, state: str, role: str, expected: int, after: str
) -> None:
    """The coach filed it as a substitute; only the section's own teacher may approve."""
    with write() as db:
        work_id = add_work(db, school, school.students["third"][:1], state=state, by="coach")
    answer = client_as(role).patch(f"/api/works/{work_id}", json={"title": "新"})
    assert (answer.status_code, row(work_id).state) == (expected, after)


def test_a_further_maker_narrows_who_sees_an_approved_work(
    all_databases: Engine, school: SmallSchool, client_as: ClientAs
) -> None:
    agreed, silent = school.students["third"][:2]
    with write() as db:
        add_consent(db, school, agreed, EVERYTHING)
        work_id = add_work(db, school, [agreed], state="approved", approved_for=EVERYTHING)
    assert row(work_id).audience == EVERYTHING
    client_as("teacher").patch(f"/api/works/{work_id}", json={"codes": [school.codes[silent]]})
    assert row(work_id).audience == 0


def test_the_picture_stays_who_sent_it(school: SmallSchool, client_as: ClientAs) -> None:
    work = body(school)
    filed(client_as("teacher"), work)
    with read() as db:
        found = db.get(Photo, work["photo_id"])
    assert found is not None
    assert found.uploaded_by == school.accounts["teacher"]
