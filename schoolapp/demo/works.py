"""Hangs the demo school's works: who made what and when, what was decided, who liked it, what was agreed to."""

from __future__ import annotations

import random
import uuid
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session as Db

from schoolapp.clock import at_minutes
from schoolapp.demo.consents import consent_rows
from schoolapp.demo.notices import tell_people
from schoolapp.demo.works_catalogue import FILM_SECONDS, NEWEST, Piece, lists
from schoolapp.demo.works_queries import Place, Stage, stage_of
from schoolapp.models import Applause, Consent, Decision, KindWord, Photo, Work, WorkMaker
from schoolapp.school.pinyin import title_sounds
from schoolapp.works.audience import refresh_works
from schoolapp.works.media.imaging import Made
from schoolapp.works.rules import EVERYTHING, Purpose, WorkState

SEED = "works 20261123"
WEEKS = 11
"""Works of the whole term so far."""
_STATES = ((WorkState.WAITING, NEWEST), (WorkState.RETURNED, 3), (WorkState.TAKEN_DOWN, 1))
"""The newest ones wait; few were sent back; all others are approved."""
_REASONS = {"returned": "照片有点暗，请在窗边重拍一张。", "taken_down": "家长想先留在家里，过几天再展出。"}
STARS = {"书法": ("陈小禾", 5), "": ("陈小苗", 3), "象棋": ("陈小苗", 1)}
"""Children of the demo's family: how many works of a course are theirs."""


@dataclass
class _Hung:
    """Rows of the works, by table."""

    rows: dict[type, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))


def states_of_newest(count: int) -> dict[int, WorkState]:
    """Place in the catalogue → state, of those that are not approved."""
    states: dict[int, WorkState] = {}
    for state, number in _STATES:
        for _ in range(number):
            states[len(states)] = state
    return {place: state for place, state in states.items() if place < count}


def hang_works(
    db: Db, first_day: date, pieces: list[Piece], made: list[Made], films: dict[int, bytes] | None = None
) -> None:
    """Write photos, works, makers, decisions, consents, applause and words. In the caller's transaction."""
    draw, stage = random.Random(SEED), stage_of(db)
    signed_on = first_day - timedelta(weeks=WEEKS)
    rows = consent_rows(
        draw, stage.children, stage.settled, stage.office, signed_on, at_minutes(signed_on + timedelta(days=4), 960)
    )
    db.execute(insert(Consent), rows)
    hung, states = _Hung(), states_of_newest(len(pieces))
    stars = _stars(stage)
    for place, (piece, picture) in enumerate(zip(pieces, made, strict=True)):
        state = states.get(place, WorkState.APPROVED)
        _hang(draw, stage, hung, _Task(place, piece, picture, state, first_day, (films or {}).get(place, b"")), stars)
    for table in (Photo, Work, WorkMaker, Decision, Applause, KindWord):
        if hung.rows[table]:
            db.execute(insert(table), hung.rows[table])
    refresh_works(db, [row["id"] for row in hung.rows[Work]])
    tell_people(db, first_day)


def _stars(stage: Stage) -> Callable[[str], int | None]:
    """Gives a course's next works to the demo's family until it has enough."""
    left = {course: [stage.named[name]] * count for course, (name, count) in STARS.items() if name in stage.named}
    return lambda course: left[course].pop() if left.get(course) else None


@dataclass(frozen=True)
class _Task:
    place: int
    piece: Piece
    picture: Made
    state: WorkState
    first_day: date
    film: bytes = b""

    @property
    def id(self) -> int:
        return self.place + 1

    def uuid(self, of: str) -> str:
        return str(uuid.uuid5(uuid.NAMESPACE_URL, f"demo-{of}-{self.piece.seed}"))


def _hang(draw: random.Random, stage: Stage, hung: _Hung, task: _Task, stars: Callable[[str], int | None]) -> None:
    star = stars(task.piece.course) if task.state is WorkState.APPROVED or task.place % 5 == 0 else None
    where = stage.place_of(draw, task.piece.course, star)
    day = _day(draw, where, task)
    makers = _makers(draw, where, task.piece, star)
    created = at_minutes(day, draw.randint(16 * 60 + 45, 18 * 60))
    shown = _shown_at(draw, task, created)
    hung.rows[Photo].append(_photo(task, where.account_id, created))
    hung.rows[Work].append(_work(draw, stage, where, task, day, created, shown, makers))
    for child in makers:
        row = {"work_id": task.id, "student_id": child, "homeroom_id": stage.homeroom_of[child], "added_at": created}
        hung.rows[WorkMaker].append(row)
    if task.state is not WorkState.WAITING:
        hung.rows[Decision].append(
            _decision(task, where.account_id, hung.rows[Work][-1]["approved_for"], shown or created)
        )
    if shown:
        _like(draw, stage, hung, task, shown)


def _day(draw: random.Random, where: Place, task: _Task) -> date:
    """A day on which the class meets; the newest works wait."""
    weeks = range(0, 1) if task.state is WorkState.WAITING else range(1, WEEKS)
    for _ in range(40):
        week = draw.choice(weeks)
        day = task.first_day - timedelta(days=task.first_day.weekday() + 7 * week)
        day += timedelta(days=draw.choice(where.weekdays) - 1)
        if day < task.first_day:
            return day
        weeks = range(1, 2) if task.state is WorkState.WAITING else weeks
    raise ValueError(f"no day for {task.piece.seed}")


def _makers(draw: random.Random, where: Place, piece: Piece, star: int | None) -> list[int]:
    """One child mostly; now and then a joint work; several on a moment."""
    number = draw.randint(3, 5) if piece.kind == "people" else draw.choices((1, 2, 3), (92, 6, 2))[0]
    others = [child for child in where.children if child != star]
    return ([star] if star else []) + draw.sample(others, number - (1 if star else 0))


def _shown_at(draw: random.Random, task: _Task, created: datetime) -> datetime | None:
    """Approved a day or two later, in the evening."""
    if task.state is not WorkState.APPROVED:
        return None
    evening = created + timedelta(
        days=draw.choice((0, 0, 1, 2)), minutes=draw.randint(20, 170), seconds=task.place % 60
    )
    return min(evening, at_minutes(task.first_day, 12 * 60 + task.place % 60))


def _photo(task: _Task, account_id: int, at: datetime) -> dict[str, Any]:
    picture = task.picture
    size = sum(map(len, picture.renditions.values())) + len(picture.original)
    return {
        "id": task.uuid("photo"),
        "digest": picture.digest,
        "original_digest": picture.original_digest,
        "edit": {},
        "width": picture.width,
        "height": picture.height,
        "placeholder": picture.placeholder,
        "film_digest": sha256(task.film).hexdigest() if task.film else "",
        "film_seconds": FILM_SECONDS if task.film else 0,
        "size": size + len(task.film),
        "uploaded_by": account_id,
        "received_at": at,
    }


def _work(
    draw: random.Random, stage: Stage, where: Place, task: _Task, day: date, created: datetime,
    shown: datetime | None, makers: list[int],
) -> dict[str, Any]:  # fmt: skip
    homerooms = {stage.homeroom_of[child] for child in makers}
    grades = {stage.grade_of[homeroom] for homeroom in homerooms}
    for_whom = EVERYTHING if draw.random() < 0.85 else Purpose.CLASS | Purpose.SCHOOL
    return {
        "id": task.id,
        "uuid": task.uuid("work"),
        "kind": task.piece.kind,
        "photo_id": task.uuid("photo"),
        "title": task.piece.title,
        "title_sounds": title_sounds(task.piece.title),
        "medium": task.piece.medium,
        "remark": task.piece.remark,
        "term_id": stage.term,
        "day": day,
        "section_id": where.section_id,
        "course_id": where.course_id,
        "session_id": stage.sessions.get((where.section_id, day)),
        "homeroom_id": homerooms.pop() if len(homerooms) == 1 else None,
        "grade": grades.pop() if len(grades) == 1 else None,
        "created_by": where.account_id,
        "created_at": created,
        "state": str(task.state),
        "approved_for": int(for_whom) if task.state is WorkState.APPROVED else 0,
        "audience": 0,
        "shown_at": shown,
    }


def _decision(task: _Task, account_id: int, purposes: int, at: datetime) -> dict[str, Any]:
    kind = str(task.state)
    reason = _REASONS.get(kind, "")
    return {
        "work_id": task.id,
        "kind": kind,
        "purposes": purposes,
        "reason": reason,
        "account_id": account_id,
        "at": at,
    }


def _like(draw: random.Random, stage: Stage, hung: _Hung, task: _Task, shown: datetime) -> None:
    """Applause of colleagues, and here and there a kind word; a few wait to be read."""
    for account in draw.sample(stage.accounts, min(len(stage.accounts), int(draw.expovariate(1 / 9)))):
        at = shown + timedelta(minutes=draw.randint(1, 900))
        hung.rows[Applause].append({"work_id": task.id, "account_id": account, "at": at})
    if draw.random() < 0.18:
        hung.rows[KindWord].append(_kind_word(draw, stage, task, shown + timedelta(hours=2)))


def _kind_word(draw: random.Random, stage: Stage, task: _Task, at: datetime) -> dict[str, Any]:
    waits = draw.random() < 0.2
    return {
        "uuid": task.uuid("word"),
        "work_id": task.id,
        "account_id": draw.choice(stage.accounts),
        "text": draw.choice(lists()["words"]["waiting" if waits else "shown"]),
        "at": at,
        "state": "waiting" if waits else "shown",
        "settled_by": None if waits else stage.office,
        "settled_at": None if waits else at,
    }
