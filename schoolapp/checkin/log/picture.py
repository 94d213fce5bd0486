"""What is known when a group of events is decided: plain values, gathered beforehand by `gather.py`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from schoolapp.checkin import codes, rules
from schoolapp.checkin.log.wire import Item
from schoolapp.checkin.roll import Entry
from schoolapp.checkin.rules import CardState, Hours

Slot = tuple[date, int]
"""A day and the number of one of its period slots."""
MOST_OF_A_CHILD = 200
"""Rows of a child's log from which an event is decided. A day has a handful; a phone that says the same a thousand
times must not hold up all. What is older may be decided a second time; who is where is told by the whole log."""


@dataclass(frozen=True, slots=True)
class CardRow:
    """A card; `revoked_at` in milliseconds since 1970, None: in use."""

    id: int
    student_id: int
    revoked_at: int | None


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom an event is about."""

    card: CardState
    student_id: int | None = None
    card_id: int | None = None


@dataclass(frozen=True, slots=True)
class Child:
    id: int
    name: str
    homeroom_id: int | None
    homeroom: str
    seat: int | None


@dataclass(frozen=True, slots=True)
class Place:
    """Where to send a child."""

    session_id: int
    title: str
    room: str
    building: str
    teacher: str


@dataclass(frozen=True, slots=True)
class LogRow:
    """A stored event. `at` in milliseconds since 1970."""

    id: str
    kind: str
    at: int
    student_id: int | None
    session_id: int | None
    card_id: int | None
    verdict: str
    alert: str
    choice: str
    target_id: str | None
    actor_id: int
    method: str = ""
    number: int | None = None
    note: str = ""
    list_at: int | None = None

    def entry(self) -> Entry:
        """As the roll's rules read it."""
        return Entry(
            self.id,
            self.kind,
            self.at,
            self.student_id,
            self.verdict,
            self.choice,
            self.method,
            self.target_id,
            self.number,
            self.note,
            self.list_at,
        )


@dataclass(slots=True)
class Meeting:
    """A session after the changes of its day. Times in milliseconds since 1970."""

    id: int
    day: date
    slot_number: int
    starts_at: int
    ends_at: int
    section_id: int | None
    homeroom_id: int | None
    room_id: int | None
    staff_id: int | None
    """Who takes it: the substitute, where there is one."""
    is_cancelled: bool = False
    into_id: int | None = None
    """The session that this one was merged into."""
    off_since: int | None = None
    """When it was cancelled or merged."""
    back_since: int | None = None
    """When it was on again after it had been off: what its room recorded before says nothing any more."""
    staff_ids: frozenset[int] = frozenset()
    """Everybody who may take it by plan or as a substitute."""

    def __post_init__(self) -> None:
        self.staff_ids = frozenset() if self.staff_id is None else frozenset({self.staff_id})

    def change(
        self,
        kind: str,
        staff_id: int | None,
        room_id: int | None,
        into_id: int | None,
        at: int,
        withdrawn_at: int | None = None,
    ) -> None:
        """Lay one change over the plan; changes come oldest first, so the newest of a kind counts.

        Of those that were withdrawn only the ones by which the class was off until then are told.
        """
        if withdrawn_at is not None:
            back = rules.back_since(at, withdrawn_at, self.hours.opens_at)
            self.back_since = max(self.back_since or 0, back or 0) or None
        elif kind == "substitute" and staff_id is not None:
            self.staff_id = staff_id
            self.staff_ids = self.staff_ids | {staff_id}
        elif kind == "room" and room_id is not None:
            self.room_id = room_id
        elif kind == "cancelled":
            self.is_cancelled, self.off_since = True, at
        elif kind == "merged":
            self.into_id, self.off_since = into_id, at

    @property
    def slot(self) -> Slot:
        return self.day, self.slot_number

    @property
    def hours(self) -> Hours:
        """A session merged into another takes no scans of its own."""
        return rules.hours_of(
            self.starts_at,
            self.ends_at,
            is_care=self.homeroom_id is not None,
            is_cancelled=self.is_cancelled or self.into_id is not None,
        )


@dataclass(slots=True)
class Picture:
    """Everything that one group of events is decided from."""

    cards: dict[str, CardRow] = field(default_factory=dict)
    """By code, in the form that the card writes."""
    stored: dict[str, LogRow] = field(default_factory=dict)
    """Events that are stored already, and the targets of undos and choices."""
    undone: set[str] = field(default_factory=set)
    """Keeps of this group whose undo came first."""
    meetings: dict[int, Meeting] = field(default_factory=dict)
    expected: dict[int, dict[Slot, Meeting | None]] = field(default_factory=dict)
    """Child → slot → where the child should be; None: the class is cancelled and there is no homework care."""
    leaves: Mapping[int, Iterable[tuple[int, int]]] = field(default_factory=dict)
    log: dict[int, list[LogRow]] = field(default_factory=dict)
    children: dict[int, Child] = field(default_factory=dict)
    sections: dict[int, set[int]] = field(default_factory=dict)
    namesakes: dict[int, set[int]] = field(default_factory=dict)
    """Child → sessions in which another child of that name is expected."""
    places: dict[int, Place] = field(default_factory=dict)
    hours: dict[tuple[int, int], Hours | None] = field(default_factory=dict)
    """(account, session) → its hours for that person, as far as they were asked for."""

    def add_to_log(self, student_id: int, row: LogRow) -> None:
        """A fact for the next decisions; the oldest one gives way, so that none costs more than the one before."""
        log = self.log.setdefault(student_id, [])
        log.append(row)
        del log[:-MOST_OF_A_CHILD]

    def is_on_leave(self, student_id: int, meeting: Meeting) -> bool:
        """Whether a leave excuses the child from the session."""
        return rules.excuses(self.leaves.get(student_id, ()), meeting.starts_at, meeting.ends_at)


@lru_cache(4096)
def code_in(text: str) -> str:
    """The code that the text is, in the form that the card writes; empty when it is none."""
    return codes.normalise(text) if codes.is_code(text) else ""


def subject_of(item: Item, picture: Picture, at: int) -> Subject:
    """Whom an event of that time is about: by card, by hand, or through the event that it is about.

    A card that was revoked afterwards was a good one when it was held up: a phone may send late.
    """
    if item.code is not None:
        code = code_in(item.code)
        if not code:
            return Subject(CardState.NOT_A_CARD)
        card = picture.cards.get(code)
        if card is None:
            return Subject(CardState.UNKNOWN)
        is_revoked = card.revoked_at is not None and card.revoked_at <= at
        return Subject(CardState.REVOKED if is_revoked else CardState.VALID, card.student_id, card.id)
    if item.kind == "scan":
        return Subject(CardState.NOT_A_CARD)
    target = picture.stored.get(item.target_id or "")
    student_id = item.student_id if item.student_id or target is None else target.student_id
    return Subject(CardState.NONE, student_id if student_id in picture.children else None)
