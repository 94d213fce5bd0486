"""The board for a viewer: one picture of the day a process, brought up to date when asked, then cut to the viewer."""

from __future__ import annotations

import threading
import zlib
from collections import OrderedDict
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import Connection

from schoolapp import clock
from schoolapp.checkin.board import queries as board_queries
from schoolapp.checkin.board import view as board_view
from schoolapp.checkin.board import words
from schoolapp.checkin.board.day import DayBoard
from schoolapp.checkin.board.sight import Sight, sight_of
from schoolapp.checkin.board.view import BuildingRow, ChildRow, RollRow, Tile
from schoolapp.checkin.day_queries import millis
from schoolapp.checkin.log.picture import Child
from schoolapp.checkin.whereis.answers import Answer, State
from schoolapp.checkin.whereis.slot import RollState, Standing, count, roll_state
from schoolapp.db import engine, read
from schoolapp.i18n import _
from schoolapp.identity.policy import Viewer

_KEPT_DAYS = 4
"""Days whose picture a process keeps: today and the last that somebody opened."""
_LONGEST_TEXT = 150
"""Children named in the text for the class group: more than that no chat takes in one message."""
_lock = threading.Lock()
_boards: OrderedDict[tuple[int, date], DayBoard] = OrderedDict()


@dataclass(frozen=True)
class Choice:
    value: str
    label: str


@dataclass(frozen=True)
class Wish:
    """What a viewer wants to see. Empty values: today, the current slot, everybody."""

    day: str = ""
    slot: int = 0
    state: str = ""
    homeroom_id: int = 0
    session_id: int = 0
    limit: int = board_view.MOST_CHILDREN


@dataclass(frozen=True)
class BoardView:
    """A whole board page as values."""

    version: str
    day: str
    slot: int
    heading: str
    is_live: bool
    is_whole: bool
    tiles: list[Tile] = field(default_factory=list)
    extras: list[Tile] = field(default_factory=list)
    attention: list[ChildRow] = field(default_factory=list)
    attention_total: int = 0
    contradictions: int = 0
    """How many of them are not missing: seen in two rooms, or two cards were held up."""
    doubtful: list[RollRow] = field(default_factory=list)
    buildings: list[BuildingRow] = field(default_factory=list)
    children: list[ChildRow] = field(default_factory=list)
    children_total: int = 0
    homerooms: list[Choice] = field(default_factory=list)
    slots: list[Choice] = field(default_factory=list)
    copy_text: str = ""
    alarms: list[int] = field(default_factory=list)
    """Children to be checked now, whom a new sound is for."""


@contextmanager
def looking(day: date | None = None, slot: int = 0) -> Iterator[tuple[Connection, DayBoard, int]]:
    """The day's picture, up to date, with the number of the slot asked for. One viewer at a time."""
    wanted = day or clock.today()
    with _lock, read() as db:
        key = (id(engine()), wanted)
        board = _boards.setdefault(key, DayBoard(wanted))
        _boards.move_to_end(key)
        while len(_boards) > _KEPT_DAYS:
            _boards.popitem(last=False)
        now = millis(clock.now())
        connection = db.connection()
        board.refresh(connection, now, slot)
        yield connection, board, slot if slot in board.standings else board.current(now)


def version_of(board: DayBoard, number: int) -> str:
    """Changes whenever the slot would look different; the same in every process that sees the same database."""
    standing = board.standings.get(number)
    if standing is None:
        return f"{board.day}/0"
    rolls = [roll_state(one, standing.progress[key], standing.now) for key, one in standing.slot.meetings.items()]
    counts = [standing.counts[state] for state in State]
    facts = (board.marks, counts, rolls, len(standing.odd), standing.now // 60_000)
    return f"{board.day}/{number}/{zlib.crc32(repr(facts).encode()):08x}"


def version(day: date | None, slot: int) -> str:
    """What a page asks each second: whether it must load again."""
    with looking(day, slot) as (_db, board, number):
        return version_of(board, number)


def board_for(viewer: Viewer, wish: Wish) -> BoardView:
    """The board as this viewer may see it."""
    with looking(day_of(wish.day), wish.slot) as (db, board, number):
        standing = board.standings.get(number)
        if standing is None:
            return BoardView(version_of(board, 0), str(board.day), 0, words.heading(board, 0), False, False)
        sight = sight_of(board, standing, viewer)
        alerted = board_view.alerted_children(board, standing)
        everywhere = board_view.odd_answers(standing, sight, alerted)
        odd = [one for one in everywhere if _is_of(board, one, wish.homeroom_id)]
        asked = _asked(board, standing, sight, wish)
        names = board.names(db, _ids(odd) | _ids(asked))
        attention = _ordered(odd, names)
        urgent = attention if len(odd) <= board_view.MOST_CHILDREN else _contradictions_first(attention)
        urgent = urgent[: board_view.MOST_CHILDREN]
        rolls = board_view.roll_rows(board, standing, sight)
        shown = _ordered(asked, names)[: wish.limit]
        tiles, extras = board_view.tiles_of(_counts(standing, sight))
        return BoardView(
            version_of(board, number),
            str(board.day),
            number,
            words.heading(board, number),
            is_live=board.day == clock.today() and number == board.current(millis(clock.now())),
            is_whole=sight.children is None,
            tiles=tiles,
            extras=extras,
            attention=[board_view.child_row(board, number, one, child, viewer, alerted) for one, child in urgent],
            attention_total=len(odd),
            contradictions=sum(one.state is not State.MISSING for one in odd),
            doubtful=[row for state, row in rolls if state in (RollState.NOT_BEGUN, RollState.SILENT) or row.is_uneven],
            buildings=board_view.buildings_of(board, rolls),
            children=[board_view.child_row(board, number, one, child, viewer, alerted) for one, child in shown],
            children_total=len(asked),
            homerooms=_homerooms(board, sight),
            slots=[Choice(str(one), words.slot_label(board, one)) for one in board.numbers],
            copy_text=_copy_text(board, number, attention),
            alarms=sorted(one.student_id for one in everywhere),
        )


def day_of(text: str) -> date | None:
    """None for today and for what is no date."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _is_of(board: DayBoard, answer: Answer, homeroom_id: int) -> bool:
    """Whether the child sits in that homeroom; 0: in any."""
    return not homeroom_id or board.plan.homeroom_of.get(answer.student_id) == homeroom_id


def _ids(answers: Collection[Answer]) -> set[int]:
    return {answer.student_id for answer in answers}


def _counts(standing: Standing, sight: Sight) -> Mapping[State, int]:
    return standing.counts if sight.children is None else count(sight.answers(standing))


def _asked(board: DayBoard, standing: Standing, sight: Sight, wish: Wish) -> list[Answer]:
    """The children that the filters ask for; nobody without a filter."""
    if not (wish.state or wish.homeroom_id or wish.session_id):
        return []
    found = sight.answers(standing)
    if wish.state:
        found = [one for one in found if one.state == wish.state]
    found = [one for one in found if _is_of(board, one, wish.homeroom_id)]
    if wish.session_id:
        found = [one for one in found if wish.session_id in (one.expected_in, one.session_id)]
    return found


def _ordered(answers: list[Answer], names: dict[int, Child]) -> list[tuple[Answer, Child]]:
    """Missing first, then by homeroom and seat number."""
    known = [(one, names[one.student_id]) for one in answers if one.student_id in names]
    return sorted(
        known, key=lambda pair: (pair[0].state is not State.MISSING, pair[1].homeroom_id or 0, pair[1].seat or 0)
    )


def _contradictions_first(rows: list[tuple[Answer, Child]]) -> list[tuple[Answer, Child]]:
    """Where not all can be shown, the few that a person must judge are not to drown."""
    return sorted(rows, key=lambda pair: not pair[0].conflict)


def _homerooms(board: DayBoard, sight: Sight) -> list[Choice]:
    """The homerooms to choose from: those of children whom the viewer sees."""
    shown = set(board.plan.members)
    if sight.children is not None:
        shown = {board.plan.homeroom_of[child] for child in sight.children if child in board.plan.homeroom_of}
    rows = sorted((board.plan.homerooms[key] for key in shown), key=lambda one: (one.grade, one.number))
    return [Choice(str(one.id), one.name) for one in rows]


def _copy_text(board: DayBoard, number: int, attention: list[tuple[Answer, Child]]) -> str:
    heading = _(" · ").join((*_counted(attention), words.heading(board, number)))
    ordered = sorted(attention, key=lambda pair: (pair[1].homeroom_id or 0, pair[1].seat or 0))
    shown = [(child, words.detail_of(board, number, one)) for one, child in ordered[:_LONGEST_TEXT]]
    text = words.copy_text(heading, shown)
    left = len(ordered) - len(shown)
    return f"{text}\n{_('and {n} more').format(n=left)}" if left else text


def _counted(attention: list[tuple[Answer, Child]]) -> list[str]:
    """How many are looked for, and how many two rooms have seen: the one is not the other."""
    twice = sum(bool(one.conflict) for one, _child in attention)
    told = ((_("To be checked: {n}"), len(attention) - twice), (_("Seen in two rooms: {n}"), twice))
    return [wording.format(n=n) for wording, n in told if n]


def days_to_open() -> list[Choice]:
    """Today and the days before it with after-school service, newest first."""
    with read() as db:
        days = board_queries.days_with_sessions(db.connection(), clock.today())
    return [Choice(str(day), words.day_label(day)) for day in days]


def what_comes_first() -> str:
    """What a new school still has to import before there is anything to see; empty: nothing."""
    with read() as db:
        connection = db.connection()
        if not board_queries.has_homerooms(connection):
            return _("There are no homerooms yet")
        return "" if board_queries.has_lessons(connection) else _("There are no lessons yet")


def today() -> date:
    """The school's day."""
    return clock.today()
