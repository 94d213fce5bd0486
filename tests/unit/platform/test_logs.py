"""What Reflex and the pages write to the log holds no cookie and nothing that a person typed."""

from __future__ import annotations

import asyncio
import io
import json
import logging

import pytest
from reflex_base.event.processor import EventProcessor

from schoolapp import logs

PROCESSOR = "reflex_base.event.processor.event_processor"


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    """Everything that Reflex's loggers write."""
    logs.configure()
    text = io.StringIO()
    for name in ("reflex.app", PROCESSOR, "schoolapp.page"):
        handler = logging.StreamHandler(text)
        monkeypatch.setattr(logging.getLogger(name), "handlers", [handler])
    return text


def test_an_event_that_nobody_knows_is_logged_by_its_name(written: io.StringIO) -> None:
    """A page of last week's build sends such events; Reflex would print the cookie that came with them."""

    async def send() -> None:
        from reflex_base.event import Event
        from reflex_base.registry import RegistrationContext

        router = {"headers": {"cookie": "schoolapp_login=secret-token"}}
        event = Event(name="old_state.change_password", router_data=router, payload={"new": "typed-password"})
        with RegistrationContext():
            async with EventProcessor().configure() as processor:
                await processor.enqueue("tab", event)
                await asyncio.sleep(0.2)

    asyncio.run(send())
    assert "old_state.change_password" in written.getvalue()
    assert "secret-token" not in written.getvalue()
    assert "typed-password" not in written.getvalue()


@pytest.mark.parametrize("start", ["This may indicate a bug. Event data: ", "Failed to deserialize event data: "])
def test_what_was_sent_is_left_out(written: io.StringIO, start: str) -> None:
    logging.getLogger("reflex.app").warning(f"{start}{{'password': 'typed-password'}}")
    assert written.getvalue() == f"{start}left out\n"


def test_other_lines_stay_whole(written: io.StringIO) -> None:
    logging.getLogger("reflex.app").warning("No token provided in connection for session %s", "s1")
    assert written.getvalue() == "No token provided in connection for session s1\n"


def test_a_pages_failure_is_one_short_line(written: io.StringIO) -> None:
    for handler in logging.getLogger("schoolapp.page").handlers:
        handler.setFormatter(logs.JsonLines())
    logs.page_failed(Exception("\nTypeError: x is undefined" + "x" * 5000 + "\n{forged line}"))
    [line] = written.getvalue().splitlines()
    assert json.loads(line)["cause"].startswith("TypeError: x is undefined")
    assert len(line) < 400
    assert "forged" not in line
