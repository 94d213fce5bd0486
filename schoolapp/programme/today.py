"""What one person sees on opening the app: today's classes, what has changed, the own homeroom, the school."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection
from sqlmodel import Session as Db

from schoolapp import clock
from schoolapp.checkin import day_queries, rolls
from schoolapp.checkin.board.service import looking
from schoolapp.checkin.roll import Roll
from schoolapp.checkin.rules import Verdict
from schoolapp.checkin.whereis.answers import Answer, State
from schoolapp.i18n import _
from schoolapp.identity.policy import Action, Target, Viewer, may
from schoolapp.programme import queries, roll_queries, rules, words
from schoolapp.programme.queries import Meeting
from schoolapp.programme.roll_queries import Pupil
from schoolapp.programme.today_notices import notices_for
from schoolapp.programme.today_view import ClassCard, Line, OwnHomeroom, RosterLine, Today, WholeSchool
from schoolapp.school.naming import homeroom_name, seat_name

_ROUND = 201
"""The ring's circumference: 2 π · 32."""
NO_ROLL = Roll({}, (), None)


def today_for(db: Db, viewer: Viewer, now: datetime) -> Today:
    """The page of `viewer` at the school's time `now`. A handful of selects whatever the size of the school."""
    day = clock.local(now).date()
    term = queries.term_day(db, day)
    found = queries.meetings(db, day)
    own = [one for one in found if one.staff_id == viewer.staff_id and not one.is_off and viewer.staff_id]
    left = [one for one in own if one.ends_at > now]
    current = _pick(left, now)
    coming, coming_day = _coming(db, viewer, [one for one in left if one is not current], day, bool(left))
    return Today(
        day_line=words.day_line(day, term.week if term else None),
        greeting=words.greeting(now),
        card=_card(db, current, queries.joined_at(found).get(current.id), now) if current else None,
        coming=[_line(one) for one in coming],
        coming_day=words.day_word(coming_day, day) if coming_day else "",
        notices=notices_for(db, viewer, found, now),
        homerooms=_homerooms(db, viewer, found, now),
        school=_school(db, found, now) if may(viewer, Action.SEE_WHOLE_BOARD) else None,
        empty="" if left else _why_empty(db, day, found, own, term),
    )


def _pick(left: list[Meeting], now: datetime) -> Meeting | None:
    """What is on, else what begins soon, else the next of today."""
    position = rules.current([one.span for one in left], now)
    return left[position] if position is not None else next(iter(left), None)


def _coming(
    db: Db, viewer: Viewer, rest: list[Meeting], day: date, has_more: bool
) -> tuple[list[Meeting], date | None]:
    """Today's further classes and the next school day's substitutions; when today is done, all of the next day's."""
    following = queries.next_day_with_sessions(db, day)
    if following is None or viewer.staff_id is None:
        return rest, None
    then = [one for one in queries.meetings(db, following) if one.staff_id == viewer.staff_id and not one.is_off]
    if not has_more:
        return then, following if then else None
    return rest + [one for one in then if one.planned_staff_id != viewer.staff_id], None


def _card(db: Db, meeting: Meeting, joined: datetime | None, now: datetime) -> ClassCard:
    roll = _progress(db, meeting, joined)
    here = roll.here
    return ClassCard(
        id=meeting.id,
        title=words.title(meeting),
        where=words.joined(meeting.room, words.grades(meeting)),
        when=words.span(meeting),
        slot=meeting.slot,
        is_now=rules.current([meeting.span], now) is not None,
        is_care=meeting.is_care,
        expected=meeting.expected,
        here=here,
        guests=roll.guests,
        on_leave=roll.on_leave,
        is_submitted=roll.is_submitted,
        is_outdated=roll.is_outdated,
        unclear=_unclear(meeting) if roll.is_submitted else 0,
        instead_of=words.teacher_called(meeting.planned_teacher) if "substitute" in meeting.changes else "",
        scan_link=f"/scan?session={meeting.id}",
        shoot_link=f"/shoot?session={meeting.id}",
        part=_part(here, meeting.expected),
        count_of=_("of {n}").format(n=meeting.expected),
        label=_("{here} of {expected} are here").format(here=here, expected=meeting.expected),
    )


def _unclear(meeting: Meeting) -> int:
    """Of those whom a roll that is in left over, for how many nobody has found an answer yet: as the board counts."""
    return sum(one.expected_in == meeting.id for one in _in_state(State.MISSING, meeting.day, meeting.slot_number))


def _part(here: int, expected: int) -> str:
    return f"{_ROUND * min(here, expected) // expected} {_ROUND}" if here and expected else ""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a roll is, as the scan page counts it."""

    here: int = 0
    guests: int = 0
    on_leave: int = 0
    is_submitted: bool = False
    is_outdated: bool = False


def _progress(db: Db, meeting: Meeting, joined: datetime | None) -> Progress:
    """`joined`: when another class joined this one."""
    connection = db.connection()
    known = day_queries.meetings_by_id(connection, [meeting.id]).get(meeting.id)
    if known is None:
        return Progress()
    expected = rolls.expected_in(connection, known)
    roll = rolls.roll_of(connection, known, expected)
    here = len(roll.here.keys() & set(expected.children))
    is_in = _is_in(roll, joined)
    on_leave = len(expected.on_leave - roll.here.keys())
    return Progress(here, len(roll.here) - here, on_leave, is_in, is_outdated=bool(roll.submission) and not is_in)


def _is_in(roll: Roll, joined: datetime | None) -> bool:
    """Whether a roll was submitted that asked for everybody: one from before a class joined did not."""
    return roll.submission is not None and (joined is None or roll.submission.at >= day_queries.millis(joined))


def _line(meeting: Meeting) -> Line:
    if "substitute" in meeting.changes:
        instead = _("for {teacher}").format(teacher=words.teacher_called(meeting.planned_teacher))
        detail = words.joined(_when(meeting), instead, meeting.room)
        return Line(meeting.id, words.title(meeting), detail, meeting.expected, _("Substitute"))
    return Line(meeting.id, words.title(meeting), words.joined(_when(meeting), meeting.room), meeting.expected)


def _when(meeting: Meeting) -> str:
    today = clock.today()
    return (
        words.span(meeting) if meeting.day == today else f"{words.day_word(meeting.day, today)} {words.span(meeting)}"
    )


def _why_empty(db: Db, day: date, found: list[Meeting], own: list[Meeting], term: queries.TermDay | None) -> str:
    if own:
        return _("Your classes of today are done.")
    if found:
        return _("You have no class today.")
    if term is not None and term.note:
        return _("No after-school service today: {note}.").format(note=term.note)
    return _("No after-school service today.")


def _period(found: list[Meeting], now: datetime) -> list[Meeting]:
    """The sessions of the period that is on or comes next."""
    left = [one for one in found if one.ends_at > now]
    first = _pick(left, now)
    return [one for one in left if first is not None and rules.clashes(one.span, first.span)]


def _homerooms(db: Db, viewer: Viewer, found: list[Meeting], now: datetime) -> list[OwnHomeroom]:
    period = {one.id: one for one in _period(found, now)}
    if not period:
        return []
    slot = next(iter(period.values())).slot
    return [_homeroom(db, homeroom, period, slot) for homeroom in sorted(viewer.homeroom_ids)]


def _homeroom(db: Db, homeroom: int, period: dict[int, Meeting], slot: str) -> OwnHomeroom:
    day = next(iter(period.values())).day
    listed = [
        (session, child) for session, child in roll_queries.members_listed(db, homeroom, day) if session in period
    ]
    away = _on_leave(day, next(iter(period.values())).slot_number)
    everyone = {child for _session, child in listed}
    out = {child for session, child in listed if not period[session].is_care and not period[session].is_off} - away
    return OwnHomeroom(
        name=queries.homeroom_title(db, homeroom),
        slot=slot,
        total=len(everyone),
        out=len(out),
        stay=len(everyone - out - away),
        on_leave=len(everyone & away),
    )


def _on_leave(day: date, slot_number: int) -> set[int]:
    """Children on leave, less those who came nevertheless: as the board counts them."""
    return {one.student_id for one in _in_state(State.ON_LEAVE, day, slot_number)}


def _in_state(state: State, day: date, slot_number: int) -> list[Answer]:
    with looking(day, slot_number) as (_db, board, number):
        standing = board.standings.get(number)
        answers = standing.answers.values() if standing and number == slot_number else ()
        return [one for one in answers if one.state is state]


def _school(db: Db, found: list[Meeting], now: datetime) -> WholeSchool | None:
    period = [one for one in _period(found, now) if not one.is_off]
    if not period:
        return None
    joined = queries.joined_at(found)
    begun, sent = _rolls(period[0].day, {one.id: one.slot_number for one in period})
    submitted = {key for key, at in sent.items() if key not in joined or at >= day_queries.millis(joined[key])}
    return WholeSchool(
        slot=period[0].slot,
        when=words.span(period[0]),
        is_now=rules.current([one.span for one in period], now) is not None,
        children=sum(one.expected for one in period),
        on_leave=len(_on_leave(period[0].day, period[0].slot_number)),
        classes=len(period),
        submitted=len(submitted),
        not_begun=len(period) - len(begun | submitted),
    )


def _rolls(day: date, slot_of: dict[int, int]) -> tuple[set[int], dict[int, int]]:
    """Of these sessions those whose roll was begun, and when it was submitted last: what a room recorded
    before its class was off for a while is no roll of it any more, as on the board."""
    with looking(day, max(slot_of.values())) as (_db, board, _number):
        progress = {key: one for standing in board.standings.values() for key, one in standing.progress.items()}
    mine = {key: progress[key] for key in slot_of.keys() & progress.keys()}
    sent = {key: one.submitted_at for key, one in mine.items() if one.submitted_at is not None}
    return {key for key, one in mine.items() if one.begun_at is not None}, sent


def roster_for(db: Db, viewer: Viewer, session_id: int) -> list[RosterLine]:
    """The list of a class for whoever may take its roll; nothing for others."""
    day = queries.day_of(db, session_id)
    found = queries.meetings(db, day, [session_id]) if day else []
    if not found or not may(viewer, Action.TAKE_ROLL, target_of(found[0])):
        return []
    connection = db.connection()
    known = day_queries.meetings_by_id(connection, [session_id]).get(session_id)
    roll = rolls.roll_of(connection, known) if known else NO_ROLL
    joined = queries.joined_at(queries.meetings(db, found[0].day)).get(session_id)
    is_in = _is_in(roll, joined)
    pupils = roll_queries.pupils(db, found[0])
    listed = [
        RosterLine(
            pupil.id,
            pupil.name,
            seat_name(homeroom_name(pupil.grade, pupil.number), pupil.seat),
            _mark(roll, pupil, is_in),
        )
        for pupil in pupils
    ]
    guests = roll.here.keys() - {pupil.id for pupil in pupils}
    return listed + _guests(connection, guests, found[0].day)


def _mark(roll: Roll, pupil: Pupil, is_in: bool) -> str:
    if (presence := roll.here.get(pupil.id)) is not None:
        return "late" if presence.verdict == Verdict.LATE else "here"
    return "leave" if pupil.on_leave else "absent" if is_in else ""


def _guests(connection: Connection, ids: Collection[int], day: date) -> list[RosterLine]:
    """Children of other classes, who stand below the list."""
    known = day_queries.children(connection, ids, day).values() if ids else ()
    return [RosterLine(one.id, one.name, seat_name(one.homeroom, one.seat), "guest") for one in known]


def target_of(meeting: Meeting) -> Target:
    """What the policy is asked about. A teacher who is substituted today may still look after the own class."""
    staff = frozenset(staff for staff in (meeting.staff_id, meeting.planned_staff_id) if staff)
    return Target(homeroom_id=meeting.homeroom_id, section_id=meeting.section_id, staff_ids=staff)
