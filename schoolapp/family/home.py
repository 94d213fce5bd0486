"""A family's page: which children, and everything about the one that is looked at."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import Session as Db

from schoolapp import clock
from schoolapp.checkin import day_queries
from schoolapp.checkin.board.service import looking
from schoolapp.checkin.day_queries import millis
from schoolapp.db import read
from schoolapp.family import child_now, home_queries, queries
from schoolapp.family.queries import Member, Teacher
from schoolapp.family.rules import given_name
from schoolapp.family.view import ChildTab, Home, Moment, Now, Remark, Waiting, WeekLine, WorkTile
from schoolapp.family.words import relation_word
from schoolapp.i18n import _
from schoolapp.identity.policy import Action, Target, Viewer, may
from schoolapp.programme.words import joined, teacher_called
from schoolapp.refusals import Refused
from schoolapp.school.cards.queries import roster_day
from schoolapp.works import words as work_words
from schoolapp.works.audience import consents_of
from schoolapp.works.film.words import film_length
from schoolapp.works.media.address import picture_src
from schoolapp.works.queries import eyes_of
from schoolapp.works.rules import Purpose, Subject, WorkState

MOST_WORKS = 6
MOST_REMARKS = 3
_WEEKDAYS = (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))


def tabs_of(viewer: Viewer) -> list[ChildTab]:
    """The guardian's children, those who wait for the homeroom teacher too; with the whole name where two are alike."""
    with read() as db:
        own = [one for one in _own(db, viewer) if one.joined_at is not None or one.confirmed_at is not None]
        names = queries.names_of(db, [one.student_id for one in own])
    given = {one.student_id: given_name(names[one.student_id]) for one in own}
    alike = {key for key, name in given.items() if list(given.values()).count(name) > 1}
    return [
        ChildTab(
            one.student_id,
            names[one.student_id] if one.student_id in alike or one.confirmed_at else given[one.student_id],
            is_waiting=one.confirmed_at is None,
        )
        for one in own
    ]


def _own(db: Db, viewer: Viewer) -> list[Member]:
    return queries.children_of(db, viewer.guardian_id or 0)


def waiting_for(viewer: Viewer, student_id: int) -> Waiting:
    """Who must confirm that the viewer belongs to this child. Raises Refused("not_found") for anybody else's child."""
    with read() as db:
        own = next((one for one in _own(db, viewer) if one.student_id == student_id), None)
        if own is None:
            raise Refused("not_found")
        teacher = _teacher(db, student_id)
        at = f"{clock.local(own.joined_at):%m-%d %H:%M}" if own.joined_at else ""
        name, phone = (teacher_called(teacher.name), teacher.phone) if teacher else ("", "")
        return Waiting(name, phone, relation_word(own.relation), at)


def home_of(viewer: Viewer, student_id: int) -> Home:
    """Everything about one confirmed child. Raises Refused("not_found") for anybody else's, or one that waits."""
    if not may(viewer, Action.SEE_OWN_CHILD, Target(student_id=student_id)):
        raise Refused("not_found")
    now_card, today = _where(student_id)
    with read() as db:
        works = home_queries.newest_works(db, eyes_of(db, viewer, clock.today()), student_id, 30)
        return Home(
            now_card,
            today,
            _week(db, student_id),
            [_tile(row, student_id) for row in works[:MOST_WORKS]],
            [_remark(row, student_id) for row in works if row.remark][:MOST_REMARKS],
            _consents(db, student_id),
        )


def _teacher(db: Db, student_id: int) -> Teacher | None:
    day = roster_day(db, clock.today())
    homeroom = queries.homeroom_of(db, student_id, day)
    return queries.teachers_of(db, [homeroom], day).get(homeroom) if homeroom else None


def _where(student_id: int) -> tuple[Now, list[Moment]]:
    """The card of this moment and the day's lines, from the one picture of the day that everybody shares."""
    with looking() as (connection, board, number):
        db = Db(bind=connection)
        now = millis(clock.now())
        standing = board.standings.get(number)
        answer = standing.answers.get(student_id) if standing else None
        is_called = queries.called(db, student_id, board.day, number)
        card = child_now.now_of(board, answer, is_called, _teacher(db, student_id), now)
        return card, child_now.today_of(board, student_id, now)


def _week(db: Db, student_id: int) -> list[WeekLine]:
    """This week's classes with the changes of each day; from Saturday on the coming week's."""
    today = clock.today()
    monday = today + timedelta(days=7 - today.weekday() if today.weekday() > 4 else -today.weekday())
    ids = home_queries.sessions_between(db, student_id, monday, monday + timedelta(days=6))
    meetings = day_queries.meetings_by_id(db.connection(), ids)
    places = day_queries.places(db.connection(), meetings.values())
    lines: list[WeekLine] = []
    seen: date | None = None
    for key in ids:
        one, place = meetings[key], places[key]
        title = _("{homeroom} homework care").format(homeroom=place.title) if one.homeroom_id else place.title
        is_off = one.is_cancelled or one.into_id is not None
        detail = _("no class that day") if is_off else joined(place.room, teacher_called(place.teacher))
        day = "" if one.day == seen else _WEEKDAYS[one.day.weekday()]
        starts = f"{clock.local(_instant(one.starts_at)):%H:%M}"
        lines.append(WeekLine(key, day, starts, title, detail, one.day == today, is_off))
        seen = one.day
    return lines


def _instant(at: int) -> datetime:
    return datetime.fromtimestamp(at / 1000, clock.now().tzinfo)


def _link(row: Any, student_id: int) -> str:
    """The work, opened among the child's works."""
    return f"/portfolio?child={student_id}&work={row.id}"


def day_called(day: date) -> str:
    """11月23日"""
    return _("{month}/{day}").format(month=day.month, day=day.day)


def _tile(row: Any, student_id: int) -> WorkTile:
    return WorkTile(
        row.id,
        row.title or row.section or _("Work"),
        picture_src(row.photo_id, 480),
        row.width,
        row.height,
        row.placeholder,
        film_length(row.film_seconds),
        day_called(row.day),
        row.state == WorkState.WAITING,
        _link(row, student_id),
    )


def _remark(row: Any, student_id: int) -> Remark:
    source = joined(row.title, row.section or "", day_called(row.day))
    return Remark(row.id, row.remark, source, _link(row, student_id))


def _consents(db: Db, student_id: int) -> list[str]:
    """What the family agreed to, a line a subject."""
    agreed = consents_of(db, [student_id])
    lines = ((Subject.WORK, _("Works: {who}")), (Subject.PERSON, _("Pictures of the child: {who}")))
    return [
        wording.format(who=work_words.agreed_words(agreed.get((student_id, subject), Purpose.NOBODY)))
        for subject, wording in lines
    ]
