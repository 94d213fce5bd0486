"""A server killed with SIGKILL while pictures come in: none that it accepted is lost, and none is there by half."""

from __future__ import annotations

import hashlib
import http.client
import os
import signal
import threading
import time
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import Engine, select

from bench.server import serving, stop
from schoolapp import clock
from schoolapp.db import read as unit
from schoolapp.identity import cookies
from schoolapp.models import tables as t
from schoolapp.settings import settings
from schoolapp.works.media import store
from schoolapp.works.media.imaging import available
from schoolapp.works.media.sweeping import sweep
from tests.factory import SmallSchool, begin_login
from tests.films import film
from tests.photos import read, scene, written

if os.name == "nt":
    pytest.skip("SIGKILL and process groups are POSIX", allow_module_level=True)

PHONES = 3
ROUNDS = 3
FILM = film(0.5, size=(64, 48), rate=10)
BEFORE_THE_KILL = 2.5
"""Seconds from the first picture that was accepted."""


@dataclass
class Phone(threading.Thread):
    """Sends one picture after the other until the server is gone; knows which were accepted."""

    port: int
    token: str
    first: int
    films: bool = False
    """Whether each picture is a film's poster, and the film is sent too."""
    accepted: list[str] = field(default_factory=list)
    filmed: list[str] = field(default_factory=list)
    sent: dict[str, bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        super().__init__(daemon=True)

    def __hash__(self) -> int:
        return id(self)

    def run(self) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            for number in range(500):
                photo_id, data = str(uuid4()), picture(self.first + number)
                self.sent[photo_id] = data
                if post(connection, self.token, photo_id, data) == 200:
                    self.accepted.append(photo_id)
                    if self.films and post_film(connection, self.token, photo_id) == 200:
                        self.filmed.append(photo_id)
        except (OSError, http.client.HTTPException):
            return
        finally:
            connection.close()


def picture(number: int) -> bytes:
    """Another one for each number."""
    return written(scene((800 + number % 400, 600 + number // 400)), quality=85)


def post(connection: http.client.HTTPConnection, token: str, photo_id: str, data: bytes) -> int:
    headers = {"Cookie": f"{cookies.NAME}={token}", "Content-Type": "image/jpeg"}
    connection.request("POST", f"/api/photos?id={photo_id}", data, headers)
    answer = connection.getresponse()
    answer.read()
    return answer.status


def post_film(connection: http.client.HTTPConnection, token: str, photo_id: str) -> int:
    headers = {"Cookie": f"{cookies.NAME}={token}", "Content-Type": "video/mp4"}
    connection.request("PUT", f"/api/films/{photo_id}", FILM, headers)
    answer = connection.getresponse()
    answer.read()
    return answer.status


def _env() -> dict[str, str]:
    return {
        "SCHOOLAPP_DATA": str(settings().data),
        "SCHOOLAPP_DATABASE_URL": os.environ["SCHOOLAPP_DATABASE_URL"],
        "SCHOOLAPP_DEMO": "0",
        "SCHOOLAPP_RATE_LIMITS": "0",
        "GRANIAN_WORKERS": "1",
    }


def assert_whole() -> set[str]:
    """Every row has all its files, each decodes, and their names are true. The rows' ids."""
    with unit() as db:
        rows = list(db.execute(select(t.photo)))
    for row in rows:
        for width in available(row.width, row.height):
            assert max(read(store.load(store.rendition(row.digest, width))).size) == min(width, row.width)
        largest = store.load(store.rendition(row.digest, 1920))
        original = store.load(store.original(row.original_digest))
        assert hashlib.sha256(largest).hexdigest() == row.digest
        assert hashlib.sha256(original).hexdigest() == row.original_digest
        if row.film_digest:
            assert hashlib.sha256(store.load(store.film(row.film_digest))).hexdigest() == row.film_digest
    return {row.id for row in rows}


def sweep_all() -> set[str]:
    """Let everything be old, sweep, and tell whose files are left."""
    folder = Path(settings().data) / "media"
    then = (clock.real_now() - timedelta(hours=2)).timestamp()
    paths = [path for path in folder.rglob("*") if path.is_file()]
    for path in paths:
        os.utime(path, (then, then))
    sweep()
    return {path.name.split("-")[0].split(".")[0] for path in folder.rglob("*") if path.is_file()}


def named_digests() -> set[str]:
    with unit() as db:
        columns = select(t.photo.c.digest, t.photo.c.original_digest, t.photo.c.film_digest)
        return {digest for row in db.execute(columns) for digest in row if digest}


def filmed_photos() -> set[str]:
    with unit() as db:
        return set(db.scalars(select(t.photo.c.id).where(t.photo.c.film_digest != "")))


def _until_killed(port: int, token: str, round_: int, log: Path) -> list[Phone]:
    phones = [Phone(port, token, (round_ * PHONES + at) * 500, films=at == 0) for at in range(PHONES)]
    with serving(port, _env(), log) as server:
        for phone in phones:
            phone.start()
        until = time.monotonic() + 60
        while not any(phone.accepted for phone in phones) and time.monotonic() < until:
            time.sleep(0.05)
        time.sleep(BEFORE_THE_KILL)
        stop(server, signal.SIGKILL)
    for phone in phones:
        phone.join(30)
    return phones


def test_no_accepted_picture_is_lost_and_none_is_half_there(
    all_databases: Engine, school: SmallSchool, tmp_path: Path, free_port: int
) -> None:
    token, log = begin_login(school.accounts["teacher"]), tmp_path / "server.log"
    phones: list[Phone] = []
    for round_ in range(ROUNDS):
        phones += _until_killed(free_port, token, round_, log)
        accepted = {photo_id for phone in phones for photo_id in phone.accepted}
        assert accepted <= assert_whole()
        assert {photo_id for phone in phones for photo_id in phone.filmed} <= filmed_photos()
    assert any(phone.filmed for phone in phones)
    assert len({photo_id for phone in phones for photo_id in phone.accepted}) >= ROUNDS
    assert any(len(phone.sent) > len(phone.accepted) for phone in phones), "it was killed in the middle of uploads"
    assert sweep_all() == named_digests(), "what was there by half is swept, and nothing else"
    with serving(free_port, _env(), log):
        connection = http.client.HTTPConnection("127.0.0.1", free_port, timeout=60)
        for phone in phones:
            for photo_id, data in list(phone.sent.items())[-3:]:
                assert post(connection, token, photo_id, data) == 200
        assert post_film(connection, token, list(phones[0].sent)[-1]) == 200, "its film may be sent again too"
        connection.close()
    again = {photo_id for phone in phones for photo_id in list(phone.sent)[-3:]}
    assert again <= assert_whole()
