"""A homeroom with namesakes, a section across two homerooms, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from schoolapp import clock, db
from schoolapp.models import (
    Account,
    Course,
    Enrolment,
    Homeroom,
    HomeroomMembership,
    Participation,
    School,
    Section,
    Student,
    Term,
)
from schoolapp.school import keys
from tests import databases

NOW = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
START = date(2026, 8, 31)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def small(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SimpleNamespace]:
    """Twelve children of 三（2）班 (seat 1…12, 11 and 12 are both 张伟, 10 takes no part), two of 三（3）班."""
    keys._load.cache_clear()
    if request.param == "sqlite":
        databases.copy_sqlite(tmp_path)
        with databases.in_force(tmp_path, "", monkeypatch):
            yield _filled()
    else:
        with databases.empty_postgres() as address, databases.in_force(tmp_path, address, monkeypatch):
            yield _filled()
    keys._load.cache_clear()


def _filled() -> SimpleNamespace:
    clock.use_source(lambda _real: NOW)
    with db.write() as unit:
        unit.add(School(name="青禾镇九年制学校", tag_salt="00ff" * 8, created_at=NOW))
        unit.add(Account(id=7, login="office", password_hash="-", created_at=NOW))
        term = Term(name="2026 秋", starts_on=START, ends_on=date(2027, 1, 22))
        course = Course(name="书法")
        unit.add_all([term, course])
        unit.flush()
        rooms = [Homeroom(term_id=term.id, grade=3, number=number) for number in (2, 3)]
        section = Section(term_id=term.id, course_id=course.id, name="书法一班")
        unit.add_all([*rooms, section])
        unit.flush()
        names = ["陈小禾", "周雨桐", "刘星宇", "何子涵", "唐欣怡", "罗一鸣", "欧阳若曦", "李明", "王芳", "赵云", "张伟"]
        children = [
            _child(unit, name, "zhang wei" if name == "张伟" else "", rooms[0].id, seat, term.id)
            for seat, name in enumerate([*names, "张伟"], 1)
        ]
        others = [_child(unit, name, "", rooms[1].id, seat, term.id) for seat, name in enumerate(["孙悦", "王芳"], 1)]
        unit.add_all(
            [
                Enrolment(section_id=section.id, student_id=child, valid_from=START)
                for child in (children[0], children[10], others[0])
            ]
        )
    return SimpleNamespace(
        term=term.id, homeroom=rooms[0].id, other=rooms[1].id, section=section.id, children=children, others=others
    )


def _child(unit: db.Session, name: str, pinyin: str, homeroom: int | None, seat: int, term: int | None) -> int:
    initials = "".join(part[0] for part in pinyin.split())
    student = Student(name=name, pinyin=pinyin, initials=initials)
    unit.add(student)
    unit.flush()
    unit.add(HomeroomMembership(student_id=student.id, homeroom_id=homeroom, seat_number=seat, valid_from=START))
    if name != "赵云":
        unit.add(Participation(student_id=student.id, term_id=term, valid_from=START))
    return student.id or 0
