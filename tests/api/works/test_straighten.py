"""A picture as the phone sends it, filed, and straightened anew afterwards."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from PIL import Image
from starlette.testclient import TestClient

from schoolapp.db import read, write
from schoolapp.models import Photo, Work
from schoolapp.works.media import service
from tests.factory import SmallSchool

CORNERS = [[0.1, 0.1], [0.6, 0.1], [0.6, 0.9], [0.1, 0.9]]


@pytest.fixture
def filed(school: SmallSchool, client_as: Callable[[str], TestClient]) -> tuple[TestClient, dict[str, Any]]:
    """A teacher, and a work filed with a picture of 800 × 600."""
    teacher, photo_id = client_as("teacher"), str(uuid4())
    out = BytesIO()
    Image.new("RGB", (800, 600), (230, 220, 200)).save(out, "JPEG")
    sent = teacher.post(f"/api/photos?id={photo_id}", content=out.getvalue(), headers={"Content-Type": "image/jpeg"})
    assert sent.status_code == 200, sent.text
    work = {"id": str(uuid4()), "photo_id": photo_id, "session_id": school.sessions["calligraphy"]}
    return teacher, teacher.post("/api/works", json=work).json()


def _photo(work: dict[str, Any]) -> Photo:
    with read() as db:
        found = db.get(Photo, work["photo_id"])
        assert found is not None
        return found


def test_the_picture_is_made_anew_from_the_original(filed: tuple[TestClient, dict[str, Any]]) -> None:
    teacher, work = filed
    for _ in range(2):
        answer = teacher.patch(f"/api/works/{work['id']}", json={"edit": {"corners": CORNERS}, "title": "山"})
        assert answer.status_code == 200, answer.text
    assert (answer.json()["edit"], answer.json()["title"]) == ({"corners": CORNERS}, "山")
    assert (_photo(work).width, _photo(work).height) == (400, 480)
    assert teacher.patch(f"/api/works/{work['id']}", json={"edit": {}}).status_code == 200
    assert (_photo(work).width, _photo(work).height) == (800, 600)


def test_corners_that_are_none_change_nothing(filed: tuple[TestClient, dict[str, Any]]) -> None:
    teacher, work = filed
    answer = teacher.patch(f"/api/works/{work['id']}", json={"edit": {"corners": CORNERS[::-1]}, "title": "山"})
    assert (answer.status_code, answer.json()["code"]) == (422, "photo_edit")
    assert teacher.get(f"/api/works/{work['id']}").json()["title"] == ""


def test_not_by_a_stranger_and_not_after_the_approval(
    filed: tuple[TestClient, dict[str, Any]], client_as: Callable[[str], TestClient]
) -> None:
    teacher, work = filed
    edit = {"edit": {"turn": 90}}
    assert client_as("other").patch(f"/api/works/{work['id']}", json=edit).json()["code"] == "no_such_work"
    with write() as db:
        row = db.get(Work, work["id"])
        assert row is not None
        row.state = "approved"
    answer = teacher.patch(f"/api/works/{work['id']}", json=edit)
    assert (answer.status_code, answer.json()["code"]) == (409, "already_approved")
    assert _photo(work).edit == {}


def test_approved_while_the_picture_is_made_anew(
    filed: tuple[TestClient, dict[str, Any]], school: SmallSchool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The approver saw the straightened sheet; the whole table with the child behind it must not take its place."""
    teacher, work = filed
    made = service._made

    def approved_meanwhile(*args: Any, **more: Any) -> Any:
        with write() as db:
            row = db.get(Work, work["id"])
            assert row is not None
            row.state = "approved"
        return made(*args, **more)

    monkeypatch.setattr(service, "_made", approved_meanwhile)
    answer = teacher.patch(f"/api/works/{work['id']}", json={"edit": {"turn": 90}})
    assert (answer.status_code, answer.json()["code"]) == (409, "already_approved")
    assert (_photo(work).edit, _photo(work).width) == ({}, 800)
