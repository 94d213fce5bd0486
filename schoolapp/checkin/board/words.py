"""The board in words: states, reasons, places and the text for the class group. Times of day are the school's."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime

from schoolapp import clock
from schoolapp.checkin.board.day import DayBoard
from schoolapp.checkin.log.picture import Child
from schoolapp.checkin.rules import MINUTE
from schoolapp.checkin.whereis.answers import Answer, State, Why
from schoolapp.checkin.whereis.conflicts import SIGHTINGS
from schoolapp.checkin.whereis.facts import Fact, FactKind
from schoolapp.checkin.whereis.slot import RollState
from schoolapp.i18n import _
from schoolapp.school.naming import seat_name

STATES: dict[State, tuple[str, str]] = {
    State.HERE: (_("Here"), "here"),
    State.ON_LEAVE: (_("On leave"), "calm"),
    State.WALKING: (_("Walking"), "redirect"),
    State.UNKNOWN: (_("No roll yet"), "unknown"),
    State.MISSING: (_("To be checked"), "refuse"),
    State.EXPECTED: (_("Not left yet"), "unknown"),
    State.ELSEWHERE: (_("Elsewhere"), "redirect"),
    State.KEPT: (_("Kept by a teacher"), "calm"),
    State.GONE_HOME: (_("Gone home"), "here"),
}
"""State → word and tone, in the order in which the board shows them."""

ROLLS: dict[RollState, tuple[str, str]] = {
    RollState.UPCOMING: (_("Not yet"), "unknown"),
    RollState.AWAITED: (_("Children walking"), "redirect"),
    RollState.NOT_BEGUN: (_("Roll not begun"), "unknown"),
    RollState.TAKING: (_("Roll being taken"), "calm"),
    RollState.SILENT: (_("Phone silent"), "unknown"),
    RollState.SUBMITTED: (_("Roll submitted"), "here"),
    RollState.CANCELLED: (_("Cancelled"), "unknown"),
}


def clock_of(at: int) -> str:
    """16:31"""
    return clock.local(datetime.fromtimestamp(at / 1000, UTC)).strftime("%H:%M")


def title_of(board: DayBoard, session_id: int | None) -> str:
    place = board.plan.places.get(session_id or 0)
    if place is None:
        return _("another room")
    is_care = board.plan.planned[place.session_id].homeroom_id is not None
    return _("{homeroom} homework care").format(homeroom=place.title) if is_care else place.title


def room_of(board: DayBoard, session_id: int | None) -> str:
    place = board.plan.places.get(session_id or 0)
    return (place.room or place.title) if place else _("another room")


def who(child: Child) -> str:
    """Homeroom and seat number, which tell namesakes apart."""
    return seat_name(child.homeroom, child.seat)


def detail_of(board: DayBoard, number: int, answer: Answer) -> str:
    """One line on why the answer is what it is."""
    if answer.conflict:
        # A wrong door and the choice to stay there are two facts of one visit: the room is named once.
        first = {fact.session_id: fact for fact in reversed(answer.conflict)}
        visits = sorted(first.values(), key=lambda fact: fact.at)
        seen = "，".join(f"{room_of(board, one.session_id)} {clock_of(one.at)}" for one in visits)
        return _("Seen in two rooms: {places}").format(places=seen)
    if answer.state in (State.MISSING, State.UNKNOWN):
        seen = last_seen(board, number, answer)
        return f"{_reason(board, answer)}{_(' · ')}{seen}" if seen else _reason(board, answer)
    return _calm_detail(board, answer)


def _reason(board: DayBoard, answer: Answer) -> str:
    title = title_of(board, answer.expected_in)
    if answer.why is Why.NO_PLACE:
        return _("The plan has no room for this child now")
    if answer.why is Why.STILL:
        return _("Since {time} nobody has seen this child").format(time=clock_of(answer.since))
    words = {
        Why.NAMED: _("{title}: not in the room"),
        Why.OVERDUE: _("{title}: has not arrived"),
        Why.NOT_BEGUN: _("{title}: roll not begun"),
        Why.UNCONFIRMED: _("{title}: not confirmed yet"),
        Why.SILENT: _("{title}: phone silent since {time}"),
    }
    return words[answer.why].format(title=title, time=clock_of(answer.since))


def _calm_detail(board: DayBoard, answer: Answer) -> str:
    at, fact = clock_of(answer.since), answer.fact
    if answer.state in (State.KEPT, State.ON_LEAVE) and fact:
        return span_told(board, fact)
    if answer.state is State.ELSEWHERE and fact and fact.kind is FactKind.FOUND:
        return _("Found at {time}: {place}").format(time=at, place=fact.note or _("place not told"))
    if answer.state is State.GONE_HOME:
        return _("At {time}").format(time=at)
    if answer.expected_in is None:
        return _("{room} since {time}, nothing planned now").format(room=room_of(board, answer.session_id), time=at)
    goal = _("{title}, {room}").format(
        title=title_of(board, answer.expected_in), room=room_of(board, answer.expected_in)
    )
    if answer.state is State.ELSEWHERE:
        return _("{room} since {time}, belongs to: {goal}").format(
            room=room_of(board, answer.session_id), time=at, goal=goal
        )
    words = {
        State.HERE: _("{goal}, since {time}"),
        State.WALKING: _("To {goal}, since {time}"),
        State.EXPECTED: _("{goal}, from {time}"),
    }
    return words[answer.state].format(goal=goal, time=at)


def span_told(board: DayBoard, fact: Fact) -> str:
    """A keep or a leave in words."""
    if fact.kind is FactKind.LEAVE:
        return _("On leave until {time}").format(time=clock_of(fact.until or fact.at))
    keeper = board.keepers.get(fact.id)
    words = _("{teacher} keeps the child until {time}").format(
        teacher=keeper.teacher if keeper else _("A teacher"), time=clock_of(fact.until or fact.at)
    )
    return f"{words}{_(' · ')}{fact.note}" if fact.note else words


def last_seen(board: DayBoard, number: int, answer: Answer) -> str:
    """When and where somebody last counted the child today; empty when nobody did."""
    for earlier in sorted((one for one in board.standings if one <= number), reverse=True):
        found = board.standings[earlier].answers.get(answer.student_id)
        if found is not None and found.fact is not None and found.fact.kind in SIGHTINGS:
            return _("last seen {time}, {room}").format(
                time=clock_of(found.fact.at), room=room_of(board, found.fact.session_id)
            )
    return ""


def minutes_of(answer: Answer, now: int) -> str:
    """How long a child has been looked for: 14 min."""
    return _("{n} min").format(n=max(0, (now - answer.since) // MINUTE))


def copy_text(heading: str, rows: Iterable[tuple[Child, str]]) -> str:
    """The text for the class group: one paragraph a homeroom, in the order given."""
    by_homeroom: dict[str, list[str]] = {}
    for child, detail in rows:
        seat = _("no. {seat}").format(seat=child.seat) if child.seat is not None else ""
        name = f"{child.name}（{seat}）" if seat else child.name
        by_homeroom.setdefault(child.homeroom, []).append(f"{name}：{detail}")
    return "\n".join([heading, *(line for homeroom in by_homeroom for line in _paragraph(homeroom, by_homeroom))])


def _paragraph(homeroom: str, by_homeroom: dict[str, list[str]]) -> Sequence[str]:
    return [f"【{homeroom}】", *by_homeroom[homeroom]]


_WEEKDAYS = (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"))


def day_label(day: date) -> str:
    """11月23日 星期一"""
    weekday = _WEEKDAYS[day.weekday()]
    return _("{weekday}, {month}/{day}").format(month=day.month, day=day.day, weekday=weekday)


def slot_label(board: DayBoard, number: int) -> str:
    """第 1 节 16:30–17:10"""
    starts, ends = board.hours(number)
    name = board.plan.slot_names.get(number) or _("Period {n}").format(n=number)
    return f"{name} {clock_of(starts)}–{clock_of(ends)}"


def heading(board: DayBoard, number: int) -> str:
    """What is looked at: the period, and the time now or the day."""
    if number == 0:
        return day_label(board.day)
    label = slot_label(board, number)
    if board.day == clock.today():
        return _("{slot} · now {time}").format(slot=label, time=clock.local(clock.now()).strftime("%H:%M"))
    return f"{day_label(board.day)}{_(' · ')}{label}"
