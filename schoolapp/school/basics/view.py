"""What the office's page about the school shows, in small values."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import combinations

from sqlmodel import Session as Db

from schoolapp import clock
from schoolapp.i18n import _
from schoolapp.models import CalendarDay, PeriodSlot, Term
from schoolapp.programme.rules import Bell, bell_for, holds_on
from schoolapp.school.basics import queries
from schoolapp.school.basics.bells import Which, first_day
from schoolapp.school.basics.rules import MOST_PERIODS, clock_time
from schoolapp.school.basics.words import KIND_WORDS, STAGE_WORDS, WEEKDAYS, day_words, span_words
from schoolapp.school.people.queries import term_on


@dataclass(frozen=True)
class Choice:
    """Something to choose."""

    value: str
    words: str


@dataclass(frozen=True)
class TermLine:
    """A term. `days`: from when to when, in words."""

    id: int = 0
    name: str = ""
    starts_on: str = ""
    ends_on: str = ""
    days: str = ""
    is_open: bool = False
    """Can still be changed."""


@dataclass(frozen=True)
class BellLine:
    """A row of the bells; the ids are those of its three fields."""

    number: str
    name: str
    starts: str
    ends: str
    note: str
    name_id: str
    starts_id: str
    ends_id: str


@dataclass(frozen=True)
class DaysLine:
    """Days of one kind that follow each other. `ids` of their rows, with commas."""

    ids: str
    words: str
    detail: str
    is_past: bool


@dataclass(frozen=True)
class WalkLine:
    """A pair of buildings; `field` names its control."""

    field: str
    words: str
    minutes: str


@dataclass(frozen=True)
class View:
    """All of the page."""

    name: str = ""
    short: str = ""
    term: TermLine = TermLine()
    terms: list[TermLine] = field(default_factory=list)
    bells: list[BellLine] = field(default_factory=list)
    later: str = ""
    """That other bells are entered for a coming day already, in words."""
    bells_from: str = ""
    days: list[DaysLine] = field(default_factory=list)
    past_days: list[DaysLine] = field(default_factory=list)
    walks: list[WalkLine] = field(default_factory=list)


def view(db: Db, term_id: int, stage: str, weekday: int | None) -> View:
    """The page with that term open; 0 or an unknown one opens the one that counts today."""
    school, terms = queries.school(db), queries.terms(db)
    term = next((one for one in terms if one.id == term_id), None) or term_on(db, clock.today())
    lines = [_term(one, terms) for one in terms]
    days = _days(db, terms)
    bells = _bells(db, term, stage, weekday) if term else []
    return View(
        name=school.name if school else "",
        short=school.short_name if school else "",
        term=next((line for line in lines if term and line.id == term.id), TermLine()),
        terms=lines,
        bells=bells,
        later=_later(db, term) if term else "",
        bells_from=first_day(term).isoformat() if term else "",
        days=[line for line in days if not line.is_past],
        past_days=[line for line in days if line.is_past],
        walks=_walks(db),
    )


def weekday_choices() -> list[Choice]:
    """Every day, or one weekday."""
    return [Choice("", _("Every school day")), *(Choice(str(n), word) for n, word in enumerate(WEEKDAYS, start=1))]


def stage_choices() -> list[Choice]:
    """The whole school, or one stage."""
    return [Choice(stage, words) for stage, words in STAGE_WORDS.items()]


def _term(term: Term, terms: list[Term]) -> TermLine:
    is_open = term.ends_on >= clock.today() or term is terms[-1]
    days = span_words(term.starts_on, term.ends_on)
    return TermLine(term.id or 0, term.name, term.starts_on.isoformat(), term.ends_on.isoformat(), days, is_open)


def _bells(db: Db, term: Term, stage: str, weekday: int | None) -> list[BellLine]:
    day, which = first_day(term), Which(term.id or 0, stage, weekday)
    slots = queries.slots(db, term.id or 0)
    known = [queries.bell_of(slot) for slot in slots]
    if which.is_for_all:
        known = [bell for bell in known if which.is_of(bell)]
    shown = {bell.number: bell for bell in (_ringing(known, day, which, n) for n in _numbers(slots)) if bell}
    rows = min(max(shown, default=0) + 1, MOST_PERIODS)
    return [_bell(number, shown.get(number), which) for number in range(1, max(rows, 2) + 1)]


def _numbers(slots: list[PeriodSlot]) -> list[int]:
    return sorted({slot.number for slot in slots})


def _ringing(bells: list[Bell], day: date, which: Which, number: int) -> Bell | None:
    return bell_for(bells, day, which.weekday or 0, number, which.stage)


def _bell(number: int, bell: Bell | None, which: Which) -> BellLine:
    ids = [f"bell{number}_{part}" for part in ("name", "starts", "ends")]
    row = _("Period {n}").format(n=number)
    if bell is None:
        return BellLine(row, "", "", "", "", *ids)
    note = "" if which.is_for_all or not which.is_of(bell) else _("differs from the general bells")
    return BellLine(row, bell.name, clock_time(bell.starts), clock_time(bell.ends), note, *ids)


def _later(db: Db, term: Term) -> str:
    coming = sorted(
        {
            slot.valid_from
            for slot in queries.slots(db, term.id or 0)
            if slot.valid_from > first_day(term) and holds_on(slot.valid_from, slot.valid_from, slot.valid_to)
        }
    )
    return _("From {day} other bells are entered already.").format(day=day_words(coming[0])) if coming else ""


def _days(db: Db, terms: list[Term]) -> list[DaysLine]:
    """Of terms that can still be changed; days of one kind that follow each other in one line."""
    open_terms = [term.id or 0 for term in terms if _term(term, terms).is_open]
    groups: list[list[CalendarDay]] = []
    for row in queries.special_days(db, open_terms):
        if groups and _goes_on(groups[-1][-1], row):
            groups[-1].append(row)
        else:
            groups.append([row])
    return [_days_line(group) for group in groups]


def _goes_on(last: CalendarDay, row: CalendarDay) -> bool:
    same = all(
        getattr(last, name) == getattr(row, name) for name in ("kind", "note", "follows_weekday", "ends_at_minutes")
    )
    is_next = row.day - last.day == timedelta(days=1)
    return same and is_next and (last.day < clock.today()) == (row.day < clock.today())


def _days_line(group: list[CalendarDay]) -> DaysLine:
    first, kind = group[0], KIND_WORDS.get(group[0].kind, group[0].kind)
    parts = [kind] if first.note in ("", kind) else [kind, first.note]
    if first.follows_weekday:
        parts.append(_("lessons of {weekday}").format(weekday=WEEKDAYS[first.follows_weekday - 1]))
    if first.ends_at_minutes is not None:
        parts.append(_("nothing after {time}").format(time=clock_time(first.ends_at_minutes)))
    ids = ",".join(str(row.id) for row in group)
    return DaysLine(ids, span_words(first.day, group[-1].day), _(" · ").join(parts), first.day < clock.today())


def _walks(db: Db) -> list[WalkLine]:
    rows, known = queries.walk_rows(db), queries.buildings(db)
    return [
        WalkLine(
            f"walk_{one.id}_{other.id}",
            _("{one} – {other}").format(one=one.name, other=other.name),
            str(queries.walk_between(rows, one.id or 0, other.id or 0)),
        )
        for one, other in combinations(known, 2)
    ]
