"""What the rules of "where is everyone" start from, and the reading of a slot's logs into facts about each child.

Pure. All times are milliseconds since 1970. A fact says where a child was, or for how long it is accounted for; it
belongs to one slot only, so that yesterday's or the last period's "here" can never answer for this one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from schoolapp.checkin.placing import placed
from schoolapp.checkin.roll import Entry, Roll, last_submission, roll
from schoolapp.checkin.rules import MINUTE, Verdict, excuses, hours_of

DEFAULT_WALK = 5 * MINUTE
"""For a pair of buildings without an agreed walking time."""


class FactKind(StrEnum):
    HERE = "here"
    """Counted in a room."""
    PASSING = "passing"
    """Seen at the door of a wrong room; nobody has said yet what to do."""
    SENT = "sent"
    """Sent on from a door, towards the room where the child belongs."""
    FOUND = "found"
    HOME = "home"
    """Found to have gone home."""
    KEEP = "keep"
    LEAVE = "leave"


@dataclass(frozen=True, slots=True)
class Fact:
    """One statement about a child. `until`: a keep or a leave ends then."""

    at: int
    id: str
    kind: FactKind
    session_id: int | None = None
    until: int | None = None
    note: str = ""
    room_id: int | None = None
    """Where a child is kept, when that was said on a roll."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """A session as the rules see it, with the changes of the day applied."""

    id: int
    starts_at: int
    ends_at: int
    room_id: int | None = None
    building_id: int | None = None
    homeroom_id: int | None = None
    """Set for homework care."""
    is_cancelled: bool = False
    into_id: int | None = None
    """Merged into that session."""
    off_since: int | None = None
    """When it was cancelled or merged."""
    back_since: int | None = None
    """When it was on again after it had been off."""


@dataclass(frozen=True, slots=True)
class Child:
    """A participating child in one slot."""

    id: int
    session_ids: tuple[int, ...] = ()
    """The sessions whose lists name the child, before the changes of the day."""
    homeroom_id: int | None = None
    from_room_id: int | None = None
    from_building_id: int | None = None
    """Where the child comes from: the room of the period before, or its homeroom."""
    left_at: int | None = None
    """The end of the period before, None when this is the first of the day."""
    is_last: bool = False
    """Goes home after this slot."""
    lost_since: int | None = None
    """Missing at the end of the period before, and expected since then: no bell makes that child "walking"."""
    unseen_since: int | None = None
    """Unknown at the end of the period before."""
    listed_at: int = 0
    """When it was put on a list that stood already; 0: from the beginning."""
    spans: tuple[Fact, ...] = ()
    """Keeps and leaves that touch the slot; and that it was found to have gone home, until it was seen again."""


@dataclass(frozen=True, slots=True)
class Slot:
    """Everything that is known about one slot of one day."""

    meetings: Mapping[int, Meeting]
    children: Mapping[int, Child]
    logs: Mapping[int, tuple[Entry, ...]] = field(default_factory=dict)
    """Entries by session, in any order; of one that was off for a while, those since it is on again (`since_back`)."""
    heard: Mapping[int, int] = field(default_factory=dict)
    """By session: when a phone that takes its roll was last heard."""
    walks: Mapping[tuple[int, int], int] = field(default_factory=dict)
    """Walking time in milliseconds from building to building."""

    @property
    def starts_at(self) -> int:
        """The first bell of the slot."""
        return min((meeting.starts_at for meeting in self.meetings.values()), default=0)

    def walk(self, from_id: int | None, to_id: int | None) -> int:
        """The walking time between two buildings, 5 minutes when nobody set it."""
        return self.walks.get((from_id or 0, to_id or 0), DEFAULT_WALK)


def destinations(slot: Slot) -> dict[int, int | None]:
    """Where each child belongs after the changes of the day; None: nowhere that takes a roll.

    The children of a cancelled class go back to their homeroom's homework care of the same slot, those of a merged
    one to the class it was merged into.
    """
    care = {one.homeroom_id: one for one in slot.meetings.values() if one.homeroom_id is not None}
    return {child.id: _destination(slot, child, care) for child in slot.children.values()}


def _destination(slot: Slot, child: Child, care: Mapping[int, Meeting]) -> int | None:
    goal, _since = placed(_listed(slot, child), slot.meetings, care.get(child.homeroom_id or 0))
    return goal.id if goal else None


def joined_at(slot: Slot, child: Child, home: int | None) -> int:
    """Since when the child belongs to the session `home`; 0 when its own list says so from the beginning.

    Homework care that has begun gets the children of a cancelled class on its list, too: the change is what counts.
    """
    listed = _listed(slot, child)
    if [one.id for one in listed] == [home]:
        return max(listed[0].back_since or 0, child.listed_at)
    own = child.homeroom_id
    care = next((one for one in slot.meetings.values() if one.homeroom_id == own), None) if own is not None else None
    return max(placed(listed, slot.meetings, care)[1], child.listed_at) if home is not None else 0


def _listed(slot: Slot, child: Child) -> list[Meeting]:
    return [slot.meetings[key] for key in sorted(child.session_ids) if key in slot.meetings]


def roll_of(
    slot: Slot,
    meeting: Meeting,
    expected: Iterable[int],
    carried: Collection[int] | None = None,
    elsewhere: Collection[int] = (),
    missed: Collection[int] = (),
) -> Roll:
    """The roll of one session. In homework care its submission presumes nobody who was then on leave or kept, or who
    belonged to another class still.

    `carried`, `elsewhere`, `missed`: see `roll`.
    """
    log = slot.logs.get(meeting.id, ())
    members = tuple(expected)
    is_care = meeting.homeroom_id is not None
    hours = hours_of(meeting.starts_at, meeting.ends_at, is_care=is_care, is_cancelled=meeting.is_cancelled)
    submission = last_submission(log) if is_care else None
    came = {key: slot.children[key] for key in members} if is_care else {}
    on_leave = {key for key, one in came.items() if one.spans and _is_excused(one, meeting)}
    apart = {key for key, one in came.items() if _is_apart(slot, one, meeting, submission)} if submission else set()
    return roll(
        members, on_leave, log, hours, is_care=is_care, carried=carried, elsewhere=apart | {*elsewhere}, missed=missed
    )


def _is_apart(slot: Slot, child: Child, meeting: Meeting, submission: Entry) -> bool:
    """Whether the submission says nothing of the child: accounted for by name then, or in another class still."""
    return is_spanned(child, submission.at) or joined_at(slot, child, meeting.id) > submission.knew_until


def _is_excused(child: Child, meeting: Meeting) -> bool:
    """Whether leaves cover the whole lesson, whenever its roll went out."""
    leaves = [(one.at, one.until) for one in child.spans if one.kind is FactKind.LEAVE and one.until is not None]
    return excuses(leaves, meeting.starts_at, meeting.ends_at)


def is_spanned(child: Child, at: int) -> bool:
    """Whether a keep or a leave accounts for the child at `at`, or the child has gone home."""
    return any(span.at <= at and (span.until is None or at < span.until) for span in child.spans)


def facts_of_log(session_id: int, entries: Collection[Entry], session_roll: Roll | None) -> list[tuple[int, Fact]]:
    """Pairs of student id and fact, from the log of one session; what was undone says nothing.

    Entries that belong to no session (a child found on the way) stand under session 0, which has no roll.
    """
    here = session_roll.here.values() if session_roll else ()
    facts = [(one.student_id, Fact(one.at, one.event_id, FactKind.HERE, session_id)) for one in here]
    undone = {entry.target_id for entry in entries if entry.kind == "undo" and entry.verdict == ""}
    for entry in entries:
        kind = _kind_of(entry)
        if kind is not None and entry.student_id is not None and entry.id not in undone:
            facts.append((entry.student_id, Fact(entry.at, entry.id, kind, session_id or None, note=entry.note)))
    return facts


def _kind_of(entry: Entry) -> FactKind | None:
    """What an entry says besides counting a child."""
    if entry.kind == "found":
        if entry.verdict:
            return None
        return FactKind.HOME if entry.choice == "home" else FactKind.FOUND
    if entry.kind not in ("scan", "mark") or entry.choice in ("keep", "absent"):
        return None
    if entry.verdict == Verdict.SESSION_CANCELLED:
        return FactKind.SENT
    if entry.verdict in (Verdict.WRONG_ROOM, Verdict.NOT_ENROLLED):
        return FactKind.SENT if entry.choice == "send" else FactKind.PASSING
    return None
