"""What follows from stored events, in the same transaction: submissions, kept children, devices, the audit trail."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, bindparam, delete, insert, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.base import Executable

from schoolapp import clock
from schoolapp.checkin import rolls
from schoolapp.checkin.log.deciding import Decision
from schoolapp.checkin.log.picture import Picture
from schoolapp.checkin.log.prepared import Among, Prepared
from schoolapp.models import AuditEntry, CheckinEvent, Device, Keep, RollSubmission

_audit, _device, _event = AuditEntry.__table__, Device.__table__, CheckinEvent.__table__  # type: ignore[attr-defined]
_keep, _submission = Keep.__table__, RollSubmission.__table__  # type: ignore[attr-defined]
NOTED_SECONDS = 5.0
"""The board calls a phone silent after two minutes: this is fine enough."""
MOST_NOTED = 5000
"""Devices of which one process knows when they spoke last; a county's teachers are fewer."""
MOST_DEVICES = 20
"""Devices that are kept of an account, those heard last: whoever clears the browser becomes another one."""
_LARGEST = 2_147_483_647
_A_DAY = 24 * 60 * 60 * 1000
_AUDITED_KINDS = frozenset({"undo", "submit", "keep", "keep_end", "found"})
_AUDITED_CHOICES = frozenset({"send", "keep"})


def instant(millis: int) -> datetime:
    """Milliseconds since 1970 as an aware instant."""
    return datetime.fromtimestamp(millis / 1000, UTC)


@dataclass(frozen=True, slots=True)
class Heard:
    """Whose hands a device is in, and what it still has to send."""

    account_id: int
    unsent: int
    agent: str


class HeardOf:
    """What was noted of each device, so that a phone that sends scan after scan is written down every few seconds.

    Devices name themselves: of more than MOST_NOTED the one noted longest ago is forgotten.
    """

    def __init__(self) -> None:
        self._noted: OrderedDict[str, tuple[float, Heard]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._noted)

    def newcomers(self, heard: Mapping[str, Heard]) -> set[int]:
        """The accounts that speak through a device of which nothing is noted yet."""
        return {one.account_id for key, one in heard.items() if key not in self._noted}

    def news(self, heard: Mapping[str, Heard]) -> dict[str, Heard]:
        """Those that say something new, or were not noted for a while."""
        now = time.monotonic()
        found = {key: one for key, one in heard.items() if self._is_news(key, one, now)}
        for key, one in found.items():
            self._noted[key] = (now, one)
            self._noted.move_to_end(key)
        while len(self._noted) > MOST_NOTED:
            self._noted.popitem(last=False)
        return found

    def _is_news(self, device_id: str, one: Heard, now: float) -> bool:
        at, noted = self._noted.get(device_id, (0.0, None))
        return noted != one or now - at > NOTED_SECONDS


class RacedError(Exception):
    """Another worker stored one of these events between our looking and our writing: look again."""


def _insert_unless_there(among: Among) -> Executable:
    dialect = postgresql if among.is_postgresql else sqlite
    names = [column.name for column in _event.columns if column.name != "seq"]
    values = {name: bindparam(name, type_=_event.c[name].type) for name in names}
    return dialect.insert(_event).values(values).on_conflict_do_nothing(index_elements=["id"])


def _note_device(among: Among) -> Executable:
    dialect = postgresql if among.is_postgresql else sqlite
    values = {column.name: bindparam(column.name, type_=column.type) for column in _device.columns}
    statement = dialect.insert(_device).values(values)
    changed = {name: statement.excluded[name] for name in ("account_id", "last_heard_at", "unsent", "agent")}
    return statement.on_conflict_do_update(index_elements=["id"], set_=changed)


_INSERT_EVENT, _HEAR = Prepared(_insert_unless_there), Prepared(_note_device)


def insert_events(db: Connection, decisions: Sequence[Decision], device: dict[str, str], received: datetime) -> None:
    """Store the events. Raises RacedError when one is there already.

    Sorted by id, so that two workers that store the same events wait for each other instead of locking up.
    """
    rows = [_event_row(one, device, received) for one in sorted(decisions, key=lambda one: one.item.id)]
    if _INSERT_EVENT.run_many(db, rows) != len(rows):
        raise RacedError


def _event_row(one: Decision, device: dict[str, str], received: datetime) -> dict[str, object]:
    item = one.item
    return {
        "id": item.id,
        "kind": item.kind,
        "actor_id": one.viewer.account_id,
        "device_id": device.get(item.id),
        "session_id": one.session_id,
        "student_id": one.student_id,
        "card_id": one.card_id,
        "happened_at": instant(one.at),
        "received_at": received,
        "clock_offset_ms": max(-_LARGEST, min(_LARGEST, item.clock_offset_ms)),
        "is_clock_doubtful": one.is_clock_doubtful,
        "pack_version": item.pack_version,
        "phone_verdict": item.phone_verdict,
        "verdict": one.verdict,
        "alert": one.alert,
        "method": item.method,
        "choice": item.choice,
        "target_id": item.target_id,
        "number": item.number,
        "list_at": instant(item.list_at) if item.kind == "submit" and item.list_at else None,
        "note": _note(one),
    }


def _note(one: Decision) -> str:
    """Of a foreign QR only its kind and length: it may be somebody's payment code."""
    item = one.item
    if one.verdict != "not_a_card":
        return item.note
    length = len(item.code) if item.code is not None else item.length or 0
    return f"{item.format or 'text'}:{length}"


def apply(db: Connection, stored: Sequence[Decision], picture: Picture) -> None:
    """Everything that follows from newly stored events."""
    accepted = [one for one in stored if one.verdict == ""]
    _submit(db, [one for one in accepted if one.item.kind == "submit"], picture)
    _keep_children(db, accepted, picture)
    audited = [_audit_row(one) for one in stored if _is_audited(one, picture)]
    if audited:
        db.execute(insert(_audit), audited)


def _is_audited(one: Decision, picture: Picture) -> bool:
    """Decisions of people; and whatever somebody adds to a roll that ended more than a day before."""
    meeting = picture.meetings.get(one.session_id or 0)
    is_belated = one.item.kind == "mark" and meeting is not None and one.at > meeting.ends_at + _A_DAY
    return is_belated or one.item.kind in _AUDITED_KINDS or one.item.choice in _AUDITED_CHOICES


def _audit_row(one: Decision) -> dict[str, object]:
    action = one.item.kind if one.item.kind in _AUDITED_KINDS else f"choose_{one.item.choice or 'present'}"
    about = {"session_id": one.session_id, "student_id": one.student_id, "verdict": one.verdict}
    return {
        "at": clock.now(),
        "account_id": one.viewer.account_id,
        "action": f"checkin.{action}",
        "table_name": "checkin_event",
        "row_id": one.item.id,
        "before": None,
        "after": {name: value for name, value in about.items() if value},
    }


def _submit(db: Connection, submitted: Iterable[Decision], picture: Picture) -> None:
    """A row for each submission, with the number that the log counted at this moment.

    Counted once a session: the log does not move meanwhile, and a phone that says it 500 times must not hold up all.
    """
    counted: dict[int, int] = {}
    for one in submitted:
        session_id = one.session_id or 0
        if session_id not in counted:
            counted[session_id] = len(rolls.roll_of(db, picture.meetings[session_id]).here)
        row = {
            "id": one.item.id,
            "session_id": one.session_id,
            "actor_id": one.viewer.account_id,
            "submitted_at": instant(one.at),
            "head_count": one.item.number,
            "present_count": counted[session_id],
            "explanation": one.item.note,
        }
        db.execute(insert(_submission), row)


def _keep_children(db: Connection, accepted: Sequence[Decision], picture: Picture) -> None:
    for one in accepted:
        if one.item.kind == "keep":
            db.execute(insert(_keep), _keep_row(one, picture))
        elif one.item.kind == "keep_end":
            at = instant(one.at)
            ended = update(_keep).where(_keep.c.student_id == one.student_id, _keep.c.starts_at <= at)
            db.execute(ended.where(or_(_keep.c.ended_at.is_(None), _keep.c.ended_at > at)).values(ended_at=at))
        elif one.item.kind == "undo":
            undone = update(_keep).where(_keep.c.id == one.item.target_id)
            db.execute(undone.values(ended_at=_keep.c.starts_at))


def _keep_row(one: Decision, picture: Picture) -> dict[str, object]:
    """Kept until the given time, at most to the end of the day; an end, or an undo, that came first still counts."""
    starts = instant(one.at)
    midnight = clock.at_minutes(clock.local(starts).date(), 24 * 60)
    until = min(instant(one.item.until or one.at), midnight)
    ends = [row.at for row in picture.log.get(one.student_id or 0, []) if row.kind == "keep_end" and row.at >= one.at]
    if one.item.id in picture.undone:
        ends = [one.at]
    meeting = picture.meetings.get(one.session_id or 0)
    return {
        "id": one.item.id,
        "student_id": one.student_id,
        "staff_id": one.viewer.staff_id,
        "room_id": meeting.room_id if meeting else None,
        "reason": one.item.note,
        "starts_at": starts,
        "ends_at": max(until, starts + timedelta(seconds=1)),
        "ended_at": instant(min(ends)) if ends else None,
    }


def hear_devices(db: Connection, heard: Mapping[str, Heard], received: datetime) -> None:
    """Note when each device was last heard. Sorted by id: two workers never lock each other up."""
    if not heard:
        return
    rows = [
        {
            "id": device_id,
            "account_id": one.account_id,
            "last_heard_at": received,
            "unsent": one.unsent,
            "agent": one.agent,
        }
        for device_id, one in sorted(heard.items())
    ]
    _HEAR.run_many(db, rows)


def forget_devices(db: Connection, accounts: Iterable[int]) -> None:
    """Of each of these accounts only the MOST_DEVICES devices stay that were heard last."""
    for account_id in sorted(accounts):
        own = _device.c.account_id == account_id
        newest = select(_device.c.id).where(own).order_by(_device.c.last_heard_at.desc(), _device.c.id)
        db.execute(delete(_device).where(own, _device.c.id.not_in(newest.limit(MOST_DEVICES))))
