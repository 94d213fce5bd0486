"""The search for garbage leaves alone what was imported, and still finds cycles."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest

from schoolapp import memory


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    before = gc.get_threshold()
    yield
    gc.set_threshold(*before)
    gc.unfreeze()


class _Holder:
    def __init__(self) -> None:
        self.me = self


def test_what_is_there_is_not_searched_again() -> None:
    memory.settle()
    assert gc.get_freeze_count() > 10_000


def test_cycles_that_come_later_are_found_without_being_asked_for() -> None:
    memory.settle()
    lost = weakref.ref(_Holder())
    kept = [[] for _ in range(2 * gc.get_threshold()[0])]
    assert lost() is None
    assert kept
