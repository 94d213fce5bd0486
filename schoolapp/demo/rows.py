"""The demo school as rows of its tables: place and time, people, plan. Pure; ids are given here, all from 1."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta
from typing import Any

from schoolapp.demo import blueprint as plan
from schoolapp.demo.children import children
from schoolapp.demo.days import term_around, weekday_of
from schoolapp.demo.draft import Draft
from schoolapp.demo.people_rows import guardians, staff, students
from schoolapp.demo.staff import CARE_POSTS, people
from schoolapp.models import (
    Building,
    CalendarDay,
    Campus,
    Category,
    Course,
    Homeroom,
    PeriodSlot,
    Room,
    Section,
    SectionTeacher,
    Term,
    TimetableEntry,
    WalkTime,
)
from schoolapp.school.naming import homeroom_name

_SLOTS = ((1, "第 1 节", 990, 1030), (2, "第 2 节", 1040, 1080))
"""16:30–17:10 and 17:20–18:00."""


def draft(first_day: date, at: datetime, seed: int) -> Draft:
    """The whole school. The same `seed` and `first_day` give the same school."""
    draw = random.Random(seed)
    made = Draft(first_day, at, term_around(first_day), draw, people(draw), children(draw))
    _places(made)
    _times(made)
    _homerooms(made)
    staff(made)
    _courses(made)
    students(made)
    guardians(made)
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
