"""After `kill -9` of the main process the same command serves again on the same port."""

from __future__ import annotations

import signal
import socket
import time
from collections.abc import Callable
from typing import Any

from tools.demo_server import MONDAY_AFTERNOON, DemoServer, environment, start, stop


def test_killed_and_started_again(own_server: Callable[..., DemoServer], page_as: Callable[..., Any]) -> None:
    server = own_server()
    page = page_as("leader", server=server)
    page.goto("/board")
    page.wait_for_selector(".b-pulse")
    server.process.send_signal(signal.SIGKILL)
    server.process.wait(10)
    port = int(server.url.rsplit(":", 1)[1])
    _wait_until_free(port)  # else the old worker's last breath answers the first question to the new one
    again = start(server.data, port, environment(server.data, MONDAY_AFTERNOON))
    try:
        page.reload()
        page.wait_for_selector(".b-pulse")
        assert again.process.poll() is None
    finally:
        stop(again)


def _wait_until_free(port: int, seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)):
                return
        time.sleep(0.05)
    raise AssertionError("the killed server's worker still holds the port")
