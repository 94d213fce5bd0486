"""What one child's log costs: the next event is no dearer after a thousand than after the first hundreds."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Engine, text
from starlette.testclient import TestClient

from schoolapp.checkin import roll
from schoolapp.checkin.log import prepared
from schoolapp.checkin.log.picture import MOST_OF_A_CHILD
from tests.checkin_events import event, now_ms, send
from tests.factory import SmallSchool

ClientAs = Callable[[str], TestClient]


class Counted:
    """Statements of the write path, the rows that they brought, and the entries that rules were asked to look at."""

    def __init__(self) -> None:
        self.statements = self.rows = self.entries = 0

    def of(self, work: Callable[[], Any]) -> tuple[int, int, int]:
        self.statements = self.rows = self.entries = 0
        work()
        return self.statements, self.rows, self.entries


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Counted:
    counts, rows, made = Counted(), prepared.Prepared.rows, roll.Entry.__init__

    def counting_rows(self: Any, *more: Any, **values: Any) -> Any:
        found = rows(self, *more, **values)
        if threading.current_thread().name == "checkin-writer":  # packs are looked after by another
            counts.statements += 1
            counts.rows += len(found)
        return found

    def counting_entries(self: Any, *more: Any, **values: Any) -> None:
        counts.entries += 1
        made(self, *more, **values)

    monkeypatch.setattr(prepared.Prepared, "rows", counting_rows)
    monkeypatch.setattr(roll.Entry, "__init__", counting_entries)
    return counts


def marks(school: SmallSchool, number: int) -> list[dict[str, Any]]:
    """The same child marked again and again in the same moment, as a phone that went mad would."""
    about = {"session": "calligraphy", "student_id": school.students["third"][0], "method": "name"}
    said = {"choice": "present", "scanned_at": now_ms() - 1000}
    return [event(school, "teacher", "mark", **about, **said) for _ in range(number)]


def test_the_cost_does_not_grow_with_the_log(
    all_databases: Engine, school: SmallSchool, client_as: ClientAs, counted: Counted
) -> None:
    client, scan = client_as("teacher"), {"session": "calligraphy", "child": school.students["third"][1]}
    quiet = counted.of(lambda: send(client, event(school, "teacher", **scan)))
    batches = [marks(school, 400) for _ in range(3)]
    _first, second, third = [counted.of(lambda batch=batch: send(client, *batch)) for batch in batches]
    assert third == second, "statements, rows and entries of 400 more"
    assert third[1] <= MOST_OF_A_CHILD + 100
    assert third[2] <= 400 * (MOST_OF_A_CHILD + 1)
    one_more = counted.of(lambda: send(client, *marks(school, 1)))
    assert one_more[1] <= quiet[1] + MOST_OF_A_CHILD
    assert counted.of(lambda: send(client, event(school, "teacher", **scan)))[1] <= quiet[1] + 1, "another child's"
    with all_databases.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM checkin_event")).scalar_one() == 1203


def test_after_hundreds_of_repeats_the_child_is_still_counted_once(
    all_databases: Engine, school: SmallSchool, client_as: ClientAs
) -> None:
    client = client_as("teacher")
    send(client, *marks(school, MOST_OF_A_CHILD + 50))
    verdicts = [result["verdict"] for result in send(client, *marks(school, 3))]
    assert verdicts == ["already_here"] * 3
    child = school.students["third"][0]
    away = event(school, "teacher", "mark", session="calligraphy", student_id=child, choice="absent", method="name")
    assert send(client, away)[0]["status"] == "stored"
    roll_now = client.get(f"/api/checkin/roll/{school.sessions['calligraphy']}").json()
    assert child not in {one["student_id"] for one in roll_now["here"]}
