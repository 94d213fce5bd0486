"""Decides one event from the picture and says what is stored and answered. Reads and writes nothing itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from schoolapp.checkin import phrases, rules
from schoolapp.checkin.log.picture import LogRow, Meeting, Picture, Subject, subject_of
from schoolapp.checkin.log.wire import Item
from schoolapp.checkin.roll import is_outdated, standing
from schoolapp.checkin.rules import Alert, CardState, Facts, Hours, Plan, Verdict
from schoolapp.identity.policy import Action, Target, Viewer, may

_KNOWING = frozenset({Verdict.ON_TIME, Verdict.LATE, Verdict.ON_LEAVE})
"""Verdicts by which the child belongs to this teacher's list, who may therefore know the name."""


@dataclass(frozen=True, slots=True)
class Decision:
    """One event as it will be stored. `at` in milliseconds since 1970."""

    item: Item
    viewer: Viewer
    at: int
    is_clock_doubtful: bool
    verdict: str
    alert: str
    session_id: int | None
    student_id: int | None
    card_id: int | None

    def log_row(self) -> LogRow:
        """As later events of the same group see it."""
        item = self.item
        return LogRow(
            item.id,
            item.kind,
            self.at,
            self.student_id,
            self.session_id,
            self.card_id,
            self.verdict,
            self.alert,
            item.choice,
            item.target_id,
            self.viewer.account_id or 0,
            item.method,
            item.number,
            item.note,
        )


def may_take(viewer: Viewer, meeting: Meeting) -> bool:
    """Whether the viewer may take this session's roll."""
    target = Target(section_id=meeting.section_id, homeroom_id=meeting.homeroom_id, staff_ids=meeting.staff_ids)
    return may(viewer, Action.TAKE_ROLL, target)


def _hours_for(viewer: Viewer, meeting: Meeting, picture: Picture) -> Hours | None:
    """When the session takes scans; None: this person may not take its roll. A phone asks for each of its scans."""
    key = viewer.account_id or 0, meeting.id
    if key not in picture.hours:
        picture.hours[key] = meeting.hours if may_take(viewer, meeting) else None
    return picture.hours[key]


def decide(item: Item, viewer: Viewer, picture: Picture, received_at: int, is_demo: bool) -> Decision:
    """The decision on one event that is not stored yet."""
    at = rules.effective_time(item.scanned_at, item.clock_offset_ms, received_at)
    doubtful = not is_demo and rules.is_clock_doubtful(item.scanned_at, item.clock_offset_ms, received_at)
    subject = subject_of(item, picture, at)
    target = picture.stored.get(item.target_id or "")
    session_id = target.session_id if target and item.kind == "undo" else item.session_id
    meeting = picture.meetings.get(session_id or 0)
    hours = _hours_for(viewer, meeting, picture) if meeting else None
    if item.kind in ("scan", "mark") and item.choice != "absent":
        knows = item.choice != "keep" or _has_seen(subject, viewer, picture)
        verdict, alert = _decide_presence(item, subject, meeting, hours if knows else None, picture, at)
    else:
        verdict, alert = _decide_other(item, viewer, subject, hours, picture, at), None
    if alert is None and doubtful:  # the mildest: about the phone, not about a child
        alert = Alert.CLOCK
    student_id = target.student_id if target and item.kind == "undo" else subject.student_id
    stored_session = meeting.id if meeting and item.kind != "found" else None  # found: said of the child, on no roll
    return Decision(item, viewer, at, doubtful, verdict, alert or "", stored_session, student_id, subject.card_id)


def _has_seen(subject: Subject, viewer: Viewer, picture: Picture) -> bool:
    """Whether whoever keeps a child here held its card, or may know it anyway: numbers can be counted through, and who
    is kept in a room is named on its roll."""
    child = subject.student_id
    if child is None or subject.card_id is not None:
        return True
    held = any(row.card_id and row.actor_id == viewer.account_id for row in picture.log.get(child, []))
    return held or may(viewer, Action.SEE_CHILD, child_target(child, picture))


def _decide_presence(
    item: Item, subject: Subject, meeting: Meeting | None, hours: Hours | None, picture: Picture, at: int
) -> tuple[str, Alert | None]:
    """A scan or a mark "present", "keep" or "send"."""
    child = subject.student_id
    if item.kind == "mark" and child is None and subject.card is CardState.NONE:
        return Verdict.INVALID, None
    if meeting is None or hours is None or child is None:
        return rules.decide(Facts(at, subject.card, hours)), None
    log = picture.log.get(child, [])
    since = meeting.back_since or 0
    mine = [row.entry() for row in log if row.session_id == meeting.id and since <= row.at <= at]
    is_counted = bool(mine) and item.choice in ("", "present") and child in standing(mine, hours)
    plan = plan_for(child, meeting, picture)
    verdict = rules.decide(Facts(at, subject.card, hours, plan, is_counted))
    return verdict, _alert(item, subject, meeting, picture, plan)


def plan_for(child: int, meeting: Meeting, picture: Picture) -> Plan:
    """What the plan of the day says of the child and this session."""
    goal = picture.expected.get(child, {}).get(meeting.slot)
    is_expected = goal is not None and goal.id == meeting.id
    return rules.plan_of(
        is_expected=is_expected,
        is_on_leave=is_expected and picture.is_on_leave(child, meeting),
        is_elsewhere=goal is not None and not is_expected,
    )


def _alert(item: Item, subject: Subject, meeting: Meeting, picture: Picture, plan: Plan) -> Alert | None:
    child = subject.student_id or 0
    same_slot = _rows_of_slot(picture, child, meeting)
    cards = {row.card_id for row in same_slot if row.card_id}
    namesakes = picture.namesakes.get(child, set())
    return rules.alert_of(
        has_other_card=subject.card_id is not None and bool(cards - {subject.card_id}),
        is_in_other_room=_is_elsewhere(same_slot, child, meeting, picture),
        has_namesake_elsewhere=_has_namesake(item, meeting, picture, namesakes, plan),
    )


def _rows_of_slot(picture: Picture, child: int, meeting: Meeting) -> list[LogRow]:
    found = []
    for row in picture.log.get(child, []):
        other = picture.meetings.get(row.session_id or 0)
        if other is not None and other.slot == meeting.slot:
            found.append(row)
    return found


def _is_elsewhere(rows: list[LogRow], child: int, meeting: Meeting, picture: Picture) -> bool:
    """Whether another room of the same slot counts the child as here, since the day sends it to this one."""
    for session_id in {row.session_id for row in rows} - {meeting.id}:
        other = picture.meetings[session_id or 0]
        log = [row.entry() for row in rows if row.session_id == session_id]
        moves = (other.off_since, other.back_since, meeting.back_since)
        if child in standing([one for one in log if not is_outdated(one, *moves)], other.hours):
            return True
    return False


def _has_namesake(item: Item, meeting: Meeting, picture: Picture, sessions: set[int], plan: Plan) -> bool:
    """Chosen by name, a namesake is expected elsewhere; or a card in the wrong room, its namesake is expected here."""
    slots = {picture.meetings[session].slot for session in sessions - {meeting.id} if session in picture.meetings}
    if item.code is None and item.choice == "present":
        return meeting.slot in slots
    return plan in (Plan.ELSEWHERE, Plan.NOWHERE) and meeting.id in sessions


def _decide_other(item: Item, viewer: Viewer, subject: Subject, hours: Hours | None, picture: Picture, at: int) -> str:
    """Everything but presence; empty when it stands."""
    if item.kind == "undo":
        return _decide_undo(item, viewer, hours, picture)
    if item.kind in ("opened", "head_count", "submit"):
        return rules.decide_about_session(hours, at) or ""
    if subject.student_id is None:
        return Verdict.UNKNOWN_CARD if subject.card is CardState.UNKNOWN else Verdict.INVALID
    if item.kind == "mark":
        return rules.decide_about_session(hours, at) or ""
    if item.kind == "found":
        return "" if may(viewer, Action.MARK_FOUND, child_target(subject.student_id, picture)) else Verdict.NOT_ALLOWED
    is_keeper = viewer.staff_id is not None and may(viewer, Action.KEEP_CHILD)
    return "" if is_keeper else Verdict.NOT_ALLOWED


def _decide_undo(item: Item, viewer: Viewer, hours: Hours | None, picture: Picture) -> str:
    """Whoever may take the roll, or did the thing, may take it back. An unknown target may still arrive."""
    target = picture.stored.get(item.target_id or "")
    if hours is not None or (target is None and item.session_id is None):
        return ""
    return "" if target is not None and target.actor_id == viewer.account_id else Verdict.NOT_ALLOWED


def child_target(student_id: int, picture: Picture) -> Target:
    """The child as the policy asks about it."""
    child = picture.children.get(student_id)
    goals = [goal for goal in picture.expected.get(student_id, {}).values() if goal is not None]
    return Target(
        student_id=student_id,
        homeroom_id=child.homeroom_id if child else None,
        section_ids=frozenset(picture.sections.get(student_id, set())),
        staff_ids=frozenset(staff for goal in goals for staff in goal.staff_ids),
    )


def answer(row: LogRow, status: str, viewer: Viewer, picture: Picture) -> dict[str, Any]:
    """The result that the phone gets for a stored event."""
    place = _place(row, picture)
    return {
        "id": row.id,
        "status": status,
        "verdict": row.verdict,
        "student": _student(row, viewer, picture),
        "place": place,
        "alert": row.alert or None,
        "message": phrases.message(row.verdict, row.alert or None),
    }


def _student(row: LogRow, viewer: Viewer, picture: Picture) -> dict[str, Any] | None:
    """The child, if this person may know it: of the list, of the own sections, or kept here with its card in hand."""
    child = picture.children.get(row.student_id or 0)
    if child is None or row.verdict == Verdict.NOT_ALLOWED:
        return None
    is_known = row.verdict in _KNOWING or _is_expected_there(row, picture) or _is_kept_by_card(row, picture)
    if not is_known and not may(viewer, Action.SEE_CHILD, child_target(child.id, picture)):
        return None
    return {"id": child.id, "name": child.name, "homeroom": child.homeroom, "seat": child.seat}


def _is_expected_there(row: LogRow, picture: Picture) -> bool:
    goals = picture.expected.get(row.student_id or 0, {}).values()
    return row.verdict == Verdict.ALREADY_HERE and any(goal and goal.id == row.session_id for goal in goals)


def _is_kept_by_card(row: LogRow, picture: Picture) -> bool:
    """Whether the child stays with this person, who saw its card. A bare number names nobody: it can be guessed."""
    stays = row.verdict == Verdict.ALREADY_HERE or row.choice == "keep" or row.kind in ("keep", "keep_end")
    log = picture.log.get(row.student_id or 0, [])
    return stays and any(one.card_id and one.actor_id == row.actor_id for one in log)


def _place(row: LogRow, picture: Picture) -> dict[str, Any] | None:
    """Where a child in the wrong room should go."""
    meeting = picture.meetings.get(row.session_id or 0)
    if row.verdict != Verdict.WRONG_ROOM or meeting is None:
        return None
    goal = picture.expected.get(row.student_id or 0, {}).get(meeting.slot)
    place = picture.places.get(goal.id) if goal else None
    if goal is None or place is None:
        return None
    title = phrases.title(place.title, is_care=goal.homeroom_id is not None)
    return {"title": title, "room": place.room, "teacher": place.teacher}
