"""The writer's thread: faults of ours lose no scan, and one event's trouble is not another's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Engine
from starlette.testclient import TestClient

from schoolapp.checkin.log import group
from schoolapp.checkin.log.effects import RacedError
from tests.checkin_events import envelope, event, send
from tests.factory import SmallSchool

ClientAs = Callable[[str], TestClient]


def test_a_fault_with_one_event_leaves_it_on_the_phone_and_stores_the_others(
    all_databases: Engine, school: SmallSchool, client_as: ClientAs, monkeypatch: pytest.MonkeyPatch
) -> None:
    scans = [event(school, "teacher", session="calligraphy", child=child) for child in school.students["third"][:3]]
    decide = group.decide

    def faulty(item: Any, *more: Any) -> Any:
        if item.id == scans[1]["id"]:
            raise RuntimeError("a bug")
        return decide(item, *more)

    monkeypatch.setattr(group, "decide", faulty)
    results = send(client_as("teacher"), *scans)
    assert [(one["status"], one.get("code")) for one in results] == [
        ("stored", None),
        ("invalid", "failed"),
        ("stored", None),
    ]
    monkeypatch.setattr(group, "decide", decide)
    again = send(client_as("teacher"), *scans)
    assert [one["status"] for one in again] == ["duplicate", "stored", "duplicate"]


def test_a_database_that_is_away_is_a_503(
    database: Engine, school: SmallSchool, client_as: ClientAs, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The phone keeps everything and tries again by itself."""
    import sqlite3

    def away(*_more: Any) -> Any:
        raise sqlite3.OperationalError("disk I/O error")

    client, scan = (
        client_as("teacher"),
        event(school, "teacher", session="calligraphy", child=school.students["third"][0]),
    )
    with monkeypatch.context() as patch:
        patch.setattr(group, "gather", away)
        answer = client.post("/api/checkin/events", json=envelope(scan))
    assert (answer.status_code, answer.json()["code"]) == (503, "failed")
    assert send(client, scan)[0]["status"] == "stored"


def test_another_worker_was_faster(
    all_databases: Engine, school: SmallSchool, client_as: ClientAs, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its event is found on the second look, and answered as the duplicate that it is."""
    scan = event(school, "teacher", session="calligraphy", child=school.students["third"][0])
    send(client_as("teacher"), scan)
    gather, looks = group.gather, []

    def blind_at_first(*more: Any) -> Any:
        picture = gather(*more)
        looks.append(dict(picture.stored))
        if len(looks) == 1:
            picture.stored.clear()
        return picture

    monkeypatch.setattr(group, "gather", blind_at_first)
    [result] = send(client_as("teacher"), scan)
    assert (result["status"], len(looks)) == ("duplicate", 2)
    assert issubclass(RacedError, Exception)
