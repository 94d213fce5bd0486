"""The demo's time: it is always an afternoon between 16:20 and 18:10 of a school day, so that something is going on.

At the first start it is 16:28. Time flows as usual; when the afternoon is over it goes on at 16:20 of the next school
day, so a demo that runs for long gets ahead of the calendar. It never goes back. While the server is off it stands
still; when meanwhile the calendar has overtaken it, it goes on at 16:28 of the real day.

The anchor lies in `demo-clock.json` in the data folder, so all workers of one machine have the same time.
"""

from __future__ import annotations

import json
import os
import tempfile
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from pathlib import Path

from schoolapp import clock
from schoolapp.alone import alone
from schoolapp.demo.days import school_day_after, school_day_from
from schoolapp.settings import settings

OPENS, FIRST, CLOSES = 16 * 60 + 20, 16 * 60 + 28, 18 * 60 + 10
"""Minutes after midnight."""
PAUSE = timedelta(minutes=10)
"""Unseen for longer, the server was off; a shorter restart is not noticed."""
_AFTERNOON = timedelta(minutes=CLOSES - OPENS)
_FILE = "demo-clock.json"


@dataclass(frozen=True, slots=True)
class Anchor:
    """At the system's time `real` it is `school` at school. `seen`: until when the clock was known to run."""

    real: datetime
    school: datetime
    seen: datetime


def at(day: date, minutes: int, zone: tzinfo) -> datetime:
    """`minutes` after midnight of `day` on the wall clock of `zone`."""
    return datetime(day.year, day.month, day.day, tzinfo=zone) + timedelta(minutes=minutes)


def school_time(anchor: Anchor, real: datetime, zone: tzinfo) -> datetime:
    """What time it is at school when it is `real` outside. Never runs backwards as long as `real` does not."""
    started = anchor.school.astimezone(zone)
    elapsed = max(real - anchor.real, timedelta())
    left = max(at(started.date(), CLOSES, zone) - started, timedelta())
    if elapsed < left:
        return started + elapsed
    afternoons, rest = divmod(elapsed - left, _AFTERNOON)
    return at(school_day_after(started.date(), afternoons + 1), OPENS, zone) + rest


def resumed(anchor: Anchor, real: datetime, zone: tzinfo) -> Anchor:
    """The anchor when the server starts at `real`: the same after a short restart, else a new one."""
    if real - anchor.seen <= PAUSE:
        return anchor
    stood = school_time(anchor, anchor.seen, zone)
    calendar = school_day_from(real.astimezone(zone).date())
    school = at(calendar, FIRST, zone) if calendar > stood.date() else stood
    return Anchor(real, school, real)


def path() -> Path:
    """Where the anchor lies."""
    return settings().data.resolve() / _FILE


def prepare(first_day: date) -> None:
    """Put the clock at 16:28 of `first_day`; it starts to run when the server does."""
    school = at(first_day, FIRST, settings().zone)
    _write({"real": "", "school": school.isoformat(), "seen": ""})


def start() -> bool:
    """Let the school's time be the demo's, from the kept anchor on. False when no demo was prepared here."""
    real = clock.real_now()
    with alone(path().with_suffix(".lock")):
        anchor = _read(real)
        if anchor is None:
            return False
        anchor = resumed(anchor, real, settings().zone)
        _keep(anchor, real)
    zone = settings().zone
    clock.use_source(lambda now: school_time(anchor, now, zone))
    return True


def note_running() -> None:
    """Note that the clock still runs; the server does so every minute."""
    real = clock.real_now()
    with alone(path().with_suffix(".lock")):
        anchor = _read(real)
        if anchor is not None:
            _keep(anchor, real)


def _keep(anchor: Anchor, seen: datetime) -> None:
    _write({"real": anchor.real.isoformat(), "school": anchor.school.isoformat(), "seen": seen.isoformat()})


def _read(real: datetime) -> Anchor | None:
    """The kept anchor; one that was only prepared begins at `real`."""
    try:
        kept = json.loads(path().read_text(encoding="utf-8"))
        school = datetime.fromisoformat(kept["school"])
        if not kept["real"]:
            return Anchor(real, school, real)
        return Anchor(datetime.fromisoformat(kept["real"]), school, datetime.fromisoformat(kept["seen"]))
    except FileNotFoundError:
        return None


def _write(values: dict[str, str]) -> None:
    """Whole or not at all: another worker may read at any moment."""
    folder = path().parent
    folder.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=folder, prefix=".demo-clock")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(values, file)
    os.replace(draft, path())
