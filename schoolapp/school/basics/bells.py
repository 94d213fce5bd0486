"""Bells: when the periods of a term begin and end, for every day or one weekday, for the whole school or one stage.

A change holds from a day on and leaves the bells before it as they were, so that the past answers as it did.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sqlmodel import Session as Db

from schoolapp import clock
from schoolapp.identity import audit
from schoolapp.identity.policy import Viewer
from schoolapp.models import PeriodSlot, Term
from schoolapp.programme.rules import Bell, Special, bell_for, plan_weekday
from schoolapp.programme.service import Steps
from schoolapp.school.basics import queries, rules
from schoolapp.school.basics.rules import Period, Row
from schoolapp.school.basics.service import begin, replan, tidy
from schoolapp.school.basics.terms import open_term
from schoolapp.school.basics.words import WEEKDAYS, day_words, refuse

MOST_NAME = 20


@dataclass(frozen=True)
class Which:
    """Whose bells: a term's, of a stage (empty: the whole school) and a weekday (1 = Monday; None: every day)."""

    term_id: int
    stage: str = ""
    weekday: int | None = None

    @property
    def is_for_all(self) -> bool:
        return self.stage == "" and self.weekday is None

    def is_of(self, one: PeriodSlot | Bell) -> bool:
        """Whether the bell belongs to these."""
        return (one.stage, one.weekday) == (self.stage, self.weekday)


def first_day(term: Term) -> date:
    """From when bells can still be changed."""
    return max(term.starts_on, clock.today())


def save(db: Db, viewer: Viewer, which: Which, rows: Mapping[int, Row], valid_from: date) -> Steps | None:
    """Let these bells hold from a day on; None when they do so already.

    A particular weekday or stage without a row of its own has the general bell. Lessons that have begun stay as they
    are. Raises Refused: no_term, term_over, wrong_bells, no_bells, bells_day, bells_overlap, bell_in_use, bell_rang.
    """
    begin(db, viewer)
    term = open_term(db, which.term_id)
    if not first_day(term) <= valid_from <= term.ends_on:
        raise refuse("bells_day", first=day_words(first_day(term)), last=day_words(term.ends_on))
    slots = queries.slots(db, which.term_id)
    bells = [queries.bell_of(slot) for slot in slots]
    wanted = _own(which, _read(which, rows), bells, valid_from)
    ending, new = _difference(which, slots, wanted, valid_from)
    if not ending and not new:
        return None
    after = [_without(slot, valid_from) if slot in ending else queries.bell_of(slot) for slot in slots]
    after += [_bell(which, number, period, valid_from) for number, period in new.items()]
    _check(db, which, bells, after, valid_from)
    _write(db, viewer, which, ending, new, valid_from)
    return replan(db)


def _read(which: Which, rows: Mapping[int, Row]) -> dict[int, Period]:
    try:
        periods = rules.read_periods(rows)
    except ValueError:
        raise refuse("wrong_bells") from None
    if which.is_for_all and not periods:
        raise refuse("no_bells")
    return {number: replace(period, name=tidy(period.name, MOST_NAME)) for number, period in periods.items()}


def _own(which: Which, periods: dict[int, Period], bells: list[Bell], day: date) -> dict[int, Period]:
    """Those of the periods that differ from what rings anyway."""
    if which.is_for_all:
        return periods
    others = [bell for bell in bells if not which.is_of(bell)]
    return {number: period for number, period in periods.items() if _general(which, others, day, number) != period}


def _general(which: Which, others: list[Bell], day: date, number: int) -> Period | None:
    weekday = which.weekday or 0
    bell = bell_for(others, day, weekday, number, which.stage)
    return Period(bell.name, bell.starts, bell.ends) if bell else None


def _difference(
    which: Which, slots: list[PeriodSlot], wanted: dict[int, Period], day: date
) -> tuple[list[PeriodSlot], dict[int, Period]]:
    """The rows that end before `day`, and the periods that begin then."""
    lasting = [one for one in slots if which.is_of(one) and (one.valid_to is None or one.valid_to >= day)]
    same = {
        one.number
        for one in lasting
        if one.valid_from <= day and one.valid_to is None and wanted.get(one.number) == _period(one)
    }
    kept = {number for number in same if sum(one.number == number for one in lasting) == 1}
    return [one for one in lasting if one.number not in kept], {n: p for n, p in wanted.items() if n not in kept}


def _period(slot: PeriodSlot) -> Period:
    return Period(slot.name, slot.starts_minutes, slot.ends_minutes)


def _bell(which: Which, number: int, period: Period, day: date) -> Bell:
    return Bell(number, period.name, period.starts, period.ends, which.stage, which.weekday, day)


def _without(slot: PeriodSlot, day: date) -> Bell:
    return replace(queries.bell_of(slot), valid_to=day - timedelta(days=1))


def _check(db: Db, which: Which, before: list[Bell], after: list[Bell], day: date) -> None:
    clash = rules.overlapping([bell for bell in after if bell.valid_to is None or bell.valid_to >= day], day)
    if clash is not None:
        raise refuse("bells_overlap", weekday=WEEKDAYS[clash[1] - 1])
    number = rules.without_bell(before, after, day, queries.lesson_periods(db, which.term_id, day))
    if number:
        raise refuse("bell_in_use", n=number)
    if day == clock.today() and (number := _rung(db, before, after)):
        raise refuse("bell_rang", n=number)


def _rung(db: Db, before: list[Bell], after: list[Bell]) -> int:
    today, row = clock.today(), queries.special(db, clock.today())
    special = Special(row.kind, row.follows_weekday, row.ends_at_minutes) if row else None
    weekday = plan_weekday(today, special)
    return rules.rung_already(before, after, today, weekday, clock.minutes_of(clock.now())) if weekday else 0


def _write(db: Db, viewer: Viewer, which: Which, ending: list[PeriodSlot], new: dict[int, Period], day: date) -> None:
    """A row that never held keeps its place and covers no day."""
    old = {slot.number: slot for slot in ending}
    for slot in ending:
        slot.valid_to = day - timedelta(days=1)
        db.add(slot)
    for number in sorted(old.keys() | new.keys()):
        slot = _insert(db, which, number, new[number], day) if number in new else old[number]
        before = _facts(_period(old[number])) if number in old else None
        after = {**_facts(new[number]), "valid_from": day.isoformat()} if number in new else {
            "valid_to": (day - timedelta(days=1)).isoformat()
        }  # fmt: skip
        audit.record(db, viewer.account_id, "school.bells", "period_slot", slot.id, before=before, after=after)


def _insert(db: Db, which: Which, number: int, period: Period, day: date) -> PeriodSlot:
    slot = PeriodSlot(
        term_id=which.term_id,
        stage=which.stage,
        weekday=which.weekday,
        number=number,
        name=period.name,
        starts_minutes=period.starts,
        ends_minutes=period.ends,
        valid_from=day,
    )
    db.add(slot)
    db.flush()
    return slot


def _facts(period: Period) -> dict[str, Any]:
    return {"starts": rules.clock_time(period.starts), "ends": rules.clock_time(period.ends)}
