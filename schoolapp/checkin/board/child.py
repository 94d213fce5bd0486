"""The history of one child's day, in words."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy import Connection

from schoolapp import clock
from schoolapp.checkin.board import contacts, words
from schoolapp.checkin.board.contacts import Contact
from schoolapp.checkin.board.day import DayBoard
from schoolapp.checkin.board.queries import names_of_accounts
from schoolapp.checkin.board.service import day_of, looking
from schoolapp.checkin.board.sight import target_of
from schoolapp.checkin.board.view import alerted_children
from schoolapp.checkin.day_queries import children
from schoolapp.checkin.roll import Entry
from schoolapp.checkin.rules import Verdict
from schoolapp.checkin.whereis.answers import Answer, State
from schoolapp.checkin.whereis.facts import FactKind
from schoolapp.i18n import _
from schoolapp.identity.policy import Action, Viewer, may
from schoolapp.refusals import Refused


@dataclass(frozen=True)
class Line:
    """One thing that happened."""

    time: str
    text: str
    tone: str


@dataclass(frozen=True)
class ChildDay:
    """One child on one day. `id` 0: nobody is open."""

    id: int = 0
    name: str = ""
    who: str = ""
    word: str = ""
    tone: str = "unknown"
    detail: str = ""
    lines: list[Line] = field(default_factory=list)
    may_find: bool = False
    may_keep: bool = False
    may_call: bool = False
    """Missing now, and the viewer leads: the family may be called."""
    session_id: int = 0
    """The session in which the child belongs, for what is recorded about it."""
    ends_at: int = 0
    """End of the slot, in milliseconds."""
    undo_id: str = ""
    """What the viewer noted last and still stands: found, gone home or kept; it can be taken back."""
    doubt: str = ""
    """What a person must judge, and how it is answered here; empty: nothing."""
    seen_in: list[str] = field(default_factory=list)
    """The rooms that contradict each other: places to choose from."""
    sees_contacts: bool = False
    contacts: list[Contact] = field(default_factory=list)
    """Whom to call about the child, for those who may see it."""


def child_day(viewer: Viewer, student_id: int, day: str, slot: int) -> ChildDay:
    """What is known of the child on that day. Raises Refused: not_found, not_allowed."""
    with looking(day_of(day), slot) as (db, board, number):
        target = target_of(board, student_id)
        if not may(viewer, Action.SEE_CHILD, target):
            raise Refused("not_allowed")
        child = children(db, [student_id], board.day).get(student_id)
        standing = board.standings.get(number)
        answer = standing.answers.get(student_id) if standing else None
        if child is None or standing is None or answer is None:
            raise Refused("not_found")
        word, tone = words.STATES[answer.state]
        is_today = board.day == clock.today()
        can_stay = answer.state not in (State.GONE_HOME, State.ON_LEAVE) and viewer.staff_id is not None
        return ChildDay(
            child.id,
            child.name,
            words.who(child),
            word,
            tone,
            words.detail_of(board, number, answer),
            _lines(db, board, student_id),
            may_find=may(viewer, Action.MARK_FOUND, target),
            may_call=is_today and answer.state is State.MISSING and may(viewer, Action.SEE_WHOLE_BOARD),
            may_keep=is_today and can_stay and may(viewer, Action.KEEP_CHILD, target),
            session_id=answer.expected_in or 0,
            ends_at=board.hours(number)[1],
            undo_id=_own_note(board, answer, viewer) if is_today else "",
            doubt=_doubt(answer, student_id in alerted_children(board, standing)),
            seen_in=list(dict.fromkeys(words.room_of(board, one.session_id) for one in answer.conflict)),
            sees_contacts=may(viewer, Action.SEE_CONTACTS, target),
            contacts=contacts.of_child(db, viewer, target),
        )


def _doubt(answer: Answer, has_two_cards: bool) -> str:
    if has_two_cards:
        return _(
            "Two cards of this child were held up: one may be in somebody else's hand. Look for the child, "
            "say below where it is, and give the card too many to the office."
        )
    if answer.conflict:
        return _("Two rooms have counted this child. Look where it is and say so below; then this is settled.")
    return ""


_NOTES = frozenset({FactKind.FOUND, FactKind.HOME, FactKind.KEEP})


def _own_note(board: DayBoard, answer: Answer, viewer: Viewer) -> str:
    fact = answer.fact
    if fact is None or fact.kind not in _NOTES or board.log.actors.get(fact.id) != viewer.account_id:
        return ""
    return fact.id


def _lines(db: Connection, board: DayBoard, student_id: int) -> list[Line]:
    """The log about the child, its leaves and keeps, and the rolls that went out without it; oldest first."""
    lines = _rolls_without(board, student_id)
    entries = list(board.log.about(student_id))
    names = names_of_accounts(db, {board.log.actors[entry.id] for _key, entry in entries})
    undone = {entry.target_id for _key, entry in entries if entry.kind == "undo"}
    for session_id, entry in entries:
        text, tone = _told(board, session_id, entry)
        if entry.method == "paper":
            text = _("{text} (entered from paper)").format(text=text)
        if entry.id in undone:
            text, tone = _("{text} (taken back)").format(text=text), "unknown"
        actor = names.get(board.log.actors[entry.id], "")
        lines.append((entry.at, Line(words.clock_of(entry.at), f"{text}{_(' · ')}{actor}" if actor else text, tone)))
    for span in board.spans_of(student_id):
        lines.append((span.at, Line(words.clock_of(span.at), words.span_told(board, span), "calm")))
    return [line for _at, line in sorted(lines, key=lambda pair: pair[0])]


def _rolls_without(board: DayBoard, student_id: int) -> list[tuple[int, Line]]:
    """Rolls of the child's own sessions that were handed in while it was not there, though it should have been."""
    found = []
    for standing in board.standings.values():
        answer = standing.answers.get(student_id)
        progress = standing.progress.get(answer.expected_in or 0) if answer else None
        if answer is None or progress is None or progress.submitted_at is None:
            continue
        presence = standing.rolls[answer.expected_in or 0].here.get(student_id)
        came_after = presence is not None and presence.at > progress.submitted_at
        if came_after or answer.state is State.MISSING:
            text = _("{title}: roll handed in, not there").format(title=words.title_of(board, answer.expected_in or 0))
            at = progress.submitted_at
            found.append((at, Line(words.clock_of(at), text, "refuse")))
    return found


def _told(board: DayBoard, session_id: int, entry: Entry) -> tuple[str, str]:
    """An event in words, with its tone."""
    title = words.title_of(board, session_id)
    if entry.verdict == Verdict.NOT_ALLOWED:
        return _("{title}: refused, not this teacher's").format(title=title), "unknown"
    if entry.kind == "found":
        return _("Found: {place}").format(place=entry.note or _("place not told")), "here"
    if entry.kind == "undo":
        return _("Taken back"), "unknown"
    if entry.kind in ("keep", "keep_end"):
        return _("Kept by a teacher") if entry.kind == "keep" else _("Let go"), "calm"
    if entry.choice == "absent":
        return _("{title}: marked as not there").format(title=title), "refuse"
    if entry.choice in ("send", "keep"):
        wording = _("{title}: sent on") if entry.choice == "send" else _("{title}: kept here")
        return wording.format(title=title), "redirect"
    wording, tone = _VERDICTS.get(entry.verdict, (_("{title}: card refused"), "refuse"))
    return wording.format(title=title), tone


_VERDICTS: dict[str, tuple[str, str]] = {
    Verdict.ON_TIME: (_("{title}: here"), "here"),
    Verdict.LATE: (_("{title}: here, late"), "here"),
    Verdict.ALREADY_HERE: (_("{title}: scanned again"), "calm"),
    Verdict.ON_LEAVE: (_("{title}: here in spite of leave"), "calm"),
    Verdict.WRONG_ROOM: (_("{title}: wrong room"), "redirect"),
    Verdict.NOT_ENROLLED: (_("{title}: not on this list"), "redirect"),
    Verdict.SESSION_CANCELLED: (_("{title}: class cancelled"), "redirect"),
    Verdict.SESSION_CLOSED: (_("{title}: outside the hours"), "unknown"),
}
