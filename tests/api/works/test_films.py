"""Films over HTTP: taken once to a poster, kept for good, streamed to those who may see it and to nobody else."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import update
from starlette.testclient import TestClient

from schoolapp import security
from schoolapp.db import read as unit
from schoolapp.db import write
from schoolapp.models import Photo
from schoolapp.models import tables as t
from schoolapp.settings import settings
from schoolapp.works.audience import refresh_children
from schoolapp.works.film import api, service
from schoolapp.works.film.darkroom import Darkroom, Made, darkroom
from schoolapp.works.film.kinds import MOST_BYTES
from schoolapp.works.media import store, sweeping
from schoolapp.works.media.address import film_src
from schoolapp.works.rules import Purpose
from tests.factory import SmallSchool, add_consent, add_work
from tests.films import film, on_disk, opened
from tests.photos import public_film, put_film, scene, waiting_film, waiting_photo, written
from tests.shown_works import film_link

Client = Callable[[str], TestClient]
FILM = film(1.0, size=(160, 120), rate=10)


def poster(client: TestClient) -> str:
    """A picture that the client sent. Its id."""
    answer = client.post("/api/photos", params={"id": str(uuid4())}, content=written(scene((160, 120))))
    assert answer.status_code == 200
    return answer.json()["id"]


def send(client: TestClient, photo_id: str, data: bytes = FILM):
    return client.put(f"/api/films/{photo_id}", content=data, headers={"Content-Type": "video/mp4"})


def stored_films() -> list[str]:
    folder = Path(settings().data)
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.suffix == ".mp4")


def left_over() -> list[str]:
    """Whatever lies in the data folder beside database and pictures."""
    folder = Path(settings().data)
    return [
        path.name
        for path in folder.rglob("*")
        if path.is_file() and "schoolapp.db" not in path.name and path.suffix not in (".webp", ".jpg", ".mp4", ".key")
    ]


def test_a_film_is_taken_and_streamed_to_its_sender(client_as: Client) -> None:
    client = client_as("teacher")
    photo_id = poster(client)
    assert client.get(f"/api/films/{photo_id}").json() == {"id": photo_id, "seconds": 0}
    answer = send(client, photo_id)
    assert (answer.status_code, answer.json()) == (200, {"id": photo_id, "seconds": 1})
    assert client.get(f"/api/films/{photo_id}").json()["seconds"] == 1
    shown = client.get(film_src(photo_id))
    assert (shown.status_code, shown.headers["content-type"]) == (200, "video/mp4")
    assert shown.headers["cache-control"] == "private, no-cache"
    with opened(shown.content) as look:
        assert [stream.type for stream in look.streams] == ["video", "audio"]
    with unit() as db:
        row = db.get(Photo, photo_id)
    assert row is not None
    assert row.film_digest in stored_films()[0]
    assert row.size > len(shown.content)
    assert left_over() == []


def test_the_same_again_is_harmless(client_as: Client) -> None:
    client = client_as("teacher")
    photo_id = poster(client)
    first = send(client, photo_id).json()
    before = stored_films()
    again = send(client, photo_id, film(0.5, size=(64, 64), sound=""))
    assert (again.status_code, again.json(), stored_films()) == (200, first, before)


def test_sent_twice_at_once_it_is_made_once(client_as: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    client = client_as("teacher")
    photo_id = poster(client)
    made, may_go_on, making = [], threading.Event(), threading.Event()

    def slowly(_self: Darkroom, _file: object) -> Made:
        making.set()
        may_go_on.wait(10)
        made.append(1)
        return Made(b"film", 2.0)

    monkeypatch.setattr(Darkroom, "make", slowly)
    answers: list[int] = []
    threads = [threading.Thread(target=lambda: answers.append(send(client, photo_id).status_code)) for _ in range(2)]
    threads[0].start()
    assert making.wait(10)
    asked = client.get(f"/api/films/{photo_id}")
    assert (asked.status_code, asked.json()["code"]) == (503, "film_busy"), "a phone asks before it sends it again"
    assert int(asked.headers["retry-after"]) > 0
    threads[1].start()
    may_go_on.set()
    for thread in threads:
        thread.join(20)
    assert (answers, made) == ([200, 200], [1])


@pytest.mark.parametrize("role", ["visitor", "guardian"])
def test_only_staff_send_films(client_as: Client, role: str) -> None:
    photo_id = poster(client_as("teacher"))
    assert send(client_as(role), photo_id).status_code in (401, 403)
    assert stored_films() == []


def test_a_film_needs_the_senders_own_poster(client_as: Client) -> None:
    photo_id = poster(client_as("teacher"))
    for client, to in ((client_as("coach"), photo_id), (client_as("teacher"), str(uuid4()))):
        answer = send(client, to)
        assert (answer.status_code, answer.json()["code"]) == (409, "film_without_photo")
    assert stored_films() == []


def test_no_film_comes_to_what_is_decided(client_as: Client, school: SmallSchool) -> None:
    client, photo_id = client_as("teacher"), waiting_photo(school)
    for state in ("approved", "taken_down"):
        with write() as db:
            db.execute(update(t.work).where(t.work.c.photo_id == photo_id).values(state=state))
        answer = send(client, photo_id)
        assert (answer.status_code, answer.json()["code"]) == (409, "film_settled")
    with write() as db:
        db.execute(update(t.work).where(t.work.c.photo_id == photo_id).values(state="returned"))
    assert send(client, photo_id).status_code == 200


def test_nothing_is_approved_that_came_while_it_was_made(
    client_as: Client, school: SmallSchool, monkeypatch: pytest.MonkeyPatch
) -> None:
    photo_id = waiting_photo(school)

    def meanwhile(_self: Darkroom, _file: object) -> Made:
        with write() as db:
            db.execute(update(t.work).where(t.work.c.photo_id == photo_id).values(state="approved"))
        return Made(b"film", 2.0)

    monkeypatch.setattr(Darkroom, "make", meanwhile)
    assert send(client_as("teacher"), photo_id).json()["code"] == "film_settled"
    with unit() as db:
        assert db.get(Photo, photo_id).film_digest == ""  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("data", "status", "code"),
    [
        (b"", 422, "film_empty"),
        (written(scene()), 415, "film_unknown"),
        (FILM[: len(FILM) // 2], 422, "film_unreadable"),
        (FILM + b"<script>alert(1)</script>", 415, "film_disguised"),
        (FILM + bytes(MOST_BYTES), 413, "film_too_large"),
    ],
    ids=["empty", "picture", "cut", "page", "large"],
)
def test_of_a_refused_film_nothing_is_left(client_as: Client, data: bytes, status: int, code: str) -> None:
    client = client_as("teacher")
    photo_id = poster(client)
    answer = send(client, photo_id, data)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert (stored_films(), left_over(), api._on_their_way) == ([], [], 0)
    assert client.get(film_src(photo_id)).status_code == 404
    assert send(client, photo_id).status_code == 200, "a good one may come to the same poster"


def test_a_request_may_carry_a_film_and_not_much_more() -> None:
    assert MOST_BYTES < security.body_cap(f"/api/films/{uuid4()}") < 2 * MOST_BYTES


def test_when_many_wait_a_phone_is_told_to_come_back(client_as: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    client = client_as("teacher")
    photo_id = poster(client)
    monkeypatch.setattr(api, "MOST_ON_THEIR_WAY", 100)
    answer = send(client, photo_id)
    assert (answer.status_code, answer.json()["code"]) == (503, "film_busy")
    assert int(answer.headers["retry-after"]) > 0
    monkeypatch.undo()
    places = [darkroom().place(str(number)) for number in range(6)]
    for place in places:
        place.__enter__()
    try:
        assert [client.get(f"/api/films/{photo_id}").status_code, send(client, photo_id).status_code] == [503, 503]
    finally:
        for place in places:
            place.__exit__(None, None, None)


def test_too_many_films_from_one_account(client_as: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api, "LIMIT", api.Limit("films", most=2))
    client = client_as("teacher")
    assert [send(client, str(uuid4()), b"").status_code for _ in range(3)] == [409, 409, 429]


def test_every_role_sees_the_film_of_what_it_sees(client_as: Client, school: SmallSchool) -> None:
    """The same answers as for the poster, in every state of the work."""
    roles = ("visitor", "guardian", "teacher", "coach", "homeroom", "other", "homeroom7", "leader", "office")
    waiting, shown = waiting_film(school), public_film(school)
    loose = put_film(poster(client_as("teacher")))
    for photo_id in (waiting, shown, loose):
        for role in roles:
            client = client_as(role)
            picture = client.get(f"/media/photos/{photo_id}/480").status_code
            assert client.get(film_src(photo_id)).status_code == picture, (role, photo_id)
            assert client.head(film_src(photo_id)).status_code == picture, (role, photo_id)
    assert client_as("visitor").get(film_src(shown)).status_code == 200
    assert client_as("visitor").get(film_src(waiting)).status_code == 404
    assert client_as("guardian").get(film_src(waiting)).status_code == 200
    assert client_as("guardian").get(film_src(loose)).status_code == 404


def test_a_withdrawn_consent_counts_at_once(client_as: Client, school: SmallSchool) -> None:
    photo_id, token = public_film(school), film_link(school)
    visitor = client_as("visitor")
    etag = visitor.get(film_src(photo_id)).headers["etag"]
    assert visitor.get(f"/w/{token}.mp4").status_code == 200
    assert "<video" in visitor.get(f"/w/{token}").text
    with write() as db:
        add_consent(db, school, school.students["third"][0], Purpose.NOBODY)
        refresh_children(db, [school.students["third"][0]])
    for headers in ({}, {"Range": "bytes=0-99"}, {"If-None-Match": etag}, {"If-Range": etag, "Range": "bytes=5-"}):
        assert visitor.get(film_src(photo_id), headers=headers).status_code == 404
        assert visitor.get(f"/w/{token}.mp4", headers=headers).status_code == 404
    assert visitor.head(film_src(photo_id)).status_code == 404
    assert client_as("teacher").get(film_src(photo_id)).status_code == 200


def test_a_picture_has_no_film(client_as: Client, school: SmallSchool) -> None:
    assert client_as("office").get(film_src(waiting_photo(school))).status_code == 404
    assert client_as("office").get(film_src(str(uuid4()))).status_code == 404


def test_parts_as_players_ask_for_them(client_as: Client, school: SmallSchool) -> None:
    client, src = client_as("visitor"), film_src(public_film(school))
    whole = client.get(src)
    size, etag = len(whole.content), whole.headers["etag"]
    assert whole.headers["accept-ranges"] == "bytes"
    for said, start, end in (
        ("bytes=0-", 0, size), ("bytes=0-1", 0, 2), ("bytes=100-299", 100, 300), (f"bytes={size - 1}-", size - 1, size),
        ("bytes=-10", size - 10, size), (f"bytes=-{size * 2}", 0, size), ("bytes=5000-99999999", 5000, size),
    ):  # fmt: skip
        part = client.get(src, headers={"Range": said})
        assert (part.status_code, part.content) == (206, whole.content[start:end]), said
        assert part.headers["content-range"] == f"bytes {start}-{end - 1}/{size}"
        assert part.headers["content-length"] == str(end - start)
        assert (part.headers["etag"], part.headers["content-type"]) == (etag, "video/mp4")
    for said in (f"bytes={size}-", "bytes=-0", "bytes=999999-1000000"):
        beyond = client.get(src, headers={"Range": said})
        assert (beyond.status_code, beyond.headers["content-range"]) == (416, f"bytes */{size}"), said
    for said in ("bytes=5-2", "bytes=a-b", "lines=1-2", "bytes=-", "bytes=0-1,5-6", "bytes"):
        assert (client.get(src, headers={"Range": said}).status_code) == 200, said


def test_if_range_and_what_the_browser_has(client_as: Client, school: SmallSchool) -> None:
    client, src = client_as("visitor"), film_src(public_film(school))
    etag = client.get(src).headers["etag"]
    asked = {"Range": "bytes=0-9"}
    assert client.get(src, headers=asked | {"If-Range": etag}).status_code == 206
    assert client.get(src, headers=asked | {"If-Range": '"another"'}).status_code == 200
    assert client.get(src, headers={"If-None-Match": etag}).status_code == 304
    head = client.head(src)
    assert (head.status_code, head.content, head.headers["accept-ranges"]) == (200, b"", "bytes")
    assert head.headers["content-length"] == str(len(client.get(src).content))
    part = client.head(src, headers=asked)
    assert (part.status_code, part.headers["content-length"]) == (206, "10")


def test_a_long_film_comes_piece_by_piece(
    client_as: Client, school: SmallSchool, monkeypatch: pytest.MonkeyPatch
) -> None:
    from schoolapp.works.film import ranges

    monkeypatch.setattr(ranges, "PIECE", 1000)
    content = bytes(range(256)) * 50
    photo_id = put_film(public_film(school), content)
    client = client_as("visitor")
    assert client.get(film_src(photo_id)).content == content
    assert client.get(film_src(photo_id), headers={"Range": "bytes=999-3001"}).content == content[999:3002]


def test_a_lost_file_is_not_found(client_as: Client, school: SmallSchool) -> None:
    photo_id = public_film(school)
    with unit() as db:
        store.remove(store.film(db.get(Photo, photo_id).film_digest))  # type: ignore[union-attr]
    assert client_as("office").get(film_src(photo_id)).status_code == 404


def test_a_film_stays_with_its_row_and_goes_with_it(
    client_as: Client, school: SmallSchool, monkeypatch: pytest.MonkeyPatch
) -> None:
    from datetime import timedelta

    monkeypatch.setattr(sweeping, "YOUNG", timedelta(seconds=-5))
    photo_id = put_film(poster(client_as("teacher")))
    sweeping.sweep()
    assert len(stored_films()) == 1
    with write() as db:
        db.execute(t.photo.delete().where(t.photo.c.id == photo_id))
    sweeping.sweep()
    assert stored_films() == []


def test_both_databases(all_databases: object, school: SmallSchool) -> None:
    with write() as db:
        work_id = add_work(db, school, school.students["third"][:1])
        photo_id = db.scalar(t.work.select().with_only_columns(t.work.c.photo_id).where(t.work.c.id == work_id)) or ""
    account = school.accounts["teacher"]
    kept = service.accept(photo_id, on_disk(FILM), account)
    with unit() as db:
        assert db.get(Photo, photo_id) == kept
    assert service.seconds_of(photo_id, account) == 1
    assert service.seconds_of(photo_id, school.accounts["coach"]) == 0
