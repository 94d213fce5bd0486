"""Printed sheets and pictures of cards: who gets them, what stands on them."""

from collections.abc import Callable
from datetime import date
from io import BytesIO

import pytest
import zxingcpp
from PIL import Image
from sqlalchemy import Engine
from sqlmodel import select
from starlette.testclient import TestClient

from schoolapp import clock
from schoolapp.db import read, write
from schoolapp.models import AuditEntry, DayChange, Student
from schoolapp.school.cards import service
from tests.factory import SmallSchool

ClientAs = Callable[[str], TestClient]
NOT_OFFICE = ("teacher", "homeroom", "leader", "guardian")


def test_the_office_prints_the_cards_of_a_homeroom(client_as: ClientAs, school: SmallSchool) -> None:
    answer = client_as("office").get(f"/print/cards?homeroom={school.homerooms['third']}")
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "private, no-store"
    assert answer.text.count('<section class="sheet cards">') == 2  # twelve children, ten to a sheet
    assert answer.text.count('<article class="card">') == 12
    for child in school.students["third"]:
        code = school.codes[child]
        assert " ".join(code[start : start + 4] for start in range(0, 16, 4)) in answer.text
    assert "三（1）班" in answer.text
    assert "青禾镇九年制学校" in answer.text


def test_every_page_for_paper_has_one_button_that_stays_on_the_screen(client_as: ClientAs, school: SmallSchool) -> None:
    office, child, homeroom = client_as("office"), school.students["third"][0], school.homerooms["third"]
    style = office.get("/print/print.css").text
    assert style.index(".hint { display: none; }") < style.index("@media screen"), "what helps is for the screen"
    pages = (f"cards?student={child}", f"letters?homeroom={homeroom}", "rolls?day=2026-11-23", f"booklet/{child}")
    for path in pages:
        text = office.get(f"/print/{path}").text
        header = text[text.index('<header class="hint">') : text.index("</header>")]
        assert (header.count("data-print"), text.count("data-print"), "/print.js" in text) == (1, 1, True), path


def test_a_section_and_one_child_are_printed(client_as: ClientAs, school: SmallSchool) -> None:
    office = client_as("office")
    assert office.get(f"/print/cards?section={school.sections['chess']}").text.count('<article class="card">') == 7
    child = school.students["seventh"][2]
    assert office.get(f"/print/cards?student={child}").text.count('<article class="card">') == 1


@pytest.mark.parametrize("query", ["", "?homeroom=1&section=1", "?homeroom=third", "?student=1&homeroom=1"])
def test_an_unclear_choice_is_refused(client_as: ClientAs, query: str) -> None:
    answer = client_as("office").get(f"/print/cards{query}")
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")


@pytest.mark.parametrize("role", NOT_OFFICE)
def test_cards_are_for_the_office_alone(client_as: ClientAs, school: SmallSchool, role: str) -> None:
    child = school.students["third"][0]
    for path in (f"/print/cards?student={child}", f"/api/cards/{school.cards[child]}.png"):
        answer = client_as(role).get(path)
        assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")
        answer = client_as("visitor").get(path)
        assert (answer.status_code, answer.json()["code"]) == (401, "sign_in")


def test_the_picture_of_a_card_reads(client_as: ClientAs, school: SmallSchool) -> None:
    child = school.students["third"][0]
    answer = client_as("office").get(f"/api/cards/{school.cards[child]}.png")
    assert answer.headers["content-type"] == "image/png"
    [found] = zxingcpp.read_barcodes(Image.open(BytesIO(answer.content)).convert("L"))
    assert found.text == school.codes[child]
    with read() as db:
        entry = db.exec(select(AuditEntry).where(AuditEntry.action == "cards.print")).one()
        assert (entry.row_id, entry.account_id) == (str(school.cards[child]), school.accounts["office"])


def test_a_replaced_card_has_no_picture_any_more(client_as: ClientAs, school: SmallSchool) -> None:
    child = school.students["third"][0]
    new = service.reissue(child, "lost", school.accounts["office"])
    office = client_as("office")
    assert office.get(f"/api/cards/{school.cards[child]}.png").json()["code"] == "not_found"
    assert office.get(f"/api/cards/{new}.png").status_code == 200
    assert office.get("/api/cards/999999.png").status_code == 404
    sheet = office.get(f"/print/cards?student={child}").text
    assert school.codes[child][:4] + " " + school.codes[child][4:8] not in sheet


def test_names_are_escaped(client_as: ClientAs, school: SmallSchool) -> None:
    child = school.students["third"][0]
    with write() as db:
        student = db.get(Student, child)
        assert student is not None
        student.name = "<script>alert(1)</script>"
        db.add(student)
    for path in (f"/print/cards?student={child}", "/print/rolls?day=2026-11-23"):
        text = client_as("office").get(path).text
        assert "<script>" not in text
        assert "&lt;script&gt;" in text


def test_printed_pages_have_the_buttons_script_alone_and_no_inline_styles(
    client_as: ClientAs, school: SmallSchool
) -> None:
    for path in (f"/print/cards?homeroom={school.homerooms['third']}", "/print/rolls?day=2026-11-23"):
        text = client_as("office").get(path).text.replace('<script src="/print.js" defer></script>', "", 1)
        assert "<script" not in text
        assert "style=" not in text
        assert "<style" not in text
        assert " on" + "click" not in text


def rolls(client: TestClient, query: str) -> str:
    answer = client.get(f"/print/rolls?{query}")
    assert answer.status_code == 200, answer.text
    return answer.text


def test_the_office_prints_every_roll_of_a_day(all_databases: Engine, client_as: ClientAs, school: SmallSchool) -> None:
    text = rolls(client_as("office"), "day=2026-11-23&all")
    titles = ("书法1班", "象棋1班", "篮球1班", "三（1）班", "七（2）班")
    assert [text.count(f"<h2>{title}</h2>") for title in titles] == [1, 1, 1, 1, 1]
    assert "on leave" in text


def test_a_teacher_prints_own_sections_only(client_as: ClientAs, school: SmallSchool) -> None:
    teacher = client_as("teacher")
    text = rolls(teacher, "day=2026-11-23&all")
    assert "<h2>书法1班</h2>" in text
    assert text.count('class="sheet roll') == 1
    assert "<h2>书法1班</h2>" in rolls(teacher, f"day=2026-11-23&section={school.sections['calligraphy']}")
    foreign = teacher.get(f"/print/rolls?day=2026-11-23&section={school.sections['chess']}")
    assert foreign.json()["code"] == "not_allowed"
    foreign = teacher.get(f"/print/rolls?day=2026-11-23&homeroom={school.homerooms['third']}")
    assert foreign.json()["code"] == "not_allowed"


def test_a_homeroom_teacher_prints_the_own_homeroom(client_as: ClientAs, school: SmallSchool) -> None:
    homeroom = client_as("homeroom")
    text = rolls(homeroom, f"day=2026-11-23&homeroom={school.homerooms['third']}")
    assert "<h2>三（1）班</h2>" in text
    assert "书法1班\n综合楼 301" in text  # where the others go
    answer = homeroom.get(f"/print/rolls?day=2026-11-23&homeroom={school.homerooms['seventh']}")
    assert answer.status_code == 403


def test_a_substitute_prints_the_roll_taken_over(client_as: ClientAs, school: SmallSchool) -> None:
    with write() as db:
        db.add(
            DayChange(
                session_id=school.sessions["chess"],
                kind="substitute",
                staff_id=school.staff["teacher"],
                created_at=clock.now(),
            )
        )
    text = rolls(client_as("teacher"), f"day=2026-11-23&section={school.sections['chess']}")
    assert "<h2>象棋1班</h2>" in text
    assert "苏墨" in text


def test_guardians_and_visitors_print_no_roll(client_as: ClientAs, school: SmallSchool) -> None:
    assert client_as("guardian").get("/print/rolls").status_code == 403
    assert client_as("visitor").get("/print/rolls").status_code == 401


def test_a_day_without_lessons_says_so(client_as: ClientAs, school: SmallSchool) -> None:
    assert "Nothing meets on this day" in rolls(client_as("leader"), "day=2026-11-29")
    assert client_as("leader").get("/print/rolls?day=soon").json()["code"] == "invalid"


def test_without_a_day_the_next_one_with_lessons_is_printed(
    client_as: ClientAs, school: SmallSchool, freeze: Callable[[str], None]
) -> None:
    freeze("2026-11-20T17:00")  # a Friday
    assert clock.today() == date(2026, 11, 20)
    assert "11/23 Monday" in rolls(client_as("leader"), "all")


def test_the_style_sheet_is_there_for_everybody(client_as: ClientAs) -> None:
    answer = client_as("visitor").get("/print/print.css")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/css")


def test_a_person_reads_a_refusal_as_a_page(client_as: ClientAs, school: SmallSchool) -> None:
    tab = {"Accept": "text/html,application/xhtml+xml"}
    path = "/print/cards?homeroom=1"
    answer = client_as("visitor").get(path, headers=tab)
    assert answer.status_code == 401
    assert 'href="/sign-in?next=/print/cards%3Fhomeroom%3D1"' in answer.text
    answer = client_as("teacher").get(path, headers=tab)
    assert (answer.status_code, answer.headers["content-type"]) == (403, "text/html; charset=utf-8")
    assert "Ask the office" in answer.text
    answer = client_as("office").get("/print/rolls?day=%22%3E%3Cscript%3E", headers=tab)
    assert answer.status_code == 422
    assert "<script" not in answer.text
