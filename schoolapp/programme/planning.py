"""The dated sessions that follow from the plan: facts in, sessions with their expected children out. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from schoolapp.programme import rules
from schoolapp.programme.rules import Bell, Special

Span = tuple[date, date | None]
"""valid_from and valid_to, both included."""
Key = tuple[date, int, int | None, int | None]
"""day, slot number, section, homeroom: one session at most."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One weekly period of the plan: of a section, or of a homeroom's care."""

    id: int
    weekday: int
    slot_number: int
    section_id: int | None
    homeroom_id: int | None
    room_id: int | None
    staff_id: int | None
    span: Span


@dataclass(frozen=True, slots=True)
class Group:
    """A section or a homeroom: its own room, and who takes it in which span."""

    room_id: int | None
    grade: int
    teachers: tuple[tuple[int, Span], ...] = ()
    """Staff ids; the first whose span holds counts."""


@dataclass(frozen=True)
class Facts:
    """All the plan consists of. Children stand with the spans in which they belong to the group."""

    term: tuple[date, date]
    bells: tuple[Bell, ...]
    specials: dict[date, Special]
    entries: tuple[Entry, ...]
    sections: dict[int, Group]
    homerooms: dict[int, Group]
    enrolled: dict[int, list[tuple[int, Span]]]
    members: dict[int, list[tuple[int, Span]]]
    taking_part: dict[int, list[Span]]
    """Student → spans of participation; a child who left has none after the last day."""
    cancelled: frozenset[tuple[date, int, int]] = frozenset()
    """(day, slot number, section) that do not take place: their children go back to homework care."""


@dataclass(frozen=True)
class Planned:
    """A session as the plan wants it. `starts`, `ends` in minutes after local midnight."""

    key: Key
    entry_id: int | None
    starts: int
    ends: int
    room_id: int | None
    staff_id: int | None
    students: frozenset[int] = field(default_factory=frozenset)


def plan_day(day: date, facts: Facts) -> list[Planned]:
    """The sessions of `day`: none outside the term and on days without service."""
    special = facts.specials.get(day)
    weekday = rules.plan_weekday(day, special)
    if weekday is None or not facts.term[0] <= day <= facts.term[1]:
        return []
    present = {student for student, spans in facts.taking_part.items() if _any_holds(day, spans)}
    running = [entry for entry in facts.entries if entry.weekday == weekday and rules.holds_on(day, *entry.span)]
    timed = [(entry, bell) for entry in running if (bell := _bell(day, weekday, entry, facts, special))]
    sections = [_section(day, entry, bell, facts, present) for entry, bell in timed if entry.section_id is not None]
    busy, sent_back = _sort_by_cancelled(day, sections, facts)
    cares = [_care(day, entry, bell, facts, present, busy) for entry, bell in timed if entry.homeroom_id is not None]
    return sections + cares + _extra_care(day, sent_back, cares, facts)


def lost_on(day: date, facts: Facts, special: Special) -> list[Planned]:
    """The sessions that the day would lose, were it such a day; those that were cancelled already do not count."""
    kept = {one.key for one in plan_day(day, replace(facts, specials=facts.specials | {day: special}))}
    return [one for one in plan_day(day, facts) if one.key not in kept and one.key[:3] not in facts.cancelled]


def _bell(day: date, weekday: int, entry: Entry, facts: Facts, special: Special | None) -> Bell | None:
    group = _group(entry, facts)
    if group is None:
        return None
    bell = rules.bell_for(facts.bells, day, weekday, entry.slot_number, rules.stage_of(group.grade))
    return bell if bell is not None and rules.takes_place(bell, special) else None


def _group(entry: Entry, facts: Facts) -> Group | None:
    if entry.section_id is not None:
        return facts.sections.get(entry.section_id)
    return facts.homerooms.get(entry.homeroom_id or 0)


def _section(day: date, entry: Entry, bell: Bell, facts: Facts, present: set[int]) -> Planned:
    enrolled = facts.enrolled.get(entry.section_id or 0, [])
    return _planned(day, entry, bell, facts, _on(day, enrolled) & present)


Busy = dict[int, list[tuple[int, int]]]
"""Student → minutes in which a section has the child."""


def _sort_by_cancelled(day: date, sections: list[Planned], facts: Facts) -> tuple[Busy, list[Planned]]:
    """When each child is in a section, and the sections that were cancelled."""
    busy: Busy = defaultdict(list)
    cancelled = []
    for planned in sections:
        if (day, planned.key[1], planned.key[2]) in facts.cancelled:
            cancelled.append(planned)
            continue
        for student in planned.students:
            busy[student].append((planned.starts, planned.ends))
    return busy, cancelled


def _care(day: date, entry: Entry, bell: Bell, facts: Facts, present: set[int], busy: Busy) -> Planned:
    """Homework care expects the homeroom's children whom no section has at that time."""
    members = _on(day, facts.members.get(entry.homeroom_id or 0, [])) & present
    span = (bell.starts, bell.ends)
    free = {student for student in members if not any(rules.clashes(span, other) for other in busy.get(student, ()))}
    return _planned(day, entry, bell, facts, free)


def _extra_care(day: date, cancelled: list[Planned], cares: list[Planned], facts: Facts) -> list[Planned]:
    """Care for the children of a cancelled section whose homeroom has none at that time."""
    extra: dict[Key, set[int]] = defaultdict(set)
    frame: dict[Key, Planned] = {}
    home = {s: homeroom for homeroom, members in facts.members.items() for s in _on(day, members)}
    covered = {(care.key[3], student) for care in cares for student in care.students}
    taken = {care.key for care in cares}
    for planned in cancelled:
        for student in planned.students:
            homeroom = home.get(student)
            key = (day, planned.key[1], None, homeroom)
            if homeroom is None or key in taken or _is_covered(homeroom, student, planned, cares, covered):
                continue
            extra[key].add(student)
            frame[key] = planned
    return [_back_in_homeroom(key, frame[key], facts, students) for key, students in extra.items()]


def _is_covered(homeroom: int, student: int, planned: Planned, cares: list[Planned], covered: set) -> bool:
    if (homeroom, student) not in covered:
        return False
    span = (planned.starts, planned.ends)
    return any(
        care.key[3] == homeroom and student in care.students and rules.clashes(span, (care.starts, care.ends))
        for care in cares
    )


def _back_in_homeroom(key: Key, frame: Planned, facts: Facts, students: set[int]) -> Planned:
    home = facts.homerooms[key[3] or 0]
    staff = _teacher(key[0], home)
    return Planned(key, None, frame.starts, frame.ends, home.room_id, staff, frozenset(students))


def _planned(day: date, entry: Entry, bell: Bell, facts: Facts, students: set[int]) -> Planned:
    group = _group(entry, facts)
    assert group is not None  # an entry without its group has no bell either
    return Planned(
        (day, entry.slot_number, entry.section_id, entry.homeroom_id),
        entry.id,
        bell.starts,
        bell.ends,
        entry.room_id or group.room_id,
        entry.staff_id or _teacher(day, group),
        frozenset(students),
    )


def _teacher(day: date, group: Group) -> int | None:
    return next((staff for staff, span in group.teachers if rules.holds_on(day, *span)), None)


def _on(day: date, dated: Iterable[tuple[int, Span]]) -> set[int]:
    return {student for student, span in dated if rules.holds_on(day, *span)}


def _any_holds(day: date, spans: Iterable[Span]) -> bool:
    return any(rules.holds_on(day, *span) for span in spans)
