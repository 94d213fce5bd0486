"""A lean load generator in a process of its own: `python -m bench.load <job.json>` prints what it measured as JSON.

The job: {"host", "port", "connections": [[base64 request, …], …]}. Each connection is kept alive and sends its next
request when the answer to the last one is complete, so as many are under way as there are connections.
"""

from __future__ import annotations

import asyncio
import base64
import json
import sys
import time
from collections import Counter
from typing import Any

_HEAD_ENDS = b"\r\n\r\n"
_LENGTH = b"content-length: "


class Client(asyncio.Protocol):
    """One phone: a connection that works through its requests."""

    def __init__(self, requests: list[bytes], done: asyncio.Future[None]) -> None:
        self._requests = iter(requests)
        self._done = done
        self._buffer = b""
        self._began = 0.0
        self.times: list[float] = []
        self.statuses: Counter[str] = Counter()
        self.stored = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._next()

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        head = self._buffer.find(_HEAD_ENDS)
        if head < 0:
            return
        headers = self._buffer[:head].lower()
        at = headers.index(_LENGTH) + len(_LENGTH)
        length = int(headers[at : (headers + b"\r\n").index(b"\r\n", at)])
        if len(self._buffer) < head + 4 + length:
            return
        self.times.append(time.perf_counter() - self._began)
        self.statuses[headers[9:12].decode()] += 1
        self.stored += self._buffer.count(b'"status":"stored"', head)
        self._buffer = b""
        self._next()

    def connection_lost(self, exc: Exception | None) -> None:
        if not self._done.done():
            self.statuses["lost"] += 1
            self._done.set_result(None)

    def _next(self) -> None:
        request = next(self._requests, None)
        if request is None:
            if not self._done.done():
                self._done.set_result(None)
            self._transport.close()
            return
        self._began = time.perf_counter()
        self._transport.write(request)


async def run(job: dict[str, Any]) -> dict[str, Any]:
    """Send everything and measure."""
    loop = asyncio.get_running_loop()
    clients, waiting = [], []
    queues = [[base64.b64decode(request) for request in queue] for queue in job["connections"]]
    cpu, began = time.process_time(), time.perf_counter()
    for queue in queues:
        done: asyncio.Future[None] = loop.create_future()
        client = Client(queue, done)
        await loop.create_connection(lambda client=client: client, job["host"], job["port"])  # type: ignore[misc]
        clients.append(client)
        waiting.append(done)
    await asyncio.gather(*waiting)
    seconds = time.perf_counter() - began
    times = sorted(one for client in clients for one in client.times)
    statuses = sum((client.statuses for client in clients), Counter[str]())
    return {
        "seconds": seconds,
        "requests": len(times),
        "stored": sum(client.stored for client in clients),
        "errors": sum(number for status, number in statuses.items() if status != "200"),
        "statuses": dict(statuses),
        "p50_ms": 1000 * times[len(times) // 2] if times else 0,
        "p99_ms": 1000 * times[len(times) * 99 // 100] if times else 0,
        "cpu_share": (time.process_time() - cpu) / seconds,
    }


if __name__ == "__main__":
    with open(sys.argv[1]) as file:
        print(json.dumps(asyncio.run(run(json.load(file)))))
