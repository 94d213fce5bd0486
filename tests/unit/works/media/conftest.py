"""Workers end with the tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from schoolapp.works.media.workshop import workshop


@pytest.fixture(scope="session", autouse=True)
def _workers() -> Iterator[None]:
    yield
    if workshop.cache_info().currsize:
        workshop().close()
