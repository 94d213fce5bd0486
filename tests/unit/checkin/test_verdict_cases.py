"""The table that Python and JavaScript share: every verdict, its limits and its place in the order."""

from __future__ import annotations

import itertools
import json
import random
from pathlib import Path
from typing import Any

import pytest

from schoolapp.checkin import codes, rules
from schoolapp.checkin.roll import (
    Entry,
    Presence,
    Roll,
    carried_over,
    continues,
    last_submission,
    missed_before,
    roll,
    since_back,
)
from schoolapp.checkin.rules import Hours, Verdict
from tests.unit.checkin.phone import decide

TABLE = json.loads((Path(__file__).parents[2] / "cases" / "verdicts.json").read_text())
PACK = TABLE["pack"]
HOURS = Hours(**TABLE["roll_hours"])


def _name(case: dict[str, Any]) -> str:
    return case["name"]


@pytest.mark.parametrize("case", TABLE["verdicts"], ids=_name)
def test_verdict(case: dict[str, Any]) -> None:
    assert decide(PACK, case) == (case["verdict"], case["place"], case["alert"])


def test_the_table_covers_every_verdict_and_is_large() -> None:
    met = {case["verdict"] for case in TABLE["verdicts"]}
    assert met == {str(verdict) for verdict in Verdict} - {"invalid"}
    assert len(TABLE["verdicts"]) >= 40
    assert len({case["name"] for case in TABLE["verdicts"]}) == len(TABLE["verdicts"])


def test_the_packs_tags_are_those_of_real_codes() -> None:
    key = bytes.fromhex(TABLE["key"])
    made = [codes.tag(PACK["salt"], codes.make_code(key, serial)) for serial in range(1, len(PACK["tags"]) + 1)]
    assert made == PACK["tags"]


def test_the_packs_hours_follow_the_rule() -> None:
    for session in PACK["sessions"]:
        is_care, is_cancelled = session["kind"] == "care", session["cancelled"]
        hours = rules.hours_of(session["starts_at"], session["ends_at"], is_care=is_care, is_cancelled=is_cancelled)
        assert hours == Hours(session["opens_at"], session["late_after"], session["closes_at"], session["cancelled"])


@pytest.mark.parametrize("case", TABLE["rolls"], ids=_name)
def test_roll_is_the_same_in_every_order(case: dict[str, Any]) -> None:
    for order in _orders([Entry(**entry) for entry in case["entries"]]):
        found = _roll(case, order)
        here = {str(child): [at.event_id, at.at, at.verdict] for child, at in sorted(found.here.items())}
        assert here == case["here"]
        assert list(found.absent) == case["absent"]
        assert (found.submission.id if found.submission else None) == case["submitted"]


def _orders(entries: list[Entry]) -> list[list[Entry]]:
    if len(entries) <= 4:
        return [list(order) for order in itertools.permutations(entries)]
    return [random.Random(seed).sample(entries, len(entries)) for seed in range(24)]


def _roll(case: dict[str, Any], entries: list[Entry]) -> Roll:
    entries = list(since_back(entries, case.get("back_since")))
    apart = {int(child): spans for child, spans in case.get("keeps", {}).items()}
    for child, at in case.get("joined", {}).items():
        submission = last_submission(entries)
        apart |= {int(child): [(0, submission.at + 1)]} if submission and at > submission.knew_until else {}
    about = (case["expected"], case["on_leave"], entries, HOURS)
    more = {"carried": case["carried"], "missed": case.get("missed", ()), "apart": apart}
    return roll(*about, is_care=case["is_care"], **more)


@pytest.mark.parametrize("case", TABLE["carries"], ids=_name)
def test_what_the_second_half_of_a_double_period_takes_over(case: dict[str, Any]) -> None:
    assert continues(case["expected"], case["before"]) is case["continues"]
    here = {child: Presence(child, 1, "a", "grid", "on_time") for child in case["first_here"]}
    submission = Entry("z", "submit", 2, list_at=case.get("list_at")) if case["is_submitted"] else None
    absent = tuple(child for child in case["before"] if child not in here)
    first = Roll(here, absent, submission, frozenset(case.get("first_away", ())))
    joined = {int(child): at for child, at in case.get("joined", {}).items()}
    carried = carried_over(case["expected"], first, joined) if case["continues"] else None
    assert carried == (None if case["carried"] is None else tuple(case["carried"]))
    assert missed_before(case["expected"], first, joined) == tuple(case["missed"])
