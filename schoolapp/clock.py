"""The school's now and today. Nobody else asks the system for the time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from schoolapp.settings import settings

_started_at = datetime.now(UTC)
_source: Callable[[datetime], datetime] | None = None


def real_now() -> datetime:
    """The system's time, UTC: for expiry of logins, rate limits and file stamps, which a demo clock must not move."""
    return datetime.now(UTC)


def now() -> datetime:
    """The school's time as an aware UTC instant. In the demo it is the demo clock's."""
    real = real_now()
    if settings().clock_start:
        start = datetime.fromisoformat(settings().clock_start).replace(tzinfo=settings().zone)
        return start.astimezone(UTC) + (real - _started_at)
    return _source(real) if _source else real


def in_school_time(instant: datetime) -> datetime:
    """When that was for the school, of an instant of the system's time: as long ago on the demo clock as in truth."""
    return now() - (real_now() - instant)


def use_source(source: Callable[[datetime], datetime] | None) -> None:
    """Let `source` translate the system's time into the school's (the demo clock)."""
    global _source
    _source = source


def local(instant: datetime) -> datetime:
    """The instant on the school's wall clock."""
    return instant.astimezone(settings().zone)


def today() -> date:
    """The school's day."""
    return local(now()).date()


def at_minutes(day: date, minutes: int) -> datetime:
    """The instant, UTC, at `minutes` after local midnight of `day`."""
    midnight = datetime(day.year, day.month, day.day, tzinfo=settings().zone)
    return (midnight + timedelta(minutes=minutes)).astimezone(UTC)


def minutes_of(instant: datetime) -> int:
    """Minutes since local midnight."""
    wall = local(instant)
    return wall.hour * 60 + wall.minute
