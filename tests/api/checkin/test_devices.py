"""Devices name themselves: whoever invents names fills neither the table nor the writer's memory."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import Engine, select
from starlette.testclient import TestClient

from schoolapp import clock
from schoolapp.checkin.log import effects
from schoolapp.db import read
from schoolapp.models import Device
from tests.checkin_events import send
from tests.factory import MONDAY, SmallSchool


def test_of_an_account_the_devices_heard_last_stay(
    all_databases: Engine,
    school: SmallSchool,
    client_as: Callable[[str], TestClient],
    freeze: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(effects, "MOST_DEVICES", 3)
    monkeypatch.setattr(effects, "NOTED_SECONDS", -1.0)
    send(client_as("leader"), device="leader-phone")
    teacher, began = client_as("teacher"), clock.local(clock.now())
    for number in range(6):
        freeze((began + timedelta(minutes=number)).strftime(f"{MONDAY}T%H:%M:%S"))
        send(teacher, device=f"phone-{number}")
        send(teacher, device="always")
    with read() as db:
        kept = set(db.scalars(select(Device.id)))
    assert kept == {"leader-phone", "always", "phone-4", "phone-5"}


def test_the_writer_remembers_so_many_and_forgets_who_was_silent_longest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(effects, "MOST_NOTED", 3)
    noted, phone = effects.HeardOf(), effects.Heard(1, 0, "")
    for number in range(10):
        said = {f"phone-{number}": phone}
        assert noted.newcomers(said) == {1}
        assert noted.news(said) == said
    assert len(noted) == 3
    assert noted.newcomers({"phone-9": phone}) == set()
    assert noted.news({"phone-9": phone}) == {}, "noted a moment ago"
    assert noted.newcomers({"phone-0": phone}) == {1}
