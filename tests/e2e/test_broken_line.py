"""The line breaks and is there again: what the duty leader had open and had begun to write stays."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from playwright.sync_api import BrowserContext, expect

from tools.demo_server import AFTER_THE_BELL, DemoServer


class Line:
    """A TCP line to the server, which can be cut."""

    def __init__(self, port: int) -> None:
        self._to = port
        self._ends: list[socket.socket] = []
        self._is_cut = False
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._door.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        self._is_cut = True
        for end in self._ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def mend(self) -> None:
        self._is_cut = False

    def close(self) -> None:
        self.cut()
        self._door.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                here, _address = self._door.accept()
                if self._is_cut:
                    here.close()
                    continue
                there = socket.create_connection(("localhost", self._to))
                self._ends += [here, there]
                for pair in ((here, there), (there, here)):
                    threading.Thread(target=self._pump, args=pair, daemon=True).start()

    @staticmethod
    def _pump(source: socket.socket, sink: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(65_536):
                sink.sendall(data)
        for end in (source, sink):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


@contextmanager
def line_to(server: DemoServer) -> Iterator[tuple[DemoServer, Line]]:
    """The server as it is reached over a line."""
    line = Line(int(server.url.rpartition(":")[2]))
    try:
        yield DemoServer(f"http://localhost:{line.port}", server.data, server.process), line
    finally:
        line.close()


def test_what_was_open_stays_open(
    own_server: Callable[..., DemoServer], context_as: Callable[..., BrowserContext]
) -> None:
    with line_to(own_server(clock=AFTER_THE_BELL)) as (server, line):
        page = context_as("leader", server=server).new_page()
        page.goto("/board")
        page.locator(".b-pulse").wait_for()
        page.locator(".b-tile:not(:has(.b-number:text-is('0')))").last.click()
        page.locator(".b-reveal .b-row").first.click()
        place = page.locator("dialog[open] input[name=place]")
        place.fill("校医室")
        line.cut()
        expect(page.locator(".k-offline, [data-net]").filter(visible=True).first).to_be_visible()
        line.mend()
        expect(page.locator(".b-pulse")).to_contain_text("实时")
        page.wait_for_timeout(1000)
        expect(place).to_have_value("校医室")
        place.press("Enter")
        expect(page.locator("dialog .b-event", has_text="校医室")).to_be_visible()
