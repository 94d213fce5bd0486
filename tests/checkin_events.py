"""Events as a phone sends them, for tests."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from starlette.testclient import TestClient

from schoolapp import clock
from tests.factory import SmallSchool

MINUTE = 60_000


def now_ms() -> int:
    """The school's frozen time, as a phone with a right clock has it."""
    return round(clock.now().timestamp() * 1000)


def event(school: SmallSchool, actor: str, kind: str = "scan", **more: Any) -> dict[str, Any]:
    """One event of `actor`; `child=` scans that child's card, `at_calligraphy=True`-like sessions go by `session=`."""
    made: dict[str, Any] = {
        "id": str(uuid4()),
        "kind": kind,
        "actor_id": school.accounts[actor],
        "scanned_at": now_ms(),
        "clock_offset_ms": 0,
        "pack_version": "p1",
        "phone_verdict": "on_time",
        "method": "camera",
    }
    if "session" in more:
        made["session_id"] = school.sessions[more.pop("session")]
    if "child" in more:
        made["code"] = school.codes[more.pop("child")]
    return made | more


def send(client: TestClient, *events: Any, device: str = "phone-1", unsent: int = 0) -> list[dict[str, Any]]:
    """Send and return the results; the request itself must be accepted."""
    answer = client.post("/api/checkin/events", json=envelope(*events, device=device, unsent=unsent))
    assert answer.status_code == 200, answer.text
    return answer.json()["results"]


def envelope(*events: Any, device: str = "phone-1", unsent: int = 0) -> dict[str, Any]:
    return {"device_id": device, "sent_at": now_ms(), "unsent": unsent, "events": list(events)}
