"""Pictures over HTTP: taken once, kept for good, shown to those who may see them and to nobody else."""

from __future__ import annotations

import errno
import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest
from fastapi import FastAPI
from sqlalchemy import event, update
from sqlalchemy.exc import OperationalError
from starlette.testclient import TestClient

from schoolapp import db as database
from schoolapp.db import read as unit
from schoolapp.db import write
from schoolapp.models import Photo
from schoolapp.models import tables as t
from schoolapp.settings import settings
from schoolapp.works.audience import refresh_children
from schoolapp.works.media import api, places, service
from schoolapp.works.media.address import original_src, picture_src
from schoolapp.works.rules import Purpose
from tests.factory import SmallSchool, add_consent, add_work
from tests.photos import public_photo, put_files, read, scene, waiting_photo, written

Client = Callable[[str], TestClient]
NOBODYS = "3fe3265c-bbe7-4d9a-ae4f-6396d6fb8130"


def send(client: TestClient, data: bytes, photo_id: str = "", edit: str = ""):
    asked = {"id": photo_id or str(uuid4())} | ({"edit": edit} if edit else {})
    return client.post("/api/photos", params=asked, content=data, headers={"Content-Type": "image/jpeg"})


def stored_files() -> list[str]:
    folder = Path(settings().data) / "media"
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_a_picture_is_taken_and_shown_to_its_sender(client_as: Client) -> None:
    client, photo_id = client_as("teacher"), str(uuid4())
    answer = send(client, written(scene((2400, 1600))), photo_id)
    assert answer.status_code == 200
    said = answer.json()
    assert {key: said[key] for key in ("id", "width", "height")} == {"id": photo_id, "width": 1920, "height": 1280}
    assert said["placeholder"].startswith("data:image/webp;base64,")
    assert len(said["placeholder"]) <= 200
    for width in (480, 960, 1920):
        shown = client.get(picture_src(photo_id, width))
        assert (shown.status_code, shown.headers["content-type"]) == (200, "image/webp")
        assert shown.headers["cache-control"] == "private, no-cache"
        assert read(shown.content).size == (width, width * 2 // 3)
    original = client.get(original_src(photo_id))
    assert (original.headers["content-type"], read(original.content).size) == ("image/jpeg", (2400, 1600))


def test_a_full_disk_is_said_and_the_same_picture_is_taken_once_there_is_room(
    client_as: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, photo_id, data = client_as("teacher"), str(uuid4()), written(scene((600, 450)))

    def full(*_args: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(places, "_write", full)
        answer = send(client, data, photo_id)
    assert (answer.status_code, answer.json()["code"]) == (507, "photo_no_room")
    assert stored_files() == []
    assert send(client, data, photo_id).status_code == 200


def test_a_database_without_room_is_said_too(api: FastAPI, client_as: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_args: object) -> None:
        cause = sqlite3.OperationalError("database or disk is full")
        cause.sqlite_errorcode = sqlite3.SQLITE_FULL
        raise OperationalError("INSERT", {}, cause)

    monkeypatch.setattr(service, "_stand", full)
    client = TestClient(api, "http://school.test", raise_server_exceptions=False, headers=client_as("teacher").headers)
    answer = send(client, written(scene((600, 450))))
    assert (answer.status_code, answer.json()["code"]) == (507, "full")


def test_a_small_picture_is_not_enlarged(client_as: Client) -> None:
    client = client_as("teacher")
    photo_id = send(client, written(scene((600, 450)))).json()["id"]
    sizes = [read(client.get(picture_src(photo_id, width)).content).width for width in (480, 960, 1920)]
    assert sizes == [480, 600, 600]


def test_the_same_id_twice_is_the_same_picture(client_as: Client) -> None:
    client, photo_id = client_as("teacher"), str(uuid4())
    first = send(client, written(scene()), photo_id)
    before = stored_files()
    second = send(client, written(scene((800, 200))), photo_id)
    assert (second.status_code, second.json()) == (200, first.json())
    assert stored_files() == before


def test_anothers_id_is_refused(client_as: Client) -> None:
    photo_id = send(client_as("teacher"), written(scene())).json()["id"]
    answer = send(client_as("coach"), written(scene((300, 200))), photo_id)
    assert (answer.status_code, answer.json()["code"]) == (409, "photo_id_taken")


@pytest.mark.parametrize("role", ["visitor", "guardian"])
def test_only_staff_send_pictures(client_as: Client, role: str) -> None:
    assert send(client_as(role), written(scene())).status_code in (401, 403)
    assert stored_files() == []


@pytest.mark.parametrize("edit", ["{", "[1]", '{"turn": 45}', '{"corners": [[0, 0], [1, 1], [1, 0], [0, 1]]}'])
def test_an_edit_that_is_none_is_refused(client_as: Client, edit: str) -> None:
    answer = send(client_as("teacher"), written(scene()), edit=edit)
    assert (answer.status_code, answer.json()["code"]) == (422, "photo_edit")
    assert stored_files() == []


def test_an_edit_comes_with_the_picture_and_may_be_changed(client_as: Client, school: SmallSchool) -> None:
    client = client_as("teacher")
    photo_id = send(client, written(scene((640, 480))), edit=json.dumps({"turn": 90})).json()["id"]
    assert read(client.get(picture_src(photo_id, 1920)).content).size == (480, 640)
    left = {"corners": [[0, 0], [0.5, 0], [0.5, 1], [0, 1]]}
    changed = service.change(photo_id, left, school.accounts["teacher"])
    assert (changed.width, changed.height, changed.edit) == (320, 480, left)
    assert read(client.get(picture_src(photo_id, 1920)).content).size == (320, 480)
    assert service.change(photo_id, {}, school.accounts["teacher"]).edit == {}
    assert read(client.get(picture_src(photo_id, 1920)).content).size == (640, 480)


def test_a_loose_picture_is_its_senders_and_the_offices(client_as: Client) -> None:
    photo_id = send(client_as("teacher"), written(scene())).json()["id"]
    seen = {
        role: client_as(role).get(picture_src(photo_id, 480)).status_code
        for role in ("teacher", "office", "leader", "other", "homeroom", "guardian", "visitor")
    }
    assert {role for role, status in seen.items() if status == 200} == {"teacher", "office"}
    assert set(seen.values()) == {200, 404}


def test_a_public_picture_is_for_visitors_until_consent_is_withdrawn(client_as: Client, school: SmallSchool) -> None:
    photo_id = public_photo(school)
    visitor = client_as("visitor")
    shown = visitor.get(picture_src(photo_id, 480))
    assert shown.status_code == 200
    with write() as db:
        add_consent(db, school, school.students["third"][0], Purpose.NOBODY)
        refresh_children(db, [school.students["third"][0]])
    for width in (480, 960, 1920):
        for headers in ({}, {"If-None-Match": shown.headers["etag"]}):
            assert visitor.get(f"/media/photos/{photo_id}/{width}", headers=headers).status_code == 404
    assert visitor.head(picture_src(photo_id, 480)).status_code == 404
    assert client_as("coach").get(picture_src(photo_id, 480)).status_code == 404
    assert client_as("teacher").get(picture_src(photo_id, 480)).status_code == 200


def test_what_the_browser_has_is_not_sent_again(client_as: Client, school: SmallSchool) -> None:
    client, src = client_as("visitor"), picture_src(public_photo(school), 480)
    shown = client.get(src)
    for tag in (shown.headers["etag"], f"W/{shown.headers['etag']}", f'"other", {shown.headers["etag"]}'):
        again = client.get(src, headers={"If-None-Match": tag})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["cache-control"] == "private, no-cache"
    head = client.head(src)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == str(len(shown.content))
    assert (
        head.headers["etag"]
        == shown.headers["etag"]
        != client.get(picture_src(public_photo(school), 480)).headers["etag"]
    )


def test_the_original_is_for_those_who_may_edit_until_it_is_approved(client_as: Client, school: SmallSchool) -> None:
    src = original_src(photo_id := waiting_photo(school))
    may = {"teacher", "homeroom", "leader", "office"}
    for role in (*may, "other", "homeroom7", "guardian", "visitor"):
        refused = {"guardian": 403, "visitor": 401}.get(role, 404)
        assert client_as(role).get(src).status_code == (200 if role in may else refused), role
    assert client_as("guardian").get(picture_src(photo_id, 480)).status_code == 200, "a family sees what waits"
    with write() as db:
        service.forget_original(db, photo_id)
    assert client_as("teacher").get(src).status_code == 404


def test_a_public_pictures_original_is_seen_by_nobody(client_as: Client, school: SmallSchool) -> None:
    src = original_src(public_photo(school))
    assert {client_as(role).get(src).status_code for role in ("office", "leader", "teacher")} == {404}


@pytest.mark.parametrize("path", ["nonsense/480", f"{NOBODYS}/480", f"{NOBODYS}/481", f"{NOBODYS}/original"])
def test_an_address_of_nothing(client_as: Client, path: str) -> None:
    assert client_as("office").get(f"/media/photos/{path}").status_code in (404, 422)


def test_a_lost_file_is_not_found(client_as: Client, school: SmallSchool) -> None:
    with write() as db:
        photo_id = db.scalar(
            t.work.select().with_only_columns(t.work.c.photo_id).where(t.work.c.id == add_work(db, school, []))
        )
    assert client_as("office").get(picture_src(photo_id, 480)).status_code == 404


@pytest.mark.parametrize("role", ["visitor", "guardian", "teacher"])
def test_a_picture_costs_at_most_three_questions(client_as: Client, school: SmallSchool, role: str) -> None:
    client, src = client_as(role), picture_src(public_photo(school), 480)
    client.get(src)
    asked: list[str] = []
    event.listen(database.engine(), "before_cursor_execute", lambda _c, _u, statement, *_: asked.append(statement))
    assert client.get(src).status_code == 200
    assert len([one for one in asked if one.startswith(("SELECT", "WITH"))]) <= 3, asked


@pytest.mark.parametrize(
    ("data", "status", "code"),
    [
        (b"", 422, "photo_empty"),
        (b"GIF89a" + bytes(100), 415, "photo_gif"),
        (b"%PDF-1.7", 415, "photo_document"),
        (written(scene())[:4000], 422, "photo_unreadable"),
        (written(scene()) + b"<script>alert(1)</script>", 415, "photo_disguised"),
    ],
)
def test_of_a_refused_picture_nothing_is_left(client_as: Client, data: bytes, status: int, code: str) -> None:
    client, photo_id = client_as("teacher"), str(uuid4())
    answer = send(client, data, photo_id)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert stored_files() == []
    with unit() as db:
        assert db.get(Photo, photo_id) is None
    assert send(client, written(scene()), photo_id).status_code == 200, "the same id may come again with a good one"


def test_the_name_of_the_file_is_kept_nowhere(client_as: Client, school: SmallSchool) -> None:
    headers = {"Content-Disposition": 'attachment; filename="zhang-wei.jpg"', "X-File-Name": "zhang-wei.jpg"}
    photo_id = str(uuid4())
    sent = client_as("teacher").post("/api/photos", params={"id": photo_id}, content=written(scene()), headers=headers)
    shown = client_as("teacher").get(picture_src(photo_id, 480))
    with unit() as db:
        row = str(db.get(Photo, photo_id))
    for text in (sent.text, row, str(shown.headers), *stored_files(), shown.content.decode("latin-1")):
        assert "zhang-wei" not in text


def test_too_many_bytes_are_refused_before_they_are_looked_at(client_as: Client) -> None:
    answer = send(client_as("teacher"), b"\xff\xd8\xff" + bytes(api.MOST_BYTES))
    assert (answer.status_code, answer.json()["code"]) == (413, "photo_too_large")


def test_too_many_pictures_from_one_account(client_as: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    assert api.LIMIT.most >= 3 * 30 * 3, "30 works in 5 minutes, each sent three times, still pass"
    monkeypatch.setattr(api, "LIMIT", api.Limit("photos", most=2))
    client, data = client_as("teacher"), written(scene((40, 30)))
    first = send(client, data).json()["id"]
    assert [send(client, data, first).status_code for _ in range(5)] == [200] * 5, "sent again, it does not count"
    assert [send(client, data).status_code for _ in range(2)] == [200, 429]


def test_when_many_wait_a_phone_is_told_to_come_back(client_as: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api, "MOST_WAITING", 100)
    answer = send(client_as("teacher"), written(scene()))
    assert (answer.status_code, answer.json()["code"]) == (503, "photo_busy")


def test_both_databases(all_databases: object, school: SmallSchool) -> None:
    account = school.accounts["teacher"]
    photo = service.accept(str(uuid4()), written(scene()), account)
    with unit() as db:
        assert db.get(Photo, photo.id) == photo
        db.execute(update(t.photo).where(t.photo.c.id == photo.id).values(size=0))
    assert service.accept(photo.id, b"", account) == photo


def test_the_files_of_a_test_are_there(client_as: Client, school: SmallSchool) -> None:
    photo_id = waiting_photo(school)
    with write() as db:
        put_files(db, photo_id)
    assert client_as("teacher").get(picture_src(photo_id, 1920)).status_code == 200


def test_a_password_that_the_office_knows_opens_no_picture(client_as: Client, school: SmallSchool) -> None:
    """Before it is changed nobody knows who signed in with it."""
    loose = send(client_as("office"), written(scene())).json()["id"]
    waiting, shown = waiting_photo(school), public_photo(school)
    with write() as db:
        db.execute(update(t.account).where(t.account.c.login == "office").values(must_change_password=True))
    office = client_as("office")
    assert [office.get(picture_src(one, 480)).status_code for one in (loose, waiting, shown)] == [404, 404, 200]
    assert office.get("/api/gallery").json()["works"][0]["by"] == ["小明"], "as every visitor reads it"
