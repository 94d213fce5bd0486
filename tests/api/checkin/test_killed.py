"""A server killed with SIGKILL under load loses no scan that it acknowledged, and stores none twice."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, text

from bench.server import serving, stop
from schoolapp.identity import cookies
from schoolapp.settings import settings
from tests.checkin_events import envelope, event
from tests.factory import SmallSchool, begin_login

PHONES = 8
LOAD_SECONDS = 2.0


@dataclass
class Phone(threading.Thread):
    """Sends one scan after the other until the server is gone; knows what was acknowledged."""

    port: int
    token: str
    scans: list[dict[str, Any]]
    acknowledged: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    """Answers that were neither: an assertion in a thread would fail nothing."""

    def __post_init__(self) -> None:
        super().__init__(daemon=True)

    def __hash__(self) -> int:
        return id(self)

    def run(self) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            for scan in self.scans:
                status, body = answer_to(connection, self.token, [scan])
                results = json.loads(body)["results"] if status == 200 else []
                good = [result["id"] for result in results if result["status"] in ("stored", "duplicate")]
                self.acknowledged += good
                if len(good) != 1:
                    self.wrong.append(f"{status} {body.decode(errors='replace')}")
        except (OSError, http.client.HTTPException):
            return
        except Exception as error:
            self.wrong.append(repr(error))
        finally:
            connection.close()


def answer_to(connection: http.client.HTTPConnection, token: str, events: list[dict[str, Any]]) -> tuple[int, bytes]:
    headers = {"Cookie": f"{cookies.NAME}={token}", "Content-Type": "application/json"}
    connection.request("POST", "/api/checkin/events", json.dumps(envelope(*events)), headers)
    answer = connection.getresponse()
    return answer.status, answer.read()


def post(connection: http.client.HTTPConnection, token: str, events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    status, body = answer_to(connection, token, events)
    assert status == 200, body
    return json.loads(body)["results"]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _env() -> dict[str, str]:
    """The server works on the test's own database and data folder."""
    return {
        "SCHOOLAPP_DATA": str(settings().data),
        "SCHOOLAPP_DATABASE_URL": os.environ["SCHOOLAPP_DATABASE_URL"],
        "SCHOOLAPP_DEMO": "0",
        "SCHOOLAPP_CLOCK_START": "2026-11-23T16:31:00",
        "GRANIAN_WORKERS": "1",
    }


def _scans(school: SmallSchool, number: int) -> list[dict[str, Any]]:
    children = school.students["third"][:5]
    return [event(school, "teacher", session="calligraphy", child=children[at % 5]) for at in range(number)]


def _stored(engine: Engine) -> list[str]:
    with engine.connect() as connection:
        ids = connection.execute(text("SELECT id FROM checkin_event")).scalars()
        return [str(found).replace("-", "") for found in ids]


def test_no_acknowledged_scan_is_lost(all_databases: Engine, school: SmallSchool, tmp_path: Path) -> None:
    port, token = _free_port(), begin_login(school.accounts["teacher"])
    phones = [Phone(port, token, _scans(school, 3000)) for _ in range(PHONES)]
    with serving(port, _env(), tmp_path / "server.log") as server:
        for phone in phones:
            phone.start()
        time.sleep(LOAD_SECONDS)
        stop(server, signal.SIGKILL)
    for phone in phones:
        phone.join(30)
    assert [answer for phone in phones for answer in phone.wrong] == []
    acknowledged = {one.replace("-", "") for phone in phones for one in phone.acknowledged}
    stored = _stored(all_databases)
    assert len(acknowledged) > 20, "the server was under load when it was killed"
    assert any(len(phone.acknowledged) < len(phone.scans) for phone in phones)
    assert acknowledged <= set(stored)
    assert len(stored) == len(set(stored))
    _send_again(port, token, phones, tmp_path)
    once = _stored(all_databases)
    assert len(once) == len(set(once)), "sent again, nothing is stored twice"
    sent_again = {scan["id"].replace("-", "") for phone in phones for scan in phone.scans[:500]}
    assert sent_again <= set(once)


def _send_again(port: int, token: str, phones: list[Phone], tmp_path: Path) -> None:
    """What a phone does when its server is back: everything that was not acknowledged, and here all of it."""
    with serving(port, _env(), tmp_path / "server.log"):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        for phone in phones:
            results = post(connection, token, phone.scans[:500])
            known = {result["id"] for result in results if result["status"] == "duplicate"}
            assert set(phone.acknowledged[:500]) <= known
        connection.close()


if os.name == "nt":
    pytest.skip("SIGKILL and process groups are POSIX", allow_module_level=True)
