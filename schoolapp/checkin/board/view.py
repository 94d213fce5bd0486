"""What the board page shows one viewer: small frozen values, never rows."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from schoolapp.checkin.board import words
from schoolapp.checkin.board.day import DayBoard
from schoolapp.checkin.board.sight import Sight, target_of
from schoolapp.checkin.log.picture import Child
from schoolapp.checkin.roll import Roll, without_undone
from schoolapp.checkin.whereis.answers import Answer, Progress, State
from schoolapp.checkin.whereis.slot import RollState, Standing, roll_state, session_of
from schoolapp.i18n import _
from schoolapp.identity.policy import Action, Viewer, may

MOST_CHILDREN = 60
"""Rows of a list of children at a time; more on request."""
TILES = (State.HERE, State.ON_LEAVE, State.WALKING, State.UNKNOWN, State.MISSING)
"""Always shown; the other states only when somebody is in them."""


@dataclass(frozen=True)
class Tile:
    state: str
    word: str
    tone: str
    number: int = 0
    share: str = "0"
    """Flex weight in the bar."""


@dataclass(frozen=True)
class ChildRow:
    id: int
    name: str
    who: str
    word: str
    tone: str
    detail: str
    aside: str = ""
    is_conflict: bool = False
    may_find: bool = False


@dataclass(frozen=True)
class RollRow:
    """A session, with how far its roll is."""

    id: int
    title: str
    room: str
    teacher: str
    word: str
    tone: str
    detail: str
    here: int
    """Of those on the list, as on the scan page."""
    size: int
    """Children on the list, those of joined classes among them."""
    open: int = 0
    """Children to be checked."""
    guests: str = ""
    """Children of other classes who are in the room, in words; empty: none."""
    is_uneven: bool = False
    """Other heads were counted than are recorded."""


@dataclass(frozen=True)
class BuildingRow:
    name: str
    summary: str
    rolls: list[RollRow]


def tiles_of(counts: Mapping[State, int]) -> tuple[list[Tile], list[Tile]]:
    """The five states of the design, and those others that somebody is in."""
    tiles = {
        state: Tile(state.value, *words.STATES[state], counts[state], str(counts[state])) for state in words.STATES
    }
    return [tiles[state] for state in TILES], [tiles[state] for state in tiles if state not in TILES and counts[state]]


def odd_answers(standing: Standing, sight: Sight, alerted: Mapping[int, str]) -> list[Answer]:
    """Children whom somebody must look for: missing, seen in two rooms, or there with a second card."""
    found = sorted(child for child in standing.odd | alerted.keys() if sight.has(child))
    return [standing.answers[child] for child in found if child in standing.answers]


def alerted_children(board: DayBoard, standing: Standing) -> dict[int, str]:
    """Children of the slot for whom two cards were held up, and whom nobody has looked for since."""
    if "two_cards" not in board.log.alerts.values():
        return {}
    entries = ((entry, board.log.alerts.get(entry.id)) for log in standing.slot.logs.values() for entry in log)
    return {
        entry.student_id: alert
        for entry, alert in entries
        if alert == "two_cards" and entry.student_id and not _is_answered(board, entry.student_id, entry.at)
    }


def _is_answered(board: DayBoard, student_id: int, asked_at: int) -> bool:
    """Whether somebody said afterwards where the child is, and did not take it back."""
    entries = sorted((entry for _key, entry in board.log.about(student_id)), key=lambda one: (one.at, one.id))
    answers = (one for one in without_undone(entries) if one.kind in ("found", "keep") and not one.verdict)
    return any(one.at >= asked_at for one in answers)


def child_row(
    board: DayBoard, number: int, answer: Answer, child: Child, viewer: Viewer, alerted: Mapping[int, str]
) -> ChildRow:
    """A child as a line of a list."""
    word, tone = words.STATES[answer.state]
    detail, aside = words.detail_of(board, number, answer), ""
    if answer.student_id in alerted:
        detail = _("Two cards were held up for this child") + " · " + detail
    is_odd = bool(answer.conflict) or answer.student_id in alerted
    if answer.state in (State.MISSING, State.UNKNOWN):
        aside = words.minutes_of(answer, board.standings[number].now)
    elif is_odd:
        tone, aside = "redirect", _("Have a look")
    may_find = (answer.state in (State.MISSING, State.UNKNOWN) or is_odd) and may(
        viewer, Action.MARK_FOUND, target_of(board, child.id)
    )
    return ChildRow(child.id, child.name, words.who(child), word, tone, detail, aside, is_odd, may_find)


def roll_rows(board: DayBoard, standing: Standing, sight: Sight) -> list[tuple[RollState, RollRow]]:
    """All sessions of the slot that the viewer sees, with counts of the children the viewer sees."""
    tallies = standing.tallies if sight.children is None else tallies_of(sight.answers(standing))
    shown = standing.slot.meetings.keys() if sight.sessions is None else sight.sessions | tallies.keys() - {0}
    found = []
    for key in shown:
        state = roll_state(standing.slot.meetings[key], standing.progress[key], standing.now)
        found.append((state, _roll_row(board, standing, key, state, tallies[key], _seen(standing, key, sight))))
    return sorted(found, key=lambda pair: _order(board, pair[1]))


def tallies_of(answers: Iterable[Answer]) -> defaultdict[int, Counter[State]]:
    """By session: the states of these children."""
    tallies: defaultdict[int, Counter[State]] = defaultdict(Counter)
    for answer in answers:
        tallies[session_of(answer)][answer.state] += 1
    return tallies


def _order(board: DayBoard, row: RollRow) -> tuple[int, int, str, int]:
    """Classes by name, then homework care by grade."""
    homeroom = board.plan.homerooms.get(board.plan.planned[row.id].homeroom_id or 0)
    return (homeroom.grade, homeroom.number, "", row.id) if homeroom else (0, 0, row.title, row.id)


def _seen(standing: Standing, key: int, sight: Sight) -> tuple[int, int]:
    """How many of the list, and how many children of other classes, the viewer sees in a session."""
    members = standing.members[key]
    guests = standing.rolls[key].here.keys() - set(members)
    if sight.children is None:
        return len(members), len(guests)
    return sum(map(sight.has, members)), sum(map(sight.has, guests))


def _roll_row(
    board: DayBoard, standing: Standing, key: int, state: RollState, tally: Counter[State], seen: tuple[int, int]
) -> RollRow:
    (size, guests), place, progress = seen, board.plan.places[key], standing.progress[key]
    word, tone = words.ROLLS[state]
    detail = _roll_detail(state, size, progress.heard_at, progress.submitted_at)
    if (into := board.plan.planned[key].into_id) is not None:
        word, tone = _("Merged"), "redirect"
        detail = (
            _("has joined {title}").format(title=words.title_of(board, into)) + _(" · ") + words.room_of(board, into)
        )
    difference = ""
    if state is RollState.SUBMITTED:
        difference = _difference(progress, standing.rolls[key], set(standing.members[key]))
        tone = "redirect" if difference else tone
    return RollRow(
        key,
        words.title_of(board, key),
        place.room,
        place.teacher,
        word,
        tone,
        detail + difference,
        here=tally[State.HERE] + tally[State.GONE_HOME],
        size=size,
        open=tally[State.MISSING],
        guests=_("{n} guests").format(n=guests) if guests else "",
        is_uneven=bool(difference),
    )


def _difference(progress: Progress, roll: Roll, members: Collection[int]) -> str:
    """Where the heads that were counted are not those recorded, how many of these are children of other classes, and
    what the teacher says of it."""
    counted, total = progress.head_count, len(roll.here)
    if counted is None or counted == total:
        return ""
    guests = len(roll.here.keys() - members)
    wording = _("counted {n}, recorded {m} with {k} guests") if guests else _("counted {n}, recorded {m}")
    said = (wording.format(n=counted, m=total, k=guests), progress.explanation)
    return "".join(_(" · ") + one for one in said if one)


def _roll_detail(state: RollState, size: int, heard_at: int | None, submitted_at: int | None) -> str:
    if state is RollState.SILENT and heard_at is not None:
        return _("No word since {time}, perhaps no network").format(time=words.clock_of(heard_at))
    if state is RollState.SUBMITTED and submitted_at is not None:
        return _("submitted at {time}").format(time=words.clock_of(submitted_at))
    if state is RollState.CANCELLED:
        return _("children go back to homework care")
    if state is RollState.NOT_BEGUN:
        return _("{n} children, not begun yet").format(n=size)
    return _("{n} children").format(n=size)


def buildings_of(board: DayBoard, rows: Iterable[tuple[RollState, RollRow]]) -> list[BuildingRow]:
    """The sessions by building, in the school's order; care after the classes."""
    groups: dict[tuple[int, str], list[RollRow]] = {}
    for _state, row in rows:
        room = board.plan.rooms.get(board.plan.planned[row.id].room_id or 0)
        key = (room.position, room.building) if room else (999, _("No room"))
        groups.setdefault(key, []).append(row)
    return [
        BuildingRow(name, _("{here} of {size} here").format(here=_sum(rolls, "here"), size=_sum(rolls, "size")), rolls)
        for (_position, name), rolls in sorted(groups.items())
    ]


def _sum(rows: list[RollRow], name: str) -> int:
    return sum(getattr(row, name) for row in rows)
