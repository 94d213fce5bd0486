"""What tests with a server of their own need, and the end of the workers that decode pictures."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from schoolapp.works.media.workshop import workshop


@pytest.fixture
def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="session", autouse=True)
def _workers() -> Iterator[None]:
    yield
    if workshop.cache_info().currsize:
        workshop().close()
