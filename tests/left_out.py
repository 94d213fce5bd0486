"""Tests that cannot run here: under CI most of them fail, elsewhere the last words say how many and how to get them."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NoReturn

import pytest

from tools import browser as chromium


@dataclass(frozen=True)
class Need:
    """Something that a machine may lack."""

    what: str
    """As in "12 tests of PostgreSQL NOT RUN"."""
    how: str
    """How to get it."""
    in_every_clone: bool = True
    """Whether whoever has the project can have it; a build machine must not be without."""


CHROMIUM = Need("browser tests", chromium.HOW)
WEBKIT = Need("browser tests in WebKit", "Debian, Ubuntu: sudo apt install webkit2gtk-driver xvfb")
NPM_PACKAGES = Need("browser tests of Chromium 109 and axe", "They are fetched from npm once: connect to a network.")
POSTGRES = Need("tests of PostgreSQL", "Start a server at port 5432, or name one with SCHOOLAPP_TEST_POSTGRES.")
REDIS = Need("tests of Redis", "Start a server at port 6379, or name one with SCHOOLAPP_TEST_REDIS.")
SHARED = Need("tests of the files in ../shared", "They are no part of the project; lay them beside it.", False)
NEEDS = {need.what: need for need in (CHROMIUM, WEBKIT, NPM_PACKAGES, POSTGRES, REDIS, SHARED)}
_MARK = re.compile(r"\[(.+?)\] ")
_SKIPPED = "Skipped: "


def reason(need: Need, why: str) -> str:
    """What a skip says so that `last_words` can count it."""
    return f"[{need.what}] {why}"


def leave_out(need: Need, why: str) -> NoReturn:
    """Skip the test that asks; under CI fail it."""
    if os.environ.get("CI") and need.in_every_clone:
        pytest.fail(f"{why}\n{need.how}")
    pytest.skip(reason(need, why))


def last_words(reasons: Iterable[str]) -> list[str]:
    """The lines after a run: how to get what was lacking, then one line for each kind of test that did not run."""
    counted = Counter(_kind(one.removeprefix(_SKIPPED)) for one in reasons)
    hows = [NEEDS[kind].how for kind in counted if kind in NEEDS]
    return hows + [f"{number} {kind} NOT RUN" for kind, number in sorted(counted.items())]


def _kind(skip: str) -> str:
    found = _MARK.match(skip)
    return found[1] if found and found[1] in NEEDS else f"tests ({skip})"
