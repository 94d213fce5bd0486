"""Import over HTTP: who may, what comes back, and that nothing happens before apply."""

from __future__ import annotations

import io
from collections.abc import Callable

import openpyxl
import pytest
from sqlmodel import select
from starlette.testclient import TestClient

from schoolapp.db import read
from schoolapp.models import Student
from schoolapp.school.roster.spreadsheets import MAX_UPLOAD

Client = Callable[[str], TestClient]
GOOD = "班级,座号,姓名,性别,学号\n三（1）班,21,曾　一,女,N21\n三（1）班,22,,男,N22\n".encode()


def send(client: TestClient, content: bytes = GOOD, name: str = "名单.csv", kind: str = ""):
    return client.post("/api/import/preview", files={"file": (name, content)}, data={"kind": kind})


@pytest.mark.parametrize("role", ["visitor", "guardian", "teacher", "homeroom", "leader"])
def test_only_the_office_imports(client_as: Client, role: str):
    client, wanted = client_as(role), 401 if role == "visitor" else 403
    assert send(client).status_code == wanted
    assert client.post("/api/import/apply", json={"token": "x" * 24}).status_code == wanted
    assert client.get("/api/import/template/students.xlsx").status_code == wanted


def test_preview_says_everything_and_changes_nothing(client_as: Client):
    answer = send(client_as("office"))
    assert answer.status_code == 200
    shown = answer.json()
    assert shown["kind"] == "students"
    assert shown["counts"]["added"] == 1
    assert [line["label"] for line in shown["adds"]] == ["曾一 三（1）班 21 号"]
    (refused,) = shown["refused"]
    assert (refused["row"], refused["column"], refused["header"]) == (3, "C", "姓名")
    assert "Write the child's" in refused["message"]
    assert [note["code"] for note in shown["notes"]] == ["name_padded"]
    with read() as db:
        assert db.exec(select(Student).where(Student.name == "曾一")).all() == []


def test_apply_does_what_was_shown_and_only_once(client_as: Client):
    client = client_as("office")
    token = send(client).json()["token"]
    body = {"token": token, "answers": {}, "options": {"takes_part": True}}
    done = client.post("/api/import/apply", json=body)
    assert done.status_code == 200
    assert done.json()["counts"]["added"] == 1
    again = client.post("/api/import/apply", json=body)
    assert (again.status_code, again.json()["code"]) == (410, "import_gone")
    assert send(client).json()["counts"] | {"rows": 0} == {
        "added": 0, "added_rows": 0, "changed": 0, "same": 1, "asked": 0, "refused": 1, "emptied": 0, "rows": 0,
        "ignored": 0,
    }  # fmt: skip


def test_an_answer_lets_the_row_in(client_as: Client):
    client = client_as("office")
    content = "班级,座号,姓名\n三（1）班,2,欧阳新\n".encode()
    shown = send(client, content).json()
    (question,) = shown["questions"]
    assert [choice["key"] for choice in question["choices"]] == ["same", "new", "skip"]
    body = {"token": shown["token"], "answers": {question["key"]: "new"}}
    assert client.post("/api/import/apply", json=body).json()["counts"]["added"] == 1


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        (b"PK\x03\x04 cut off", 422, "damaged"),
        (b"", 422, "empty"),
        ("通知\n明天放假\n".encode(), 422, "no_list"),
        (b"x" * (MAX_UPLOAD + 1), 413, "too_big"),
    ],
)
def test_a_bad_file_is_refused_clearly(client_as: Client, content: bytes, status: int, code: str):
    answer = send(client_as("office"), content, "二年级花名册（微信传输）.xlsx")
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert "二年级花名册" in answer.json()["message"]


def test_a_request_without_a_file_is_refused(client_as: Client):
    assert client_as("office").post("/api/import/preview", data={"kind": "students"}).status_code == 422


def test_a_template_opens(client_as: Client):
    answer = client_as("office").get("/api/import/template/students.xlsx")
    assert answer.status_code == 200
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert sheet is not None
    assert "姓名" in [cell.value for cell in sheet[1]]
    assert client_as("office").get("/api/import/template/horses.xlsx").status_code == 422
