"""What the demo's works need to know of the demo's school: sections with their children, weekdays and teachers."""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlmodel import Session as Db

from schoolapp.models import tables as t

_STORIES = {"陈小禾": "public", "陈小苗": "school"}
"""What the demo family's mother agreed to for her twins."""


@dataclass(frozen=True)
class Place:
    """Where works are made: a section, or a homeroom."""

    section_id: int | None
    course_id: int | None
    account_id: int
    weekdays: tuple[int, ...]
    children: tuple[int, ...]


@dataclass(frozen=True)
class Stage:
    """Everything by id."""

    term: int
    office: int
    children: list[int]
    settled: dict[int, str]
    named: dict[str, int]
    homeroom_of: dict[int, int]
    grade_of: dict[int, int]
    sessions: dict[tuple[int | None, date], int]
    accounts: list[int]
    sections: dict[str, list[Place]]
    homerooms: list[Place]

    def place_of(self, draw: random.Random, course: str, star: int | None) -> Place:
        """A section of the course, or for "" a homeroom; the one where `star` is when there is a star."""
        places = self.sections[course] if course else self.homerooms
        return draw.choice([place for place in places if star is None or star in place.children])


def stage_of(db: Db) -> Stage:
    """Read it all."""
    homeroom_of = dict(tuple(row) for row in db.execute(select(t.member.c.student_id, t.member.c.homeroom_id)))
    named = {
        name: child
        for child, name in db.execute(select(t.student.c.id, t.student.c.name).where(t.student.c.name.in_(_STORIES)))
    }
    staff_accounts = select(t.account.c.staff_id, t.account.c.id).where(t.account.c.staff_id.is_not(None))
    accounts = dict(tuple(row) for row in db.execute(staff_accounts))
    office = select(t.account.c.id).where(t.account.c.login == "office")
    sessions = select(t.session.c.section_id, t.session.c.day, t.session.c.id).where(
        t.session.c.section_id.is_not(None)
    )
    return Stage(
        term=db.scalar(select(t.term.c.id)) or 0,
        office=db.scalar(office) or 0,
        children=sorted(homeroom_of),
        settled={named[name]: answer for name, answer in _STORIES.items() if name in named},
        named=named,
        homeroom_of=homeroom_of,
        grade_of=dict(tuple(row) for row in db.execute(select(t.homeroom.c.id, t.homeroom.c.grade))),
        sessions={(section, day): session for section, day, session in db.execute(sessions)},
        accounts=sorted(accounts.values()),
        sections=_sections(db, accounts),
        homerooms=_homerooms(db, homeroom_of),
    )


def _sections(db: Db, accounts: dict[int, int]) -> dict[str, list[Place]]:
    """Course → its sections."""
    children: dict[int, list[int]] = defaultdict(list)
    enrolled = select(t.enrolment.c.section_id, t.enrolment.c.student_id).order_by(t.enrolment.c.id)
    for section, child in db.execute(enrolled):
        children[section].append(child)
    weekdays: dict[int, list[int]] = defaultdict(list)
    for section, weekday in db.execute(
        select(t.entry.c.section_id, t.entry.c.weekday).where(t.entry.c.section_id.is_not(None))
    ):
        weekdays[section].append(weekday)
    query = (
        select(t.section.c.id, t.course.c.id, t.course.c.name, t.section_teacher.c.staff_id)
        .join(t.course, t.course.c.id == t.section.c.course_id)
        .join(t.section_teacher, t.section_teacher.c.section_id == t.section.c.id)
        .order_by(t.section.c.id)
    )
    found: dict[str, list[Place]] = defaultdict(list)
    for section, course_id, course, staff in db.execute(query):
        place = Place(section, course_id, accounts[staff], tuple(weekdays[section]), tuple(children[section]))
        found[course].append(place)
    return found


def _homerooms(db: Db, homeroom_of: dict[int, int]) -> list[Place]:
    pupils: dict[int, list[int]] = defaultdict(list)
    for child, homeroom in homeroom_of.items():
        pupils[homeroom].append(child)
    grants = select(t.role_grant.c.homeroom_id, t.role_grant.c.account_id).where(t.role_grant.c.role == "homeroom")
    return [
        Place(None, None, account, (1, 2, 3, 4, 5), tuple(sorted(pupils[homeroom])))
        for homeroom, account in db.execute(grants.order_by(t.role_grant.c.homeroom_id))
    ]
