"""What a second phone is told of the roll that the first one takes."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Engine
from starlette.testclient import TestClient

from tests.checkin_events import event, now_ms, send
from tests.factory import SmallSchool

ClientAs = Callable[[str], TestClient]


def test_the_roll_tells_a_second_phone_who_was_tapped_absent(
    all_databases: Engine, school: SmallSchool, client_as: ClientAs
) -> None:
    homeroom = client_as("homeroom")
    address = f"/api/checkin/roll/{school.sessions['care third 1']}"
    gone, back = homeroom.get(address).json()["absent"][:2]
    taps = [
        event(school, "homeroom", "mark", session="care third 1", student_id=child, choice=choice, method="grid")
        | {"scanned_at": now_ms() - 1000 + step}
        for step, (child, choice) in enumerate([(gone, "absent"), (back, "absent"), (back, "present")])
    ]
    send(homeroom, *taps)
    told = {"student_id": gone, "at": taps[0]["scanned_at"], "event_id": taps[0]["id"], "method": "grid"}
    assert homeroom.get(address).json()["marked_away"] == [told]
