"""The pack of one actor: all that a phone needs to judge a card without a network. Made from the school's plan.

Children whom the actor may not know appear as a tag and a place to go, without name or number.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from hashlib import sha256
from typing import Any

from schoolapp import clock
from schoolapp.checkin import phrases, rules
from schoolapp.checkin.day_queries import millis
from schoolapp.checkin.log.deciding import may_take
from schoolapp.checkin.log.picture import Meeting, Slot
from schoolapp.checkin.pack.plan import DAYS_AHEAD, Plan
from schoolapp.checkin.roll import continues
from schoolapp.identity.policy import Action, Role, Target, Viewer, may


def build(plan: Plan, viewer: Viewer, version: str) -> dict[str, Any]:
    """The pack's lasting part; `stamped` adds the times of the moment it is handed out."""
    meetings = [meeting for meeting in _in_order(plan.meetings.values()) if may_take(viewer, meeting)]
    known = _known_children(plan, viewer, meetings)
    tags_of: dict[int, list[int]] = defaultdict(list)
    for index, card in enumerate(plan.cards):
        tags_of[card.student_id].append(index)
    slots = sorted({meeting.slot for meeting in meetings})
    places, place_of = _places(plan, slots)
    return {
        "version": version,
        "expires_at": millis(clock.at_minutes(plan.today, (DAYS_AHEAD + 1) * 24 * 60)),
        "salt": plan.salt,
        "school": plan.school,
        "demo": plan.is_demo,
        "zone": plan.zone,
        "actor": _actor(viewer),
        "tags": [card.tag for card in plan.cards],
        "tag_students": [card.student_id if card.student_id in known else 0 for card in plan.cards],
        "revoked": [index for index, card in enumerate(plan.cards) if card.is_revoked],
        "students": _students(plan, known),
        "sessions": [_session(plan, meeting, viewer, tags_of) for meeting in meetings],
        "slots": {slot_key(slot): {"places": _slot_places(plan, slot, place_of)} for slot in slots},
        "places": places,
        "namesakes": _namesakes(plan, known, slots, place_of),
    }


def stamped(pack: bytes) -> bytes:
    """The pack with the times of this moment put in front."""
    now = millis(clock.now())
    return b'{"made_at":%d,"server_time":%d,' % (now, now) + pack[1:]


def to_bytes(pack: dict[str, Any]) -> bytes:
    return json.dumps(pack, ensure_ascii=False, separators=(",", ":")).encode()


def actor_mark(viewer: Viewer) -> str:
    """Changes when what this viewer may see does."""
    facts = (
        viewer.account_id,
        viewer.staff_id,
        viewer.name,
        sorted(viewer.roles),
        sorted(viewer.homeroom_ids),
        sorted(viewer.section_ids),
    )
    return sha256(repr(facts).encode()).hexdigest()[:10]


def slot_key(slot: Slot) -> str:
    """`2026-11-23/1`."""
    return f"{slot[0].isoformat()}/{slot[1]}"


def _in_order(meetings: Iterable[Meeting]) -> list[Meeting]:
    return sorted(meetings, key=lambda meeting: (meeting.starts_at, meeting.id))


def _actor(viewer: Viewer) -> dict[str, Any]:
    return {
        "id": viewer.account_id,
        "name": viewer.name,
        "roles": sorted(str(role) for role in viewer.roles),
        "staff_id": viewer.staff_id,
    }


def _known_children(plan: Plan, viewer: Viewer, meetings: list[Meeting]) -> set[int]:
    """Children this viewer may know: all for leaders and the office, else those of the own sessions and sections."""
    if viewer.has(Role.LEADER, Role.OFFICE):
        return set(plan.pupils)
    known = {child for meeting in meetings for child in plan.expected.get(meeting.id, ()) if child in plan.pupils}
    for pupil in plan.pupils.values():
        sections = frozenset(plan.sections_of.get(pupil.id, ()))
        target = Target(student_id=pupil.id, homeroom_id=pupil.homeroom_id, section_ids=sections)
        if may(viewer, Action.SEE_CHILD, target):
            known.add(pupil.id)
    return known


def _students(plan: Plan, known: set[int]) -> dict[str, dict[str, Any]]:
    names: dict[str, int] = defaultdict(int)
    for pupil in plan.pupils.values():
        names[pupil.name] += 1
    return {
        str(pupil.id): {
            "name": pupil.name,
            "homeroom": pupil.homeroom,
            "homeroom_id": pupil.homeroom_id,
            "seat": pupil.seat,
            "pinyin": pupil.pinyin,
            "initials": pupil.initials,
            "namesake": names[pupil.name] > 1,
            "twin": bool(plan.twins.get(pupil.id)),
        }
        for pupil in plan.pupils.values()
        if pupil.id in known
    }


def _session(plan: Plan, meeting: Meeting, viewer: Viewer, tags_of: dict[int, list[int]]) -> dict[str, Any]:
    hours, place = meeting.hours, plan.places[meeting.id]
    expected = [child for child in plan.expected.get(meeting.id, []) if child in plan.pupils]
    on_leave = {child for child in expected if plan.is_on_leave(child, meeting)}
    earlier, goes_on = _carried_from(plan, meeting)
    base = {
        str(index): [str(rules.plan_of(is_expected=True, is_on_leave=child in on_leave, is_elsewhere=False)), -1]
        for child in expected
        for index in tags_of.get(child, ())
    }
    return {
        "id": meeting.id,
        "day": meeting.day.isoformat(),
        "slot": meeting.slot_number,
        "slot_name": plan.slot_names.get(meeting.slot, ""),
        "section_id": meeting.section_id,
        "kind": "care" if meeting.homeroom_id is not None else "section",
        "title": phrases.title(place.title, is_care=meeting.homeroom_id is not None),
        "room": place.room,
        "building": place.building,
        "teacher": place.teacher,
        "staff_id": meeting.staff_id,
        "starts_at": meeting.starts_at,
        "ends_at": meeting.ends_at,
        "opens_at": hours.opens_at,
        "late_after": hours.late_after,
        "closes_at": hours.closes_at,
        "cancelled": hours.is_cancelled,
        "back_since": meeting.back_since,
        "mine": _is_mine(viewer, meeting),
        "head_count_only": goes_on,
        "carry_from": earlier,
        "expected": expected,
        "on_leave": sorted(on_leave),
        "joined": _joined(plan, meeting),
        "keeps": _keeps(plan, meeting, expected),
        "note": plan.notes.get(meeting.id, ""),
        "base": base,
    }


def _is_mine(viewer: Viewer, meeting: Meeting) -> bool:
    """Whether this viewer takes it, and does not only oversee it."""
    return (
        (viewer.staff_id is not None and viewer.staff_id in meeting.staff_ids)
        or meeting.section_id in viewer.section_ids
        or meeting.homeroom_id in viewer.homeroom_ids
    )


def _carried_from(plan: Plan, meeting: Meeting) -> tuple[int | None, bool]:
    """The homework care of the homeroom in the period before, where they share children; and whether this one goes on
    with its roll: everyone expected now was expected then."""
    expected = plan.expected.get(meeting.id, [])
    for other in plan.meetings.values() if meeting.homeroom_id is not None else ():
        is_before = other.day == meeting.day and other.slot_number == meeting.slot_number - 1
        if is_before and other.homeroom_id == meeting.homeroom_id:
            before = plan.expected.get(other.id, [])
            return (None, False) if set(before).isdisjoint(expected) else (other.id, continues(expected, before))
    return None, False


def _joined(plan: Plan, meeting: Meeting) -> dict[str, int]:
    """Homework care: whom a class that was cancelled today sends here, and since when: a roll may be from before."""
    if meeting.homeroom_id is None or meeting.day != plan.today:
        return {}
    return {str(child): at for child, at in sorted(plan.joined.get(meeting.id, {}).items())}


def _keeps(plan: Plan, meeting: Meeting, expected: list[int]) -> list[dict[str, Any]]:
    """When somebody kept back expected children today, oldest first; also those let go: a roll may be from before."""
    if meeting.day != plan.today:
        return []
    return [
        {"student_id": one.student_id, "by": one.by, "since": one.since, "until": one.until, "place": one.place}
        for one in plan.keeps
        if one.student_id in expected
    ]


def _places(plan: Plan, slots: list[Slot]) -> tuple[list[dict[str, Any]], dict[int, int]]:
    """The places of these slots, and session → index."""
    found, index_of = [], {}
    for meeting in _in_order(plan.meetings.values()):
        if meeting.slot in slots:
            place = plan.places[meeting.id]
            index_of[meeting.id] = len(found)
            title = phrases.title(place.title, is_care=meeting.homeroom_id is not None)
            found.append({"title": title, "room": place.room, "teacher": place.teacher, "session_id": meeting.id})
    return found, index_of


def _slot_places(plan: Plan, slot: Slot, place_of: dict[int, int]) -> list[int]:
    goals = plan.goals.get(slot, {})
    return [place_of.get(goals.get(card.student_id, 0), -1) for card in plan.cards]


def _namesakes(
    plan: Plan, known: set[int], slots: list[Slot], place_of: dict[int, int]
) -> dict[str, list[dict[str, Any]]]:
    """For each known child with a namesake or twin: where that one is expected, slot by slot."""
    by_name: dict[str, list[int]] = defaultdict(list)
    for pupil in plan.pupils.values():
        by_name[pupil.name].append(pupil.id)
    found: dict[str, list[dict[str, Any]]] = {}
    for child in sorted(known):
        others = ({*by_name[plan.pupils[child].name]} | plan.twins.get(child, set())) - {child}
        entries = [
            {
                "student_id": other,
                "place": place_of[plan.goals[slot][other]],
                "slot": slot_key(slot),
                "twin": plan.pupils[other].name != plan.pupils[child].name,
            }
            for other in sorted(others)
            for slot in slots
            if other in plan.goals.get(slot, {})
        ]
        if entries:
            found[str(child)] = entries
    return found
