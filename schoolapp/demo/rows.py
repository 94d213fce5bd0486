"""The demo school as rows of its tables: place and time, people, plan. Pure; ids are given here, all from 1."""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from schoolapp.demo import blueprint as plan
from schoolapp.demo.children import Child, children
from schoolapp.demo.days import TermDates, term_around, weekday_of
from schoolapp.demo.staff import CARE_POSTS, Person, people
from schoolapp.models import (
    Account,
    Building,
    CalendarDay,
    Campus,
    Category,
    Course,
    Enrolment,
    Guardian,
    Guardianship,
    Homeroom,
    HomeroomMembership,
    Participation,
    PeriodSlot,
    RoleGrant,
    Room,
    Section,
    SectionTeacher,
    Staff,
    Student,
    Term,
    TimetableEntry,
    WalkTime,
)
from schoolapp.school.naming import homeroom_name

Row = dict[str, Any]
_SLOTS = ((1, "第 1 节", 990, 1030), (2, "第 2 节", 1040, 1080))
"""16:30–17:10 and 17:20–18:00."""
_NO_PASSWORD = "!"  # noqa: S105
"""No password fits it."""


@dataclass
class Draft:
    """All rows by table, and where to find what by its name."""

    first_day: date
    at: datetime
    """When the term's data were entered."""
    term: TermDates
    draw: random.Random
    staff: list[Person]
    children: list[Child]
    rows: dict[type, list[Row]] = field(default_factory=lambda: defaultdict(list))
    rooms: dict[tuple[str, str], int] = field(default_factory=dict)
    homerooms: dict[tuple[int, int], int] = field(default_factory=dict)
    sections: dict[str, int] = field(default_factory=dict)

    def add(self, table: type, **values: Any) -> int:
        """One row; its id."""
        rows = self.rows[table]
        rows.append({"id": len(rows) + 1, **values})
        return len(rows)

    def post(self, name: str) -> int:
        """Who holds the post, as a staff id."""
        return next(person.id for person in self.staff if person.post == name)


def draft(first_day: date, at: datetime, seed: int) -> Draft:
    """The whole school. The same `seed` and `first_day` give the same school."""
    draw = random.Random(seed)
    made = Draft(first_day, at, term_around(first_day), draw, people(draw), children(draw))
    _places(made)
    _times(made)
    _homerooms(made)
    _staff(made)
    _courses(made)
    _students(made)
    _guardians(made)
    _week(made)
    return made


def _places(made: Draft) -> None:
    campus = made.add(Campus, name="本部")
    building = {
        name: made.add(Building, campus_id=campus, name=name, position=position)
        for position, name in enumerate(plan.BUILDINGS)
    }
    for (first, second), minutes in plan.WALKS.items():
        for start, end in ((first, second), (second, first)):
            made.add(WalkTime, from_building_id=building[start], to_building_id=building[end], minutes=minutes)
    homes = [("教学楼", number, "classroom", 50) for number in _homeroom_doors().values()]
    for name, number, kind, seats in (*homes, *plan.INTEREST_ROOMS):
        floor = int(number[0]) if number[0].isdigit() else 1
        made.rooms[name, number] = made.add(
            Room, building_id=building[name], number=number, floor=floor, seats=seats, kind=kind
        )


def _homeroom_doors() -> dict[tuple[int, int], str]:
    """Grade and number → door: two primary grades a floor, then 7 and 8, then 9."""
    doors = {}
    for grade, sizes in plan.GRADES.items():
        for number in range(1, len(sizes) + 1):
            if grade <= 6:
                doors[grade, number] = f"{(grade + 1) // 2}{number + (0 if grade % 2 else 3):02d}"
            else:
                doors[grade, number] = f"{4 if grade < 9 else 5}{number + (5 if grade == 8 else 0):02d}"
    return doors


def _times(made: Draft) -> None:
    dates = made.term
    term = made.add(Term, name=dates.name, starts_on=dates.starts_on, ends_on=dates.ends_on)
    for day in dates.holiday:
        made.add(CalendarDay, term_id=term, day=day, kind="holiday", note="放假", follows_weekday=None)
    made.add(CalendarDay, term_id=term, day=dates.made_up, kind="follows_weekday", note="调休上课", follows_weekday=4)
    for number, name, starts, ends in _SLOTS:
        made.add(
            PeriodSlot,
            term_id=term,
            stage="",
            number=number,
            name=name,
            starts_minutes=starts,
            ends_minutes=ends,
            valid_from=dates.starts_on,
        )


def _homerooms(made: Draft) -> None:
    for (grade, number), door in _homeroom_doors().items():
        made.homerooms[grade, number] = made.add(
            Homeroom, term_id=1, grade=grade, number=number, room_id=made.rooms["教学楼", door]
        )


def _staff(made: Draft) -> None:
    start = made.term.starts_on
    for person in made.staff:
        number = f"t{person.id:03d}"
        made.add(
            Staff,
            staff_number=number,
            name=person.name.text,
            pinyin=person.name.pinyin,
            initials=person.name.initials,
            phone=f"1990000{person.id:04d}",
            subject=person.subject,
            is_hired=person.is_hired,
        )
        account = made.add(
            Account, login=person.login or number, password_hash=_NO_PASSWORD, staff_id=person.id, created_at=made.at
        )
        role = {"leader": "leader", "leader2": "leader", "office": "office"}.get(person.post)
        if person.post.startswith("homeroom-"):
            _, grade, number = person.post.split("-")
            homeroom = made.homerooms[int(grade), int(number)]
            made.add(RoleGrant, account_id=account, role="homeroom", homeroom_id=homeroom, valid_from=start)
        elif role:
            made.add(RoleGrant, account_id=account, role=role, homeroom_id=None, valid_from=start)


def _courses(made: Draft) -> None:
    course: dict[str, int] = {}
    for category, names in plan.CATEGORIES.items():
        category_id = made.add(Category, name=category)
        course.update({name: made.add(Course, category_id=category_id, name=name) for name in names})
    for kind in plan.CLASSES:
        first, last = plan.BANDS[kind.group[0]]
        made.sections[kind.name] = section = made.add(
            Section,
            term_id=1,
            course_id=course[kind.course],
            name=kind.name,
            room_id=made.rooms[kind.building, kind.room],
            grade_from=first,
            grade_to=last,
            seats=max(32, kind.size),
            is_signature=kind.course in ("剪纸", "书法"),
        )
        made.add(
            SectionTeacher,
            section_id=section,
            staff_id=made.post(kind.post),
            is_lead=True,
            valid_from=made.term.starts_on,
        )


def _students(made: Draft) -> None:
    start = made.term.starts_on
    school_year = start.year if start.month >= 7 else start.year - 1
    for child in made.children:
        grade, number, seat = child.desk
        joined = school_year - (grade - 1 if grade <= 6 else grade - 7)
        made.add(
            Student,
            school_number=f"{school_year - grade + 1}{number:02d}{seat:02d}",
            name=child.name.text,
            pinyin=child.name.pinyin,
            initials=child.name.initials,
            gender=child.name.gender,
            joined_on=date(joined, 9, 1),
        )
        made.add(
            HomeroomMembership,
            student_id=child.id,
            homeroom_id=made.homerooms[grade, number],
            seat_number=seat,
            valid_from=start,
        )
        if child.takes_part:
            made.add(Participation, student_id=child.id, term_id=1, valid_from=start)
        for section in child.sections:
            made.add(Enrolment, section_id=made.sections[section], student_id=child.id, valid_from=start)


def _guardians(made: Draft) -> None:
    """One for each child, the twins' in common; 3 % without a phone, six in ten are grandparents."""
    from schoolapp.demo.names import Names

    names = Names(made.draw, set())
    by_desk = {child.desk: child.id for child in made.children}
    twin_of = {by_desk[second]: by_desk[first] for first, second in plan.TWINS}
    guardian_of: dict[int, int] = {}
    for child in made.children:
        relation = made.draw.choices(("爷爷", "奶奶", "外婆", "爸爸", "妈妈"), (25, 25, 10, 20, 20))[0]
        if child.id in twin_of:
            guardian = guardian_of[twin_of[child.id]]
            relation = made.rows[Guardianship][twin_of[child.id] - 1]["relation"]
        else:
            surname = child.name.text[0] if relation in ("爷爷", "爸爸") else ""
            phone = "" if made.draw.random() < 0.03 else f"1991{child.id:07d}"
            guardian = made.add(Guardian, name=names.grown_up(surname).text, phone=phone)
        guardian_of[child.id] = guardian
        made.add(
            Guardianship,
            guardian_id=guardian,
            student_id=child.id,
            relation=relation,
            is_legal=relation in ("爸爸", "妈妈"),
            confirmed_by_staff_id=made.post("homeroom-{}-{}".format(*child.homeroom)),
            confirmed_at=made.at,
        )


def _week(made: Draft) -> None:
    for kind in plan.CLASSES:
        for offset, slot in plan.WEEK[kind.group]:
            _entry(made, offset, slot, section_id=made.sections[kind.name])
    doors = list(made.homerooms)
    for position, homeroom in enumerate(doors):
        out = _interest_periods(homeroom)
        for offset in range(5):
            for slot in (1, 2):
                if (offset, slot) not in out or homeroom in plan.STAYING:
                    _entry(
                        made,
                        offset,
                        slot,
                        homeroom_id=made.homerooms[homeroom],
                        staff_id=_care_teacher(made, position, offset, homeroom),
                    )


def _interest_periods(homeroom: tuple[int, int]) -> set[tuple[int, int]]:
    """The periods in which the homeroom's children go out: 4 in grades 1 and 2, 2 in grades 3 to 8, none in grade 9."""
    band = next(band for band, (first, last) in plan.BANDS.items() if first <= homeroom[0] <= last)
    return {period for group, periods in plan.WEEK.items() if group[0] == band for period in periods}


def _care_teacher(made: Draft, position: int, offset: int, homeroom: tuple[int, int]) -> int | None:
    """The homeroom teacher (None), but one afternoon a week a subject teacher: the fifth day, or the second."""
    if homeroom[0] <= 2 or homeroom == plan.DEMO_HOMEROOM:
        return None
    number = position - 6
    day = 4 if number < CARE_POSTS else 1
    return made.post(f"care-{number % CARE_POSTS}") if offset == day else None


def _entry(made: Draft, offset: int, slot: int, **whose: int | None) -> None:
    values = {"section_id": None, "homeroom_id": None, "room_id": None, "staff_id": None, **whose}
    made.add(
        TimetableEntry,
        term_id=1,
        weekday=weekday_of(offset, made.first_day),
        slot_number=slot,
        valid_from=made.term.starts_on,
        **values,
    )


def entered_at(first_day: date, zone: Any) -> datetime:
    """When the office entered the term's data: the Friday before it began, 15:00."""
    day = term_around(first_day).starts_on - timedelta(days=3)
    return datetime(day.year, day.month, day.day, 15, tzinfo=zone)


def homeroom_names(made: Draft) -> dict[int, str]:
    """Homeroom id → 三（2）班."""
    return {identity: homeroom_name(*key) for key, identity in made.homerooms.items()}
